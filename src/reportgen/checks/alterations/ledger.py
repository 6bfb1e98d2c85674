"""What differs between a ledger and the one that the finished files have, as JSON and as CSV."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from reportgen.checks.alterations.change import Change, quoted
from reportgen.checks.alterations.other_document import titled
from reportgen.ledger.claims import SCHEMA, from_json
from reportgen.ledger.evidence import edition_of

NAMED = {"claims": ("claim", "name"), "exhibits": ("exhibit", "id")}
"""Lists whose entries have a name: what one is called, and where its name stands."""


def json_changes(found: bytes, true: bytes) -> Iterator[Change]:
    """Yield what of a ledger is another than in the true one; nothing where only its form is."""
    twice: list[str] = []
    try:
        ledger = from_json(found)
        held = json.loads(found, object_pairs_hook=lambda pairs: _once(pairs, twice))
    except (ValueError, RecursionError, msgspec.DecodeError) as error:
        yield Change("", f"it is no ledger that can be read: {error}")
        return
    wanted = json.loads(true)
    if ledger.schema != SCHEMA:
        yield Change("schema", f"{quoted(ledger.schema)}, not {quoted(SCHEMA)}")
    elif _is_of_others(held, wanted):
        yield Change("", f"it is the ledger of other files: {titled(edition_of(ledger))}")
    else:
        for name in twice:
            yield Change("", f"`{name}` stands twice in one object")
        yield from _changes(held, wanted, "")


def _once(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    """Return an object of JSON; add to `twice` what names two of its values."""
    twice += [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
    return dict(pairs)


def _is_of_others(held: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Return whether a ledger is of neither brief nor deck: that of another build or document."""
    deck = next((one for one in wanted["files"] if one.endswith(".pptx")), "")
    pair = (deck.removesuffix("pptx") + "pdf", deck)
    files = held.get("files", {})
    return bool(deck and files) and not any(files.get(one) == wanted["files"][one] for one in pair)


def _changes(now: Any, was: Any, place: str) -> Iterator[Change]:
    """Yield what differs between two values of JSON, at the highest place that says it."""
    if isinstance(now, dict) and isinstance(was, dict):
        for key in {**was, **now}:
            if key not in now:
                yield Change(place, f"`{key}` is gone")
            elif key not in was:
                yield Change(place, f"`{key}` was added: {_shown(now[key])}")
            elif key in NAMED and not place:
                yield from _listed(now[key], was[key], *NAMED[key])
            else:
                yield from _changes(now[key], was[key], f"{place}, `{key}`" if place else key)
    elif now != was or type(now) is not type(was):
        yield Change(place, f"{_shown(now)}, not {_shown(was)}")


def _listed(
    now: Sequence[dict[str, Any]], was: Sequence[dict[str, Any]], what: str, key: str
) -> Iterator[Change]:
    """Yield which entries of a list are gone, added or others, by their names."""
    held, wanted = ([str(one[key]) for one in entries] for entries in (now, was))
    yield from _names(held, wanted, what)
    known = {one[key]: one for one in was}
    for one in now:
        if one[key] in known:
            yield from _changes(one, known[one[key]], f"{what} `{one[key]}`")


def _names(held: Sequence[str], wanted: Sequence[str], what: str) -> Iterator[Change]:
    """Yield what became of the names of a list."""
    now, was = Counter(held), Counter(wanted)
    for name in {**was, **now}:
        if not now[name]:
            yield Change(f"{what} `{name}`", "it is gone")
        elif not was[name]:
            yield Change(f"{what} `{name}`", "it was added")
        elif now[name] > was[name]:
            yield Change(f"{what} `{name}`", "it is there twice")
    if now == was and [*held] != [*wanted]:
        yield Change("", f"the {what}s stand in another order")


def _shown(value: Any) -> str:
    """Return a value of JSON in quotation marks, cut where it is long."""
    if isinstance(value, str):
        return quoted(value)
    return quoted(json.dumps(value, ensure_ascii=False))


# --- the table --------------------------------------------------------------------------------


def csv_changes(found: bytes, true: bytes) -> Iterator[Change]:
    """Yield what of a ledger's table is another; nothing where only its form is."""
    try:
        held, wanted = _rows(found), _rows(true)
    except (ValueError, csv.Error) as error:
        yield Change("", f"it is no table that can be read: {error}")
        return
    head = wanted[0]
    if not held or held[0] != head:
        yield Change("", f"it is another table: its head is {quoted(', '.join(held[0] or ()))}")
        return
    known, names = {row[0]: row for row in wanted[1:]}, [row[0] if row else "" for row in held[1:]]
    if known and not {*names} & {*known}:
        yield Change("", "it is the table of another ledger")
        return
    yield from _names(names, [*known], "row")
    for row in held[1:]:
        was = known.get(row[0] if row else "")
        if was is not None and len(row) != len(was):
            yield Change(f"row `{row[0]}`", f"it has {len(row)} cells, not {len(was)}")
        elif was is not None:
            for column, after, before in zip(head, row, was, strict=True):
                if after != before:
                    what = f"{quoted(after)}, not {quoted(before)}"
                    yield Change(f"row `{row[0]}`, {column}", what)


def _rows(data: bytes) -> list[list[str]]:
    """Return the rows of a table. Raises UnicodeDecodeError and csv.Error."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)) or [[]]
