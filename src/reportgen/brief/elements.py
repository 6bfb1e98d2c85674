"""Writes blocks and inlines as HTML elements."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from string import ascii_lowercase
from typing import assert_never

from markupsafe import Markup, escape

from reportgen.brief import code
from reportgen.brief.fit import Layout
from reportgen.brief.flow import Part, Setting, arranged
from reportgen.brief.formulas import equation, formula, is_wide
from reportgen.brief.grid import figure_height, paper
from reportgen.brief.tables import table_html
from reportgen.brief.titles import SetTitle
from reportgen.document import (
    Align,
    Block,
    Blocks,
    Box,
    Break,
    Build,
    Cited,
    Code,
    CodeBlock,
    Columns,
    DataTable,
    DefinitionList,
    Delimiter,
    Entry,
    Equation,
    Figure,
    FigureGroup,
    FigurePlace,
    FigureQuote,
    Foreign,
    HorizontalRule,
    Inline,
    Inlines,
    ItemList,
    Length,
    Link,
    Math,
    Note,
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
    Style,
    Styled,
    Table,
    Text,
    Value,
    captioned,
    heading_text,
    plain_text,
    runs,
    walk,
    walk_inlines,
    within,
)
from reportgen.language import words
from reportgen.scripts import direction_of, direction_of_language, direction_of_table

FLOWING = (Paragraph, ItemList, DefinitionList, Quote, CodeBlock)
"""What is set in the column of text."""
NARROW_COLUMNS = 5
LONGEST_STEP = 48
"""Characters between places where an address may break (UAX 14); beyond, it breaks anywhere."""
LONGEST_KOREAN_WORD = 16
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
NUMBER_AND_WORDS = re.compile(r"([^\W\d_]*\W*\d\S*) +(.+)")
KEY_POINTS = "key-points"
RUNNING = 46
"""Characters that the running head has room for beside the title."""
LONG_WORD = re.compile(r"(\S{40,})")
ALIGNED = {
    Align.CENTER: ";margin-inline:auto;object-position:center top",
    Align.RIGHT: ";margin-inline-start:auto;object-position:right top",
}
"""What puts a figure elsewhere than at the left edge, as CSS."""
TAGS = {
    Style.EMPHASIS: "em",
    Style.STRONG: "strong",
    Style.SUPERSCRIPT: "sup",
    Style.SUBSCRIPT: "sub",
    Style.STRIKEOUT: "s",
    Style.UNDERLINE: "u",
}


def _korean(text: str) -> Markup:
    """Return Korean text that breaks between words only; Pango would break it anywhere."""
    return Markup("").join(
        Markup('<span class="word">{}</span>').format(part)
        if 1 < len(part) < LONGEST_KOREAN_WORD
        else escape(part)
        for part in re.findall(r"\S+\s*|\s+", text)
    )


def _text(text: str) -> Markup:
    """Return text; a word that may be wider than its column may break anywhere."""
    if not LONG_WORD.search(text):
        return escape(text)
    parts = LONG_WORD.split(text)
    return Markup("").join(
        Markup('<span class="long">{}</span>').format(part) if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )


def _setting(block: Block[Settled]) -> Setting:
    """Return where a block stands on the grid; a table of few columns of numbers in the column."""
    match block:
        case Box(kind="margin" | "key-points"):
            return Setting.MARGIN
        case Box(kind="key-number"):
            return Setting.KEY_NUMBER
        case Box() if block.kind.startswith("callout"):
            return Setting.COLUMN
        case CodeBlock() | Equation() if _is_wide(block):
            return Setting.WIDE
        case Figure(place=FigurePlace.MARGIN):
            return Setting.MARGIN
        case Table() if is_narrow(block):
            return Setting.COLUMN
        case Paragraph() | ItemList() | DefinitionList() | Quote() | CodeBlock() | Equation():
            return Setting.COLUMN
        case HorizontalRule() | Build() | SourceList():
            return Setting.COLUMN
        case _:
            return Setting.WIDE


SHORT = 260
"""Characters of a paragraph that stands abreast of others in a box."""
LONG_BOX = 420
"""Characters from which on the text of a box is set in two columns."""


def _abreast(box: Box[Settled]) -> str:
    """Return the class of a box by how its paragraphs stand: side by side, in columns, or not."""
    texts = [plain_text(run) for one in box.blocks for run in runs(one)]
    is_text = all(isinstance(one, Paragraph) for one in box.blocks)
    if is_text and len(texts) in (2, 3) and all(len(text) <= SHORT for text in texts):
        return " abreast"
    is_flowing = all(isinstance(one, Paragraph | ItemList | DefinitionList) for one in box.blocks)
    return " halves" if is_flowing and sum(map(len, texts)) > LONG_BOX else ""


ASIDE = (Setting.MARGIN, Setting.KEY_NUMBER)


def _key(block: Block[Settled]) -> str:
    """Return what names a thing in the margin between two layouts: where it stands in the file."""
    match block:
        case Box() | Figure():
            return f"{block.span.line}-{block.span.column}"
        case _:
            return ""


def moved(blocks: Blocks[Settled], later: Mapping[str, int]) -> Blocks[Settled]:
    """Return blocks with figures and tables behind so many of those that follow them."""
    found = list(blocks)
    for name, count in later.items():
        at = next((at for at, one in enumerate(found) if _is_named(one, name)), None)
        if at is None:
            continue
        end = at
        for _ in range(count):
            end += 1
            while end < len(found) and isinstance(found[end], Slide):
                end += 1
        if end < len(found) and not any(isinstance(one, Section) for one in found[at : end + 1]):
            found.insert(end, found.pop(at))
    return tuple(found)


def _is_named(block: Block[Settled], name: str) -> bool:
    return isinstance(block, Figure | FigureGroup | Table) and block.id == name


def _is_wide(block: CodeBlock | Equation) -> bool:
    return code.is_wide(block) if isinstance(block, CodeBlock) else is_wide(block)


def is_narrow(table: Table[Settled]) -> bool:
    """Return whether a table is a few columns of numbers, for which the column has room."""
    return len(table.columns) <= NARROW_COLUMNS and all(
        column.align is Align.RIGHT for column in table.columns[1:]
    )


def _size(figure: Figure[Settled]) -> str:
    """Return how large a figure is set, as CSS: an image keeps its proportions in that room."""
    match figure.width:
        case None:
            width = "100%"
        case float(share):
            width = f"{share * 100:g}%"
        case Length():
            width = f"{figure.width.mm:g}mm"
    where = ALIGNED.get(figure.align or Align.LEFT, "")
    if figure.width is not None and figure.height is None:
        return f"width:{width}{where}"
    height = figure_height(figure)
    return f"width:{width};max-height:{height.mm:g}mm{where}"


def _direction(part: Foreign[Settled], lang: str) -> str:
    return part.direction or direction_of_language(lang)


def _first_runs(blocks: Blocks[Settled]) -> Iterator[Inlines[Settled]]:
    """Yield the text of a list's item, if it begins with some."""
    if blocks and isinstance(blocks[0], Paragraph):
        yield blocks[0].content


