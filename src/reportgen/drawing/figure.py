"""Draws a figure with its module, at the size of a place.

A figure module is the project's own code: drawing runs it, as make runs a Makefile's recipes.
"""

import importlib.util
import logging
import os
import re
import sys
import tokenize
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, NamedTuple

from reportgen.brand import Brand, FontFace
from reportgen.characters import forbidden
from reportgen.charts.chart import draw_chart
from reportgen.charts.grammar import ChartFault
from reportgen.charts.look import Look, text_size
from reportgen.coverage import report_missing
from reportgen.data.datasets import Dataset
from reportgen.data.fact import Fact
from reportgen.diagnostics import Diagnostic, Diagnostics, Rule, Span, suggestion
from reportgen.document import Chart, ChartWords, Drawing, DrawnState, Place
from reportgen.drawing.chart_reading import read_chart
from reportgen.drawing.found_fonts import remembered_fonts
from reportgen.drawing.grey_print import alike
from reportgen.drawing.heavy import crowded, lighten
from reportgen.drawing.states import BuildsFault, mark_labelled, states
from reportgen.drawing.text_axes import texts_for_numbers
from reportgen.drawing.traces import Traces, path_in, traces
from reportgen.files.last_word import at_work
from reportgen.files.project import Project
from reportgen.resolving.charts import Plot, report

__all__ = ["Brand", "Facts", "Place"]

RESERVED = ("figure", "facts", "brand", "place", "lang")
DOTS_PER_INCH = 200
GLYPH = re.compile(r"Glyph (\d+) .*missing from")
"""How matplotlib warns of a character that no font has, once for each."""
TWINS = {"Arial": "Liberation Sans", "Helvetica": "Liberation Sans", "Arimo": "Liberation Sans"}
"""Fonts that we have for those of decks which we cannot carry: every letter is as wide."""


class Facts:
    """The facts as a figure module sees them: `facts["name"].value`, `str(facts["name"])`."""

    def __init__(self, register: Mapping[str, Fact]) -> None:
        self._register = register
        self.used: dict[str, None] = {}

    def __getitem__(self, name: str) -> Fact:
        """Return a fact, and remember that the figure uses it. Raises KeyError for none."""
        if name not in self._register:
            known = suggestion(name, list(self._register), "fact")
            raise KeyError(f"no fact `{name}`; {known}")
        self.used[name] = None
        return self._register[name]


@dataclass(frozen=True, slots=True)
class Job:
    """All that drawing a figure for one place takes. It can be sent to another process.

    `root` is the project's folder, `named` where the document names the module, `files` the
    SHA-256 of the module's file and of those that it imports. `datasets` are those it asks for.
    A chart has no module: `chart` is what its author says of it, `plot` that with its data.
    """

    root: Path
    figure: str
    module: str
    named: Span
    place: Place
    files: Mapping[str, str]
    brand: Brand
    fonts: tuple[FontFace, ...]
    wanted: tuple[str, ...]
    datasets: Mapping[str, Dataset]
    facts: Mapping[str, Fact]
    lang: str = "en"
    chart: ChartWords | None = None
    plot: Plot | None = None

    @property
    def blamed(self) -> Span:
        """Where the drawing's faults are: in the module, or where the chart is described."""
        return self.named if self.plot is not None else Span(self.module)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: the drawing, None where it failed; what was found; files it opened."""

    drawing: Drawing | None
    findings: tuple[Diagnostic, ...]
    opened: tuple[str, ...] = ()


_DRAWING = Lock()
"""One thread draws at a time: matplotlib's settings and Python's module path are the process's."""


def draw(job: Job) -> Outcome:
    """Draw a figure with its module. What fails is reported, with its place in the module."""
    diagnostics = Diagnostics()
    with _DRAWING, traces(job.root) as left:
        drawing = _drawn(job, left, diagnostics)
    return Outcome(drawing, tuple(diagnostics), tuple(left.opened))


