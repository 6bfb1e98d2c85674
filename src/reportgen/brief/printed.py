"""Prints a template piece by piece, and ends one that prints far more than a document gives it."""

import pickle
import re
from collections import Counter
from collections.abc import Iterator
from types import CodeType, FrameType, GeneratorType
from typing import Any

from jinja2 import Template

from reportgen.diagnostics import Span
from reportgen.document import ResolvedDocument
from reportgen.theme import ALL_TEMPLATES, Theme

UNSAID = re.compile(r"<(?:style|script).*?</(?:style|script)>|<[^>]*>", re.DOTALL)
"""What in HTML is no text that is set."""

LETTERS, LETTERS_A_BYTE = 100_000, 0.33
"""So many letters any template may print, and more for each byte of the document as it is held.

Our own print a third of that of whatever document, forty pages apart.
"""

ELEMENTS, ELEMENTS_A_BYTE = 10_000, 0.06
"""The same of elements."""

TIMES = 40
"""What stands in HTML unseen may be so many times as long: styles, pictures."""


class Overprinted(Exception):
    """Templates print without measure; `span` is the line that printed most."""

    def __init__(self, what: str, most: int, span: Span) -> None:
        super().__init__(f"more than {most:,} {what} are printed; this document has far fewer")
        self.span = span


def printed(template: Template, of: ResolvedDocument, theme: Theme, /, **given: object) -> str:
    """Return what a template makes of a document and what it is `given`.

    What templates of a project's own print is weighed, and told where they print without measure.

    Raises Overprinted, and what Jinja2 raises.
    """
    if ALL_TEMPLATES in theme.ignored or not theme.project.list("templates", "*.html"):
        return template.render(given, document=of)
    held = len(pickle.dumps(of))
    letters = int(LETTERS + held * LETTERS_A_BYTE)
    elements = int(ELEMENTS + held * ELEMENTS_A_BYTE)
    pieces, length, own = [], 0, _Lines(theme)
    pages: Any = template.generate(given, document=of)
    for piece in pages:
        pieces.append(piece)
        length += len(piece)
        own.count(pages, len(piece))
        if length > letters * TIMES and (worst := own.worst):
            raise Overprinted("letters", letters * TIMES, worst)
    html = "".join(pieces)
    if (worst := own.worst) is not None:
        if len(UNSAID.sub("", html)) > letters:
            raise Overprinted("letters", letters, worst)
        if html.count("<") // 2 > elements:
            raise Overprinted("elements", elements, worst)
    return html


class _Lines:
    """How much each line of the project's own templates has printed."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._paths: dict[CodeType, str | None] = {}
        self._printed: Counter[tuple[str, int]] = Counter()

    def count(self, pages: object, length: int) -> None:
        """Count for the innermost line at work what was printed just now."""
        found = None
        for frame in _frames(pages):
            if (path := self._path(frame)) is not None:
                found = path, frame
        if found is not None:
            path, frame = found
            template: Template = frame.f_globals["__jinja_template__"]
            self._printed[path, template.get_corresponding_lineno(frame.f_lineno)] += length

    def _path(self, frame: FrameType) -> str | None:
        """Return the path in the project of what a frame runs, None for what is not its own."""
        code = frame.f_code
        if code not in self._paths:
            inside = self._theme.project.relative(code.co_filename)
            is_template = "__jinja_template__" in frame.f_globals
            self._paths[code] = inside if is_template else None
        return self._paths[code]

    @property
    def worst(self) -> Span | None:
        """The line that has printed most, None where only ours did."""
        if not self._printed:
            return None
        (path, line), _ = self._printed.most_common(1)[0]
        return Span(path, line)


def _frames(pages: object) -> Iterator[FrameType]:
    """Yield the frame of a generator, and of each that it hands on to."""
    while isinstance(pages, GeneratorType) and pages.gi_frame is not None:
        yield pages.gi_frame
        pages = pages.gi_yieldfrom
