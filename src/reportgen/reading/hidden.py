"""Finds code and comments in a Markdown file, in one walk however many are never closed."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator

FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\(?\w{1,4}[.)])[ \t]+)?(?:`{3}|~{3})", re.MULTILINE)
FENCED = re.compile(
    r"^(?P<indent>[ \t>]+)?(?P<item>(?:[-*+]|\(?\w{1,4}[.)])[ \t]+)?"  # fenced code, which ends
    r"(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*\n(?:.*?\n)?"
    r"(?:[ >]{0,3}|(?(indent)(?P=indent)|(?!))[ \t>]{0,3}|(?(item)[ \t>]{2,8}|(?!)))"
    r"(?P=fence)[`~]*[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
CLOSING = re.compile(r"^[ \t>]*([`~])\1\1[`~]*[ \t]*$", re.MULTILINE)
"""A line that may end fenced code."""

OTHER = re.compile(r"<!--|`+")
TICKS = re.compile(r"`+|\n")
END_OF_COMMENT = "-->"


def hidden(text: str) -> Iterator[tuple[int, int]]:
    """Yield where fenced code, comments, and code within a line begin and end."""
    fences, ticks = [one.start() for one in FENCE.finditer(text)], _Ticks(text)
    closings = [one.start() for one in CLOSING.finditer(text)]
    last_closing, last_comment = max(closings, default=-1), text.rfind(END_OF_COMMENT)
    at = 0
    while True:
        other = OTHER.search(text, at)
        end = len(text) if other is None else other.start()
        fence = None
        for start in fences[bisect_left(fences, at) : bisect_right(fences, end)]:
            fence = FENCED.match(text, start) if start < last_closing else None
            if fence is not None:
                break
        if fence is not None:
            at = fence.end()
            yield fence.span()
        elif other is None:
            return
        elif other[0] == "<!--":
            at = other.end()
            if at <= last_comment:
                at = text.find(END_OF_COMMENT, at) + len(END_OF_COMMENT)
                yield other.start(), at
        else:
            at = other.end()
            # Of signs without a partner the first is text, and the others may have one.
            for start in range(*other.span()):
                if (partner := ticks.partner(start, other.end())) is not None:
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
