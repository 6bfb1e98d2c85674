"""This machine's own record of a build: what each output was made from, and its digest."""

from dataclasses import dataclass
from pathlib import PurePosixPath

import msgspec

from reportgen.files import cache
from reportgen.files.cache import CacheEntry
from reportgen.files.project import Project
from reportgen.recipes.environment import Environment
from reportgen.recipes.outputs import WRITERS

ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Record:
    """What a build here made: the output's SHA-256, its inputs, and what set its bytes.

    `inputs` are files and listings with their digests then.
    """

    digest: str
    inputs: dict[str, str]
    environment: Environment

    def stale(self, project: Project) -> list[str]:
        """Return the inputs that are others now."""
        return stale(project, self.inputs)


def record_of(project: Project, target: str) -> Record | None:
    """Return what this very tool recorded of an output, None where it recorded nothing."""
    made = cache.find(project, f"{PurePosixPath(target).name}.made")
    return None if made is None else as_record(made)


def renew(project: Project, target: str, digest: str) -> None:
    """Record that an output has other bytes now: those that it was given when it was signed."""
    name = PurePosixPath(target).name
    project.write(f"{cache.FOLDER}/{name}.sha256", f"{digest}  {target}\n".encode())
    made = cache.find(project, f"{name}.made")
    if made is not None:
        values = {**made.values, "output": digest}
        cache.keep(project, f"{name}.made", msgspec.structs.replace(made, values=values))


def as_record(made: CacheEntry) -> Record:
    """Return what is kept of an output as a record."""
    held = made.parts.get(ENVIRONMENT, b"{}")
    return Record(
        made.values.get("output", ""), made.files, msgspec.json.decode(held, type=dict[str, str])
    )


def stale(project: Project, inputs: dict[str, str]) -> list[str]:
    """Return which of some inputs are others now than they were."""
    return sorted(path for path, state in inputs.items() if project.state(path) != state)


def outputs_of(project: Project, name: str) -> list[str]:
    """Return the paths of a document's outputs that are there."""
    paths = (f"build/{pattern.format(name)}" for pattern, _ in WRITERS.values())
    return [path for path in paths if project.state(path)]
