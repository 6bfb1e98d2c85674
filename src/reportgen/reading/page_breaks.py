"""Reports page breaks where no page can end: on slides, in lists, boxes and columns."""

from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import Blocks, Only, PageBreak, Section, Slide, Written, walk, within

HINT = "put it between paragraphs of the brief; a new slide is a block `::: {.slide}` of its own"


def check_page_breaks(blocks: Blocks[Written], diagnostics: Diagnostics) -> None:
    """Report the page breaks that stand in anything but the text of the brief."""
    for block in blocks:
        if isinstance(block, Section) or (isinstance(block, Only) and block.target != "deck"):
            check_page_breaks(block.blocks, diagnostics)
        elif not isinstance(block, PageBreak):
            where = "on a slide" if isinstance(block, Slide) else "where no page can end"
            for group in within(block):
                for inner in walk(group):
                    if isinstance(inner, PageBreak):
                        message = f"a page break stands {where}"
                        diagnostics.add(Rule.UNSUPPORTED, message, inner.span, HINT)
