"""Findings: which rule is broken, in which words, where, and what would help."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn, Protocol

from reportgen.characters import FORBIDDEN, STAND_IN, printable
from reportgen.diagnostics.rules import Level, Rule
from reportgen.diagnostics.usual_help import USUAL_HELP

if TYPE_CHECKING:
    from reportgen.diagnostics.policy import Allowance

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
    source = _line_from(text, line_start)
    column = start - line_start + 1
    width = max(1, min((end or start + 1) - start, len(source) - column + 1))
    return Span(path, text.count("\n", 0, start) + 1, column, width, source)


@lru_cache(maxsize=16)
def _line_from(text: str, start: int) -> str:
    """Return the line that starts at an offset: all places of a file of one line share it."""
    end = text.find("\n", start)
    return text[start : len(text) if end < 0 else end].rstrip("\r")


@lru_cache(maxsize=64)
def _signs_of(source: str) -> tuple[bool, bool]:
    """Return whether a line has characters that no text can hold, and whether one's stand-in."""
    return FORBIDDEN.search(source) is not None, STAND_IN in source


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


class Judge(Protocol):
    """What a project says of findings: see `Policy`."""

    def judged(self, found: Diagnostic) -> Diagnostic: ...
    def allowance(self, found: Diagnostic) -> "Allowance | None": ...


class Diagnostics:
    """The findings of one run, each kept once, in the order of files and lines.

    `judge` gives levels, and says which findings the project accepts: these are in `accepted`, with
    the allowance, and count for nothing.
    """

    def __init__(self, judge: Judge | None = None) -> None:
        self._found: dict[Diagnostic, None] = {}
        self._torn: set[tuple[str, int]] = set()
        self._judge = judge
        self.accepted: dict[Diagnostic, Allowance] = {}

    def another(self) -> "Diagnostics":
        """Return an empty one with the same judge, for a part of a run."""
        return Diagnostics(self._judge)

    def add(
        self,
        rule: Rule,
        message: str,
        span: Span,
        help: str = "",  # noqa: A002
        stricter: Level | None = None,
    ) -> None:
        """Report that `message` breaks `rule` at `span`; `help` says what to do, as no question;
        without it that is what is usual for the rule.

        `stricter` is the level where the rule's own is too mild.
        """
        hint = help or USUAL_HELP.get(rule, "")
        self._take(Diagnostic(rule, _shown(message), span, _shown(hint), stricter))

    def tells(self, rule: Rule, *words: str) -> bool:
        """Return whether a finding of the rule has one of the words: its cause was told then."""
        known = (one.message for one in self._found if one.rule is rule)
        return any(word in message for message in known for word in words)

    def update(self, found: Iterable[Diagnostic]) -> None:
        """Take over the findings of another run, or of a part of this one."""
        for one in found:
            self._take(one)
        if isinstance(found, Diagnostics):
            self.accepted.update(found.accepted)

    def _take(self, found: Diagnostic) -> None:
        place = (found.span.path, found.span.line)
        is_torn, has_stand_in = _signs_of(found.span.source)
        if is_torn:
            self._torn.add(place)
        elif has_stand_in and place in self._torn:
            return  # that the line is no value, or no setting, comes of the character
        if self._judge is not None:
            if (known := self._judge.allowance(found)) is not None:
                self.accepted[found] = known
                return
            found = self._judge.judged(found)
        self._found.setdefault(found)

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
    begun = max((one for one in known if one and name.startswith(one)), key=len, default=name)
    if sign and (ending := name[len(begun) :]) and ending.isalpha() and not ending.isascii():
        return f"braces part it from the letters behind it: `@{{{begun}}}{ending}`"
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
