"""Is the one door for files that libraries read: what these raise becomes a finding.

A library tells of a broken file in as many ways as it has lines: fontTools by KeyError and
struct.error, Pillow by UnicodeDecodeError, pikepdf by RuntimeError. None of them is for authors.
"""

import warnings
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from reportgen.diagnostics import (
    ContentError,
    Diagnostics,
    EnvironmentFault,
    Rule,
    Span,
    UsageError,
)

T = TypeVar("T")

OURS = (ContentError, UsageError, EnvironmentFault, MemoryError)
"""What is no fault of the file at hand, and passes."""

SAVE_PRESENTATION = "open it in PowerPoint and save it again"
BUILD_AGAIN = "run `reportgen build`"


class Kind(Enum):
    """A kind of file: the rule that a broken one breaks, what it then is, and what mends it."""

    def __init__(self, rule: Rule, fault: str, help: str) -> None:  # noqa: A002
        self.rule = rule
        self.fault = fault
        self.help = help

    FONT = (
        Rule.BAD_TEMPLATE,
        "`{}` is no font that can be read",
        "save it again as a static TrueType font (.ttf), or delete it",
    )
    PICTURE = (
        Rule.BAD_IMAGE,
        "`{}` is no picture that can be read",
        "open it in a program for pictures, and save it as PNG",
    )
    DRAWING = (
        Rule.BAD_IMAGE,
        "`{}` is no SVG file that can be read",
        "open it in a program for drawings, and save it as plain SVG",
    )
    TEMPLATE = (
        Rule.BAD_TEMPLATE,
        "this cannot be the deck's template: it is no sound PowerPoint file",
        SAVE_PRESENTATION,
    )
    BRIEF = (Rule.NOT_CONFORMING, "`{}` is no PDF that can be read", BUILD_AGAIN)
    DECK = (Rule.NOT_CONFORMING, "`{}` is no presentation that can be read", BUILD_AGAIN)
    PAGE = (Rule.NOT_CONFORMING, "`{}` is no HTML that can be read", BUILD_AGAIN)
    PAIR = (
        Rule.NOT_CONFORMING,
        "`{}` and its deck cannot be compared: one of them holds what no build writes",
        BUILD_AGAIN,
    )
    LEDGER = (Rule.OUT_OF_DATE, "`{}` is no ledger that can be read", BUILD_AGAIN)


def read_with(
    read: Callable[[], T], kind: Kind, path: str, span: Span, diagnostics: Diagnostics
) -> T | None:
    """Return what `read` makes of the file at `path`; report at `span` where it raises anything.

    Where the library names the line of a drawing, that is told too. What libraries warn
    of is not shown.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read()
    except OURS:
        raise
    except Exception as error:  # all of it: see above
        message = kind.fault.format(path)
        line = getattr(error, "lineno", None)
        if kind is Kind.DRAWING and isinstance(line, int) and line > 0:
            message += f" (line {line})"
        diagnostics.add(kind.rule, message, span, kind.help)
    return None
