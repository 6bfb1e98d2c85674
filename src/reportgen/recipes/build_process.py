"""A process of its own that builds editions one after another, and stays warm meanwhile.

It is started as a program, not forked, and asked over its standard streams: a worker of a cluster,
which may start no process by `multiprocessing`, has one too.
"""

import os
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, TypeVar

import msgspec

from reportgen.diagnostics import Diagnostic, Level, Rule, Span
from reportgen.files.starting import has_started, starting

T = TypeVar("T")
LENGTH = struct.Struct(">I")
"""Before each message stands how many bytes it has."""


class Task(msgspec.Struct, frozen=True):
    """An edition to be built: the project's folder, and path, name and subject of the edition.

    `formats` name the outputs; `epoch` is SOURCE_DATE_EPOCH.
    """

    root: str
    path: str
    name: str
    subject: str
    formats: tuple[str, ...]
    epoch: str = ""


class Told(msgspec.Struct, frozen=True):
    """A finding on its way; `span` is path, line, column, width and the line itself."""

    rule: str
    message: str
    span: tuple[str, int, int, int, str]
    help: str
    stricter: str = ""

    @classmethod
    def of(cls, one: Diagnostic) -> "Told":
        span = (one.span.path, one.span.line, one.span.column, one.span.width, one.span.source)
        return cls(one.rule.name, one.message, span, one.help, one.stricter or "")

    @property
    def finding(self) -> Diagnostic:
        stricter = Level(self.stricter) if self.stricter else None
        return Diagnostic(Rule[self.rule], self.message, Span(*self.span), self.help, stricter)


class Answer(msgspec.Struct, frozen=True):
    """What became of a task: outputs with whether each is another than before, and findings.

    `failed` says that faults kept it from being built, `refused` why nothing could be written at
    all, `command` what mends the machine. `environment` is told where it is asked for.
    """

    outputs: tuple[tuple[str, bool], ...] = ()
    findings: tuple[Told, ...] = ()
    failed: bool = False
    refused: str = ""
    command: str = ""
    environment: dict[str, str] = {}


TELL = Task("", "", "", "", ())
"""A task that builds nothing: the process tells its environment."""


class BuildProcess:
    """One process that builds; it is started with the first task."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def build(self, task: Task) -> Answer:
        """Return what became of a task. Raises EOFError where the process has ended meanwhile."""
        if self._process is None or self._process.poll() is not None:
            self._process = _started()
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None, "it is asked over a pipe"
        assert told is not None, "it answers over a pipe"
        try:
            _send(asked, task)
            answer = _received(told, Answer)
        except OSError as error:
            raise EOFError from error
        if answer is None:
            raise EOFError("the process has ended")
        return answer

    def end(self) -> None:
        """End it at once, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    @property
    def pid(self) -> int:
        """The number of the process, 0 for none."""
        return self._process.pid if self._process is not None else 0


def _started() -> subprocess.Popen[bytes]:
    program = "from reportgen.recipes.build_process import serve; serve()"
    places = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}
    command = [sys.executable, "-c", program]
    with starting():
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )


def serve() -> None:
    """Build what is asked for on standard input, and answer on standard output, until it ends.

    What figure modules print goes to standard error.
    """
    has_started()
    asked, told = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    from reportgen.drawing.pool import draw_alone
    from reportgen.garbage import searched

    draw_alone()
    with suppress(OSError):  # whoever asked has ended
        while (task := _received(asked, Task)) is not None:
            _send(told, done(task))
            searched()


def done(task: Task) -> Answer:
    """Build an edition here, and return what became of it."""
    from reportgen.diagnostics import ContentError, EnvironmentFault, UsageError
    from reportgen.files.project import open_project
    from reportgen.files.project_file import judging
    from reportgen.recipes.building import built
    from reportgen.recipes.editions import Edition

    if task == TELL:
        return Answer(environment=whole_environment())
    _set_epoch(task.epoch)
    outputs: list[tuple[str, bool]] = []
    try:
        project = open_project(task.root)
        diagnostics, _ = judging(project)
        edition = Edition(task.path, task.name, task.subject)
        failed = False
        try:
            made = built(project, edition, task.formats, diagnostics)
            outputs.extend((one.path, one.changed) for one in made)
        except ContentError:
            failed = True
        told = tuple(map(Told.of, (*diagnostics, *diagnostics.accepted)))
        return Answer(tuple(outputs), told, failed)
    except UsageError as error:
        return Answer(tuple(outputs), refused=str(error))
    except EnvironmentFault as error:
        return Answer(tuple(outputs), refused=str(error), command=error.command)


def whole_environment() -> dict[str, str]:
    """Return what sets the bytes of files here, of PDFs too."""
    import weasyprint  # noqa: F401

    from reportgen.recipes.environment import environment

    return environment()


def _set_epoch(epoch: str) -> None:
    if epoch:
        os.environ["SOURCE_DATE_EPOCH"] = epoch
    else:
        os.environ.pop("SOURCE_DATE_EPOCH", None)


def _send(to: IO[bytes], message: msgspec.Struct) -> None:
    data = msgspec.msgpack.encode(message)
    to.write(LENGTH.pack(len(data)) + data)
    to.flush()


def _received(stream: IO[bytes], kind: type[T]) -> T | None:
    """Return the next message, None where the stream ends before it is whole."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    data = stream.read(size)
    return msgspec.msgpack.decode(data, type=kind) if len(data) == size else None
