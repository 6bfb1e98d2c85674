"""The recipe that finds whether a finished file is what was built, and says what is not.

The truth is a cold rebuild: no kept page, no kept drawing. Where this machine's own record says
that a file is as it was built, of what lies there now, nothing needs to be built.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TypeVar

import msgspec

from reportgen.checks.alterations.change import Change, Comparison
from reportgen.checks.alterations.telling import tell
from reportgen.diagnostics import (
    ContentError,
    Diagnostics,
    EnvironmentFault,
    Level,
    Rule,
    Span,
)
from reportgen.files.door import Kind, read_with
from reportgen.ledger.claims import Ledger, from_json
from reportgen.recipes.environment import differing, environment
from reportgen.recipes.outputs import FOR_REVIEW, FORMATS, WRITERS
from reportgen.recipes.prepared import Prepared, Stage
from reportgen.recipes.records import Record, record_of, stale
from reportgen.recipes.sealing import is_sealed, sealed_outputs
from reportgen.sealing.pades import examine_pdf, is_signed

MOST_NAMED = 4
"""So many inputs that are others are named."""


class Standing(Enum):
    """How a finished file stands to the true one."""

    TRUE = "it is what was built"
    STALE = "it was built from other inputs"
    ELSEWHERE = "it was built in another environment, so its bytes may differ"
    SAVED = "a program saved it again, and nothing that a reader meets has changed"
    ALTERED = "something was changed"
    UNKNOWN = "it cannot be compared"


@dataclass(frozen=True, slots=True)
class Examined:
    """A finished file: its path, its bytes as `found`, and the `true` ones where they are known."""

    path: str
    found: bytes
    true: bytes | None
    standing: Standing


Rebuilt = dict[str, str]
"""What an output was made from when it was made anew: files and listings with their digests."""


@dataclass(frozen=True)
class Examiner:
    """Examines the finished files of one document; with `rebuild` it takes no record for true.

    What was made anew for it is in `rebuilt`, by path; `elsewhere` names files that were made in
    another environment, as their ledger says.
    """

    prepared: Prepared
    diagnostics: Diagnostics
    stage: Stage
    rebuild: bool = False
    publish: bool = False
    explain: str = ""
    rebuilt: dict[str, Rebuilt] = field(default_factory=dict, init=False)
    elsewhere: set[str] = field(default_factory=set, init=False)
    _outdated: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False)

    def examine(self) -> dict[str, Examined]:
        """Return each output that is there, by its format; report what is not as it was built."""
        project, name = self.prepared.project, self.prepared.document.name
        found: dict[str, Examined] = {}
        for format_, (pattern, _) in WRITERS.items():
            path = f"build/{pattern.format(name)}"
            if format_ in FOR_REVIEW:
                continue
            if project.exists(path):
                found[format_] = self._one(format_, path, project.branch().read_bytes(path))
            elif format_ in FORMATS:
                hint = "run `reportgen build`"
                self._add(Rule.OUT_OF_DATE, f"`{path}` is not built", self._document, hint)
        self._missing({one.path for one in found.values()})
        self._tell_stale()
        return found

    def _missing(self, there: set[str]) -> None:
        """Report outputs that were built, as the ledger says, and are not there any more."""
        hint = "run `reportgen build`"
        for name in sorted(self.ledger.files if self.ledger else {}):
            end = name.removeprefix(self.prepared.document.name)
            known = any(pattern.format("") == end for pattern, _ in WRITERS.values())
            path = f"build/{name}"
            kept = end.removeprefix(".") in (*FORMATS, *FOR_REVIEW)
            if known and path not in there and not kept:
                self._add(
                    Rule.OUT_OF_DATE, f"`{path}` was built and is not there", Span(path), hint
                )

    @cached_property
    def _sealed(self) -> frozenset[str]:
        """The outputs that one of the project's signers sealed as they are."""
        project, name = self.prepared.project, self.prepared.document.name
        return sealed_outputs(project, name) if is_sealed(project, name) else frozenset()

    @property
    def _document(self) -> Span:
        return Span(self.prepared.document.path)

    def _add(self, rule: Rule, message: str, span: Span, hint: str = "") -> None:
        self.diagnostics.add(rule, message, span, hint)

    def _one(self, format_: str, path: str, data: bytes) -> Examined:
        record = record_of(self.prepared.project, path)
        digest = sha256(data).hexdigest()
        as_built = record is not None and record.digest == digest
        if record and as_built and not self.rebuild and not record.stale(self.prepared.project):
            return Examined(path, data, data, Standing.TRUE)
        if path in self._sealed and not self.rebuild:
            return Examined(path, data, data, Standing.TRUE)
        if read(lambda: opened(path, data), kind_of(path), path, self.diagnostics) is None:
            return Examined(path, data, None, Standing.UNKNOWN)
        true = self._made(format_, path)
        if true == data:
            return Examined(path, data, true, Standing.TRUE)
        if true is not None and path.endswith(".pdf") and data.startswith(true) and is_signed(data):
            return self._signed(path, data, true, digest, by_us=as_built)
        return self._differs(path, data, true, record if as_built else None)

    def _signed(self, path: str, data: bytes, true: bytes, digest: str, *, by_us: bool) -> Examined:
        """Compare what stands behind the true file: a signature, and nothing else."""
        compared = compare(path, true, data)
        told = [] if isinstance(compared, str) else [*tell(compared.met)]
        fault = compared if isinstance(compared, str) else signature_fault(data)
        for message in told or ([fault] if fault else []):
            self._add(Rule.ALTERED, message, Span(path), HELP)
        if told or fault:
            return Examined(path, data, true, Standing.ALTERED)
        listed = self.ledger.files.get(PurePosixPath(path).name) if self.ledger else ""
        if not by_us and listed != digest:
            hint = "run `reportgen seal` with the certificate, or delete it and build"
            message = "it was signed after it was built, which its ledger does not know"
            stricter = Level.ERROR if self.publish else None
            self.diagnostics.add(Rule.SAVED_AGAIN, message, Span(path), hint, stricter)
        return Examined(path, data, data, Standing.TRUE)

    def _made(self, format_: str, path: str) -> bytes | None:
        """Return the true bytes of an output, None where the content does not give it any more."""
        with self.stage(f"build {format_} anew"):
            try:
                branch, unheard = self.prepared.branch(), Diagnostics()
                planned = WRITERS[format_][1](branch, unheard, self.stage)
                data = planned.write(branch.draw(planned, self.stage))
            except ContentError:
                return None
        self.rebuilt[path] = {one: state for one, state in branch.project.reads.items() if state}
        return data

    def _differs(
        self, path: str, data: bytes, true: bytes | None, record: Record | None
    ) -> Examined:
        """Find why a file is not what is made now: its inputs, its environment, or a change."""
        project, ledger = self.prepared.project, self.ledger
        name, digest = PurePosixPath(path).name, sha256(data).hexdigest()
        if record is not None:
            inputs = record.stale(project)
            built_here = True
        else:
            inputs = stale(project, ledger.inputs) if ledger else []
            where = ledger.environment if ledger else {}
            built_here = not differing(where, environment())
        if inputs:
            self._outdated[path] = tuple(inputs)
            if record is None and ledger is not None and ledger.files.get(name) != digest:
                message = "it was changed after it was built, which its ledger shows"
                self._add(Rule.ALTERED, message, Span(path), HELP)
            return Examined(path, data, None, Standing.STALE)
        if true is None:
            message = "it cannot be compared: the content does not give this file any more"
            self._add(Rule.OUT_OF_DATE, message, Span(path), HELP)
            return Examined(path, data, None, Standing.UNKNOWN)
        if not built_here:
            return self._meaning(path, data, true)
        return self._compared(path, data, true)

    def _tell_stale(self) -> None:
        """Report files that were built from other inputs: those of the same once, at the first."""
        alike: dict[tuple[str, ...], list[str]] = {}
        for path, inputs in self._outdated.items():
            alike.setdefault(inputs, []).append(path)
        for inputs, paths in alike.items():
            shown = ", ".join(f"`{one}`" for one in inputs[:MOST_NAMED])
            rest = len(inputs) - MOST_NAMED
            more = f" and {rest} more" if rest > 0 else ""
            which = "it was" if len(paths) == 1 else f"{_listed(paths)} were"
            message = f"{which} built before these were changed: {shown}{more}"
            self._add(Rule.OUT_OF_DATE, message, Span(paths[0]), "run `reportgen build`")

    def _compared(self, path: str, data: bytes, true: bytes) -> Examined:
        with self.stage("compare with the true file"):
            compared = read(
                lambda: compare(path, true, data), kind_of(path), path, self.diagnostics
            )
        if compared is None:
            return Examined(path, data, true, Standing.UNKNOWN)
        if isinstance(compared, str):
            self._add(Rule.ALTERED, compared, Span(path), HELP)
            return Examined(path, data, true, Standing.UNKNOWN)
        met = compared.met
        self._tell(path, true, data, met)
        if not met or compared.program:
            self._saved(path, compared, alone=not met)
        return Examined(path, data, true, Standing.ALTERED if met else Standing.SAVED)

    def _saved(self, path: str, compared: Comparison, *, alone: bool) -> None:
        by = compared.program or compared.likely or "a program that does not say its name"
        rest = "; nothing that a reader meets has changed" if alone else ""
        stricter = Level.ERROR if self.publish else None
        message = f"it was saved again by {by}{rest}"
        self.diagnostics.add(Rule.SAVED_AGAIN, message, Span(path), HELP, stricter)

    def _meaning(self, path: str, data: bytes, true: bytes) -> Examined:
        """Say once that files were built in another environment, and compare what they mean."""
        from reportgen.checks.alterations.meaning import compared_meaning

        self.elsewhere.add(path)
        differ = differing(self.ledger.environment if self.ledger else {}, environment())
        shown = "; ".join(differ[:MOST_NAMED])
        message = f"the files were built in another environment ({shown}): meaning is compared"
        self._add(Rule.BUILT_ELSEWHERE, message, self._document, "")
        changes = comparable(path, lambda: compared_meaning(path, true, data))
        if isinstance(changes, str):
            self._add(Rule.ALTERED, changes, Span(path), HELP)
            return Examined(path, data, true, Standing.UNKNOWN)
        self._tell(path, true, data, changes)
        return Examined(path, data, true, Standing.ALTERED if changes else Standing.ELSEWHERE)

    def _tell(self, path: str, true: bytes, data: bytes, changes: Sequence[Change]) -> None:
        """Report changes one by one, or in one finding that the file is another document."""
        from reportgen.checks.alterations.other_document import other_document

        everything, unheard, other = self.explain == "all", Diagnostics(), None
        if not everything:
            other = read(
                lambda: other_document(path, true, data, len(changes)),
                kind_of(path),
                path,
                unheard,
            )
        for line in [other] if other else tell(changes, everything=everything):
            self._add(Rule.ALTERED, line, Span(path), HELP)

    @property
    def ledger(self) -> Ledger | None:
        """The ledger beside the files, None where there is none that can be read."""
        project, name = self.prepared.project.branch(), self.prepared.document.name
        try:
            return from_json(project.read_bytes(f"build/{name}.claims.json"))
        except (OSError, msgspec.DecodeError):
            return None


