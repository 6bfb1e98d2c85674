"""How changes are told: the same thing once, five at most, and how many there are beside them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from reportgen.checks.alterations.change import Change

MOST = 5
ALIKE = 3
"""Changes that differ only in what they name are told as one where there are more."""

QUOTED = re.compile(r"“[^”]*”|`[^`]*`|\d+")


def tell(changes: Sequence[Change], *, everything: bool = False) -> Iterator[str]:
    """Yield changes in words: all of them, or five lines and a count."""
    if everything:
        yield from map(str, changes)
        return
    lines = list(_alike(changes))
    if len(lines) <= MOST + 1:
        yield from (line for line, _ in lines)
        return
    yield from (line for line, _ in lines[:MOST])
    rest = sum(count for _, count in lines[MOST:])
    yield f"and {rest} more changes: `reportgen check --explain all` names them"


def _alike(changes: Iterable[Change]) -> Iterator[tuple[str, int]]:
    """Yield lines with how many changes each tells: those that are alike in one line."""
    groups: dict[str, list[Change]] = {}
    for one in changes:
        groups.setdefault(QUOTED.sub("…", str(one)), []).append(one)
    for group in groups.values():
        if len(group) > ALIKE:
            yield f"{group[0]} (and {len(group) - 1} more like this)", len(group)
        else:
            yield from ((str(one), 1) for one in group)
