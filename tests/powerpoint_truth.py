"""Holds our measuring of text against decks of which there are PDFs that PowerPoint made.

Run by hand: `python tests/powerpoint_truth.py FOLDER`, each NAME.pptx beside its NAME.pdf. Lines
of each paragraph, the height of each box and of the rows of tables are compared: what is predicted
may be more than PowerPoint takes, never less.
"""

import io
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pptx
import pypdfium2
import pypdfium2.raw as pdfium

from reportgen.deck.model import Para, Run, Type
from reportgen.deck.plan.measure import measure
from reportgen.deck.plan.tables import ROW_MARGIN

EMU = 12_700
NEAR = 0.02
SLACK = 1.0
"""Points by which baselines may be off: PowerPoint sets them on a grid."""


@dataclass(frozen=True, slots=True)
class Line:
    """A letter of a PDF with the height of its baseline from the top, in points."""

    text: str
    base: float


@dataclass(frozen=True, slots=True)
class Compared:
    """Something of a deck: what PowerPoint took, and what we predict."""

    kind: str
    where: str
    real: float
    predicted: float

    @property
    def is_below(self) -> bool:
        slack = 0 if self.kind == "lines" else SLACK
        return self.predicted < self.real * (1 - NEAR) - slack

    @property
    def is_near(self) -> bool:
        slack = 0 if self.kind == "lines" else SLACK
        return abs(self.predicted - self.real) <= self.real * NEAR + slack


def compared(deck: Path) -> Iterator[Compared]:
    """Yield what can be told apart of a deck in the PDF beside it."""
    slides: Any = pptx.Presentation(io.BytesIO(deck.read_bytes())).slides
    with pypdfium2.PdfDocument(deck.with_suffix(".pdf")) as pages:
        for number, (slide, page) in enumerate(zip(slides, pages, strict=True), 1):
            letters = _letters(page)
            for shape in slide.shapes:
                where = f"{deck.stem} {number} {shape.name}"
                if shape.has_text_frame and shape.text_frame.text.strip():
                    found, letters = _paragraphs(shape.text_frame.paragraphs, letters)
                    yield from _box(shape, found, where)
                if getattr(shape, "has_table", False):
                    found_rows, letters = _rows(shape.table, letters)
                    yield from _table(shape.table, found_rows, where)


def _letters(page: Any) -> list[Line]:
    text, high = page.get_textpage(), page.get_height()
    found = []
    for at in range(text.count_chars()):
        said = chr(pdfium.FPDFText_GetUnicode(text, at)).replace("\x02", "-")
        if said.strip() and not pdfium.FPDFText_IsGenerated(text, at):
            across, down = c_double(), c_double()
            pdfium.FPDFText_GetCharOrigin(text, at, byref(across), byref(down))
            found.append(Line(said, high - down.value))
    return found


def _own(letters: list[Line], text: str) -> tuple[list[Line], list[Line]]:
    """Return the letters that spell a text in a row, and the others."""
    wanted = "".join(text.split())
    start = "".join(one.text for one in letters).find(wanted)
    if not wanted or start < 0:
        return [], letters
    end = start + len(wanted)
    return letters[start:end], letters[:start] + letters[end:]


def _paragraphs(
    paragraphs: Sequence[Any], letters: list[Line]
) -> tuple[list[tuple[Any, list[Line]]], list[Line]]:
    found = []
    for one in paragraphs:
        own, letters = _own(letters, one.text)
        found.append((one, own))
    return found, letters


def _rows(table: Any, letters: list[Line]) -> tuple[list[list[Any]], list[Line]]:
    rows = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            found, letters = _paragraphs(cell.text_frame.paragraphs, letters)
            cells.append(found)
        rows.append(cells)
    return rows, letters


def _bases(letters: Sequence[Line]) -> list[float]:
    """Return the baselines of letters, from the top."""
    found: list[float] = []
    for one in sorted(letters, key=lambda one: one.base):
        if not found or one.base - found[-1] > 2:
            found.append(one.base)
    return found


def _look(paragraph: Any) -> tuple[Para, Type, float]:
    """Return a paragraph as we measure it, how it is set, and how far its text stands in."""
    runs = [run for run in paragraph.runs if run.text]
    size = max(run.font.size.pt for run in runs)
    family = runs[0]._r.rPr.find("{*}latin")
    name = "Arial" if family is None else family.get("typeface")
    about = paragraph._p.pPr
    inset = int(about.get("marL", "0")) / EMU if about is not None else 0.0
    said = tuple(Run(run.text, bold=bool(run.font.bold)) for run in runs)
    return Para(said), Type(name, size), inset


def _box(shape: Any, found: Sequence[tuple[Any, list[Line]]], where: str) -> Iterator[Compared]:
    frame = shape.text_frame
    room = (shape.width - frame.margin_left - frame.margin_right) / EMU
    total, bases, whole = 0.0, list[float](), True
    for paragraph, own in found:
        if not paragraph.text.strip():
            whole = False
            continue
        para, type_, inset = _look(paragraph)
        if not own:
            whole = False
            continue
        predicted = measure(para, type_, room - inset)
        bases += _bases(own)
        yield Compared("lines", f"{where}: {para.text[:24]}", len(_bases(own)), predicted.lines)
        before = paragraph.space_before.pt if paragraph.space_before else 0.0
        after = paragraph.space_after.pt if paragraph.space_after else 0.0
        spacing = paragraph.line_spacing
        share = spacing if isinstance(spacing, float) else 1.0
        total += predicted.height * share + before + after
        last = predicted.height / predicted.lines * share + after
    if whole and len(bases) > 1:
        yield Compared("height", where, bases[-1] - bases[0], total - last)


def _table(table: Any, rows: Sequence[Sequence[Any]], where: str) -> Iterator[Compared]:
    """Yield the height of each row but the last: from the middle of one to that of the next."""
    widths = [column.width / EMU for column in table.columns]
    found = []
    for row, cells in zip(table.rows, rows, strict=True):
        needs, middles = [row.height / EMU], []
        for at, cell in enumerate(cells):
            high = 0.0
            for paragraph, own in cell:
                if not own:
                    continue
                para, type_, inset = _look(paragraph)
                room = widths[at] - 14.4 - inset
                made = measure(para, type_, room)
                high += made.height
                where_cell = f"{where}: {para.text[:24]}"
                yield Compared("lines", where_cell, len(_bases(own)), made.lines)
                middles.append(sum(_bases(own)) / len(_bases(own)))
            needs.append(high + 2 * ROW_MARGIN)
        found.append((max(needs), middles))
    for at, ((high, first), (below, second)) in enumerate(pairwise(found)):
        if first and second:
            real = min(abs(b - a) for a in first for b in second)
            yield Compared("row", f"{where} row {at + 1}", real, (high + below) / 2)


def main() -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for deck in sorted(Path(sys.argv[1]).glob("*.pptx")):
        for one in compared(deck):
            state = "below" if one.is_below else "within 2 %" if one.is_near else "above"
            counts[one.kind, state] += 1
            if state != "within 2 %":
                print(f"{state} {one.kind}: {one.real:.1f} {one.predicted:.1f} {one.where}")
    for (kind, state), count in sorted(counts.items()):
        print(f"{kind}, {state}: {count}")


if __name__ == "__main__":
    main()
