"""Makes the ledger of a document: each fact that it uses, and what that fact rests on."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import PurePosixPath

import msgspec

from reportgen.data.datasets import Datasets
from reportgen.data.fact import Cell, Fact, Formula
from reportgen.data.facts import Facts
from reportgen.diagnostics import Span
from reportgen.document import ResolvedDocument, plain_text
from reportgen.ledger.claims import Claim, DataSource, Exhibit, Ledger, Stated, Work


def make_ledger(
    document: ResolvedDocument,
    facts: Facts,
    exhibits: Iterable[Exhibit],
    datasets: Datasets,
) -> Ledger:
    """Return the ledger of a document, before it is known where in the files its claims stand."""
    exhibits = tuple(exhibits)
    claims = tuple(_claims(document, facts, exhibits))
    meta = document.metadata
    said = [msgspec.structs.replace(one, figures=(), stated=()) for one in claims if one.stated]
    return Ledger(
        document=document.path
        if facts.subject is None
        else f"{document.path}#{facts.subject.name}",
        title=plain_text(meta.title),
        edition=meta.edition,
        date=meta.date,
        data_date=meta.data_date,
        facts_sha256=sha256(msgspec.json.encode(said)).hexdigest(),
        claims=claims,
        exhibits=exhibits,
        datasets=_described(claims, exhibits, datasets),
        works={
            entry.key: Work(
                entry.short,
                plain_text(entry.content),
                tuple(note.number for note in document.notes if entry.key in note.keys),
            )
            for entry in document.entries
        },
    )


def _described(
    claims: Iterable[Claim], exhibits: Iterable[Exhibit], datasets: Datasets
) -> dict[str, DataSource]:
    """Return what is told of each file of data that claims and exhibits rest on."""
    paths = {path for exhibit in exhibits for path, _ in exhibit.data}
    paths |= {claim.data_file for claim in claims if claim.data_file}
    found = ((path, datasets.get(PurePosixPath(path).stem, Span(path))) for path in sorted(paths))
    return {path: DataSource.of(one.about) for path, one in found if one is not None}


def _claims(
    document: ResolvedDocument, facts: Facts, exhibits: tuple[Exhibit, ...]
) -> Iterable[Claim]:
    """Yield the parameters and facts that are used, in their order, and those behind them."""
    stated: dict[str, list[Stated]] = {}
    for use in document.uses:
        if use.kind == "fact":
            place = str(use.span) if use.span else ""
            stated.setdefault(use.name, []).append(Stated(use.target, use.within, place))
    drawn: dict[str, list[str]] = {}
    for exhibit in exhibits:
        for name in exhibit.facts:
            drawn.setdefault(name, []).append(exhibit.id)
    wanted = _with_operands((*stated, *drawn), facts)
    for name in dict.fromkeys((*facts.parameters, *facts.names)):
        if name in wanted:
            yield _claim(wanted[name], tuple(stated.get(name, ())), tuple(drawn.get(name, ())))


def _with_operands(names: Iterable[str], facts: Facts) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        fact = facts.get(name, facts.span(name)) if name not in found else None
        if fact is not None:
            found[name] = fact
            if isinstance(fact.origin, Formula):
                waiting.extend(fact.origin.operands)
    return found


def _claim(fact: Fact, stated: tuple[Stated, ...], drawn: tuple[str, ...]) -> Claim:
    claim = Claim(
        name=fact.name,
        printed=fact.text,
        value=fact.value,
        unit=fact.unit,
        kind="quoted",
        sources=fact.cite,
        locator=fact.locator,
        note=fact.note,
        defined=f"{fact.span.path}:{fact.span.line}",
        stated=stated,
        figures=drawn,
    )
    match fact.origin:
        case Cell(_, path, address, column, digest):
            return msgspec.structs.replace(
                claim,
                kind="data",
                data_file=path,
                data_cell=address,
                data_column=column,
                data_sha256=digest,
            )
        case Formula(expression, operands):
            return msgspec.structs.replace(
                claim, kind="formula", formula=expression, operands=operands
            )
        case None:
            return claim
