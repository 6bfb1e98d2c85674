"""Boxes before layout as a tree that can be compared, part by part, with that of another text.

Two parts that compare equal are laid out alike: what of a box, its style and its element can move
anything is in the comparison. A style is known by the declarations that it is computed from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from operator import itemgetter
from types import FunctionType
from typing import Any

from tinycss2.ast import Node as CssNode
from tinycss2.color4 import Color
from weasyprint.css import AnonymousStyle, ComputedStyle, InitialStyle
from weasyprint.css.tokens import Pending
from weasyprint.formatting_structure import boxes

Path = tuple[float, ...]
"""Where a part stands: which child of the root, which child of that, and so on."""

ALTERED = ("display", "position", "float", "direction", "white_space", "overflow")
"""Properties that are set on a style when boxes are made, whatever was declared."""
APART = ("children", "element", "style", "replacement", "missing_link")
"""What of a box is compared in another way than the rest."""


Values = dict[int, tuple[Any, Any]]
"""Values, which stay alive here so that no other takes their ids, and what they are compared by."""
MOST_VALUES = 50_000


class UnknownValue(Exception):
    """A box holds something that cannot be compared."""


@dataclass(frozen=True, slots=True)
class Part:
    """A box with its children: `own` is what is compared of the box alone.

    What is `atomic` is laid out as a whole: a table's columns are as wide as all of its rows ask.
    A `leaf` breaks nowhere, or between its lines only; after what `goes_on` no page can end.
    """

    own: tuple[Any, ...]
    children: tuple["Part", ...]
    box: Any
    atomic: bool
    leaf: bool
    goes_on: bool


def differences(before: Part, now: Part, path: Path = ()) -> Iterator[Path]:
    """Yield where two trees differ, as far down as their shapes are alike."""
    if before.own != now.own:
        yield path
        return
    for at in range(max(len(before.children), len(now.children))):
        if at < min(len(before.children), len(now.children)):
            yield from differences(before.children[at], now.children[at], (*path, at))
        else:
            yield (*path, at)


def counterparts(before: Part, now: Part) -> Iterator[tuple[Any, Any]]:
    """Yield the boxes of two trees that stand at the same place, where they are equal alone."""
    if before.own != now.own:
        return
    yield before.box, now.box
    for one, other in zip(before.children, now.children, strict=False):
        yield from counterparts(one, other)


def atoms(tree: Part, path: Path) -> Iterator[Path]:
    """Yield the places of the parts around a place that are laid out as a whole."""
    part = tree
    for depth, at in enumerate(path):
        if part.atomic:
            yield path[:depth]
        if not (isinstance(at, int) and at < len(part.children)):
            return
        part = part.children[at]


TRIED = 2
"""So many blocks behind a break are tried at most before it is made where it is."""


def tried(tree: Part, start: Path) -> Path:
    """Return the end of what is tried on a page when the next one starts at a place.

    Between a break and what no longer fitted there was no other place for it: it is behind the next
    block, or behind those that keep with one another.
    """
    end, left = start, TRIED
    for path, goes_on in _leaves(tree, start, (), kept=False):
        end = (*path, inf)
        left -= not goes_on
        if not left:
            return end
    return (inf,)


def _leaves(part: Part, start: Path, path: Path, *, kept: bool) -> Iterator[tuple[Path, bool]]:
    """Yield the blocks that end behind a place, and whether no page can end after each."""
    if (*path, inf) <= start:
        return
    kept = kept or part.goes_on
    if part.leaf and path:
        yield path, kept
        return
    for at, child in enumerate(part.children):
        yield from _leaves(child, start, (*path, at), kept=kept)


class Tree:
    """Makes the parts of one document. `images` gives for the id of an image what it shows.

    `values` are those of stylesheets in a form that can be compared, by their ids: what is kept
    of them serves the next document that has the same stylesheets.
    """

    def __init__(self, images: Mapping[int, str], values: Values | None = None) -> None:
        self._images = images
        self._styles: dict[int, tuple[Any, Any]] = {}
        self._values: Values = {} if values is None else values
        if len(self._values) > MOST_VALUES:
            self._values.clear()
        self._elements: dict[int, tuple[Any, Any]] = {}

    def part(self, box: Any) -> Part:
        """Return a box with all in it. Raises UnknownValue."""
        own = [type(box).__name__, self.style(box.style), self._element(box.element)]
        own.append(getattr(box, "missing_link", None) is not None)
        if (image := getattr(box, "replacement", None)) is not None:
            if id(image) not in self._images:
                raise UnknownValue(type(image).__name__)
            own.append(self._images[id(image)])
        for name, value in vars(box).items():
            if name not in APART:
                own += [name, self._attribute(value)]
        children = tuple(map(self.part, getattr(box, "children", ())))
        atomic, style = _is_atomic(box), box.style
        leaf = atomic or "avoid" in style["break_inside"]
        leaf = leaf or not any(isinstance(one.box, boxes.BlockLevelBox) for one in children)
        goes_on = "avoid" in style["break_after"] or style["float"] != "none"
        return Part(tuple(own), children, box, atomic, leaf, goes_on)

    def _attribute(self, value: Any) -> Any:
        if isinstance(value, boxes.Box):
            return _deep(self.part(value))
        if isinstance(value, ComputedStyle | AnonymousStyle | InitialStyle):
            return self.style(value)
        if isinstance(value, list | tuple):
            return tuple(map(self._attribute, value))
        return comparable(value)

    def _element(self, element: Any) -> Any:
        if element is None:
            return None
        if id(element) not in self._elements:
            attributes = str(element.tag), tuple(element.attrib.items())
            self._elements[id(element)] = element, attributes
        return self._elements[id(element)][1]

    def style(self, style: Any) -> Any:
        """Return what stands for a style: the same for the same declarations in this process."""
        if style is None:
            return None
        if id(style) not in self._styles:
            self._styles[id(style)] = style, _known(self._declared(style))
        return self._styles[id(style)][1]

    def _declared(self, style: Any) -> tuple[Any, ...]:
        if isinstance(style, InitialStyle):
            return ("initial",)
        altered = tuple(self._value(style[name]) for name in ALTERED)
        parent = self.style(style.parent_style)
        if not isinstance(style, ComputedStyle):
            return ("anonymous", parent, altered)
        cascaded = sorted(style.cascaded.items(), key=itemgetter(0))
        declared = tuple(
            (name, self._value(value), precedence, layer, tuple(specificity))
            for name, (value, (precedence, layer, specificity)) in cascaded
        )
        return ("computed", parent, style.pseudo_type, altered, declared)

    def _value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        if (known := self._values.get(id(value))) is None:
            known = self._values[id(value)] = value, comparable(value)
        return known[1]


_styles: dict[tuple[Any, ...], int] = {}


def _known(style: tuple[Any, ...]) -> int:
    """Return a number that stands for a style in this process."""
    return _styles.setdefault(style, len(_styles))


def _deep(part: Part) -> tuple[Any, ...]:
    return part.own, tuple(map(_deep, part.children))


def _is_atomic(box: Any) -> bool:
    if box.is_table_wrapper or isinstance(
        box, boxes.TableBox | boxes.FlexContainerBox | boxes.GridContainerBox | boxes.InlineBlockBox
    ):
        return True
    style = box.style
    return bool(style["column_count"] != "auto" or style["column_width"] != "auto")


def comparable(value: Any) -> Any:
    """Return a value as one that equals others of the same content. Raises UnknownValue."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return type(value).__name__, value
    if isinstance(value, Color):
        return "Color", value.space, tuple(value.coordinates), value.alpha
    if isinstance(value, Pending):
        tokens = tuple(one.serialize() for one in value.tokens)
        return type(value).__name__, value.name, tokens
    if isinstance(value, CssNode):
        return type(value).__name__, value.serialize()
    if isinstance(value, list | tuple):
        return (type(value).__name__, *map(comparable, value))
    if isinstance(value, Mapping):
        return tuple(sorted((str(key), comparable(one)) for key, one in value.items()))
    if isinstance(value, set | frozenset):
        return tuple(sorted(map(str, value)))
    if isinstance(value, FunctionType) and value.__closure__ is None:
        return value.__qualname__  # a child of a flex box says of itself that it does not float
    raise UnknownValue(type(value).__name__)