HELP = (
    "delete it and run `reportgen build`, unless the change is wanted: then make it in the source"
)


ODD = (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError, OverflowError)
"""What reading raises where a file holds another kind of object than the standard asks for."""

T = TypeVar("T")


def _listed(paths: list[str]) -> str:
    """Return files in words: "`a`, `b` and `c`"."""
    named = [f"`{one}`" for one in paths]
    return f"{', '.join(named[:-1])} and {named[-1]}"


def read(make: Callable[[], T], kind: Kind, path: str, diagnostics: Diagnostics) -> T | None:
    """Return what is made of a finished file, or report at the file that it cannot be."""
    return read_with(make, kind, path, Span(path), diagnostics)


def kind_of(path: str) -> Kind:
    """Return which kind of file a finished one is, by its name."""
    if path.endswith(".html"):
        return Kind.PAGE
    return Kind.DECK if path.endswith(".pptx") else Kind.BRIEF


def opened(path: str, data: bytes) -> object:
    """Return what a finished file holds. Raises anything at all for one that is broken."""
    from reportgen.checks.read_back import read_brief, read_deck
    from reportgen.checks.web_parity import read_page

    if path.endswith(".html"):
        return read_page(data)
    return read_deck(data) if path.endswith(".pptx") else read_brief(data)


