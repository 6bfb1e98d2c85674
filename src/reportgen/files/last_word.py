"""Lets a process say what it is at, to the one that watches over it: `reportgen.machine.overseer`.

The command runs its work in a process of its own, and hands it a pipe. What was said last, and not
taken back, was at work when it ended all of a sudden (`os._exit`, a segmentation fault) or took
more time or memory than it may. Where nobody listens, nothing is said.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from reportgen.diagnostics import Diagnostic, Rule, Span

LONGEST = 300
"""Characters of a source line that are handed on: what is said at once must fit into a pipe."""

STAGE = 12.0
"""A stage may go on for so many times the patience that one thing has: it is of many things."""


class Begun(msgspec.Struct, frozen=True, array_like=True, tag="begun"):
    """Something is at work: what, at which place, and how many times as long as usual it may take.

    `ended` is the finding if the process ends now: rule, message and help, None for no finding.
    """

    what: str
    place: tuple[str, int, int, int, str] | None
    times: float = 1.0
    is_stage: bool = False
    ended: tuple[str, str, str] | None = None

    @property
    def span(self) -> Span | None:
        """The place as a span."""
        return None if self.place is None else Span(*self.place)

    @property
    def finding(self) -> Diagnostic | None:
        """The finding if the process ended now."""
        if self.ended is None or self.span is None:
            return None
        rule, message, hint = self.ended
        return Diagnostic(Rule[rule], message, self.span, hint)


class Left(msgspec.Struct, frozen=True, array_like=True, tag="left"):
    """What had begun last is over."""


class Sign(msgspec.Struct, frozen=True, array_like=True, tag="sign"):
    """Something of what is at work is done: the next page, the next slide.

    `done` counts them, of `total` in all; that is 0 where nobody knows, and a guess if `is_about`.
    """

    what: str
    done: int = 0
    total: int = 0
    is_about: bool = False

    def __str__(self) -> str:
        count = f" {self.done:,}" if self.done else ""
        total = self.total if not self.is_about or self.total > self.done else 0
        return f"{self.what}{count}" + f" of {'about ' * self.is_about}{total:,}" * (total > 0)


class Limited(msgspec.Struct, frozen=True, array_like=True, tag="limited"):
    """What may be taken: seconds in all, seconds without a sign, megabytes. None for no limit.

    `interrupted` is the exit code after Ctrl-C.
    """

    seconds: float | None
    patience: float | None
    megabytes: float | None
    interrupted: int = 130


class Done(msgspec.Struct, frozen=True, array_like=True, tag="done"):
    """All is done; the process is about to end with a code."""

    code: int


Word = Begun | Left | Sign | Limited | Done

_pipe: list[int] = []
_limited: list[Limited] = []
listeners: list[Callable[[Word], None]] = []
"""Who in this process is told as well: what shows a line on the terminal."""


def speak_to(pipe: int) -> None:
    """Say words into a pipe from now on."""
    _pipe[:] = [pipe]


def limited() -> Limited | None:
    """Return the limits that were said last, None where none were."""
    return _limited[0] if _limited else None


def say(word: Word) -> None:
    """Say a word; nobody need listen."""
    if isinstance(word, Limited):
        _limited[:] = [word]
    for listener in listeners:
        listener(word)
    for pipe in _pipe:
        try:
            os.write(pipe, msgspec.json.encode(word) + b"\n")
        except OSError:
            _pipe.clear()


@contextmanager
def at_work(
    what: str, span: Span | None = None, times: float = 1.0, ended: Diagnostic | None = None
) -> Iterator[None]:
    """Say that something is at work inside: "draw `fig-a`".

    `times` as long as usual it may take; `ended` is to blame if the process ends.
    """
    if not _pipe:
        yield
        return
    told = None if ended is None else (ended.rule.name, ended.message, ended.help)
    say(Begun(what, _place(span or (ended.span if ended else None)), times, ended=told))
    try:
        yield
    finally:
        say(Left())


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Say that a stage is at work inside."""
    say(Begun(name, None, STAGE, is_stage=True))
    try:
        yield
    finally:
        say(Left())


def _place(span: Span | None) -> tuple[str, int, int, int, str] | None:
    if span is None:
        return None
    return (span.path, span.line, span.column, span.width, span.source[:LONGEST])


class Heard:
    """What was heard of a process: what is at work, what it may take, and when it last spoke."""

    def __init__(self) -> None:
        self.working: list[Begun] = []
        self.limited: Limited | None = None
        self.done: int | None = None
        self.signs = 0
        self.latest = ""
        self._rest = b""

    def hear(self, data: bytes) -> None:
        """Take what came through the pipe; a word that is no word of ours is passed over."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            try:
                self._take(msgspec.json.decode(line, type=Word))
            except msgspec.MsgspecError:
                continue

    def _take(self, word: Word) -> None:
        self.signs += 1
        match word:
            case Begun():
                self.working.append(word)
                self.latest = "" if word.is_stage else self.latest
            case Left() if self.working:
                self.latest = "" if self.working.pop().is_stage else self.latest
            case Limited():
                self.limited = word
            case Done(code):
                self.done = code
            case Sign():
                self.latest = str(word)
            case Left():
                pass

    @property
    def at(self) -> str:
        """What it is at, in words: the stage, how far that is, and the thing; "" for nothing."""
        stage = next((one.what for one in reversed(self.working) if one.is_stage), "")
        thing = next((one.what for one in self.working[-1:] if not one.is_stage), "")
        return ", ".join(filter(None, (stage, self.latest, thing)))

    @property
    def finding(self) -> Diagnostic | None:
        """The finding if the process has ended all of a sudden, None for nothing to blame."""
        found = (one.finding for one in reversed(self.working))
        return next((one for one in found if one is not None), None)
