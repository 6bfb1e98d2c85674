"""Writes blocks of code: a mark where a long line goes on, and colours by the kind of each word."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from reportgen.contrast import TEXT_CONTRAST, darkened
from reportgen.document import CodeBlock

FITS = 44
"""A line of so many characters fits one of two columns."""
KINDS = {
    "Comment": "comment",
    "Keyword": "keyword",
    "Operator.Word": "keyword",
    "Literal.String": "string",
    "Literal.Number": "number",
    "Name.Function": "name",
    "Name.Class": "name",
    "Name.Tag": "name",
}
"""The kinds of tokens that are set off (as Pygments names them), and their classes."""
COLORS = {
    "comment": "muted",
    "keyword": "primary",
    "string": "success",
    "number": "danger",
    "name": "primary",
}
"""The brand's colour of each class; it is darkened where the ground of code asks for it."""


def code_block(block: CodeBlock) -> Markup:
    """Return a block of code, a line of it in an element each."""
    lines = Markup("").join(_line(line) for line in _lines(block))
    return Markup("<pre><code>{}</code></pre>").format(lines)


def is_wide(block: CodeBlock) -> bool:
    """Return whether a block of code takes the whole width of the page."""
    return any(len(line) > FITS for line in block.text.split("\n"))


def token_colors(colors: dict[str, str]) -> dict[str, str]:
    """Return a colour for each class of tokens that can be read on the ground of code."""
    ground = colors["light"]
    return {name: darkened(colors[own], ground, TEXT_CONTRAST) for name, own in COLORS.items()}


Piece = tuple[str, str]
"""A class, "" for none, and characters."""


def _line(pieces: list[Piece]) -> Markup:
    text = Markup("").join(
        Markup('<span class="{}">{}</span>').format(kind, part) if kind else escape(part)
        for kind, part in pieces
    )
    long = sum(len(part) for _, part in pieces) > FITS
    return Markup('<span class="line{}">{}</span>').format(
        " long-line" if long else "", text or " "
    )


def _lines(block: CodeBlock) -> Iterator[list[Piece]]:
    """Yield each line as pieces of one kind."""
    line: list[Piece] = []
    for kind, text in _tokens(block):
        first, *more = text.split("\n")
        if first:
            line.append((kind, first))
        for part in more:
            yield line
            line = [(kind, part)] if part else []
    yield line


def _tokens(block: CodeBlock) -> Iterator[Piece]:
    lexer = _lexer(block.language)
    if lexer is None:
        yield "", block.text
        return
    for token, text in lexer.get_tokens(block.text):
        names = str(token).removeprefix("Token.")
        kind = next((own for name, own in KINDS.items() if names.startswith(name)), "")
        yield kind, text


@cache
def _lexer(language: str) -> Any:
    """Return what tells the kinds of words in a language, None for one that is not known."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    if not language:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
