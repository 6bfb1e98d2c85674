"""The recipe of a ledger: written of finished files, read back, compared with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from msgspec import DecodeError, structs

from reportgen.diagnostics import Diagnostics, Span, UsageError
from reportgen.files.door import Kind, read_with
from reportgen.files.project import Project
from reportgen.ledger.claims import Ledger, as_csv, as_json, from_json, with_wordings
from reportgen.ledger.evidence import claims_in, in_deck
from reportgen.ledger.placement import placed
from reportgen.ledger.provenance import make_ledger
from reportgen.recipes.editions import all_editions
from reportgen.recipes.environment import Environment
from reportgen.recipes.outputs import FORMATS
from reportgen.recipes.prepared import Prepared
from reportgen.recipes.records import outputs_of, record_of, stale
from reportgen.recipes.worded_claims import family, wordings_of


def ledger_is_of_files(project: Project, name: str) -> bool:
    """Return whether the ledger in build/ is of the files there, or there are not both of them."""
    if not all(project.state(f"build/{name}.{one}") for one in FORMATS):
        return True
    try:
        ledger = from_json(project.branch().read_bytes(f"build/{name}.claims.json"))
    except (OSError, DecodeError):
        return False
    made = made_of(project, name)
    is_of = (ledger.files, ledger.inputs, ledger.environment) == (
        made.files,
        made.inputs,
        made.environment,
    )
    there = bool(project.state(f"build/{name}.claims.csv"))
    return is_of and there and not other_wordings(project, ledger)


def other_wordings(project: Project, ledger: Ledger) -> list[str]:
    """Return what the wordings in a ledger were read from that is another now: `brief.ko.md`."""
    inputs, path = ledger.wording_inputs or {}, ledger.document.partition("#")[0]
    read = {**inputs, **ledger.inputs}
    return [
        *stale(project, inputs),
        *(one for one in family(project, path) if one not in read),
    ]


@dataclass(frozen=True, slots=True)
class Made:
    """What a build made of a document: its files with their digests, from what, and where."""

    files: dict[str, str]
    inputs: dict[str, str]
    environment: Environment


def made_of(project: Project, name: str) -> Made:
    """Return what is recorded of a document's outputs; of one without a record, what it is."""
    files: dict[str, str] = {}
    inputs: dict[str, str] = {}
    where: Environment = {}
    for path in outputs_of(project, name):
        record = record_of(project, path)
        files[PurePosixPath(path).name] = record.digest if record else project.state(path)
        if record is not None:
            inputs |= {path: state for path, state in record.inputs.items() if state}
            where = record.environment
    return Made(files, dict(sorted(inputs.items())), where)


def write_ledger(prepared: Prepared, made: Mapping[str, bytes], diagnostics: Diagnostics) -> None:
    """Write the ledger beside the finished files, as CSV and JSON, where both files are there.

    `made` holds those that were made right now; others are as they were found, and reported where
    they cannot be read.
    """
    name, project = f"build/{prepared.document.name}", prepared.project.branch()
    if all(one in made or project.exists(f"{name}.{one}") for one in FORMATS):
        files = {one: made.get(one) or project.read_bytes(f"{name}.{one}") for one in FORMATS}
        if not all(
            one in made or _can_be_read(name, one, files[one], diagnostics) for one in files
        ):
            return
        of = made_of(project, prepared.document.name)
        ledger = ledger_of(prepared, files["pdf"], files["pptx"], of)
        for ending, data in (("json", as_json(ledger)), ("csv", as_csv(ledger))):
            if not project.has(f"{name}.claims.{ending}", data):
                project.write(f"{name}.claims.{ending}", data)


def _can_be_read(name: str, format_: str, data: bytes, diagnostics: Diagnostics) -> bool:
    """Return whether a finished file can be read for the ledger; report one that cannot."""
    from reportgen.checks.read_back import read_attachments, read_deck

    path = f"{name}.{format_}"
    read, kind = (read_attachments, Kind.BRIEF) if format_ == "pdf" else (read_deck, Kind.DECK)
    return read_with(partial(read, data), kind, path, Span(path), diagnostics) is not None


def ledger_of(prepared: Prepared, pdf: bytes, pptx: bytes, made: Made) -> Ledger:
    """Return the ledger of a document with the pages and slides of its finished files."""
    from reportgen.checks.read_back import page_texts, read_attachments, read_deck

    document, deck = prepared.document, read_deck(pptx)
    attached, evidence = claims_in(read_attachments(pdf)), in_deck(deck.parts)
    exhibits = dict(evidence.figures) if evidence else {}
    exhibits |= {one.id: one for one in attached.exhibits} if attached else {}
    ledger = placed(
        make_ledger(document, prepared.facts, exhibits.values(), prepared.datasets),
        document,
        page_texts(pdf),
        [slide.as_text for slide in deck.slides],
    )
    ledger = structs.replace(
        ledger, files=made.files, inputs=made.inputs, environment=made.environment
    )
    worded = wordings_of(prepared)
    return with_wordings(ledger, worded.sentences, worded.inputs)


def read_ledgers(project: Project) -> Iterator[Ledger]:
    """Yield the ledger of each document. Raises UsageError where one is missing or stale."""
    for edition in all_editions(project, Diagnostics()):
        name = f"build/{edition.name}"
        try:
            ledger = from_json(project.read_bytes(f"{name}.claims.json"))
        except (FileNotFoundError, DecodeError) as error:
            message = f"there is no ledger `{name}.claims.json`; run `reportgen build`"
            raise UsageError(message) from error
        for file, digest in ledger.files.items():
            if project.digest(f"build/{file}") != digest:
                message = f"`{name}.claims.json` is not of this `{file}`; run `reportgen build`"
                raise UsageError(message)
        yield ledger
