"""Compares equations on slides with the document's: their signs, and the pictures of them."""

import re
import struct
from collections.abc import Iterator

from lxml import etree

from reportgen.document import Equation, Math, ResolvedDocument, runs, walk, walk_inlines
from reportgen.formula import png_of_width, set_formula
from reportgen.ledger.passages import squeezed

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COLOR = re.compile(rb"#[0-9a-f]{6}")
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*\s?%?")


def signs(math: Math) -> str:
    """Return the characters of a formula as Office Math has them, in their order."""
    tree = etree.fromstring(math.omml)
    return "".join(one.text or "" for one in tree.iter(f"{M}t"))


def is_picture_of(math: Math, svg: bytes, png: bytes) -> bool:
    """Return whether an SVG and a PNG both show a formula, in whatever colour and size."""
    wanted = set_formula(math).svg
    if COLOR.sub(b"", svg) != COLOR.sub(b"", wanted) or len(set(COLOR.findall(svg))) != 1:
        return False
    return png_of_width(svg, struct.unpack(">I", png[16:20])[0]) == png


def numbers_in_formulas(document: ResolvedDocument) -> Iterator[str]:
    """Yield the numbers in the formulas of a document, which pages show as pictures."""
    for block in walk(document.blocks):
        if isinstance(block, Equation):
            said = [block.math.text]
        else:
            found = (one for run in runs(block) for one in walk_inlines(run))
            said = [one.text for one in found if isinstance(one, Math)]
        for text in said:
            yield from (squeezed(number) for number in NUMBER.findall(text))
