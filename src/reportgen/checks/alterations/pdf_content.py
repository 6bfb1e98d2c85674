"""What a page of a PDF paints: each text, shape and picture, with all that decides its look.

Whatever an operator does shows in an item that comes after it (ISO 32000-1, 8.2): two pages whose
items are equal look the same, are read the same, and are copied the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from reportgen.checks.alterations.pdf_fonts import Font
from reportgen.checks.alterations.pdf_objects import Value, Values, number, plain

DEEPEST_FORM = 12
Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

PATHS = frozenset({"m", "l", "c", "v", "y", "h", "re"})
PAINTS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
FILLS = frozenset({"rg", "g", "k", "sc", "scn", "cs"})
STROKES = frozenset({"RG", "G", "K", "SC", "SCN", "CS"})
LINES = frozenset({"w", "J", "j", "M", "d", "i", "ri"})
SPACING = frozenset({"Tc", "Tw", "Tz", "TL", "Ts", "Tr"})


@dataclass(frozen=True, slots=True)
class Item:
    """What is painted: a "text", "shape", "picture", "shade" or unknown "operator".

    `what` is the thing itself (codes, path, pixels), `place` where it stands, `paint` all that
    decides how it looks, `tags` the marked content that it is in. `text` is what it says, `spot`
    its MCID.
    """

    kind: str
    what: Value
    place: Value
    paint: Value
    tags: Value
    text: str = field(default="", compare=False)
    spot: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class State:
    """The graphics state (ISO 32000-1, 8.4) and the text state (9.3), as values."""

    ctm: Matrix = UNIT
    clip: Value = ()
    fill: Value = ()
    stroke: Value = ()
    line: Value = ()
    more: Value = ()
    font: Value = ()
    spacing: Value = ()


@dataclass
class Painted:
    """The items of a page, and the fonts that they use, by name and as values."""

    items: list[Item] = field(default_factory=list)
    fonts: dict[str, tuple[Value, ...]] = field(default_factory=dict)


class Painter:
    """Follows the operators of a page and of the forms in it.

    Without `subsets` a text is what it says in which font, however the font was cut down.
    """

    def __init__(self, values: Values, *, subsets: bool = True) -> None:
        self._values = values
        self.subsets = subsets
        self._fonts: dict[Any, Font] = {}
        self.painted = Painted()

    def page(self, page: Any) -> Painted:
        """Return what a page paints."""
        self._stream(page.obj, _resources(page.obj), State(), (), 0)
        return self.painted

    def _stream(self, content: Any, resources: Any, state: State, tags: Value, deep: int) -> None:
        if deep > DEEPEST_FORM:
            return
        _Run(self, resources, state, tags, deep).follow(pikepdf.parse_content_stream(content))

    def value(self, thing: Any) -> Value:
        """Return an object of the file as a value."""
        return self._values.of(thing)

    def font(self, font: Any) -> Font:
        """Return a font, read once, and remember that it is used."""
        key = font.objgen if font.objgen != (0, 0) else id(font)
        if key not in self._fonts:
            self._fonts[key] = Font(font)
            name = str(font.get("/BaseFont", ""))
            fonts = self.painted.fonts
            fonts[name] = (*fonts.get(name, ()), self.value(font))
        return self._fonts[key]

    def add(self, item: Item) -> None:
        """Add what was painted."""
        self.painted.items.append(item)

    def pattern(self, pattern: Any) -> Value:
        """Return a pattern as a value: of a tile, what it paints (ISO 32000-1, 8.7.3)."""
        if not isinstance(pattern, pikepdf.Stream):
            return self.value(pattern) if pattern is not None else ()
        tile = Painter(self._values, subsets=self.subsets)
        tile._stream(pattern, pattern.get("/Resources", {}), State(), (), DEEPEST_FORM - 3)
        about = self._values.of(pattern, frozenset({"/Resources"}))
        return (about[1], tuple(tile.painted.items))

    def form(self, form: Any, resources: Any, state: State, tags: Value, deep: int) -> None:
        """Follow a form XObject (ISO 32000-1, 8.10): it is part of what uses it."""
        own = "/Resources" in form  # else viewers may take those of the page
        inner = replace(
            state,
            ctm=times(_matrix(form.get("/Matrix")), state.ctm),
            clip=hash((state.clip, *map(self.value, map(form.get, ("/BBox", "/Group"))), own)),
        )
        self._stream(form, form.get("/Resources", resources), inner, tags, deep + 1)


@dataclass
class _Run:
    """Follows one stream of operators."""

    painter: Painter
    resources: Any
    state: State
    tags: Value
    deep: int
    stack: list[State] = field(default_factory=list)
    path: list[Value] = field(default_factory=list)
    clips: str = ""
    font: Font | None = None
    tm: Matrix = UNIT
    line: Matrix = UNIT

    def follow(self, instructions: Iterable[Any]) -> None:
        for one in instructions:
            if isinstance(one, pikepdf.ContentStreamInlineImage):
                self._add("picture", ("inline", self.painter.value(one.iimage.obj)))
                continue
            self._one(str(one.operator), list(one.operands))

    def _one(self, operator: str, operands: list[Any]) -> None:
        try:
            self._told(operator, operands)
        except (IndexError, TypeError, ValueError, KeyError, AttributeError):
            self._add("operator", (operator, tuple(map(plain_or_text, operands))))

    def _told(self, operator: str, operands: list[Any]) -> None:
        match operator:
            case "q":
                self.stack.append(self.state)
            case "Q":
                self.state = self.stack.pop() if self.stack else self.state
                self._find_font()
            case "cm":
                self.state = replace(self.state, ctm=times(_matrix(operands), self.state.ctm))
            case "gs":
                more = self.painter.value(self._named("/ExtGState", operands[0]))
                self.state = replace(self.state, more=_merged(self.state.more, more))
            case "Do":
                self._do(operands[0])
            case "sh":
                self._add("shade", self.painter.value(self._named("/Shading", operands[0])))
            case "BMC" | "BDC" | "MP" | "DP":
                self._mark(operator, operands)
            case "EMC":
                self._unmark()
            case _ if operator in PATHS:
                said = (operator, *(about(one) for one in operands))
                if operator == "m" and self.path and self.path[-1][0] == "m":
                    self.path.pop()  # nothing was drawn from there
                if operator != "l" or not self.path or self.path[-1] != said:  # twice is once
                    self.path.append(said)
            case _ if operator in PAINTS or operator in ("n", "W", "W*"):
                self._painted(operator)
            case _ if operator in FILLS or operator in STROKES:
                self._colour(operator, operands)
            case _ if operator in LINES:
                said = (operator, *map(plain_or_text, operands))
                self.state = replace(self.state, line=_set(self.state.line, operator, said))
            case _:
                self._text(operator, operands)

    def _colour(self, operator: str, operands: list[Any]) -> None:
        named = [one for one in operands if isinstance(one, pikepdf.Name)]
        looked: Value = ()
        if named and operator in ("cs", "CS"):
            looked = self._found("/ColorSpace", named[0])
        elif named:
            looked = self.painter.pattern(self.resources.get("/Pattern", {}).get(str(named[0])))
        said = (operator.lower(), tuple(plain_or_text(one) for one in operands), looked)
        if operator in FILLS:
            self.state = replace(self.state, fill=said)
        else:
            self.state = replace(self.state, stroke=said)

    def _painted(self, operator: str) -> None:
        if operator in ("W", "W*"):
            self.clips = operator
            return
        if operator != "n":
            self._add("shape", (operator, tuple(self.path)))
        if self.clips:
            where = rounded(self.state.ctm)
            clip = hash((self.state.clip, where, self.clips, tuple(self.path)))
            self.state = replace(self.state, clip=clip)
        self.clips = ""
        self.path.clear()

    def _do(self, name: Any) -> None:
        thing = self._named("/XObject", name)
        layer = thing.get("/OC")
        tags = self.tags if layer is None else (*self.tags, ("/OC", self.painter.value(layer)))
        if thing.get("/Subtype") == "/Form":
            self.painter.form(thing, self.resources, self.state, tags, self.deep)
        else:
            self._add("picture", self.painter.value(thing))

    def _mark(self, operator: str, operands: list[Any]) -> None:
        about: Value = ()
        if len(operands) > 1:
            held = operands[1]
            found = self._named("/Properties", held) if isinstance(held, pikepdf.Name) else held
            about = self.painter.value(found)
        if operator in ("BMC", "BDC"):
            self.tags = (*self.tags, (str(operands[0]), about))
            self._add("mark", self.tags[-1])
        else:
            self._add("mark", (operator, str(operands[0]), about))

    def _unmark(self) -> None:
        """Close marked content; with nothing in it but its number, it is as if it were not."""
        items = self.painter.painted.items
        if not self.tags:
            self._add("operator", ("EMC",))  # it closes nothing
        if self.tags and items and items[-1].kind == "mark" and items[-1].what == self.tags[-1]:
            said = dict(self.tags[-1][1][1]) if self.tags[-1][1] else {}
            if {*said} <= {"/MCID"} and items[-1].tags == self.tags:
                items.pop()
        self.tags = self.tags[:-1]

    def _text(self, operator: str, operands: list[Any]) -> None:
        match operator:
            case "BT":
                self.tm = self.line = UNIT
            case "ET":
                pass
            case "Tf":
                self.state = replace(self.state, font=(str(operands[0]), plain(operands[1])))
                self._find_font()
            case "Td" | "TD":
                self._move(number(float(operands[0])), number(float(operands[1])))
                if operator == "TD":
                    self._space("TL", -float(operands[1]))
            case "Tm":
                self.tm = self.line = _matrix(operands)
            case "T*":
                self._move(0.0, -self._leading())
            case "Tj" | "TJ":
                self._show(operands[0])
            case "'" | '"':
                self._move(0.0, -self._leading())
                self._show(operands[-1])
            case _ if operator in SPACING:
                self._space(operator, plain(operands[0]))
            case _:
                self._add("operator", (operator, tuple(map(plain_or_text, operands))))

    def _space(self, name: str, value: Value) -> None:
        self.state = replace(self.state, spacing=_set(self.state.spacing, name, (name, value)))

    def _leading(self) -> float:
        return float(dict(self.state.spacing).get("TL", ("TL", 0.0))[1])

    def _move(self, x: float, y: float) -> None:
        self.line = self.tm = times((1.0, 0.0, 0.0, 1.0, x, y), self.line)

    def _find_font(self) -> None:
        name = self.state.font[0] if self.state.font else ""
        found = self.resources.get("/Font", {}).get(name) if name else None
        self.font = self.painter.font(found) if found is not None else None

    def _show(self, shown: Any) -> None:
        parts = list(shown) if isinstance(shown, pikepdf.Array) else [shown]
        codes = b"".join(bytes(one) for one in parts if isinstance(one, pikepdf.String))
        kerns = tuple(_kerned(parts))
        text = self.font.text(codes) if self.font else codes.decode("latin-1")
        name = self.font.full if self.font else ""
        what: Value = codes
        extra: Value = (kerns, name)
        if not self.painter.subsets:  # codes and names are those of the subset of a font
            what = text
            spaces = tuple(one if isinstance(one, float) else len(one) for one in kerns)
            extra = (spaces, name.rpartition("+")[2])
        self._add("text", what, text=text, extra=extra)
        self._advance(kerns)

    def _advance(self, kerns: Value) -> None:
        """Move the pen behind a text that was shown (ISO 32000-1, 9.4.4)."""
        said, size = dict(self.state.spacing), self.state.font[1] if self.state.font else 0.0
        spaced, word, wide = (said.get(one, (one, None))[1] for one in ("Tc", "Tw", "Tz"))
        moved = 0.0
        for one in kerns:
            if isinstance(one, float):
                moved -= one / 1000 * size
            elif self.font is not None:
                codes = len(one) // self.font.width
                moved += self.font.advance(one) / 1000 * size + codes * (spaced or 0.0)
                moved += one.count(b" ") * (word or 0.0) if self.font.width == 1 else 0.0
        across = moved * (100.0 if wide is None else wide) / 100
        self.tm = times((1.0, 0.0, 0.0, 1.0, across, 0.0), self.tm)

    def _add(self, kind: str, what: Value, text: str = "", extra: Value = ()) -> None:
        state = self.state
        place: Value = rounded(state.ctm)
        fill, stroke, line = self._used(kind, what)
        paint: Value = (fill, stroke, line, state.more, state.clip)
        if kind == "text":
            size = state.font[1] if state.font else 0.0
            place = rounded(times(self.tm, state.ctm))
            paint = (*paint, size, state.spacing, extra)
        if kind == "mark":
            place = paint = ()  # it is nowhere and looks like nothing
        item = Item(kind, what, place, paint, self.tags, text, mcid(self.tags))
        self.painter.add(item)

    def _used(self, kind: str, what: Value) -> tuple[Value, Value, Value]:
        """Return colour, outline and line as far as what is painted shows them (8.5.3, 9.3.6)."""
        state = self.state
        mode = dict(state.spacing).get("Tr", ("Tr", 0.0))[1] % 4 if kind == "text" else 2.0
        filled = mode in (0.0, 2.0) and not (kind == "shape" and what[0] in ("S", "s"))
        lined = mode in (1.0, 2.0) and not (kind == "shape" and what[0] in ("f", "F", "f*"))
        lined = lined and kind in ("text", "shape")
        return (
            state.fill if filled else (),
            state.stroke if lined else (),
            state.line if lined else (),
        )

    def _named(self, kind: str, name: Any) -> Any:
        return self.resources[kind][str(name)]

    def _found(self, kind: str, name: Any) -> Value:
        held = self.resources.get(kind, {}).get(str(name))
        return self.painter.value(held) if held is not None else ()


def mcid(tags: Value) -> int:
    """Return the number of the innermost marked content that the structure tree holds, else -1."""
    for _, about in reversed(tags):
        for key, value in about[1] if about and about[0] == "dict" else ():
            if key == "/MCID":
                return int(value)
    return -1


def plain_or_text(thing: Any) -> Value:
    """Return an operand as a value; of a string its bytes."""
    if isinstance(thing, pikepdf.String):
        return bytes(thing)
    if isinstance(thing, pikepdf.Array):
        return tuple(map(plain_or_text, thing))
    return plain(thing)


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return a matrix that does `first` and then `then` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def rounded(matrix: Matrix) -> Value:
    """Return a matrix to so many places as programs keep that save it again."""
    return tuple(round(one, 3) + 0.0 for one in matrix)


def _kerned(parts: Iterable[Any]) -> Iterator[Value]:
    """Yield the codes of a text and the spaces between them; no space is none, two are one."""
    codes, space = b"", 0.0
    for one in parts:
        if not isinstance(one, pikepdf.String):
            space += plain(one)
            continue
        if codes and abs(space) > UNSEEN:
            yield codes
            yield round(space, 2)
            codes, space = b"", 0.0
        codes += bytes(one)
    yield codes
    yield round(space, 2)


UNSEEN = 0.001
"""Thousandths of a letter's size that make no space."""


