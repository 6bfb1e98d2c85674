"""Tells the kinds of words in code, by Pygments, and gives each kind a colour of the brand."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from reportgen.contrast import TEXT_CONTRAST, darkened

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
Token = tuple[str, str]
"""A class, "" for none, and characters."""


def token_colors(colors: Mapping[str, str], ground: str) -> dict[str, str]:
    """Return a colour for each class of tokens that can be read on a ground of the brand."""
    return {
        name: darkened(colors[own], colors[ground], TEXT_CONTRAST) for name, own in COLORS.items()
    }


def tokens(text: str, language: str) -> Iterator[Token]:
    """Yield the tokens of code; all of it as one of no class in a language that is not known."""
    lexer = _lexer(language)
    if lexer is None:
        yield "", text
        return
    for token, part in lexer.get_tokens(text):
        names = str(token).removeprefix("Token.")
        kind = next((own for name, own in KINDS.items() if names.startswith(name)), "")
        yield kind, part


def lines(text: str, language: str) -> Iterator[list[Token]]:
    """Yield each line of code as tokens."""
    line: list[Token] = []
    for kind, part in tokens(text, language):
        first, *more = part.split("\n")
        if first:
            line.append((kind, first))
        for rest in more:
            yield line
            line = [(kind, rest)] if rest else []
    yield line


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
