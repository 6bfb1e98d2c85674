"""The first pass: what stands in one file only is put there, tables are made, charts proved."""

from collections.abc import Callable

from reportgen.data.datasets import Datasets
from reportgen.diagnostics import Diagnostics
from reportgen.document import (
    Block,
    Blocks,
    DataTable,
    Document,
    Figure,
    Inlines,
    Only,
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


def _slides(blocks: Blocks[Written]) -> Blocks[Written]:
    return tuple(block for block in walk(blocks) if isinstance(block, Slide))
