"""Lets `reportgen build` hand its work to a process of the same project that is warm already.

`watch` and `preview` stand by: they listen at a place that only processes of the same user reach,
and which a file in `build/.reportgen/` names with a key that both sides prove to know. What is no
plain build, or asks another tool, is built where it was asked for.
"""

import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, answer_challenge
from multiprocessing.connection import deliver_challenge as challenge
from pathlib import Path
from threading import Lock, Thread

import msgspec

from reportgen.diagnostics import Diagnostic, Level, UsageError
from reportgen.files import cache
from reportgen.files.last_word import Sign, say
from reportgen.files.project import Project
from reportgen.garbage import searched
from reportgen.recipes.beside import decks_beside
from reportgen.recipes.build_process import Told
from reportgen.recipes.results import Accepted, Output

FILE = f"{cache.FOLDER}/standby.json"
FAMILY = "AF_UNIX" if hasattr(os, "fork") else "AF_PIPE"
ALIVE = 1.0
"""A process that builds says so every so many seconds."""
SILENT = 15.0
"""One that is silent for so long is stopped, or hangs: it is asked for nothing."""

BUILDING = Lock()
"""One thing is built at a time in a process that stands by."""


class Place(msgspec.Struct, frozen=True):
    """Where a process listens, its key, and which tool it is."""

    address: str
    key: str
    tool: str


class Asked(msgspec.Struct, frozen=True):
    """A build: the document ("" for all), the formats (() for the usual), SOURCE_DATE_EPOCH."""

    document: str
    formats: tuple[str, ...]
    epoch: str


class Built(msgspec.Struct, frozen=True):
    """What became of a build: outputs with whether each is another than before, and findings.

    `allowed` are those that the project accepts, each with its reason. `refused` says why nothing
    could be written, `is_done` that it was built here at all.
    """

    outputs: tuple[tuple[str, bool], ...] = ()
    told: tuple[Told, ...] = ()
    allowed: tuple[tuple[Told, str], ...] = ()
    refused: str = ""
    is_done: bool = True

    def files(self, root: Path) -> tuple[Output, ...]:
        """Return the outputs, with their paths on this machine."""
        return tuple(Output(root / path, changed) for path, changed in self.outputs)

    @property
    def accepted(self) -> tuple[Accepted, ...]:
        return tuple(Accepted(one.finding, reason) for one, reason in self.allowed)

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        return tuple(one.finding for one in self.told)

    @property
    def ok(self) -> bool:
        return all(one.level is not Level.ERROR for one in self.findings)


NOT_HERE = Built(is_done=False)
"""What is answered to a build that is made elsewhere."""


def _tool() -> str:
    return f"{sys.prefix} {cache.tool()}"


# --- who stands by ----------------------------------------------------------------------------


@contextmanager
def standing_by(project: Project, build: Callable[[Asked], Built]) -> Iterator[None]:
    """Take builds of a project while what runs inside goes on; `build` makes one.

    What is built inside has its deck written beside the brief.
    """
    key = secrets.token_bytes(32)
    try:
        listener = Listener(family=FAMILY)
    except OSError:  # a machine without such places: nobody is answered
        with decks_beside():
            yield
        return
    place = Place(str(listener.address), key.hex(), _tool())
    Thread(target=_listen, args=(listener, key, build), daemon=True).start()
    with suppress(OSError, UsageError):
        project.write(FILE, msgspec.json.encode(place))
        (project.root / FILE).chmod(0o600)
    try:
        with decks_beside():
            yield
    finally:
        listener.close()
        if _place(project) == place:
            (project.root / FILE).unlink(missing_ok=True)


def _listen(listener: Listener, key: bytes, build: Callable[[Asked], Built]) -> None:
    while True:
        try:
            peer = listener.accept()
        except OSError:  # it is closed
            return
        Thread(target=_answer, args=(peer, key, build), daemon=True).start()


def _answer(peer: "Connection[bytes, bytes]", key: bytes, build: Callable[[Asked], Built]) -> None:
    """Answer one who asks, with a word each second until the build is done."""
    with peer, suppress(OSError, EOFError, AuthenticationError, msgspec.DecodeError):
        challenge(peer, key)
        answer_challenge(peer, key)
        asked = msgspec.json.decode(peer.recv_bytes(), type=Asked)
        made: list[Built] = []
        worker = Thread(target=lambda: made.append(_built(asked, build)), daemon=True)
        worker.start()
        while worker.is_alive():
            worker.join(ALIVE)
            peer.send_bytes(b"")
        peer.send_bytes(msgspec.json.encode(made[0] if made else NOT_HERE))
        with BUILDING:
            searched()


def _built(asked: Asked, build: Callable[[Asked], Built]) -> Built:
    if asked.epoch != _epoch():
        return NOT_HERE
    with BUILDING:
        return build(asked)


# --- who asks ---------------------------------------------------------------------------------


def built_elsewhere(project: Project, document: str, formats: Iterable[str]) -> Built | None:
    """Return what became of a build in a process that stands by, None where there is none."""
    place = _place(project)
    if place is None or place.tool != _tool():
        return None
    asked = Asked(document, tuple(formats), _epoch())
    with suppress(OSError, EOFError, AuthenticationError, ValueError):  # a key that is none
        with Client(place.address, FAMILY) as peer:
            built = _heard(peer, bytes.fromhex(place.key), asked)
        return built if built.is_done else None
    return None


def _heard(peer: "Connection[bytes, bytes]", key: bytes, asked: Asked) -> Built:
    """Return the answer of a process. Raises EOFError where it falls silent."""
    _wait(peer)
    answer_challenge(peer, key)
    challenge(peer, key)
    peer.send_bytes(msgspec.json.encode(asked))
    while True:
        _wait(peer)
        if data := peer.recv_bytes():
            return msgspec.json.decode(data, type=Built)
        say(Sign("built by the process that stands by"))


def _wait(peer: "Connection[bytes, bytes]") -> None:
    if not peer.poll(SILENT):
        raise EOFError


def _place(project: Project) -> Place | None:
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(project.branch().read_bytes(FILE), type=Place)
    return None


def _epoch() -> str:
    return os.environ.get("SOURCE_DATE_EPOCH", "")
