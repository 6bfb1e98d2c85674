"""Speaker notes: blocks as lines, the sources that a slide cites, the data of its figures."""

from collections.abc import Iterable, Iterator, Mapping

from reportgen.deck.model import PlannedSlide
from reportgen.document import (
    Blocks,
    Box,
    Build,
    CodeBlock,
    DefinitionList,
    Drawings,
    Equation,
    Foreign,
    Inlines,
    ItemList,
    Link,
    NoteMark,
    Paragraph,
    Quote,
    ResolvedDocument,
    Section,
    Settled,
    Styled,
    plain_text,
)
from reportgen.language import deck_words


def note_lines(blocks: Blocks[Settled]) -> tuple[str, ...]:
    """Return blocks as lines of plain text, a note mark as its number in brackets."""
    return tuple(_lines(blocks, ""))


def _lines(blocks: Blocks[Settled], indent: str) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(content):
                yield indent + spoken_text(content)
            case ItemList(items, start):
                for at, item in enumerate(items):
                    sign = "•" if start is None else f"{start + at}."
                    first, *more = list(_lines(item, "")) or [""]
                    yield f"{indent}{sign} {first}"
                    yield from (f"{indent}   {line}" for line in more)
            case DefinitionList(items):
                for term, body in items:
                    lines = " ".join(_lines(body, ""))
                    yield f"{indent}{spoken_text(term)}: {lines}"
            case Quote(content):
                yield from _lines(content, indent)
            case Box() | Build() | Section():
                yield from _lines(block.blocks, indent)
            case Equation(math=math):
                yield indent + math.text
            case CodeBlock(text):
                yield from (indent + line for line in text.splitlines())


def spoken_text(inlines: Inlines[Settled]) -> str:
    """Return inlines as plain text, a note mark as its number in brackets."""
    found = ""
    for inline in inlines:
        match inline:
            case NoteMark(number):
                found += f"[{number}]"
            case Styled(_, content) if any(isinstance(one, NoteMark) for one in content):
                found += spoken_text(content)
            case Foreign(_, content) | Link(_, content):
                found += spoken_text(content)
            case _:
                found += plain_text((inline,))
    return found


def spoken_sources(
    document: ResolvedDocument, numbers: Iterable[int], keys: Iterable[str]
) -> tuple[str, ...]:
    """Return the lines that end a slide's notes: each source that it cites, in full."""
    lines = [
        *(f"[{number}] {' '.join(note_lines(document.note(number).blocks))}" for number in numbers),
        *(plain_text(document.entry(key).content) for key in keys),
    ]
    return (f"{deck_words(document.metadata.lang)['sources']}:", *lines) if lines else ()


def notes_with_data(
    planned: PlannedSlide, drawings: Drawings, zoom: float, data: Mapping[str, str], lang: str
) -> tuple[str, ...]:
    """Return the paragraphs of a slide's notes: the author's, its sources, the data of its figures.

    `data` says for each figure in words what it is drawn from. Raises KeyError for a figure that
    has not been drawn at its place.
    """
    names = [
        data.get(picture.key) or ", ".join(drawings[picture.key, picture.place(zoom)].datasets)
        for picture in planned.pictures
    ]
    known = dict.fromkeys(name for name in names if name)
    return (*planned.notes, *([f"{deck_words(lang)['data']}: {', '.join(known)}"] if known else []))
