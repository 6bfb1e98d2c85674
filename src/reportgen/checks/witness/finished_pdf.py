"""Reads a tagged PDF in the order of its structure tree (ISO 32000-1, 14.7)."""

import ctypes
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from reportgen.checks.logical_text import marked_text
from reportgen.checks.witness.finished import FinishedTexts, Lead, Piece
from reportgen.checks.witness.letters import letters
from reportgen.scripts import MIRRORED, has_shaped

INLINE = frozenset(
    ("Span", "Link", "Reference", "NonStruct", "Em", "Strong", "Code", "Quote", "Sub", "Ruby",
     "RB", "RT", "RP", "Warichu", "Annot", "Formula")
)  # fmt: skip
"""Types of elements within a line; every other begins a text of its own."""

QUOTES = str.maketrans("‘’“”", "’‘”“")
"""What PDFium turns round besides, though Unicode does not mirror it."""

LOOKED_UP = ("/Title", "/Author", "/Subject", "/Keywords")


@lru_cache(maxsize=2)
def read_pdf(pdf: bytes) -> FinishedTexts:
    """Return the texts of a PDF. Its artifacts (14.8.2.2) are `aside`."""
    import pikepdf

    marked, aside = _marked(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        _read_turned(file, marked)
        pages = {page.objgen: at for at, page in enumerate(file.pages)}
        walk = _Walk(pages, marked)
        if "/StructTreeRoot" in file.Root:
            walk.element(file.Root.StructTreeRoot.get("/K"), None, None)
            walk.close()
        about = [Piece(key[1:], str(file.docinfo[key])) for key in LOOKED_UP if key in file.docinfo]
        with file.open_outline() as outline:
            about += [Piece("bookmark", text) for text in _titles(outline.root)]
        held = [
            Piece("link", str(one.Contents))
            for page in file.pages
            for one in page.get("/Annots", [])
            if "/Contents" in one
        ]
    return FinishedTexts(
        shown=tuple(_normal(walk.pieces)),
        spoken=(),
        alternatives=tuple(_normal([*walk.alternatives, *held])),
        about=tuple(_normal(about)),
        aside=tuple(_normal(aside)),
        formulas=walk.formulas,
        leads=tuple(walk.leads),
    )


def _normal(pieces: list[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        yield Piece(piece.kind, unicodedata.normalize("NFC", piece.text), piece.at, piece.cell)


def _titles(items: Any) -> Iterator[str]:
    for item in items:
        yield str(item.title)
        yield from _titles(item.children)


Marked = dict[tuple[int, int], str]
"""The text of each piece of marked content, by page (from 0) and its number there."""


def _marked(pdf: bytes) -> tuple[Marked, list[Piece]]:
    """Return the marked content of all pages, and what no structure element holds."""
    import pypdfium2
    from pypdfium2 import raw

    found: dict[tuple[int, int], list[str]] = {}
    aside: list[Piece] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            numbers: dict[int, int] = {}
            last: list[str] = []
            held, before = [last], 0
            for at in range(raw.FPDFText_CountChars(text.raw)):
                letter = chr(raw.FPDFText_GetUnicode(text.raw, at))
                thing = raw.FPDFText_GetTextObject(text.raw, at)
                address = ctypes.cast(thing, ctypes.c_void_p).value or 0
                if address and address != before:
                    if address not in numbers:
                        numbers[address] = raw.FPDFPageObj_GetMarkedContentID(thing)
                    mark = numbers[address]
                    if mark >= 0:
                        last = found.setdefault((number, mark), [])
                    else:
                        last = []
                        held.append(last)
                    before = address
                last.append(letter)
            outside = "\n".join(_joined(one) for one in held if one)  # a word may go on in a line
            if outside.strip():
                aside.append(Piece("artifact", outside, number + 1))
    return {key: _joined(letters) for key, letters in found.items()}, aside


def _read_turned(file: Any, marked: Marked) -> None:
    """Read anew what has letters that join, stack or run from right to left.

    PDFium orders them by lines, and takes marks on letters for lines; in such a line it also turns
    the parts of other words round: "-1CRYPTO-MSTG".
    """
    turned = {number for (number, _), text in marked.items() if has_shaped(text)}
    for number in sorted(turned):
        for mark, text in marked_text(file.pages[number]).items():
            known = marked.get((number, mark), "")
            if mark >= 0 and has_shaped(text):
                marked[number, mark] = text
            elif mark >= 0 and (_is_in_other_order(known, text) or _has_more_words(text, known)):
                marked[number, mark] = f"{text} "


def _is_in_other_order(one: str, other: str) -> bool:
    first, second = _compatible(one), _compatible(other)
    return first != second and _unordered(first) == _unordered(second)


def _has_more_words(one: str, other: str) -> bool:
    """Return whether a text has the letters of another, and spaces or an end of line besides."""
    more = len(re.split(r"\s+", one)) > len(re.split(r"\s+", other))
    return more and _compatible(one) == _compatible(other)


def _compatible(text: str) -> str:
    """Return a text without spaces, as PDFium gives it: `...` for an ellipsis, 1/2 for a half."""
    return "".join(unicodedata.normalize("NFKC", text).replace("⁄", "/").split())


def _unordered(text: str) -> list[str]:
    """Return the letters of a text in no order; of a bracket and its mirror image one."""
    turned = ((one, one.translate(MIRRORED), one.translate(QUOTES)) for one in text)
    return sorted(map(min, turned))


def _joined(letters: list[str]) -> str:
    """Return letters as text; PDFium gives those beyond U+FFFF as two surrogates."""
    text = "".join(letters)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _parts(kids: Any) -> Iterator[Any]:
    """Yield what an element holds besides numbers of marked content (table 323)."""
    import pikepdf

    each = kids if isinstance(kids, pikepdf.Array) else [kids]
    yield from (one for one in each if isinstance(one, pikepdf.Dictionary))


@dataclass
class _Walk:
    """Goes through a structure tree and gathers its texts, one for each block."""

    pages: dict[Any, int]
    marked: Marked
    pieces: list[Piece] = field(default_factory=list)
    alternatives: list[Piece] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    formulas: int = 0
    _held: list[str] = field(default_factory=list)
    _kind: str = ""
    _page: int = 0
    _cell: tuple[int, int, int] | None = None
    _tables: int = 0
    _row: int = 0
    _column: int = 0

    def close(self) -> None:
        """End the text that is being gathered."""
        if self._held or self._kind in ("TD", "TH"):
            self.pieces.append(Piece(self._kind, "".join(self._held), self._page, self._cell))
        self._held = []

    def element(self, element: Any, page: Any, parent: str | None) -> None:
        """Read an element of the tree with all that is below it."""
        import pikepdf

        if isinstance(element, pikepdf.Array):
            for part in element:
                self.element(part, page, parent)
        elif isinstance(element, int):
            self._content(page, element)
        elif isinstance(element, pikepdf.Dictionary):
            page = element.get("/Pg", page)
            if "/MCID" in element:
                self._content(page, int(element.MCID))
            elif "/S" in element:
                self._tagged(element, page)

    def _content(self, page: Any, mark: int) -> None:
        number = self.pages.get(page.objgen, 0) if page is not None else 0
        text = self.marked.get((number, mark), "")
        if text and not self._held:
            self._page = number + 1
        if text:
            self._held.append(text)

    def _lead(self, element: Any, words: str) -> None:
        """Keep where a link leads (12.5.6.5): to an address, or within the file."""
        for part in _parts(element.get("/K")):
            if "/Obj" in part:
                action = part.Obj.get("/A", {})
                text = unicodedata.normalize("NFC", words)
                self.leads.append(Lead(text, str(action.get("/URI", "")), self._page))
                return

    def _tagged(self, element: Any, page: Any) -> None:
        kind = str(element.S)[1:]
        for key in ("/Alt", "/ActualText", "/E"):
            if str(element.get(key, "")):
                self.alternatives.append(Piece(kind, str(element[key]), self._page))
        if kind == "Formula":  # its alternative stands in the line for it
            self.formulas += 1
            if not self._held and page is not None:
                self._page = self.pages.get(page.objgen, 0) + 1
            words = str(element.get("/Alt", ""))
            self._held.append(f" {words if letters(words).text else 'formula'} ")
        if kind in INLINE:
            before = len(self._held)
            self.element(element.get("/K"), page, kind)
            if kind == "Link":
                self._lead(element, "".join(self._held[before:]))
            return
        self.close()
        outer = self._kind, self._cell, self._tables, self._row, self._column
        self._kind = kind
        if kind == "Table":
            self._tables += 1
            self._row = 0
        elif kind == "TR":
            self._row, self._column = self._row + 1, 0
        elif kind in ("TD", "TH"):
            self._column += 1
            self._cell = (self._tables, self._row, self._column)
        self.element(element.get("/K"), page, kind)
        self.close()
        self._kind, self._cell = outer[:2]
        if kind == "Table" and outer[1]:
            self._row, self._column = outer[3:]
