"""Finds code and comments in a Markdown file, in one walk however many are never closed."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

OPENING = re.compile(r"^(?P<fence>`{3,}|~{3,})[^\n]*\n|(?P<comment><!--)|(?P<ticks>`+)", re.M)
FENCE = re.compile(r"^(?:`{3,}|~{3,})", re.MULTILINE)
TICKS = re.compile(r"`+|\n")
END_OF_COMMENT = "-->"


def hidden(text: str) -> Iterator[tuple[int, int]]:
    """Yield where fenced code, comments, and code within a line begin and end."""
    ticks, fences = _Ticks(text), [(one.start(), one[0]) for one in FENCE.finditer(text)]
    starts = [at for at, _ in fences]
    last_comment = text.rfind(END_OF_COMMENT)
    at = 0
    while (found := OPENING.search(text, at)) is not None:
        at = found.end()
        if found["fence"]:
            closing = range(bisect_right(starts, found.start()), len(fences))
            wanted = found["fence"]
            closes = (starts[one] for one in closing if fences[one][1].startswith(wanted))
            at = text.find("\n", next(closes, len(text)))
            at = len(text) if at < 0 else at
            yield found.start(), at
        elif found["comment"]:
            if at <= last_comment:
                at = text.find(END_OF_COMMENT, at) + len(END_OF_COMMENT)
                yield found.start(), at
        else:
            # Of signs without a partner the first is text, and the others may have one.
            for start in range(*found.span()):
                if (partner := ticks.partner(start, found.end())) is not None:
                    at = partner
                    yield start, at
                    break


class _Ticks:
    """The runs of backticks of a text, by their line and their length."""

    def __init__(self, text: str) -> None:
        self._lines: list[int] = []
        self._runs: dict[tuple[int, int], list[int]] = defaultdict(list)
        for found in TICKS.finditer(text):
            if found[0] == "\n":
                self._lines.append(found.start())
            else:
                self._runs[len(self._lines), len(found[0])].append(found.start())

    def partner(self, start: int, end: int) -> int | None:
        """Return where the next run as long as this ends, on its line; None for none."""
        runs = self._runs.get((bisect_right(self._lines, start), end - start), [])
        at = bisect_right(runs, end - 1)
        return runs[at] + end - start if at < len(runs) else None
