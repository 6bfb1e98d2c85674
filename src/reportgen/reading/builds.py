"""Reads what appears on a slide by clicks: pauses, `. . .`, and lists item by item."""

from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import Blocks, Build, Figure, Pause, Slide, Written, walk
from reportgen.pandoc import Attributes, Node

CLASSES = ("incremental", "nonincremental", "fragment")
WORDS = (".", " ", ".", " ", ".")


def is_pause(nodes: list[Node]) -> bool:
    """Return whether a paragraph of pandoc's tree is `. . .` and nothing else."""
    return tuple(node.get("c", " ") for node in nodes) == WORDS


def built(attributes: Attributes, kind: str, blocks: Blocks[Written]) -> Blocks[Written]:
    """Return the blocks of a div of one of these classes."""
    attributes.take_class("fade-in")
    if kind == "nonincremental":
        return blocks
    return (Build(kind == "incremental", blocks),)


def check_builds(blocks: Blocks[Written], diagnostics: Diagnostics) -> None:
    """Report pauses, and figures that appear part by part, that stand on no slide."""
    for block in walk(blocks, lambda block: not isinstance(block, Slide)):
        if isinstance(block, Pause):
            hint = "put it between the blocks of a slide; for an ellipsis write `…`"
            message = "`. . .` is a pause of a slide, and stands on none"
            diagnostics.add(Rule.BAD_SLIDE, message, block.span, hint)
        if isinstance(block, Figure) and block.builds is not None:
            hint = f"write it where a slide shows it: `![](#{block.id or 'fig-x'}){{builds=...}}`"
            message = "`builds` is for slides, and this figure stands in the brief"
            diagnostics.add(Rule.BAD_SLIDE, message, block.builds.span, hint)
