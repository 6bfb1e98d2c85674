"""The finished PDF, read back: text, structure, metadata."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import page
import pdfplumber
import pikepdf
import pypdf
import pytest

from conftest import Built
from reportgen.brief.conformance import with_whole_references
from reportgen.checks.read_back import read_brief


@pytest.fixture(scope="module")
def tree(tiny_built: Built) -> Iterator[list[Any]]:
    """All structure elements of the tiny brief, in reading order."""
    with pikepdf.open(io.BytesIO(tiny_built.pdf)) as pdf:
        yield list(_elements(pdf.Root.StructTreeRoot.K))


def _elements(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from _elements(node.K)


def test_the_build_is_quiet(tiny_built: Built) -> None:
    assert [str(found.message) for found in tiny_built.diagnostics] == []


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_pdf_is_accessible_and_archival_at_once(tiny_built: Built, profile: str) -> None:
    report = page.validate_pdf_bytes(tiny_built.pdf, profile=profile)
    assert report.is_compliant, [failure.message for failure in report.failures]


def test_what_the_author_wrote_stands_on_the_pages(tiny_built: Built) -> None:
    pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(tiny_built.pdf)).pages]
    assert "A tiny brief" in pages[0]
    assert "31 January 2026" in pages[0]
    text = "\n".join(pages)
    assert "The first year had 1,200, the second 1,500.2" in text
    assert "Numbers grew by 25%." in text
    assert "“with marks”" in text
    assert "{{" not in text


def test_speaker_notes_never_reach_the_pdf(tiny_built: Built) -> None:
    text = read_brief(tiny_built.pdf).text
    assert "Saythatitgrew" not in text


def test_the_structure_has_one_title_and_the_sections_under_it(tree: list[Any]) -> None:
    counts = Counter(str(element.S) for element in tree)
    assert counts["/H1"] == 1
    assert counts["/H2"] == 5, "key findings, contents, one section, notes, about"
    assert counts["/Figure"] == 1
    assert counts["/Table"] == 1


def test_a_figure_has_its_alternative_with_the_numbers_in_it(tree: list[Any]) -> None:
    figure = next(element for element in tree if element.S == "/Figure")
    assert str(figure.Alt) == "Columns: 1,200 in the first year, 1,500 in the second."


def test_a_table_has_header_cells(tree: list[Any]) -> None:
    assert Counter(str(element.S) for element in tree)["/TH"] == 4, "two columns, two rows"


def test_bookmarks_are_the_headings(tiny_built: Built) -> None:
    bookmarks = read_brief(tiny_built.pdf).bookmarks
    assert bookmarks == (
        "A tiny brief",
        "Key findings",
        "Contents",
        "1 Numbers grew",
        "Notes",
        "About",
    )


def test_title_and_language_are_set(tiny_built: Built) -> None:
    brief = read_brief(tiny_built.pdf)
    assert (brief.title, brief.lang) == ("A tiny brief", "en-GB")


def test_each_note_mark_leads_to_its_note_and_back(tiny_built: Built) -> None:
    with pikepdf.open(io.BytesIO(tiny_built.pdf)) as pdf:
        targets = {
            str(link.get("/Dest", "")) for one in pdf.pages for link in one.get("/Annots", [])
        }
    numbers = range(1, 5)
    assert {f"note-{number}" for number in numbers} <= targets
    marks = [target for target in targets if target.startswith("mark-")]
    assert len(marks) == 5, "the note of figure and table leads back to both"


def test_only_the_bundled_fonts_are_in_the_file(tiny_built: Built) -> None:
    reader = pypdf.PdfReader(io.BytesIO(tiny_built.pdf))
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for one in reader.pages
        for font in one["/Resources"].get("/Font", {}).values()
    }
    allowed = ("Source-Sans-3", "Source-Serif-4", "Pretendard")
    assert fonts
    assert all(font.lstrip("/").startswith(allowed) for font in fonts), fonts


def test_two_builds_are_the_same_to_the_byte(tiny_built: Built, tiny: Any) -> None:
    assert Built(tiny).pdf == tiny_built.pdf


def test_each_work_in_the_list_of_sources_says_on_which_pages_it_is_cited(tiny: Any) -> None:
    source = tiny / "content/brief.md"
    listed = "# Sources {#sec-sources .unnumbered}\n\n::: {#refs}\n:::\n\n# About {#sec-about"
    apart = "{{< pagebreak >}}\n\n# Numbers grew"
    text = source.read_text().replace("# Numbers grew", apart, 1)
    source.write_text(text.replace("# About {#sec-about", listed))
    built = Built(tiny)
    pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(built.pdf)).pages]
    with_works = next(text for text in pages if "Doe, Jane." in text)
    assert "Counting. House, 2020. Cited on pp. 2, 3" in " ".join(with_works.split())
    assert page.validate_pdf_bytes(built.pdf, profile="ua1").is_compliant
    assert page.validate_pdf_bytes(built.pdf, profile="3a").is_compliant


def test_an_author_date_brief_lists_its_works_with_pages(tiny: Any) -> None:
    source = tiny / "content/brief.md"
    source.write_text(source.read_text().replace("license:", "csl: apa\nlicense:"))
    built = Built(tiny)
    text = " ".join(" ".join(read_brief(built.pdf).pages).split())
    assert "Doe, J. (2020). Counting. House. Cited on p. 2" in text
    assert page.validate_pdf_bytes(built.pdf, profile="ua1").is_compliant


def test_words_to_the_right_of_numbers_stand_apart_from_them(tiny: Any) -> None:
    source = tiny / "content/brief.md"
    rows = "| Total | Place |\n|---:|:---|\n| 1,500 | Everywhere |\n"
    text = source.read_text().replace('> A quotation "with marks".', f"{rows}\n: Where. {{#tbl-p}}")
    source.write_text(text)
    with pdfplumber.open(io.BytesIO(Built(tiny).pdf)) as pdf:
        words = [word for one in pdf.pages for word in one.extract_words(x_tolerance=1)]
    at = next(n for n, word in enumerate(words) if word["text"] == "Everywhere")
    assert words[at - 1]["text"] == "1,500"
    assert words[at]["x0"] - words[at - 1]["x1"] > 10, "points"


def test_a_cross_reference_stream_that_ends_in_cr_is_read_whole() -> None:
    sound, torn = b"stream\nab\nendstream\nstartxref", b"stream\na\r\nendstream\nstartxref"
    assert with_whole_references(sound) == sound
    assert with_whole_references(torn) == b"stream\na\r\r\nendstream\nstartxref"


def test_compressed_objects_that_end_in_cr_are_read_whole() -> None:
    """pydyf makes their stream after all that can be mended: one in 256 ends so."""
    import pydyf

    torn, sound = (pydyf.Stream([one], {"Type": "/ObjStm"}).data for one in (b"a\r", b"a"))
    assert torn.endswith(b"\r\r\nendstream")
    assert sound.endswith(b"a\nendstream")
