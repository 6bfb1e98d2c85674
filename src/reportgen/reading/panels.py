"""Reads figures that stand together, as Quarto writes them: `::: {#fig-x layout-ncol=2}`."""

import re
from dataclasses import replace
from string import ascii_lowercase
from typing import Any

from reportgen.diagnostics import Rule, Span
from reportgen.document import (
    Block,
    Blocks,
    Caption,
    Columns,
    Figure,
    FigureGroup,
    FigureQuote,
    Written,
)
from reportgen.pandoc import Attributes, Node
from reportgen.reading import figures
from reportgen.reading.context import Context
from reportgen.reading.words import words_of_blocks

LAYOUTS = ("layout-ncol", "layout-nrow", "layout")
MOST = 6
"""So many stand side by side at most: more are too small to be read."""


def is_panel(attributes: Attributes) -> bool:
    """Return whether a div holds figures that stand together."""
    return attributes.id.startswith("fig-") or any(map(attributes.gives, LAYOUTS))


def panel(
    attributes: Attributes, nodes: list[Node], place: Span, context: Context
) -> Blocks[Written]:
    """Return a group of figures, its caption the last paragraph; or other blocks side by side."""
    asked = _columns(attributes, place, context)
    found: list[Block[Written]] = []
    caption: list[Node] = []
    for at, node in enumerate(nodes):
        if node["t"] in ("Para", "Plain") and (images := _images(node["c"])):
            for image in images:
                found.extend(figures.picture(image, context, *_figure_of(image)))
        elif node["t"] == "Para" and at == len(nodes) - 1 and attributes.id:
            context.source.find(words_of_blocks([node]))
            caption = node["c"]
        else:
            found.extend(context.blocks([node]))
    parts = figures.read_caption(caption, context, place)
    context.account(attributes, "group of figures", place)
    number = asked[0] or (-(-len(found) // asked[1]) if asked[1] else 1 if attributes.id else 2)
    members = tuple(one for one in found if isinstance(one, Figure))
    if len(members) == len(found) and members:
        return (_group(attributes.id, min(number, len(members)), members, parts, place),)
    if attributes.id or any(isinstance(one, FigureQuote) for one in found):
        context.refuse(
            "what is no figure, in a group of figures,", place, "put it behind the group"
        )
        return tuple(found)
    return tuple(_rows(found, number))


def _figure_of(image: Any) -> tuple[str, list[Node]]:
    """Return the identifier and the caption of a picture that stands in a line with others."""
    (name, _, _), words, _ = image
    return name, words


def _images(nodes: list[Node]) -> list[Any]:
    """Return the pictures of a paragraph that holds nothing else."""
    if any(node["t"] not in ("Image", "Space", "SoftBreak") for node in nodes):
        return []
    return [node["c"] for node in nodes if node["t"] == "Image"]


def _group(
    name: str,
    number: int,
    members: tuple[Figure[Written], ...],
    caption: Caption[Written],
    place: Span,
) -> FigureGroup[Written]:
    """Return a group; of one that has a name, each figure has a letter."""
    named = []
    for at, member in enumerate(members):
        letter = ascii_lowercase[at % 26] if name else ""
        own = member.id or f"{name or 'figure'}-{place.line}-{at + 1}"
        named.append(replace(member, id=own, part=letter, beside=number))
    return FigureGroup(name, number, tuple(named), caption, place)


def _rows(found: list[Block[Written]], number: int) -> list[Block[Written]]:
    """Return blocks in rows of columns."""
    rows = [found[at : at + number] for at in range(0, len(found), number)]
    return [Columns(tuple((1 / number, (one,)) for one in row)) for row in rows]


def _columns(attributes: Attributes, place: Span, context: Context) -> tuple[int, int]:
    """Return how many columns and how many rows are asked for, 0 where not."""
    asked = []
    for key in ("layout-ncol", "layout-nrow"):
        written = attributes.take(key)
        if written and not re.fullmatch(rf"[1-{MOST}]", written):
            message = f"`{key}={written}` is not from 1 to {MOST}"
            context.diagnostics.add(Rule.BAD_SETTING, message, place, "write one like `2`")
            written = ""
        asked.append(int(written or 0))
    if attributes.take("layout"):
        message = "`layout=` sets rows of several widths, which neither file can"
        context.diagnostics.add(Rule.BAD_SETTING, message, place, "write `layout-ncol=2`")
    return asked[0], asked[1]
