"""The tenth year: a project of an earlier release builds, says the same, is told what is new."""

import shutil
from pathlib import Path

import pytest

from conftest import ROOT
from reportgen.checks.read_back import page_texts, read_deck
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.files.project import Project, open_project
from reportgen.files.project_file import judging
from reportgen.reading.front_matter import front_matter
from reportgen.recipes import upgrading
from reportgen.recipes.finished_changes import file_changes
from reportgen.recipes.upgrading import Upgrade, upgrade
from reportgen.releases import NEWEST_LOOKS, RELEASES, compatible, later_than, look_of, looks
from reportgen.version import __version__

FIRST = ROOT / "tests/releases/0.1.0"
RULES_OF_FIRST = 54


def copied(folder: Path, release: Path = FIRST) -> Path:
    """Return a copy of an old project, as its author has it."""
    root = folder / "old"
    shutil.copytree(release, root)
    (root / "gitignore").rename(root / ".gitignore")
    return root


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Upgrade]:
    """An old project with an old name of a setting, upgraded with its look kept, and built."""
    root = copied(tmp_path_factory.mktemp("upgrade"))
    brief = root / "content/brief.md"
    brief.write_text(brief.read_text().replace("lang:", "charts: native # plain\nlang:", 1))
    return root, upgrade(open_project(root), write=True, keep_look=True)


def test_a_project_of_an_earlier_release_says_the_same(upgraded: tuple[Path, Upgrade]) -> None:
    root, made = upgraded
    assert made.changes == (), "numbers, sources and works"
    assert [one.rule.code for one in made.findings] == ["number-in-title"]
    shown = {one.path: (one.before, one.now) for one in made.files}
    assert shown.get("build/brief.pdf", (2, 2)) == (2, 2), "its look is kept: as many pages"
    assert shown.get("build/brief.pptx", (5, 5)) == (5, 5)
    assert (root / "build/brief.pdf").read_bytes() == (FIRST / "build/brief.pdf").read_bytes()


def test_edits_are_made_and_nothing_else(upgraded: tuple[Path, Upgrade]) -> None:
    root, made = upgraded
    text = (root / "content/brief.md").read_text()
    assert "native: true # plain\nlang: en-GB" in text
    assert "charts:" not in text
    assert "theme: brief@1\n---\n" in text
    assert "+native: true # plain" in made.edits["content/brief.md"]
    starter = ROOT / "src/reportgen/starter"
    assert (root / "Makefile").read_bytes() == (starter / "Makefile").read_bytes()
    assert {*made.edits} == {"content/brief.md", "Makefile", ".gitignore"}
    assert made.old == "0.1.0"
    assert made.known_by == "build/brief.claims.json"


def test_what_is_new_names_the_way_to_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrading, "_findings", lambda *_: ())
    root = copied(tmp_path)
    made = upgrade(open_project(root))
    assert made.looks == (("content/brief.md", "brief@1", "1.0.0"),)
    assert made.edits.keys() == {"Makefile", ".gitignore"}
    (root / "Makefile").write_text("all:\n")
    assert upgrade(open_project(root)).edits.keys() == {".gitignore"}, (
        "the Makefile is the author's"
    )
    (root / "reportgen.yml").write_text('requires-reportgen: "<0.2" # as then\nlevels: {}\n')
    ci = root / ".gitlab-ci.yml"
    ci.write_text('pip install "brief-and-deck==0.1.0"\n')
    made = upgrade(open_project(root), write=True)
    asked = f'requires-reportgen: "{compatible()}" # as then\nlevels: {{}}\n'
    assert (root / "reportgen.yml").read_text() == asked
    assert f'"brief-and-deck=={__version__}"' in ci.read_text()
    assert len(judging(Project(root))[0]) == 0


@pytest.mark.parametrize(
    ("path", "text", "known"),
    [
        ("build/b.claims.json", '{"schema":"reportgen-claims/1"}', "0.1.0"),
        ("build/b.claims.json", '{"environment":{"reportgen":"0.2.0 (abc)"}}', "0.2.0"),
        ("reportgen.yml", 'requires-reportgen: ">=0.2,<0.3"', "0.2.0"),
        (".gitlab-ci.yml", 'pip install "brief-and-deck==0.2.0"', "0.2.0"),
        ("content/x.txt", "", "0.1.0"),
    ],
)
def test_a_project_says_which_release_it_is_of(
    path: str, text: str, known: str, tmp_path: Path
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(text)
    assert upgrading.known_version(open_project(tmp_path))[0] == known


def test_a_project_of_this_release_has_nothing_to_change(tmp_path: Path) -> None:
    root = copied(tmp_path)
    made = upgrade(open_project(root), old=__version__)
    assert (made.releases, made.edits, made.files) == ((), {}, ())


def test_files_are_compared_page_by_page_and_slide_by_slide() -> None:
    pdf, pptx = ((FIRST / f"build/brief.{kind}").read_bytes() for kind in ("pdf", "pptx"))
    assert not [*file_changes("a.pdf", "pdf", pdf, pdf), *file_changes("a", "pptx", pptx, pptx)]
    assert len(page_texts(pdf)) == 2
    assert len(read_deck(pptx).slides) == 5


def settings(line: str) -> tuple[bool, list[tuple[str, int]], str]:
    diagnostics = Diagnostics()
    front = front_matter("b.md", f"---\ntitle: A\n{line}\n---\n", diagnostics)
    told = [(one.rule.code, one.span.line) for one in diagnostics]
    helps = " ".join(f"{one.message} {one.help}" for one in diagnostics)
    return bool(front and front.settings.native), told, helps


def test_an_old_name_works_with_a_warning_that_has_the_new_one() -> None:
    native, told, words = settings("charts: native")
    assert native
    assert told == [("deprecated-setting", 3)]
    assert "write `native: true`" in words
    assert "until 0.3.0" in words
    assert settings("charts: picture")[0] is False
    assert settings("charts: other")[1] == [("bad-setting", 3)]


def test_a_look_of_a_theme_is_kept_or_said_to_be_gone() -> None:
    assert settings("theme: brief@1")[1] == []
    assert look_of("brief@2") == "brief"
    assert look_of("brief@1") == "brief@1"
    _, told, words = settings("theme: brief@9")
    assert told == [("bad-setting", 3)]
    assert "stay with the version that has it" in words
    assert "`brief@1`" in settings("theme: brief@0")[2]
    templates = ROOT / "src/reportgen/default_theme/templates"
    for look in {look_of(one) for one in looks()}:
        assert (templates / f"{look}.html").is_file()


def test_the_table_of_releases_is_whole() -> None:
    assert RELEASES[-1].version == __version__
    new = [code for one in RELEASES for code in one.rules]
    assert {*new} <= {one.code for one in Rule}
    assert len(Rule) - len(new) == RULES_OF_FIRST, "a new rule stands in releases.py"
    assert len(new) == len({*new})
    assert [one.version for one in later_than("0.1.0")] == [__version__]
    for release in RELEASES:
        for look in release.looks:
            assert look.new == f"{look.theme}@{NEWEST_LOOKS[look.theme]}"
            folder = ROOT / "tests/releases"
            earlier = RELEASES[RELEASES.index(release) - 1].version
            assert (folder / earlier).is_dir(), "each release has its project"


def test_the_changelog_has_the_line_to_write_instead() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    for release in RELEASES:
        assert f"## {release.version}" in text
        for one in release.renamed:
            assert f"`{one.line}`" in text
