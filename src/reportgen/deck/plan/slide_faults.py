"""Finds what stands where a slide cannot show it: in its text, its notes, behind its pauses."""

from collections.abc import Iterator

from reportgen.deck.plan.builds import stepped
from reportgen.deck.plan.equations import unsayable
from reportgen.deck.plan.flow import Quoted, is_mixed
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import (
    Block,
    Build,
    Columns,
    DefinitionList,
    Equation,
    Figure,
    FigureGroup,
    FigureQuote,
    HorizontalRule,
    ItemList,
    Quote,
    Settled,
    Slide,
    Table,
    walk,
)


def report_faults(slide: Slide[Settled], quoted: Quoted, diagnostics: Diagnostics) -> None:
    """Report what stands where a slide cannot show it; `quoted` is what they show again."""
    for formula in unsayable(slide, quoted):
        diagnostics.add(
            Rule.BAD_SLIDE,
            f"a line of text on a slide cannot hold the formula `{formula.text}`",
            formula.span,
            "let it stand between `$$` outside of lists, or write it with signs, italics, ^, _",
        )
    for block in walk(slide.notes):
        if isinstance(block, Figure | FigureQuote | Table | Columns | HorizontalRule):
            diagnostics.add(
                Rule.BAD_SLIDE,
                f"{slide.name}: speaker notes are text: no figure, table, columns, rule",
                slide.span if isinstance(block, Columns) else block.span,
                "put it on the slide, or say it in words",
            )
    for block in walk(slide.blocks):
        if isinstance(block, HorizontalRule):
            diagnostics.add(
                Rule.BAD_SLIDE,
                f"{slide.name} holds a rule, which parts no slide",
                block.span,
                "begin another slide with `::: {.slide}`, or delete the rule",
            )
    _report_builds(slide, quoted, diagnostics)
    for block in walk(stepped(slide.blocks)):
        if isinstance(block, Build) and is_mixed(block, figures=False):
            diagnostics.add(
                Rule.BAD_SLIDE,
                f"{slide.name}: a table or equation appears by a click",
                slide.span,
                "only text and figures do: put it before the pause, or on a slide of its own",
            )
        if isinstance(block, ItemList | DefinitionList | Quote) and is_mixed(block):
            diagnostics.add(
                Rule.BAD_SLIDE,
                f"{slide.name}: a list or quotation holds a figure, table or equation",
                next(_places(block), slide.span),
                "put the figure, table, equation or columns before or after it",
            )


def _report_builds(slide: Slide[Settled], quoted: Quoted, diagnostics: Diagnostics) -> None:
    """Report parts that are to appear one after another of what has no parts."""
    for block in walk(slide.blocks):
        if not isinstance(block, Figure | FigureQuote) or block.builds is None:
            continue
        shown = quoted.get(block.target) if isinstance(block, FigureQuote) else block
        if isinstance(shown, Figure) and shown.is_drawn:
            continue
        kinds = {FigureGroup: "a group of figures", Table: "a table", Figure: "a picture"}
        what = kinds.get(type(shown), "an equation")
        message = f"`builds` is for a figure that is drawn, and this is {what}"
        hint = "put it into `::: incremental`, which lets it appear whole"
        diagnostics.add(Rule.BAD_SLIDE, message, block.span, hint)


def _places(block: Block[Settled]) -> Iterator[Span]:
    """Yield the places of what is no text in a block."""
    for inner in walk((block,)):
        if isinstance(inner, Figure | FigureGroup | FigureQuote | Table | Equation):
            yield inner.span