def _drawn(job: Job, left: Traces, diagnostics: Diagnostics) -> Drawing | None:
    facts = Facts(job.facts)
    arguments: dict[str, Any] = {"facts": facts, "brand": job.brand, "place": job.place}
    arguments["lang"] = job.lang
    arguments |= {name: one.contents for name, one in job.datasets.items()}
    given = {name: arguments[name] for name in job.wanted}
    try:
        with (
            _importing_from((job.root / job.module).parent),
            _style(job),
            warnings.catch_warnings(record=True) as caught,
        ):
            warnings.simplefilter("always")
            may_end = job.place.lower and job.plot is not None and job.plot.form in ROWS
            rendered = _render(_drawer(job, facts), job.place, given, lower=may_end)
    except KeyboardInterrupt:
        raise
    except Crowded as error:
        hint = "show fewer: `axes.locator_params(nbins=8)` for ticks, a name for the largest alone"
        diagnostics.add(Rule.BAD_FIGURE, str(error), job.blamed, hint)
        return None
    except BuildsFault as fault:
        at = job.place.builds.span if job.place.builds else job.blamed
        diagnostics.add(Rule.BAD_SLIDE, fault.message, at, fault.help)
        return None
    except ChartFault as fault:
        said = job.chart or ChartWords("", ())
        report(fault, said.of_place(job.place.kind), job.blamed, diagnostics)
        return None
    except BaseException as error:  # the project's own code: it may raise anything
        if job.plot is not None:
            raise
        _report(error, job, diagnostics)
        return None
    if job.plot is None and (thread := left.left_over()):
        message = f"it left a thread running (`{thread}`)"
        diagnostics.add(Rule.BAD_FIGURE, message, job.blamed, "let `draw` wait for it: `join()`")
        return None
    if (wrong := _unsound(rendered.svg, rendered.chart)) is not None:
        message, hint = f"its text holds {wrong}", "take the character out of titles and labels"
        diagnostics.add(Rule.BAD_FIGURE, message, job.blamed, hint)
        return None
    for words in rendered.texts:
        hint = "make them numbers; `reportgen data NAME` shows what a dataset's columns hold"
        diagnostics.add(Rule.BAD_FIGURE, words, job.blamed, hint)
    if rendered.texts:
        return None
    lacking = [chr(int(found[1])) for one in caught if (found := GLYPH.match(str(one.message)))]
    report_missing(lacking, job.blamed.path, Project(job.root), diagnostics)
    for warning in {str(one.message): one for one in caught}.values():
        if GLYPH.match(str(warning.message)):
            continue
        own = path_in(job.root, warning.filename)
        at = Span(own, warning.lineno) if own else job.blamed
        diagnostics.add(Rule.RENDERING, str(warning.message), at)
    for one, other in rendered.grey:
        message = f"{one} and {other} stand side by side and are one grey in print"
        hint = "take a lighter and a darker colour"
        diagnostics.add(Rule.ALIKE_IN_GREY, message, job.blamed, hint)
    return Drawing(
        figure=job.figure,
        place=job.place,
        svg=rendered.svg,
        raster=rendered.png,
        facts=tuple(facts.used),
        datasets=tuple(job.datasets),
        modules=tuple(job.files),
        chart=rendered.chart,
        labels=rendered.labels,
        before=rendered.before,
        words="" if job.chart is None else job.chart.said,
        columns=() if job.plot is None else job.plot.columns,
    )


def _drawer(job: Job, facts: Facts) -> Callable[..., Any]:
    """Return what draws a job: its module's function, or its chart's form."""
    if job.plot is None or job.chart is None:
        return _import(job).draw  # type: ignore[no-any-return]
    plot, look = job.plot, Look(job.brand, job.place, job.lang)
    for setting in job.chart.settings:  # the evidence of a page is that of a slide
        for name, _ in setting.facts:
            facts[name]

    def drawn(canvas: Any) -> Chart | str:
        return draw_chart(
            canvas, plot.form, plot.spec, plot.table, look, lambda name: str(facts[name])
        )

    return drawn


