"""Says whether a layout has room for what a slide puts on it."""

from reportgen.deck.model import Layout, Placeholder, Role
from reportgen.deck.plan.arrange import BODIES
from reportgen.deck.plan.flow import Frames, Quoted, groups
from reportgen.deck.plan.steps import arranged_steps
from reportgen.deck.plan.timeline import arranged_timeline
from reportgen.diagnostics import counted
from reportgen.document import Blocks, Columns, Figure, Settled

CHOOSE = "take out `layout`, and one is chosen by what the slide holds"


def unfit(blocks: Blocks[Settled], layout: Layout, quoted: Quoted) -> str:
    """Return what of a slide a layout has no place for, in words; "" where it holds all."""
    if layout.all(Role.STEP):
        fits = arranged_steps(blocks, layout, quoted) is not None
        return "" if fits else "holds a list of 2 to 5 steps"
    if layout.all(Role.EVENT):
        fits = arranged_timeline(blocks, layout, quoted, _first) is not None
        only = "dates alone, written as definitions: at most 8, in two columns at most"
        return "" if fits else f"holds {only}"
    columns = next((block for block in blocks if isinstance(block, Columns)), None)
    heads, texts = layout.all(Role.HEAD), layout.all(Role.CONTENT)
    if columns is not None and (layout.dark or not texts):
        return "has no room for columns"
    if columns is not None and heads and len(blocks) == 1 and len(columns.columns) > len(heads):
        return f"has room for {counted(len(heads), 'column')}"
    if columns is not None or not blocks:
        return ""
    if any(box.filled for box in layout.boxes):
        shown = [group for group in groups(blocks, quoted) if not isinstance(group, tuple)]
        is_photo = len(shown) == 1 and isinstance(shown[0], Figure) and not shown[0].is_drawn
        return "" if is_photo else "holds one picture from a file, and text"
    if layout.dark and not all(isinstance(group, tuple) for group in groups(blocks, quoted)):
        return "is dark, and holds text alone: no figure, table or equation"
    if layout.box(Role.NUMBER) is not None:
        return "holds a number alone" if blocks[1:] and not texts else ""
    if layout.box(Role.QUOTE) is not None:
        lost = blocks[1:] and layout.box(Role.ATTRIBUTION) is None
        return "holds a quotation alone" if lost else ""
    return "" if any(box.role in BODIES for box in layout.boxes) else "holds a title alone"


def _first(box: Placeholder) -> Frames:
    return Frames(box, box.frame, "Arial", 0)
