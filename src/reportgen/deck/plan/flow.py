"""Fills a frame with blocks, page by page: text, tables and pictures in a stack."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reportgen.deck.model import (
    NARROW,
    NEED,
    STACK_GAP,
    TABLE_TEXT,
    EquationPart,
    Frame,
    Mark,
    Para,
    Paras,
    Part,
    PicturePart,
    Placeholder,
    Role,
    Run,
    TablePart,
    TextPart,
    Type,
    type_in,
)
from reportgen.deck.plan.equations import fit_equation
from reportgen.deck.plan.looks import looked
from reportgen.deck.plan.measure import height_of, measure, split
from reportgen.deck.plan.paragraphs import paras, runs, units
from reportgen.deck.plan.tables import fit_table, stretched
from reportgen.diagnostics import Span
from reportgen.document import (
    Block,
    Blocks,
    Build,
    Columns,
    Equation,
    Figure,
    FigureGroup,
    FigureQuote,
    Length,
    Section,
    Settled,
    Table,
    inches,
    pt,
    walk,
)
from reportgen.document import Box as Aside

LEAST_PICTURE = inches(2.3)
"""A picture lower than this goes to the next slide."""
MM = 25.4 / 72
STEPS = 8
"""So many sizes a box has at most; the steps behind them are those of need."""
SPREAD = 0.9
"""By how much the space between paragraphs grows at most to fill a frame, in em."""

Group = Paras | Figure[Settled] | Table[Settled] | Equation
"""What is set as one: paragraphs that follow each other, a figure, a table, or an equation."""
Piece = Paras | Figure[Settled] | TablePart | EquationPart
"""A group or a part of one, which stands on one page."""
Quoted = Mapping[str, Figure[Settled] | FigureGroup[Settled] | Table[Settled] | Equation]
Page = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not fit its place, in words, and where the source has it (None: unknown)."""

    message: str
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """What fills a frame, page by page, and what did not fit."""

    pages: tuple[Page, ...]
    faults: tuple[Misfit, ...] = ()


@dataclass(frozen=True, slots=True)
class Frames:
    """A frame to be filled: its placeholder, the font family, steps down in size."""

    box: Placeholder | None
    frame: Frame
    family: str
    step: int

    @property
    def size(self) -> float:
        """The size of text in it, in points."""
        suits = self.box is not None and self.box.role not in (Role.PICTURE, Role.TABLE)
        return self._at_step(self.box.sizes if suits and self.box else NARROW)

    @property
    def table_size(self) -> float:
        """The size of tables in it, in points: in the text of a template, none larger than that."""
        box = self.box
        if box is None or box.role is Role.TABLE:
            return self._at_step(box.sizes if box else TABLE_TEXT)
        usual = [size * box.scale for size in TABLE_TEXT]
        own = [size for size in usual if not box.style or size <= box.sizes[0]]
        return self._at_step(tuple(own) or box.sizes)

    def _at_step(self, sizes: tuple[float, ...]) -> float:
        if self.step < STEPS:
            return sizes[min(self.step, len(sizes) - 1)]
        scale = self.box.scale if self.box else 1.0
        return min(sizes[-1], NEED[self.step - STEPS] * scale)

    @property
    def type(self) -> Type:
        box = self.box
        return type_in(box, self.family, self.size) if box else Type(self.family, self.size)


def groups(blocks: Blocks[Settled], quoted: Quoted) -> tuple[Group, ...]:
    """Return blocks as groups, quoted figures and tables put in their places."""
    found: list[Group] = []
    for group in _groups(blocks, quoted):
        if isinstance(group, tuple) and found and isinstance(found[-1], tuple):
            found[-1] = (*found[-1], *group)
        elif group != ():
            found.append(group)
    return tuple(found)


def _groups(blocks: Blocks[Settled], quoted: Quoted) -> Iterator[Group]:
    for block in blocks:
        match block:
            case Figure() | Table() | Equation():
                yield block
            case FigureGroup(figures=members):
                yield from members
            case FigureQuote(target, builds=builds):
                shown = quoted.get(target)
                if isinstance(shown, Figure):
                    yield replace(shown, builds=builds)
                elif isinstance(shown, FigureGroup):
                    yield from shown.figures
                elif shown is not None:
                    yield shown
            case Aside(_, title) | Section(heading=title) if is_mixed(block):
                if title:
                    yield (Para(runs(title, Run("", bold=True))),)
                yield from _groups(block.blocks, quoted)
            case Build(blocks=content, click=click):
                for group in _groups(content, quoted):
                    if isinstance(group, tuple):
                        yield tuple(replace(para, click=click) for para in group)
                    elif isinstance(group, Figure):
                        own = group.builds and replace(group.builds, click=click)
                        yield replace(group, click=click, builds=own)
                    else:
                        yield group
            case Columns(columns):
                for _, content in columns:
                    yield from _groups(content, quoted)
            case _:
                yield paras((block,))


def is_mixed(block: Block[Settled], *, figures: bool = True) -> bool:
    """Return whether a block holds more than text; without `figures`, more than these and text."""
    kinds = (Table, Columns, Equation)
    shown = (Figure, FigureGroup, FigureQuote)
    return any(isinstance(one, kinds + shown * figures) for one in walk((block,)))


