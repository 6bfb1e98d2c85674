"""Makes each output of a document: first a plan with its figures, then the bytes."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from reportgen.diagnostics import ContentError, Diagnostics, Rule, Span
from reportgen.document import (
    Caption,
    Cell,
    DataTable,
    Drawing,
    Drawings,
    Figure,
    Length,
    Paragraph,
    Place,
    ResolvedDocument,
    Size,
    Written,
    captioned,
    figures,
    mm,
    plain_text,
)
from reportgen.files.door import Kind, read_with
from reportgen.language import parse_locale, words
from reportgen.ledger.claims import Ledger
from reportgen.ledger.evidence import Attached, as_part, attachments, described
from reportgen.ledger.placement import placed
from reportgen.recipes.beside import written_beside
from reportgen.recipes.prepared import PlannedOutput, Prepared, Stage
from reportgen.resolving.data_tables import DataTables

if TYPE_CHECKING:
    from reportgen.brief.cover import Columns
    from reportgen.deck.model import Plan
    from reportgen.deck.plan.cover_columns import CoverColumns

    DeckParts = tuple[ResolvedDocument, Plan, Drawings, bytes, dict[str, str]]


def brief(
    prepared: Prepared, diagnostics: Diagnostics, stage: Stage, form: str = "screen"
) -> PlannedOutput:
    """Return the plan of the PDF. `form` is "screen" or "press": with bleed and crop marks."""
    from reportgen.brief.cover import cover_of
    from reportgen.brief.fit import Layout
    from reportgen.brief.html import brief_places, cover_title, pictures, to_html

    wanted = pictures(prepared.document, prepared.theme)

    def write(drawings: Drawings) -> bytes:
        from reportgen.brief.culprit import laid_out
        from reportgen.brief.pdf import to_pdf
        from reportgen.checks.completeness import check_brief
        from reportgen.checks.read_back import page_texts, read_brief
        from reportgen.qrcode import ADDRESS, qr_code

        document, theme = prepared.document, prepared.theme
        shown = in_brief(drawings)
        cover, added = cover_of(
            document, shown, theme, cover_title(document, theme), _plotted(prepared)
        )
        shown |= added
        if document.metadata.url:
            shown[ADDRESS] = qr_code(document.metadata.url)

        def html(layout: Layout) -> str:
            page = to_html(document, theme, diagnostics, layout, form, cover=cover)
            diagnostics.stop_on_errors()
            return page

        def attach(pdf: bytes) -> Iterable[Attached]:
            ledger = placed(prepared.claimed(drawings), prepared.document, page_texts(pdf))
            return attachments(ledger, prepared.document, prepared.references, prepared.datasets)

        with stage("write PDF"):
            carried = attach if form == "screen" else None
            kept_as: tuple[str, ...] = ()
            if prepared.figure_pool.may_keep:
                kept_as = (str(prepared.project.root.resolve()), document.name, form)
            pdf = laid_out(
                lambda: to_pdf(html, document, shown, theme, diagnostics, carried, kept_as),
                document, theme, shown, diagnostics,
            )  # fmt: skip
        with stage("look for what is lost"):
            check_brief(document, read_brief(pdf), theme, diagnostics)
        return pdf

    return PlannedOutput(wanted, brief_places(wanted, prepared.document), write)


def _plotted(prepared: Prepared) -> "dict[str, Columns]":
    """Return the columns of charts in words, by figure."""
    from reportgen.brief.cover import Columns
    from reportgen.charts.series import plotted

    found = {}
    for figure in figures(prepared.document):
        if figure.chart is None or figure.chart.form != "columns":
            continue
        job = prepared.figure_pool.job(figure, Place("brief", Size(mm(170), mm(70))))
        plot = None if job is None else job.plot
        spec: Any = None if plot is None else plot.spec
        if plot is not None and (len(spec.y) == 1 or spec.bars == "stacked"):
            columns = plotted(spec, plot.table)
            unit = plot.table.unit_of(spec.y)
            found[figure.id] = Columns(columns.names, tuple(columns.totals), unit)
    return found


def in_brief(drawings: Drawings) -> dict[str, Drawing]:
    """Return the drawings of the brief by the names that its HTML has for them."""
    return {name: drawing for (name, place), drawing in drawings.items() if place.kind == "brief"}


def proof(prepared: Prepared, diagnostics: Diagnostics, stage: Stage) -> PlannedOutput:
    """Return the plan of the PDF in shades of grey, as an office printer prints it."""
    from reportgen.brief.grey import in_grey

    colored = brief(prepared, diagnostics, stage)
    return PlannedOutput(
        colored.wanted, colored.places, lambda drawings: in_grey(colored.write(drawings))
    )


def onepager(prepared: Prepared, diagnostics: Diagnostics, stage: Stage) -> PlannedOutput:
    """Return the plan of the summary, a PDF of one page.

    Raises ContentError where the document has no key findings.
    """
    from reportgen.brief.html import brief_places, summarised

    document = prepared.document
    summary = summarised(document)
    if summary is None:
        message = "a summary needs key findings, and the document has none"
        hint = "begin it with a section `{.unnumbered}` that holds `::: key-points`"
        diagnostics.add(Rule.BAD_SETTING, message, Span(document.path), hint)
        diagnostics.stop_on_errors()
        raise AssertionError("an error stops")
    shown = {figure.id: figure for figure in summary.figures if isinstance(figure, Figure)}

    def write(drawings: Drawings) -> bytes:
        from reportgen.brief.culprit import laid_out
        from reportgen.brief.html import to_html
        from reportgen.brief.pdf import to_pdf
        from reportgen.checks.read_back import page_texts
        from reportgen.qrcode import ADDRESS, qr_code

        if document.metadata.url:
            code = qr_code(document.metadata.url)
            drawings = {**drawings, (ADDRESS, code.place): code}
        with stage("write PDF"):
            page = to_html(document, prepared.theme, diagnostics, form="onepager")
            diagnostics.stop_on_errors()
            shown = in_brief(drawings)
            theme = prepared.theme
            pdf = laid_out(
                lambda: to_pdf(lambda _: page, document, shown, theme, diagnostics),
                document, theme, shown, diagnostics,
            )  # fmt: skip
        if (count := len(page_texts(pdf))) > 1:
            message = f"the summary takes {count} pages"
            hint = "shorten the key findings, or set a `height` for the first figure"
            diagnostics.add(Rule.TEXT_OVERFLOW, message, Span(document.path), hint)
        return pdf

    return PlannedOutput(shown, brief_places(shown, document), write)


def deck(prepared: Prepared, diagnostics: Diagnostics, stage: Stage) -> PlannedOutput:
    """Return the plan of the deck. Raises ContentError for what does not fit on a slide."""
    from reportgen.deck.plan.plan import slide_figures, slide_places, with_address

    slides = _slides(prepared, diagnostics, stage)

    def given(drawings: Drawings) -> "DeckParts":
        """Return what the deck is written from."""
        from reportgen.deck.write.deck import is_native

        _check_chart_builds(prepared.document, slides, drawings, diagnostics)
        for name, figure in slide_figures(slides).items():
            why = next((one.chart for (key, _), one in drawings.items() if key == name), "")
            if is_native(figure, prepared.document) and isinstance(why, str):
                message = f"`{figure.id}` cannot be a chart of PowerPoint's own: {why}"
                hint = "its picture stands in; leave `native` out where that is meant"
                if figure.chart is None:
                    hint = "its picture stands in; draw bars or lines, each series with a `label`"
                diagnostics.add(Rule.NO_NATIVE_CHART, message, figure.span, hint)
        ledger = prepared.claimed(drawings)
        drawings = with_address(slides, drawings, prepared.document.metadata.url)
        part = as_part(ledger, drawings)
        return prepared.document, slides, drawings, part, described_in(ledger)

    def write(drawings: Drawings) -> bytes:
        from reportgen.deck.write.deck import write

        with stage("write PPTX"):
            deck = given(drawings)
            return _of_template(prepared, diagnostics, lambda: write(*deck))

    def begin(drawings: Drawings) -> Callable[[], bytes]:
        with stage("hand over PPTX"):
            finish = written_beside(*given(drawings))
        return lambda: _of_template(prepared, diagnostics, finish)

    places, brand = list(slide_places(slides)), slides.design.brand
    return PlannedOutput(slide_figures(slides), places, write, brand, begin=begin)


def _check_chart_builds(
    document: ResolvedDocument, slides: "Plan", drawings: Drawings, diagnostics: Diagnostics
) -> None:
    """Report charts of PowerPoint's own that are to appear by parts which it does not know.

    Raises ContentError where there is one.
    """
    from reportgen.deck.write.deck import CHART_BUILDS, chart_of

    for picture in (one for slide in slides.slides for one in slide.pictures):
        builds = picture.figure.builds
        drawing = drawings.get((picture.key, picture.place(slides.design.zoom)))
        if builds is None or drawing is None or builds.words in CHART_BUILDS:
            continue
        if chart_of(picture.figure, drawing, document) is not None:
            message = f"a chart of PowerPoint's own cannot appear by `{builds.words}`"
            hint = f"write one of {', '.join(CHART_BUILDS)}; or draw it: `native=false`"
            diagnostics.add(Rule.BAD_SLIDE, message, builds.span, hint)
    diagnostics.stop_on_errors()


def handout(
    prepared: Prepared, diagnostics: Diagnostics, stage: Stage, form: str = "handout"
) -> PlannedOutput:
    """Return the plan of a PDF of the slides: on paper, each with its notes under it ("handout"),
    or each alone on a page of its size ("slides").

    Raises ContentError for what does not fit on a slide.
    """
    from reportgen.deck.plan.plan import slide_figures, slide_places, with_address

    document, slides = prepared.document, _slides(prepared, diagnostics, stage)

    def write(drawings: Drawings) -> bytes:
        from reportgen.brief.culprit import laid_out
        from reportgen.brief.grid import paper
        from reportgen.brief.html import to_html
        from reportgen.brief.pdf import to_pdf
        from reportgen.deck.handout import shown

        meta = document.metadata
        with stage(f"write {form}"):
            data = described_in(prepared.claimed(drawings))
            drawings = with_address(slides, drawings, meta.url)
            width = None if form == "slides" else paper(meta).column
            sheets, pictures = shown(slides, drawings, data, meta.lang, width)
            page = to_html(document, prepared.theme, diagnostics, form=form, slides=sheets)
            diagnostics.stop_on_errors()
            theme = prepared.theme
            return laid_out(
                lambda: to_pdf(lambda _: page, document, pictures, theme, diagnostics),
                document, theme, pictures, diagnostics,
            )  # fmt: skip

    brand = slides.design.brand
    return PlannedOutput(slide_figures(slides), list(slide_places(slides)), write, brand)


def review(prepared: Prepared, diagnostics: Diagnostics, stage: Stage) -> PlannedOutput:
    """Return the plan of the Word file for review: plain and whole.

    Its pictures are pixels, drawn as the brief's are.
    """
    from reportgen.brief.html import brief_places
    from reportgen.checks.review_words import check_review
    from reportgen.review.word_file import to_word

    document = prepared.document
    shown = {figure.id: figure for figure in figures(document)}
    sizes = [(name, place.size) for name, place in brief_places(shown, document)]
    places = [(name, Place("brief", size, pixels=True)) for name, size in sizes]

    def write(drawings: Drawings) -> bytes:
        mine = {name: one for (name, place), one in drawings.items() if (name, place) in places}
        with stage("write DOCX"):
            data = to_word(document, mine)
        check_review(document, data, f"build/{document.name}.docx", diagnostics)
        return data

    return PlannedOutput(shown, places, write)


def planned_slides(
    prepared: Prepared, diagnostics: Diagnostics, stage: Stage
) -> "tuple[Plan, PlannedOutput]":
    """Return the slides, planned, and which figures they want; `write` of these writes nothing."""
    from reportgen.deck.plan.plan import slide_figures, slide_places

    slides = _slides(prepared, diagnostics, stage)
    places = list(slide_places(slides))
    return slides, PlannedOutput(slide_figures(slides), places, lambda _: b"")


PHONE = mm(90)
"""How wide a figure is drawn for a phone, where its smallest text has 9 pixels of CSS."""


def on_phone(size: Size) -> Size:
    """Return the size that a figure is drawn at for a phone: its proportions, within bounds."""
    shape = min(1.25, max(0.66, size.height.emu / size.width.emu))
    return Size(PHONE, Length(round(PHONE.emu * shape)))


def web(prepared: Prepared, diagnostics: Diagnostics, stage: Stage) -> PlannedOutput:
    """Return the plan of the brief as one HTML file, with its figures, their data and its fonts."""
    from reportgen.brief.html import brief_places, pictures

    document, theme = prepared.document, prepared.theme
    shown = pictures(document, theme)
    places = brief_places(shown, document)
    phone = {
        name: Place("brief", on_phone(place.size))
        for name, place in places
        if shown[name].is_drawn and place.size.width > PHONE
    }

    def write(drawings: Drawings) -> bytes:
        from reportgen.brief.html import to_html
        from reportgen.brief.web import web_page

        broad = {name: drawings[name, place] for name, place in places}
        narrow = {
            name: drawings[name, place]
            for name, place in phone.items()
            if (name, place) in drawings
        }

        with stage("write HTML"):
            page = to_html(document, theme, diagnostics, form="web")
            diagnostics.stop_on_errors()
            return web_page(page, broad, narrow, _public_data(prepared, drawings), theme)

    return PlannedOutput(shown, places, write, spare=[*phone.items()])


MOST_SHOWN = 200
"""Rows of a figure's data that a page of the web shows; longer data are in the PDF only."""


