"""Writes blocks of code: a mark where a long line goes on, and colours by the kind of each word."""

from markupsafe import Markup, escape

from reportgen.code_tokens import Token, lines
from reportgen.document import CodeBlock

FITS = 44
"""A line of so many characters fits one of two columns."""


def code_block(block: CodeBlock) -> Markup:
    """Return a block of code, a line of it in an element each."""
    written = Markup("").join(_line(line) for line in lines(block.text, block.language))
    return Markup("<pre><code>{}</code></pre>").format(written)


def is_wide(block: CodeBlock) -> bool:
    """Return whether a block of code takes the whole width of the page."""
    return any(len(line) > FITS for line in block.text.split("\n"))


def _line(pieces: list[Token]) -> Markup:
    text = Markup("").join(
        Markup('<span class="{}">{}</span>').format(kind, part) if kind else escape(part)
        for kind, part in pieces
    )
    long = sum(len(part) for _, part in pieces) > FITS
    return Markup('<span class="line{}">{}</span>').format(
        " long-line" if long else "", text or " "
    )
