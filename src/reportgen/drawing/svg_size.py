"""How large an SVG file is, and how much it draws: eight lines may draw a thousand million parts.

SVG 2, 5.5: `use` draws what it refers to once more, with all that is used in there. SVG 2, 8.1: a
width or height of nothing draws nothing.
"""

import base64
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

MOST_PARTS = 100_000
"""A picture of more parts is not drawn: that takes minutes, and nobody sees them."""

HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
PIXELS = re.compile(r"data:image/(?:png|jpe?g|gif|webp)\b", re.IGNORECASE)
DEEPEST = 60
NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?"
LENGTH = re.compile(rf"\s*\+?({NUMBER})\s*(?:px|pt|pc|mm|cm|in|Q|em|ex|ch|rem|v[wh]|%)?\s*", re.I)


def lack_of_size(root: Any) -> str:
    """Return what is wrong with the width or height of a picture, "" where it can be drawn."""
    for name in ("width", "height"):
        said = root.get(name, "auto")
        found = LENGTH.fullmatch(said)
        if said.strip() != "auto" and (found is None or not float(found[1]) > 0):
            return f'{name}="{said[:20]}"'
    box = re.findall(r"[^\s,]+", root.get("viewBox", "0 0 1 1"))
    sound = len(box) == 4 and all(re.fullmatch(rf"[+-]?{NUMBER}", one, re.I) for one in box)
    is_empty = not sound or not (float(box[2]) > 0 and float(box[3]) > 0)
    return f'viewBox="{root.get("viewBox")[:40]}"' if is_empty else ""


def undrawn_text(root: Any) -> str:
    """Return the first text that is HTML inside of the picture, "" for none.

    What draws pages and slides passes over `foreignObject`; in a `switch`, something else is drawn.
    """
    for element in root.iter("{*}foreignObject"):
        words = " ".join(" ".join(element.itertext()).split())
        switches = element.iterancestors("{*}switch")
        if words and not any(len(one) > 1 for one in switches):
            return words
    return ""


NO_NUMBER = re.compile(r"(?<![\w.-])[+-]?(?:nan|inf|infinity)(?![\w.-])", re.IGNORECASE)
NUMERIC = re.compile(
    r"(?:\w+[tT])?[tT]ransform|d|points|[xy][12]?|d[xy]|[cfr][xy]|r|width|height|offset|"
    r"(?:\w+-)?(?:opacity|width|size|offset|dasharray)"
)
"""Attributes that hold numbers (SVG 2, appendix L)."""


def no_number(root: Any) -> str:
    """Return the first attribute that holds what is no number where one has to be, "" for none."""
    for element in root.iter(etree.Element):
        for name, value in element.items():
            if NO_NUMBER.search(value) and NUMERIC.fullmatch(name):
                return f'{name}="{value[:40]}"'
    return ""


def embedded(root: Any) -> Iterator[bytes]:
    """Yield each picture of pixels that stands inside of a picture."""
    for element in root.iter("{*}image"):
        address = next((element.get(key) for key in HREFS if element.get(key)), "")
        head, _, data = address.partition(",")
        if PIXELS.match(head) and head.endswith(";base64"):
            text = "".join(unquote(data).split())
            yield base64.b64decode(text + "=" * (-len(text) % 4))


def parts(root: Any) -> int:
    """Return how many elements are drawn, `MOST_PARTS` + 1 for more, or for uses in a circle."""
    named = {one.get("id"): one for one in root.iter(etree.Element) if one.get("id")}
    counted: dict[Any, int] = {}

    def count(element: Any, depth: int) -> int:
        if depth > DEEPEST:
            return MOST_PARTS + 1
        if element in counted:
            return counted[element]
        counted[element] = MOST_PARTS + 1  # where it leads back to itself
        whole = 1 + sum(count(one, depth + 1) for one in element.iterchildren(etree.Element))
        if etree.QName(element).localname == "use":
            target = next((element.get(key) for key in HREFS if element.get(key)), "")
            if target[1:] in named:
                whole += count(named[target[1:]], depth + 1)
        counted[element] = min(whole, MOST_PARTS + 1)
        return counted[element]

    return sum(1 for _ in root.iter()) if not _uses(root) else count(root, 0)


def _uses(root: Any) -> bool:
    return any(etree.QName(one).localname == "use" for one in root.iter(etree.Element))