def _public_data(prepared: Prepared, drawings: Drawings) -> dict[str, tuple[str, list[list[str]]]]:
    """Return for each figure of public data what they are called, and their rows as text."""
    lang = prepared.document.metadata.lang
    terms = words(lang)
    found: dict[str, tuple[str, list[list[str]]]] = {}
    made = DataTables(prepared.datasets, Diagnostics(), parse_locale(lang), terms["no-data"])
    figures = {name for (name, _) in drawings}
    for exhibit in prepared.claimed(drawings).exhibits:
        for path, columns in exhibit.columns.items():
            dataset = prepared.datasets.get(PurePosixPath(path).stem, Span(path))
            if exhibit.id not in figures or dataset is None or not dataset.about.public:
                continue
            empty: Caption[Written] = Caption((), ())
            wanted = DataTable(exhibit.id, path, empty, columns, "", Span(path))
            if columns and dataset.frame.height <= MOST_SHOWN:
                rows = [[_text(cell) for cell in row] for row in made.made(wanted).all_rows]
                found[exhibit.id] = (terms["figure-data"], rows)
    return found


def _text(cell: Cell[Written]) -> str:
    return " ".join(plain_text(one.content) for one in cell.blocks if isinstance(one, Paragraph))


def _slides(prepared: Prepared, diagnostics: Diagnostics, stage: Stage) -> "Plan":
    """Return the slides, planned. Raises ContentError for what does not fit on them."""
    from reportgen.deck.design.foreign_template import load_design
    from reportgen.deck.plan.plan import plan

    document, theme = prepared.document, prepared.theme
    with stage("plan slides"):
        design = load_design(document, prepared.project, theme, diagnostics)
        slides = _of_template(
            prepared,
            diagnostics,
            lambda: plan(document, theme, diagnostics, design, _cover_columns(prepared)),
        )
    diagnostics.stop_on_errors()
    return slides


