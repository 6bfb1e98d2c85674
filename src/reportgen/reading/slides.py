"""Reads slides and columns."""

import re
from functools import partial

from reportgen.diagnostics import Rule, Span
from reportgen.document import (
    Block,
    Blocks,
    Build,
    Columns,
    DefinitionList,
    Equation,
    Inlines,
    ItemList,
    Paragraph,
    Quote,
    Slide,
    Written,
)
from reportgen.document.rebuilding import rebuilt
from reportgen.pandoc import Attributes, Node
from reportgen.reading.context import Context
from reportgen.reading.signs_of_blocks import report_signs_of_heading
from reportgen.reading.words import first_words, words_of_blocks

PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")


def slide(
    attributes: Attributes, nodes: list[Node], place: Span, context: Context
) -> Slide[Written]:
    """Return a slide: its first heading is the title, `::: notes` is what the speaker says."""
    title: Inlines[Written] = ()
    blocks: list[Node] = []
    notes: list[Block[Written]] = []
    read: list[Block[Written]] = []
    titled = False
    for node in nodes:
        if node["t"] == "Header" and not titled:
            titled = True
            title = _title(node, context)
        elif node["t"] == "Div" and "notes" in node["c"][0][1]:
            read.extend(context.blocks(blocks))
            blocks = []
            notes.extend(_notes(node, context))
        else:
            blocks.append(node)
    read.extend(context.blocks(blocks))
    if not title:
        context.diagnostics.add(
            Rule.BAD_SLIDE,
            "this slide has no title",
            place,
            "begin it with a heading that says its one message",
        )
    read = list(_in_lines(tuple(read), within=False))
    by_item = bool(attributes.take_class("incremental"))
    found: Slide[Written] = Slide(
        id=attributes.id,
        title=title,
        blocks=(Build(by_item, tuple(read)),) if by_item else tuple(read),
        notes=tuple(notes),
        layout=attributes.take("layout"),
        span=place,
        hidden=_is_hidden(attributes),
        part=attributes.take("part"),
    )
    context.account(attributes, "slide", place)
    return found


def _in_lines(blocks: Blocks[Written], *, within: bool) -> Blocks[Written]:
    """Return blocks in which equations in an item or a quotation are lines of its text.

    `within` tells whether the blocks stand in one.
    """
    found: list[Block[Written]] = []
    for block in blocks:
        if isinstance(block, Equation):
            is_line = within and not block.id
            found.append(Paragraph((block.math,), block.span) if is_line else block)
            continue
        text = within or isinstance(block, ItemList | DefinitionList | Quote)
        found.append(rebuilt(block, lambda run: run, partial(_in_lines, within=text)))
    return tuple(found)


def _is_hidden(attributes: Attributes) -> bool:
    """Return whether a show passes over a slide: `{.slide .hidden}`, or as reveal.js writes it."""
    by_class = bool(attributes.take_class("hidden"))
    if attributes.peek("visibility") == "hidden":
        attributes.take("visibility")
        return True
    return by_class


def _title(header: Node, context: Context) -> Inlines[Written]:
    _, attr, content = header["c"]
    attributes, place = Attributes(attr), context.source.heading(first_words(content))
    attributes.take_class("unnumbered", "unlisted")  # slides have no numbers, and no contents
    context.account(attributes, "slide's title", place)
    report_signs_of_heading(content, place, context)
    return context.inlines(content)


def _notes(div: Node, context: Context) -> Blocks[Written]:
    attr, nodes = div["c"]
    attributes, place = Attributes(attr), context.source.next("div")
    attributes.take_class("notes")
    context.account(attributes, "block of notes", place)
    return context.blocks(nodes)


def columns(
    attributes: Attributes, nodes: list[Node], place: Span, context: Context
) -> Blocks[Written]:
    """Return columns with their shares of the width; what stands outside of one is reported."""
    context.account(attributes, "block of columns", place)
    widths: list[float | None] = []
    groups: list[Blocks[Written]] = []
    for node in nodes:
        if node["t"] != "Div" or "column" not in node["c"][0][1]:
            _outside(node, context)
            continue
        attr, content = node["c"]
        own, at = Attributes(attr), context.source.next("div")
        own.take_class("column")
        widths.append(_share(own.take("width"), at, context))
        context.account(own, "column", at)
        groups.append(context.blocks(content))
    if not groups:
        message, hint = "these columns hold no column", "write each as `::: {.column}`"
        context.diagnostics.add(Rule.BAD_COLUMNS, message, place, hint)
        return ()
    left = max(0.0, 1 - sum(width or 0 for width in widths)) or 1.0
    open_widths = widths.count(None) or 1
    shares = [left / open_widths if width is None else width for width in widths]
    pairs = zip(shares, groups, strict=True)
    return (Columns(tuple((share / sum(shares), blocks) for share, blocks in pairs)),)


def _share(written: str, place: Span, context: Context) -> float | None:
    """Return a width as a share of the whole, None where it is not given."""
    if not written:
        return None
    found = PERCENT.fullmatch(written)
    if found and float(found[1]) > 0:
        return float(found[1]) / 100
    message, hint = f"`{written}` is no width of a column", "write one like `40%`, above 0"
    context.diagnostics.add(Rule.BAD_SETTING, message, place, hint)
    return None


def _outside(node: Node, context: Context) -> None:
    """Report what stands beside the columns, between `::: columns` and its end."""
    if node["t"] == "RawBlock" and node["c"][1].startswith("<!--"):
        return
    if node["t"] == "Div":
        place = context.source.next("div")
    else:
        place = context.source.find(words_of_blocks([node])) or context.source.here()
    context.diagnostics.add(
        Rule.BAD_COLUMNS,
        "this stands between columns, in none of them",
        place,
        "put it into a `::: {.column}`, or before `::: {.columns}`",
    )
