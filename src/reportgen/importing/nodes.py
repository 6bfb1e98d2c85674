"""Walks pandoc's tree as JSON: blocks and inlines, each replaced by what a function returns."""

from collections.abc import Callable, Iterator
from typing import Any

Node = dict[str, Any]
OfInline = Callable[[Node], list[Node]]
OfBlock = Callable[[Node], list[Node]]

INLINES_IN = {"Quoted": 1, "Cite": 1, "Link": 1, "Image": 1, "Span": 1}
"""Where in their content inlines hold inlines; those that are not here and hold a list are it."""
PLAIN_LISTS = (
    "Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps",
)  # fmt: skip


def str_node(text: str) -> Node:
    """Return a word."""
    return {"t": "Str", "c": text}


def inlines_of(text: str) -> list[Node]:
    """Return words with spaces between them."""
    found: list[Node] = []
    for word in text.split():
        found += [str_node(word), {"t": "Space"}]
    return found[:-1]


def rebuilt_inlines(inlines: list[Node], of_inline: OfInline, of_block: OfBlock) -> list[Node]:
    """Return inlines with each, from the innermost out, replaced by what `of_inline` gives."""
    found: list[Node] = []
    for node in inlines:
        kind = node["t"]
        made = node
        if kind in PLAIN_LISTS:
            made = {**node, "c": rebuilt_inlines(node["c"], of_inline, of_block)}
        elif kind in INLINES_IN:
            content = list(node["c"])
            at = INLINES_IN[kind]
            content[at] = rebuilt_inlines(content[at], of_inline, of_block)
            made = {**node, "c": content}
        elif kind == "Note":
            made = {**node, "c": rebuilt(node["c"], of_inline, of_block)}
        found += of_inline(made)
    return found


def rebuilt(blocks: list[Node], of_inline: OfInline, of_block: OfBlock) -> list[Node]:
    """Return blocks with each, from the innermost out, replaced by what `of_block` gives."""
    found: list[Node] = []
    for block in blocks:
        found += of_block(_within(block, of_inline, of_block))
    return found


def _within(block: Node, of_inline: OfInline, of_block: OfBlock) -> Node:
    kind: str = block["t"]
    content: Any = block.get("c")

    def text(inlines: list[Node]) -> list[Node]:
        return rebuilt_inlines(inlines, of_inline, of_block)

    def below(blocks: list[Node]) -> list[Node]:
        return rebuilt(blocks, of_inline, of_block)

    match kind:
        case "Para" | "Plain":
            return {**block, "c": text(content)}
        case "LineBlock":
            return {**block, "c": [text(line) for line in content]}
        case "Header":
            return {**block, "c": [content[0], content[1], text(content[2])]}
        case "BlockQuote":
            return {**block, "c": below(content)}
        case "BulletList":
            return {**block, "c": [below(item) for item in content]}
        case "OrderedList":
            return {**block, "c": [content[0], [below(item) for item in content[1]]]}
        case "DefinitionList":
            pairs = [[text(term), [below(body) for body in bodies]] for term, bodies in content]
            return {**block, "c": pairs}
        case "Div":
            return {**block, "c": [content[0], below(content[1])]}
        case "Figure":
            caption = [content[1][0], below(content[1][1])]
            return {**block, "c": [content[0], caption, below(content[2])]}
        case "Table":
            return {**block, "c": _table(content, below)}
    return block


def _table(content: list[Any], below: Callable[[list[Node]], list[Node]]) -> list[Any]:
    """Return a table's content (pandoc-types 1.23: Attr, Caption, ColSpecs, head, bodies, foot)."""

    def rows(found: list[Any]) -> list[Any]:
        return [[attr, [[*cell[:4], below(cell[4])] for cell in cells]] for attr, cells in found]

    attr, caption, columns, head, bodies, foot = content
    return [
        attr,
        [caption[0], below(caption[1])],
        columns,
        [head[0], rows(head[1])],
        [[*body[:2], rows(body[2]), rows(body[3])] for body in bodies],
        [foot[0], rows(foot[1])],
    ]


def plain(nodes: list[Node]) -> str:
    """Return the words of inlines or blocks, those of notes too, a space between them."""
    return " ".join("".join(_words(nodes)).split())


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, dict):
        kind = value.get("t")
        if kind == "Str":
            yield value["c"]
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield " "
        elif kind in ("Code", "CodeBlock", "Math", "RawInline", "RawBlock"):
            yield f" {value['c'][1]} " if kind.endswith("Block") else value["c"][1]
        elif kind == "Quoted":
            marks = "‘’" if value["c"][0]["t"] == "SingleQuote" else "“”"
            yield marks[0]
            yield from _words(value["c"][1])
            yield marks[1]
        elif kind == "Cite":
            yield from _words(value["c"][1])
        elif kind == "DefinitionList":
            for term, bodies in value["c"]:
                yield from _words(term)
                yield " "
                yield from _words(bodies)
        elif kind == "Note":
            yield " "
            yield from _words(value["c"])
            yield " "
        elif "c" in value:
            yield from _words(value["c"])
            if kind in BLOCKS:
                yield " "


BLOCKS = ("Para", "Plain", "Header", "LineBlock", "BlockQuote", "Table", "Figure", "Div")
