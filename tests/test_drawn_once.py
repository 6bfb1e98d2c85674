"""What is remembered while figures are written changes no byte of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from reportgen.drawing import matplotlib_canvas
from reportgen.drawing.matplotlib_canvas import LaidOutFigure, as_png, as_svg


def bars(canvas: Figure) -> None:
    axes = canvas.subplots()
    axes.bar(range(2000, 2012), range(12))
    axes.set(xlabel="Year\nof arrival", ylabel="People", title="A title")
    axes.legend(["one"], title="Legend")


def shared(canvas: Figure) -> None:
    one, two = canvas.subplots(2, 1, sharex=True)
    one.plot([1, 20_000], [1e7, 3e9])
    two.plot([1, 20_000], [0.00001, 0.00002])
    two.twinx().plot([1, 20_000], [3, 4])
    canvas.align_ylabels()


def scales(canvas: Figure) -> None:
    left, right = canvas.subplots(1, 2)
    left.loglog([1, 1e6], [1, 1e3])
    right.semilogy([1, 50], [1, 1e3])
    right.minorticks_on()
    right.tick_params(axis="x", rotation=40)
    left.annotate("at\n$x^2$", (10, 10), (0.4, 0.8), "data", "axes fraction", bbox={"pad": 2})


def days(canvas: Figure) -> None:
    axes: Any = canvas.subplots()
    axes.plot([date(2020, 1, 1) + timedelta(days=30 * at) for at in range(20)], range(20))
    axes.set_title("Wraps where it has no room " * 6, wrap=True)
    axes.inset_axes((0.6, 0.1, 0.3, 0.3)).plot([1, 2])
    axes.secondary_yaxis("right")


def asked(canvas: Figure) -> None:
    axes = canvas.subplots()
    seen: list[float] = []
    axes.barh(["Säule", "기둥", "عمود"], [1, 2, 3])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g} ({len(seen)})")
    canvas.colorbar(axes.scatter([1, 2], [1, 2], c=[1, 2]))


def round_about(canvas: Figure) -> None:
    axes: Any = canvas.add_subplot(121, projection="polar")
    axes.plot([0, 1, 2], [1, 2, 3])
    solid: Any = canvas.add_subplot(122, projection="3d")
    solid.plot([0, 1], [0, 1], [0, 1])


def one_for_two(canvas: Figure) -> None:
    """Two axes that share a formatter, which one of them sets after the other."""
    left, right = canvas.subplots(1, 2)
    left.plot([1e6, 1.1e6], [1, 2])
    right.plot([3e9, 3.0000001e9], [1, 2])
    right.xaxis.set_major_formatter(left.xaxis.get_major_formatter())


DRAWN = (bars, shared, scales, days, asked, round_about, one_for_two)


@contextmanager
def nothing(*_: object) -> Iterator[None]:
    yield


def written(draw: Callable[[Figure], None]) -> tuple[bytes, bytes, bytes]:
    canvas = LaidOutFigure(figsize=(5.2, 2.9), dpi=60, layout="constrained")
    draw(canvas)
    svg, png = as_svg(canvas), as_png(canvas, 60)
    canvas.axes[0].set_visible(False)
    return svg, png, as_png(canvas, 60)


@pytest.mark.parametrize("draw", DRAWN)
@pytest.mark.filterwarnings("ignore:Glyph")
def test_what_is_remembered_changes_no_byte(
    draw: Callable[[Figure], None], monkeypatch: pytest.MonkeyPatch
) -> None:

    with mpl.rc_context({"svg.hashsalt": "same"}):
        quick = written(draw)
        monkeypatch.setattr(matplotlib_canvas, "remembered_layouts", nothing)
        monkeypatch.setattr(matplotlib_canvas, "remembered_ticks", nothing)
        assert written(draw) == quick