def _without_space(inlines: Sequence[Inline[Settled]]) -> Inlines[Settled]:
    match inlines:
        case (Text(text), *rest):
            return (Text(text.lstrip()), *rest)
        case _:
            return tuple(inlines)


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


MOST_BESIDE = 620
"""Characters of notes and source that the margin beside a figure has room for."""


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters, cut between words."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(
        " ,;:"
    ) + "\N{HORIZONTAL ELLIPSIS}"


class Writer:
    """Writes blocks and inlines as HTML; text is always escaped.

    Without `links` there are no note marks, and references are words: nothing to lead to is there.
    """

    def __init__(
        self,
        document: ResolvedDocument,
        layout: Layout,
        heading_lines: Callable[[Inlines[Settled]], SetTitle],
        *,
        links: bool = True,
    ) -> None:
        self.document = document
        self.links = links
        self.heading_lines = heading_lines
        self.lang = document.metadata.lang
        self.direction = direction_of_language(self.lang)
        self.pages, self.layout = layout.pages, layout
        self.numbered_depth = numbered_depth(document)
        self.has_margin = bool(paper(document.metadata).side.emu)
        self.in_summary = False
        self.terms = words(document.metadata.lang)

    def inlines(self, inlines: Inlines[Settled]) -> Markup:
        return Markup("").join(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline[Settled]) -> Markup:
        match inline:
            case Text(text):
                return _korean(text) if self.lang.startswith("ko") else _text(text)
            case Break():
                return Markup("<br>")
            case Code(text):
                return Markup("<code>{}</code>").format(text)
            case Math():
                return formula(inline)
            case Styled(Style.SMALL_CAPS, content):
                return Markup('<span class="small-caps">{}</span>').format(self.inlines(content))
            case Styled(style, content):
                return Markup("<{0}>{1}</{0}>").format(TAGS[style], self.inlines(content))
            case Foreign():
                return self.foreign(inline)
            case Link(target, content, title):
                return self.link(target, content, title)
            case Value(_, text):
                return escape(text)
            case NoteMark() if not self.links:
                return Markup("")
            case NoteMark(number, mark):
                name = Markup(' id="{}"').format(mark) if mark else Markup("")
                # U+2060 WORD JOINER keeps the mark on the line of the word before it.
                title = f"{self.terms['note']} {number}"
                return Markup(
                    '\u2060<a class="mark"{} data-tag="Reference" href="#note-{}" title="{}">{}</a>'
                ).format(name, number, title, number)
            case Cited(_, content, mark):
                place = Markup('<a id="{}"></a>').format(mark) if mark else Markup("")
                return place + self.inlines(content)
            case Reference(_, text) if not self.links:
                return escape(text)
            case Reference(target, text):
                return Markup('<a class="reference" href="#{}">{}</a>').format(target, text)
            case _:
                assert_never(inline)

    def foreign(self, part: Foreign[Settled]) -> Markup:
        """Return text in another language, with the direction where that is another too."""
        lang, around = part.lang or self.lang, (self.lang, self.direction)
        direction = _direction(part, lang)
        lang_is = Markup(' lang="{}"').format(lang) if part.lang else Markup("")
        side = Markup("") if direction == self.direction else Markup(' dir="{}"').format(direction)
        self.lang, self.direction = lang, direction
        inside = self.inlines(part.content)
        self.lang, self.direction = around
        return Markup("<span{}{}>{}</span>").format(lang_is, side, inside)

    def side(self, *runs: Inlines[Settled]) -> Markup:
        """Return the attribute of a block whose runs run another way than what is around it."""
        ways = {self.way(run) for run in runs if run}
        if len(ways) != 1 or ways == {self.direction}:
            return Markup("")
        return Markup(' dir="{}"').format(*ways)

    def way(self, run: Inlines[Settled]) -> str:
        """Return which way a run goes: as it was said, else as most of its letters do."""
        match run:
            case (Foreign() as part,):
                return _direction(part, part.lang or self.lang)
            case _:
                return direction_of(plain_text(run), self.direction)

    def link(self, target: str, content: Inlines[Settled], title: str) -> Markup:
        """Return a link; an address that prints may break anywhere only where it must."""
        address = plain_text(content)
        named = Markup(' title="{}"').format(title) if title else Markup("")
        is_plain = all(isinstance(one, Text) for one in content)
        if not is_plain or not address.startswith(("http", "www.")):
            text = self.inlines(content)
            return Markup('<a class="link" href="{}"{}>{}</a>').format(target, named, text)
        longest = max(len(part) for part in re.split(r"[/?-]", address))
        kind = "url long" if longest > LONGEST_STEP else "url"
        return Markup('<a class="{}" href="{}"{}>{}</a>').format(kind, target, named, address)

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
                return self.box(block)
            case Build():
                return self.blocks(block.blocks)
            case Figure():
                return self.figure(block)
            case FigureGroup():
                return self.group(block)
            case Table():
                return self.table(block)
            case SourceList():
                return self.entries(self.document.entries)
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
        """Return a part of the brief: a line with its short name, its heading, what it holds."""
        number = Markup('<span class="number">{} </span>').format(section.number)
        heading = self.heading_lines(section.heading)
        short = section.short or plain_text(section.heading)
        words = section.short or (self.terms["summary"] if self.in_summary else "")
        kind = "kicker numbered" if section.number else "kicker"
        kicker = Markup('<p class="{}">{}</p>').format(kind, words) if words else ""
        return Markup(
            '<section class="level{}{}">\n<div class="opening" id="{}" data-short="{}">{}'
            '<h2{}>{}<span class="words" style="font-size:{:g}pt">{}</span></h2></div>\n'
            "{}{}</section>"
        ).format(
            section.level,
            "" if section.number else " unnumbered",
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
                setting, key = _setting(block), _key(block)
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
        """Return the body of an item; where more than text is in it, that is tagged as one."""
        if all(isinstance(block, Paragraph | ItemList) for block in blocks):
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

    def box(self, box: Box[Settled]) -> Markup:
        title = self.inlines(box.title)
        if not title and box.kind == "key-points":
            title = escape(self.terms["key-points"])
        if box.kind == "key-number":
            return self.key_number(box, title)
        head = Markup('<p class="box-title">{}</p>').format(title) if title else Markup("")
        tag = "blockquote" if box.kind == "pull-quote" else "div"
        kind = f"callout {box.kind}" if box.kind.startswith("callout") else box.kind
        if box.kind == "box":
            kind += _abreast(box)
        body = self.blocks(box.blocks)
        if box.kind == "box":
            body = Markup('<div class="box-body">{}</div>').format(body)
        return Markup('<{0} class="{1}">{2}{3}</{0}>').format(tag, kind, head, body)

    def key_number(self, box: Box[Settled], title: Markup) -> Markup:
        """Return a number set large: the bold words that its first paragraph begins with."""
        head = Markup('<p class="box-title">{}</p>').format(title) if title else Markup("")
        number, blocks = Markup(""), box.blocks
        match blocks[:1]:
            case (Paragraph((Styled(Style.STRONG, figure), *rest), span),):
                number = Markup('<span class="figure">{}</span> ').format(self.large(figure))
                blocks = (Paragraph(_without_space(rest), span), *blocks[1:])
        match blocks:
            case (Paragraph(content), *others):
                words = Markup("<p>{}{}</p>").format(number, self.inlines(content))
                words += self.blocks(tuple(others))
            case _:
                words = number + self.blocks(blocks)
        return Markup('<div class="key-number">{}{}</div>').format(head, words)

    def large(self, number: Inlines[Settled]) -> Markup:
        """Return a number to be set large, the words behind it smaller: "1-3 months"."""
        match number:
            case (Text(text),) if found := NUMBER_AND_WORDS.fullmatch(text):
                return Markup('{} <span class="of">{}</span>').format(*found.groups())
            case _:
                return self.inlines(number)

    def group(self, group: FigureGroup[Settled]) -> Markup:
        """Return figures side by side under one caption; without a number each has its own."""
        rows = [
            group.figures[at : at + group.columns]
            for at in range(0, len(group.figures), group.columns)
        ]
        panels = Markup("").join(self.row_of(row, group.columns) for row in rows)
        if not group.number:
            return Markup('<div class="panels">{}</div>').format(panels)
        label = f"{self.terms['figure']} {group.number}"
        return Markup(
            '<figure id="{}" data-tag="Div"><figcaption>{}</figcaption>{}{}</figure>'
        ).format(
            group.id,
            self.caption(label, group.caption.title or group.caption.legend),
            panels,
            self.legend(group.caption.legend if group.caption.title else ()),
        )

    def row_of(self, figures: tuple[Figure[Settled], ...], columns: int) -> Markup:
        """Return figures in a row, each in one of so many columns."""
        cells = Markup("").join(
            Markup("<div>{}</div>").format(self.member(one) if one.part else self.figure(one))
            for one in figures
        )
        empty = Markup("<div></div>") * (columns - len(figures))
        return Markup('<div class="panel">{}{}</div>').format(cells, empty)

    def member(self, figure: Figure[Settled]) -> Markup:
        """Return a figure of a group: its picture, and under it its letter and caption."""
        words = (*figure.caption.title, Text(" "), *figure.caption.legend)
        return Markup(
            '<div class="member" id="{0}"><img src="drawing:{0}" alt="{1}" style="{2}">'
            '<p class="legend"><span class="letter">({3})</span> {4}</p></div>'
        ).format(figure.id, plain_text(figure.alt), _size(figure), figure.part, self.inlines(words))

    def figure(self, figure: Figure[Settled]) -> Markup:
        """Return a figure: number, title and unit above it, notes and source below or beside."""
        title, unit, legend = captioned(figure.caption)
        beside = figure.place is FigurePlace.BODY and len(plain_text(legend)) <= MOST_BESIDE
        return Markup(
            '<figure id="{0}" class="{1}{2}" data-tag="Div"><figcaption>{3}</figcaption>'
            '<img src="drawing:{0}" alt="{4}" style="{5}">{6}</figure>'
        ).format(
            figure.id,
            figure.place,
            " beside" if beside else "",
            self.caption(f"{self.terms['figure']} {figure.number}", title, unit),
            plain_text(figure.alt),
            _size(figure),
            self.legend(legend),
        )

    def caption(self, label: str, title: Inlines[Settled], unit: Inlines[Settled] = ()) -> Markup:
        """Return what stands above a figure or table: its number, its title, what it counts."""
        counts = Markup(' <span class="unit">{}</span>').format(self.inlines(unit)) if unit else ""
        return Markup('<span class="label">{}</span> <span class="title">{}</span>{}').format(
            label, self.inlines(title), counts
        )

    def legend(self, legend: Inlines[Settled]) -> Markup:
        return (
            Markup('<p class="legend">{}</p>').format(self.inlines(legend))
            if legend
            else Markup("")
        )

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

    # --- notes ---

    def notes(self, notes: tuple[Note, ...]) -> Markup:
        """Return the endnotes; each leads back to every mark that leads to it."""
        return Markup("\n").join(
            Markup('<div class="note" data-tag="Note" id="note-{}">{} {}{}</div>').format(
                note.number,
                self.back(note, note.marks[0], str(note.number)),
                self.inner(note.blocks, of_note=True),
                self.further(note),
            )
            for note in notes
        )

    def back(self, note: Note, mark: str, text: str) -> Markup:
        title = f"{self.terms['back']} {text}"
        kind = "back" if mark == note.marks[0] else "again"
        tag = Markup(' data-tag="Lbl"') if kind == "back" else Markup("")
        return Markup('<a class="{}"{} href="#{}" title="{}">{}</a>').format(
            kind, tag, mark, title, text
        )

    def further(self, note: Note) -> Markup:
        """Return links to the second and later marks of a note: b, c, d."""
        links = (
            self.back(note, mark, letter)
            for mark, letter in zip(note.marks[1:], ascii_lowercase[1:], strict=False)
        )
        return Markup("").join(Markup(" {}").format(link) for link in links)

    def entries(self, entries: tuple[Entry, ...]) -> Markup:
        """Return the list of sources, one work an item, each with the pages that cite it."""
        items = Markup("\n").join(
            Markup('<li id="ref-{}">{}{}</li>').format(
                entry.key, self.inlines(entry.content), self.cited_on(entry.key)
            )
            for entry in entries
            if entry.content
        )
        return Markup('<ul class="sources">\n{}\n</ul>').format(items)

    def cited_on(self, key: str) -> Markup:
        """Return links to the pages that cite a work, each page once."""
        first: dict[int, str] = {}
        for mark in self.document.cited_at.get(key, ()):
            first.setdefault(self.pages.get(mark, 0), mark)
        if not first:
            return Markup("")
        links = (
            Markup('<a href="#{}" title="{} {}">{}</a>').format(
                mark, self.terms["page"], page, page
            )
            for page, mark in sorted(first.items())
        )
        return Markup(' <span class="cited-on">{} {}</span>').format(
            self.terms["cited-on"], Markup(", ").join(links)
        )
