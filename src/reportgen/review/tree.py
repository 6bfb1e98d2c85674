"""Turns a resolved document into the tree that pandoc writes as a Word file.

Sections, figures, tables and slides keep their ids, which Word has as bookmarks.
"""

import base64
from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from reportgen.document import (
    Align,
    Block,
    Blocks,
    Box,
    Build,
    Caption,
    Cell,
    CodeBlock,
    Columns,
    DataTable,
    DefinitionList,
    Delimiter,
    Drawing,
    Equation,
    Figure,
    FigureGroup,
    FigureQuote,
    HorizontalRule,
    Inlines,
    ItemList,
    Numerals,
    Only,
    PageBreak,
    Paragraph,
    Pause,
    Quote,
    ResolvedDocument,
    Row,
    Section,
    Settled,
    Slide,
    SourceList,
    Table,
    plain_text,
    walk,
)
from reportgen.language import long_date
from reportgen.language import words as words_of
from reportgen.pandoc import Node
from reportgen.review.inlines import NO_ATTRIBUTES, InlineWriter, words
from reportgen.scripts import direction_of_language

NUMERALS = {
    Numerals.DECIMAL: "Decimal",
    Numerals.LOWER_ALPHA: "LowerAlpha",
    Numerals.UPPER_ALPHA: "UpperAlpha",
    Numerals.LOWER_ROMAN: "LowerRoman",
    Numerals.UPPER_ROMAN: "UpperRoman",
}
DELIMITERS = {
    Delimiter.PERIOD: "Period",
    Delimiter.PARENTHESIS: "OneParen",
    Delimiter.PARENTHESES: "TwoParens",
}
ALIGNED = {Align.LEFT: "AlignLeft", Align.CENTER: "AlignCenter", Align.RIGHT: "AlignRight"}
NEW_PAGE = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
DECK = "PowerPoint"
"""What stands above the slides: the same word in every language."""


def as_tree(document: ResolvedDocument, drawings: Mapping[str, Drawing]) -> Node:
    """Return a document as pandoc's tree: the brief, then each slide with what is said of it."""
    return _Writer(document, drawings).tree()


