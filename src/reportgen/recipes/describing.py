"""Proposes a figure's text alternative from its data, for its author to accept or to better."""

from typing import Any

from reportgen.charts.describing import describe_chart, describe_plot
from reportgen.data.datasets import Datasets
from reportgen.data.facts import Facts
from reportgen.data.parameters import Subject
from reportgen.diagnostics import Diagnostics, UsageError, suggestion
from reportgen.document import Chart, Document, Figure, Place, Size, mm, walk
from reportgen.drawing.figure import draw
from reportgen.drawing.pool import FigurePool
from reportgen.files.project import Project
from reportgen.language import parse_locale
from reportgen.recipes.editions import elsewhere, subject_of
from reportgen.recipes.prepared import editions_named, read_edition
from reportgen.resolving.charts import Binder
from reportgen.resolving.shown import shown
from reportgen.theme import load_theme

DRAWN_AT = Place("brief", Size(mm(170), mm(80)))
"""The place that a module is asked to draw for, to be read as a chart."""


def describe(project: Project, name: str, diagnostics: Diagnostics, document: str = "") -> str:
    """Return a proposal for the alternative of the figure `name`, in its document's language.

    An alternative that is missing yet is no fault here. Raises UsageError where no document has
    the figure or nothing can be read of it, ContentError for faults of its data.
    """
    known: list[str] = []
    unheard = Diagnostics()
    for path in dict.fromkeys(one.path for one in editions_named(project, document, diagnostics)):
        subject = subject_of(project, path, "", Datasets(project, unheard), unheard)
        written = read_edition(project, path, subject, unheard)
        if written is None:
            continue
        facts = Facts(project, Datasets(project, unheard), "en", unheard, subject)
        written = shown(written, facts, Datasets(project, unheard), unheard)
        figures = {one.id: one for one in walk(written.blocks) if isinstance(one, Figure)}
        if name in figures:
            return _described(project, written, figures[name], diagnostics, subject)
        known += figures
    raise UsageError(f"no document has a figure `{name}`; {suggestion(name, known, 'figure')}")


def _described(
    project: Project,
    document: Document,
    figure: Figure[Any],
    diagnostics: Diagnostics,
    subject: Subject | None,
) -> str:
    lang = document.metadata.lang
    datasets = Datasets(project, diagnostics).in_language(lang)
    if figure.chart is not None:
        binder = Binder(datasets, parse_locale(lang), diagnostics, project)
        plot = binder.bound(figure, "brief")
        diagnostics.stop_on_errors()
        assert plot is not None, "what is wrong with it was reported"
        return describe_plot(plot.form, plot.spec, plot.table)
    if not figure.is_drawn:
        raise UsageError(f"`{figure.source}` is a picture: only who sees it can describe it")
    facts = Facts(project, datasets, lang, diagnostics, subject, elsewhere(project))
    chart = _drawn(project, document, figure, datasets, facts, diagnostics)
    if isinstance(chart, str):
        message = f"nothing can be read of `{figure.source}`: {chart}"
        raise UsageError(f"{message}; say yourself what it shows")
    return describe_chart(chart, lang)


def _drawn(
    project: Project, document: Document, figure: Figure[Any], datasets: Datasets, facts: Facts,
    diagnostics: Diagnostics,
) -> Chart | str:  # fmt: skip
    """Return what a figure module draws, as a chart, or why it is none."""
    theme = load_theme(project, diagnostics)
    lang = document.metadata.lang
    facts.check_all()
    pool = FigurePool(project, theme, datasets, facts, diagnostics, may_keep=False, lang=lang)
    job = pool.job(figure, DRAWN_AT)
    diagnostics.stop_on_errors()
    assert job is not None, "what it lacks was reported"
    outcome = draw(job)
    diagnostics.update(outcome.findings)
    diagnostics.stop_on_errors()
    assert outcome.drawing is not None, "why it could not be drawn was reported"
    return outcome.drawing.chart
