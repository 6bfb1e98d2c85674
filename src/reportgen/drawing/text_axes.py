"""Finds texts that a figure draws where numbers are meant.

matplotlib puts texts on an axis in the order in which they come, evenly: 1,234 at height 0, 12
above 345. That is right for names beneath bars, and a false chart where heights were meant.
"""

from typing import Any

from reportgen.data.numerals import BLANK_WORDS, STYLES, disguised, fitting, word_behind


def texts_for_numbers(canvas: Any) -> tuple[str, ...]:
    """Return, for each axis of a figure on which texts stand for values, what is wrong in words."""
    found: dict[str, None] = {}
    for axes in canvas.axes:
        x, y = (_categories(axis) for axis in (axes.xaxis, axes.yaxis))
        lengths = {_length_axis(one) for one in axes.containers}
        worded = _has_lines(axes) and word_behind(y) != ""
        if y and ("y" in lengths or ((_are_numbers(y) or worded) and "x" not in lengths)):
            found[_said(y, "vertical")] = None
        if x and ("x" in lengths or (_are_numbers(x) and y and _are_numbers(y))):
            found[_said(x, "horizontal")] = None
    return tuple(found)


def _categories(axis: Any) -> tuple[str, ...]:
    """Return the texts that an axis has as categories, none where it has numbers or dates."""
    from matplotlib.category import StrCategoryConverter, UnitData

    units = axis.get_units()
    if not isinstance(axis.get_converter(), StrCategoryConverter) or not isinstance(
        units, UnitData
    ):
        return ()
    return tuple(map(str, units._mapping))


def _length_axis(container: Any) -> str:
    """Return the axis along which bars have their lengths, "" for what are no bars."""
    return {"vertical": "y", "horizontal": "x"}.get(getattr(container, "orientation", ""), "")


def _has_lines(axes: Any) -> bool:
    """Return whether points are joined by lines: then they are values, and no names."""
    return any(one.get_linestyle() != "None" and len(one.get_xdata()) > 1 for one in axes.lines)


def _are_numbers(texts: tuple[str, ...]) -> bool:
    """Return whether most of the texts are numbers, or would be without a mark."""
    words = [one for one in texts if one.strip().lower() not in BLANK_WORDS]
    like = [one for one in words if fitting([one.strip()], STYLES) or disguised(one.strip())]
    return len(like) * 2 > len(words)


def _said(texts: tuple[str, ...], which: str) -> str:
    shown = ", ".join(f"“{one}”" for one in texts[:4]) + (" …" if len(texts) > 4 else "")
    return f"the {which} axis has texts where numbers are meant: {shown}"
