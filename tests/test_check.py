"""The checks of finished files: quiet on sound ones, and not on others."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from conftest import Built, copy_project
from figure_text import sizes
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.files.project import Project
from reportgen.recipes.checking import check
from reportgen.recipes.finished_files import check_finished
from reportgen.recipes.outputs import brief
from reportgen.recipes.prepared import prepare, quiet


@pytest.fixture
def finished(tiny_built: Built, tmp_path: Path) -> Path:
    """A copy of the tiny project with its finished files."""
    root = copy_project(tiny_built.root, tmp_path / "copy")
    (root / "build").mkdir()
    (root / "build/brief.pdf").write_bytes(tiny_built.pdf)
    (root / "build/brief.pptx").write_bytes(tiny_built.pptx)
    for name in ("brief.claims.json", "brief.claims.csv"):
        (root / "build" / name).write_bytes((tiny_built.root / "build" / name).read_bytes())
    return root


def found(root: Path) -> list[tuple[Rule, str]]:
    diagnostics = Diagnostics()
    list(check(Project(root), diagnostics))
    return [(one.rule, one.message) for one in diagnostics]


def edit_deck(root: Path, old: str, new: str) -> int:
    """Change words in every slide of the finished deck; return how often they were found."""
    path = root / "build/brief.pptx"
    written, count = io.BytesIO(), 0
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("ppt/slides/slide"):
                count += data.count(old.encode())
                data = data.replace(old.encode(), new.encode())
            target.writestr(name, data)
    path.write_bytes(written.getvalue())
    return count


def test_sound_files_give_no_finding(finished: Path) -> None:
    assert found(finished) == []


def test_the_real_brief_and_deck_give_no_error(real_built: Built) -> None:
    diagnostics = Diagnostics()
    lines = list(check(Project(real_built.root), diagnostics))
    assert [one.message for one in diagnostics if one.level == "error"] == []
    assert any(re.search(r"\d+ pages, \d+ slides; ", line) for line in lines)


def test_text_in_figures_of_the_real_brief_is_7_points_or_more(real_built: Built) -> None:
    assert min(size for _, size in sizes(real_built.pdf)) >= 7


def test_files_that_are_not_built_are_named(tiny: Path) -> None:
    assert [rule for rule, _ in found(tiny)] == [Rule.OUT_OF_DATE, Rule.OUT_OF_DATE]


def meant(root: Path) -> list[tuple[Rule, str]]:
    """Return what the checks of meaning alone find, which do not know the true files."""
    diagnostics = Diagnostics()
    prepared = prepare(Project(root), "content/brief.md", Diagnostics())
    drawings = prepared.draw(brief(prepared, Diagnostics(), quiet))
    pdf, pptx = ((root / f"build/brief.{end}").read_bytes() for end in ("pdf", "pptx"))
    check_finished(prepared, drawings, pdf, pptx, diagnostics)
    return [(one.rule, one.message) for one in diagnostics]


def test_another_number_on_a_slide_is_found(finished: Path) -> None:
    assert edit_deck(finished, "25%", "35%")
    assert (Rule.TWINS_DIFFER, "slide 3 says 35%, the brief does not") in meant(finished)


def test_a_slide_without_its_alternative_or_title_is_found(finished: Path) -> None:
    assert edit_deck(finished, 'descr="Columns', 'title="Columns')
    assert any("text alternative" in message for _, message in meant(finished))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Made by nobody.", "Made by somebody.", "paragraph"),
        ("# Numbers grew", "# Numbers fell", "heading"),
        ("They were counted twice", "They were counted thrice", "note 3"),
        ('alt="Columns:', 'alt="Bars:', "figure 1"),
        ("**People by year.**", "**People by decade.**", "caption"),
    ],
)
def test_what_the_pdf_lacks_is_found(finished: Path, old: str, new: str, what: str) -> None:
    source = finished / "content/brief.md"
    assert old in source.read_text()
    source.write_text(source.read_text().replace(old, new))
    messages = [message for rule, message in meant(finished) if rule is Rule.LOST_IN_LAYOUT]
    assert any(what in message for message in messages), messages


def test_a_local_path_in_a_file_is_found(finished: Path) -> None:
    assert edit_deck(finished, "25%", f"25% {Path.home()}/brief")
    assert any(rule is Rule.PRIVATE_DATA for rule, _ in found(finished))


def test_unused_facts_and_works_are_named(tiny: Path) -> None:
    facts = tiny / "content/facts.yaml"
    facts.write_text(facts.read_text() + "spare: {value: 1}\n")
    assert (Rule.UNUSED_FACT, "the fact `spare` is used nowhere") in found(tiny)
