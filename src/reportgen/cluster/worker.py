"""What runs on a worker: it keeps the project and one process that builds, and sends back files."""

import shutil
import tempfile
from pathlib import Path
from threading import Lock

import msgspec

from reportgen.cluster.archive import unpacked
from reportgen.cluster.parcel import Parcel, parcel_of
from reportgen.files.project import Project
from reportgen.recipes.build_process import TELL, BuildProcess, Task
from reportgen.recipes.environment import Environment, differing
from reportgen.recipes.side_by_side import TRIES, ended

_process = BuildProcess()
_turn = Lock()
_kept: dict[str, Path] = {}


def environment_there() -> Environment:
    """Return what sets the bytes of files on this worker."""
    with _turn:
        return _process.build(TELL).environment


def handed_on(data: bytes) -> bytes:
    """Return an archive: a task of its own, so that the scheduler can send it anew."""
    return data


def build_there(task: bytes, archive: bytes, digest: str, wanted: Environment) -> bytes:
    """Build an edition of the project in an archive; return a parcel.

    Nothing is built where the environment here is not the one that is wanted.
    """
    with _turn:
        differs = differing(wanted, _process.build(TELL).environment)
        if differs:
            return msgspec.msgpack.encode(Parcel(differs="; ".join(differs)))
        folder = _folder(archive, digest)
        wish = msgspec.msgpack.decode(task, type=Task)
        return msgspec.msgpack.encode(
            _built(msgspec.structs.replace(wish, root=str(folder)), Project(folder))
        )


def _built(task: Task, project: Project) -> Parcel:
    for _ in range(TRIES):
        try:
            return parcel_of(project, task.name, _process.build(task))
        except EOFError:
            _process.end()
    return Parcel(ended(task.path))


def _folder(archive: bytes, digest: str) -> Path:
    """Return where the project lies on this worker; one that was sent before is replaced."""
    if digest not in _kept:
        for old in _kept.values():
            shutil.rmtree(old, ignore_errors=True)
        _kept.clear()
        folder = Path(tempfile.mkdtemp(prefix="reportgen-"))
        unpacked(archive, digest, folder)
        _kept[digest] = folder
    return _kept[digest]
