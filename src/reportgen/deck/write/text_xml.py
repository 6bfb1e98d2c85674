"""Writes paragraphs and runs of a slide as DrawingML, with their links."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.deck.drawingml import (
    LINK_COLOR_EXTENSION,
    NAMESPACES,
    Element,
    Value,
    el,
    emu,
    hundredths,
    solid_fill,
    text_el,
)
from reportgen.deck.model import (
    LINE_BREAK,
    Look,
    Mark,
    Para,
    Run,
    Type,
    hang,
    inset,
    size_of,
    space_above,
)
from reportgen.deck.office_fonts import complex_font, east_asian_font
from reportgen.deck.plan.measure import link_pieces
from reportgen.deck.plan.metrics import is_wide
from reportgen.document import Delimiter, Numerals
from reportgen.language import is_east_asian, with_region
from reportgen.scripts import direction_of, direction_of_language

BASELINES = {"super": 30_000, "sub": -25_000}
"""How far raised and lowered text stands from the line, in thousandths of a percent."""
APART = 1_000
"""By how much raised runs side by side differ: LibreOffice 7.4 else lets the first of two down."""
LEFT_TO_RIGHT = "\u200e"
"""A mark that nobody sees: what stands beside it runs from left to right (UAX 9, 2.6)."""
SLIDE_JUMP = "ppaction://hlinksldjump"
MONOSPACE = "Courier New"
NUMERALS = {
    Numerals.DECIMAL: "arabic",
    Numerals.LOWER_ALPHA: "alphaLc",
    Numerals.UPPER_ALPHA: "alphaUc",
    Numerals.LOWER_ROMAN: "romanLc",
    Numerals.UPPER_ROMAN: "romanUc",
}
DELIMITERS = {
    Delimiter.PERIOD: "Period",
    Delimiter.PARENTHESIS: "ParenR",
    Delimiter.PARENTHESES: "ParenBoth",
}
"""How numbered paragraphs are marked (ECMA-376 part 1, 20.1.10.61)."""

Relate = Callable[[str], str]
"""Given a URL or a slide's id, returns the id of the relation to it, "" where there is none."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where the links of one slide lead: `url` and `slide` make relations, `title` names slides."""

    url: Relate
    slide: Relate
    notes: Mapping[int, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TextWriter:
    """Writes text in a deck's language."""

    lang: str
    links: Links
    tokens: Mapping[str, str] = field(default_factory=dict)
    """The colour of each class of words in code."""

    def paragraphs(
        self,
        paras: Sequence[Para],
        type_: Type,
        *,
        bullets: bool = False,
        align: str = "",
        centred: bool = False,
        dark: bool = False,
    ) -> list[Element]:
        """Return paragraphs; `bullets` and `centred` say how the box itself sets its text.

        `dark` is the ground of headings and numbers that stand out of it.
        """
        found: list[Element] = []
        for para, start in zip(paras, starts_of(paras), strict=True):
            side = self.side(para.text, align, centred=centred)
            made = el("a:p", {}, _properties(para, type_, start, side, bullets=bullets))
            if found and (type_.gap or para.look is not Look.TEXT):
                made[0].insert(0, _above(space_above(para, type_)))
            para = self.kept(para)
            for at, run in enumerate(para.runs):
                written = self.run(run, odd=_is_odd(para.runs, at))
                if run.token in self.tokens and not dark:
                    _colour(written, self.tokens[run.token])
                made.extend(written)
            if para.look in LOOK_COLORS:
                _set_apart(made, para, type_, dark=dark)
            found.append(made)
        return found or [el("a:p", {}, el("a:endParaRPr", {"lang": with_region(self.lang)}))]

    @property
    def direction(self) -> str:
        return direction_of_language(self.lang)

    def side(self, text: str, align: str, *, centred: bool) -> dict[str, Value | None]:
        """Return which way a paragraph runs and on which side it stands (21.1.2.2.7).

        `align` is its box's or column's: "l" is where a line begins.
        """
        around = self.direction
        if around == direction_of(text, around) == "ltr":
            return {"algn": align or None}
        begins = "l" if align and around == "ltr" else "r"
        own = align if align in ("ctr", "r") else begins
        return {"algn": None if centred else own, "rtl": True}

    def kept(self, para: Para) -> Para:
        """Return a paragraph as it stands in a deck from right to left.

        A label is parted from its text: LibreOffice knows no tabs there. What runs from left to
        right has its mark at the right all the same, and what ends it at its right end. Code in a
        text from right to left runs from left to right, with its brackets.
        """
        runs = list(para.runs)
        if direction_of(para.text, self.direction) == "rtl":
            runs = [_code_from_left(run) for run in runs]
        if self.direction == "ltr" or not runs:
            return replace(para, runs=tuple(runs))
        if para.mark is Mark.LABEL:
            runs = [replace(run, text=run.text.replace("\t", "\u00a0\t")) for run in runs]
        if direction_of(para.text, "rtl") == "rtl":
            return replace(para, runs=tuple(runs))
        first = 1 if para.mark is Mark.LABEL and len(runs) > 1 else 0
        runs[first] = replace(runs[first], text=LEFT_TO_RIGHT + runs[first].text)
        runs[-1] = replace(runs[-1], text=runs[-1].text + LEFT_TO_RIGHT)
        return replace(para, runs=tuple(runs))

    def run(self, run: Run, *, odd: bool = False) -> list[Element]:
        """Return a run, parted by the author's line breaks."""
        found: list[Element] = []
        for at, line in enumerate(run.text.split(LINE_BREAK)):
            if at:
                found.append(el("a:br", {}, self._look(run, self.lang, link=False, odd=odd)))
            for piece in _pieces(run, line):
                look = self._look(run, run.lang or self.lang, link=True, odd=odd)
                found.append(el("a:r", {}, look, text_el("a:t", piece)))
        return found

    def _look(self, run: Run, lang: str, *, link: bool, odd: bool) -> Element:
        baseline = BASELINES.get(run.script)
        east = is_east_asian(lang) or any(is_wide(one) for one in run.text)
        return el(
            "a:rPr",
            {
                "lang": with_region(lang),
                "altLang": with_region(self.lang) if lang != self.lang else None,
                "b": True if run.bold else None,
                "i": True if run.italic else None,
                "u": "sng" if run.underline else None,
                "strike": "sngStrike" if run.strike else None,
                "cap": "small" if run.small_caps else None,
                "baseline": baseline - APART if baseline and odd else baseline,
            },
            el("a:latin", {"typeface": MONOSPACE}) if run.code else None,
            el("a:ea", {"typeface": self._east_asian(lang)}) if east else None,
            el("a:cs", {"typeface": font}) if (font := complex_font(run.text)) else None,
            self._link(run) if link else None,
        )

    def _east_asian(self, lang: str) -> str:
        """Return the theme's font, or where a run is in another language that language's."""
        other = is_east_asian(lang) and east_asian_font(lang) != east_asian_font(self.lang)
        return east_asian_font(lang) if other else "+mn-ea"

    def _link(self, run: Run) -> Element | None:
        """Return the link of a run: to a URL or a slide.

        Marks of notes bear none, since programs underline what does: the source line leads on.
        """
        if run.link and not run.link.startswith("#"):
            relation = self.links.url(run.link)
            return _click({"r:id": relation, "tooltip": run.tip or run.link})
        relation = self.links.slide(run.link[1:]) if run.link else ""
        if not relation:
            return None
        name = self.links.titles.get(run.link[1:], "")
        return _click({"r:id": relation, "action": SLIDE_JUMP, "tooltip": name or None})

    def to_sources(self, paras: Sequence[Para]) -> Element | None:
        """Return what leads from a line of sources to the slide that has the first in full."""
        runs = [run for para in paras for run in para.runs]
        found = [self.links.notes.get(run.note, "") for run in runs if run.note]
        found += [self.links.keys.get(key, "") for run in runs for key in run.keys]
        target = next(filter(None, found), "")
        relation = self.links.slide(target) if target else ""
        if not relation:
            return None
        name = self.links.titles.get(target, "")
        return el("a:hlinkClick", {"r:id": relation, "action": SLIDE_JUMP, "tooltip": name or None})


def _colour(written: Iterable[Element], color: str) -> None:
    for look in (look for one in written for look in one.iter(f"{{{NAMESPACES['a']}}}rPr")):
        look.insert(0, solid_fill(color))


def _code_from_left(run: Run) -> Run:
    text = f"{LEFT_TO_RIGHT}{run.text}{LEFT_TO_RIGHT}"
    return replace(run, text=text) if run.code and run.text.isascii() else run


LOOK_COLORS = {
    Look.HEAD: ("tx2", "bg1"), Look.NUMBER: ("accent4", "accent2"), Look.QUIET: ("accent6", "bg1")
}  # fmt: skip
"""The colours of what stands out of a text, on a light ground and on a dark one."""


def _above(points: float) -> Element:
    return el("a:spcBef", {}, el("a:spcPts", {"val": hundredths(points)}))


def _set_apart(paragraph: Element, para: Para, type_: Type, *, dark: bool) -> None:
    """Give the runs of a heading or number their own size and colour."""
    size = hundredths(size_of(para, type_))
    for look in paragraph.iter(f"{{{NAMESPACES['a']}}}rPr"):
        look.set("sz", str(size))
        look.insert(0, solid_fill(LOOK_COLORS[para.look][dark]))


def _pieces(run: Run, line: str) -> Iterable[str]:
    """Return a line as the runs it is written in: a linked run would not break in LibreOffice."""
    if run.link:
        return link_pieces(line)
    return re.findall(r"\S+\s*|\s+", line) if run.keys else filter(None, (line,))


def _click(attributes: Mapping[str, str | None]) -> Element:
    """Return a link in the colour of the text around it, told by its line ([MS-ODRAWXML] 2.24)."""
    color = el("ahyp:hlinkClr", {"val": "tx"})
    extension = el("a:ext", {"uri": LINK_COLOR_EXTENSION}, color)
    return el("a:hlinkClick", attributes, el("a:extLst", {}, extension))


def _is_odd(runs: Sequence[Run], at: int) -> bool:
    """Return whether an odd number of runs raised or lowered alike stand right before a run."""
    before = 0
    while before < at and runs[at - before - 1].script == runs[at].script:
        before += 1
    return before % 2 == 1


def starts_of(paras: Iterable[Para]) -> Iterator[int]:
    """Yield for each paragraph with which number its list begins, 0 where it is no item of one."""
    starts: dict[int, tuple[int, int]] = {}
    for para in paras:
        yield _start(para, starts)


def numbering(para: Para, start: int) -> Element:
    """Return how a numbered paragraph is counted (ECMA-376 part 1, 21.1.2.4.1)."""
    kind = NUMERALS[para.numerals] + DELIMITERS[para.delimiter]
    return el("a:buAutoNum", {"type": kind, "startAt": start if start > 1 else None})


def _start(para: Para, starts: dict[int, tuple[int, int]]) -> int:
    """Return with which number the list begins that a paragraph stands in, and remember it.

    PowerPoint counts on below what stands deeper, and begins again behind all else.
    """
    is_item = para.mark is Mark.NUMBER
    for level in [level for level in starts if level > para.level - (not is_item)]:
        del starts[level]
    if not is_item:
        return 0
    first, last = starts.get(para.level, (para.number, para.number - 1))
    first = first if para.number == last + 1 else para.number
    starts[para.level] = (first, para.number)
    return first


def _properties(
    para: Para,
    type_: Type,
    start: int,
    side: Mapping[str, Value | None],
    *,
    bullets: bool,
) -> Element:
    """Return how a paragraph differs from its box's text style."""
    stands = emu(inset(para, type_))
    level = min(para.level, 8) or None
    if para.mark is Mark.BULLET and bullets:
        return el("a:pPr", {"lvl": level, **side})
    hangs = {
        Mark.NUMBER: emu(inset(replace(para, level=0), type_)),
        Mark.LABEL: stands,
        Mark.BULLET: min(stands, emu(hang(type_.size, 0))),
    }.get(para.mark, 0)
    made = el(
        "a:pPr",
        {"marL": stands, "lvl": level, "indent": -hangs, **side},
    )
    if para.mark is Mark.NUMBER:
        made.append(el("a:buSzPct", {"val": 100_000}))  # numbers are text, as large as it
        made.append(el("a:buFont", {"typeface": "+mj-lt"}))
        made.append(numbering(para, start))
    elif para.mark is Mark.BULLET:
        made.append(el("a:buFont", {"typeface": "Arial"}))
        made.append(el("a:buChar", {"char": "–"}))
    else:
        made.append(el("a:buNone"))
    return made
