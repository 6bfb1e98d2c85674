"""Turns settled inlines and blocks into paragraphs of runs, as slides have them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import assert_never

from reportgen.code_tokens import lines
from reportgen.deck.model import LINE_BREAK, MAY_BREAK, PLAIN, Look, Mark, Para, Paras, Run
from reportgen.deck.plan.code_lines import code_runs
from reportgen.document import (
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
    Equation,
    Figure,
    FigureGroup,
    FigureQuote,
    Foreign,
    HorizontalRule,
    Inline,
    Inlines,
    ItemList,
    Link,
    Math,
    NoteMark,
    Only,
    PageBreak,
    Paragraph,
    Pause,
    Quote,
    Reference,
    Section,
    Settled,
    Slide,
    SourceList,
    Style,
    Styled,
    Table,
    Text,
    Value,
)

BLANK = "\u00a0"
"""What an item says that says nothing: PowerPoint shows no number before an empty paragraph."""

STYLES: dict[Style, Run] = {
    Style.EMPHASIS: Run("", italic=True),
    Style.STRONG: Run("", bold=True),
    Style.SUPERSCRIPT: Run("", script="super"),
    Style.SUBSCRIPT: Run("", script="sub"),
    Style.SMALL_CAPS: Run("", small_caps=True),
    Style.STRIKEOUT: Run("", strike=True),
    Style.UNDERLINE: Run("", underline=True),
}


def runs(inlines: Inlines[Settled], base: Run = PLAIN) -> tuple[Run, ...]:
    """Return inlines as runs, each with the looks of `base` besides its own."""
    return tuple(run for inline in inlines for run in _runs(inline, base))


def _runs(inline: Inline[Settled], base: Run) -> Iterator[Run]:
    match inline:
        case Text(",") if base.script == "super":
            yield replace(base, text=f",{MAY_BREAK}")
        case Text(text) | Value(_, text) | Reference(_, text):
            yield replace(base, text=text)
        case Break():
            yield replace(base, text=LINE_BREAK)
        case Code(text):
            yield replace(base, text=text, code=True)
        case Math():
            yield from runs(inline.inlines, base) or (replace(base, text=inline.text),)
        case Styled(style, content):
            yield from runs(content, _laid_over(base, STYLES[style]))
        case Foreign(lang, content):
            yield from runs(content, replace(base, lang=lang))
        case Link(target, content, title):
            yield from runs(content, replace(base, link=target, tip=title))
        case Cited(keys, content):
            yield from runs(content, replace(base, keys=keys))
        case NoteMark(number):
            yield replace(base, text=str(number), script="super", note=number)
        case _:
            assert_never(inline)


def _laid_over(base: Run, style: Run) -> Run:
    return replace(
        base,
        bold=base.bold or style.bold,
        italic=base.italic or style.italic,
        script=style.script or base.script,
        small_caps=base.small_caps or style.small_caps,
        strike=base.strike or style.strike,
        underline=base.underline or style.underline,
    )


def paras(blocks: Blocks[Settled], level: int = 0) -> Paras:
    """Return blocks of text as paragraphs; `level` is the depth of the list they stand in.

    Figures, tables and columns are no text: the plan has put them elsewhere.
    """
    return tuple(para for block in blocks for para in _paras(block, level))


def _paras(block: Block[Settled], level: int) -> Iterator[Para]:
    match block:
        case Paragraph(content, span):
            yield Para(runs(content), level=level, span=span)
        case ItemList():
            yield from _items(block, level)
        case DefinitionList(items):
            for term, body in items:
                yield Para(runs(term, Run("", bold=True)), level=level)
                yield from paras(body, level)
        case Quote(content):
            for para in paras(content, level):
                yield replace(para, runs=tuple(replace(run, italic=True) for run in para.runs))
        case CodeBlock(text, language):
            found = tuple(code_runs(lines(text, language)))
            yield Para(found, level=level, span=block.span, code=True)
        case Build(blocks=content, click=click):
            yield from (replace(para, click=click) for para in paras(content, level))
        case Equation():
            yield Para((Run(block.math.text),), level=level)
        case Box():
            if block.title:
                yield Para(runs(block.title, Run("", bold=True)), level=level)
            yield from paras(block.blocks, level)
        case Section():
            yield Para(runs(block.heading, Run("", bold=True)), level=level, look=Look.HEAD)
            yield from paras(block.blocks, level)
        case Figure() | FigureGroup() | FigureQuote() | Table() | Columns():
            pass  # no text: the plan has put it elsewhere, or refused it
        case PageBreak() | Pause() | HorizontalRule() | SourceList() | Slide():
            pass  # nothing to say
        case Only() | DataTable():
            raise AssertionError("the first pass puts others in their places")
        case _:
            assert_never(block)


def _items(block: ItemList[Settled], level: int) -> Iterator[Para]:
    """Yield the paragraphs of a list: a mark before the first of each item, the rest under it."""
    mark = Mark.BULLET if block.start is None else Mark.NUMBER
    for at, item in enumerate(block.items):
        number = 0 if block.start is None else block.start + at
        marked = partial(replace, number=number, numerals=block.numerals, delimiter=block.delimiter)
        first = True
        if not item or isinstance(item[0], ItemList):
            yield marked(Para((Run(BLANK),), level=level), mark=mark)
            first = False
        for part in item:
            if isinstance(part, ItemList):
                yield from _items(part, level + 1)
                continue
            for para in _paras(part, level):
                own = mark if first else Mark.CONTINUED
                yield para if para.mark is not Mark.NONE else marked(para, mark=own)
                first = False


def units(paragraphs: Iterable[Para]) -> tuple[Paras, ...]:
    """Return paragraphs in groups that stay together: an item of the first level and all below."""
    found: list[list[Para]] = []
    for para in paragraphs:
        below = para.level > 0 or para.mark is Mark.CONTINUED
        if found and below:
            found[-1].append(para)
        else:
            found.append([para])
    return tuple(tuple(group) for group in found)


def notes_in(runs: Iterable[Run]) -> tuple[int, ...]:
    """Return the numbers of the notes that runs lead to, in order, each once."""
    return tuple(dict.fromkeys(run.note for run in runs if run.note))


def keys_in(runs: Iterable[Run]) -> tuple[str, ...]:
    """Return the keys of the works that runs cite in the text, in order, each once."""
    return tuple(dict.fromkeys(key for run in runs for key in run.keys))
