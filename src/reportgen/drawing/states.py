"""What of a figure is seen before each click of a slide: its parts appear one after another."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from reportgen.charts.parts import FigurePart, PartKind, category, mark, marks, parts_in, series
from reportgen.diagnostics import suggestion
from reportgen.document import Chart, ChartKind

BETWEEN, TOGETHER = ";", " + "
"""What stands between parts that appear by different clicks, and between those of one."""
WORDS = {str(kind): kind for kind in PartKind}
MOST = 12
"""More clicks nobody waits for."""


class BuildsFault(Exception):
    """Words of `builds` that cannot be followed: why, and what to write instead."""

    def __init__(self, message: str, help: str) -> None:  # noqa: A002
        super().__init__(message)
        self.message = message
        self.help = help


def mark_labelled(figure: Any, chart: Chart | str) -> None:
    """Say of bars, lines and other artists of a module which parts they are: their `label`s.

    Bars of a plain `chart` are of its categories, too.
    """
    for axes in figure.axes:
        for container in axes.containers:
            for artist in container.get_children():
                mark(artist, _labelled(container))
    for artist in figure.findobj(lambda one: hasattr(one, "get_label")):
        mark(artist, _labelled(artist))
    if not isinstance(chart, Chart) or chart.kind is ChartKind.LINE:
        return
    for axes in figure.axes:
        for container in axes.containers:
            for artist, name in zip(container.get_children(), chart.categories, strict=False):
                mark(artist, [category(name)])


def _labelled(artist: Any) -> list[FigurePart]:
    label = str(artist.get_label() or "")
    return [series(label)] if label and not label.startswith("_") else []


def steps_of(words: str, known: Sequence[FigurePart]) -> tuple[frozenset[FigurePart], ...]:
    """Return the parts that appear by each click, as an author names them; `known` are drawn.

    `series`, `categories` and `notes` stand for all of a kind that are not named, one by one.
    Raises BuildsFault for a name of nothing in the figure.
    """
    written = [one.strip() for one in words.split(BETWEEN) if one.strip()]
    named = {part for one in written for name in one.split(TOGETHER) if name.strip() not in WORDS
             for part in _named(name.strip(), known)}  # fmt: skip
    steps: list[frozenset[FigurePart]] = []
    for one in written:
        if one in WORDS:
            steps += [frozenset((part,)) for part in _of_kind(one, known) if part not in named]
            continue
        own: set[FigurePart] = set()
        for name in (each.strip() for each in one.split(TOGETHER)):
            own.update(_of_kind(name, known) if name in WORDS else _named(name, known))
        steps.append(frozenset(own))
    if not steps:
        raise BuildsFault("`builds` names no part of the figure", "write `builds=series`")
    if len(steps) > MOST:
        message = f"{len(steps)} clicks are more than {MOST} for one figure"
        raise BuildsFault(message, f"put parts together: `A{TOGETHER}B{BETWEEN} C`")
    return tuple(steps)


def _of_kind(word: str, known: Sequence[FigurePart]) -> list[FigurePart]:
    found = [part for part in known if part.kind is WORDS[word]]
    if not found:
        raise BuildsFault(f"this figure has no {word} that could appear by clicks", _others(known))
    return found


def _named(name: str, known: Sequence[FigurePart]) -> list[FigurePart]:
    found = [part for part in known if part.name.casefold() == name.casefold()]
    if not found:
        hint = suggestion(name, [*dict.fromkeys(part.name for part in known)], "part")
        raise BuildsFault(f"no part of this figure is called `{name}`", hint)
    return found


def _others(known: Sequence[FigurePart]) -> str:
    kinds = [f"`{kind}`" for kind in dict.fromkeys(part.kind for part in known)]
    if kinds:
        return f"it has {' and '.join(kinds)}"
    return "give its marks a `label`, or draw its parts within `with canvas.part(NAME):`"


@contextmanager
def _hidden(artists: Sequence[Any]) -> Iterator[None]:
    seen = [one for one in artists if one.get_visible()]
    for one in seen:
        one.set_visible(False)
    try:
        yield
    finally:
        for one in seen:
            one.set_visible(True)


def states(figure: Any, words: str) -> Iterator[int]:
    """Let a drawn figure be as before each click in turn, and yield the click's number from 1 on.

    What is of several parts appears with the last of them. Raises BuildsFault as `steps_of` does.
    """
    artists = [one for one in figure.findobj() if marks(one)]
    steps = steps_of(words, tuple(parts_in(artists)))
    at = {part: click for click, step in enumerate(steps, 1) for part in step}
    first = {id(one): max(at.get(part, 0) for part in marks(one)) for one in artists}
    for click in range(1, len(steps) + 1):
        with _hidden([one for one in artists if first[id(one)] >= click]):
            yield click
