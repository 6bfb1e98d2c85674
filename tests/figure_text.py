"""How large the text of figures is in a finished brief, measured on its pages."""

import io
from collections.abc import Iterator

import pdfplumber


def sizes(pdf: bytes) -> Iterator[tuple[int, float]]:
    """Yield the page and size in points of each character within a figure, as it is placed.

    What stands in a figure is marked so in the page's content (ISO 32000-1, 14.7.4).
    """
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            for character in page.chars:
                if character.get("tag") == "Figure":
                    yield page.page_number, float(character["size"])
