"""What WeasyPrint warns of, and what it lets fall, becomes a finding with a place."""

from pathlib import Path

import pypdfium2
import pytest

from conftest import Built
from reportgen.checks.read_back import page_texts
from reportgen.diagnostics import ContentError, Diagnostics, Rule
from reportgen.files.project import Project
from reportgen.recipes.building import build
from structure import structure


def test_a_faulty_stylesheet_is_named_with_line_and_column(tiny: Path) -> None:
    (tiny / "templates").mkdir()
    (tiny / "templates/own.css").write_text(
        "/* ours */\nh2 { colour: red }\nfigure { width: 12parsec }\n"
        '.notes { background: url("templates/missing.png") }\n'
    )
    found = [(str(one.span), one.message) for one in Built(tiny).diagnostics]
    assert [place for place, _ in found] == [
        "templates/own.css:2:6",
        "templates/own.css:3:10",
        "templates/own.css:4:37",
    ]
    assert "`colour: red" in found[0][1]


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ("div.notes { display: none }", "note 1"),
        ("p { display: none }", "paragraph"),
        ("h2 { display: none }", "heading"),
        ("figure { display: none }", "figure 1"),
        ("tbody tr:last-child { display: none }", "of 3 rows of this table"),
    ],
)
def test_what_a_theme_hides_fails_the_build_and_leaves_the_old_file(
    tiny: Path, rule: str, what: str
) -> None:
    (tiny / "templates").mkdir()
    (tiny / "templates/own.css").write_text(rule)
    (tiny / "build").mkdir()
    (tiny / "build/brief.pdf").write_bytes(b"old")
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(tiny), ("pdf",), diagnostics))
    lost = [one.message for one in diagnostics if one.rule is Rule.LOST_IN_LAYOUT]
    assert any(what in message for message in lost), lost
    assert (tiny / "build/brief.pdf").read_bytes() == b"old"


def test_a_pull_quote_is_a_quotation_that_stands_out(tiny: Path) -> None:
    source = tiny / "content/brief.md"
    about = "# About {#sec-about"
    quote = f"::: pull-quote\nNobody leaves alone.\n:::\n\n{about}"
    source.write_text(source.read_text().replace(about, quote))
    built = Built(tiny)
    quotes = [tag.text for tag in structure(built.pdf).all("BlockQuote")]
    assert quotes == ["A quotation “with marks”.", "Nobody leaves alone."]


def with_table(tiny: Path, columns: int, word: str) -> Path:
    names = [f"column{at}" for at in range(columns)]
    rows = [",".join(f"{word}{row}" for _ in names) for row in range(4)]
    (tiny / "content/data/wide.csv").write_text("\n".join([",".join(names), *rows]) + "\n")
    (tiny / "content/data/wide.yaml").write_text("title: T\nsource: doe2020\nlicense: CC0\n")
    source = tiny / "content/brief.md"
    about = "# About {#sec-about"
    table = f"![**A wide table.**](data/wide.csv){{#tbl-wide}}\n\nText behind it.\n\n{about}"
    source.write_text(source.read_text().replace(about, table))
    return tiny


@pytest.mark.parametrize(("columns", "turned"), [(6, False), (10, False), (14, True), (20, True)])
def test_a_wide_table_is_set_smaller_then_turned(tiny: Path, columns: int, turned: bool) -> None:
    built = Built(with_table(tiny, columns, "word "))
    assert [one.message for one in built.diagnostics] == []
    with pypdfium2.PdfDocument(built.pdf) as pdf:
        texts = [(page.get_size(), page.get_textpage().get_text_range()) for page in pdf]
        sizes = {size for size, text in texts if "column0" in text}
    ((width, height),) = sizes
    assert (width > height) == turned


def test_a_table_that_no_page_holds_is_a_finding(tiny: Path) -> None:
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(with_table(tiny, 70, "word")), ("pdf",), diagnostics))
    overflow = [one.message for one in diagnostics if one.rule is Rule.TEXT_OVERFLOW]
    assert overflow == ["a table of 70 columns has no room on a page; 30 have"]


def test_a_korean_passage_breaks_between_words(tiny: Path) -> None:
    source = tiny / "content/brief.md"
    passage = "탈북민은 국경 지역에서 출발하는 경우가 많으며 허가를 받기까지 오래 걸린다. " * 4
    source.write_text(source.read_text().replace("[사람]{lang=ko}", f"[{passage}]{{lang=ko}}"))
    built = Built(tiny)
    assert [one.message for one in built.diagnostics] == []
    found = " ".join(page_texts(built.pdf)).split()
    korean = {word.strip(".") for word in found if "가" <= word[0] <= "힣"}
    assert korean == {word.strip(".") for word in passage.split()}


def test_what_stands_twice_is_found(tiny: Path) -> None:
    (tiny / "templates").mkdir()
    (tiny / "templates/brief.html").write_text(
        '{% extends "default/brief.html" %}{% block body %}{{ super() }}{{ super() }}{% endblock %}'
    )
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(tiny), ("pdf",), diagnostics))
    twice = [one.message for one in diagnostics if "more than once" in one.message]
    assert any("The first year had" in message for message in twice)


def test_contents_longer_than_the_cover_have_pages_of_their_own(tiny: Path) -> None:
    sections = "".join(f"# Thing {at} {{#sec-{at}}}\n\nText of thing {at}.\n\n" for at in range(60))
    front = "---\ntitle: Many\ndate: 2026-01-02\nedition: '1'\n---\n\n"
    (tiny / "content/brief.md").write_text(front + sections)
    diagnostics = Diagnostics()
    list(build(Project(tiny), ("pdf",), diagnostics))
    assert [one.message for one in diagnostics if one.level == "error"] == []
    cover, first, *_ = page_texts((tiny / "build/brief.pdf").read_bytes())
    assert "Thing 0" not in cover
    assert "Edition 1" in cover
    assert "Thing 0" in first
    assert "Thing 59" in first, "in two columns"