def about(thing: Any) -> Value:
    """Return an operand as a value, a number to so many places as programs keep."""
    value = plain(thing)
    return round(value, 3) + 0.0 if isinstance(value, float) else value


def _matrix(numbers: Any) -> Matrix:
    if numbers is None:
        return UNIT
    a, b, c, d, e, f = (number(float(one)) for one in numbers)
    return (a, b, c, d, e, f)


DEFAULTS: dict[str, Value] = {
    "w": (1.0,),
    "J": (0.0,),
    "j": (0.0,),
    "M": (10.0,),
    "d": ((), 0.0),
    "i": (0.0,),
    "Tc": (0.0,),
    "Tw": (0.0,),
    "Tz": (100.0,),
    "TL": (0.0,),
    "Ts": (0.0,),
    "Tr": (0.0,),
}
"""What holds where nothing is said (ISO 32000-1, tables 52 and 104)."""


def _set(pairs: Value, name: str, value: Value) -> Value:
    held = {**dict(pairs), name: value}
    if DEFAULTS.get(name) == value[1:]:
        del held[name]
    return tuple(sorted(held.items()))


def _merged(old: Value, new: Value) -> Value:
    """Return graphics state parameters with those of another dictionary set on them."""
    held = dict(old)
    held.update(new[1] if new and new[0] == "dict" else ())
    return tuple(sorted(held.items(), key=lambda one: str(one[0])))


def _resources(page: Any) -> Any:
    """Return the resources of a page, which it may inherit (ISO 32000-1, 7.7.3.4)."""
    return inherited(page, "/Resources", pikepdf.Dictionary())


def inherited(page: Any, key: str, default: Any = None) -> Any:
    """Return an entry of a page or, where it has none, of what the page belongs to."""
    for held in _line(page):
        if key in held:
            return held[key]
    return default


def _line(page: Any) -> Iterator[Any]:
    held, steps = page, 0
    while held is not None and steps < 50:
        yield held
        held, steps = held.get("/Parent"), steps + 1
