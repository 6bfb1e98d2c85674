"""The first pass: what a condition hides is taken out, and parameters stand in conditions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reportgen.charts.forms import form
from reportgen.charts.grammar import Kind
from reportgen.data.datasets import Datasets
from reportgen.data.expressions import BadExpression, UnknownColumn, rows_with
from reportgen.data.facts import Facts
from reportgen.data.parameters import NoValue, Subject, UnknownParameter
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import (
    Block,
    Blocks,
    Caption,
    ChartWords,
    DataTable,
    Document,
    Figure,
    Footnote,
    Foreign,
    Inline,
    Inlines,
    Link,
    Only,
    SettingWords,
    Styled,
    Text,
    When,
    Written,
    rebuilt,
)
from reportgen.document.charts import SLIDES

if TYPE_CHECKING:
    import polars as pl

WORDS = (Kind.WORDS, Kind.NOTES)
"""Settings whose parameters are facts, which drawing puts in as they print."""


def shown(
    document: Document, facts: Facts, datasets: Datasets, diagnostics: Diagnostics
) -> Document:
    """Return the document with what its conditions show, as one edition has it."""
    taker = _Taker(facts, datasets, diagnostics)
    meta = document.metadata
    return replace(
        document,
        blocks=taker.blocks(document.blocks),
        metadata=replace(
            meta,
            title=taker.inlines(meta.title),
            subtitle=taker.inlines(meta.subtitle),
            abstract=taker.blocks(meta.abstract),
            changes=tuple(map(taker.inlines, meta.changes)),
            contact=taker.inlines(meta.contact),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Taker:
    facts: Facts
    datasets: Datasets
    diagnostics: Diagnostics

    def blocks(self, blocks: Blocks[Written]) -> Blocks[Written]:
        return tuple(part for block in blocks for part in self._block(block))

    def _block(self, block: Block[Written]) -> Blocks[Written]:
        match block:
            case Only(_, inside, where) if where:
                return (
                    self.blocks(inside)
                    if holds(where, block.span, self.facts, self.diagnostics)
                    else ()
                )
            case DataTable():
                where = self._filled(block.where, block.source, block.span)
                columns = tuple(self._plain(one, block.span) for one in block.columns)
                title, legend = map(self.inlines, (block.caption.title, block.caption.legend))
                caption: Caption[Written] = Caption(title, legend)
                return (replace(block, where=where, columns=columns, caption=caption),)
            case Figure() if block.chart is not None:
                chart = self._chart(block.chart, block.source)
                return (replace(rebuilt(block, self.inlines, self.blocks), chart=chart),)  # type: ignore[arg-type]  # a figure
            case _:
                return (rebuilt(block, self.inlines, self.blocks),)

    def inlines(self, inlines: Inlines[Written]) -> Inlines[Written]:
        """Return inlines without those whose condition does not hold, text in one piece."""
        found: list[Inline[Written]] = []
        for one in (part for inline in inlines for part in self._inline(inline)):
            last = found[-1] if found else None
            if isinstance(one, Text) and isinstance(last, Text):
                # between two spaces stood what is not shown here
                found[-1] = Text(last.text + one.text.removeprefix(" " * last.text.endswith(" ")))
            else:
                found.append(one)
        return tuple(found)

    def _inline(self, inline: Inline[Written]) -> Inlines[Written]:
        match inline:
            case When(where, content):
                stands = holds(where, inline.span, self.facts, self.diagnostics)
                return self.inlines(content) if stands else ()
            case Styled() | Foreign() | Link():
                return (replace(inline, content=self.inlines(inline.content)),)
            case Footnote():
                return (replace(inline, blocks=self.blocks(inline.blocks)),)
            case _:
                return (inline,)

    def _chart(self, chart: ChartWords, source: str) -> ChartWords:
        known = form(chart.form).known
        return replace(
            chart, settings=tuple(self._setting(one, known, source) for one in chart.settings)
        )

    def _setting(self, one: SettingWords, known: object, source: str) -> SettingWords:
        """Return a setting of a chart: a condition, column or name has its parameters put in."""
        assert isinstance(known, dict)
        setting = known.get(one.name.removeprefix(SLIDES))
        if "{{" not in one.value or (setting is not None and setting.kind in WORDS):
            return one
        if setting is not None and setting.kind is Kind.CONDITION:
            return replace(one, value=self._filled(one.value, source, one.span), facts=())
        parts = tuple((key, self._plain(said, one.span)) for key, said in one.parts)
        return replace(one, value=self._plain(one.value, one.span), parts=parts, facts=())

    def _filled(self, where: str, source: str, span: Span) -> str:
        """Return a condition over the columns of a dataset with parameters put in."""
        if "{{" not in where:
            return where
        dataset = self.datasets.get(PurePosixPath(source).stem, span)
        columns = dataset.frame.columns if dataset is not None and dataset.is_table else []
        return self._put(span, where, columns)

    def _plain(self, text: str, span: Span) -> str:
        return self._put(span, text, None) if "{{" in text else text

    def _put(self, span: Span, text: str, columns: Sequence[str] | None) -> str:
        """Return a text, or a condition over `columns`, with parameters put in; report faults."""
        subject = self.facts.subject or Subject("", {}, span)
        try:
            if columns is None:
                return subject.filled(text)
            return subject.filled_condition(text, columns)
        except UnknownParameter as fault:
            message = f"there is no parameter `{fault.name}`"
            hint = suggestion(fault.name, self.facts.parameters, "parameter")
            if self.facts.subject is None:
                hint = "parameters are columns in documents with `editions`"
            self.diagnostics.add(Rule.UNKNOWN_FACT, message, span, hint)
        except NoValue as fault:
            message = f"`{fault.name}` has no value in this edition, and data are picked by it"
            condition = f'::: {{.when where="not missing({fault.name})"}}'
            hint = f"show this only where it is known: `{condition}`"
            self.diagnostics.add(Rule.NO_VALUE, message, span, hint)
        return "" if columns is not None else text


def holds(where: str, span: Span, facts: Facts, diagnostics: Diagnostics) -> bool:
    """Return whether a condition holds of an edition's parameters and of facts.

    What has no value makes no comparison true. Reports a condition that cannot be followed.
    """
    frame = _frame(where, facts)
    try:
        return len(rows_with(frame, where)) > 0
    except UnknownColumn as fault:
        if not facts.is_broken:
            message = f"`{fault.name}` is neither a parameter nor a fact"
            known = (*facts.parameters, *facts.names)
            hint = suggestion(fault.name, known, "parameter or fact")
            diagnostics.add(Rule.UNKNOWN_FACT, message, span, hint)
    except BadExpression as fault:
        message = f"`where` cannot be followed: {fault}"
        diagnostics.add(Rule.BAD_FORMULA, message, span, fault.help)
    return False


def _frame(where: str, facts: Facts) -> "pl.DataFrame":
    """Return one row with the values of all that a condition may name."""
    import polars as pl

    subject = facts.subject
    frame = subject.frame() if subject is not None else pl.DataFrame()
    named = [one for one in facts.names if one in where and one not in frame.columns]
    facts.asked.update(dict.fromkeys(named))
    found = {
        name: None if (fact := facts.find(name)) is None else fact.value
        for name in named
        if facts.is_here(name)
    }
    columns = [
        pl.Series(name, [value], dtype=pl.Float64 if value is None else None)
        for name, value in found.items()
    ]
    return frame.with_columns(columns) if frame.width else pl.DataFrame(columns)
