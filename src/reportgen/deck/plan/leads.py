"""Where links within a document lead in its deck: to the slide that shows what they name."""

from collections.abc import Iterator, Sequence

from reportgen.deck.model.slides import PlannedSlide
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import (
    Blocks,
    FigureQuote,
    Foreign,
    Inlines,
    Link,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    Styled,
    plain_text,
    runs,
    walk,
)


def slide_leads(document: ResolvedDocument, slides: Sequence[PlannedSlide]) -> dict[str, str]:
    """Return which slide each identifier of a document leads to, by the slides' own identifiers.

    A section leads to the first slide that is written in it, or made of its key points; a figure,
    table or equation to the first that shows it.
    """
    there = {one.id for one in slides}
    leads = {one: one for one in there}
    for block in walk(document.blocks):
        if isinstance(block, Section) and block.id:
            own = [one.id for one in walk(block.blocks) if isinstance(one, Slide)]
            found = next((one for one in (*own, f"s-{block.id}") if one in there), "")
            if found:
                leads.setdefault(block.id, found)
        if isinstance(block, Slide) and block.id in there:
            for shown in walk(block.blocks):
                name = shown.target if isinstance(shown, FigureQuote) else getattr(shown, "id", "")
                if name:
                    leads.setdefault(name, block.id)
    return leads


def report_links(
    document: ResolvedDocument, leads: dict[str, str], diagnostics: Diagnostics
) -> None:
    """Report links of slides and notes that lead to nothing in the deck: their words stay."""
    for slide in (one for one in walk(document.blocks) if isinstance(one, Slide)):
        for link in _links(slide.blocks, slide.title):
            if link.target[1:] not in leads:
                _report(link, slide.span, f"no slide shows `{link.target}`", diagnostics)
        for link in _links(slide.notes, ()):
            _report(link, slide.span, "speaker notes lead to no slide", diagnostics)


def _report(link: Link[Settled], slide: Span, why: str, diagnostics: Diagnostics) -> None:
    words = plain_text(link.content)
    diagnostics.add(
        Rule.LINK_TO_NO_SLIDE,
        f"{why}: “{words[:60]}” leads nowhere in the deck",
        link.span or slide,
    )


def _links(blocks: Blocks[Settled], title: Inlines[Settled]) -> Iterator[Link[Settled]]:
    """Yield the links of blocks that lead within the document."""
    yield from _in(title)
    for block in walk(blocks):
        for run in runs(block):
            yield from _in(run)


def _in(run: Inlines[Settled]) -> Iterator[Link[Settled]]:
    for inline in run:
        match inline:
            case Link(target) if target.startswith("#"):
                yield inline
            case Styled(_, content) | Foreign(_, content):
                yield from _in(content)
            case _:
                pass
