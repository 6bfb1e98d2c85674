"""The second pass: sections, figures, tables and equations get their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import (
    Block,
    Blocks,
    Caption,
    Equation,
    Figure,
    FigureGroup,
    Inlines,
    Section,
    Slide,
    Table,
    Written,
    rebuilt,
)
from reportgen.language import called


@dataclass(frozen=True, slots=True)
class Label:
    """What a cross-reference prints, in full ("Figure 2") and bare ("2").

    `words` are those of a heading without a number; facts and references may stand in them.
    """

    text: str
    bare: str
    words: Inlines[Written] = ()


def numbered(
    blocks: Blocks[Written], terms: Mapping[str, str], diagnostics: Diagnostics
) -> tuple[Blocks[Written], dict[str, Label]]:
    """Return the blocks, what is numbered with its numbers, and the labels by id."""
    labels: dict[str, Label] = {}
    counts = {"figure": 0, "table": 0, "equation": 0}

    def count(kind: str, name: str) -> int:
        counts[kind] += 1
        if name:
            labels[name] = Label(f"{terms[kind]}\u00a0{counts[kind]}", str(counts[kind]))
        return counts[kind]

    def group_of(block: FigureGroup[Written]) -> FigureGroup[Written]:
        """Return a group with its number, which its figures have too, each with its letter."""
        _check_caption(block, diagnostics)
        own = count("figure", block.id)
        for member in block.figures:
            bare = f"{own}{member.part}"
            labels[member.id] = Label(f"{terms['figure']}\u00a0{bare}", bare)
        members = tuple(replace(member, number=own) for member in block.figures)
        return replace(block, number=own, figures=members)

    def number(group: Blocks[Written], above: str) -> Blocks[Written]:
        at = 0
        found: list[Block[Written]] = []
        for block in group:
            if isinstance(block, Section):
                own = ""
                if block.numbered and not block.appendix:
                    at += 1
                    own = f"{above}{at}"
                text = called(terms["section"], own) if own else ""
                labels[block.id] = Label(text, own, () if own else block.heading)
                inside = number(block.blocks, f"{own}." if own else above)
                found.append(replace(block, number=own, blocks=inside))
            elif isinstance(block, Figure):
                _check_caption(block, diagnostics)
                found.append(replace(block, number=count("figure", block.id)))
            elif isinstance(block, FigureGroup) and block.id:
                found.append(group_of(block))
            elif isinstance(block, Equation) and block.id:
                found.append(replace(block, number=count("equation", block.id)))
            elif isinstance(block, Table) and (block.id or block.caption != Caption((), ())):
                found.append(replace(block, number=count("table", block.id)))
            elif isinstance(block, Slide):
                labels[block.id] = Label("", "", block.title)
                found.append(block)
            else:
                found.append(rebuilt(block, lambda run: run, lambda inner: number(inner, above)))
        return tuple(found)

    return number(blocks, ""), labels


def _check_caption(
    figure: Figure[Written] | FigureGroup[Written], diagnostics: Diagnostics
) -> None:
    if figure.id and not (figure.caption.title or figure.caption.legend):
        diagnostics.add(
            Rule.BAD_SETTING,
            f"the figure `#{figure.id}` has no caption",
            figure.span,
            "write it between the brackets: ![Caption.](...)",
        )
