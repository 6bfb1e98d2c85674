"""Pages of two PDFs as readers see them: their text, and their pixels."""

import re
from collections import Counter
from collections.abc import Iterator

from reportgen.checks.alterations.change import Change, Kind, text_changes
from reportgen.checks.alterations.pictures import DOTS, differing_page

SWAPPED = re.compile(r"[\u2000-\u7e00]+")
"""Letters whose two bytes a program (Ghostscript) exchanged: U+6600 for U+0066."""


NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def numbers_in(text: str) -> Counter[str]:
    """Return the numbers of a text, each with how often it stands there."""
    return Counter(NUMBER.findall(text))


def _turned(found: re.Match[str]) -> str:
    codes = [ord(one) for one in found[0]]
    exchanged = all(code & 0xFF == 0 and code < 0x7F00 for code in codes)
    return "".join(chr(code >> 8) for code in codes) if exchanged else found[0]


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
        swapped = SWAPPED.sub(_turned, after)
        if after != swapped:
            found = next(one for one in SWAPPED.finditer(after) if _turned(one) != one[0])[0]
            yield Change("", f"ligatures are copied as other letters: “{found}”")
        same = "".join(before.split()) == "".join(swapped.split())
        if not same or numbers_in(before) != numbers_in(swapped):
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