def fill_frame(content: Iterable[Group], into: Frames) -> Flow:
    """Return groups in as many pages as the frame needs; pictures take the room that is left."""
    pages: list[list[tuple[Piece, float]]] = []
    faults: list[Misfit] = []
    room, gap = into.frame.height.pt, STACK_GAP.pt
    used = 0.0
    for group in content:
        pieces = _pieces(group, into, faults)
        for piece, height in pieces:
            needed = height + (gap if pages and pages[-1] else 0)
            if pages and len(pieces) == 1 and used + needed <= room:
                pages[-1].append((piece, height))
                used += needed
            else:
                pages.append([(piece, height)])
                used = height
    return Flow(tuple(_placed(page, into) for page in pages), tuple(dict.fromkeys(faults)))


def _pieces(group: Group, into: Frames, faults: list[Misfit]) -> list[tuple[Piece, float]]:
    """Return a group in pieces that each fit the frame, with their heights in points."""
    frame = into.frame
    if isinstance(group, Figure):
        return [(group, LEAST_PICTURE.pt)]
    if isinstance(group, Table):
        fitted = fit_table(group, into.box, frame, into.family, into.table_size)
        if fitted.excess:
            message = f"a table is {fitted.excess * MM:.0f} mm wider than the slide"
            faults.append(Misfit(f"{message}; its widest word is `{fitted.word[:40]}`", fitted.at))
        if fitted.too_high:
            message = f"a row of a table is {fitted.too_high * MM:.0f} mm too high"
            faults.append(Misfit(message, fitted.at))
        return [(part, part.frame.height.pt) for part in fitted.parts]
    if isinstance(group, Equation):
        fitted_equation = fit_equation(group, frame, into.size)
        if fitted_equation is None:
            message = f"the equation `{group.math.text}` is wider than its box"
            faults.append(Misfit(message, group.span))
            return []
        return [(fitted_equation, fitted_equation.frame.height.pt)]
    return list(_text_pieces(looked(group, into.box), into, faults))


def _text_pieces(text: Paras, into: Frames, faults: list[Misfit]) -> Iterator[tuple[Piece, float]]:
    width, room, type_ = into.frame.width.pt, into.frame.height.pt, into.type
    for para in text:
        measured = measure(para, type_, width)
        if measured.excess:
            over = measured.excess * MM
            message = f"the word `{measured.word}` is {over:.0f} mm wider than its box"
            faults.append(Misfit(message, para.span))
        if measured.height > room:
            over = (measured.height - room) * MM
            faults.append(Misfit(f"a paragraph is {over:.0f} mm higher than its box", para.span))
    whole = units(text)
    if any(height_of(unit, type_, width) > room for unit in whole):
        whole = tuple((para,) for para in text)
    for group in split(whole, type_, width, room):
        piece = tuple(para for unit in group for para in unit)
        yield piece, height_of(piece, type_, width)


def _placed(page: list[tuple[Piece, float]], into: Frames) -> Page:
    """Return the groups of a page as parts, each at its place in the frame."""
    frame, gap = into.frame, STACK_GAP
    pictures = sum(isinstance(group, Figure) for group, _ in page)
    fixed = sum((height for group, height in page if not isinstance(group, Figure)), 0.0)
    left = frame.height.pt - fixed - gap.pt * (len(page) - 1)
    parts: list[Part] = []
    top, box = Length(0), into.box
    for at, (group, natural) in enumerate(page):
        height = pt(left / pictures) if isinstance(group, Figure) else pt(natural)
        last = at == len(page) - 1
        is_fixed = isinstance(group, TablePart | EquationPart)
        whole = frame.height - top if last and not is_fixed else height
        part = _part(group, box, frame.rows(top, whole), into)
        if isinstance(part, TablePart) and len(page) == 1 and not (box and box.inherits):
            part = stretched(part, frame)
        parts.append(part)
        if part.box is not None:
            box = box.freed if box is not None else None
        top = top + height + gap
    return tuple(parts)


def _part(group: Piece, box: Placeholder | None, frame: Frame, into: Frames) -> Part:
    """Return a group as a part; it takes the placeholder where that is of its kind."""
    kind = "none" if box is None or box.free else box.type
    if isinstance(group, Figure):
        return PicturePart(box if kind in ("", "pic") else None, frame, group)
    if isinstance(group, TablePart):
        own = Frame(frame.left, frame.top, group.frame.width, group.frame.height)
        return replace(group, box=box if kind in ("", "tbl") else None, frame=own)
    if isinstance(group, EquationPart):
        return replace(group, frame=frame)
    return TextPart(
        box if box is not None and kind not in ("pic", "tbl") else None,
        frame,
        group,
        into.size,
        into.type.bold,
        into.type.italic,
        _gap(group, frame, into),
    )


def _gap(text: Paras, frame: Frame, into: Frames) -> float:
    """Return what is added between the paragraphs of a text so that it fills its frame."""
    box = into.box
    if box is None or box.style or box.role is not Role.CONTENT or box.number:
        return 0.0
    own = sum(not para.level and para.mark is not Mark.CONTINUED for para in text[1:])
    left = frame.height.pt - height_of(text, into.type, frame.width.pt)
    return round(max(0.0, min(left / own, SPREAD * into.size)), 1) if own else 0.0
