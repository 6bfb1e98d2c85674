"""This module finds figure modules, reads their parameters, and draws them at the size of a place.

A figure module is the project's own code: drawing runs it, as make runs a Makefile's recipes.
"""

import importlib.util
import inspect
import io
import logging
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from reportgen.datasets import Datasets
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import Drawing, Drawings, Figure, Place, Settled
from reportgen.facts import Fact
from reportgen.facts import Facts as Register
from reportgen.greys import alike
from reportgen.project import Project
from reportgen.theme import Brand, Theme

__all__ = ["Brand", "Facts", "Place", "Studio"]

RESERVED = ("figure", "facts", "brand", "place")
TOOL = Path(__file__).parent
DOTS_PER_INCH = 200
BASE_SIZE = {"brief": 8.0, "deck": 14.0}
"""Text size in figures, in points, by kind of place."""


class Facts:
    """The facts as a figure module sees them: `facts["name"].value`, `str(facts["name"])`."""

    def __init__(self, register: Register, span: Span) -> None:
        self._register = register
        self._span = span
        self.used: dict[str, None] = {}

    def __getitem__(self, name: str) -> Fact:
        """Return a fact, and remember that the figure uses it. Raises KeyError for none."""
        self.used[name] = None
        fact = self._register.get(name, self._span) if name in self._register.names else None
        if fact is None:
            known = suggestion(name, list(self._register.names), "fact")
            raise KeyError(f"no fact `{name}`; {known}")
        return fact


@dataclass
class Studio:
    """Draws the figures of a document; modules are imported once, fonts registered once."""

    project: Project
    theme: Theme
    datasets: Datasets
    facts: Register
    diagnostics: Diagnostics
    _modules: dict[str, ModuleType | None] = field(default_factory=dict)
    _files: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def draw(
        self, figures: Mapping[str, Figure[Settled]], places: list[tuple[str, Place]]
    ) -> Drawings:
        """Return the drawing of each (figure id, place); a figure that fails is reported."""
        drawings: Drawings = {}
        for name, place in places:
            if name in figures and (name, place) not in drawings:
                figure = figures[name]
                make = self._drawn if figure.is_drawn else self._image
                if (drawing := make(figure, place)) is not None:
                    drawings[name, place] = drawing
        return drawings

    # --- modules ---

    def _drawn(self, figure: Figure[Settled], place: Place) -> Drawing | None:
        module = self._module(figure)
        if module is None:
            return None
        function: Callable[..., object] = module.draw
        facts = Facts(self.facts, figure.span)
        arguments: dict[str, Any] = {"facts": facts, "brand": self.theme.brand, "place": place}
        wanted = list(inspect.signature(function).parameters)[1:]
        names = [name for name in wanted if name not in RESERVED]
        for name in names:
            dataset = self.datasets.get(name, self._parameter(function, name, figure), self.project)
            if dataset is None:
                return None
            arguments[name] = dataset.contents
        try:
            with _style(self.theme, place), warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                given = {name: arguments[name] for name in wanted}
                svg, png, grey = _render(function, place, given)
        except Exception as error:
            self._report(error, figure)
            return None
        for warning in {str(one.message): one for one in caught}.values():
            place_of = Span(
                self.project.relative(warning.filename) or figure.source, warning.lineno
            )
            self.diagnostics.add(Rule.RENDERING, str(warning.message), place_of)
        for one, other in grey:
            message = f"{one} and {other} stand side by side and are one grey in print"
            hint = "take a lighter and a darker colour"
            self.diagnostics.add(Rule.ALIKE_IN_GREY, message, Span(figure.source), hint)
        return Drawing(
            figure=figure.id,
            place=place,
            svg=svg,
            png=png,
            facts=tuple(facts.used),
            datasets=tuple(names),
            modules=self._files[figure.source],
        )

    def _parameter(
        self, function: Callable[..., object], name: str, figure: Figure[Settled]
    ) -> Span:
        """Return where a figure module names a parameter."""
        lines, start = inspect.getsourcelines(function)
        for number, line in enumerate(lines, start):
            if (at := line.find(name)) >= 0:
                return Span(figure.source, number, at + 1, len(name), line.rstrip("\n"))
        return Span(figure.source)

    def _module(self, figure: Figure[Settled]) -> ModuleType | None:
        path = figure.source
        if path not in self._modules:
            self._modules[path] = self._import(path, figure)
        return self._modules[path]

    def _import(self, path: str, figure: Figure[Settled]) -> ModuleType | None:
        place = self.project.absolute(path)
        name = f"reportgen_figure_{place.stem}"
        spec = importlib.util.spec_from_file_location(name, place)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        try:
            with _importing_from(place.parent):
                spec.loader.exec_module(module)
        except Exception as error:
            self._report(error, figure)
            return None
        if not callable(getattr(module, "draw", None)):
            self.diagnostics.add(
                Rule.BAD_FIGURE,
                f"`{path}` has no function `draw`",
                figure.span,
                "write `def draw(figure, DATASET, ...)`",
            )
            return None
        self._files[path] = (path, *self._siblings(module))
        self.project.reads.update(self._files[path])
        return module

    def _siblings(self, module: ModuleType) -> Iterator[str]:
        """Yield the project's own modules that a figure module imports."""
        origins = {getattr(value, "__module__", None) for value in vars(module).values()}
        names = {value.__name__ for value in vars(module).values() if inspect.ismodule(value)}
        for name in sorted(names | {origin for origin in origins if isinstance(origin, str)}):
            file = getattr(sys.modules.get(name), "__file__", None)
            if file and (inside := self._own(file)):
                yield inside

    def _own(self, file: str) -> str | None:
        """Return a Python file's path in the project, None for one of the tool or a library."""
        inside = self.project.relative(file)
        foreign = inside is None or "site-packages" in inside or Path(file).is_relative_to(TOOL)
        return None if foreign else inside

    def _report(self, error: Exception, figure: Figure[Settled]) -> None:
        """Report an exception at the deepest line of the project that it passed through."""
        place, help_line = figure.span, f"it is drawn from `{figure.source}`"
        if isinstance(error, SyntaxError) and error.filename:
            own = self.project.relative(error.filename) or figure.source
            source = (error.text or "").rstrip("\n")
            place = Span(own, error.lineno or 1, error.offset or 1, 1, source)
        for frame in traceback.extract_tb(error.__traceback__):
            inside = self._own(frame.filename)
            if inside is None:
                continue
            with Path(frame.filename).open(encoding="utf-8") as file:
                source = file.read().splitlines()[(frame.lineno or 1) - 1]
            column = (frame.colno or 0) + 1
            one_line = frame.end_lineno == frame.lineno and frame.end_colno is not None
            end = (
                frame.end_colno + 1 if one_line and frame.end_colno is not None else len(source) + 1
            )
            place = Span(inside, frame.lineno or 1, column, max(1, end - column), source)
        words = str(error) if not isinstance(error, KeyError) else str(error.args[0])
        message = f"{type(error).__name__}: {words}".rstrip(": ")
        self.diagnostics.add(Rule.BAD_FIGURE, message, place, help_line)

    # --- images ---

    def _image(self, figure: Figure[Settled], place: Place) -> Drawing | None:
        """Return an image file of the project, its pixels alone: no metadata comes along."""
        from PIL import Image, ImageOps, UnidentifiedImageError

        data = self.project.read_bytes(figure.source)
        if figure.source.endswith(".svg"):
            if place.kind == "brief":
                return Drawing(figure.id, place, data, b"")
            message = "an SVG file cannot be shown on a slide, which needs pixels beside it"
            self.diagnostics.add(
                Rule.BAD_IMAGE, message, figure.span, "use a PNG file, or draw it in a module"
            )
            return None
        try:
            with Image.open(io.BytesIO(data)) as image:
                upright = ImageOps.exif_transpose(image)
                pixels = upright.convert("RGBA" if "A" in image.getbands() else "RGB")
                pixels.info = {}
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
            message = f"`{figure.source}` is no picture that can be read"
            self.diagnostics.add(Rule.BAD_IMAGE, message, figure.span)
            return None
        written = io.BytesIO()
        pixels.save(written, "PNG")
        return Drawing(figure.id, place, b"", written.getvalue())


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    """Let modules in `folder` be imported by their names, and write no byte code there."""
    before = sys.dont_write_bytecode
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        sys.dont_write_bytecode = before