def signature_fault(data: bytes) -> str:
    """Return what is wrong with the signature of a PDF, "" for nothing that can be told here."""
    try:
        found = examine_pdf(data)
    except EnvironmentFault:
        return ""  # without pyHanko what readers meet was compared all the same
    if found is None or found.whole:
        return ""
    return f"its signature does not hold: {found.fault}"


def compare(path: str, true: bytes, found: bytes) -> Comparison | str:
    """Return what differs between a finished file and the true one, or why nothing can be said."""
    from reportgen.checks.alterations.deck import compare_deck
    from reportgen.checks.alterations.pdf import compare_pdf
    from reportgen.checks.alterations.web import compare_page

    if path.endswith(".pdf"):
        return comparable(path, lambda: compare_pdf(true, found))
    page = path.endswith(".html")
    return comparable(path, lambda: (compare_page if page else compare_deck)(true, found))


def comparable(path: str, make: Callable[[], T]) -> T | str:
    """Return what a comparison gives, or in words why the found file cannot be compared."""
    import pikepdf

    from reportgen.checks.alterations.package import BrokenPackage

    try:
        return make()
    except pikepdf.PasswordError:
        return "it cannot be opened without a password"
    except (pikepdf.PdfError, BrokenPackage) as error:
        kind = "PDF" if path.endswith(".pdf") else "presentation"
        said = f" ({error})" if isinstance(error, BrokenPackage) else ""
        return f"it is no {kind} that can be read{said}"
    except ODD as error:
        return f"it is built in a way that no comparison follows ({type(error).__name__})"
