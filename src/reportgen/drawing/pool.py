"""Gets figures drawn: it takes what is kept from the last build, and draws the rest.

Many figures are drawn in processes of their own, one for each core, while this one goes on.
"""

import functools
import os
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context

from msgspec import msgpack

from reportgen.brand import Brand
from reportgen.data.datasets import Dataset, Datasets
from reportgen.data.fact import Fact
from reportgen.data.facts import Facts
from reportgen.diagnostics import Diagnostic, Diagnostics, Rule
from reportgen.document import (
    Chart,
    ChartWords,
    Drawing,
    Drawings,
    DrawnState,
    Figure,
    Place,
    Settled,
)
from reportgen.drawing.figure import RESERVED, Job, Outcome, draw
from reportgen.drawing.figure_modules import FigureModule, read_module
from reportgen.drawing.images import as_drawing
from reportgen.files import cache, last_word
from reportgen.files.cache import CacheEntry
from reportgen.files.last_word import Sign, at_work, say
from reportgen.files.project import Project
from reportgen.files.starting import end_with_parent, has_started, starting
from reportgen.language import parse_locale
from reportgen.ledger.exhibits import strings_in
from reportgen.resolving.charts import Binder
from reportgen.theme import Theme

FEWEST = 4
"""So many figures at least are drawn in processes of their own: starting these takes a second."""

ENOUGH = 1200.0
"""Megabytes with which figures are drawn in processes of their own, each of which takes 150."""

ENDED = "the process that drew it has ended: the module ended it, it crashed, or had no memory left"

Key = tuple[str, Place]
Started = tuple[Drawing | None, dict[str, str]]
"""A drawing, and the files that it was made from with their SHA-256."""


