"""Attribute blocks as pandoc's Markdown has them: `{#id .class key="value"}`."""

import re
from dataclasses import dataclass

SPOKEN = ("alt", "fig-alt", "title", "fig-cap", "tbl-cap", "credit")
"""Attributes whose values are words for readers."""

_ITEM = re.compile(
    r"""\s*(?:\#(?P<id>[^\s{}"'=]+) | \.(?P<class>[^\s{}"'=]+) | (?P<dash>-)(?=[\s}])
    | (?P<raw>=\w+) | (?P<key>[\w:.-]+)=(?:"(?P<double>(?:\\.|[^"\\])*)"
    | '(?P<single>(?:\\.|[^'\\])*)' | (?P<bare>[^\s{}"']*)))""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """An attribute block; `values` are pairs with the place of each value in the text."""

    id: str
    classes: tuple[str, ...]
    values: tuple[tuple[str, str, int], ...]
    raw: bool
    end: int

    def value(self, name: str) -> str:
        """Return the value of an attribute, "" where there is none."""
        return next((value for key, value, _ in self.values if key == name), "")


def attributes(text: str, start: int) -> Attributes | None:
    """Return the attribute block that begins at `start`, None where none does."""
    if not text.startswith("{", start) or text.startswith("{{", start):
        return None
    at, name, classes, values, raw = start + 1, "", list[str](), list[tuple[str, str, int]](), False
    while (found := _ITEM.match(text, at)) is not None and found.end() > at:
        name = found["id"] or name
        classes.extend(filter(None, (found["class"], found["dash"] and "unnumbered")))
        raw = raw or bool(found["raw"])
        if found["key"]:
            group = next(one for one in ("double", "single", "bare") if found[one] is not None)
            values.append((found["key"], found[group], found.start(group)))
        at = found.end()
    closing = re.compile(r"\s*\}").match(text, at)
    if closing is None or (at == start + 1 and closing.end() != start + 2):
        return None
    return Attributes(name, tuple(classes), tuple(values), raw, closing.end())
