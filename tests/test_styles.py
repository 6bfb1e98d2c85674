"""Citation styles of others: what can be used is used, what cannot is named with its line."""

import json
from pathlib import Path

import pytest

from reportgen.citing.styles import CitationStyle, load_style
from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.outputs import FORMATS, brief, deck
from reportgen.recipes.prepared import prepare, quiet

HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note"><info>'
HEAD += "<title>T</title><id>x</id><updated>2020-01-01T00:00:00Z</updated>{link}</info>\n"
CITATION = '<citation><layout suffix="."><names variable="author"/>\n'
CITATION += '<text variable="title" prefix=", "/>{more}</layout></citation>\n'


def style(citation: str = "", more: str = "", link: str = "", rest: str = "") -> str:
    body = citation or CITATION.format(more=more)
    return f"{HEAD.format(link=link)}{'' if link else body}{rest}</style>"


def parent(name: str) -> str:
    return f'<link rel="independent-parent" href="http://www.zotero.org/styles/{name}"/>'


def loaded(root: Path, name: str, **files: str) -> tuple[CitationStyle | None, list[str]]:
    for stem, text in files.items():
        (root / f"{stem}.csl").write_text(text)
    diagnostics = Diagnostics()
    found = load_style(name, "brief.md", Project(root), diagnostics)
    return found, [f"{one.span}: {one.message}" for one in diagnostics]


def test_a_note_style_without_a_list_of_sources_serves_both_files(tiny: Path) -> None:
    (tiny / "content/mine.csl").write_text(style())
    text = (tiny / "content/brief.md").read_text().replace("---\n", "---\ncsl: mine.csl\n", 1)
    (tiny / "content/brief.md").write_text(text)
    diagnostics = Diagnostics()
    prepared = prepare(Project(tiny), "content/brief.md", diagnostics)
    brief(prepared, diagnostics, quiet)
    deck(prepared, diagnostics, quiet)
    assert diagnostics.errors == 0
    assert prepared.document.notes
    assert all(entry.short for entry in prepared.document.entries)


def test_a_dependent_style_takes_its_parent_from_ours_or_from_beside_it(tmp_path: Path) -> None:
    found, told = loaded(tmp_path, "one.csl", one=style(link=parent("apa")))
    assert told == []
    assert found
    assert not found.is_note
    found, told = loaded(tmp_path, "two.csl", two=style(link=parent("up")), up=style())
    assert told == []
    assert found
    assert found.is_note
    assert not found.has_bibliography


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (style(link=parent("nowhere")), "mine.csl:1:1: this style depends on `nowhere`"),
        (style(link=parent("mine")), "mine.csl:1:1: this style depends on itself"),
        (style(citation="<citation/>"), "mine.csl:2:1: the `<citation>` of this style has no"),
        (style(citation="<macro name='a'/>"), "mine.csl:1:1: this style has no `<citation>`"),
        (style(more='<text macro="none"/>'), "mine.csl:3:1: this style has no macro `none`"),
        (style(more='<text macro="a"/>',
               rest='<macro name="a"><text macro="b"/></macro>\n<macro name="b">'
                    '<text macro="a"/></macro>'), "mine.csl:4:1: the macro `a` uses itself"),
        (style(more="<txt/>"), "mine.csl:3:1: CSL has no element `txt`"),
        ("<style>", "mine.csl:1:8: this is no XML"),
        ("<html/>", "mine.csl:1:1: this is no citation style"),
    ],
)  # fmt: skip
def test_a_style_that_cannot_be_used_is_named_with_its_line(
    tmp_path: Path, text: str, words: str
) -> None:
    found, told = loaded(tmp_path, "mine.csl", mine=text)
    assert found is None
    assert len(told) == 1
    assert told[0].startswith(words)


def test_a_bomb_of_macros_in_a_style_is_named(tmp_path: Path) -> None:
    macros = "".join(
        f'<macro name="m{n}">' + f'<text macro="m{n + 1}"/>' * 10 + "</macro>" for n in range(9)
    )
    rest = macros + '<macro name="m9"><text variable="title"/></macro>'
    _, told = loaded(tmp_path, "mine.csl", mine=style(more='<text macro="m0"/>', rest=rest))
    assert "millions of parts" in told[0]


def test_a_style_that_is_not_there_says_where_there_are_others(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert load_style("apaa", "brief.md", Project(tmp_path), diagnostics) is None
    (found,) = diagnostics
    assert "`apa`" in found.help
    assert "citation-style-language/styles" in found.help


def test_a_style_that_prints_no_pages_is_told_once_and_loses_nothing_else(tmp_path: Path) -> None:
    """Numeric styles often lack the locator: that is the style's doing, and the author's choice."""
    content = tmp_path / "content"
    content.mkdir()
    works = [{"id": key, "type": "book", "title": f"Book {key}"} for key in "ab"]
    (content / "r.json").write_text(json.dumps(works))
    (content / "brief.md").write_text(
        "---\ntitle: T\nlang: en-GB\nbibliography: r.json\ncsl: num.csl\n---\n\n# One\n\n"
        "Said [@a, p. 4711]. Again [@b, p. 815].\n\n"
        "::: {.slide #s-a}\n## A slide\n\n- Said [@a, p. 4711]\n:::\n"
    )
    style = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info>'
        "<title>N</title><id>n</id><updated>2020-01-01T00:00:00Z</updated></info><citation>"
        '<layout prefix="[" suffix="]"><text variable="citation-number"/>{}</layout></citation>'
        '<bibliography><layout><text variable="title"/></layout></bibliography></style>'
    )
    found = {}
    for name, part in (("none", ""), ("some", '<text variable="locator" prefix=", "/>')):
        (content / "num.csl").write_text(style.format(part))
        diagnostics = Diagnostics()
        list(build(Project(tmp_path), FORMATS, diagnostics))
        rules = ("unprinted-pages", "lost-from-source")
        found[name] = [one for one in diagnostics if one.rule.code in rules]
    (told,) = found["none"]
    assert (told.rule.code, told.span.line) == ("unprinted-pages", 10)
    assert "“4711” is left out" in told.message
    assert found["some"] == []
