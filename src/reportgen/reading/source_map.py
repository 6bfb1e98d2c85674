"""Finds the place in a Markdown file of what pandoc read from it.

pandoc's `markdown` reader keeps no positions. But keys, names and identifiers come in the same
order in the file as in the tree: the n-th `@key` of the tree is the n-th `@key` of the file; and
each block begins with words that stand somewhere behind those of the block before.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable
from urllib.parse import unquote

from reportgen.diagnostics import Span, span_in
from reportgen.reading.hidden import hidden

NO_LINE_END = re.compile(r"[^\n]")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
_UNSAID = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|shy|zwnj|zwj|lrm|rlm|#\d+|#x[\da-f]+);", re.I)
_MARKS: dict[str, re.Pattern[str]] = {
    # A citation key begins with a letter, digit or _, and holds single inner punctuation
    # (https://pandoc.org/MANUAL.html#citation-syntax).
    "key": re.compile(r"(?<![\w@])@(?:\{(?P<a>[^}\s]+)\}|(?P<b>\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*))"),
    "fact": re.compile(r"\{\{\s*(?P<a>.{0,300}?)\s*\}\}"),
    "id": re.compile(r"\{[^{}]*?#(?P<a>[\w:.\-]+)"),
    "target": re.compile(r"\]\(\s*<?(?P<a>(?:\{\{[^{}\n]*\}\}|[^)\s>])*)"),
    "math": re.compile(
        r"\$\$(?P<a>.+?)\$\$|(?<![\\$])\$(?P<b>[^\s$](?:[^$]*?[^\s$\\])?)\$(?!\d)"
        r"|(?P<c>\\begin\{(\w+\*?)\}.*?\\end\{\4\})|\\[(\[](?P<d>.+?)\\[)\]]",
        re.DOTALL,
    ),
    "tex": re.compile(r"(?P<a>\\[A-Za-z]+)"),
    "raw": re.compile(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*\{=(?P<a>\w+)\}|`\{=(?P<b>\w+)\}", re.M),
    "html": re.compile(r"(?P<a></?[A-Za-z][^<>]*>)"),
    "heading": re.compile(
        r"^#{1,6}(?:[ \t]+(?P<a>[^\n]*?))?[ \t]*$|^(?P<b>[^\s|>][^\n|]*)\n(?:=+|-+)[ \t]*$",
        re.MULTILINE,
    ),
    "note": re.compile(
        r"(?<!\\)(?:(?<!^)\[\^(?P<a>[^\]\s]+)\]|^\[\^(?P<c>[^\]\s]+)\](?!:))"
        r"|(?<![\^\\])\^(?P<b>)\[(?!\^)",
        re.MULTILINE,
    ),
    "div": re.compile(
        r"^[ \t>]*:{3,}[ \t]*(?P<a>[^\s:][^\n]*?)[ \t]*$|<div\b(?P<b>[^<>]*)>",
        re.MULTILINE | re.IGNORECASE,
    ),
}
_HIDDEN_TOO = ("raw",)
"""Marks that are fences themselves."""
_NOTE_TEXT = re.compile(r"^[ \t>]{0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_WORDS = 4
"""So many words at the beginning of a block tell it from what stands before."""


def without_code(text: str) -> str:
    """Return a text without code and comments, each other character at its place."""
    return _blanked(text, hidden(text))


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (text[at:start], NO_LINE_END.sub(" ", text[start:end]))
        at = end
    return "".join((*parts, text[at:]))


class SourceMap:
    """The marks of one file by kind and name, given out in their order."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.visible = without_code(text)
        """The text without code and comments, each character at its place."""
        comments = (one for one in hidden(text) if text.startswith("<!--", one[0]))
        self._wordy = _UNSAID.sub(lambda found: " " * len(found[0]), _blanked(text, comments))
        """The text with its code, in which blocks are found by their words."""
        front = _FRONT_MATTER.match(text)
        self.front = front.end() if front else 0
        """Where the front matter ends."""
        self._places: dict[tuple[str, str], deque[Span]] = defaultdict(deque)
        self._order: dict[str, deque[tuple[Span, int, str]]] = defaultdict(deque)
        self._cursor, self._here = self.front, self.front
        self.undefined_notes: list[tuple[Span, str]] = []
        noted = {found[1] for found in _NOTE_TEXT.finditer(self.visible)}
        for kind, pattern in _MARKS.items():
            first = self.front if kind in ("heading", "div") else 0
            where = text if kind in _HIDDEN_TOO else self.visible
            for found in pattern.finditer(where, first):
                name = next(filter(None, found.groupdict().values()), "")
                name = " ".join(name.split()) if kind in ("math", "html") else name
                span = span_in(path, text, found.start(), found.end())
                if kind == "note" and name and name not in noted:
                    self.undefined_notes.append((span, name))
                    continue
                self._places[kind, name].append(span)
                self._order[kind].append((span, found.start(), name))

    def leave_front_matter(self) -> None:
        """Pass over the marks of settings whose texts pandoc does not read: keywords, addresses."""
        last = self.text.count("\n", 0, self.front) + 1
        for places in self._places.values():
            while places and places[0].line <= last and self.front:
                places.popleft()
        for kind in self._order:
            while self._order[kind] and self._order[kind][0][1] < self.front:
                self._order[kind].popleft()

    def place(self, kind: str, name: str) -> Span:
        """Return the place of the next mark with this kind and name; the last one stays."""
        places = self._places.get((kind, name))
        if not places:
            return self.here()
        return places.popleft() if len(places) > 1 else places[0]

    def next_place(self, kind: str, name: str) -> Span | None:
        """Return where the next mark with this kind and name stands, and leave it the next."""
        places = self._places.get((kind, name))
        return places[0] if places else None

    def link(self, target: str) -> Span:
        """Return the place of the next link with this target, from its bracket on."""
        written = target if ("target", target) in self._places else unquote(target)
        if ("target", written) not in self._places:
            return self.here()
        place = self.place("target", written)
        end = place.column - 1
        start = place.source.rfind("[", 0, end)
        if start < 0:
            return place
        return Span(place.path, place.line, start + 1, place.width + end - start, place.source)

    def next(self, kind: str) -> Span:
        """Return the place of the next mark of a kind, whatever its name."""
        return self.named(kind)[0]

    def named(self, kind: str) -> tuple[Span, str]:
        """Return the place of the next mark of a kind, and its name."""
        places = self._order.get(kind)
        if not places:
            return self.here(), ""
        span, start, name = places.popleft()
        if kind in ("heading", "div"):
            self._here = self._cursor = max(self._cursor, start)
        return span, name

    def heading(self, words: str) -> Span:
        """Return the place of the next heading that says these words, else of the next."""
        marks = self._order.get("heading", deque())
        wanted = re.findall(r"\w+", words)[:_WORDS]
        if marks and not wanted:  # none, or a note alone
            return self.next("heading")
        for at, (_, _, name) in enumerate(marks):
            said = re.findall(r"\w+", name.partition("{")[0])
            if said[: len(wanted) or 1] == wanted:
                for _ in range(at):
                    marks.popleft()
                return self.next("heading")
        return self.find(words) or self.here()

    def ids(self) -> dict[str, list[Span]]:
        """Return every identifier that the file gives, with the places where it does."""
        ids = ((name, spans) for (kind, name), spans in self._places.items() if kind == "id")
        return {name: list(spans) for name, spans in ids if spans}

    def block(self, start: str) -> Span:
        """Return the place of the next block that begins with the words of `start`."""
        return self.find(start) or self.here()

    def find(self, start: str, fewest: int = _WORDS, *, moves: bool = True) -> Span | None:
        """Return the place of the next words like those that `start` begins with, None for none.

        Where not all of the first words stand together, `fewest` of them are enough. What is
        looked for next stands behind them, if this `moves` on.
        """
        words = re.findall(r"\w+", start)[:_WORDS]
        for count in range(len(words), min(fewest, len(words)) - 1, -1):
            pattern = r"[\W_]+".join(map(re.escape, words[:count]))
            found = re.compile(rf"(?<!\w){pattern}(?!\w)").search(self._wordy, self._cursor)
            if found is not None and count:
                if moves:
                    self._here, self._cursor = found.start(), found.end()
                return span_in(self.path, self.text, found.start(), found.end())
        return None

    def here(self) -> Span:
        """Return the place of the last block that was found."""
        return span_in(self.path, self.text, min(self._here, max(0, len(self.text) - 1)))

    def offset(self, place: Span) -> int:
        """Return how many characters stand before a place of this file."""
        at = 0
        for _ in range(place.line - 1):
            at = self.text.find("\n", at) + 1 or len(self.text)
        return min(at + place.column - 1, len(self.text))

    def at(self, line: int, column: int) -> Span:
        """Return the place of a line and column, counted from 1; 0 is the whole file."""
        if not line:
            return Span(self.path)
        start = self.offset(Span(self.path, line, column))
        return span_in(self.path, self.text, min(start, max(0, len(self.text) - 1)))

    def attribute(self, place: Span, name: str) -> Span:
        """Return where a class (`.name`) or key (`name=`) is given from a place's line on.

        It is the place itself where none is found.
        """
        bare = re.escape(name.strip(".="))
        pattern = rf"[.]{bare}(?![\w-])|^[ \t>]*:{{3,}}[ \t]*{bare}(?![\w-])"
        if name.endswith("="):
            pattern = rf"(?<![\w-]){bare}[ \t]*="
        start = self.offset(Span(place.path, place.line))
        found = re.compile(pattern, re.MULTILINE).search(self.text, start)
        return span_in(self.path, self.text, *found.span()) if found else place

    def pause(self) -> Span:
        """Return the place of the next line `. . .`."""
        found = re.compile(r"^[ \t]*\. \. \.[ \t]*$", re.M).search(self.visible, self._cursor)
        if found is None:
            return self.here()
        self._here = self._cursor = found.end()
        return span_in(self.path, self.text, found.start(), found.end())

    def sign(self, sign: re.Pattern[str], place: Span) -> Span:
        """Return where a sign stands next from the line of a place on, else the place itself.

        A line of signs alone may stand above the words that a place was found by.
        """
        start = self.offset(Span(place.path, place.line))
        above = self.visible.rfind("\n", 0, max(0, start - 1)) + 1
        line = self.visible[above : max(0, start - 1)]
        found = sign.search(self.visible, above if sign.fullmatch(line) else start)
        named = "sign" if "sign" in sign.groupindex else 0
        return span_in(self.path, self.text, *found.span(named)) if found else place

    def is_blank_above(self, place: Span) -> bool:
        """Return whether the line above a place holds nothing, or only marks of quotation."""
        end = self.offset(Span(place.path, place.line)) - 1
        return not self.text[self.text.rfind("\n", 0, max(0, end)) + 1 : max(0, end)].strip(" \t>")

    def fence(self, place: Span) -> Span:
        """Return the place of the fence that opens the code which begins at a place."""
        at = self.text.rfind("\n", 0, self.offset(place)) + 1
        while at:
            start = self.text.rfind("\n", 0, at - 1) + 1
            if found := re.compile(r"[^\n`~]*(?:`{3}|~{3})").match(self.text, start, at):
                return span_in(self.path, self.text, start, found.end())
            at = start
        return place

    def before(self, place: Span) -> str:
        """Return what stands before a place on its line."""
        return place.source[: place.column - 1]
