"""Writes blocks as HTML elements: sections, paragraphs, lists, boxes, tables."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import assert_never

from markupsafe import Markup

from reportgen.brief import code
from reportgen.brief.boxes import box_html
from reportgen.brief.figures import FigureWriter
from reportgen.brief.fit import Layout
from reportgen.brief.flow import Part, Setting, arranged, key_of, moved, setting_of
from reportgen.brief.formulas import equation
from reportgen.brief.grid import paper
from reportgen.brief.notes import entries_html
from reportgen.brief.tables import table_html
from reportgen.brief.titles import SetTitle, shortened
from reportgen.document import (
    Block,
    Blocks,
    Box,
    Build,
    CodeBlock,
    Columns,
    DataTable,
    DefinitionList,
    Delimiter,
    Equation,
    Figure,
    FigureGroup,
    FigureQuote,
    HorizontalRule,
    Inlines,
    ItemList,
    Math,
    NoteMark,
    Numerals,
    Only,
    PageBreak,
    Paragraph,
    Pause,
    Quote,
    Reference,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    SourceList,
    Table,
    heading_text,
    plain_text,
    runs,
    walk,
    walk_inlines,
    within,
)
from reportgen.scripts import direction_of_table

PLAIN_COUNT = (1, Numerals.DECIMAL, Delimiter.PERIOD)
USUAL_MARKER = 2
"""Characters of "1.", for which a list's indent has room."""
TYPES = {
    Numerals.DECIMAL: "1",
    Numerals.LOWER_ALPHA: "a",
    Numerals.UPPER_ALPHA: "A",
    Numerals.LOWER_ROMAN: "i",
    Numerals.UPPER_ROMAN: "I",
}
"""The `type` of an ordered list (HTML, 4.4.5)."""
DEEPEST = 6
"""HTML has no heading below h6; the brief's title is h1."""
KEY_POINTS = "key-points"
RUNNING = 46
"""Characters that the running head has room for beside the title."""