def _cover_columns(prepared: Prepared) -> "CoverColumns | None":
    """Return the columns of the first figure that has some, None where there is none."""
    from reportgen.deck.plan.cover_columns import CoverColumns

    plotted = _plotted(prepared)
    for figure in figures(prepared.document):
        if figure.id in plotted:
            unit = captioned(figure.caption)[1] or figure.caption.title
            return CoverColumns(plotted[figure.id].values, plain_text(unit))
    return None


T = TypeVar("T")


def _of_template(prepared: Prepared, diagnostics: Diagnostics, make: Callable[[], T]) -> T:
    """Return what is made with the deck's template; one of someone else's may be at fault."""
    document = prepared.document
    if not document.metadata.reference_doc:
        return make()
    path = prepared.project.locate(document.metadata.reference_doc, document.path)
    made = read_with(make, Kind.TEMPLATE, path, Span(path), diagnostics)
    if made is None:
        raise ContentError(diagnostics)
    return made


def described_in(ledger: Ledger) -> dict[str, str]:
    """Return for each figure of a ledger in words what it is drawn from."""
    return {exhibit.id: described(exhibit) for exhibit in ledger.exhibits}


FORMATS = ("pdf", "pptx")
"""What is made unless something else is asked for."""

FOR_REVIEW = ("docx",)
"""What others write into: no finished file, so nothing is held to its bytes."""

WRITERS: dict[str, tuple[str, Callable[[Prepared, Diagnostics, Stage], PlannedOutput]]] = {
    "pdf": ("{}.pdf", brief),
    "pptx": ("{}.pptx", deck),
    "press": ("{}-press.pdf", partial(brief, form="press")),
    "proof": ("{}-proof.pdf", proof),
    "onepager": ("{}-onepager.pdf", onepager),
    "handout": ("{}-handout.pdf", handout),
    "html": ("{}.html", web),
    "slides": ("{}-slides.pdf", partial(handout, form="slides")),
    "docx": ("{}.docx", review),
}
"""For each format the name of its file, and what plans it."""
