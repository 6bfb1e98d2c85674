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
    """Yield lines with how many changes each tells: those that are alike in one line.

    The same of several places has them all: "page 1; page 3: the page is turned by 90°".
    """
    groups: dict[str, list[tuple[str, int]]] = {}
    for line, count in _of_places(changes):
        groups.setdefault(QUOTED.sub("…", line), []).append((line, count))
    for group in groups.values():
        if len(group) > ALIKE:
            total = sum(count for _, count in group)
            yield f"{group[0][0]} (and {total - group[0][1]} more like this)", total
        else:
            yield from group


def _of_places(changes: Iterable[Change]) -> Iterator[tuple[str, int]]:
    """Yield each thing that became of the document, with its places, and how many these are."""
    places: dict[str, list[str]] = {}
    for one in changes:
        places.setdefault(one.what, []).append(one.place)
    for what, found in places.items():
        named = [one for one in dict.fromkeys(found) if one]
        if len(found) == 1 or not named:
            yield str(Change(found[0], what)), len(found)
            continue
        more = len(named) - ALIKE
        shown = "; ".join(named[:ALIKE]) + (f" and {more} places more" if more > 0 else "")
        yield f"{shown}: {what}", len(found)
