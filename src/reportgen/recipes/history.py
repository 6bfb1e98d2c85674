"""Ledgers of other times: of a file, or of a git revision, which is built for it."""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import DecodeError

from reportgen.diagnostics import (
    Diagnostics,
    UsageError,
)
from reportgen.files.project import Project
from reportgen.files.revisions import at_revision
from reportgen.ledger.claims import Ledger, from_json
from reportgen.recipes.building import build
from reportgen.recipes.ledgers import read_ledgers
from reportgen.recipes.outputs import FORMATS

if TYPE_CHECKING:
    pass


def ledgers_at(project: Project, what: str) -> dict[str, Ledger]:
    """Return ledgers by document: in a file, of a git revision, or, for "", those in build/.

    A revision is built, with the tool as it is now. Raises UsageError where `what` is neither,
    and ContentError where the revision has faults.
    """
    if not what:
        return {one.document: one for one in read_ledgers(project)}
    if what.endswith(".json"):
        try:
            ledger = from_json(Path(what).read_bytes())
        except (OSError, DecodeError) as error:
            raise UsageError(f"`{what}` is no ledger: {error}") from error
        return {ledger.document: ledger}
    with at_revision(project, what) as past:
        list(build(past, FORMATS, Diagnostics()))
        return {one.document: one for one in read_ledgers(past)}
