"""Reads callouts: boxes that say in their title what they are, as Quarto and GitHub write them."""

import re
from typing import Any

from reportgen.diagnostics import Rule, Span
from reportgen.document import Blocks, Box, Inlines, Text, Written
from reportgen.language import words
from reportgen.pandoc import Attributes, Node
from reportgen.reading.context import Context
from reportgen.reading.signs_of_blocks import report_signs_of_heading
from reportgen.reading.words import first_words, words_of_blocks

KINDS = ("note", "tip", "warning", "caution", "important")
CALLOUTS = tuple(f"callout-{kind}" for kind in KINDS)
SIGN = re.compile(r"\[!(?P<kind>[A-Za-z]+)\]")
LOOKS = ("collapse", "icon", "appearance")
"""Keys of how a web page shows a callout: on paper and on slides it stands open, in one look."""


def callout(
    kind: str, attributes: Attributes, nodes: list[Node], place: Span, context: Context
) -> Blocks[Written]:
    """Return a callout; its title is the key `title`, a heading at its start, or its kind."""
    for key in LOOKS:
        attributes.take(key)
    written = attributes.take("title")
    runs = context.marked(written, "title of a box", context.source.attribute(place, "title="))
    if not runs and nodes and nodes[0]["t"] == "Header":
        _, attr, content = nodes[0]["c"]
        at = context.source.heading(first_words(content))
        context.account(Attributes(attr), "callout's title", at)
        report_signs_of_heading(content, at, context)
        runs, nodes = context.inlines(content), nodes[1:]
    context.account(attributes, "callout", place)
    return (Box(kind, runs or _name(kind, context), context.blocks(nodes), place),)


def alert(content: Any, context: Context) -> Blocks[Written] | None:
    """Return what GitHub writes as `> [!NOTE]`, None for any other div of pandoc's tree.

    pandoc makes it a div that no line of the file opens, with a title of its own.
    """
    (name, classes, pairs), nodes = content
    if name or pairs or len(classes) != 1 or classes[0] not in KINDS or not nodes:
        return None
    first = nodes[0]
    if first["t"] != "Div" or first["c"][0] != ["", ["title"], []]:
        return None
    kind = f"callout-{classes[0]}"
    place = context.source.find(words_of_blocks(nodes[1:]), moves=False) or context.source.here()
    return (Box(kind, _name(kind, context), context.blocks(nodes[1:]), place),)


def report_unread_alert(nodes: list[Node], context: Context) -> None:
    """Report what begins a quotation like a callout of GitHub's, and is none that it knows."""
    first = nodes[0] if nodes else {}
    if first.get("t") not in ("Para", "Plain"):
        return
    found = SIGN.match("".join(str(node.get("c", " ")) for node in first["c"][:1]))
    if found is None:
        return
    place = context.source.sign(re.compile(re.escape(found[0])), context.source.here())
    if found[0] not in place.source:  # its bracket is escaped
        return
    if found["kind"].lower() not in KINDS:
        message = f"`{found[0]}` begins no callout, and would be printed"
        hint = f"known: {', '.join(f'`[!{kind.upper()}]`' for kind in KINDS)}"
    elif first["c"][1:2] == [{"t": "SoftBreak"}] or not first["c"][1:]:
        message = f"`{found[0]}` begins no callout in small letters, and would be printed"
        hint = f"write `{found[0].upper()}`"
    else:
        message = f"`{found[0]}` stands with other words in its line, and would be printed"
        kind = found["kind"].lower()
        hint = f'let it stand alone; with a title, write `::: {{.callout-{kind} title="..."}}`'
    context.diagnostics.add(Rule.UNSUPPORTED, message, place, hint)


def _name(kind: str, context: Context) -> Inlines[Written]:
    return (Text(words(context.written.lang)[kind]),)
