"""What builds and checks give to those who call them: files, and findings that are accepted."""

from dataclasses import dataclass
from pathlib import Path

from reportgen.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a build made or looked at, and whether it is another than before."""

    path: Path
    changed: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that the project's `reportgen.yml` accepts, and its reason."""

    finding: Diagnostic
    reason: str
