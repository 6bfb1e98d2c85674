"""Reads lists, and holds each item's number to the one that the author typed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from reportgen.diagnostics import Rule, Span
from reportgen.document import (
    Block,
    Blocks,
    DefinitionList,
    Delimiter,
    Inlines,
    ItemList,
    Numerals,
    Paragraph,
    Text,
    Written,
)
from reportgen.language import names_of_months
from reportgen.pandoc import Node
from reportgen.reading.context import Context
from reportgen.reading.words import words_of_blocks

NUMERALS = {
    "LowerAlpha": Numerals.LOWER_ALPHA,
    "UpperAlpha": Numerals.UPPER_ALPHA,
    "LowerRoman": Numerals.LOWER_ROMAN,
    "UpperRoman": Numerals.UPPER_ROMAN,
}
DELIMITERS = {"OneParen": Delimiter.PARENTHESIS, "TwoParens": Delimiter.PARENTHESES}
TYPED = re.compile(r"(?:^|[\s>+*:-])(?P<marker>\(?(?P<number>\w+|#|@[\w-]*)[.)])[ \t]+\W*$")
"""What stands before the first words of an item, on their line."""

LAST_DAY = 31
"""Higher numbers are years, or what something is called by."""

INNER = re.compile(r"(?:\(?[\w#@-]+[.)]|[-+*])[ \t]+[^\w\s]*$")
"""The marker of a list that an item begins with, on the item's line."""

REFERRED = re.compile(r"\(?(@(?:(?:fig|tbl|sec|eq)-[\w-]+|[A-Za-z][\w:-]*(?<!\d)\d{4}\w?))[.)]")
"""A cross-reference, or a key, which pandoc reads as the label of a numbered example."""

ALONE = re.compile(
    rf"^[ \t>]*(?:(?:\(?\w+[.)]|[-+*])[ \t]+)*(?P<sign>{REFERRED.pattern})[ \t]*$", re.MULTILINE
)
"""Such a reference as all that a line says: an example without words."""

DONE, TICKED = "☒", "☑"
"""What pandoc reads `[x]` as, and the sign of it that fonts of text have."""


def bullets(content: Any, context: Context) -> ItemList[Written]:
    """Return a bullet list; the boxes of tasks that are done are ticked."""
    if DONE not in context.source.text:
        for item in content:
            _tick(item)
    return ItemList(tuple(context.blocks(item) for item in content))


def _tick(item: list[Node]) -> None:
    first = item[0]["c"] if item and item[0]["t"] in ("Para", "Plain") else ()
    if first and first[0] == {"t": "Str", "c": DONE}:
        first[0]["c"] = TICKED


def numbered(content: Any, context: Context) -> ItemList[Written]:
    """Return a numbered list; an item whose number prints as another one is reported."""
    (start, style, delimiter), nodes = content
    markers: list[tuple[str, Span] | None] = []
    items: list[Blocks[Written]] = []
    for item in nodes:
        markers.append(_typed(item, context))
        if not item and style["t"] == "Example":
            markers[-1] = _reference_alone(context)
        items.append(context.blocks(item))
    found = ItemList(
        tuple(items),
        start,
        NUMERALS.get(style["t"], Numerals.DECIMAL),
        DELIMITERS.get(delimiter["t"], Delimiter.PERIOD),
    )
    _check(found, markers, context)
    return found


def definitions(content: Any, context: Context) -> DefinitionList[Written]:
    """Return a list of terms, each with what is said of it."""

    def pair(
        term: list[Node], bodies: list[list[Node]]
    ) -> tuple[Inlines[Written], Blocks[Written]]:
        return context.inlines(term), tuple(one for body in bodies for one in context.blocks(body))

    return DefinitionList(tuple(pair(term, bodies) for term, bodies in content))


def _typed(item: list[Node], context: Context) -> tuple[str, Span] | None:
    """Return the marker that stands before the words of an item, with its place.

    An item may begin with a list whose marker stands on the same line: `t. j. so`.
    """
    first, depth = item, 0
    while first and first[0]["t"] in ("OrderedList", "BulletList"):
        first, depth = _first_item(first[0]), depth + 1
    if not first or first[0]["t"] not in ("Para", "Plain"):
        return None
    place = context.source.find(words_of_blocks(first), moves=False)
    before = context.source.before(place) if place else ""
    for _ in range(depth):
        inner = INNER.search(before)
        before = before[: inner.start()] if inner else ""
    found = TYPED.search(before)
    if place is None or found is None:
        return None
    marker = found["marker"]
    return marker, replace(place, column=found.start("marker") + 1, width=len(marker))


def _reference_alone(context: Context) -> tuple[str, Span] | None:
    """Return the next cross-reference in brackets that is alone on its line, with its place."""
    here = context.source.here()
    place = context.source.sign(ALONE, here)
    return None if place == here else (place.source[place.column - 1 :].strip(), place)