class Writer(FigureWriter):
    """Writes a document's blocks as HTML, on the grid as `layout` found it."""

    def __init__(
        self,
        document: ResolvedDocument,
        layout: Layout,
        heading_lines: Callable[[Inlines[Settled]], SetTitle],
        *,
        links: bool = True,
    ) -> None:
        super().__init__(document.metadata.lang, links=links)
        self.document = document
        self.heading_lines = heading_lines
        self.pages, self.layout = layout.pages, layout
        self.numbered_depth = numbered_depth(document)
        self.has_margin = bool(paper(document.metadata).side.emu)
        self.in_summary = False

    def blocks(self, blocks: Blocks[Settled]) -> Markup:
        return Markup("\n").join(self.block(block) for block in blocks)

    def block(self, block: Block[Settled]) -> Markup:
        match block:
            case Section():
                return self.section(block)
            case Paragraph(content):
                return Markup("<p{}>{}</p>").format(self.side(content), self.inlines(content))
            case ItemList():
                return self.list(block)
            case DefinitionList(items):
                rows = Markup("").join(
                    Markup("<dt>{}</dt><dd>{}</dd>").format(self.inlines(term), self.inner(body))
                    for term, body in items
                )
                return Markup("<dl>{}</dl>").format(rows)
            case Quote(blocks):
                return Markup("<blockquote>{}</blockquote>").format(self.blocks(blocks))
            case PageBreak():
                return Markup('<div class="page-break"></div>')
            case HorizontalRule():
                return Markup("<hr>")
            case CodeBlock():
                return code.code_block(block)
            case Equation():
                return equation(block)
            case Box():
                return box_html(block, self)
            case Build():
                return self.blocks(block.blocks)
            case Figure():
                return self.figure(block)
            case FigureGroup():
                return self.group(block)
            case Table():
                return self.table(block)
            case SourceList():
                return entries_html(self.document.entries, self)
            case Columns(columns):
                parts = (
                    Markup('<div style="flex:{:.4g} 1 0">{}</div>').format(share, self.blocks(each))
                    for share, each in columns
                )
                return Markup('<div class="columns">{}</div>').format(Markup("").join(parts))
            case Slide() | FigureQuote() | Pause():
                return Markup("")  # of the deck
            case Only() | DataTable():
                raise AssertionError("the first pass puts others in their places")
            case _:
                assert_never(block)

    def summary(self, front: Blocks[Settled], abstract: Blocks[Settled]) -> Markup:
        """Return what stands before the parts: the abstract under the heading of the first."""
        lede = Markup("")
        if abstract:
            lede = Markup('<div class="lede">{}</div>').format(self.blocks(abstract))
        self.in_summary = True
        first = next((at for at, block in enumerate(front) if isinstance(block, Section)), None)
        if first == 0 and isinstance(front[0], Section):
            found = [self.section(front[0], lede), self.blocks(front[1:])]
        else:
            found = [lede, self.flow(front[:first])]
            found += [
                self.section(block) if isinstance(block, Section) else self.block(block)
                for block in (front[first:] if first else ())
            ]
        self.in_summary = False
        return Markup("\n").join(found)

    def section(self, section: Section[Settled], lede: Markup | None = None) -> Markup:
        """Return a part of the brief: a line with its short name, its heading, what it holds.

        It is of the first level, also where a document begins with `##`.
        """
        number = Markup('<span class="number">{} </span>').format(section.number)
        heading = self.heading_lines(section.heading)
        short = section.short or plain_text(section.heading)
        words = section.short or (self.terms["summary"] if self.in_summary else "")
        kind = "kicker numbered" if section.number else "kicker"
        kicker = Markup('<p class="{}">{}</p>').format(kind, words) if words else ""
        return Markup(
            '<section class="level1{}">\n<div class="opening" id="{}" data-short="{}">{}'
            '<h2{}>{}<span class="words" style="font-size:{:g}pt">{}</span></h2></div>\n'
            "{}{}</section>"
        ).format(
            ("" if section.number else " unnumbered") + ("" if heading.fits else " overlong"),
            section.id,
            shortened(short, RUNNING),
            kicker,
            _bookmark(section, section.number),
            number if section.number else "",
            heading.size,
            self.inlines(heading.content),
            lede or "",
            self.flow(section.blocks),
        )

    def flow(self, blocks: Blocks[Settled]) -> Markup:
        """Return blocks on the grid of the page."""
        inlined = self.layout.inlined
        return arranged(self.parts(blocks), inlined, margin=self.has_margin)

    def parts(self, blocks: Blocks[Settled], depth: int = 2) -> Iterator[Part]:
        """Yield blocks as HTML; of a subsection its heading, then what it holds.

        Headings go by how deep they stand, so that no level is left out (ISO 14289-1, 7.4.2).
        """
        for block in moved(blocks, self.layout.moved):
            if isinstance(block, Section):
                kind = Markup("") if depth < DEEPEST else Markup(' class="deepest"')
                shown = block.number if depth <= self.numbered_depth else ""
                number = Markup('<span class="number">{} </span>').format(shown)
                heading = Markup('<h{0}{1} id="{2}"{3}>{4}{5}</h{0}>').format(
                    min(depth + 1, DEEPEST),
                    kind,
                    block.id,
                    _bookmark(block, shown),
                    number if shown else "",
                    self.inlines(block.heading),
                )
                yield Part(Setting.HEADING, heading)
                yield from self.parts(block.blocks, depth + 1)
            elif not isinstance(block, Slide):
                is_finding = self.in_summary and isinstance(block, Box) and block.kind == KEY_POINTS
                setting, key = setting_of(block), key_of(block)
                inlined = key in self.layout.inlined or not self.has_margin
                if is_finding or (setting is Setting.MARGIN and inlined):
                    setting = Setting.COLUMN
                yield Part(setting, self.block(block), key)

    def list(self, block: ItemList[Settled]) -> Markup:
        """Return a list; what does not count 1, 2, 3 has strings as markers (CSS Lists 3, 3)."""
        side = self.side(*(run for item in block.items for run in _first_runs(item)))
        if block.start is None:
            return Markup("<ul{}>{}</ul>").format(side, self.items(block.items))
        if (block.start, block.numerals, block.delimiter) == PLAIN_COUNT:
            return Markup("<ol{}>{}</ol>").format(side, self.items(block.items))
        markers = [block.marker(at) for at in range(len(block.items))]
        longest = max(map(len, markers), default=0)
        room = Markup(' style="padding-inline-start:{:g}em"').format(0.5 * longest + 0.4)
        return Markup('<ol start="{}" type="{}"{}{}>{}</ol>').format(
            block.start,
            TYPES[block.numerals],
            room if longest > USUAL_MARKER else "",
            side,
            self.items(block.items, markers),
        )

    def items(
        self, items: tuple[Blocks[Settled], ...], markers: Sequence[str] | None = None
    ) -> Markup:
        """Return items of a list; `markers` stand before them where the list's own do not."""
        rows = Markup("")
        for at, item in enumerate(items):
            sign = Markup(" style=\"list-style-type:'{} '\"").format(markers[at]) if markers else ""
            rows += Markup("<li{}>{}</li>").format(sign, self.item(item))
        return rows

    def item(self, blocks: Blocks[Settled]) -> Markup:
        """Return the body of an item; where more than text is in it, that is tagged as one.

        So is one in which text goes on behind a list: WeasyPrint tags a list in text behind it.
        """
        plain = all(isinstance(block, Paragraph | ItemList) for block in blocks)
        goes_on = any(
            isinstance(one, ItemList) and isinstance(other, Paragraph)
            for one, other in pairwise(blocks)
        )
        if plain and not goes_on:
            return self.inner(blocks)
        return Markup('<div data-tag="LBody">{}</div>').format(self.blocks(blocks))

    def inner(self, blocks: Blocks[Settled], *, of_note: bool = False) -> Markup:
        """Return the blocks of a list item or of a note: runs without `<p>`.

        PDF/UA has no place for these there.
        """
        parts = [
            self.inlines(block.content) if isinstance(block, Paragraph) else self.block(block)
            for block in blocks
        ]
        joined = Markup("")
        for at, (block, part) in enumerate(zip(blocks, parts, strict=True)):
            is_next = at and isinstance(block, Paragraph) and isinstance(blocks[at - 1], Paragraph)
            goes_on = of_note and at and isinstance(block, Paragraph) and not is_next
            part = Markup('<div class="more">{}</div>').format(part) if goes_on else part
            joined += (Markup("<br>") if is_next else Markup("")) + part
        return joined

    def table(self, table: Table[Settled]) -> Markup:
        caption, later = Markup(""), ""
        if table.number:
            label = f"{self.terms['table']} {table.number}"
            later = f"{label} ({self.terms['continued']})"
            title = table.caption.title or table.caption.legend
            caption = Markup("<caption>{}</caption>").format(self.caption(label, title))
        identifier = Markup(' id="{}"').format(table.id) if table.id else Markup("")
        legend = self.legend(table.caption.legend if table.caption.title else ())
        return table_html(table, identifier + self.turned(table), caption, later, legend, self)

    def turned(self, table: Table[Settled]) -> Markup:
        """Return the attribute of a table whose columns go from right to left, unlike the text."""
        cells = [run for group in within(table) for block in walk(group) for run in runs(block)]
        way = direction_of_table(map(plain_text, cells), self.direction)
        return Markup("") if way == self.direction else Markup(' dir="{}"').format(way)


