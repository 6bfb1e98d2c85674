"""Reads the blocks of pandoc's Markdown from a file's lines, for where its words stand."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from reportgen.checks.naming_numbers import is_day
from reportgen.checks.witness.attributes import Attributes, attributes
from reportgen.checks.witness.inlines import Scanner, unescaped
from reportgen.checks.witness.lines import (
    DIV,
    FENCE,
    closing,
    in_comment,
    label_of,
    outdented,
    with_caption,
    without_attributes,
)
from reportgen.checks.witness.tables import table_rows
from reportgen.checks.witness.testimony import (
    HARD_BREAK,
    Blank,
    Gap,
    Line,
    Passage,
    Place,
    Token,
    Unit,
    Where,
    Words,
)

HEADING = re.compile(r"(#{1,6})(?:\s+(.*?))?\s*$")
RULE = re.compile(r"\s{0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
SHOWN_AGAIN = re.compile(r"\s*(?P<sign>!\[\]\(#[\w:.-]+\))(?:\{[^{}]*\})?\s*")
QUOTED = re.compile(r" {0,3}> ?")
ALERT = re.compile(r"\s*\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*$", re.IGNORECASE)
"""What GitHub begins a callout with."""
ITEM = re.compile(
    r"( {0,3})(?!p\.[ \t]\d)(?:(?P<bullet>[-*+])"  # `p. 5` is a page
    r"|(?P<marker>\(?(?:\d{1,9}|[ivxlcdm]+|[IVXLCDM]+|[a-zA-Z]|\#|@[\w-]*)[.)]))"
    r"(?:(?P<space>[ \t]+)|$)"
)
DEFINED = re.compile(r" {0,3}[:~][ \t]+(?=\S)")
NOTE = re.compile(r" {0,3}\[\^([^\s\]]+)\]:\s*")
LINK = re.compile(
    r" {0,3}\[(?!\^)([^\]]+)\]:\s*(<[^>]*>|\S+)\s*(?:[\"'(](.*)[\"')])?\s*(?:\{.*\})?\s*$"
)
LINK_ALONE = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:\s*$")
LINK_TITLE = re.compile(r"[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))\s*$")
INCLUDE = re.compile(r"\s*\{\{<\s*include\s+[\"']?(.+?)[\"']?\s*>\}\}\s*$")
UNDERLINE = re.compile(r"(=+|-+)\s*$")
CAPTION = re.compile(r"\s{0,3}(?:[Tt]able)?:[ \t]+")
TASK = re.compile(r"\[[ xX]\][ \t]+")
DECK_FORMATS = ("pptx", "slides")
BRIEF_FORMATS = ("pdf", "html")
LONGEST_ITEM = 5
LAST_DAY = 31


APART = {Where.BRIEF: Where.BRIEF, Where.SLIDE: Where.DECK, Where.DECK: Where.DECK}
"""Where notes stand, and the words around a citation, by where their sign stands."""


FLOWING = frozenset(("columns", "column", "incremental", "nonincremental"))
"""Divs whose text stands where they do."""


@dataclass(frozen=True, slots=True)
class Around:
    """What holds the lines that are read: which file they are for, on which slide."""

    where: Where = Where.BRIEF
    slide: int = 0
    in_item: bool = False
    in_quote: bool = False
    flow: int = 0
    kind: str = "text"


@dataclass
class Reading:
    """The units of a document; notes are looked for wherever they may stand."""

    included: Callable[[str, str], "list[Line] | None"]
    """Gives the lines of a file that another (by path) includes, None where there are none."""
    holds: Callable[[str], bool] = lambda _: True
    """Says whether a condition holds of the edition that is looked for."""
    units: list[Unit] = field(default_factory=list)
    slides: int = 0
    examples: list[str] = field(default_factory=list)
    counted: int = 0
    cited: set[str] = field(default_factory=set)
    pending: list[Token] = field(default_factory=list)
    shown: list[tuple[int, Place]] = field(default_factory=list)
    """Where slides show a figure or table of the brief again: which slide, and its place."""
    formulas: list[tuple[Where, Place, bool]] = field(default_factory=list)
    """Each formula: where it stands, its place, whether no words around it tell of it."""
    definitions: dict[str, str] = field(default_factory=dict)
    """The addresses of links that are defined apart, by label."""
    slide_ids: set[str] = field(default_factory=set)
    """What slides are named: the brief has no place of that name."""
    flows: int = 0
    """How many parts there are that may stand beside the text."""
    tabled: int = 0
    """The line of the file with which the last table ended."""

    # --- units ---

    def _unit(self, kind: str, tokens: list[Token], around: Around, where: Where | None) -> None:
        """Keep a unit; the marker of the item that it begins goes before it."""
        if kind in ("note", "words of a citation"):
            where = APART.get(around.where, Where.ANYWHERE)
        if kind == "caption" and around.where is Where.SLIDE:
            where = Where.DECK  # what a slide shows says its caption in the notes
        if kind not in ("row", "cell"):  # what stands in their cells was told before
            self._note_formulas(tokens, where or around.where, around)
        marker = ""
        if kind in ("text", "code") and self.pending:
            first = self.pending[0]
            marker = first.text.strip() if isinstance(first, Words) else ""
            tokens, self.pending = [*self.pending, *tokens], []
        if any(isinstance(token, Words) for token in tokens):
            loose = kind == "words of a citation"
            self.units.append(
                Unit(
                    kind,
                    tuple(tokens),
                    where or around.where,
                    around.slide,
                    loose,
                    around.flow,
                    marker,
                )
            )

    def _note_formulas(self, tokens: list[Token], where: Where, around: Around) -> None:
        """Keep the places of formulas; a slide sets those in lists and quotations as text."""
        alone = not any(isinstance(token, Words) for token in tokens)
        for token in tokens:
            if isinstance(token, Gap) and token.kind in (Blank.FORMULA, Blank.TERM):
                if where is Where.SLIDE and (
                    around.in_item or around.in_quote or token.kind is Blank.TERM
                ):
                    continue
                self.formulas.append((where, token.place, alone))

    def text(self, lines: list[Line], around: Around, kind: str = "text") -> list[Token]:
        """Read lines of running text as one unit."""
        passage = Passage.of(lines)
        if around.where is Where.SLIDE and (again := SHOWN_AGAIN.fullmatch(passage.text)):
            self.shown.append((around.slide, passage.place(again.start("sign"))))

        def emit(kind: str, tokens: list[Token], where: Where | None) -> None:
            self._unit(kind, tokens, around, where)

        scanner = Scanner(passage, emit, frozenset(self.examples), self.holds)
        if kind == "caption":
            scanner.caption(0, len(passage.text))
            return []
        at = len(self.units)
        tokens = scanner.read()
        if kind != "cell":
            apart, self.units[at:] = self.units[at:], []
            self._unit(kind, tokens, around, None)
            self.units.extend(apart)
        return tokens

    def _exact(self, lines: list[Line], around: Around) -> None:
        """Keep each line of code as it is."""
        for line in lines:
            if line.text.strip():
                place = Passage.of([line])
                places = tuple(place.place(at) for at in range(len(line.text)))
                token = Words(line.text, places[0], places, exact=True)
                self._unit("code", [token], around, None)

    # --- blocks ---

    def blocks(self, lines: list[Line], around: Around) -> None:
        """Read lines, which stand in what `around` says."""
        at = 0
        while at < len(lines):
            if not lines[at].text.strip():
                at += 1
                continue
            for rule in _RULES:
                after = rule(self, lines, at, around)
                if after is not None:
                    at = after
                    break
            else:
                at = self._paragraph(lines, at, around)

    def _fence(self, lines: list[Line], at: int, around: Around) -> int | None:
        found = FENCE.match(lines[at].text)
        if found is None or (found[2][0] == "`" and "`" in found[3]):
            return None
        closing = re.compile(rf" {{0,3}}{found[2][0]}{{{len(found[2])},}}\s*$")
        end = next((n for n in range(at + 1, len(lines)) if closing.match(lines[n].text)), None)
        if end is None:
            return None
        known = attributes(lines[at].text, found.start(3)) if found[3].startswith("{") else None
        if known is None or "chart" not in known.classes:  # settings of a chart are drawn
            self._exact(lines[at + 1 : end], around)
        return end + 1

    def _div(self, lines: list[Line], at: int, around: Around) -> int | None:
        found = DIV.match(lines[at].text)
        if found is None:
            return None
        if not found[2]:
            return at + 1
        start = lines[at].text.index(found[2])
        known = attributes(lines[at].text, start)
        if known is None and not re.fullmatch(r"[^\s{}]+", found[2]):
            return None
        end = closing(lines, at)
        classes = known.classes if known is not None else (found[2],)
        if known is not None and "when" in classes and not self.holds(known.value("where")):
            return end + 1
        inner = self._inside(classes, known, around)
        if known is not None:
            self._values(lines[at], known, inner)
        body = lines[at + 1 : end]
        if known is not None and known.id.startswith("fig-"):
            body, caption = with_caption(body)
            self.blocks(body, inner)
            self._captioned(caption, inner)
        else:
            self.blocks(body, inner)
        return end + 1

    def _captioned(self, caption: list[Line], around: Around) -> None:
        """Read the caption of a group of figures: its bold beginning and the rest stand apart."""
        if not caption:
            return

        def emit(kind: str, tokens: list[Token], where: Where | None) -> None:
            self._unit(kind, tokens, around, where)

        passage = Passage.of(caption)
        Scanner(passage, emit, frozenset(self.examples), self.holds).caption(0, len(passage.text))

    def _values(self, line: Line, known: Attributes, around: Around) -> None:
        def emit(kind: str, tokens: list[Token], where: Where | None) -> None:
            self._unit(kind, tokens, around, where)

        Scanner(Passage.of([line]), emit).said_by(known)

    def _inside(self, classes: tuple[str, ...], known: Attributes | None, around: Around) -> Around:
        """Return what holds the text of a div."""
        if "slide" in classes:
            self.slides += 1
            self.slide_ids.add(known.id if known is not None else "")
            return Around(Where.SLIDE, self.slides)
        if "notes" in classes and around.slide:
            return replace(around, where=Where.SPOKEN)
        if not FLOWING & set(classes):
            self.flows += 1
            around = replace(around, flow=self.flows)
        wanted = _wanted(classes, known)
        if wanted is Where.DECK and around.slide:
            return around
        return replace(around, where=wanted) if wanted is not None else around

    def _comment(self, lines: list[Line], at: int, around: Around) -> int | None:
        if not lines[at].text.lstrip().startswith("<!--"):
            return None
        for end in range(at, len(lines)):
            if "-->" in lines[end].text:
                rest = lines[end].text.split("-->", 1)[1]
                if rest.strip():
                    return None
                return end + 1
        return None

    def _include(self, lines: list[Line], at: int, around: Around) -> int | None:
        found = INCLUDE.match(lines[at].text)
        if found is None:
            return None
        if (other := self.included(found[1], lines[at].path)) is not None:
            self.blocks(other, around)
        return at + 1

    def _heading(self, lines: list[Line], at: int, around: Around) -> int | None:
        found = HEADING.match(lines[at].text)
        if found is None:
            return None
        line = lines[at].cut(found.start(2)) if found[2] else lines[at].cut(len(lines[at].text))
        line = replace(line, text=found[2] or "")
        self._titled(line, around)
        return at + 1

    def _titled(self, line: Line, around: Around) -> None:
        text, _ = without_attributes(line.text)
        text = re.sub(r"(?:^|\s)#+\s*$", "", text)
        self.text([replace(line, text=text)], around, "heading")

    def _table(self, lines: list[Line], at: int, around: Around) -> int | None:
        found = table_rows(lines, at)
        if found is None:
            return None
        rows, end = found
        self.tabled = lines[end - 1].number
        for row in rows:
            tokens: list[Token] = []
            apart: list[Unit] = []
            for number, cell in enumerate(row.cells):
                if number:
                    place = cell[0] if cell else lines[at]
                    mark = Gap(Blank.CELL, Passage.of([place]).place(0), str(number))
                    tokens.append(mark)
                inner = self._cell(cell, around)
                tokens.extend(inner[0])
                apart.extend(inner[1])
            kind = "row" if row.whole else "cell"
            self._unit(kind, tokens, around, None)
            self.units.extend(apart)
        return end

    def _cell(self, cell: list[Line], around: Around) -> tuple[list[Token], list[Unit]]:
        """Return the words of a cell, and what stands apart from them."""
        kept, self.units = self.units, []
        self.blocks(cell, replace(around, kind="cell text", in_item=True))
        found, self.units = self.units, kept
        inside = ("text", "heading", "code", "row", "cell")
        tokens = [token for unit in found if unit.kind in inside for token in unit.tokens]
        return tokens, [unit for unit in found if unit.kind not in inside]

    def _rule(self, lines: list[Line], at: int, around: Around) -> int | None:
        return at + 1 if RULE.match(lines[at].text) else None

    def _quote(self, lines: list[Line], at: int, around: Around) -> int | None:
        if not QUOTED.match(lines[at].text):
            return None
        end, inner = at, list[Line]()
        while end < len(lines) and lines[end].text.strip():
            if DIV.match(lines[end].text):
                break
            found = QUOTED.match(lines[end].text)
            inner.append(lines[end].cut(found.end()) if found else lines[end])
            end += 1
        if len(inner) > 1 and ALERT.match(inner[0].text):
            del inner[0]  # its kind is printed in the language of the document
        self.blocks(inner, replace(around, in_quote=True))
        return end

    def _note(self, lines: list[Line], at: int, around: Around) -> int | None:
        found = NOTE.match(lines[at].text)
        if found is None:
            return None
        inner, end = [lines[at].cut(found.end())], at + 1
        while end < len(lines):
            text = lines[end].text
            if not text.strip():
                follows = next((n for n in lines[end:] if n.text.strip()), None)
                if follows is None or not follows.text.startswith(("    ", "\t")):
                    break
            elif NOTE.match(text) or (
                not lines[end - 1].text.strip() and not text.startswith(("    ", "\t"))
            ):
                break
            inner.append(outdented(lines[end], 4))
            end += 1
        self.flows += 1
        around = replace(around, flow=self.flows)
        if around.where is Where.BRIEF:
            around = replace(around, where=Where.ANYWHERE)
        self.blocks(inner, around)
        return end

    def _link(self, lines: list[Line], at: int, around: Around) -> int | None:
        text, end = lines[at].text, at + 1
        if LINK_ALONE.match(text) and end < len(lines):
            text, end = f"{text} {lines[end].text.strip()}", end + 1
        if end < len(lines) and LINK_TITLE.match(lines[end].text):
            text, end = f"{text} {lines[end].text.strip()}", end + 1
        found = LINK.match(text)
        if found is None:
            return None
        self.definitions.setdefault(label_of(found[1]), unescaped(found[2]))
        return end

    def _list(self, lines: list[Line], at: int, around: Around) -> int | None:
        found = ITEM.match(lines[at].text)
        if found is None or not found["space"]:
            return None
        expected = first = ""
        while at < len(lines) and (found := ITEM.match(lines[at].text)) is not None:
            if not expected:  # a list begins, or goes on in another way of numbering
                first = (found["marker"] or "").strip("().")
            expected = self._marker(lines[at], found, expected, first)
            at = self._item(lines, at, found, around)
            while at < len(lines) and not lines[at].text.strip():
                at += 1
        return at

    def _marker(self, line: Line, found: re.Match[str], expected: str, first: str) -> str:
        """Put an item's marker before its text; return the number that the next one has.

        A list whose items all have the number of the `first` counts on from it.
        """
        marker = found["marker"]
        if marker is None:
            return ""
        place = Passage.of([line]).place(found.start("marker"))
        core = marker.strip("().")
        counts = core == first != expected and _asks_to_count(core, line.text[found.end() :])
        if core == "#" or core.startswith("@") or (expected and counts):
            self.pending.append(Gap(Blank.MARKER, place, expected))
            return str(int(expected or 1) + 1)
        self.pending.append(Words(marker + " ", place, (place,) * (len(marker) + 1)))
        return str(int(core) + 1) if core.isdigit() and len(core) < 10 else ""

    def _item(self, lines: list[Line], at: int, found: re.Match[str], around: Around) -> int:
        """Read one item of a list; return where the next thing begins."""
        space = found["space"] or ""
        width = found.end() if len(space) < LONGEST_ITEM else found.end() - len(space) + 1
        first = lines[at].cut(found.end())
        if (task := TASK.match(first.text)) is not None:
            first = first.cut(task.end())
        inner, end, blank = [first], at + 1, False
        while end < len(lines):
            text = lines[end].text
            indent = len(text) - len(text.lstrip(" \t"))
            if not text.strip():
                blank = True
            elif indent >= min(width, 4) or text.startswith("\t"):
                blank = False
            elif blank or ITEM.match(text) or DIV.match(text):
                break
            inner.append(outdented(lines[end], width))
            end += 1
        self.blocks(inner, replace(around, in_item=True))
        if self.pending:  # an item that says nothing
            self._unit("text", [], around, None)
        return end

    def _indented(self, lines: list[Line], at: int, around: Around) -> int | None:
        if not lines[at].text.startswith(("    ", "\t")) or around.kind == "cell text":
            return None
        end = at
        while end < len(lines) and (
            not lines[end].text.strip() or lines[end].text.startswith(("    ", "\t"))
        ):
            end += 1
        self._exact(lines[at:end], around)
        return end

    def _paragraph(self, lines: list[Line], at: int, around: Around) -> int:
        end = at
        while end < len(lines) and (lines[end].text.strip() or in_comment(lines, at, end)):
            text = lines[end].text
            if end > at:
                if DIV.match(text) or FENCE.match(text) or (around.in_item and ITEM.match(text)):
                    break
                if UNDERLINE.match(text) and end == at + 1:
                    self._titled(lines[at], around)
                    return end + 1
                if DEFINED.match(text):
                    break
            end += 1
        body = lines[at:end]
        if (caption := CAPTION.match(body[0].text)) is not None and self._is_caption(
            lines, at, end
        ):
            body[0] = body[0].cut(caption.end())
            text, _ = without_attributes(body[-1].text)
            body[-1] = replace(body[-1], text=text)
            self.text(body, around, "caption")
            return end
        if (defined := DEFINED.match(body[0].text)) is not None:
            return self._definition(lines, at, defined.end(), around)
        if all(line.text.startswith("| ") for line in body):
            body = [line.cut(2) for line in body]
            body = [replace(one, text=one.text + HARD_BREAK) for one in body[:-1]] + body[-1:]
        self.text(body, around)
        return end

    def _is_caption(self, lines: list[Line], start: int, end: int) -> bool:
        """Return whether a table stands next to a paragraph."""
        before = start - 1
        while before >= 0 and not lines[before].text.strip():
            before -= 1
        if before >= 0 and lines[before].number == self.tabled:
            return True
        after = end
        while after < len(lines) and not lines[after].text.strip():
            after += 1
        return after < len(lines) and table_rows(lines, after) is not None

    def _definition(self, lines: list[Line], at: int, width: int, around: Around) -> int:
        inner, end = [lines[at].cut(width)], at + 1
        while end < len(lines):
            text = lines[end].text
            if DEFINED.match(text) or DIV.match(text):
                break
            if not lines[end - 1].text.strip() and not text.startswith(("  ", "\t")):
                break
            inner.append(outdented(lines[end], width))
            end += 1
        self.blocks(inner, replace(around, in_item=True))
        return end


def _asks_to_count(number: str, behind: str) -> bool:
    """Return whether a number that all items have asks to count, and is no year or day."""
    return number.isdigit() and int(number) <= LAST_DAY and not is_day("", behind, "en")


def _wanted(classes: tuple[str, ...], known: Attributes | None) -> Where | None:
    """Return the one file that a div is for, None for both."""
    if "brief" in classes:
        return Where.BRIEF
    if "deck" in classes:
        return Where.DECK
    if known is None or not {"content-visible", "content-hidden"} & set(classes):
        return None
    name = known.value("when-format") or known.value("unless-format")
    deck = name in DECK_FORMATS
    if not name or not (deck or name in BRIEF_FORMATS):
        return None
    turned = bool(known.value("unless-format")) != ("content-hidden" in classes)
    return Where.DECK if deck != turned else Where.BRIEF


Rule = Callable[[Reading, list[Line], int, Around], int | None]

_RULES: tuple[Rule, ...] = (
    Reading._fence,
    Reading._div,
    Reading._comment,
    Reading._include,
    Reading._heading,
    Reading._table,
    Reading._rule,
    Reading._quote,
    Reading._note,
    Reading._link,
    Reading._indented,
    Reading._list,
)
"""What a line may begin, in the order in which it is asked; else it begins a paragraph."""