def _first_item(node: Node) -> list[Node]:
    items: list[list[Node]] = node["c"][1] if node["t"] == "OrderedList" else node["c"]
    return items[0] if items else []


def _check(
    written: ItemList[Written], markers: Sequence[tuple[str, Span] | None], context: Context
) -> None:
    """Report an item that is typed with another marker than the one that it gets.

    `#.` and `(@)` ask for a number; a list may be numbered `1.` throughout.
    """
    if all(marker is None or marker[0] == written.marker(0) for marker in markers) and (
        _counts(written)
    ):
        return
    for at, marker in enumerate(markers):
        if marker is not None and (named := REFERRED.fullmatch(marker[0])):
            is_key = re.match("@(?:fig|tbl|sec|eq)-", named[1]) is None
            if is_key and context.source.text.count(f"({named[1]})") > 1:
                continue  # an example that is referred to
            message = f"`{marker[0]}` at the start of a text numbers an example, and refers to none"
            hint = f"write the reference behind a word: `see {named[1]}`"
            context.diagnostics.add(Rule.LIST_NUMBER, message, marker[1], hint)
            return
        if marker is None or marker[0].strip("(.)").startswith(("#", "@")):
            continue
        if marker[0].casefold() != written.marker(at).casefold():
            context.diagnostics.add(
                Rule.LIST_NUMBER,
                f"`{marker[0]}` is read as an item of a list, and would be numbered "
                f"`{written.marker(at)}`",
                marker[1],
                _way_out(marker[0], written.marker(at)),
            )
            return


def _counts(written: ItemList[Written]) -> bool:
    """Return whether one number for all items asks to count: no letter, year or day says that."""
    if len(written.items) == 1:
        return True
    first = written.start or 1
    return (
        written.numerals is Numerals.DECIMAL
        and first <= LAST_DAY
        and not any(map(_begins_with_month, written.items))
    )


def _begins_with_month(item: Blocks[Written]) -> bool:
    """Return whether an item goes on like a date: `3.` and "Oktober 1990"."""
    said = item[0].content if item and isinstance(item[0], Paragraph) else ()
    found = re.match(r"[^\W\d_]+", said[0].text) if said and isinstance(said[0], Text) else None
    return found is not None and found[0].casefold() in names_of_months()


def _way_out(typed: str, given: str) -> str:
    """Return what to write instead of a marker that a list does not give."""
    if re.sub(r"(?<!\d)0+(?=\d)", "", typed) == given:
        return f"write `{given}`: no list counts with noughts before its numbers"
    end = f"where this is no list, write `{_escaped(typed)}`"
    return f"number the items one after the other; {end}"


def _escaped(marker: str) -> str:
    """Return a marker that pandoc reads as text: `2019\\.`, `\\(C)`."""
    return f"\\{marker}" if marker.startswith("(") else f"{marker[:-1]}\\{marker[-1]}"


def follow(found: list[Block[Written]], made: Blocks[Written], context: Context) -> None:
    """Append blocks to those before; what only looks like a list becomes the sentence it is.

    A list of one item with a number of its own, "3. Oktober 1990 ...", goes on with a list before
    it, or it is a sentence; where it stands right under a line, it is the end of that.
    """
    for block in made:
        if isinstance(block, ItemList) and (sentence := _sentence(block, found)) is not None:
            before = found[-1] if found else None
            if isinstance(before, Paragraph) and not context.source.is_blank_above(sentence.span):
                content = _joined(before.content, (Text(" "), *sentence.content))
                found[-1] = replace(before, content=content)
            else:
                found.append(sentence)
        else:
            found.append(block)


def _sentence(
    block: ItemList[Written], before: Sequence[Block[Written]]
) -> Paragraph[Written] | None:
    """Return the paragraph that a list of one item is, None where it is a list."""
    if block.start in (None, 1) or len(block.items) != 1 or len(block.items[0]) != 1:
        return None
    lists = [one for one in before if isinstance(one, ItemList) and one.start is not None]
    only = block.items[0][0]
    if (lists and _goes_on(lists[-1], block)) or not isinstance(only, Paragraph):
        return None
    return replace(only, content=_joined((Text(block.marker(0) + " "),), only.content))


def _goes_on(last: ItemList[Written], block: ItemList[Written]) -> bool:
    """Return whether a list counts on where the one before it ends."""
    alike = (block.numerals, block.delimiter) == (last.numerals, last.delimiter)
    return alike and block.start == (last.start or 0) + len(last.items)


def _joined(first: Inlines[Written], second: Inlines[Written]) -> Inlines[Written]:
    return tuple(_merged((*first, *second)))


def _merged(inlines: Inlines[Written]) -> Iterator[Any]:
    text = ""
    for inline in inlines:
        if isinstance(inline, Text):
            text += inline.text
            continue
        if text:
            yield Text(text)
        text = ""
        yield inline
    if text:
        yield Text(text)
