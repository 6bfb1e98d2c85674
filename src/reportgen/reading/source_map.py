"""Finds the place in a Markdown file of what pandoc read from it.

pandoc's `markdown` reader keeps no positions. But keys, names and identifiers come in the same
order in the file as in the tree: the n-th `@key` of the tree is the n-th `@key` of the file.
"""

import re
from collections import defaultdict, deque

from reportgen.diagnostics import Span, span_in

_HIDDEN = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[^\n]*$|\Z)"  # fenced code
    r"|<!--.*?-->"  # comments
    r"|(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)",  # code in a line
    re.MULTILINE | re.DOTALL,
)
_MARKS: dict[str, re.Pattern[str]] = {
    # A citation key begins with a letter, digit or _, and holds single inner punctuation
    # (https://pandoc.org/MANUAL.html#citation-syntax).
    "key": re.compile(r"(?<![\w@])@(?:\{(?P<a>[^}\s]+)\}|(?P<b>\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*))"),
    "fact": re.compile(r"\{\{\s*(?P<a>.*?)\s*\}\}"),
    "id": re.compile(r"\{[^{}]*?#(?P<a>[\w:.\-]+)"),
    "target": re.compile(r"\]\(\s*<?(?P<a>[^)\s>]+)"),
    "heading": re.compile(r"^#{1,6}[ \t]+(?P<a>[^\n]*?)[ \t]*$", re.MULTILINE),
    "note": re.compile(r"\[\^(?P<a>[^\]\s]+)\](?!:)|(?<!\^)\^(?P<b>)\[(?!\^)"),
    "div": re.compile(r"^[ \t]*:{3,}[ \t]*(?P<a>[^\s:][^\n]*?)[ \t]*$", re.MULTILINE),
}


class SourceMap:
    """The marks of one file by kind and name, given out in their order."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.visible = _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
        self._places: dict[tuple[str, str], deque[Span]] = defaultdict(deque)
        self._order: dict[str, deque[Span]] = defaultdict(deque)
        self._cursor = 0
        for kind, pattern in _MARKS.items():
            for found in pattern.finditer(self.visible):
                name = found["a"] or found.groupdict().get("b") or ""
                span = span_in(path, text, found.start(), found.end())
                self._places[kind, name].append(span)
                self._order[kind].append(span)

    def place(self, kind: str, name: str) -> Span:
        """Return the place of the next mark with this kind and name; the last one stays."""
        places = self._places.get((kind, name))
        if not places:
            return self.here()
        return places.popleft() if len(places) > 1 else places[0]

    def next(self, kind: str) -> Span:
        """Return the place of the next mark of a kind, whatever its name."""
        places = self._order.get(kind)
        return places.popleft() if places else self.here()

    def ids(self) -> dict[str, list[Span]]:
        """Return every identifier that the file gives, with the places where it does."""
        return {name: list(spans) for (kind, name), spans in self._places.items() if kind == "id"}

    def block(self, start: str) -> Span:
        """Return the place of the next block that begins with the words of `start`."""
        words = re.findall(r"\w+", start)[:4]
        if words:
            pattern = r"[\W_]+".join(map(re.escape, words))
            found = re.compile(pattern).search(self.visible, self._cursor)
            if found is not None:
                self._cursor = found.start()
                return span_in(self.path, self.text, found.start(), found.end())
        return self.here()

    def here(self) -> Span:
        """Return the place of the last block that was found."""
        return span_in(self.path, self.text, min(self._cursor, max(0, len(self.text) - 1)))
