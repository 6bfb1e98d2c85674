"""Remembers how matplotlib lays out a text: it does so ten times for each of a figure."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def remembered_layouts() -> Iterator[None]:
    """Let a text be laid out once while figures are written inside, and no setting changes.

    Texts that wrap, which look at where they stand, and those that TeX sets are laid out as ever.
    """
    from matplotlib import text as texts

    kind: Any = texts.Text
    lay_out = kind._get_layout
    found: dict[tuple[object, ...], Any] = {}

    def remembered(text: Any, renderer: Any) -> Any:
        if text.get_wrap() or text.get_usetex():
            return lay_out(text, renderer)
        drawn_by = getattr(renderer, "_renderer", renderer)
        key = (
            type(drawn_by), getattr(drawn_by, "dpi", 0.0), text.get_figure(root=True).dpi,
            text._text, text._parse_math, text._linespacing, text._multialignment,
            text.get_rotation(), text._rotation_mode, text._horizontalalignment,
            text._verticalalignment, *vars(text._fontproperties).values(),
        )  # fmt: skip
        if key not in found:
            found[key] = lay_out(text, renderer)
        return found[key]

    kind._get_layout = remembered
    try:
        yield
    finally:
        kind._get_layout = lay_out
