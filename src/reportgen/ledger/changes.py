"""Compares two ledgers: which numbers, sources and figures changed, and where."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.ledger.claims import Claim, Exhibit, Ledger, Work

EDITION = ("title", "edition", "date", "data_date")
ORIGIN = ("kind", "formula", "data_file", "data_cell", "data_column")


@dataclass(frozen=True, slots=True)
class Change:
    """What changed: a kind ("number", "source", ...), of what, from and to, and where it stands.

    `before` and `after` are empty for what is new or gone; `old_places` and `new_places` are in
    words: "p. 2, 9; slide 3".
    """

    kind: str
    name: str
    before: str
    after: str
    old_places: str = ""
    new_places: str = ""


def compare(old: Ledger, new: Ledger) -> Iterator[Change]:
    """Yield what differs between two ledgers: the edition, claims, works, data, figures."""
    for field in EDITION:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield Change("edition", field.replace("_", " "), before, after)
    olds, news = ({one.name: one for one in ledger.claims} for ledger in (old, new))
    for name in {**olds, **news}:
        yield from _claims(olds.get(name), news.get(name))
    for key in {**old.works, **new.works}:
        before, after = _work(old.works.get(key)), _work(new.works.get(key))
        if before != after:
            yield Change("work", f"@{key}", before, after, _notes(old, key), _notes(new, key))
    data = [dict(pair for one in ledger.exhibits for pair in one.data) for ledger in (old, new)]
    for path in {**data[0], **data[1]}:
        before, after = (found.get(path, "")[:12] for found in data)
        if before != after:
            yield Change("data", path, before, after)
    yield from _figures(old, new)


def _claims(old: Claim | None, new: Claim | None) -> Iterator[Change]:
    name = (old or new or _no_claim()).name
    places = _places(old), _places(new)
    if old is None or new is None:
        before, after = (one.printed if one else "" for one in (old, new))
        yield Change("claim", name, before, after, *places)
        return
    if old.printed != new.printed:
        yield Change("number", name, old.printed, new.printed, *places)
    elif old.value != new.value:
        yield Change("value", name, str(old.value), str(new.value), *places)
    if any(getattr(old, field) != getattr(new, field) for field in ORIGIN):
        yield Change("origin", name, _origin(old), _origin(new), *places)
    if (old.sources, old.locator) != (new.sources, new.locator):
        yield Change("source", name, _source(old), _source(new), *places)


def _no_claim() -> Claim:
    raise AssertionError("one of the two ledgers has the claim")


def _figures(old: Ledger, new: Ledger) -> Iterator[Change]:
    olds, news = ({one.id: one for one in ledger.exhibits} for ledger in (old, new))
    for name in {**olds, **news}:
        before, after = (found.get(name, Exhibit(id=name, label="")) for found in (olds, news))
        if before.sha256 != after.sha256:
            labels = (f"{one.label} {one.sha256[:12]}".strip() for one in (before, after))
            yield Change("figure", name, *labels)


def _places(claim: Claim | None) -> str:
    if claim is None:
        return ""
    found = {
        "p.": claim.pages,
        "slide": claim.slides,
        "notes of slide": tuple(one for one in claim.spoken if one not in claim.slides),
    }
    return "; ".join(f"{what} {', '.join(map(str, at))}" for what, at in found.items() if at)


def _origin(claim: Claim) -> str:
    if claim.kind == "data":
        return f"{claim.data_file}, {claim.data_cell}, {claim.data_column}"
    return claim.formula or claim.kind


def _source(claim: Claim) -> str:
    works = "; ".join(f"@{key}" for key in claim.sources)
    return f"{works}, {claim.locator}" if claim.locator else works


def _work(work: Work | None) -> str:
    return work.full if work else ""


def _notes(ledger: Ledger, key: str) -> str:
    numbers = ledger.works[key].notes if key in ledger.works else ()
    return f"note {', '.join(map(str, numbers))}" if numbers else ""
