"""What comes back from a worker: what became of an edition, with all of its files or none."""

from pathlib import PurePosixPath

import msgspec

from reportgen.files import cache
from reportgen.files.cache import CacheEntry
from reportgen.files.project import Project
from reportgen.recipes.build_process import Answer

LEDGER = ("claims.json", "claims.csv")


class Parcel(msgspec.Struct, frozen=True):
    """An answer with the files that were made, by path.

    `made` are the records of what each output was made from; `differs` says why the worker's bytes
    would not be ours, "" where they are.
    """

    answer: Answer = Answer()
    files: dict[str, bytes] = {}
    made: dict[str, CacheEntry] = {}
    differs: str = ""


def parcel_of(project: Project, name: str, answer: Answer) -> Parcel:
    """Return what a worker sends back of an edition that it built."""
    if answer.failed or answer.refused:
        return Parcel(answer)
    files, made = dict[str, bytes](), dict[str, CacheEntry]()
    for path, _ in answer.outputs:
        target = PurePosixPath(path).name
        beside = (f"{cache.FOLDER}/{target}.{end}" for end in ("d", "sha256"))
        files |= {one: _read(project, one) for one in (path, *beside)}
        entry = cache.find(project, f"{target}.made")
        assert entry is not None, "it was just built, by this very tool"
        made[f"{target}.made"] = entry
    ledgers = (f"build/{name}.{end}" for end in LEDGER)
    files |= {one: _read(project, one) for one in ledgers if project.state(one)}
    return Parcel(answer, files, made)


def _read(project: Project, path: str) -> bytes:
    return project.branch().read_bytes(path)


def unpack(parcel: Parcel, project: Project) -> Answer:
    """Write the files of a parcel here, records last; return the answer as it is for this folder.

    A file that has the same bytes already is left alone.
    """
    changed = {path: not project.has(path, data) for path, data in parcel.files.items()}
    for path, data in parcel.files.items():
        if changed[path]:
            project.write(path, data)
        else:
            project.touch(path)
    for name, entry in parcel.made.items():
        cache.keep(project, name, entry)
    outputs = tuple((path, changed[path]) for path, _ in parcel.answer.outputs if path in changed)
    return msgspec.structs.replace(parcel.answer, outputs=outputs)
