"""Compares the ledger in build/ with the one that the finished files have."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from msgspec import structs

from reportgen.checks.alterations.change import Change, quoted
from reportgen.checks.alterations.telling import tell
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.ledger.claims import as_csv, as_json
from reportgen.recipes.ledgers import ledger_of, made_of
from reportgen.recipes.outputs import FORMATS
from reportgen.recipes.prepared import Prepared
from reportgen.recipes.records import record_of

HINT = "run `reportgen build`"


def check_ledger(prepared: Prepared, pdf: bytes, pptx: bytes, diagnostics: Diagnostics) -> None:
    """Report what of a ledger in build/ is not that of the true files `pdf` and `pptx`."""
    name, project = f"build/{prepared.document.name}.claims", prepared.project.branch()
    ledger = ledger_of(prepared, pdf, pptx, made_of(project, prepared.document.name))
    pair = {
        f"{prepared.document.name}.{end}": data
        for end, data in zip(FORMATS, (pdf, pptx), strict=True)
    }
    digests = {}
    for file, data in pair.items():
        record = record_of(prepared.project, f"build/{file}")  # of a brief that was signed: signed
        digests[file] = record.digest if record else sha256(data).hexdigest()
    ledger = structs.replace(ledger, files={**ledger.files, **digests})
    for end, write, differences in (("json", as_json, _json), ("csv", as_csv, _csv)):
        path = f"{name}.{end}"
        if not project.exists(path):
            diagnostics.add(Rule.OUT_OF_DATE, f"`{path}` is not there", Span(path), HINT)
            continue
        found, wanted = project.read_bytes(path), write(ledger)
        if found != wanted:
            for line in tell(list(differences(found, wanted))):
                diagnostics.add(Rule.ALTERED, line, Span(path), HINT)


def _json(found: bytes, wanted: bytes) -> Iterator[Change]:
    """Yield which values of a ledger are others; inputs and environment where they are known."""
    try:
        held = dict(_leaves(json.loads(found)))
    except (ValueError, RecursionError):
        yield Change("", "it is no ledger that can be read")
        return
    true = dict(_leaves(json.loads(wanted)))
    for key in {**true, **held}:
        unknown = key.startswith(("inputs", "environment", "schema"))
        if held.get(key) != true.get(key) and not unknown:
            now, was = held.get(key, "nothing"), true.get(key, "nothing")
            yield Change(key, f"{quoted(now)}, not {quoted(was)}")


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the values of JSON with the keys that lead to them."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from _leaves(part, f"{path}[{at}]")
    else:
        yield path, str(value)


def _csv(found: bytes, wanted: bytes) -> Iterator[Change]:
    """Yield which lines of the table are others."""
    lines, true = (data.decode("utf-8", "replace").splitlines() for data in (found, wanted))
    for at in range(max(len(lines), len(true))):
        now, was = (one[at] if at < len(one) else "nothing" for one in (lines, true))
        if now != was:
            yield Change(f"line {at + 1}", f"{quoted(now)}, not {quoted(was)}")
    if lines == true:
        yield Change("", "its line ends are others")
