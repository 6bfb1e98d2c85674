"""Finds what made the layout engine fail, by laying the brief out without it.

WeasyPrint ends in an AssertionError, a TypeError, a ZeroDivisionError on what it does not foresee,
and says nothing of what it was at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from reportgen.brief.html import to_html
from reportgen.brief.pdf import to_pdf
from reportgen.diagnostics import ContentError, Diagnostic, Diagnostics, Rule, Span
from reportgen.document import (
    Block,
    Blocks,
    Box,
    Drawing,
    Figure,
    Only,
    Quote,
    ResolvedDocument,
    Section,
    Settled,
    walk,
)
from reportgen.files.door import OURS, Kind
from reportgen.files.project import DEFAULT_THEME
from reportgen.theme import ALL_TEMPLATES, Theme

MOST = 60
"""So often at most the brief is laid out in search."""


def laid_out(
    make: Callable[[], bytes],
    document: ResolvedDocument,
    theme: Theme,
    pictures: Mapping[str, Drawing],
    diagnostics: Diagnostics,
) -> bytes:
    """Return the PDF that `make` makes. Where it raises, what is to blame is reported.

    Raises ContentError then.
    """
    try:
        return make()
    except OURS:
        raise
    except Exception as error:  # whatever WeasyPrint did not foresee
        diagnostics.stop_on_errors()  # a template that is no text was told
        found = _Search(document, theme, pictures).blamed(error)
        diagnostics.update([found])
        raise ContentError(diagnostics) from error


class _Search:
    def __init__(
        self, document: ResolvedDocument, theme: Theme, pictures: Mapping[str, Drawing]
    ) -> None:
        self.document, self.theme, self.pictures = document, theme, pictures
        self.left = MOST

    def blamed(self, error: Exception) -> Diagnostic:
        """Return a finding at a stylesheet, template, font or block; at the document for none."""
        said = f"the layout engine fails on this ({type(error).__name__})"
        for theme, span in self._themes():
            if self._succeeds(theme=theme):
                message, hint = said, "take out rules until it builds, or delete the file"
                return Diagnostic(Rule.BAD_TEMPLATE, message, span, hint)
        block = self._first(self.document.blocks)
        if isinstance(block, Figure):
            kind = Kind.DRAWING
            message = kind.fault.format(block.source)
            return Diagnostic(kind.rule, message, block.span, kind.help)
        span = Span(self.document.path) if block is None else _place(block, self.document.path)
        return Diagnostic(Rule.UNSUPPORTED, said, span, "write it in another way")

    def _themes(self) -> Iterator[tuple[Theme, Span]]:
        """Yield the theme without each of what the project adds to it, and where that stands."""
        for path in self.theme.own_styles:
            yield self._without(path), Span(path)
        for path in self.theme.project.list("templates", "*.html"):
            yield self._without(ALL_TEMPLATES), Span(path)
        for font in self.theme.fonts:
            if not font.path.is_relative_to(DEFAULT_THEME):
                fonts = tuple(one for one in self.theme.fonts if one is not font)
                path = self.theme.project.relative(font.path) or font.path.name
                yield replace(self.theme, fonts=fonts), Span(path)

    def _without(self, path: str) -> Theme:
        return replace(self.theme, ignored=self.theme.ignored | {path})

    def _succeeds(self, blocks: Blocks[Settled] | None = None, theme: Theme | None = None) -> bool:
        """Return whether the brief is laid out with these blocks only, or with another theme."""
        if self.left == 0:
            return False
        self.left -= 1
        document = self.document if blocks is None else replace(self.document, blocks=blocks)
        theme, unheard = theme or self.theme, Diagnostics()
        try:
            page = to_html(document, theme, unheard)
            to_pdf(lambda _: page, document, self.pictures, theme, unheard)
        except Exception:  # the same fault, or another
            return False
        return not any(one.rule is Rule.BAD_TEMPLATE for one in unheard)

    def _first(self, blocks: Iterable[Block[Settled]]) -> Block[Settled] | None:
        """Return the first and innermost block that cannot be laid out alone."""
        for block in blocks:
            if not self._succeeds(blocks=(block,)):
                if isinstance(block, Section | Box | Quote | Only):
                    return self._first(block.blocks) or block
                return block
        return None


def _place(block: Block[Settled], path: str) -> Span:
    places = (getattr(one, "span", None) for one in walk((block,)))
    return next((one for one in places if isinstance(one, Span) and one.path), Span(path))
