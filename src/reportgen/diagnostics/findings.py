"""Findings: which rule is broken, in which words, where, and what would help."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from reportgen.characters import printable
from reportgen.diagnostics.rules import Level, Rule

LONGEST = 400
"""Letters of a message; what content says at greater length is cut in its middle."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file of the project: path relative to it; line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1
    width: int = 1
    source: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{printable(self.path)}:{self.line}:{self.column}"


def span_in(path: str, text: str, start: int, end: int | None = None) -> Span:
    """Return the span of the characters `start` to `end` (offsets) of a file's `text`."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    source = text[line_start : len(text) if line_end < 0 else line_end].rstrip("\r")
    column = start - line_start + 1
    width = max(1, min((end or start + 1) - start, len(source) - column + 1))
    return Span(path, text.count("\n", 0, start) + 1, column, width, source)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: the rule broken, in words for this case, where, and what would help.

    `stricter` is its level where that is not the rule's own.
    """

    rule: Rule
    message: str
    span: Span
    help: str = ""
    stricter: Level | None = None

    @property
    def level(self) -> Level:
        return self.stricter or self.rule.level


class Diagnostics:
    """The findings of one run, each kept once, in the order of files and lines."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}

    def add(
        self,
        rule: Rule,
        message: str,
        span: Span,
        help: str = "",  # noqa: A002
        stricter: Level | None = None,
    ) -> None:
        """Report that `message` breaks `rule` at `span`; `help` says what to do, as no question.

        `stricter` is the level where the rule's own is too mild.
        """
        self._found.setdefault(Diagnostic(rule, _shown(message), span, _shown(help), stricter))

    def update(self, found: Iterable[Diagnostic]) -> None:
        """Take over the findings of another run, or of a part of this one."""
        for one in found:
            self._found.setdefault(one)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self._found, key=lambda found: (found.span, found.rule.code)))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> int:
        return sum(found.level is Level.ERROR for found in self._found)

    @property
    def warnings(self) -> int:
        return len(self) - self.errors

    def stop(self) -> NoReturn:
        """Raise `ContentError`; something that is an error was found."""
        assert self.errors, "nothing stops without an error that says why"
        raise ContentError(self)

    def stop_on_errors(self) -> None:
        """Raise `ContentError` when an error was found, so that nothing is made of faulty parts."""
        if self.errors:
            raise ContentError(self)


class ContentError(Exception):
    """The content has faults; all of them are in `diagnostics`."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__(f"{diagnostics.errors} errors")
        self.diagnostics = diagnostics


class UsageError(Exception):
    """The command or the project's settings cannot be followed (exit code 2)."""


class InputChanged(UsageError):
    """A file is another than when it was first read: someone saved it meanwhile."""

    def __init__(self, path: str) -> None:
        super().__init__(f"`{path}` was saved while it was read; run this again")


class EnvironmentFault(Exception):
    """The machine lacks something (exit code 3); `command` is what installs it."""

    def __init__(self, message: str, command: str) -> None:
        super().__init__(message)
        self.command = command


def suggestion(name: str, known: list[str] | tuple[str, ...], what: str, sign: str = "") -> str:
    """Return a help line naming the known name nearest to `name`, or what is there at all."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"there is a {what} with a similar name: `{sign}{near[0]}`"
    if not known:
        return f"there is no {what} yet"
    listed = ", ".join(f"`{sign}{one}`" for one in sorted(known)[:6])
    return f"known: {listed}" + (" and more" if len(known) > 6 else "")


def _shown(words: str) -> str:
    """Return words of a finding on one line, none of them a control character, not endless."""
    line = printable(" ".join(words.split("\n")))
    if len(line) <= LONGEST:
        return line
    return f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"