class _Writer(InlineWriter):
    def __init__(self, document: ResolvedDocument, drawings: Mapping[str, Drawing]) -> None:
        notes = {note.number: note for note in document.notes}
        super().__init__(notes, self.written)
        self.document = document
        self.drawings = drawings
        self.terms = words_of(document.metadata.lang)
        self.labels = dict(self._labels())

    def _labels(self) -> Iterator[tuple[str, str]]:
        for block in walk(self.document.blocks):
            match block:
                case Figure() | FigureGroup() if block.number:
                    label = block.label if isinstance(block, Figure) else str(block.number)
                    yield block.id, f"{self.terms['figure']} {label}"
                case Table() if block.number:
                    yield block.id, f"{self.terms['table']} {block.number}"
                case Equation() if block.number:
                    yield block.id, f"{self.terms['equation']} {block.number}"

    # --- the whole ----------------------------------------------------------------------------

    def tree(self) -> Node:
        document, meta = self.document, self.document.metadata
        blocks = [*self._head(), *self.written(document.blocks)]
        if document.prints_entries and not any(
            isinstance(one, SourceList) for one in walk(document.blocks)
        ):
            blocks += [_header(1, "", list(words(self.terms["sources"]))), *self._entries()]
        blocks += self._slides()
        settings: dict[str, Node] = {
            "title": {"t": "MetaInlines", "c": self.inlines(meta.title)},
            "lang": {"t": "MetaString", "c": meta.lang},
        }
        if direction_of_language(meta.lang) == "rtl":
            settings["dir"] = {"t": "MetaString", "c": "rtl"}
        if meta.subtitle:
            settings["subtitle"] = {"t": "MetaInlines", "c": self.inlines(meta.subtitle)}
        if meta.authors:
            names = [_text_of(one.named) for one in meta.authors]
            settings["author"] = {"t": "MetaList", "c": names}
        if meta.date:
            settings["date"] = _text_of(long_date(meta.date, meta.lang))
        return {"pandoc-api-version": [1, 23, 1], "meta": settings, "blocks": blocks}

    def _head(self) -> Iterator[Node]:
        """Yield what the brief says of itself before its text."""
        meta = self.document.metadata
        edition = f"{self.terms['edition']} {meta.edition}" if meta.edition else ""
        for line in (meta.organisation, edition):
            if line:
                yield _para(list(words(line)))
        yield from self.written(meta.abstract)
        if meta.changes:
            yield _para([{"t": "Strong", "c": list(words(self.terms["changes"]))}])
            items = [[_para(self.inlines(one))] for one in meta.changes]
            yield {"t": "BulletList", "c": items}

    def _slides(self) -> list[Node]:
        slides = [one for one in walk(self.document.blocks) if isinstance(one, Slide)]
        made = [_header(1, "", list(words(DECK)))] if slides else []
        for slide in slides:
            made.append(_header(2, slide.id, self.inlines(slide.title)))
            made += self.written(slide.blocks)
            if slide.notes:
                made.append({"t": "BlockQuote", "c": self.written(slide.notes)})
        return made

    # --- blocks -------------------------------------------------------------------------------

    def written(self, blocks: Blocks[Settled]) -> list[Node]:
        """Return blocks as pandoc has them."""
        return [node for block in blocks for node in self._block(block)]

    def _block(self, block: Block[Settled]) -> Iterator[Node]:
        match block:
            case Paragraph(content, _):
                yield _para(self.inlines(content))
            case ItemList(items):
                yield self._list(block, [self.written(one) for one in items])
            case DefinitionList(items):
                made = [[self.inlines(term), [self.written(said)]] for term, said in items]
                yield {"t": "DefinitionList", "c": made}
            case Quote(inner):
                yield {"t": "BlockQuote", "c": self.written(inner)}
            case CodeBlock(text, _):
                yield {"t": "CodeBlock", "c": [NO_ATTRIBUTES, text]}
            case Equation():
                yield self._equation(block)
            case PageBreak():
                yield {"t": "RawBlock", "c": ["openxml", NEW_PAGE]}
            case HorizontalRule():
                yield {"t": "HorizontalRule"}
            case Box(_, title, inner, _):
                head = [_para([{"t": "Strong", "c": self.inlines(title)}])] if title else []
                yield _div("", [*head, *self.written(inner)])
            case Figure():
                yield self._figure(block)
            case FigureGroup():
                yield from map(self._figure, block.figures)
                if block.number or block.caption.title or block.caption.legend:
                    yield _div(block.id, [_para(self._caption(block.id, block.caption))])
            case FigureQuote(target, _):
                label = self.labels.get(target, target)
                link = [NO_ATTRIBUTES, list(words(label)), [f"#{target}", ""]]
                yield _para([{"t": "Link", "c": link}])
            case Table():
                yield self._table(block)
            case SourceList():
                yield from self._entries()
            case Columns(columns):
                for _, inner in columns:
                    yield from self.written(inner)
            case Build() | Only():
                yield from self.written(block.blocks)
            case Section():
                number = words(f"{block.number} ") if block.number else ()
                yield _header(block.level, block.id, [*number, *self.inlines(block.heading)])
                yield from self.written(block.blocks)
            case Pause() | Slide():  # slides stand behind the text
                return
            case DataTable():
                raise AssertionError("a resolved document has tables")
            case _:
                assert_never(block)

    def _equation(self, block: Equation) -> Node:
        shown: list[Node] = [{"t": "Math", "c": [{"t": "DisplayMath"}, block.math.tex]}]
        if label := self.labels.get(block.id, ""):
            shown += [{"t": "Space"}, *words(label)]
        return _div(block.id, [_para(shown)])

    def _list(self, block: ItemList[Settled], items: list[list[Node]]) -> Node:
        if block.start is None:
            return {"t": "BulletList", "c": items}
        kind = [block.start, {"t": NUMERALS[block.numerals]}, {"t": DELIMITERS[block.delimiter]}]
        return {"t": "OrderedList", "c": [kind, items]}

    def _entries(self) -> Iterator[Node]:
        if self.document.prints_entries:
            for entry in self.document.entries:
                yield _para(self.inlines(entry.content))

    # --- figures and tables -------------------------------------------------------------------

    def _caption(self, name: str, caption: Caption[Settled]) -> list[Node]:
        label = self.labels.get(name, "")
        parts: list[Inlines[Settled]] = [caption.title, caption.legend]
        made: list[Node] = []
        if label:
            made.append({"t": "Strong", "c": list(words(f"{label}."))})
        for part in parts:
            if part:
                made += [*([{"t": "Space"}] if made else []), *self.inlines(part)]
        return made

    def _figure(self, figure: Figure[Settled]) -> Node:
        caption = self._caption(figure.id, figure.caption)
        drawing = self.drawings.get(figure.id)
        alternative = plain_text(figure.alt)
        shown = list(words(alternative))
        if drawing is not None and drawing.raster:
            shown = [_image(drawing, alternative)]
        content = [{"t": "Plain", "c": shown}]
        return {"t": "Figure", "c": [[figure.id, [], []], [None, [_para(caption)]], content]}

    def _table(self, table: Table[Settled]) -> Node:
        columns: list[Any] = [
            [
                {"t": ALIGNED[one.align]},
                {"t": "ColWidthDefault"}
                if one.share is None
                else {"t": "ColWidth", "c": one.share},
            ]
            for one in table.columns
        ]
        caption = self._caption(table.id, table.caption)
        head, body, foot = (
            [self._row(row) for row in rows] for rows in (table.head, table.rows, table.foot)
        )
        return {
            "t": "Table",
            "c": [
                [table.id, [], []],
                [None, [_para(caption)] if caption else []],
                columns,
                [NO_ATTRIBUTES, head],
                [[NO_ATTRIBUTES, 0, [], body]],
                [NO_ATTRIBUTES, foot],
            ],
        }

    def _row(self, row: Row[Settled]) -> Any:
        return [NO_ATTRIBUTES, [self._cell(cell) for cell in row]]

    def _cell(self, cell: Cell[Settled]) -> Any:
        blocks = self.written(cell.blocks)
        return [NO_ATTRIBUTES, {"t": "AlignDefault"}, cell.rows, cell.columns, blocks]


def _para(content: list[Node]) -> Node:
    return {"t": "Para", "c": content}


def _div(name: str, blocks: list[Node]) -> Node:
    return {"t": "Div", "c": [[name, [], []], blocks]}


def _header(level: int, name: str, content: list[Node]) -> Node:
    return {"t": "Header", "c": [level, [name, [], []], content]}


def _text_of(text: str) -> Node:
    return {"t": "MetaInlines", "c": list(words(text))}


def _image(drawing: Drawing, alternative: str) -> Node:
    """Return a picture in the tree itself: pandoc opens no file."""
    kind = "jpeg" if drawing.raster.startswith(b"\xff\xd8") else "png"
    data = base64.b64encode(drawing.raster).decode()
    width = [["width", f"{drawing.place.size.width.mm:.1f}mm"]]
    return {
        "t": "Image",
        "c": [["", [], width], list(words(alternative)), [f"data:image/{kind};base64,{data}", ""]],
    }
