"""Reads Pandoc Markdown into a Document, by way of pandoc itself."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import (
    TABLE_FILES,
    Align,
    Block,
    Blocks,
    Box,
    Break,
    Caption,
    CodeBlock,
    Column,
    Columns,
    DataTable,
    DefinitionList,
    Document,
    Figure,
    FigureQuote,
    Footnote,
    Foreign,
    Inline,
    Inlines,
    ItemList,
    Length,
    Only,
    Paragraph,
    Quote,
    Section,
    Slide,
    SourceList,
    Style,
    Styled,
    Table,
    Text,
    Written,
    inches,
    mm,
    pt,
    rebuilt,
)
from reportgen.files.project import Project
from reportgen.pandoc import Node, PandocError, run
from reportgen.reading.front_matter import front_matter, metadata
from reportgen.reading.inlines import WrittenReader
from reportgen.reading.source_map import SourceMap

FORMAT = "markdown-tex_math_dollars-raw_tex-raw_attribute-example_lists"
BOXES = ("key-points", "box", "pull-quote")
DIVS = ("slide", "notes", *BOXES, "columns", "column", "brief", "deck")
FORMATS = {"pdf": "brief", "html": "brief", "pptx": "deck", "slides": "deck"}
UNITS = {"mm": mm, "cm": lambda value: mm(value * 10), "in": inches, "pt": pt}
ALIGNS = {"AlignRight": Align.RIGHT, "AlignCenter": Align.CENTER}

CHARTS = ("picture", "native")
"""How a slide may show a figure."""


def read(path: str, project: Project, diagnostics: Diagnostics) -> Document | None:
    """Return the document in the Markdown file at `path`; None where it cannot be read at all.

    Faults of what it says are reported, and a stand-in takes the place of the faulty part.
    """
    text = project.read_text(path, diagnostics)
    if text is None:
        return None
    settings = front_matter(path, text, diagnostics)
    if settings is None:
        return None
    try:
        tree = run(["-f", FORMAT], text)
    except PandocError as error:
        line = re.search(r"line (\d+)", str(error))
        place = Span(path, int(line[1]) if line else 1)
        diagnostics.add(Rule.UNSUPPORTED, f"pandoc cannot read the file: {error}", place)
        return None
    source = SourceMap(path, text)
    for name, places in source.ids().items():
        for place in places[1:]:
            diagnostics.add(
                Rule.DUPLICATE_ID,
                f"the identifier `#{name}` is given twice",
                place,
                f"it was first given in line {places[0].line}; rename one",
            )
    blocks = _BlockReader(path, source, project, diagnostics)
    blocks.inline_reader.lang = settings.lang
    return Document(
        path=path,
        name=path.rsplit("/", 1)[-1].removesuffix(".md"),
        metadata=metadata(settings, tree["meta"], blocks),
        blocks=blocks.sections(tree["blocks"]),
    )


class _BlockReader:
    """Reads blocks; nests them into sections."""

    def __init__(
        self, path: str, source: SourceMap, project: Project, diagnostics: Diagnostics
    ) -> None:
        self.path = path
        self.source = source
        self.project = project
        self.diagnostics = diagnostics
        self.inline_reader = WrittenReader(path, source, diagnostics)

    def inlines(self, nodes: list[Node]) -> Inlines[Written]:
        return self.inline_reader.inlines(nodes)

    def sections(self, nodes: list[Node]) -> Blocks[Written]:
        """Return blocks in which a heading holds all that follows, to the next of its rank."""
        start = next((at for at, node in enumerate(nodes) if node["t"] == "Header"), len(nodes))
        found = list(self.blocks(nodes[:start]))
        while start < len(nodes):
            level = nodes[start]["c"][0]
            end = start + 1
            while end < len(nodes) and not (
                nodes[end]["t"] == "Header" and nodes[end]["c"][0] <= level
            ):
                end += 1
            found.append(self._section(nodes[start], nodes[start + 1 : end]))
            start = end
        return tuple(found)

    def _section(self, header: Node, nodes: list[Node]) -> Section[Written]:
        level, (name, classes, _), content = header["c"]
        place = self.source.next("heading")
        return Section(
            id=name,
            level=level,
            heading=self.inlines(content),
            span=place,
            numbered="unnumbered" not in classes,
            appendix="appendix" in classes,
            blocks=self.sections(nodes),
        )

    def blocks(self, nodes: list[Node]) -> Blocks[Written]:
        return tuple(block for node in nodes for block in self.block(node))

    def block(self, node: Node) -> Blocks[Written]:
        kind: str = node["t"]
        content: Any = node.get("c")
        match kind:
            case "Para" | "Plain":
                return self._paragraph(content)
            case "Header":
                return self.sections([node])
            case "BulletList":
                return (ItemList(tuple(self.blocks(item) for item in content)),)
            case "OrderedList":
                return (ItemList(tuple(self.blocks(item) for item in content[1]), content[0][0]),)
            case "DefinitionList":
                return (
                    DefinitionList(
                        tuple(
                            (self.inlines(term), tuple(b for d in bodies for b in self.blocks(d)))
                            for term, bodies in content
                        )
                    ),
                )
            case "BlockQuote":
                return (Quote(self.blocks(content)),)
            case "LineBlock":
                nodes = [part for line in content for part in (*line, {"t": "LineBreak"})]
                return self._paragraph(nodes[:-1])
            case "CodeBlock":
                return (CodeBlock(content[1]),)
            case "Figure":
                return self._figure(content)
            case "Table":
                return self._table(content)
            case "Div":
                return self._div(content)
            case "RawBlock":
                if content[1].lstrip().startswith("<!--"):
                    return ()
                self._unsupported("raw HTML")
            case "HorizontalRule":
                pass
            case _:
                self._unsupported(kind)
        return ()

    def _unsupported(self, what: str) -> None:
        self.diagnostics.add(
            Rule.UNSUPPORTED, f"{what} cannot be carried into both files", self.source.here()
        )

    def _paragraph(self, content: list[Node]) -> Blocks[Written]:
        if len(content) == 1 and content[0]["t"] == "Image":
            return self._picture(content[0]["c"], "", [])
        place = self.source.block(_first_words(content))
        return (Paragraph(self.inlines(content), place),)

    # --- figures and tables ---

    def _figure(self, content: Any) -> Blocks[Written]:
        (name, _, _), (_, caption), blocks = content
        image = blocks[0]["c"][0]["c"]
        return self._picture(image, name, caption[0]["c"] if caption else [])

    def _picture(self, image: Any, name: str, caption: list[Node]) -> Blocks[Written]:
        (own_name, _, pairs), description, (target, _) = image
        place = self.source.place("target", target)
        if target.startswith("#"):
            return (FigureQuote(target[1:], place),)
        attributes = dict(pairs)
        parts = self._caption(caption)
        path = self._file(target, place)
        if target.lower().endswith(TABLE_FILES):
            columns = tuple(_listed(attributes.get("columns", "")))
            where = attributes.get("where", "")
            return (DataTable(name or own_name, path, parts, columns, where, place),)
        return (
            Figure(
                id=name or own_name,
                source=path,
                caption=parts,
                alt=self._alt(attributes, description, caption, place),
                span=place,
                height=self._length(attributes.get("height", ""), place),
                charts=self._charts(attributes.get("charts", ""), place),
            ),
        )

    def _charts(self, value: str, place: Span) -> str:
        """Return how slides show a figure, "" where the document says so."""
        if value in ("", *CHARTS):
            return value
        message, hint = f"`charts={value}` is unknown", f"one of: {', '.join(CHARTS)}"
        self.diagnostics.add(Rule.BAD_SETTING, message, place, hint)
        return ""

    def _alt(
        self, attributes: dict[str, str], description: list[Node], caption: list[Node], place: Span
    ) -> Inlines[Written]:
        if "alt" in attributes:
            words = Text(" ".join(attributes["alt"].split()))
            return self.inline_reader.finish((words,))
        missing = description == caption  # pandoc copies the caption where no `alt` is given
        if missing:
            self.diagnostics.add(
                Rule.MISSING_ALT,
                "this figure has no text alternative of its own",
                place,
                'say what it shows: {alt="..."}; alt="" marks decoration',
            )
        return self.inlines(description)

    def _file(self, target: str, place: Span) -> str:
        path = self.project.locate(target, self.path)
        if "://" in target or not self.project.exists(path):
            missing = target if "://" in target else path
            self.project.report_missing(missing, place, self.diagnostics)
        return path

    def _length(self, written: str, place: Span) -> Length | None:
        if not written:
            return None
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(mm|cm|in|pt)", written)
        if found:
            return UNITS[found[2]](float(found[1]))
        self.diagnostics.add(
            Rule.BAD_SETTING, f"`{written}` is no length", place, "write one like `80mm`"
        )
        return None

    def _caption(self, nodes: list[Node]) -> Caption[Written]:
        inlines = self.inlines(nodes)
        if inlines and isinstance(inlines[0], Styled) and inlines[0].style is Style.STRONG:
            rest = inlines[1:]
            if rest and isinstance(rest[0], Text):
                rest = (Text(rest[0].text.lstrip()), *rest[1:])
            return Caption(inlines[0].content, tuple(part for part in rest if part != Text("")))
        return Caption((), inlines)

    def _table(self, content: Any) -> Blocks[Written]:
        (name, _, _), (_, caption), specs, (_, head), bodies, _ = content
        place = self.source.block(_first_words(head[0][1][0][4][0]["c"] if _filled(head) else []))
        rows = [row for body in bodies for part in body[2:] for row in part]
        if any(cell[2] > 1 or cell[3] > 1 for row in [*head, *rows] for cell in row[1]):
            self._unsupported("a table with merged cells")
        table: Table[Written] = Table(
            id=name,
            columns=tuple(
                Column(ALIGNS.get(align["t"], Align.LEFT), width.get("c")) for align, width in specs
            ),
            head=tuple(self._cell(cell) for cell in head[0][1]) if head else (),
            rows=tuple(tuple(self._cell(cell) for cell in row[1]) for row in rows),
            caption=self._caption(caption[0]["c"] if caption else []),
            span=place,
        )
        return (table,)

    def _cell(self, cell: Any) -> Inlines[Written]:
        found: list[Inline[Written]] = []
        for node in cell[4]:
            if node["t"] not in ("Plain", "Para"):
                self._unsupported("a table cell with more than text")
                continue
            found.extend((Break(),) if found else ())
            found.extend(self.inlines(node["c"]))
        return tuple(found)

    # --- divs ---

    def _div(self, content: Any) -> Blocks[Written]:
        attributes = dict(content[0][2])
        lang, direction = attributes.get("lang", ""), attributes.get("dir", "")
        if not (lang or direction):
            return self._plain_div(content)
        around = self.inline_reader.lang
        self.inline_reader.lang = lang or around
        found = self._plain_div(content)
        self.inline_reader.lang = around
        return tuple(_in_language(block, lang, direction) for block in found)

    def _plain_div(self, content: Any) -> Blocks[Written]:
        (name, classes, pairs), nodes = content
        attributes = dict(pairs)
        place = self.source.next("div")
        if "slide" in classes:
            return (self._slide(name, attributes, nodes, place),)
        if "columns" in classes:
            return (self._columns(nodes),)
        if kind := next((one for one in BOXES if one in classes), ""):
            title = self.inline_reader.finish((Text(attributes.get("title", "")),))
            return (Box(kind, title if attributes.get("title") else (), self.blocks(nodes), place),)
        if "notes" in classes:
            self.diagnostics.add(
                Rule.BAD_SLIDE,
                "speaker notes stand outside of a slide",
                place,
                "put `::: notes` inside `::: {.slide}`",
            )
            return ()
        if name == "refs":
            return (SourceList(),)
        if target := _target(classes, attributes):
            return (Only(target, self.sections(nodes)),)
        unknown = [one for one in classes if one not in DIVS]
        if unknown:
            self.diagnostics.add(
                Rule.UNSUPPORTED,
                f"nothing is known of a block `{unknown[0]}`",
                place,
                suggestion(unknown[0], DIVS, "block"),
            )
        return self.sections(nodes)

    def _columns(self, nodes: list[Node]) -> Columns[Written]:
        columns = [node for node in nodes if node["t"] == "Div"]
        widths: list[float | None] = []
        groups: list[Blocks[Written]] = []
        for column in columns:
            self.source.next("div")
            width = dict(column["c"][0][2]).get("width", "")
            widths.append(float(width[:-1]) / 100 if re.fullmatch(r"\d+(\.\d+)?%", width) else None)
            groups.append(self.blocks(column["c"][1]))
        left = max(0.0, 1 - sum(width or 0 for width in widths)) or 1.0
        open_widths = widths.count(None) or 1
        shares = [left / open_widths if width is None else width for width in widths]
        return Columns(
            tuple(
                (share / sum(shares), blocks) for share, blocks in zip(shares, groups, strict=True)
            )
        )

    def _slide(
        self, name: str, attributes: dict[str, str], nodes: list[Node], place: Span
    ) -> Slide[Written]:
        title: Inlines[Written] = ()
        blocks: list[Block[Written]] = []
        notes: list[Block[Written]] = []
        for node in nodes:
            if node["t"] == "Header" and not title:
                self.source.next("heading")
                title = self.inlines(node["c"][2])
            elif node["t"] == "Div" and "notes" in node["c"][0][1]:
                self.source.next("div")
                notes.extend(self.blocks(node["c"][1]))
            else:
                blocks.extend(self.block(node))
        if not title:
            self.diagnostics.add(
                Rule.BAD_SLIDE,
                "this slide has no title",
                place,
                "begin it with a heading that says its one message",
            )
        return Slide(
            id=name,
            title=title,
            blocks=tuple(blocks),
            notes=tuple(notes),
            layout=attributes.get("layout", ""),
            span=place,
        )


def _in_language(block: Block[Written], lang: str, direction: str) -> Block[Written]:
    """Return a block with every run of it in a language, those of its footnotes too."""

    def run(inlines: Inlines[Written]) -> Inlines[Written]:
        inside = tuple(
            replace(one, blocks=tuple(_in_language(part, lang, direction) for part in one.blocks))
            if isinstance(one, Footnote)
            else one
            for one in inlines
        )
        return (Foreign(lang, inside, direction),) if inside else ()

    def parts(blocks: Blocks[Written]) -> Blocks[Written]:
        return tuple(_in_language(part, lang, direction) for part in blocks)

    return rebuilt(block, run, parts)


def _target(classes: list[str], attributes: dict[str, str]) -> str:
    """Return "brief" or "deck" for a div that stands in one of the files only, else ""."""
    for name in ("brief", "deck"):
        if name in classes:
            return name
    wanted = FORMATS.get(attributes.get("when-format", ""), "")
    unwanted = FORMATS.get(attributes.get("unless-format", ""), "")
    if "content-visible" in classes and (wanted or unwanted):
        return wanted or {"brief": "deck", "deck": "brief"}[unwanted]
    if "content-hidden" in classes and (wanted or unwanted):
        return unwanted or {"brief": "deck", "deck": "brief"}[wanted]
    return ""


def _first_words(nodes: list[Node]) -> str:
    """Return the plain words with which inlines begin."""
    words: list[str] = []
    for node in nodes:
        if node["t"] == "Str":
            words.append(node["c"])
        elif node["t"] in ("Space", "SoftBreak"):
            words.append(" ")
        elif node["t"] in ("Strong", "Emph") and not words:
            return _first_words(node["c"])
        else:
            break
    return "".join(words)


def _filled(head: Any) -> bool:
    return bool(head and head[0][1] and head[0][1][0][4])


def _listed(written: str) -> Iterator[str]:
    return (part.strip() for part in written.split(",") if part.strip())