@dataclass
class FigurePool:
    """Draws the figures of a document. Without `may_keep` all are drawn, and none is kept."""

    project: Project
    theme: Theme
    datasets: Datasets
    facts: Facts
    diagnostics: Diagnostics
    may_keep: bool = True
    lang: str = "en"
    edition: str = ""
    """What tells its kept drawings from those of other editions of its document."""
    _modules: dict[str, FigureModule | None] = field(default_factory=dict)
    _started: dict[Key, "Future[Outcome] | Outcome"] = field(default_factory=dict)
    _jobs: dict[Key, Job] = field(default_factory=dict)
    _done: dict[Key, Started] = field(default_factory=dict)
    _brands: dict[Key, Brand] = field(default_factory=dict)

    def start(
        self,
        wanted: Mapping[str, Figure[Settled]],
        places: Iterable[tuple[str, Place]],
        brand: Brand | None = None,
    ) -> None:
        """Begin with drawings that are asked for later, of figures (by id) for places.

        They are drawn in `brand`, where that is not the theme's.
        """
        keys = [key for key in dict.fromkeys(places) if key[0] in wanted and key not in self._done]
        self._brands.update(dict.fromkeys(keys, brand or self.theme.brand))
        for key in keys:
            figure = wanted[key[0]]
            if not figure.is_drawn:
                data = self.project.read_bytes(figure.source)
                drawing = as_drawing(figure, key[1], data, self.diagnostics)
                self._done[key] = drawing, {figure.source: self.project.reads[figure.source]}
            elif key not in self._jobs and not self._take(figure, key):
                job = self.job(figure, key[1])
                if job is None:
                    self._done[key] = None, {}
                else:
                    self._jobs[key] = job
        waiting = [key for key in keys if key in self._jobs and key not in self._started]
        if len(waiting) >= FEWEST and (pool := _pool()) is not None:
            try:
                with starting():
                    for key in waiting:
                        self._started[key] = pool.submit(draw, self._jobs[key])
            except BrokenProcessPool:  # its processes were killed before they had work
                _pool.cache_clear()

    def has(
        self, wanted: Mapping[str, Figure[Settled]], places: Iterable[tuple[str, Place]]
    ) -> bool:
        """Return whether the figures (by id) are drawn for places, since they were begun with."""
        return all(key in self._done for key in places if key[0] in wanted)

    def draw(
        self,
        wanted: Mapping[str, Figure[Settled]],
        places: Iterable[tuple[str, Place]],
        project: Project,
        brand: Brand | None = None,
    ) -> Drawings:
        """Return the drawing of each (figure id, place); one that fails is reported.

        What they were made from is recorded as read by `project`.
        """
        keys = [key for key in dict.fromkeys(places) if key[0] in wanted]
        self.start(wanted, keys, brand)
        drawings: Drawings = {}
        for number, key in enumerate(keys, 1):
            say(Sign("figure", number, len(keys)))
            if key not in self._done:
                self._done[key] = self._finish(key)
            drawing, files = self._done[key]
            for path, state in files.items():
                project.record(path, state)
            if drawing is not None:
                drawings[key] = drawing
        return drawings

    def draw_spare(
        self,
        wanted: Mapping[str, Figure[Settled]],
        places: Iterable[tuple[str, Place]],
        project: Project,
        brand: Brand | None = None,
    ) -> Drawings:
        """Return drawings for places that nobody asked for; one that fails is left out, untold."""
        told, self.diagnostics = self.diagnostics, Diagnostics()
        try:
            return self.draw(wanted, places, project, brand)
        finally:
            self.diagnostics = told

    # --- one drawing ---

    def job(self, figure: Figure[Settled], place: Place) -> Job | None:
        """Return what drawing a figure takes, None where something of it is missing."""
        if figure.chart is not None:
            return self._chart_job(figure, place)
        module = self._module(figure)
        if module is None:
            return None
        datasets: dict[str, Dataset] = {}
        for name, parameter in module.parameters.items():
            if name not in RESERVED:
                dataset = self.datasets.get(name, parameter, self.project)
                if dataset is None:
                    return None
                datasets[name] = dataset
        if self._misreads(module, datasets.values()):
            return None
        return Job(
            root=self.project.root,
            figure=figure.id,
            module=figure.source,
            named=figure.span,
            place=place,
            files=module.files,
            brand=self._brands.get((figure.id, place), self.theme.brand),
            fonts=self.theme.fonts,
            wanted=tuple(module.parameters),
            datasets=datasets,
            facts=self.facts.known,
            lang=self.lang,
        )

    def _chart_job(self, figure: Figure[Settled], place: Place) -> Job | None:
        """Return what drawing a chart takes, None where something of it is wrong."""
        binder = Binder(self.datasets, parse_locale(self.lang), self.diagnostics, self.project)
        plot = binder.bound(figure, place.kind)
        if plot is None:
            return None
        found = {
            name: dataset
            for name in plot.datasets
            if (dataset := self.datasets.get(name, figure.span, self.project)) is not None
        }
        return Job(
            root=self.project.root,
            figure=figure.id,
            module=figure.source,
            named=figure.span,
            place=place,
            files={},
            brand=self._brands.get((figure.id, place), self.theme.brand),
            fonts=self.theme.fonts,
            wanted=(),
            datasets=found,
            facts=self.facts.known,
            lang=self.lang,
            chart=figure.chart,
            plot=plot,
        )

    def _misreads(self, module: FigureModule, datasets: Iterable[Dataset]) -> bool:
        """Report columns that a module names and that hold numbers and other things.

        Where it names no column of a dataset it may read all of them.
        """
        named = strings_in(module.files, self.project)
        found = [
            fault
            for dataset in datasets
            for column, fault in dataset.faults.items()
            if column in named or not named.intersection(dataset.frame.columns)
        ]
        self.diagnostics.update(found)
        return bool(found)

    def _module(self, figure: Figure[Settled]) -> FigureModule | None:
        path = figure.source
        if path not in self._modules:
            self._modules[path] = read_module(path, figure.span, self.project, self.diagnostics)
        return self._modules[path]

    def _finish(self, key: Key) -> Started:
        """Wait for a drawing, or draw it, and keep it."""
        job, started = self._jobs[key], self._started.get(key)
        if started is None:
            ended = Diagnostic(Rule.BAD_FIGURE, ENDED, job.blamed, _drawn_from(job))
            with at_work(f"drawing `{job.figure}`", ended=ended):
                outcome = draw(job)
        elif isinstance(started, Future):
            try:
                with at_work(f"drawing `{job.figure}`", job.blamed):
                    outcome = started.result()
            except BrokenProcessPool:
                _pool.cache_clear()
                at = job.blamed
                self.diagnostics.add(Rule.BAD_FIGURE, ENDED, at, _drawn_from(job))
                return None, {}
        files = self._files(job, outcome)
        self.diagnostics.update(outcome.findings)
        if outcome.drawing is not None and self.may_keep:
            self._keep(job, outcome.drawing, outcome, files)
        return outcome.drawing, files

    @functools.cached_property
    def _own_fonts(self) -> tuple[str, ...]:
        """The font files of the project, which figures may be set in."""
        paths = (self.project.relative(face.path) for face in self.theme.fonts)
        return tuple(path for path in paths if path is not None)

    def _files(self, job: Job, outcome: Outcome) -> dict[str, str]:
        opened = [*outcome.opened, *self._own_fonts]
        data = [path for one in job.datasets.values() for path in one.files]
        return {
            **{path: self.project.state(path) for path in opened},
            **{path: self.project.reads[path] for path in data},
            **job.files,
        }

    # --- what is kept ---

    def _settings(self, key: Key, chart: ChartWords | None) -> dict[str, str]:
        """Return the digests of what a drawing depends on beside files and facts."""
        return {
            "brand": cache.digest(self._brands.get(key, self.theme.brand)),
            "place": cache.digest(key[1]),
            "chart": "" if chart is None else cache.digest(chart.said, self.lang),
            "lang": self.lang,
        }

    def _kept_as(self, figure: str, place: Place) -> str:
        """Return the name under which a drawing is kept: editions have drawings of their own."""
        of = "-".join(filter(None, (self.edition, self.lang)))
        return f"{of}-{_name(figure, place)}"

    def _keep(self, job: Job, drawing: Drawing, outcome: Outcome, files: dict[str, str]) -> None:
        facts = {f"fact {name}": _state(job.facts[name]) for name in drawing.facts}
        cache.keep(
            self.project,
            self._kept_as(job.figure, job.place),
            CacheEntry(
                files=files,
                values={**self._settings((job.figure, job.place), job.chart), **facts},
                names={
                    "facts": drawing.facts,
                    "datasets": drawing.datasets,
                    "modules": drawing.modules,
                },
                parts={
                    "svg": drawing.svg,
                    "raster": drawing.raster,
                    "chart": msgpack.encode(drawing.chart),
                    "words": drawing.words.encode(),
                    "columns": msgpack.encode(drawing.columns),
                    "before": msgpack.encode(drawing.before),
                },
                findings=cache.findings(outcome.findings),
            ),
        )

    def _take(self, figure: Figure[Settled], key: Key) -> bool:
        """Take a drawing that is kept, where all that it was made from is the same."""
        name, place = key
        found = cache.find(self.project, self._kept_as(name, place)) if self.may_keep else None
        if found is None or figure.source not in found.files or not found.is_of(self.project):
            return False
        known = self.facts.known
        facts = {
            f"fact {one}": _state(known[one]) if one in known else ""
            for one in found.names["facts"]
        }
        if found.values != {**self._settings(key, figure.chart), **facts}:
            return False
        chart = msgpack.decode(found.parts["chart"], type=Chart | str)
        drawing = Drawing(
            figure=name,
            place=place,
            svg=found.parts["svg"],
            raster=found.parts["raster"],
            facts=found.names["facts"],
            datasets=found.names["datasets"],
            modules=found.names["modules"],
            chart=chart,
            words=found.parts["words"].decode(),
            columns=msgpack.decode(
                found.parts["columns"], type=tuple[tuple[str, tuple[str, ...]], ...]
            ),
            before=msgpack.decode(found.parts["before"], type=tuple[DrawnState, ...]),
        )
        found.report(self.diagnostics)
        self._done[key] = drawing, found.files
        return True


