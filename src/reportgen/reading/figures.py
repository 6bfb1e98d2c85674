"""Reads pictures: figures, figures of the brief shown again, and tables made from data."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from reportgen.diagnostics import Rule, Span
from reportgen.document import (
    TABLE_FILES,
    Align,
    Blocks,
    Builds,
    Caption,
    DataTable,
    Figure,
    FigurePlace,
    FigureQuote,
    Inlines,
    Length,
    Style,
    Styled,
    Text,
    Written,
    inches,
    mm,
    pt,
)
from reportgen.pandoc import Attributes, Node
from reportgen.reading import charts
from reportgen.reading.context import Context
from reportgen.reading.credits import NOBODY, credit_beside, credited
from reportgen.reading.editions import address


def _pixels(value: float) -> Length:
    """Return a length of so many pixels, as the web counts them: 96 an inch (CSS Values 3, 5.2)."""
    return inches(value / 96)


UNITS = {"mm": mm, "cm": lambda value: mm(value * 10), "in": inches, "pt": pt, "px": _pixels}
FILMS = (".mp4", ".m4v", ".webm", ".mov", ".avi", ".ogv", ".mp3", ".wav", ".ogg", ".m4a")
PLACES = {f"column-{place}": place for place in FigurePlace}
"""What Quarto calls the places of a figure on the page."""
ENDINGS = (*TABLE_FILES, ".geojson")
"""The endings of files that a chart may be drawn of."""
CHARTS = {"picture": "picture", "native": "native"}
NATIVE = {"true": "native", "false": "picture"}
"""How a slide may show a figure."""


def figure(content: Any, context: Context, block: str | None = None) -> Blocks[Written]:
    """Return the figure that pandoc made of a picture with a caption.

    `block` is the text of the block of settings below it, None where there is none.
    """
    attributes, (_, caption), blocks = content
    outer = Attributes(attributes)
    image = blocks[0]["c"][0]["c"]
    return picture(image, context, outer.id, caption[0]["c"] if caption else [], block)


def picture(
    image: Any,
    context: Context,
    name: str = "",
    caption: list[Node] | None = None,
    block: str | None = None,
) -> Blocks[Written]:
    """Return what a picture is that stands alone: a figure, a table of data, or one shown again."""
    attr, description, (target, title) = image
    attributes, caption = Attributes(attr), caption or []
    place = context.source.place("target", unquote(target) if "%7B%7B" in target else target)
    target = address(target, context.written.given, place, context.diagnostics)
    if title:
        hint = "write it into the caption"
        context.refuse("the title of a picture", place, hint)
    if target.lower().endswith(FILMS):
        hint = "link to it: `[What it shows](https://...)`, or show a picture of it"
        context.refuse("a film or recording", place, hint)
        return ()
    makes_table = target.lower().endswith(TABLE_FILES)
    is_chart = attributes.gives("chart") or block is not None
    builds = None if makes_table and not is_chart else _builds(attributes, place)
    if target.startswith("#"):
        context.account(attributes, "figure shown again", place)
        return (FigureQuote(target[1:], place, builds),)
    name = name or attributes.id
    parts = read_caption(caption, context, place)
    chart = charts.chart_words(attributes, block, place, context) if is_chart else None
    if chart is not None and not target.lower().endswith(ENDINGS):
        hint = f"a chart is drawn of one: {', '.join(ENDINGS)}"
        context.diagnostics.add(Rule.BAD_CHART, f"`{target}` is no file of data", place, hint)
        return ()
    path = _file(target, place, context)
    if makes_table and not is_chart:
        columns = tuple(_listed(attributes.take("columns")))
        where = attributes.take("where")
        context.account(attributes, "table of data", place)
        return (DataTable(name, path, parts, columns, where, place),)
    is_file = not (is_chart or target.lower().endswith((".py", *ENDINGS)))
    beside = credit_beside(path, context.project, context.diagnostics) if is_file else NOBODY
    credit = " ".join(attributes.take("credit").split()) or beside.credit
    found: Figure[Written] = Figure(
        id=name,
        source=path,
        caption=Caption(parts.title, credited(parts.legend, credit, context.written.lang)),
        alt=_alternative(attributes, description, caption, place, context),
        span=place,
        height=_length(attributes.take("height"), place, context),
        width=_width(attributes.take("width"), place, context),
        align=_align(attributes.take("fig-align"), place, context),
        place=_place(attributes),
        charts=_charts(attributes, place, context),
        credit=credit,
        consent=attributes.take("consent") or beside.consent,
        chart=chart,
        builds=builds,
    )
    context.account(attributes, "figure", place)
    return (found,)


def read_caption(nodes: list[Node], context: Context, place: Span) -> Caption[Written]:
    """Return a caption: its bold start is the title, the rest the legend."""
    inlines = context.bounded(context.inlines(nodes), "caption", place)
    if inlines and isinstance(inlines[0], Styled) and inlines[0].style is Style.STRONG:
        rest = inlines[1:]
        if rest and isinstance(rest[0], Text):
            rest = (Text(rest[0].text.lstrip()), *rest[1:])
        return Caption(inlines[0].content, tuple(part for part in rest if part != Text("")))
    return Caption((), inlines)


def _align(value: str, place: Span, context: Context) -> Align:
    """Return where a figure stands that is narrower than its place."""
    if value in ("", "default", *Align):
        return Align(value) if value in set(Align) else Align.LEFT
    message, hint = f"`fig-align={value}` is unknown", f"one of: {', '.join(Align)}"
    context.diagnostics.add(Rule.BAD_SETTING, message, place, hint)
    return Align.LEFT


def _place(attributes: Attributes) -> FigurePlace:
    """Return where a figure stands on the page, by its class."""
    return PLACES.get(attributes.take_class(*PLACES), FigurePlace.PAGE)


def _builds(attributes: Attributes, place: Span) -> Builds | None:
    """Return which parts of a figure appear one after another, None where it is whole."""
    words = " ".join(attributes.take("builds").split())
    return Builds(words, place) if words else None


def _charts(attributes: Attributes, place: Span, context: Context) -> str:
    """Return how slides show a figure, "" where the document says so.

    It is `native=true` or `native=false`; `charts=native` is its old name.
    """
    name = "native" if attributes.gives("native") else "charts"
    value, known = attributes.take(name), NATIVE if name == "native" else CHARTS
    if not value:
        return ""
    if value in known:
        return known[value]
    message, hint = f"`{name}={value}` is unknown", f"one of: {', '.join(known)}"
    context.diagnostics.add(Rule.BAD_SETTING, message, place, hint)
    return ""


def _alternative(
    attributes: Attributes,
    description: list[Node],
    caption: list[Node],
    place: Span,
    context: Context,
) -> Inlines[Written]:
    for name in ("alt", "fig-alt"):
        if attributes.gives(name):
            words = " ".join(attributes.take(name).split())
            return context.bounded(context.plain(words, "alternative", place), "alternative", place)
    if description == caption:  # pandoc copies the caption where no `alt` is given
        context.diagnostics.add(
            Rule.MISSING_ALT,
            "this figure has no text alternative of its own",
            place,
            'say what it shows: {alt="..."}; alt="" marks decoration',
        )
    return context.bounded(context.inlines(description), "alternative", place)


def _file(target: str, place: Span, context: Context) -> str:
    path = context.project.locate(target, context.path)
    if "%" in target and not context.project.exists(path):  # pandoc writes a space as %20
        path = context.project.locate(unquote(target), context.path)
    if "://" in target or not context.project.exists(path):
        missing = target if "://" in target else path
        context.project.report_missing(missing, place, context.diagnostics)
    return path


def _length(written: str, place: Span, context: Context) -> Length | None:
    if not written:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(mm|cm|in|pt|px)?", written)
    if found and float(found[1]):
        return UNITS[found[2] or "px"](float(found[1]))
    message = f"`{written}` is no length"
    context.diagnostics.add(Rule.BAD_SETTING, message, place, "write one like `80mm`")
    return None


def _width(written: str, place: Span, context: Context) -> Length | float | None:
    """Return a width as a length, or as a share of the place that it stands in."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", written)
    if found is None:
        return _length(written, place, context)
    if 0 < float(found[1]) <= 100:
        return float(found[1]) / 100
    message, hint = f"`{written}` is no width", "write one from `1%` to `100%`, or like `80mm`"
    context.diagnostics.add(Rule.BAD_SETTING, message, place, hint)
    return None


def _listed(written: str) -> Iterator[str]:
    return (part.strip() for part in written.split(",") if part.strip())
