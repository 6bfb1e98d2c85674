"""Reads a page's text in logical order, where some of it runs from right to left.

PDF shows glyphs from left to right. PDFium turns lines round as a whole, which is wrong where both
directions meet in one. Here text is read in the order of the page's content, which is that of
reading in a tagged file (ISO 32000-1, 14.8.2.3); what it marks as ReversedChars is turned round.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reportgen.scripts import MIRRORED

TURNED = "/ReversedChars"
MOST_FORMS = 20
"""Forms within forms; a file that goes on for longer shows itself."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def logical(pieces: list[str]) -> str:
    """Return reversed characters in logical order; replacement text (a longer piece) is so."""
    return "".join(
        piece if len(piece) > 1 else piece.translate(MIRRORED) for piece in reversed(pieces)
    )


@dataclass(slots=True)
class _State:
    """Where text is shown: the matrices, the font with its decoder, what the object holds.

    `said` is what came before the `pieces`; `marks` are the marked contents that are open: the
    text that replaces one, TURNED, or ""; `numbers` are theirs, -1 where they have none.
    """

    matrix: Matrix = IDENTITY
    text: Matrix = IDENTITY
    line: Matrix = IDENTITY
    font: "_Font | None" = None
    said: str = ""
    pieces: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The number of the marked content that is read (14.7.4.2), -1 where it has none."""
        return next((one for one in reversed(self.numbers) if one >= 0), -1)

    def settle(self) -> None:
        """Let the pieces be said, turned round where they are reversed characters."""
        turned = TURNED in self.marks
        self.said += logical(self.pieces) if turned else "".join(self.pieces)
        self.pieces = []


@dataclass(frozen=True, slots=True)
class _Font:
    """How many bytes a code of a font has, and what its codes stand for."""

    size: int
    letters: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text object says: its height on the page, its text, its marked content."""

    height: float
    text: str
    number: int


def page_text(page: Any) -> str:
    """Return the text of a page (of pikepdf), a line of it a line."""
    found, last = "", None
    for one in _objects(page):
        if last is not None and abs(one.height - last) > 1:
            found += "\n"
        found += one.text
        last = one.height
    return found


def has_turned(page: Any) -> bool:
    """Return whether a page (of pikepdf) has text that is shown from right to left."""
    import pikepdf

    held = page.obj.get("/Contents", ())
    parts = [held] if isinstance(held, pikepdf.Stream) else held
    return any(TURNED.encode() in part.read_bytes() for part in parts)


def marked_text(page: Any) -> dict[int, str]:
    """Return the text of each marked content of a page by its number, a line of it a line.

    -1 is the number of all without one.
    """
    found: dict[int, str] = {}
    last: _Said | None = None
    for one in _objects(page):
        if last is not None and abs(last.height - one.height) > 1:
            found[last.number] += "\n"
        found[one.number] = found.get(one.number, "") + one.text
        last = one
    return found


def _objects(page: Any) -> list[_Said]:
    lines: list[_Said] = []
    _read(page, page.get("/Resources", {}), _State(), lines, {}, 0)
    return lines


def _read(
    content: Any,
    resources: Any,
    state: _State,
    lines: list[_Said],
    fonts: dict[Any, _Font],
    depth: int,
) -> None:
    import pikepdf

    saved: list[Matrix] = []
    for step in pikepdf.parse_content_stream(content):
        operands: Any = step.operands
        match str(step.operator):
            case "q":
                saved.append(state.matrix)
            case "Q":
                state.matrix = saved.pop() if saved else state.matrix
            case "cm":
                state.matrix = _times(_matrix(operands), state.matrix)
            case "BT":
                state.text = state.line = IDENTITY
                state.said = ""
            case "ET":
                state.settle()
                if state.said:
                    height = _times(state.text, state.matrix)[5]
                    lines.append(_Said(height, state.said, state.number))
            case "Tm":
                state.text = state.line = _matrix(operands)
            case "Td" | "TD":
                move = (1, 0, 0, 1, float(operands[0]), float(operands[1]))
                state.text = state.line = _times(move, state.line)
            case "Tf":
                state.font = _font(resources, operands[0], fonts)
            case "Tj" | "'" | '"':
                _show(state, operands[-1:])
            case "TJ":
                _show(state, operands[0])
            case "BDC":
                state.marks.append(_actual_text(operands[1]))
                state.numbers.append(_number(operands[1]))
            case "BMC":
                state.settle()
                state.marks.append(TURNED if operands[0] == TURNED else "")
                state.numbers.append(-1)
            case "EMC" if state.marks:
                if state.marks[-1] == TURNED:
                    state.settle()
                said = state.marks.pop()
                state.numbers.pop()
                if said != TURNED and said:
                    state.pieces.append(said)
            case "Do" if depth < MOST_FORMS:
                form = resources.get("/XObject", {}).get(operands[0])
                if form is not None and form.get("/Subtype") == "/Form":
                    inner = _State(matrix=_times(_matrix(form.get("/Matrix", ())), state.matrix))
                    inner.numbers.append(state.number)
                    inside = form.get("/Resources", resources)
                    _read(form, inside, inner, lines, fonts, depth + 1)


def _actual_text(properties: Any) -> str:
    import pikepdf

    if isinstance(properties, pikepdf.Dictionary) and "/ActualText" in properties:
        return str(properties.ActualText)
    return ""


def _number(properties: Any) -> int:
    import pikepdf

    if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
        return int(properties.MCID)
    return -1


def _show(state: _State, shown: Any) -> None:
    import pikepdf

    if state.font is None or any(one != TURNED for one in filter(None, state.marks)):
        return
    for part in shown:
        if isinstance(part, pikepdf.String):
            state.pieces.extend("".join(_decoded(bytes(part), state.font)))


def _decoded(data: bytes, font: _Font) -> Iterator[str]:
    for at in range(0, len(data), font.size):
        yield font.letters.get(int.from_bytes(data[at : at + font.size]), "")


def _font(resources: Any, name: Any, fonts: dict[Any, _Font]) -> _Font | None:
    font = resources.get("/Font", {}).get(name)
    if font is None or "/ToUnicode" not in font:
        return None
    key = font.ToUnicode.objgen
    if key not in fonts:
        size = 2 if font.get("/Subtype") == "/Type0" else 1
        fonts[key] = _Font(size, _mapping(font.ToUnicode.read_bytes().decode("latin-1")))
    return fonts[key]


def _mapping(cmap: str) -> dict[int, str]:
    """Return what the codes of a ToUnicode CMap stand for (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(code, 16)] = _letters(text)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = _letters(text)
            for number in range(int(first, 16), int(last, 16) + 1):
                step = number - int(first, 16)
                found[number] = start[:-1] + chr(ord(start[-1]) + step) if start else ""
    return found


def _letters(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be", "replace")


def _matrix(operands: Any) -> Matrix:
    numbers = [float(one) for one in operands]
    if len(numbers) != 6:
        return IDENTITY
    return (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])


def _times(one: Matrix, other: Matrix) -> Matrix:
    """Return the product of two transformations: first `one`, then `other`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
            e * g + f * i + k, e * h + f * j + m)  # fmt: skip