def warm(project: Project) -> None:
    """Start the processes that will draw, where nothing is kept and there are many figures."""
    look = project.branch()
    if look.list(cache.FOLDER, "*.drawing") or len(look.list("figures", "*.py")) < FEWEST:
        return
    if (pool := _pool()) is not None:
        with starting():
            for _ in range(cores()):
                pool.submit(cores)


_alone: list[bool] = []


def draw_alone() -> None:
    """Draw in this process from now on: others build beside it, and have the other cores."""
    _alone.append(True)


@functools.cache
def _pool() -> ProcessPoolExecutor | None:
    """Return the processes that draw, None on a machine of one core.

    They are started afresh, not forked: the data frames' threads do not survive a fork.
    """
    if cores() < 2 or _alone or _has_little_memory():
        return None
    return ProcessPoolExecutor(cores(), get_context("spawn"), initializer=ready_for_work)


def _has_little_memory() -> bool:
    """Return whether what a build may take is too little for processes that draw."""
    limited = last_word.limited()
    return bool(limited and limited.megabytes and limited.megabytes < ENOUGH)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def ready_for_work() -> None:
    """Get ready for work, and end when the build that wants it has been killed."""
    has_started()
    end_with_parent(functools.partial(os._exit, 1))
    import polars  # noqa: F401


def _drawn_from(job: Job) -> str:
    return f"`{job.figure}` is drawn from it, which line {job.named.line} of {job.named.path} names"


def _name(figure: str, place: Place) -> str:
    width, height = place.size.width.mm, place.size.height.mm
    kind = f"{place.kind}-pixels" if place.pixels else place.kind
    steps = f"-{cache.digest(place.builds.words)[:8]}" if place.builds else ""
    return f"{figure}-{kind}{steps}-{width:g}x{height:g}.drawing"


def _state(fact: Fact) -> str:
    """Return the digest of what a figure can see of a fact; where it is defined may change."""
    return cache.digest(fact.name, fact.value, fact.text, fact.unit, fact.cite, fact.locator)
