"""What the benchmarks share: two things timed in turn, and their ratio."""

import time
from collections.abc import Callable
from statistics import median

ROUNDS = 5

Timed = Callable[[], object]


def seconds(run: Timed) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def ratio(name: str, ours: Timed, theirs: Timed, rounds: int = ROUNDS) -> float:
    """Time two things in turn, and print and return the median of the ratios."""
    times = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    us, them = (median(column) for column in zip(*times, strict=True))
    ratios = [one / other for one, other in times]
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    print(f"{name}: {us:.2f} s / {them:.2f} s, ratio {median(ratios):.2f} ({spread})", flush=True)
    return median(ratios)
