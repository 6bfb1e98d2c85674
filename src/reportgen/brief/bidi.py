"""Sets lines in which text runs from right to left.

WeasyPrint gives each inline box to Pango by itself, and puts boxes beside each other in one
direction. Here the bidirectional algorithm (Unicode Standard Annex 9, as Pango has it) is asked
about whole paragraphs: their text boxes are parted where the level changes, and the boxes of each
line are put in visual order. What holds no letter that runs from right to left stays untouched.
Two functions of WeasyPrint are wrapped that are not its public API, which is why it is pinned.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint import document as rendering
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango

from reportgen.scripts import direction_of, has_rtl

ffi.cdef(
    """
    uint8_t* pango_log2vis_get_embedding_levels (const char *text, int length,
                                                 PangoDirection *pbase_dir);
    void g_free (void *mem);
    """
)

OBJECT = "\ufffc"
"""Stands for a box that is no text (UAX 9, 5.3)."""
ISOLATES = {"ltr": "\u2066", "rtl": "\u2067", "": "\u2068"}
"""LRI, RLI, FSI: what begins a part that is set by itself, whatever stands around it."""
POP = "\u2069"
SIGN = re.compile(r"(?<![\w.,])[-+−±](?=\d)")
"""The sign of a number, which would else go behind it in a line from right to left."""
LEFT_TO_RIGHT_MARK = "\u200e"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a paragraph: its characters, and the box that they come from, None for controls."""

    text: str
    box: Any = None


def embedding_levels(text: str, direction: str) -> bytes:
    """Return the level of each character of a paragraph that runs "ltr" or "rtl"; odd is "rtl"."""
    encoded = text.encode()
    base = ffi.new("PangoDirection *", PANGO_DIRECTION[direction])
    levels = pango.pango_log2vis_get_embedding_levels(encoded, len(encoded), base)
    try:
        return bytes(ffi.buffer(levels, len(text)))
    finally:
        gobject.g_free(levels)


def part_by_level(box: Any, around: Any = None) -> None:
    """Part the text boxes of every paragraph in a box where the level changes.

    `around` is the box that it stands in.
    """
    if isinstance(box, boxes.LineBox):
        _part_line(box, around)
    for child in getattr(box, "children", ()):
        part_by_level(child, box)


def _part_line(line: Any, block: Any) -> None:
    pieces = list(_pieces(line))
    direction = line.style["direction"]
    text = "".join(piece.text for piece in pieces)
    if direction == "ltr" and not has_rtl(text):
        return
    runs = direction_of(text, direction)
    own = {} if block.element is None else block.element.attrib
    if runs != direction and "dir" not in own:
        if block.element_tag == "p" and "class" not in own:
            line.style, block.style = _turned(line.style, runs), _turned(block.style, runs)
            direction = runs
        else:
            pieces = _set_apart(pieces, runs)
            text = "".join(piece.text for piece in pieces)
    levels = embedding_levels(text, direction)
    at = 0
    parted: dict[int, list[Any]] = {}
    for piece in pieces:
        own = levels[at : at + len(piece.text)]
        at += len(piece.text)
        if isinstance(piece.box, boxes.TextBox):
            parted.setdefault(id(piece.box), []).extend(_by_level(piece, own))
        elif piece.box is not None:
            piece.box.bidi_level = own[0]
    _put_in(line, parted)


def _turned(style: Any, direction: str) -> Any:
    turned = style.copy()
    turned["direction"] = direction
    return turned


def _set_apart(pieces: list[_Piece], direction: str) -> list[_Piece]:
    """Return a paragraph that runs the other way in a line that stays: behind its label, if any."""
    labels = 1 if pieces and pieces[0].text == OBJECT else 0
    return [
        *pieces[:labels],
        _Piece(ISOLATES[direction]),
        *pieces[labels:],
        _Piece(POP),
    ]


def _pieces(box: Any) -> Iterator[_Piece]:
    """Yield the text of a paragraph; links and what has a direction of its own are isolated.

    Code runs from left to right.
    """
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.TextBox):
            start = 0
            for sign in SIGN.finditer(child.text):
                yield _Piece(child.text[start : sign.start()], child)
                yield _Piece(LEFT_TO_RIGHT_MARK)
                start = sign.start()
            yield _Piece(child.text[start:], child)
        elif isinstance(child, boxes.InlineBox):
            own = child.element.get("dir") if child.element is not None else None
            own = own or ("ltr" if child.element_tag == "code" else None)
            isolated = own is not None or child.element_tag == "a" or _stands_apart(child)
            yield from (_Piece(ISOLATES[own or ""], child),) if isolated else ()
            yield from _pieces(child)
            yield from (_Piece(POP),) if isolated else ()
        else:
            yield _Piece(OBJECT, child)


