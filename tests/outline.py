"""A resolved document as text that a person can read in a diff."""

from collections.abc import Iterator

from reportgen.document import (
    Block,
    Box,
    Cell,
    Cited,
    Figure,
    FigureQuote,
    Foreign,
    Inlines,
    ItemList,
    Link,
    NoteMark,
    Paragraph,
    Quote,
    Reference,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    Styled,
    Table,
    Value,
    plain_text,
    runs,
    walk,
    within,
)


def run(inlines: Inlines[Settled]) -> str:
    """Return inlines with what they are: ⟨fact=1,500⟩, [^3], *emphasis*, →fig-x."""
    found = []
    for inline in inlines:
        match inline:
            case Value(fact, text):
                found.append(f"⟨{fact}={text}⟩")
            case NoteMark(number):
                found.append(f"[^{number}]")
            case Styled(style, content):
                found.append(f"{style}({run(content)})")
            case Foreign(lang, content):
                found.append(f"{lang}({run(content)})")
            case Link(target, content):
                found.append(f"({run(content)})→{target}")
            case Cited(_, content):
                found.append(run(content))
            case Reference(target, text):
                found.append(f"{text}→{target}")
            case _:
                found.append(plain_text((inline,)))
    return "".join(found)


def _cell(cell: Cell[Settled]) -> str:
    """Return the runs of a cell, what it goes over behind it."""
    text = " / ".join(run(inner) for block in walk(cell.blocks) for inner in runs(block))
    wide = f" ({cell.columns} x {cell.rows})" if (cell.columns, cell.rows) != (1, 1) else ""
    return text + wide


def lines(block: Block[Settled], depth: int = 0) -> Iterator[str]:
    """Yield a block and what it holds, each a line, indented by depth."""
    pad = "  " * depth
    match block:
        case Section():
            yield f"{pad}section {block.number or '-'} #{block.id}: {run(block.heading)}"
        case Paragraph(content):
            yield f"{pad}{run(content)}"
        case Box():
            yield f"{pad}{block.kind} {run(block.title)}".rstrip()
        case Figure():
            yield f"{pad}figure {block.number} #{block.id} from {block.source}"
            yield f"{pad}  title: {run(block.caption.title)}"
            yield f"{pad}  legend: {run(block.caption.legend)}"
            yield f"{pad}  alt: {run(block.alt)}"
        case Table():
            yield f"{pad}table {block.number} #{block.id} {block.dataset}".rstrip()
            yield f"{pad}  title: {run(block.caption.title)}"
            yield f"{pad}  legend: {run(block.caption.legend)}"
            for row in block.all_rows:
                yield f"{pad}  | {' | '.join(map(_cell, row))} |"
            return
        case Slide():
            yield f"{pad}slide #{block.id} ({block.layout or 'by its content'}): {run(block.title)}"
        case FigureQuote(target):
            yield f"{pad}shows {target}"
        case ItemList():
            yield f"{pad}list"
        case Quote():
            yield f"{pad}quotation"
    for number, group in enumerate(within(block)):
        if isinstance(block, Slide) and number == 1:
            yield f"{pad}  notes"
        for inner in group:
            yield from lines(inner, depth + 1 + (isinstance(block, Slide) and number == 1))


def outline(document: ResolvedDocument) -> str:
    """Return the whole document as text."""
    meta = document.metadata
    head = [f"{run(meta.title)} — {run(meta.subtitle)}", f"edition {meta.edition}, {meta.date}"]
    body = [line for block in document.blocks for line in lines(block)]
    notes = []
    for note in document.notes:
        runs = (run(block.content) for block in note.blocks if isinstance(block, Paragraph))
        notes.append(f"{note.number}. {' / '.join(runs)}")
    works = [f"{entry.key} = {entry.short}: {run(entry.content)}" for entry in document.entries]
    return "\n".join([*head, "", *body, "", "NOTES", *notes, "", "WORKS", *works]) + "\n"
