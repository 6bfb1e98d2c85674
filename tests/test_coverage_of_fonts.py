"""Scripts, signs and emoji that no font has: one error for each, at its first place."""

from pathlib import Path

import pytest

from conftest import ROOT
from reportgen import coverage
from reportgen.diagnostics import ContentError, Diagnostic, Diagnostics, Rule
from reportgen.files.project import Project
from reportgen.recipes.building import build

START = "---\ntitle: A brief\ndate: 2026-11-23\nlang: en\n---\n\n# One {#sec-one}\n\n"


def findings(
    root: Path, text: str, to: tuple[str, ...] = ("pdf",), start: str = START
) -> list[Diagnostic]:
    """Return what a build of one document finds."""
    (root / "content").mkdir(parents=True, exist_ok=True)
    (root / "content/brief.md").write_text(start + text)
    diagnostics = Diagnostics()
    try:
        list(build(Project(root), to, diagnostics))
    except ContentError as error:
        return list(error.diagnostics)
    return list(diagnostics)


def test_one_error_a_script_at_its_first_place(tmp_path: Path) -> None:
    """Sixty letters of one script are one fault, which a font mends."""
    text = "Thai มมมมม and ไทย.\n\nHindi संयुक्त राष्ट्र, done ✅ 👩‍👧 ❤️, &#x1D6FC; and ไทย again.\n"
    found = findings(tmp_path, text)
    assert {one.rule for one in found} == {Rule.NO_FONT}
    assert [(one.message.split(":")[0], str(one.span)) for one in found] == [
        ("no font here has Thai", "content/brief.md:9:6"),
        ("no font here has Devanagari", "content/brief.md:11:7"),
        ("no font here has emoji", "content/brief.md:11:29"),
        (
            "no font here has “𝛼” (U+1D6FC MATHEMATICAL ITALIC SMALL ALPHA)",
            "content/brief.md:11:39",
        ),
    ]
    assert "Noto Sans Thai" in found[0].help
    assert "templates/fonts" in found[0].help
    assert "system-fonts" in found[0].help
    assert not (tmp_path / "build/brief.pdf").exists()


def test_what_cannot_be_seen_costs_nothing(tmp_path: Path) -> None:
    """Joiners, direction marks, soft hyphens and selectors need no font."""
    text = "A word\u200d joined, auf\u200clage, abc\u200e def, co\u00adoperation, ju\u034fdaism."
    assert (
        findings(tmp_path, f"{text} Non\u2011breaking, a\u2060b, x\ufe0e, \u2066y\u2069.\n") == []
    )


def test_the_place_may_be_in_another_file(tmp_path: Path) -> None:
    """A character of a bibliography is found there."""
    text = "A work [@a].\n"
    (tmp_path / "content").mkdir()
    (tmp_path / "content/r.yaml").write_text(
        "- id: a\n  type: book\n  title: รายงาน\n  issued: 2001\n"
        "  author: [{literal: Somebody}]\n  publisher: P\n"
    )
    start = START.replace("lang: en", "lang: en\nbibliography: r.yaml")
    found = findings(tmp_path, text, start=start)
    assert [str(one.span) for one in found if one.rule is Rule.NO_FONT] == ["content/r.yaml:3:10"]


def test_a_deck_alone_needs_no_font(tmp_path: Path) -> None:
    """A deck carries no fonts: the machine that shows it has them."""
    slide = "::: {.slide #s-a}\n## Title\n\n- ไทย\n\n::: notes\nx\n:::\n:::\n"
    assert findings(tmp_path, f"Text.\n\n{slide}", ("pptx",)) == []


def test_a_font_of_the_project_mends_it(tmp_path: Path) -> None:
    """What stands in templates/fonts is used without being named anywhere."""
    from fontTools.ttLib import TTFont

    with TTFont(ROOT / "src/reportgen/default_theme/fonts/NotoSansHebrew-Regular.ttf") as font:
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[0x0E01] = "alef-hb" if "alef-hb" in font.getGlyphSet() else "uni05D0"
        for record in font["name"].names:
            record.string = str(record).replace("Noto Sans Hebrew", "Own Letters")
        (tmp_path / "templates/fonts").mkdir(parents=True)
        font.save(tmp_path / "templates/fonts/own.ttf")
    assert findings(tmp_path, "Letter ก.\n") == []


def test_a_font_of_the_machine_has_to_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build on a machine without it says so, whatever the text is."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/_brand.yml").write_text(
        "defaults:\n  reportgen:\n    system-fonts: [No Such Font]\n"
    )
    found = findings(tmp_path, "Text.\n")
    assert [one.message for one in found] == ["this machine has no font `No Such Font`"]
    hebrew = ROOT / "src/reportgen/default_theme/fonts/NotoSansHebrew-Regular.ttf"
    monkeypatch.setattr(coverage, "system_font", lambda _: (hebrew, 0))
    assert findings(tmp_path, "Text.\n") == []


def test_a_figure_is_told_once_for_a_script(tmp_path: Path) -> None:
    """matplotlib warns of each letter; the author hears of the script, in the module."""
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/f.py").write_text(
        "def draw(figure):\n    axes = figure.subplots()\n    axes.bar(['ไทย', 'ลาว'], [1, 2])\n"
    )
    found = findings(tmp_path, '![**A.** B.](figures/f.py){#fig-a alt="Bars."}\n')
    assert [(one.rule, str(one.span)) for one in found] == [
        (Rule.NO_FONT, "figures/f.py:3:16"),
    ]
