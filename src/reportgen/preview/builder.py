"""Builds the finished files in a process of its own, so that drafts need not wait for them."""

import multiprocessing
import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from reportgen.diagnostics import Diagnostic, EnvironmentFault, UsageError
from reportgen.files.starting import end_with_parent, has_started, starting
from reportgen.garbage import searched
from reportgen.recipes.standby import BUILDING


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a build: its findings, seconds, and why nothing could be written ("")."""

    findings: tuple[Diagnostic, ...]
    seconds: float
    refused: str = ""


class Builder:
    """One process that stays warm and builds a document's files, one time after another."""

    def __init__(self, folder: str, document: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._own, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, folder, document))
        with starting():
            self._process.start()
        other.close()

    def build(self, subject: str = "") -> Finished:
        """Build what is due, and return what became of it. Raises EOFError where it has ended.

        `subject` names the edition that is shown, where the document has such.
        """
        self._own.send(subject)
        found: Finished = self._own.recv()
        return found

    def end(self) -> None:
        """End it at once, with the processes that draw for it; one that rests tidies up first."""
        self._own.close()
        self._process.join(0.2)
        pid = self._process.pid
        if hasattr(os, "killpg") and pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        self._process.kill()
        self._process.join(1)


def _serve(asked: Connection, folder: str, document: str) -> None:
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    has_started()
    end_with_parent(_end_group)
    from functools import partial

    from reportgen import library
    from reportgen.files.project import Project
    from reportgen.recipes.standby import standing_by

    with (
        suppress(EOFError, BrokenPipeError),
        standing_by(Project(Path(folder)), partial(library.built_for, folder)),
    ):
        while True:
            subject: str = asked.recv()
            asked.send(_built(folder, document, subject))
            with BUILDING:
                searched()


def _end_group() -> None:
    """End this process at once, and those that draw for it."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _built(folder: str, document: str, subject: str) -> Finished:
    from reportgen import library

    start = perf_counter()
    try:
        with BUILDING:
            wanted = (subject,) if subject else ()
            built = library.build(folder, document=document, edition=wanted)
        findings, refused = built.findings, ""
    except (UsageError, EnvironmentFault) as error:
        findings, refused = (), str(error)
    return Finished(findings, perf_counter() - start, refused)
