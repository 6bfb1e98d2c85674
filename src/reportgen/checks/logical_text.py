"""Reads a page's text in logical order, where some of it runs from right to left.

PDF shows glyphs from left to right. PDFium turns lines round as a whole, which is wrong where both
directions meet in one. Here each text object (BT to ET; ISO 32000-1, 9.4.1) is read by itself, in
the order of the page's content, which in a tagged file is that of reading (14.8.2.3).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reportgen.scripts import MIRRORED, has_rtl, strong

LEFT_TO_RIGHT = re.compile(r"[^\W_](?:[^\s()\[\]«»]*[^\W_%])?%?")
"""A word or a number within text that was turned round: itself it runs from left to right."""
MOST_FORMS = 20
"""Forms within forms; a file that goes on for longer shows itself."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def logical(pieces: list[str]) -> str:
    """Return what glyphs say that stand side by side from left to right, in logical order."""
    shown = "".join(pieces)
    if not has_rtl(shown):
        return shown
    turned = "".join(
        piece if len(piece) > 1 and has_rtl(piece) else piece.translate(MIRRORED)
        for piece in reversed(pieces)
    )
    return LEFT_TO_RIGHT.sub(
        lambda found: found[0] if has_rtl(found[0]) else found[0][::-1], turned
    )


@dataclass(slots=True)
class _State:
    """Where text is shown: the matrices, the font with its decoder, what the object holds."""

    matrix: Matrix = IDENTITY
    text: Matrix = IDENTITY
    line: Matrix = IDENTITY
    font: "_Font | None" = None
    pieces: list[str] = field(default_factory=list)
    replaced: list[str | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Font:
    """How many bytes a code of a font has, and what its codes stand for."""

    size: int
    letters: dict[int, str]


def page_text(page: Any) -> str:
    """Return the text of a page (of pikepdf), a line of it a line."""
    lines: list[tuple[float, str]] = []
    _read(page, page.get("/Resources", {}), _State(), lines, {}, 0)
    found, last = "", None
    for height, text in lines:
        if last is not None and abs(height - last) > 1:
            found += "\n"
        found += text
        last = height
    return found


def _read(
    content: Any,
    resources: Any,
    state: _State,
    lines: list[tuple[float, str]],
    fonts: dict[Any, _Font],
    depth: int,
) -> None:
    import pikepdf

    saved: list[Matrix] = []
    for operands, operator in pikepdf.parse_content_stream(content):
        match str(operator):
            case "q":
                saved.append(state.matrix)
            case "Q":
                state.matrix = saved.pop() if saved else state.matrix
            case "cm":
                state.matrix = _times(_matrix(operands), state.matrix)
            case "BT":
                state.text = state.line = IDENTITY
                state.pieces = []
            case "ET":
                if text := logical(state.pieces):
                    lines.append((_times(state.text, state.matrix)[5], text))
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
                properties = operands[1] if len(operands) > 1 else None
                state.replaced.append(_actual_text(properties))
            case "BMC":
                state.replaced.append(None)
            case "EMC":
                said = state.replaced.pop() if state.replaced else None
                if said:
                    state.pieces.append(said)
            case "Do" if depth < MOST_FORMS:
                form = resources.get("/XObject", {}).get(operands[0])
                if form is not None and form.get("/Subtype") == "/Form":
                    inner = _State(matrix=_times(_matrix(form.get("/Matrix", ())), state.matrix))
                    inside = form.get("/Resources", resources)
                    _read(form, inside, inner, lines, fonts, depth + 1)


def _actual_text(properties: Any) -> str | None:
    import pikepdf

    if isinstance(properties, pikepdf.Dictionary) and "/ActualText" in properties:
        return str(properties.ActualText)
    return None


def _show(state: _State, shown: Any) -> None:
    import pikepdf

    if any(state.replaced) or state.font is None:
        return
    for part in shown:
        if isinstance(part, pikepdf.String):
            state.pieces.extend(_decoded(bytes(part), state.font))


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
