"""The signed list of a project's editions: which was replaced by another, which was withdrawn.

It lies at an address that each edition prints (`corrections` in the front matter), with its seal
beside it. Nothing fetches it: who wants to know gives it to `verify`.
"""

from collections.abc import Iterable, Iterator

import msgspec

NAMESPACE = "reportgen-editions"
"""What seals of such lists are for: that of a ledger is none of a list."""

SCHEMA = "reportgen-editions/1"


class Edition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An edition of a document: SHA-256 of its ledger and `files`, and what became of it.

    `replaces` names the editions that it corrects; `withdrawn` is why nobody should use it.
    """

    document: str
    edition: str
    title: str = ""
    date: str = ""
    ledger: str = ""
    files: dict[str, str] = {}
    replaces: tuple[str, ...] = ()
    withdrawn: str = ""


class Editions(msgspec.Struct, frozen=True, kw_only=True):
    """A list of editions, in the order in which they were sealed."""

    schema: str = SCHEMA
    editions: tuple[Edition, ...] = ()


def read_editions(data: bytes) -> Editions:
    """Return a list of editions. Raises msgspec.DecodeError where it is none."""
    found = msgspec.json.decode(data, type=Editions)
    if not found.schema.startswith(SCHEMA.partition("/")[0] + "/"):
        raise msgspec.ValidationError("it is of another schema")
    return found


def as_json(editions: Editions) -> bytes:
    """Return a list as the file that is signed: JSON, with the same bytes for the same list."""
    return msgspec.json.format(msgspec.json.encode(editions), indent=1) + b"\n"


def with_edition(editions: Editions, new: Edition) -> Editions:
    """Return a list with an edition at its end, instead of what it held of the same ledger."""
    kept = [one for one in editions.editions if one.ledger != new.ledger]
    before = next((one for one in editions.editions if one.ledger == new.ledger), None)
    if before is not None:
        new = msgspec.structs.replace(new, withdrawn=before.withdrawn)
    return msgspec.structs.replace(editions, editions=(*kept, new))


def with_withdrawn(editions: Editions, edition: str, reason: str) -> Editions | None:
    """Return a list in which an edition is withdrawn, None where it holds no such edition."""
    if all(one.edition != edition for one in editions.editions):
        return None
    return msgspec.structs.replace(
        editions,
        editions=tuple(
            msgspec.structs.replace(one, withdrawn=reason) if one.edition == edition else one
            for one in editions.editions
        ),
    )


def of_digests(editions: Editions, digests: Iterable[str]) -> list[Edition]:
    """Return the editions to which files belong, by their SHA-256."""
    known = {*digests}
    return [one for one in editions.editions if known & {one.ledger, *one.files.values()}]


MOST = 5
"""So many editions that replace one are named: the last."""


def became(editions: Editions, of: Edition) -> Iterator[str]:
    """Yield in words what became of an edition."""
    if of.withdrawn:
        yield f"edition {of.edition} was withdrawn: {of.withdrawn}"
    replacing = [
        one
        for one in editions.editions
        if one.document == of.document and of.edition in one.replaces and one.ledger != of.ledger
    ]
    for one in replacing[-MOST:]:
        dated = f" of {one.date}" if one.date else ""
        yield f"edition {of.edition} was replaced by edition {one.edition}{dated}"