def _stands_apart(box: Any) -> bool:
    """Return whether room around an inline box parts its text from what stands beside it."""
    sides = (f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right"))
    return any(getattr(box.style[side], "value", 0) for side in sides)


def _by_level(piece: _Piece, levels: bytes) -> Iterator[Any]:
    """Yield a text box for each run of one level."""
    start = 0
    for end in range(1, len(levels) + 1):
        if end == len(levels) or levels[end] != levels[start]:
            part = piece.box.copy_with_text(piece.text[start:end])
            part.bidi_level = levels[start]
            part.style = _turned(part.style, "rtl" if levels[start] % 2 else "ltr")
            if levels[start] % 2:
                # A ligature that is only beautiful is one glyph for letters that a reader of the
                # file would put in the wrong order.
                part.style["font_variant_ligatures"] = "none"
            yield part
            start = end


def _put_in(box: Any, parted: dict[int, list[Any]]) -> None:
    children: list[Any] = []
    for child in box.children:
        children.extend(parted.get(id(child), [child]))
        if isinstance(child, boxes.InlineBox):
            _put_in(child, parted)
    box.children = children


# --- lines ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Leaf:
    """What is moved as one: a text or an object, its level, the room before and after it.

    Where a part begins or ends that is set by itself, `box` is None and nothing is to be seen.
    """

    box: Any
    level: int
    before: float = 0.0
    after: float = 0.0

    @property
    def width(self) -> float:
        own = self.box.margin_width() if self.box is not None else 0.0
        return float(self.before + own + self.after)


def put_in_order(line: Any) -> None:
    """Put the boxes of a laid out line in visual order (UAX 9, rule L2)."""
    base = 1 if line.style["direction"] == "rtl" else 0
    around: list[tuple[Any, int, int]] = []
    leaves = list(_leaves(line, base, around, 0))
    if not leaves or not (base or any(leaf.level for leaf in leaves)):
        return
    order = _visual([leaf.level for leaf in leaves])
    for box, first, last in around:
        inside = [at for at, leaf in enumerate(order) if first <= leaf < last]
        left, right = _spacing(box)
        leaves[order[inside[0]]].before += left
        leaves[order[inside[-1]]].after += right
    indent = 0.0 if base else line.width - sum(leaf.width for leaf in leaves)
    x = line.position_x + indent
    for at in order:
        leaf = leaves[at]
        if leaf.box is not None:
            leaf.box.translate(x + leaf.before - leaf.box.position_x, 0)
            _without_last_space(leaf.box)
        x += leaf.width
    for box, first, last in around:
        inner = [leaf.box for leaf in leaves[first:last] if leaf.box is not None]
        start = min(one.position_x for one in inner)
        box.position_x = start - _spacing(box)[0]
        box.width = max(one.position_x + one.margin_width() for one in inner) - start


def _without_last_space(box: Any) -> None:
    """Let a text at the end of a line be drawn without its space, which would stand at its left.

    WeasyPrint takes it off the width only.
    """
    layout = getattr(box, "pango_layout", None)
    if layout is not None and layout.text != box.text and layout.text.rstrip(" ") == box.text:
        layout.text = box.text


def _leaves(box: Any, base: int, around: list[tuple[Any, int, int]], at: int) -> Iterator[_Leaf]:
    """Yield the leaves of a line in logical order; `around` takes the boxes that hold some."""
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.InlineBox):
            edge = getattr(child, "bidi_level", None)
            first = at + (edge is not None)
            inside = list(_leaves(child, base, around, first))
            if inside:
                around.append((child, first, first + len(inside)))
            yield from (_Leaf(None, edge),) if edge is not None else ()
            yield from inside
            yield from (_Leaf(None, edge),) if edge is not None else ()
            at = first + len(inside) + (edge is not None)
        else:
            yield _Leaf(child, getattr(child, "bidi_level", base))
            at += 1


def _spacing(box: Any) -> tuple[float, float]:
    """Return the room that an inline box takes to the left and to the right of what it holds."""
    return (
        box.margin_left + box.border_left_width + box.padding_left,
        box.margin_right + box.border_right_width + box.padding_right,
    )


def _visual(levels: Sequence[int]) -> list[int]:
    """Return logical places in visual order, from left to right."""
    order = list(range(len(levels)))
    odd = [level for level in levels if level % 2]
    for level in range(max(levels), min(odd, default=max(levels) + 1) - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            if end > start:
                order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    return order


_build = rendering.build_formatting_structure
_align = inline.text_align


def _built(*arguments: Any) -> Any:
    root = _build(*arguments)
    part_by_level(root)
    return root


def _aligned(context: Any, line: Any, available_width: float, last: bool) -> Any:  # noqa: FBT001
    offset = _align(context, line, available_width, last)
    put_in_order(line)
    return offset


rendering.build_formatting_structure = _built
inline.text_align = _aligned
