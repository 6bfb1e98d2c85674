"""Builds editions side by side, in as many processes as this machine has cores."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Thread

from reportgen.diagnostics import Diagnostic, Rule, Span
from reportgen.drawing.pool import cores
from reportgen.files import last_word
from reportgen.files.last_word import Sign
from reportgen.files.project import Project
from reportgen.machine.limits import for_processes
from reportgen.recipes.build_process import Answer, BuildProcess, Task, Told
from reportgen.recipes.editions import Edition

Builders = Callable[[Project, Sequence[Edition], tuple[str, ...]], Iterator[tuple[Edition, Answer]]]
"""Build editions of a project in formats, wherever that is; yield what became of each."""

FEWEST = 3
"""So many editions at least are built in processes of their own: starting one takes a second."""
TRIES = 2
ENDED = "the process that built it has ended: a figure module ended it, or it had no memory left"


def side_by_side(
    project: Project, editions: Sequence[Edition], formats: tuple[str, ...]
) -> Iterator[tuple[Edition, Answer]]:
    """Build editions in processes of this machine; yield each as it is done.

    One whose process ends is built once more, in another; then it is a finding.
    """
    waiting: SimpleQueue[Edition] = SimpleQueue()
    done: SimpleQueue[tuple[Edition, Answer] | BaseException] = SimpleQueue()
    for one in editions:
        waiting.put(one)
    count = min(cores(), len(editions))
    processes = [BuildProcess() for _ in range(count)]

    def work(process: BuildProcess) -> None:
        try:
            while True:
                edition = waiting.get_nowait()
                done.put((edition, _built(process, task_of(project, edition, formats))))
        except Empty:
            return
        except BaseException as error:
            done.put(error)

    with _ended(processes), for_processes(count):
        for process in processes:
            Thread(target=work, args=(process,), daemon=True).start()
        for at, _ in enumerate(editions, 1):
            found = done.get()
            if isinstance(found, BaseException):
                raise found
            last_word.say(Sign("edition", at, len(editions)))
            yield found


def task_of(project: Project, edition: Edition, formats: tuple[str, ...]) -> Task:
    """Return what building an edition takes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    root = str(project.root.resolve())
    return Task(root, edition.path, edition.name, edition.subject, formats, epoch)


@contextmanager
def _ended(processes: Sequence[BuildProcess]) -> Iterator[None]:
    """End processes with what runs inside, however that ends."""
    try:
        yield
    finally:
        for one in processes:
            one.end()


def _built(process: BuildProcess, task: Task) -> Answer:
    """Return what became of a task, which is tried again where the process ends."""
    for _ in range(TRIES):
        try:
            return process.build(task)
        except EOFError:
            process.end()
    return ended(task.path)


def ended(path: str) -> Answer:
    """Return the answer of a process that ended while it built."""
    hint = "build it alone, `--edition NAME`, to see at what it ends"
    return Answer((), (Told.of(Diagnostic(Rule.OVER_LIMIT, ENDED, Span(path), hint)),), failed=True)
