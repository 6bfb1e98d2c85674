"""Two slides compared by what readers meet of them, whatever program wrote either."""

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from reportgen.checks.alterations.change import Change, aligned, quoted, text_changes
from reportgen.checks.alterations.chart import workbook_changes
from reportgen.checks.alterations.chart_met import chart_met_changes
from reportgen.checks.alterations.deck_met import Cells, Lines, Met, Shown
from reportgen.checks.alterations.package import Package
from reportgen.checks.alterations.pictures import look_alike
from reportgen.diagnostics import counted

Decks = tuple[Package, Package]


def slide_changes(places: tuple[int, int], decks: Decks, old: Met, new: Met) -> Iterator[Change]:
    """Yield what readers meet otherwise of a slide, which stands at two places (from 1)."""
    place = f"slide {places[0]}"
    numbers = {*map(str, places), "‹#›", "<#>", *old.numbers}
    for text in new.numbers:
        if text not in numbers:
            yield Change(place, f"it says that it is slide {quoted(text)}")
    if old.hidden != new.hidden:
        yield Change(place, "the slide is hidden" if new.hidden else "the slide is shown")
    told = [*_lines(place, old.texts, new.texts), *_tables(place, old.tables, new.tables)]
    yield from told
    if not told:
        yield from _marked(place, old, new)
    yield from _lines(f"{place}, the footer", old.aside, new.aside)
    yield from _lines(f"the notes of {place}", old.notes, new.notes)
    yield from _lines(f"the layout of {place}", old.behind, new.behind)
    for words, some, others in (("no more", old, new), ("now", new, old)):
        text = f"{{}} of a table is its head {words}"
        yield from _counted(place, text, some.heads, others.heads, plain=True)
    yield from _charts(place, decks, old, new)
    yield from _counted(place, "the alternative {} is gone", old.alternatives, new.alternatives)
    yield from _counted(place, "the alternative {} was added", new.alternatives, old.alternatives)
    for where, before, after in (
        (place, old.links, new.links),
        (f"the notes of {place}", old.spoken_links, new.spoken_links),
    ):
        yield from _led(where, before, after)
    yield from _counted(place, "{} was added", new.shapes, old.shapes, plain=True)
    yield from _counted(place, "{} is gone", old.shapes, new.shapes, plain=True)
    yield from _counted(place, "{}", new.advance, old.advance, plain=True)
    yield from _pictures(place, old.pictures, new.pictures)
    if len(old.drawings) == len(new.drawings):
        for drawings in zip(old.drawings, new.drawings, strict=True):
            if not look_alike(*drawings):
                yield Change(place, "the drawing (SVG) of a picture was replaced")


def _marked(place: str, old: Met, new: Met) -> Iterator[Change]:
    """Yield how the same words are marked otherwise: raised, struck out, of another language."""
    for what, before, after in (
        ("raised", old.raised, new.raised),
        ("struck out", old.struck, new.struck),
    ):
        yield from _counted(place, f"{{}} is {what} no more", before, after)
        yield from _counted(place, f"{{}} is {what}", after, before)
    for _, olds, news in aligned([*old.languages], [*new.languages]):
        for one, other in zip_longest(olds, news, fillvalue=""):
            if other:
                lang, _, text = other.partition(": ")
                was = one.partition(": ")[0] or "none"
                yield Change(place, f"{quoted(text)} has the language {lang or 'none'}, not {was}")


def _counted(
    place: str, words: str, some: Lines, others: Lines, *, plain: bool = False
) -> Iterator[Change]:
    """Yield each text that stands more often among some than among others, in `words`."""
    for text, count in (Counter(some) - Counter(others)).items():
        said = words.format(text if plain else quoted(text))
        yield Change(place, said + f" ({count} times)" * (count > 1))


def _led(place: str, old: Lines, new: Lines) -> Iterator[Change]:
    """Yield which links lead elsewhere; programs cut one into several."""
    for target in dict.fromkeys((*old, *new)):
        before, after = old.count(target), new.count(target)
        if after == 0:
            yield Change(place, f"the link to {quoted(target)} is gone")
        elif before == 0:
            yield Change(place, f"a link to {quoted(target)} was added")


def _lines(place: str, old: Lines, new: Lines) -> Iterator[Change]:
    """Compare paragraphs in their order; one that is moved is told as that."""
    gone: list[str] = []
    came: list[str] = []
    for _, olds, news in aligned([*old], [*new]):
        gone += olds
        came += news
    moved = [text for text in gone if text in came]
    for text in moved:
        gone.remove(text)
        came.remove(text)
        yield Change(place, f"{quoted(text)} stands in another order")
    for before, after in zip_longest(gone, came, fillvalue=""):
        yield from text_changes(place, before, after)


def _tables(place: str, old: tuple[Cells, ...], new: tuple[Cells, ...]) -> Iterator[Change]:
    """Compare the cells of tables at their places."""
    if len(old) != len(new):
        yield Change(place, f"a table {'is gone' if len(new) < len(old) else 'was added'}")
    for before, after in zip(old, new, strict=False):
        if [*map(len, before)] != [*map(len, after)]:
            yield Change(place, "a table has another number of rows or columns")
            continue
        for row, (olds, news) in enumerate(zip(before, after, strict=True), 1):
            for column, (one, other) in enumerate(zip(olds, news, strict=True), 1):
                where = f"{place}, row {row}, column {column} of the table"
                yield from text_changes(where, one, other) if one != other else ()


def _charts(place: str, decks: Decks, old: Met, new: Met) -> Iterator[Change]:
    if len(old.charts) != len(new.charts):
        yield Change(
            place, f"a chart {'is gone' if len(new.charts) < len(old.charts) else 'was added'}"
        )
    for pair in zip(old.charts, new.charts, strict=False):
        where = f"{place}, the chart"
        nodes = [deck.node(name) for deck, name in zip(decks, pair, strict=True)]
        yield from chart_met_changes(where, *nodes)
        books = [deck.leads(name, "package") for deck, name in zip(decks, pair, strict=True)]
        held = [
            deck.parts.get(book[0], b"") if book else b""
            for deck, book in zip(decks, books, strict=True)
        ]
        if held[0] and not held[1]:
            yield Change(where, "its data (workbook) are gone")
        elif all(held):
            yield from workbook_changes(where, *held)


def _pictures(place: str, old: tuple[Shown, ...], new: tuple[Shown, ...]) -> Iterator[Change]:
    if len(old) != len(new):
        yield Change(place, f"there are {counted(len(new), 'picture')}, not {len(old)}")
        return
    for before, after in zip(old, new, strict=True):
        if before.data != after.data and not look_alike(before.data, after.data):
            yield Change(place, "the picture was replaced")
        for what, one, other in (
            ("cropped or stretched", before.cut, after.cut),
            ("mirrored or turned", before.turned, after.turned),
            ("recoloured", before.effects, after.effects),
        ):
            if one != other:
                yield Change(place, f"the picture is {what}")
