"""Holds the order of blocks and rows of a source against that of a finished file."""

from collections.abc import Iterator, Sequence

from reportgen.checks.witness.matching import is_sure
from reportgen.checks.witness.stream import Spans, Stream
from reportgen.checks.witness.wanted import Wanted

IN_ORDER = ("text", "heading", "code", "row")
"""Kinds of units that follow one another as they are written; captions go with their figures."""


def out_of_order(
    stream: Stream, units: Sequence[Wanted], places: dict[int, Spans]
) -> Iterator[Wanted]:
    """Yield each unit that stands before the one that its source has before it."""
    last: dict[int, int] = {}
    for at, unit in enumerate(units):
        if unit.unit.kind not in IN_ORDER or at not in places:
            continue
        before = last.get(unit.unit.flow)
        if before is not None and places[at][0][0] < places[before][0][0]:
            pair = ((one, units[one]) for one in (before, at))
            if all(is_sure(stream, one, places[number]) for number, one in pair):
                yield unit
        last[unit.unit.flow] = at
