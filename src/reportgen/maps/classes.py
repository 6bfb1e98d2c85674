"""Puts values into classes for a map: as many of each, equally wide, or by their natural breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

METHODS = ("quantile", "equal", "natural")
MOST_SORTED = 400
"""Natural breaks of more values than these are found among so many of their quantiles."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes of values by their upper bounds: each begins above the bound of the one before.

    `least` is the smallest value, `bounds` are the upper ones of all, the last the largest value.
    """

    least: float
    bounds: tuple[float, ...]

    def of(self, value: float) -> int:
        """Return the number of the class that a value is in, the first is 0."""
        return next((at for at, bound in enumerate(self.bounds) if value <= bound),
                    len(self.bounds) - 1)  # fmt: skip


def classified(values: Sequence[float], method: str, count: int) -> Classes:
    """Return `count` classes of values, or fewer where fewer values differ.

    Bounds are round numbers where that moves no value into another class. Raises ValueError for
    no values.
    """
    if not values:
        raise ValueError("there are no values")
    ordered = sorted(values)
    distinct = sorted(set(values))
    count = min(count, len(distinct))
    match method:
        case "quantile":
            bounds = [_quantile(ordered, (at + 1) / count) for at in range(count)]
        case "equal":
            span = ordered[-1] - ordered[0]
            bounds = [ordered[0] + span * (at + 1) / count for at in range(count)]
        case _:
            bounds = _natural(ordered, count)
    bounds[-1] = ordered[-1]
    rounded = [_round_between(distinct, bound) for bound in bounds[:-1]]
    kept = sorted({one for one in rounded if ordered[0] <= one < ordered[-1]})
    return Classes(ordered[0], (*kept, ordered[-1]))


def given(values: Sequence[float], bounds: Sequence[float]) -> Classes:
    """Return the classes between bounds that an author chose; the last is open above."""
    least, most = min(values, default=0.0), max(values, default=0.0)
    inner = [one for one in sorted(set(bounds)) if one < most]
    return Classes(min(least, *bounds[:1]) if bounds else least, (*inner, most))


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def _natural(ordered: Sequence[float], count: int) -> list[float]:
    """Return the bounds that make values differ least within classes (Jenks 1977, by Fisher)."""
    if len(ordered) > MOST_SORTED:
        step = (len(ordered) - 1) / (MOST_SORTED - 1)
        ordered = [ordered[round(at * step)] for at in range(MOST_SORTED)]
    size = len(ordered)
    sums, squares = [0.0], [0.0]
    for value in ordered:
        sums.append(sums[-1] + value)
        squares.append(squares[-1] + value * value)

    def spread(start: int, end: int) -> float:
        total = sums[end] - sums[start]
        return squares[end] - squares[start] - total * total / (end - start)

    best = [spread(0, end) if end else 0.0 for end in range(size + 1)]
    starts: list[list[int]] = []
    for classes in range(2, count + 1):
        following, chosen = [0.0] * (size + 1), [0] * (size + 1)
        for end in range(classes, size + 1):
            options = ((best[at] + spread(at, end), at) for at in range(classes - 1, end))
            following[end], chosen[end] = min(options)
        best = following
        starts.append(chosen)
    bounds, end = [], size
    for chosen in reversed(starts):
        bounds.append(ordered[end - 1])
        end = chosen[end]
    bounds.append(ordered[end - 1])
    return bounds[::-1]


def _round_between(distinct: Sequence[float], bound: float) -> float:
    """Return the roundest number from the last value at or under a bound to the next above it."""
    under = max((one for one in distinct if one <= bound), default=distinct[0])
    above = min((one for one in distinct if one > bound), default=under)
    if above == under:
        return under
    for digits in range(-floor(log10(max(abs(under), abs(above)))) - 1, 12):
        step = 10.0**-digits
        rounded = round(floor(above / step) * step, max(0, digits))
        if rounded == above:
            rounded = round(rounded - step, max(0, digits))
        if under <= rounded < above:
            return rounded
    return under