def _import(job: Job) -> ModuleType:
    place = (job.root / job.module).resolve()
    spec = importlib.util.spec_from_file_location(f"reportgen_figure_{place.stem}", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _unsound(svg: bytes, chart: Chart | str) -> str | None:
    """Return the name of a character in a drawing that no text can hold, None for a sound one."""
    texts = [svg.decode("utf-8", "replace")]
    if isinstance(chart, Chart):
        texts += [*chart.categories, *(one.name for one in chart.series)]
    return next((name for text in texts for _, name in forbidden(text)), None)


def _report(error: BaseException, job: Job, diagnostics: Diagnostics) -> None:
    """Report an exception at the deepest line of the project that it passed through."""
    place, help_line = Span(job.module), f"it is drawn from `{job.module}`"
    for frame in traceback.extract_tb(error.__traceback__):
        inside = path_in(job.root, frame.filename)
        source = "" if inside is None else _line(Path(frame.filename), frame.lineno or 1)
        if inside is None or not source:
            continue
        column = (frame.colno or 0) + 1
        one_line = frame.end_lineno == frame.lineno and frame.end_colno is not None
        end = frame.end_colno + 1 if one_line and frame.end_colno is not None else len(source) + 1
        place = Span(inside, frame.lineno or 1, column, max(1, end - column), source)
    if isinstance(error, SyntaxError) and error.filename:
        own = path_in(job.root, error.filename)
        source = (error.text or "").rstrip("\n")
        if own is not None:
            place = Span(own, error.lineno or 1, error.offset or 1, 1, source)
    message = f"{type(error).__name__}: {_words(error)}".rstrip(": ")
    diagnostics.add(Rule.BAD_FIGURE, message, place, help_line)


def _words(error: BaseException) -> str:
    """Return what an exception says, "" where it cannot say it."""
    try:
        return str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    except Exception:  # an exception of the project's own, whose `__str__` fails
        return ""


def _line(path: Path, number: int) -> str:
    """Return a line of a Python file, "" where the file has no such line, or is none."""
    try:
        with tokenize.open(path) as file:
            return file.read().splitlines()[number - 1]
    except (OSError, SyntaxError, ValueError, IndexError):
        return ""


class Crowded(Exception):
    """There are more ticks or texts than can be read."""


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    """Let modules in `folder` be imported by their names, write no byte code, keep none of them.

    A module that was edited, or one of the same name in another project, is thus read anew.
    """
    before, known, path = sys.dont_write_bytecode, set(sys.modules), str(folder.resolve())
    here = Path.cwd()
    sys.path.insert(0, path)
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    try:
        yield
    finally:
        os.chdir(here)
        with suppress(ValueError):
            sys.path.remove(path)
        sys.dont_write_bytecode = before
        for name in set(sys.modules) - known:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).is_relative_to(path):
                del sys.modules[name]


class _Rendered(NamedTuple):
    """A figure's SVG and, for the deck, its PNG at 200 dots an inch; its like greys; what it is as
    a chart; where it has texts for numbers; the texts in it; what is seen before each click.
    """

    svg: bytes
    png: bytes
    grey: tuple[tuple[str, str], ...]
    chart: Chart | str
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    before: tuple[DrawnState, ...]


ROWS = ("bars", "dots", "ranges")
"""Forms of rows, which stand no further apart than reads well: few of them need less height."""


def _render(
    function: Callable[..., Any], place: Place, arguments: dict[str, Any], *, lower: bool = False
) -> _Rendered:
    """Return what a function draws at a place; a `lower` drawing ends below its last mark.

    Raises Crowded, and BuildsFault for its `builds`.
    """
    from reportgen.drawing.matplotlib_canvas import LaidOutFigure, as_png, as_svg, drawn_part

    size = (place.size.width.inches, place.size.height.inches)
    canvas = LaidOutFigure(figsize=size, dpi=DOTS_PER_INCH, layout="constrained")
    made = function(canvas, **arguments)
    for words in crowded(canvas):
        raise Crowded(words)
    lighten(canvas, by_parts=place.builds is not None)
    svg, png = as_svg(canvas, drawn_part(canvas) if lower else None), b""
    chart = made if isinstance(made, Chart | str) else read_chart(canvas)
    if place.kind == "deck" or place.pixels:
        with at_work("the drawing as PNG"):
            png = as_png(canvas, DOTS_PER_INCH)
    before: tuple[DrawnState, ...] = ()
    if place.builds is not None:
        mark_labelled(canvas, chart)
        seen = states(canvas, place.builds.words)
        before = tuple(DrawnState(as_svg(canvas), as_png(canvas, DOTS_PER_INCH)) for _ in seen)
    return _Rendered(
        svg, png, alike(canvas), chart, texts_for_numbers(canvas), tuple(_labels(canvas)), before
    )


