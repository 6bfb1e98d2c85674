"""Gives the plain words that pandoc's nodes begin with, by which they are found in the file."""

from collections.abc import Iterable, Iterator
from typing import Any

from reportgen.pandoc import BlockKind, InlineKind, Node

ENOUGH = 40
"""So many characters hold the first words of any block."""


def first_words(nodes: Iterable[Node]) -> str:
    """Return the words with which inlines begin, whatever they are set off by."""
    found = ""
    for part in _parts(nodes):
        found += part
        if len(found) > ENOUGH:
            break
    return found


def words_of_blocks(nodes: Iterable[Node]) -> str:
    """Return the words with which the first block that has any begins."""
    return next((found for node in nodes if (found := _words_of_block(node)).strip()), "")


def _words_of_block(node: Node) -> str:
    content: Any = node.get("c")
    match BlockKind(node["t"]):
        case BlockKind.PARA | BlockKind.PLAIN:
            return first_words(content)
        case BlockKind.HEADER:
            return first_words(content[2])
        case BlockKind.LINE_BLOCK:
            return first_words(part for line in content for part in (*line, {"t": "Space"}))
        case BlockKind.CODE_BLOCK:
            return str(content[1][:ENOUGH])
        case BlockKind.BLOCK_QUOTE:
            return words_of_blocks(content)
        case BlockKind.BULLET_LIST:
            return words_of_blocks(part for item in content for part in item)
        case BlockKind.ORDERED_LIST:
            return words_of_blocks(part for item in content[1] for part in item)
        case BlockKind.DEFINITION_LIST:
            return first_words(content[0][0]) if content else ""
        case BlockKind.DIV:
            return words_of_blocks(content[1])
        case BlockKind.RAW_BLOCK | BlockKind.HORIZONTAL_RULE | BlockKind.TABLE | BlockKind.FIGURE:
            return ""


def _parts(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        content: Any = node.get("c")
        match InlineKind(node["t"]):
            case InlineKind.STR:
                yield content
            case InlineKind.SPACE | InlineKind.SOFT_BREAK | InlineKind.LINE_BREAK:
                yield " "
            case (
                InlineKind.EMPH
                | InlineKind.UNDERLINE
                | InlineKind.STRONG
                | InlineKind.STRIKEOUT
                | InlineKind.SUPERSCRIPT
                | InlineKind.SUBSCRIPT
                | InlineKind.SMALL_CAPS
            ):
                yield from _apart(_parts(content))
            case InlineKind.QUOTED | InlineKind.SPAN | InlineKind.LINK | InlineKind.CITE:
                yield from _apart(_parts(content[1]))
            case InlineKind.CODE | InlineKind.MATH | InlineKind.RAW_INLINE:
                yield from _apart((content[1],))
            case InlineKind.IMAGE | InlineKind.NOTE:
                return  # what follows stands behind a mark or an address


def _apart(parts: Iterable[str]) -> Iterator[str]:
    """Yield parts with a space around them: marks of emphasis stand between words."""
    yield " "
    yield from parts
    yield " "