def _render(
    function: Callable[..., object], place: Place, arguments: dict[str, Any]
) -> tuple[bytes, bytes, tuple[tuple[str, str], ...]]:
    """Return a figure's SVG and, for the deck, its PNG at 200 dots an inch; and its like greys."""
    from matplotlib.figure import Figure as Canvas

    size = (place.size.width.inches, place.size.height.inches)
    canvas = Canvas(figsize=size, dpi=DOTS_PER_INCH, layout="constrained")
    function(canvas, **arguments)
    svg, png = io.BytesIO(), io.BytesIO()
    canvas.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    if place.kind == "deck":
        canvas.savefig(png, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return svg.getvalue(), png.getvalue(), alike(canvas)


@contextmanager
def _style(theme: Theme, place: Place) -> Iterator[None]:
    """Set matplotlib's defaults to the brand's fonts and colours, at the size of the place."""
    import matplotlib as mpl
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for face in theme.fonts:
        if str(face.path) not in known:
            font_manager.fontManager.addfont(str(face.path))
    # Of a weight that a fallback font lacks it takes the nearest, and says so at every text.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    settings: Any = _settings(theme.brand, place)
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(settings)
        yield


def _settings(brand: Brand, place: Place) -> dict[str, Any]:
    from cycler import cycler

    size = BASE_SIZE[place.kind]
    scale = size / 8
    muted, rule = brand.color("muted"), brand.color("rule")
    series = [brand.color(name) for name in ("primary", "secondary", "tertiary", "success")]
    return {
        "font.family": [brand.figures, brand.hangul],
        "font.size": size,
        "text.color": brand.color("foreground"),
        "figure.facecolor": brand.color("background"),
        "savefig.facecolor": brand.color("background"),
        "axes.facecolor": brand.color("background"),
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
        "savefig.dpi": DOTS_PER_INCH,
        # Text stays text in the PDF, which carries the fonts; a deck carries none.
        "svg.fonttype": "none" if place.kind == "brief" else "path",
        "svg.hashsalt": "reportgen",
        "path.simplify": True,
    }
