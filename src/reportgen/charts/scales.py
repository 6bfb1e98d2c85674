"""Scales: from values to points, with ends and ticks at round numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """From values (`low` to `high`) to points (`start` to `end`)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where a value lies."""
        part = (value - self.low) / ((self.high - self.low) or 1)
        return self.start + part * (self.end - self.start)


def step_for(low: float, high: float, most: int) -> float:
    """Return the round step that divides a range in at most so many parts."""
    wanted = (high - low) / max(1, most) or 1.0
    power = 10.0 ** floor(log10(wanted))
    return next(power * one for one in STEPS if power * one >= wanted * (1 - 1e-9))


def ticks(low: float, high: float, most: int) -> list[float]:
    """Return at most `most + 1` round numbers within a range."""
    step = step_for(low, high, most)
    first = ceil(low / step - 1e-9)
    last = floor(high / step + 1e-9)
    return [_clean(at * step) for at in range(first, last + 1)]


def rounded(low: float, high: float, most: int) -> tuple[float, float]:
    """Return the ends of a range as round numbers, so that ticks stand at both."""
    step = step_for(low, high, most)
    return _clean(floor(low / step + 1e-9) * step), _clean(ceil(high / step - 1e-9) * step)


def year_ticks(years: Sequence[float], room: int) -> list[int]:
    """Return the years that an axis names: the first, the last, and round ones between them."""
    first, last = int(min(years)), int(max(years))
    span = last - first
    if span + 1 <= room:
        return sorted({int(year) for year in years})
    step = next((one for one in (1, 2, 5, 10, 20, 25, 50, 100) if span / one + 1 <= room), span)
    between = range(-(-first // step) * step, last + 1, step)
    kept = [year for year in between if year - first >= 0.6 * step and last - year >= 0.6 * step]
    return sorted({first, *kept, last}) if room > 1 else [last]


def _clean(value: float) -> float:
    """Return a value without what binary fractions add to it."""
    return float(f"{value:.12g}")
