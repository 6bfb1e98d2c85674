"""The door for programmers: calls, from whatever thread, with results that are values."""

import doctest
import gc
import threading
import weakref
from pathlib import Path

import matplotlib as mpl
import pytest
from weasyprint import HTML

import reportgen
from conftest import ROOT, Built, copy_project, edit
from reportgen.garbage import searched, unsearched


def test_a_build_tells_its_outputs_and_a_second_finds_them_unchanged(tiny: Path) -> None:
    first, second = reportgen.build(tiny), reportgen.build(str(tiny))
    assert first.ok
    assert [one.path.name for one in first.outputs] == ["brief.pdf", "brief.pptx"]
    assert all(one.changed and one.path.is_file() for one in first.outputs)
    assert not any(one.changed for one in second.outputs)
    assert second.findings == first.findings
    checked, again = reportgen.check(tiny), reportgen.check(tiny)
    assert checked.ok
    assert checked == again
    assert any("pages" in line for line in checked.remarks)


def test_faults_of_content_are_findings_with_places(tiny: Path) -> None:
    edit(tiny, "{{ ", "{{ no_such_fact }} {{ ")
    result = reportgen.build(tiny)
    assert not result.ok
    assert result.outputs == ()
    (found,) = (one for one in result.findings if one.level == "error")
    assert (found.rule.code, found.span.path) == ("unknown-fact", "content/brief.md")


def test_what_cannot_be_followed_is_an_exception(tiny: Path) -> None:
    with pytest.raises(reportgen.UsageError, match="no folder `content`"):
        reportgen.build(tiny / "content")
    with pytest.raises(reportgen.UsageError, match="no output `pfd`; known: pdf, pptx"):
        reportgen.build(tiny, to=["pfd"])
    with pytest.raises(AttributeError, match="no attribute `biuld`"):
        _ = reportgen.biuld


def test_two_projects_are_built_in_two_threads_as_one_after_the_other(
    tmp_path: Path, tiny_built: Built
) -> None:
    starter = ROOT / "src/reportgen/starter"
    alone = copy_project(starter, tmp_path / "alone")
    assert reportgen.build(alone).ok
    roots = [copy_project(tiny_built.root, tmp_path / "a"), copy_project(starter, tmp_path / "b")]
    results: dict[Path, reportgen.Result] = {}

    def run(root: Path) -> None:
        results[root] = reportgen.build(root)

    threads = [threading.Thread(target=run, args=(root,)) for root in roots]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(results[root].ok for root in roots)
    for root, as_alone in zip(roots, (tiny_built.root, alone), strict=True):
        for name in ("brief.pdf", "brief.pptx", "brief.claims.json"):
            assert (root / "build" / name).read_bytes() == (as_alone / "build" / name).read_bytes()


def test_a_call_leaves_the_process_as_it_was(tiny: Path) -> None:
    page = "<html lang=en><title>A</title><p>One <a href='https://example.org'>two</a></p>"
    options = {"pdf_tags": True, "pdf_identifier": b"x"}
    before, settings = HTML(string=page).write_pdf(**options), dict(mpl.rcParams)
    assert reportgen.build(tiny).ok
    assert HTML(string=page).write_pdf(**options) == before
    assert dict(mpl.rcParams) == settings


def test_the_page_for_programmers_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_project(ROOT / "src/reportgen/starter", tmp_path / "my-brief")
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(
        str(ROOT / "docs/python.md"),
        module_relative=False,
        optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL,
    )
    assert tried > 8
    assert failed == 0


def test_garbage_is_searched_between_builds_and_the_search_is_on_again() -> None:
    class Ring:
        def __init__(self) -> None:
            self.me = self

    with unsearched():
        gone = weakref.ref(Ring())
        assert not gc.isenabled()
        assert gone() is not None, "nothing is searched meanwhile"
    assert gc.isenabled()
    searched()
    assert gone() is None, "what was left is found"
    assert gc.get_freeze_count() == 0
