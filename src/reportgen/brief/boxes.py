"""Writes boxes as HTML: asides, callouts, quotations, and numbers set large."""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from markupsafe import Markup, escape

from reportgen.document import (
    Blocks,
    Box,
    DefinitionList,
    Inline,
    Inlines,
    ItemList,
    Paragraph,
    Settled,
    Style,
    Styled,
    Text,
    plain_text,
    runs,
)

SHORT = 260
"""Characters of a paragraph that stands abreast of others in a box."""
LONG_BOX = 420
"""Characters from which on the text of a box is set in two columns."""
NUMBER_AND_WORDS = re.compile(r"([^\W\d_]*\W*\d\S*) +(.+)")


class Writes(Protocol):
    """What turns the text in boxes into HTML."""

    terms: Mapping[str, str]

    def inlines(self, inlines: Inlines[Settled], /) -> Markup: ...
    def blocks(self, blocks: Blocks[Settled], /) -> Markup: ...


def box_html(box: Box[Settled], writer: Writes) -> Markup:
    """Return a box: a division, a quotation, or a number set large."""
    title = writer.inlines(box.title)
    if not title and box.kind == "key-points":
        title = escape(writer.terms["key-points"])
    if box.kind == "key-number":
        return _key_number(box, title, writer)
    head = Markup('<p class="box-title">{}</p>').format(title) if title else Markup("")
    tag = "blockquote" if box.kind == "pull-quote" else "div"
    kind = f"callout {box.kind}" if box.kind.startswith("callout") else box.kind
    if box.kind == "box":
        kind += _abreast(box)
    body = writer.blocks(box.blocks)
    if box.kind == "box":
        body = Markup('<div class="box-body">{}</div>').format(body)
    return Markup('<{0} class="{1}">{2}{3}</{0}>').format(tag, kind, head, body)


def _key_number(box: Box[Settled], title: Markup, writer: Writes) -> Markup:
    """Return a number set large: the bold words that its first paragraph begins with."""
    head = Markup('<p class="box-title">{}</p>').format(title) if title else Markup("")
    number, blocks = Markup(""), box.blocks
    match blocks[:1]:
        case (Paragraph((Styled(Style.STRONG, figure), *rest), span),):
            number = Markup('<span class="figure">{}</span> ').format(_large(figure, writer))
            blocks = (Paragraph(_without_space(rest), span), *blocks[1:])
    match blocks:
        case (Paragraph(content), *others):
            words = Markup("<p>{}{}</p>").format(number, writer.inlines(content))
            words += writer.blocks(tuple(others))
        case _:
            words = number + writer.blocks(blocks)
    return Markup('<div class="key-number">{}{}</div>').format(head, words)


def _large(number: Inlines[Settled], writer: Writes) -> Markup:
    """Return a number to be set large, the words behind it smaller: "1-3 months"."""
    match number:
        case (Text(text),) if found := NUMBER_AND_WORDS.fullmatch(text):
            return Markup('{} <span class="of">{}</span>').format(*found.groups())
        case _:
            return writer.inlines(number)


def _abreast(box: Box[Settled]) -> str:
    """Return the class of a box by how its paragraphs stand: side by side, in columns, or not."""
    texts = [plain_text(run) for one in box.blocks for run in runs(one)]
    is_text = all(isinstance(one, Paragraph) for one in box.blocks)
    if is_text and len(texts) in (2, 3) and all(len(text) <= SHORT for text in texts):
        return " abreast"
    is_flowing = all(isinstance(one, Paragraph | ItemList | DefinitionList) for one in box.blocks)
    return " halves" if is_flowing and sum(map(len, texts)) > LONG_BOX else ""


def _without_space(inlines: Sequence[Inline[Settled]]) -> Inlines[Settled]:
    match inlines:
        case (Text(text), *rest):
            return (Text(text.lstrip()), *rest)
        case _:
            return tuple(inlines)
