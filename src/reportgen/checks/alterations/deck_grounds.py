"""Which colour lies behind the text of a slide, as far as files say it in plain words.

A slide takes its background from its layout, that from its master; colours of the theme are
called by names that the master maps (ECMA-376 part 1, 19.3.1.1 and 19.3.1.6).
"""

import re
from functools import cache

from reportgen.checks.alterations.package import Package
from reportgen.checks.alterations.xml_nodes import Node

MAPPED = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
"""What the names of colours stand for where a master does not say it."""

CHANGING = frozenset({"a:lumMod", "a:lumOff", "a:tint", "a:shade", "a:satMod", "a:hueMod"})

Shapes = tuple[Node, ...]


class Grounds:
    """The colours of one slide: its background's, its theme's, and what stands behind it."""

    def __init__(self, deck: Package, slide: str) -> None:
        chain = [slide]
        for kind in ("slideLayout", "slideMaster"):
            chain += [one for one in deck.leads(chain[-1], kind)[:1] if one in deck.parts]
        self._line = [deck.node(name) for name in chain]
        theme = [one for one in deck.leads(chain[-1], "theme")[:1] if one in deck.parts]
        self._theme = deck.node(theme[0]) if theme else None
        self.color = cache(self._color)

    @property
    def background(self) -> str:
        """The colour of the background as `#rrggbb`, "" where it is no plain one."""
        for root in self._line:
            if (ground := next(root.each("p:bg"), None)) is not None:
                return self.color(ground)
        return "#ffffff"

    @property
    def behind(self) -> Shapes:
        """The shapes of master and layout that lie behind those of the slide."""
        return tuple(
            shape
            for root in reversed(self._line[1:])
            for shape in root.each("p:sp", "p:pic")
            if not any(True for _ in shape.each("p:ph"))
        )

    def _color(self, holder: Node) -> str:
        """Return the plain colour that an element holds, "" for none."""
        if any(True for _ in holder.each("a:gradFill", "a:blipFill", "a:pattFill", *CHANGING)):
            return ""
        for one in holder.each("a:srgbClr", "a:schemeClr", "a:sysClr"):
            value = one.get("val")
            if one.name == "a:sysClr":
                value = one.get("lastClr")
            elif one.name == "a:schemeClr":
                value = self._named(value)
            return f"#{value.lower()}" if re.fullmatch(r"[0-9A-Fa-f]{6}", value) else ""
        return ""

    def _named(self, name: str) -> str:
        """Return a colour of the theme by its name, as six digits."""
        mapping = next(self._line[-1].each("p:clrMap"), None)
        known = (mapping.get(name) if mapping is not None else "") or MAPPED.get(name, name)
        scheme = next(self._theme.each("a:clrScheme"), None) if self._theme else None
        held = scheme.child(f"a:{known}") if scheme is not None else None
        found = next(held.each("a:srgbClr", "a:sysClr"), None) if held is not None else None
        if found is None:
            return ""
        return found.get("lastClr") if found.name == "a:sysClr" else found.get("val")
