"""Keeps what a build made, with digests of all that it was made from, for the next.

What is kept is used again only where the tool, every file, every listing and every value that it
was made from are the same. It lies in `build/.reportgen/`, and may be deleted at any time.
"""

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from reportgen.diagnostics import Diagnostic, Diagnostics, Rule, Span
from reportgen.files.project import Project

FOLDER = "build/.reportgen"
DIGEST = hashlib.sha256().digest_size
"""Bytes before what is kept: its SHA-256, so that a flipped bit is no picture of ours."""


class Finding(msgspec.Struct, frozen=True):
    """A diagnostic as it is kept: `span` is path, line, column, width and the line itself."""

    rule: str
    message: str
    span: tuple[str, int, int, int, str]
    help: str


class CacheEntry(msgspec.Struct, frozen=True):
    """What was made, and from what.

    `files` gives the SHA-256 of files and listings (see Project.reads), `values` the digest of
    anything else. `names` and `parts` hold what was made, `findings` what was reported meanwhile.
    """

    files: dict[str, str]
    values: dict[str, str] = {}
    names: dict[str, tuple[str, ...]] = {}
    parts: dict[str, bytes] = {}
    findings: tuple[Finding, ...] = ()
    tool: str = ""

    def is_of(self, project: Project) -> bool:
        """Return whether every file that it was made from is as it was."""
        return all(project.state(path) == state for path, state in self.files.items())

    def report(self, diagnostics: Diagnostics) -> None:
        """Report again what was reported when it was made."""
        for one in self.findings:
            diagnostics.add(Rule[one.rule], one.message, Span(*one.span), one.help)


def keep(project: Project, name: str, kept: CacheEntry) -> None:
    """Keep something under a name, behind its digest.

    Raises UsageError where the disk does not take it.
    """
    data = msgspec.msgpack.encode(msgspec.structs.replace(kept, tool=tool()))
    project.write(f"{FOLDER}/{name}", hashlib.sha256(data).digest() + data)


def find(project: Project, name: str) -> CacheEntry | None:
    """Return what is kept under a name, None where this very tool has kept nothing there.

    What a disk or a program has altered since is taken for nothing.
    """
    try:
        held = project.branch().read_bytes(f"{FOLDER}/{name}")
        mark, data = held[:DIGEST], held[DIGEST:]
        if hashlib.sha256(data).digest() != mark:
            return None
        kept = msgspec.msgpack.decode(data, type=CacheEntry)
    except (OSError, msgspec.DecodeError):
        return None
    return kept if kept.tool == tool() else None


def findings(found: Iterable[Diagnostic]) -> tuple[Finding, ...]:
    """Return diagnostics as they are kept."""
    return tuple(
        Finding(
            one.rule.name,
            one.message,
            (one.span.path, one.span.line, one.span.column, one.span.width, one.span.source),
            one.help,
        )
        for one in found
    )


def digest(*values: object) -> str:
    """Return the SHA-256 of numbers, strings and dataclasses of them, by their `repr`."""
    return hashlib.sha256("\n".join(map(repr, values)).encode()).hexdigest()


@cache
def tool() -> str:
    """Return a digest of the tool: its code and theme, the packages beside it, and Python."""
    digest = hashlib.sha256(sys.version.encode() + code().encode())
    for place in sys.path:
        for found in sorted(Path(place).glob("*.dist-info")):
            digest.update(found.name.encode())
    return digest.hexdigest()


@cache
def code() -> str:
    """Return a digest of the tool's own code and theme."""
    folder = Path(__file__).parent.parent
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
