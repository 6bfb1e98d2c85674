"""Compares the ledger in build/ with the one that the finished files have."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import PurePosixPath

import msgspec
from msgspec import structs

from reportgen.checks.alterations.ledger import csv_changes, json_changes
from reportgen.checks.alterations.telling import tell
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.files.project import Project
from reportgen.ledger.claims import Claim, Ledger, as_csv, as_json, from_json
from reportgen.recipes.authenticity import Examined, Examiner
from reportgen.recipes.environment import LAYOUT, Environment, differing, environment
from reportgen.recipes.ledgers import Made, ledger_of, other_wordings
from reportgen.recipes.outputs import FORMATS
from reportgen.recipes.prepared import Prepared
from reportgen.recipes.records import outputs_of, record_of, stale
from reportgen.recipes.sealing import is_sealed

HINT = "run `reportgen build`"


def check_ledger(
    examiner: Examiner, examined: Mapping[str, Examined], diagnostics: Diagnostics
) -> None:
    """Report what of a ledger in build/ is not that of the true files among those `examined`.

    Of files that were built in another environment only what the ledger says of the text is
    compared.
    """
    _LedgerCheck(examiner, examined, diagnostics).check()


@dataclass(frozen=True)
class _LedgerCheck:
    """Compares the ledger of one document, as JSON and as a table."""

    examiner: Examiner
    examined: Mapping[str, Examined]
    diagnostics: Diagnostics

    @property
    def _prepared(self) -> Prepared:
        return self.examiner.prepared

    @property
    def _elsewhere(self) -> bool:
        return bool(self.examiner.elsewhere)

    @cached_property
    def _held(self) -> Ledger | None:
        """The ledger that is there, None for none that can be read."""
        try:
            return from_json(self._bytes(f"{self._name}.json") or b"")
        except msgspec.DecodeError:
            return None

    @property
    def _name(self) -> str:
        return f"build/{self._prepared.document.name}.claims"

    def _bytes(self, path: str) -> bytes | None:
        project = self._prepared.project.branch()
        return project.read_bytes(path) if project.exists(path) else None

    def check(self) -> None:
        held = self._held
        sealed = is_sealed(self._prepared.project, self._prepared.document.name)
        ledger = held if held is not None and sealed else self._true(held)
        found = self._bytes(f"{self._name}.json")
        if self._elsewhere and held is not None:
            found = as_json(_said(held))
            ledger = _said(ledger)
        self._compare("json", found, as_json(ledger))
        if not self._elsewhere:
            self._compare("csv", self._bytes(f"{self._name}.csv"), as_csv(ledger))

    def _compare(self, end: str, found: bytes | None, wanted: bytes) -> None:
        path = f"{self._name}.{end}"
        if found is None:
            self._add(Rule.OUT_OF_DATE, f"`{path}` is not there", path)
        elif found != wanted:
            changes = [*(json_changes if end == "json" else csv_changes)(found, wanted)]
            for line in tell(changes):
                self._add(Rule.ALTERED, line, path)
            if not changes:
                message = "it was saved again in another form; its values are as built"
                self._add(Rule.SAVED_AGAIN, message, path)

    def _add(self, rule: Rule, message: str, path: str) -> None:
        self.diagnostics.add(rule, message, Span(path), HINT)

    # --- what is true -------------------------------------------------------------------------

    def _true(self, held: Ledger | None) -> Ledger:
        """Return the ledger that the true files have; what cannot be known is as in `held`."""
        pair = [self.examined[one] for one in FORMATS]
        pdf, pptx = (one.found if self._elsewhere or one.true is None else one.true for one in pair)
        ledger = ledger_of(self._prepared, pdf, pptx, self._made(held))
        if held is None or not (others := other_wordings(self._prepared.project, held)):
            return ledger
        self._tell_other_wordings(others)
        known = {one.name: one.wordings for one in held.claims}
        was, now = held.wording_inputs or {}, ledger.wording_inputs or {}
        return structs.replace(
            ledger,
            wording_inputs={path: was.get(path, state) for path, state in now.items()},
            claims=tuple(
                structs.replace(one, wordings=known.get(one.name, one.wordings))
                for one in ledger.claims
            ),
        )

    def _tell_other_wordings(self, others: list[str]) -> None:
        """Report wordings of other editions as they were before these were changed.

        Where the other edition is out of date itself, that is told at its own files.
        """
        project = self._prepared.project
        for path in others:
            name = PurePosixPath(path).stem
            try:
                other = from_json(project.branch().read_bytes(f"build/{name}.claims.json"))
            except (OSError, msgspec.DecodeError):
                continue
            if not stale(project, other.inputs):
                message = f"its wordings are of before `{path}` was changed"
                self._add(Rule.OUT_OF_DATE, message, f"{self._name}.json")
                return

    def _made(self, held: Ledger | None) -> Made:
        """Return files, inputs and environment as recorded here, else as they were built anew."""
        project = self._prepared.project
        files, inputs, known, where = dict[str, str](), dict[str, str](), True, Environment()
        for path in outputs_of(project, self._prepared.document.name):
            record, true = record_of(project, path), self._digest(path)
            listed = held.files.get(PurePosixPath(path).name) if held is not None else None
            as_recorded = record is not None and record.digest == listed  # it may be signed
            files[PurePosixPath(path).name] = listed if listed and as_recorded else true
            if record is not None and (as_recorded or record.digest == true):
                inputs |= {one: state for one, state in record.inputs.items() if state}
                where = record.environment
            else:
                inputs |= self.examiner.rebuilt.get(path, {})
                known = known and path in self.examiner.rebuilt
        if held is not None and not known:  # outputs that are not compared may have other inputs
            inputs = {**_as_now(project, held.inputs), **inputs}
        where = where or self._environment(held)
        return Made(files, dict(sorted(inputs.items())), where)

    def _digest(self, path: str) -> str:
        """Return the digest of the true bytes of an output, of those there where none are known."""
        one = next((one for one in self.examined.values() if one.path == path), None)
        if one is None or one.true is None:
            return self._prepared.project.state(path)
        return sha256(one.true).hexdigest()

    def _environment(self, held: Ledger | None) -> Environment:
        """Return the environment of files that were built anew; one that differs is told once.

        It may be another that gives the same bytes, and one that laid no PDF out.
        """
        here = environment()
        if held is None:
            return here
        if (differ := differing(held.environment, here)) and not self._elsewhere:
            message = f"it says that the files were built in another environment ({differ[0]})"
            where, hint = Span(f"{self._name}.json"), "their bytes are those that are built here"
            self.diagnostics.add(Rule.BUILT_ELSEWHERE, message, where, hint)
        without_layout = {name: state for name, state in here.items() if name not in LAYOUT}
        return held.environment if differ or held.environment == without_layout else here


def _as_now(project: Project, inputs: dict[str, str]) -> dict[str, str]:
    """Return those of some inputs that are as they were."""
    return {path: state for path, state in inputs.items() if project.state(path) == state}


def _said(ledger: Ledger) -> Ledger:
    """Return what a ledger says of the text, without where it was made and stands."""
    return structs.replace(
        ledger,
        files={},
        inputs={},
        environment={},
        wording_inputs=msgspec.UNSET,
        claims=tuple(map(_without_places, ledger.claims)),
    )


def _without_places(claim: Claim) -> Claim:
    return structs.replace(claim, pages=(), slides=(), spoken=(), wordings=msgspec.UNSET)
