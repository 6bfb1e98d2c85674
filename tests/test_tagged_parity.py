"""Contents, captions and alternatives of a brief are held exactly, part by part."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Built
from reportgen.checks.expected_lines import Expected
from reportgen.checks.read_back import read_brief
from reportgen.checks.tagged_parity import OwnPictures, TaggedParity
from reportgen.checks.tally import Tally
from reportgen.checks.witness.finished import Piece
from reportgen.checks.witness.finished_pdf import read_pdf
from reportgen.diagnostics import Diagnostics, Span
from reportgen.document import Figure, ResolvedDocument, Section, plain_text
from reportgen.files.project import Project
from reportgen.ledger.claims import Ledger
from reportgen.recipes.finished_files import check_finished
from reportgen.recipes.prepared import prepare

Tagged = list[Piece]


@pytest.fixture(scope="module")
def compare(tiny_built: Built) -> Callable[[Tagged], Tally]:
    """Return what compares texts in the order of the structure tree with the tiny document."""
    prepared = prepare(Project(tiny_built.root), "content/brief.md", Diagnostics())
    document, ledger = prepared.document, prepared.claimed({})

    def of(tagged: Tagged) -> Tally:
        tally = Tally(Diagnostics(), Span("build"))
        parity = _parity(prepared.written, document, ledger, tagged, tally)
        parity.contents()
        parity.captions()
        return tally

    return of


def _parity(
    written: object, document: ResolvedDocument, ledger: Ledger, tagged: Tagged, tally: Tally
) -> TaggedParity:
    return TaggedParity(document, Expected(written, document, ledger), tagged, tally)  # type: ignore[arg-type]


@pytest.fixture
def tagged(tiny_built: Built) -> Tagged:
    return list(read_pdf(tiny_built.pdf).shown)


def test_what_was_written_is_no_difference(
    compare: Callable[[Tagged], Tally], tagged: Tagged
) -> None:
    tally = compare(tagged)
    assert tally.differences == []
    assert tally.compared["contents"] == 4  # three rows, and one section with a number
    assert tally.compared["captions"] == 4


@pytest.mark.parametrize(
    ("kind", "old", "new", "difference"),
    [
        ("TOCI", "1 Numbers grew 2", "Numbers grew 2", "the contents say “Numbers grew 2”"),
        ("TOCI", "1 Numbers grew 2", "2 Numbers grew 2", "the contents say “2 Numbers grew 2”"),
        ("TOCI", "1 Numbers grew 2", "1 Numbers grew 4", "the contents say “1 Numbers grew 4”"),
        ("TOCI", "1 Numbers grew 2", "Notes 3", "the contents lack “Numbers grew”"),
        ("TOCI", "About 3", "Notes 3", "the contents say “Notes 3”"),
        ("H2", "1", "2", "the contents say “1 Numbers grew 2”"),
        ("Caption", "Figure 1", "Figure 2", "the brief has another title of Figure 1"),
        ("Caption", "Figure 1", "", "the brief has another title of Figure 1"),
        ("Caption", "People a year", "", "the brief has another title of Figure 1"),
        ("Caption", "25", "26", "the brief has another title of Figure 1"),
        ("P", "Source: Doe 2020.4", "Source: Doe 2021.4", "the brief has another legend of"),
    ],
)
def test_each_part_is_held_with_all_of_it(
    compare: Callable[[Tagged], Tally],
    tagged: Tagged,
    kind: str,
    old: str,
    new: str,
    difference: str,
) -> None:
    at = next(at for at, one in enumerate(tagged) if one.kind == kind and old in one.text)
    tagged[at] = replace(tagged[at], text=tagged[at].text.replace(old, new, 1))
    assert any(difference in one for one in compare(tagged).differences)


def test_a_sentence_of_a_caption_that_stands_elsewhere_is_found(
    compare: Callable[[Tagged], Tally], tagged: Tagged
) -> None:
    at = next(at for at, one in enumerate(tagged) if one.kind == "Caption")
    text = tagged[at].text.replace("People a year", "")
    tagged[at : at + 1] = [replace(tagged[at], text=text), Piece("P", "People a year", 3)]
    assert compare(tagged).differences == ["the brief has another title of Figure 1"]


def test_pictures_are_those_of_the_document_in_its_order(tiny_built: Built) -> None:
    prepared = prepare(Project(tiny_built.root), "content/brief.md", Diagnostics())
    figure = next(
        one
        for section in prepared.document.blocks
        if isinstance(section, Section)
        for one in section.blocks
        if isinstance(one, Figure)
    )
    alt, own = plain_text(figure.alt), OwnPictures(("A street",), ("House", "Dark"), ("Code",))

    def differences(shown: list[str], own: OwnPictures = own) -> int:
        tally = Tally(Diagnostics(), Span("build"))
        _parity(prepared.written, prepared.document, prepared.claimed({}), [], tally).alternatives(
            shown, own
        )
        return len(tally.differences)

    assert differences(["A street", "House", alt, "Code"]) == 0
    assert differences(["A street", "Dark", alt, "", "Code"]) == 0
    assert differences(["A street", alt, "Code"])  # no logo
    assert differences(["A street", "House", alt])  # no code
    assert differences(["House", alt, "Code"])  # no picture on the cover
    assert differences(["A street", "House", alt, "Code", "Code"])
    assert differences(["A street", "House", "Dark", alt, "Code"])
    assert differences(["A street", "House", alt.replace("1", "2"), "Code"])
    assert differences(["A street", "House", "Code", alt])
    assert differences([alt], OwnPictures()) == 0
    assert differences(["A street", alt], OwnPictures())
    theirs = replace(own, may=True)
    assert differences([alt, "Code", "House", "House"], theirs) == 0
    assert differences([alt, "Another"], theirs)


def test_a_brief_without_its_code_is_found(tmp_path: Path, tiny_built: Built) -> None:
    """A file whose document has an address since, as code at its end."""
    project = Project(tiny_built.root)
    prepared = prepare(project, "content/brief.md", Diagnostics())
    changed = replace(prepared.document.metadata, url="https://example.org/")
    diagnostics = Diagnostics()
    check_finished(
        replace(prepared, document=replace(prepared.document, metadata=changed)),
        {},
        tiny_built.pdf,
        tiny_built.pptx,
        diagnostics,
    )
    assert read_brief(tiny_built.pdf).alternatives
    assert any("the brief lacks “qrcode" in one.message for one in diagnostics)
