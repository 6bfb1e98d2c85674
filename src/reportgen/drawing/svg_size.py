"""Counts what an SVG file draws, with what is used again: eight lines may draw a thousand million.

SVG 2, 5.5: `use` draws what it refers to once more, with all that is used in there.
"""

from typing import Any

from lxml import etree

MOST_PARTS = 100_000
"""A picture of more parts is not drawn: that takes minutes, and nobody sees them."""

HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
DEEPEST = 60


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
