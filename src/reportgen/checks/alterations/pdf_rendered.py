"""Pages of two PDFs as readers see them: their text, and their pixels."""

import re
from collections import Counter
from collections.abc import Iterator

from reportgen.checks.alterations.change import Change, Kind, text_changes
from reportgen.checks.alterations.pictures import DOTS, differing_page

GARBLED = re.compile(f"[{''.join(chr(code << 8) for code in range(0x20, 0xD8))}\\uf900-\\uff00]+")
"""Ligatures that a program (Ghostscript) wrote with their bytes exchanged: U+6600 for U+0066."""


DIGITS = re.compile(r"\d+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def numbers_in(text: str) -> Counter[str]:
    """Return the numbers of a text, each with how often it stands there."""
    return Counter(NUMBER.findall(text))


LONGEST = 4
"""Letters that a ligature stands for at most."""
MOST = 300
"""So many ligatures of a page are looked at."""


def readable(text: str, true: str) -> str:
    """Return a text with the letters of its ligatures where it is the true one but for them."""
    parts, garbled = GARBLED.split(text), GARBLED.findall(text)
    letters = None
    if 0 < len(garbled) <= MOST:
        letters = _letters([_bare(one) for one in parts], garbled, _bare(true))
    if letters is None:
        return text
    return "".join(part + one for part, one in zip(parts, [*letters, ""], strict=True))


def _letters(parts: list[str], garbled: list[str], true: str) -> list[str] | None:
    """Return what stands in the true text between parts, as letters or garbled as there."""
    if not true.startswith(parts[0]):
        return None
    ways: list[dict[int, str]] = [{len(parts[0]): ""}]  # where each part may end, and by what
    for one, part in zip(garbled, parts[1:], strict=True):
        found: dict[int, str] = {}
        for at in ways[-1]:
            runs = [one, *(true[at : at + size] for size in range(1, LONGEST + 1))]
            for run in runs:
                is_letters = run.isascii() and run.isalpha()
                if (run == one or is_letters) and true.startswith(run + part, at):
                    found.setdefault(at + len(run) + len(part), run)
        ways.append(found)
    at, letters = len(true), []
    for number in range(len(garbled), 0, -1):
        if at not in ways[number]:
            return None
        run = ways[number][at]
        letters.append(run)
        at -= len(run) + len(parts[number])
    return letters[::-1] if at in ways[0] else None


def _bare(text: str) -> str:
    return "".join(text.split())


class Rendered:
    """Two PDFs as PDFium shows them."""

    def __init__(self, old: bytes, new: bytes) -> None:
        import pypdfium2

        self._old, self._new = pypdfium2.PdfDocument(old), pypdfium2.PdfDocument(new)

    def changes(self, old: int, new: int, place: str) -> Iterator[Change]:
        """Yield how two pages (from 0) that were written in other ways read and look otherwise."""
        before, after = (
            " ".join(document[at].get_textpage().get_text_range().split())
            for document, at in ((self._old, old), (self._new, new))
        )
        swapped = readable(after, before)
        if after != swapped:
            yield Change(
                "", f"ligatures are copied as other letters: “{GARBLED.findall(after)[0]}”"
            )
        same = "".join(before.split()) == "".join(swapped.split())
        if not same or DIGITS.findall(before) != DIGITS.findall(swapped):
            yield from text_changes(place, before, swapped)
            return
        yield from self.looks(old, new, place)

    def looks(self, old: int, new: int, place: str) -> Iterator[Change]:
        """Yield where two pages look otherwise."""
        one, other = (
            document[at].render(scale=DOTS / 72).to_pil().convert("RGB")
            for document, at in ((self._old, old), (self._new, new))
        )
        if (where := differing_page(one, other)) is not None:
            third = ("upper", "middle", "lower")[min(2, int(where[1] * 3))]
            part = "its middle" if third == "middle" else f"its {third} third"
            yield Change(place, f"it looks otherwise in {part}", Kind.MEANING)

    def close(self) -> None:
        """Close both files."""
        self._old.close()
        self._new.close()
