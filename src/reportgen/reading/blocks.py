"""Reads Pandoc Markdown into a Document, by way of pandoc itself."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, assert_never

from reportgen.characters import is_blank
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import (
    Block,
    Blocks,
    Box,
    CodeBlock,
    CrossRef,
    Document,
    Equation,
    Figure,
    FigurePlace,
    Footnote,
    Foreign,
    HorizontalRule,
    Inlines,
    Metadata,
    Only,
    PageBreak,
    Paragraph,
    Pause,
    Quote,
    Section,
    SourceList,
    Written,
    plain_text,
    rebuilt,
    walk_inlines,
)
from reportgen.files.project import Project
from reportgen.pandoc import Attributes, BlockKind, Node, PandocError, PandocOverLimit, run_warned
from reportgen.reading import builds, callouts, charts, figures, lists, panels, slides, tables
from reportgen.reading.chunks import without_chunks
from reportgen.reading.context import Context
from reportgen.reading.credits import credit_beside
from reportgen.reading.definitions import check_definitions, said_in, without_second_metadata
from reportgen.reading.detached_braces import rejoined
from reportgen.reading.editions import Given
from reportgen.reading.entities import check_entities
from reportgen.reading.front_matter import front_matter, metadata
from reportgen.reading.includes import assembled, placed
from reportgen.reading.inlines import WrittenReader
from reportgen.reading.math import Displayed, Formulas, is_formula, parted, read_formulas
from reportgen.reading.math_brackets import reads_math_in_brackets
from reportgen.reading.nesting import check_brackets, check_depth, most_nested, report_depth
from reportgen.reading.page_breaks import check_page_breaks
from reportgen.reading.raw import breaks_page, is_tex
from reportgen.reading.setting_rules import check_languages
from reportgen.reading.shortcodes import is_page_break, texts
from reportgen.reading.signs_of_blocks import report_signs_of_blocks, report_signs_of_heading
from reportgen.reading.source_map import SourceMap
from reportgen.reading.surplus_cells import check_ragged_grids, check_surplus_cells
from reportgen.reading.words import first_words

FORMAT = "markdown+alerts"
BOXES = ("key-points", "box", "pull-quote", "key-number", "column-margin")
DIVS = (
    "slide",
    "notes",
    *BOXES,
    *callouts.CALLOUTS,
    *builds.CLASSES,
    "columns",
    "column",
    "brief",
    "deck",
    "when",
)
LONGEST_HEADING = 1_000
"""Letters of a heading, ten lines of it: more is a paragraph that was meant to stand below."""
FORMATS = {"pdf": "brief", "html": "brief", "pptx": "deck", "slides": "deck"}


def read(
    path: str,
    project: Project,
    diagnostics: Diagnostics,
    given: Given | None = None,
) -> Document | None:
    """Return the document in the Markdown file at `path`; None where it cannot be read at all.

    Faults of what it says are reported, and a stand-in takes the place of the faulty part. `given`
    is what one of its editions gives it.
    """
    text = project.read_text(path, diagnostics)
    if text is None:
        return None
    manuscript, found = assembled(path, text, project, diagnostics), Diagnostics()
    document = _read(path, manuscript.text, project, found, given)
    diagnostics.update(replace(one, span=manuscript.place(one.span)) for one in found)
    return placed(document, manuscript.place) if manuscript.lines else document


def _read(
    path: str,
    text: str,
    project: Project,
    diagnostics: Diagnostics,
    given: Given | None,
) -> Document | None:
    """Return the document of a text in which every file stands that it includes."""
    front = front_matter(path, text, diagnostics, given)
    if front is None:
        return None
    source = SourceMap(path, text)
    body = without_second_metadata(source, diagnostics)
    body = without_chunks(source, body, diagnostics)
    before = diagnostics.errors
    check_brackets(source, diagnostics)
    if diagnostics.errors > before:
        return None
    try:
        brackets = "+tex_math_single_backslash"
        has_brackets = reads_math_in_brackets(source, diagnostics)
        tree, warned = run_warned(["-f", FORMAT + brackets * has_brackets], body)
        formulas = read_formulas(tree)
    except PandocError as error:
        line = re.search(r"line (\d+)", str(error))
        place = Span(path, int(line[1]) if line else 1)
        if isinstance(error, PandocOverLimit):
            place = Span(path, most_nested(body))
        diagnostics.add(Rule.UNSUPPORTED, f"pandoc cannot read the file: {error}", place)
        return None
    except RecursionError:
        report_depth(source, diagnostics)
        return None
    check_depth(tree["blocks"], source, diagnostics)
    if diagnostics.errors > before:
        return None
    for known, places in source.ids().items():
        for place in places[1:]:
            diagnostics.add(
                Rule.DUPLICATE_ID,
                f"the identifier `#{known}` is given twice",
                place,
                f"it was first given in line {places[0].line}; rename one",
            )
    check_entities(path, text, source.visible, diagnostics)
    check_languages(path, text, source.visible, diagnostics)
    said = said_in(tree["blocks"])
    check_definitions(source, said, warned, diagnostics)
    check_surplus_cells(source, said, diagnostics)
    check_ragged_grids(source, said, diagnostics)
    blocks = _BlockReader(path, source, formulas, project, diagnostics)
    blocks.context.written.lang = front.settings.lang
    blocks.context.written.given = given
    blocks.context.written.blocks = blocks.context.blocks
    blocks.context.written.values = texts(tree["meta"])
    about = metadata(front, tree["meta"], blocks, diagnostics)
    source.leave_front_matter()
    document = Document(
        path=path,
        name=given.name if given else path.rsplit("/", 1)[-1].removesuffix(".md"),
        metadata=_with_cover(about, path, project, diagnostics),
        blocks=blocks.sections(tree["blocks"]),
        ids=tuple((known, places[0]) for known, places in source.ids().items()),
    )
    check_page_breaks(document.blocks, diagnostics)
    builds.check_builds(document.blocks, diagnostics)
    return document


def _with_cover(
    meta: Metadata[Written], path: str, project: Project, diagnostics: Diagnostics
) -> Metadata[Written]:
    """Return metadata with the path of the cover's picture in the project, or report that it lacks.

    It lies beside the document or from the project's root, as every picture does.
    """
    picture = meta.cover_image
    if picture is None or not picture.file:
        return meta
    found = project.locate(picture.file, path)
    if not project.exists(found):
        project.report_missing(found, meta.place("cover-image", path), diagnostics)
    said = credit_beside(found, project, diagnostics)
    credit, consent = picture.credit or said.credit, picture.consent or said.consent
    known = replace(picture, file=found, credit=credit, consent=consent)
    return replace(meta, cover_image=known)


class _BlockReader:
    """Reads blocks; nests them into sections."""

    def __init__(
        self,
        path: str,
        source: SourceMap,
        formulas: Formulas,
        project: Project,
        diagnostics: Diagnostics,
    ) -> None:
        self.source = source
        self.diagnostics = diagnostics
        written = WrittenReader(path, source, formulas, diagnostics)
        self.context = Context(
            path, source, project, diagnostics, written, self.blocks, self.sections
        )

    def inlines(self, nodes: list[Node]) -> Inlines[Written]:
        return self.context.inlines(nodes)

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
        level, attr, content = header["c"]
        attributes, place = Attributes(attr), self.source.heading(first_words(content))
        numbered = not attributes.take_class("unnumbered")
        appendix = bool(attributes.take_class("appendix"))
        short = attributes.take("short")
        self.context.account(attributes, "heading", place)
        report_signs_of_heading(content, place, self.context)
        before = self.diagnostics.errors
        heading = self.inlines(content)
        if len(plain_text(heading)) > LONGEST_HEADING:
            message = f"this heading has more than {LONGEST_HEADING:,} letters"
            hint = "put a blank line below the heading, and the rest into a paragraph"
            self.diagnostics.add(Rule.TEXT_OVERFLOW, message, place, hint)
        refers = any(isinstance(one, CrossRef) for one in walk_inlines(heading))
        if not (refers or not is_blank(plain_text(heading)) or self.diagnostics.errors > before):
            hint = "write what the section is about, or delete the line"
            self.diagnostics.add(Rule.EMPTY_HEADING, "this heading is empty", place, hint)
        return Section(
            id=attributes.id,
            level=level,
            heading=heading,
            span=place,
            numbered=numbered,
            appendix=appendix,
            short=short,
            blocks=self.sections(nodes),
        )

    def blocks(self, nodes: list[Node]) -> Blocks[Written]:
        found: list[Block[Written]] = []
        at = 0
        while at < len(nodes):
            below = nodes[at + 1] if at + 1 < len(nodes) else None
            has_block = below is not None and charts.is_block(below) and _is_picture(nodes[at])
            settings = below["c"][1] if below is not None and has_block else None
            lists.follow(found, self.block(nodes[at], settings), self.context)
            at += 2 if has_block else 1
        return tuple(found)

    def block(self, node: Node, settings: str | None = None) -> Blocks[Written]:
        """Return what a node is; `settings` are those of a chart, from the block below it."""
        kind = BlockKind(node["t"])
        content: Any = node.get("c")
        match kind:
            case BlockKind.PARA | BlockKind.PLAIN:
                return self._paragraph(content, settings)
            case BlockKind.HEADER:
                return self.sections([node])
            case BlockKind.BULLET_LIST:
                return (lists.bullets(content, self.context),)
            case BlockKind.ORDERED_LIST:
                return (lists.numbered(content, self.context),)
            case BlockKind.DEFINITION_LIST:
                return (lists.definitions(content, self.context),)
            case BlockKind.BLOCK_QUOTE:
                callouts.report_unread_alert(content, self.context)
                return (Quote(self.blocks(content)),)
            case BlockKind.LINE_BLOCK:
                nodes = [part for line in content for part in (*line, {"t": "LineBreak"})]
                return self._paragraph(nodes[:-1])
            case BlockKind.CODE_BLOCK:
                return self._code(content)
            case BlockKind.FIGURE:
                return figures.figure(content, self.context, settings)
            case BlockKind.TABLE:
                return tables.table(content, self.context)
            case BlockKind.DIV:
                return self._div(content)
            case BlockKind.RAW_BLOCK:
                return self._raw(*content)
            case BlockKind.HORIZONTAL_RULE:
                return (HorizontalRule(self.source.here()),)
            case _:
                assert_never(kind)

    def _paragraph(self, content: list[Node], settings: str | None = None) -> Blocks[Written]:
        if len(content) == 1 and content[0]["t"] == "Image":
            return figures.picture(content[0]["c"], self.context, block=settings)
        if charts.report_bare_word(content, self.context):
            return ()
        if (image := rejoined(content, self.context)) is not None:
            return figures.picture(image, self.context, caption=image[1], block=settings)
        if builds.is_pause(content):
            return (Pause(self.source.pause()),)
        if is_page_break(content):
            return (PageBreak(self.source.place("fact", "< pagebreak >")),)
        if len(content) == 1 and content[0]["t"] == "RawInline" and breaks_page(*content[0]["c"]):
            return (PageBreak(self.context.written.place_of_raw(*content[0]["c"])),)
        return tuple(self._text(content))

    def _text(self, content: list[Node]) -> Iterator[Block[Written]]:
        """Yield a paragraph; one with displayed equations in it is parted at these."""
        for part in parted(content):
            if isinstance(part, Displayed):
                yield from self._equations(part.tex, part.id)
            else:
                place = self.source.block(first_words(part))
                report_signs_of_blocks(part, place, self.context)
                yield Paragraph(self.inlines(part), place)

    def _equations(self, tex: str, name: str) -> Iterator[Equation]:
        """Yield the equation that TeX says, nothing where that is none."""
        place = self.source.place("math", " ".join(tex.split()))
        for math in self.context.written.formula(tex, displayed=True, place=place):
            yield Equation(name, math, place)

    def _raw(self, format_: str, text: str) -> Blocks[Written]:
        if is_tex(format_) and is_formula(text):
            return tuple(self._equations(text, ""))
        if breaks_page(format_, text):
            return (PageBreak(self.context.written.place_of_raw(format_, text)),)
        self.context.written.raw(format_, text)
        return ()

    def _code(self, content: Any) -> Blocks[Written]:
        attr, text = content
        place = self.source.block(text)
        attributes = Attributes(attr)
        if charts.BLOCK in attributes.classes:
            hint = 'let it stand right below the picture: `![...](data/x.csv){#fig-x alt="..."}`'
            message = "these settings of a chart stand below no picture"
            self.diagnostics.add(Rule.BAD_CHART, message, place, hint)
            return ()
        language = attributes.take_class(*attributes.classes[:1])
        if attributes.left:
            self.context.account(attributes, "block of code", self.source.fence(place))
        return (CodeBlock(text, language, place),)

    # --- divs ---

    def _div(self, content: Any) -> Blocks[Written]:
        if (alert := callouts.alert(content, self.context)) is not None:
            return alert
        attr, nodes = content
        attributes, place = Attributes(attr), self.source.next("div")
        lang, direction = attributes.take("lang"), attributes.take("dir")
        written = self.context.written
        around, written.lang = written.lang, lang or written.lang
        found = self._of_kind(attributes, nodes, place)
        written.lang = around
        if not (lang or direction):
            return found
        return tuple(_in_language(block, lang, direction) for block in found)

    def _of_kind(self, attributes: Attributes, nodes: list[Node], place: Span) -> Blocks[Written]:
        """Return what a div is by its class."""
        if attributes.take_class("slide"):
            return (slides.slide(attributes, nodes, place, self.context),)
        if attributes.take_class("columns"):
            return slides.columns(attributes, nodes, place, self.context)
        if panels.is_panel(attributes):
            return panels.panel(attributes, nodes, place, self.context)
        if kind := attributes.take_class(*callouts.CALLOUTS):
            return callouts.callout(kind, attributes, nodes, place, self.context)
        if kind := attributes.take_class(*BOXES):
            return self._box(kind, attributes, nodes, place)
        if kind := attributes.take_class(*builds.CLASSES):
            found = builds.built(attributes, kind, self.blocks(nodes))
            self.context.account(attributes, "block that appears by clicks", place)
            return found
        if attributes.take_class("column"):
            message = "this column stands outside of columns"
            hint = "put `::: {.columns}` around the columns"
            self.diagnostics.add(Rule.BAD_COLUMNS, message, place, hint)
            return ()
        if attributes.take_class("notes"):
            self.diagnostics.add(
                Rule.BAD_SLIDE,
                "speaker notes stand outside of a slide",
                place,
                "put `::: notes` inside `::: {.slide}`",
            )
            return ()
        if attributes.id == "refs":
            return self._refs(attributes, nodes, place)
        target, unknown = _target(attributes)
        if unknown:
            message, hint = f"neither file is `{unknown}`", f"known: {', '.join(FORMATS)}"
            self.diagnostics.add(Rule.BAD_SETTING, message, place, hint)
        if target:
            self.context.account(attributes, "block for one file", place)
            return (Only(target, self.sections(nodes), span=place),)
        if attributes.take_class("when"):
            return self._when(attributes, nodes, place)
        return self._plain_div(attributes, nodes, place)

    def _when(self, attributes: Attributes, nodes: list[Node], place: Span) -> Blocks[Written]:
        """Return what stands where a condition holds."""
        where = attributes.take("where").strip()
        span = self.source.attribute(place, "where=") if where else place
        self.context.account(attributes, "block that is shown where a condition holds", place)
        if not where:
            hint = 'say when it is shown: `::: {.when where="deaths > 0"}`'
            self.diagnostics.add(Rule.BAD_SETTING, "this block has no condition", place, hint)
        return (Only("", self.sections(nodes), where, span),)

    def _box(
        self, kind: str, attributes: Attributes, nodes: list[Node], place: Span
    ) -> Blocks[Written]:
        title, kind = attributes.take("title"), kind.removeprefix("column-")
        self.context.account(attributes, "box", place)
        runs = self.context.marked(title, "title of a box", self.source.attribute(place, "title="))
        blocks = self.blocks(nodes)
        return (Box(kind, runs, _beside(blocks) if kind == "margin" else blocks, place),)

    def _refs(self, attributes: Attributes, nodes: list[Node], place: Span) -> Blocks[Written]:
        self.context.account(attributes, "list of sources", place)
        return (SourceList(), *self.sections(nodes))

    def _plain_div(self, attributes: Attributes, nodes: list[Node], place: Span) -> Blocks[Written]:
        """Return what stands in a div of no kind: one with a language, or with an id alone."""
        for name in attributes.left:
            if name.startswith("."):
                attributes.take_class(name[1:])
                self.diagnostics.add(
                    Rule.UNSUPPORTED,
                    f"nothing is known of a block `{name[1:]}`",
                    place,
                    suggestion(name[1:], DIVS, "block"),
                )
        self.context.account(attributes, "block", place)
        return self.sections(nodes)


def _beside(blocks: Blocks[Written]) -> Blocks[Written]:
    """Return the blocks of what stands in the margin: figures are drawn for it."""
    return tuple(
        replace(one, place=FigurePlace.MARGIN) if isinstance(one, Figure) else one for one in blocks
    )


def _is_picture(node: Node) -> bool:
    """Return whether a block is a picture that stands alone."""
    content = node.get("c")
    if node["t"] == "Figure":
        return True
    is_text = node["t"] in ("Para", "Plain")
    return bool(is_text and content and len(content) == 1 and content[0]["t"] == "Image")


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


def _target(attributes: Attributes) -> tuple[str, str]:
    """Return "brief" or "deck" for a div that stands in one of the files only, else "".

    The second is a format that neither of the two files is.
    """
    if name := attributes.take_class("brief", "deck"):
        return name, ""
    shown = attributes.take_class("content-visible", "content-hidden")
    if not shown:
        return "", ""
    when, unless = attributes.take("when-format"), attributes.take("unless-format")
    target = FORMATS.get(when or unless, "")
    if (shown == "content-visible") != bool(when):
        target = {"brief": "deck", "deck": "brief"}.get(target, "")
    return target, "" if target else when or unless or "no format"
