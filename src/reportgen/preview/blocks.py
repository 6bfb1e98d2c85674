"""The brief as blocks of text: what a browser shows before the pages are finished, and where."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

import lxml.html
import pypdfium2
import pypdfium2.raw as pdfium

from reportgen.ledger.passages import squeezed

LEAVES = (
    *("p", "li", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("figcaption", "tr", "dt", "dd", "pre"),
)
WINDOW = 14
"""So many letters of a block that stand in the source tell where it is written."""
HYPHENS = (0x02, 0xFFFE)
"""What PDFium has for a hyphen at the end of a line."""
SHORTEST = 6
"""A shorter text, squeezed, is not looked for on pages."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the brief: its HTML, its words, and the line of the source that it stands in."""

    html: str
    text: str
    tag: str
    line: int


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page, in shares of its width and height from the upper left corner."""

    page: int
    left: float
    top: float
    width: float
    height: float


def blocks_of(html: str, source: str) -> tuple[Block, ...]:
    """Return the blocks of text of the brief's HTML, in reading order, with their source lines."""
    body = lxml.html.document_fromstring(html).find("body")
    lines = _Lines(source)
    found = []
    for element in _leaves(body):
        text = " ".join(element.text_content().split())
        if text:
            inside = lxml.html.tostring(element, encoding="unicode", with_tail=False)
            found.append(Block(inside, text, str(element.tag), lines.find(text)))
    return tuple(found)


def _leaves(element: Any) -> Iterator[Any]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag in ("script", "style", "nav"):
            continue
        if child.get("aria-hidden") == "true":
            continue
        if child.tag in LEAVES and not any(one.tag in LEAVES for one in child.iterdescendants()):
            yield child
        else:
            yield from _leaves(child)


class _Lines:
    """Finds the line of a source in which words stand, going on from where it found the last."""

    def __init__(self, source: str) -> None:
        self._letters = ""
        self._at: list[int] = []
        for number, line in enumerate(source.split("\n"), 1):
            kept = _letters(line)
            self._letters += kept
            self._at += [number] * len(kept)
        self._cursor = 0

    def find(self, text: str) -> int:
        """Return the line, that of the last block where the words are not in the source."""
        letters = _letters(text)
        for start in range(0, max(1, min(len(letters) - WINDOW, 160)), 5):
            window = letters[start : start + WINDOW]
            if len(window) < min(WINDOW, 4):
                break
            for begin in (self._cursor, 0):
                if (at := self._letters.find(window, begin)) >= 0:
                    self._cursor = at
                    return self._at[at]
        return self._at[self._cursor] if self._at else 1


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).casefold()


def changed(before: Sequence[Block], now: Sequence[Block]) -> dict[int, list[str]]:
    """Return for each block that differs (by its number in `before`) the HTML that takes its place.

    New blocks stand with the one before them; [] says that a block is gone.
    """
    found: dict[int, list[str]] = {}
    was, is_ = [one.html for one in before], [one.html for one in now]
    matcher = SequenceMatcher(None, was, is_, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        new = [one.html for one in now[j1:j2]]
        if kind == "insert" and before:
            at = max(0, i1 - 1)
            found.setdefault(at, [before[at].html]).extend(new)
        elif kind in ("replace", "delete"):
            for at in range(i1, i2):
                last = at == i2 - 1
                found[at] = new if last else new[:1]
                new = new[len(found[at]) :]
    return found


def boxes_of(pdf: bytes, blocks: Sequence[Block]) -> dict[int, list[Box]]:
    """Return where each block stands on the finished pages, by its number; not all are found."""
    found: dict[int, list[Box]] = {}
    document = pypdfium2.PdfDocument(pdf)
    pages = [_Page(document, number) for number in range(len(document))]
    at = 0
    for number, block in enumerate(blocks):
        wanted = squeezed(block.text)
        if len(wanted) < SHORTEST:
            continue
        for offset in range(len(pages)):
            page = pages[(at + offset) % len(pages)]
            boxes = page.find(wanted)
            if not boxes and (at + offset) % len(pages) + 1 < len(pages):
                boxes = page.find_over(pages[(at + offset) % len(pages) + 1], wanted)
            if boxes:
                at = (at + offset) % len(pages)
                found[number] = boxes
                break
    return found


class _Page:
    """The letters of a page with the place of each, and how far it was read."""

    def __init__(self, document: Any, number: int) -> None:
        page = document[number]
        self.number = number + 1
        self.width, self.height = page.get_size()
        text = page.get_textpage()
        self.letters, self.at = "", list[int]()
        for index in range(text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text, index)
            kept = "" if code in HYPHENS else squeezed(chr(code))
            self.letters += kept
            self.at += [index] * len(kept)
        self.text = text
        self.cursor = 0

    def find(self, wanted: str) -> list[Box]:
        """Return the boxes of squeezed text on this page, [] where it is not."""
        for begin in (self.cursor, 0):
            if (start := self.letters.find(wanted, begin)) >= 0:
                self.cursor = start + len(wanted)
                return self._boxes(start, self.cursor)
        return []

    def find_over(self, following: "_Page", wanted: str) -> list[Box]:
        """Return the boxes of squeezed text that goes on on the next page."""
        head = wanted[: max(SHORTEST * 2, 12)]
        if len(wanted) <= len(head) or (start := self.letters.rfind(head)) < 0:
            return []
        here = self.letters[start:]
        common = next(
            (size for size in range(min(len(here), len(wanted)), 0, -1)
             if here.startswith(wanted[:size])), 0,
        )  # fmt: skip
        rest = wanted[common:]
        if not rest or (at := following.letters.find(rest)) < 0:
            return []
        return self._boxes(start, start + common) + following._boxes(at, at + len(rest))

    def _boxes(self, start: int, end: int) -> list[Box]:
        """Return a box for each column that the letters stand in."""
        sides = [self.text.get_charbox(self.at[one]) for one in range(start, end)]
        sides = [one for one in sides if one[2] > one[0] and one[3] > one[1]]
        if not sides:
            return []
        groups = [[sides[0]]]
        for before, one in pairwise(sides):
            if one[1] > before[3] + 20:  # higher up again: the next column
                groups.append([])
            groups[-1].append(one)
        return [self._around(group) for group in groups]

    def _around(self, sides: Sequence[tuple[float, float, float, float]]) -> Box:
        left = min(one[0] for one in sides)
        right = max(one[2] for one in sides)
        low = min(one[1] for one in sides)
        high = max(one[3] for one in sides)
        return Box(
            self.number,
            left / self.width,
            1 - high / self.height,
            (right - left) / self.width,
            (high - low) / self.height,
        )


def values_on(
    pdf: bytes, printed: Mapping[str, str], pages: Mapping[str, Sequence[int]]
) -> list[tuple[str, Box]]:
    """Return where the pages print the values of facts, by name: `pages` says which print each."""
    document = pypdfium2.PdfDocument(pdf)
    found: list[tuple[str, Box]] = []
    shown: dict[int, Any] = {}
    for name, value in printed.items():
        for number in pages.get(name, ()):
            page = shown.setdefault(number, document[number - 1])
            width, height = page.get_size()
            text = page.get_textpage()
            search = text.search(value, match_case=True, match_whole_word=True)
            while (hit := search.get_next()) is not None:
                for at in range(text.count_rects(*hit)):
                    left, bottom, right, top = text.get_rect(at)
                    box = Box(
                        number,
                        left / width,
                        1 - top / height,
                        (right - left) / width,
                        (top - bottom) / height,
                    )
                    found.append((name, box))
    return found
