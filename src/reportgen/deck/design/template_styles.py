"""The look of a placeholder's text: the styles that it inherits, laid over each other.

ECMA-376 part 1, 21.1.2.4: the nearest style that says something of a level decides; what a text
box of ours is to look like is written out of it, since a text box inherits nothing of a layout.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from reportgen.deck.drawingml import MOST_LEVELS, Element, el
from reportgen.deck.model import Level
from reportgen.openxml.package import A, R

PLAIN_SIZE = 18.0
LINE = 1.2
"""The height of a line in em, which spaces in per cent are shares of."""
GROUPS: tuple[tuple[str, ...], ...] = (
    ("lnSpc",),
    ("spcBef",),
    ("spcAft",),
    ("buClrTx", "buClr"),
    ("buSzTx", "buSzPct", "buSzPts"),
    ("buFontTx", "buFont"),
    ("buNone", "buAutoNum", "buChar", "buBlip"),
    ("tabLst",),
)
"""What a level may say, in the order of the schema; of a group it says one (21.1.2.3.7)."""
RUN_GROUPS: tuple[tuple[str, ...], ...] = (
    ("ln",),
    ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"),
    ("effectLst", "effectDag"),
    ("latin",),
    ("ea",),
    ("cs",),
    ("sym",),
)
RUN_ATTRIBUTES = ("kumimoji", "lang", "altLang", "sz", "b", "i", "u", "strike", "kern", "cap",
                  "spc", "normalizeH", "baseline", "noProof")  # fmt: skip
LEFT_OUT = ("lang", "altLang", "noProof", "kern")
POINT = 12_700


@dataclass(frozen=True)
class TextStyle:
    """The look of text by level, as a list style that says all (21.1.2.4.12)."""

    root: Element

    @property
    def xml(self) -> str:
        return etree.tostring(self.root, encoding="unicode")

    def look(self, name: str, level: int = 1) -> str | None:
        found = self.root.find(f"{A}lvl{level}pPr/{A}defRPr")
        return None if found is None else found.get(name)

    def child(self, *names: str, level: int = 1) -> Element | None:
        """Return what a level's runs have of some kinds: a fill, a font."""
        look = self.root.find(f"{A}lvl{level}pPr/{A}defRPr")
        if look is None:
            return None
        return next((found for name in names if (found := look.find(A + name)) is not None), None)

    @property
    def align(self) -> str:
        level = self.root.find(f"{A}lvl1pPr")
        return "" if level is None else level.get("algn", "")

    @property
    def size(self) -> float:
        return int(self.look("sz") or PLAIN_SIZE * 100) / 100

    @property
    def bullets(self) -> bool:
        """Whether the first three levels all have a bullet."""
        return all(self._has_bullet(level) for level in (1, 2, 3))

    @property
    def levels(self) -> tuple[Level, ...]:
        return tuple(self._level(level) for level in range(1, MOST_LEVELS + 1))

    def _has_bullet(self, level: int) -> bool:
        own = self.root.find(f"{A}lvl{level}pPr")
        marks = ("buChar", "buAutoNum")
        return own is not None and any(own.find(A + mark) is not None for mark in marks)

    def _level(self, level: int) -> Level:
        own = self.root.find(f"{A}lvl{level}pPr")
        size = int(self.look("sz", level) or PLAIN_SIZE * 100) / 100
        if own is None:
            return Level(size)
        share, points = _space(own.find(f"{A}lnSpc"))
        before, after = (_space(own.find(A + name)) for name in ("spcBef", "spcAft"))
        return Level(
            size=size,
            above=before[1] + after[1],
            above_share=(before[0] + after[0]) * LINE,
            pitch=share or 1.0,
            exact=points,
            left=int(own.get("marL", "0")) / POINT,
            hang=-int(own.get("indent", "0")) / POINT,
        )


def merged(styles: Sequence[Element | None]) -> TextStyle:
    """Return list styles laid over each other, the nearest first; of pictures no bullet is made."""
    known = [one for one in styles if one is not None]
    root = el("a:lstStyle")
    for level in range(1, MOST_LEVELS + 1):
        own = [found for one in known if (found := one.find(f"{A}lvl{level}pPr")) is not None]
        root.append(_merged_level(level, own))
    return TextStyle(root)


def _merged_level(level: int, own: Sequence[Element]) -> Element:
    made = el(f"a:lvl{level}pPr")
    for name in ("marL", "indent", "algn", "rtl"):
        value = next((one.get(name) for one in own if one.get(name) is not None), None)
        if value is not None:
            made.set(name, value)
    made.extend(_first_of(own, GROUPS))
    looks = [found for one in own if (found := one.find(f"{A}defRPr")) is not None]
    look = el("a:defRPr")
    for name in RUN_ATTRIBUTES:
        value = next((one.get(name) for one in looks if one.get(name) is not None), None)
        if value is not None and name not in LEFT_OUT:
            look.set(name, value)
    look.extend(_first_of(looks, RUN_GROUPS))
    made.append(look)
    return made


def _first_of(holders: Sequence[Element], groups: Sequence[Sequence[str]]) -> Iterator[Element]:
    """Yield of each group what the nearest holder says, without what refers to other parts."""
    for group in groups:
        for holder in holders:
            found = next(
                (one for name in group if (one := holder.find(A + name)) is not None), None
            )
            if found is None:
                continue
            if any(str(key).startswith(R) for one in found.iter() for key in one.attrib):
                if "buBlip" in group:
                    yield el("a:buChar", {"char": "•"})
                break
            yield deepcopy(found)
            break


def _space(holder: Element | None) -> tuple[float, float]:
    """Return a space as a share of a line, and in points."""
    if holder is None:
        return 0.0, 0.0
    share, points = holder.find(f"{A}spcPct"), holder.find(f"{A}spcPts")
    if share is not None:
        written = share.get("val", "0")
        return (
            float(written[:-1]) / 100 if written.endswith("%") else float(written) / 100_000
        ), 0.0
    return 0.0, (float(points.get("val", "0")) / 100 if points is not None else 0.0)
