"""The first pass: what stands in one file only is put there, tables are made, charts proved."""

from collections.abc import Callable

from reportgen.data.datasets import Datasets
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import (
    Block,
    Blocks,
    DataTable,
    Document,
    Figure,
    HorizontalRule,
    Inlines,
    Only,
    PageBreak,
    Slide,
    Written,
    rebuilt,
    walk,
)
from reportgen.language import parse_locale, words
from reportgen.resolving.charts import Binder
from reportgen.resolving.data_tables import DataTables


def arranged(document: Document, datasets: Datasets, diagnostics: Diagnostics) -> Blocks[Written]:
    """Return the blocks with `Only` taken apart, and data tables as tables."""
    lang = document.metadata.lang
    tables = DataTables(datasets, diagnostics, parse_locale(lang), words(lang)["no-data"])
    binder = Binder(datasets, parse_locale(lang), diagnostics)

    def same(inlines: Inlines[Written]) -> Inlines[Written]:
        return inlines

    def of(target: str) -> Callable[[Blocks[Written]], Blocks[Written]]:
        def take(blocks: Blocks[Written]) -> Blocks[Written]:
            return tuple(part for block in blocks for part in one(block))

        def one(block: Block[Written]) -> Blocks[Written]:
            match block:
                case Only(wanted, blocks):
                    _tell_of_neither(wanted, target, block, diagnostics)
                    kept = blocks if wanted == target else _slides(blocks)
                    return take(kept)
                case DataTable():
                    return (tables.made(block),)
                case Figure() if block.chart is not None:
                    binder.prove(block)
                    return (block,)
                case Slide():
                    return (rebuilt(block, same, of("deck")),)
                case _:
                    return (rebuilt(block, same, take),)

        return take

    return of("brief")(document.blocks)


def _tell_of_neither(
    wanted: str, target: str, only: Only[Written], diagnostics: Diagnostics
) -> None:
    """Report what is for one file, and stands where only the other has it."""
    if wanted == "deck" != target and _is_off_slides(only.blocks):
        message = "this is for the deck alone, and stands on no slide"
        hint = "put it into a `::: {.slide}`, or leave the `::: deck` out"
    elif wanted == "brief" != target and only.blocks:
        message = "this is for the brief alone, and stands on a slide"
        hint = "put it before or behind the slide, or leave the `::: brief` out"
    else:
        return
    diagnostics.add(Rule.BAD_SLIDE, message, only.span, hint)


def _is_off_slides(blocks: Blocks[Written]) -> bool:
    """Return whether some of the blocks stand on no slide."""
    return any(
        _is_off_slides(one.blocks)
        if isinstance(one, Only)
        else not isinstance(one, Slide | PageBreak | HorizontalRule)
        for one in blocks
    )


def _slides(blocks: Blocks[Written]) -> Blocks[Written]:
    return tuple(block for block in walk(blocks) if isinstance(block, Slide))