def _labels(canvas: Any) -> Iterator[str]:
    """Yield the texts that a figure shows, each once."""
    from matplotlib.text import Text

    found = (one.get_text().strip() for one in canvas.findobj(Text) if one.get_visible())
    yield from dict.fromkeys(filter(None, found))


@contextmanager
def _style(job: Job) -> Iterator[None]:
    """Set matplotlib's defaults to the brand's fonts and colours, at the size of the place."""
    import matplotlib as mpl
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for face in job.fonts:
        if str(face.path) not in known:
            font_manager.fontManager.addfont(str(face.path))
    # Of a weight that a fallback font lacks it takes the nearest, and says so at every text.
    logger = logging.getLogger("matplotlib.font_manager")
    level = logger.level
    logger.setLevel(logging.ERROR)
    families = families_of(job.brand, job.place, job.fonts)
    settings: Any = settings_of(job.brand, job.place, families)
    try:
        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update(settings)
            with remembered_fonts():
                yield
    finally:
        logger.setLevel(level)


def families_of(brand: Brand, place: Place, fonts: Sequence[FontFace]) -> tuple[str, ...]:
    """Return the fonts of a figure: on slides the deck's own, where we have it or its twin."""
    own, known = brand.figures, {face.family for face in fonts}
    of_deck = TWINS.get(brand.deck, brand.deck)
    return brand.families(of_deck if place.kind == "deck" and of_deck in known else own)


def settings_of(brand: Brand, place: Place, families: tuple[str, ...]) -> dict[str, Any]:
    """Return matplotlib's settings for figures of a brand at a place, in these fonts."""
    from cycler import cycler

    size = text_size(place)
    scale = size / 8
    muted, rule = brand.color("muted"), brand.color("rule")
    # What is laid over what was seen before must cover it.
    sees_through = brand.transparent and place.builds is None
    ground = "none" if sees_through else brand.color("background")
    series = [brand.color(name) for name in ("primary", "secondary", "tertiary", "success")]
    return {
        "font.family": list(families),
        "font.size": size,
        "text.color": brand.color("foreground"),
        "figure.facecolor": ground,
        "savefig.facecolor": ground,
        "axes.facecolor": ground,
        "axes.prop_cycle": cycler(color=series),
        "axes.labelcolor": muted,
        "axes.labelsize": "medium",
        "axes.titlesize": "medium",
        "axes.titleweight": "normal",
        "axes.titlelocation": "left",
        "axes.edgecolor": muted,
        "axes.linewidth": 0.6 * scale,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "axes.formatter.use_mathtext": False,
        "grid.color": rule,
        "grid.linewidth": 0.5 * scale,
        "lines.linewidth": 1.6 * scale,
        "lines.markersize": 4 * scale,
        "patch.linewidth": 0.6 * scale,
        "xtick.color": muted,
        "ytick.color": muted,
        "xtick.labelcolor": muted,
        "ytick.labelcolor": muted,
        "xtick.labelsize": "medium",
        "ytick.labelsize": "medium",
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "xtick.minor.size": 0,
        "ytick.minor.size": 0,
        "legend.frameon": False,
        "hatch.linewidth": 0.5 * scale,
        "savefig.dpi": DOTS_PER_INCH,
        # Text stays text in the PDF, which carries the fonts; a deck carries none.
        "svg.fonttype": "none" if place.kind == "brief" else "path",
        "svg.hashsalt": "reportgen",
        "path.simplify": True,
        # A line of so many points is drawn in parts: as one it takes a minute, and a gigabyte.
        "agg.path.chunksize": 5_000,
    }