def numbered_depth(document: ResolvedDocument) -> int:
    """Return how deep headings show their numbers: as deep as one is referred to, at least 1."""
    depths = {
        block.id: block.number.count(".") + 1
        for block in walk(document.blocks)
        if isinstance(block, Section) and block.number
    }
    referred = (
        one.target
        for block in walk(document.blocks)
        for run in runs(block)
        for one in walk_inlines(run)
        if isinstance(one, Reference)
    )
    return max((depths.get(target, 1) for target in referred), default=1)


def _bookmark(section: Section[Settled], number: str) -> Markup:
    """Return the attribute that names a heading in bookmarks, where it cites or shows something."""
    words = heading_text(section.heading)
    has_formula = any(isinstance(one, Math) for one in walk_inlines(section.heading))
    if not has_formula and words == " ".join(printed_words(section.heading).split()):
        return Markup("")
    return Markup(' data-bookmark="{}"').format(f"{number} {words}" if number else words)


def printed_words(inlines: Inlines[Settled]) -> str:
    """Return the words of inlines with the numbers of their notes."""
    marks = (one for one in walk_inlines(inlines) if isinstance(one, NoteMark))
    return plain_text(inlines) + "".join(str(one.number) for one in marks)


def _first_runs(blocks: Blocks[Settled]) -> Iterator[Inlines[Settled]]:
    """Yield the text of a list's item, if it begins with some."""
    if blocks and isinstance(blocks[0], Paragraph):
        yield blocks[0].content
