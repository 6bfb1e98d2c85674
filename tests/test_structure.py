"""What validators do not see in the brief's tags: read back as a screen reader is told it."""

import io
from pathlib import Path

import page
import pikepdf
import pypdf
import pytest

from conftest import Built, copy_project
from reportgen.diagnostics import ContentError, Diagnostics
from reportgen.files.project import Project
from reportgen.recipes.building import build
from structure import Tag, structure

ROWS = 150
BODY = """
# A long table {#sec-table}

::: key-points
- Point.
:::

PROSE In Korean it is [사람이 떠난다]{lang=ko}. See @tbl-long and [*the* site](https://example.org/).

![**All rows.** Source: [@doe2020].](data/long.csv){#tbl-long columns="name,count,share"}

> A quotation, set off.

### A heading below {#sec-below}

Text with a note [@roe2021, p. 3], and again [@roe2021, p. 3].
"""


@pytest.fixture(scope="module")
def built(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = copy_project(tiny, tmp_path_factory.mktemp("structure") / "long")
    content = root / "content"
    rows = [f"Name {at},{at * 7},0.{at:03d}" for at in range(ROWS)]
    (content / "data/long.csv").write_text("\n".join(["name,count,share", *rows]) + "\n")
    (content / "data/long.yaml").write_text(
        "title: T\nsource: doe2020\nlicense: CC0\ncolumns:\n"
        "  name: {label: Name}\n  count: {label: Count}\n  share: {label: Share}\n"
    )
    words = "These are words of a paragraph that goes on in the second column. " * 12
    text = (content / "brief.md").read_text()
    body = BODY.replace("PROSE", words)
    (content / "brief.md").write_text(
        text.replace("# About {#sec-about", f"{body}\n# About {{#sec-about")
    )
    return Built(root)


@pytest.fixture(scope="module")
def tiny() -> Path:
    return Path(__file__).parent / "tiny"


@pytest.fixture(scope="module")
def tree(built: Built) -> Tag:
    return structure(built.pdf)


def test_the_file_meets_both_standards(built: Built) -> None:
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(built.pdf, profile=profile)
        assert report.is_compliant, [failure.message for failure in report.failures]


def test_a_table_over_three_pages_is_one_table_with_one_head(built: Built, tree: Tag) -> None:
    pages = [one.extract_text() for one in _pages(built)]
    assert sum("Count" in text and "Share" in text for text in pages) >= 3, "the head comes again"
    (table,) = [table for table in tree.all("Table") if "Name 149" in table.text]
    assert len(table.all("THead")) == 1
    assert [cell.text for cell in table.all("THead")[0].all("TH")] == ["Name", "Count", "Share"]
    names = [row.children[0].text for row in table.all("TBody")[0].all("TR")]
    assert names == [f"Name {at}" for at in range(ROWS)]


def test_header_cells_say_what_they_head(tree: Tag) -> None:
    for table in tree.all("Table"):
        assert {cell.scope for cell in table.all("THead")[0].all("TH")} == {"Column"}
        assert {cell.scope for cell in table.all("TBody")[0].all("TH")} == {"Row"}


def test_a_paragraph_in_two_columns_is_one_paragraph(tree: Tag) -> None:
    (paragraph,) = [p for p in tree.all("P") if "goes on in the second column" in p.text]
    assert paragraph.text.replace(" ", "").count("Thesearewords") == 12


def test_words_of_another_language_say_so(tree: Tag) -> None:
    assert [tag.text for tag in tree.walk() if tag.lang == "ko"] == ["사람", "사람이 떠난다"]


def test_each_link_says_where_it_leads(tree: Tag) -> None:
    links = tree.all("Link")
    assert all(link.links and all(link.links) for link in links)
    said = {text for link in links for text in link.links}
    assert {"Note 1", "Table 2", "the site (https://example.org/)", "A long table"} <= said
    assert any(text.startswith("Back to the text") for text in said)
    assert not any(text.startswith(("sec-", "note-", "mark-", "tbl-")) for text in said)


def test_contents_notes_captions_and_quotations_have_their_tags(built: Built, tree: Tag) -> None:
    (contents,) = tree.all("TOC")
    assert [row.all("Link")[0].text for row in contents.all("TOCI")] == [
        "Numbers grew", "A long table", "Notes", "About",
    ]  # fmt: skip
    notes = tree.all("Note")
    assert len(notes) == 5
    assert [note.all("Lbl")[0].text for note in notes] == ["1", "2", "3", "4", "5"]
    assert all(mark.all("Link") for mark in tree.all("Reference"))
    assert [quote.text for quote in tree.all("BlockQuote")][-1] == "A quotation, set off."
    captions = [caption.text.replace(" ", "") for caption in tree.all("Caption")]
    assert captions == [
        "Figure1Numbersgrewby25%.Peopleayear", "Table1Peoplebyyear.", "Table2Allrows.",
    ]  # fmt: skip


def test_reading_order_is_that_of_the_content(tree: Tag) -> None:
    order = [tag.text for tag in tree.all("H1", "H2", "H3", "BlockQuote")]
    assert [text.strip() for text in order] == [
        "A tiny brief", "Key findings", "Contents", "1 Numbers grew", "A quotation “with marks”.",
        "2 A long table", "A quotation, set off.", "A heading below", "Notes", "About",
    ]  # fmt: skip


def test_running_lines_and_repeated_heads_are_not_read(tree: Tag) -> None:
    assert "1 / " not in tree.text
    assert tree.text.count("NameCountShare") == 1


def test_pages_are_called_by_their_numbers(built: Built) -> None:
    with pikepdf.open(io.BytesIO(built.pdf)) as pdf:
        assert [one.label for one in pdf.pages] == [str(n + 1) for n in range(len(pdf.pages))]


def _pages(built: Built) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(built.pdf)).pages)


# --- the setting ------------------------------------------------------------------------------


def with_standard(root: Path, value: str) -> Path:
    source = root / "content/brief.md"
    source.write_text(source.read_text().replace(
        "license:", f"pdf-standard: {value}\nlicense:"))  # fmt: skip
    return root


@pytest.mark.parametrize(
    ("value", "profiles", "others"),
    [
        ("ua-1", ["ua1"], ["3a"]),
        ("a-2u", ["2u"], ["3a", "ua1"]),
        ("[a-2a, ua-1]", ["2a", "ua1"], ["3a"]),
    ],
)
def test_the_brief_is_what_the_setting_asks_for(
    tmp_path: Path, tiny: Path, value: str, profiles: list[str], others: list[str]
) -> None:
    root = with_standard(copy_project(tiny, tmp_path / "one"), value)
    (target,) = build(Project(root), ("pdf",), Diagnostics())
    pdf = (root / target.path).read_bytes()
    assert all(page.validate_pdf_bytes(pdf, profile=one).is_compliant for one in profiles)
    assert not any(page.validate_pdf_bytes(pdf, profile=one).is_compliant for one in others)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a-1a", "the brief cannot be written as `a-1a`"),
        ("ua-2", "the brief cannot be written as `ua-2`"),
        ("[a-2a, a-3a]", "a file meets one part of PDF/A, not a-2a and a-3a"),
    ],
)
def test_what_cannot_be_met_is_an_error(tmp_path: Path, tiny: Path, value: str, words: str) -> None:
    root = with_standard(copy_project(tiny, tmp_path / "one"), value)
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(root), ("pdf",), diagnostics))
    assert [one.message for one in diagnostics] == [words]
