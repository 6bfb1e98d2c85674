"""The recipe of one figure as a picture for the web, with its line of the ledger beside it."""

import msgspec

from reportgen.diagnostics import ContentError, Diagnostics, UsageError, suggestion
from reportgen.document import Figure, Place, ResolvedDocument, Settled, heading_text, walk
from reportgen.files.project import Project
from reportgen.language import same_language
from reportgen.ledger.claims import Exhibit
from reportgen.recipes.outputs import on_phone
from reportgen.recipes.prepared import (
    PlannedOutput,
    Prepared,
    Stage,
    editions_named,
    prepare,
    quiet,
)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside the picture: which figure of which version it is, and of what data."""

    picture: str
    document: str
    title: str
    source: str
    alternative: str
    edition: str
    date: str
    exhibit: Exhibit | None


def write_figure(
    project: Project,
    name: str,
    form: str,
    width: int,
    diagnostics: Diagnostics,
    stage: Stage = quiet,
    document: str = "",
    lang: str = "",
) -> tuple[str, str]:
    """Write the figure `name` as `form` ("png" or "svg"), `width` pixels wide, and its ledger line.

    With `lang`, a BCP 47 tag, it is that of the edition in this language. Returns their paths,
    `build/NAME.png` and `build/NAME.json` (`build/NAME.LANG.png`). Raises UsageError where no
    document has the figure, and ContentError for faults.
    """
    known: list[str] = []
    spoken: dict[str, None] = {}
    for edition in editions_named(project, document, diagnostics):
        prepared = prepare(project, edition.path, diagnostics, stage, edition=edition.subject)
        there = {one.id: one for one in _figures(prepared.document)}
        if lang and not same_language(prepared.document.metadata.lang, lang):
            spoken[prepared.document.metadata.lang] = None
            continue
        if name in there:
            target = f"build/{name}.{lang}" if lang else f"build/{name}"
            return _write(prepared, there[name], (form, width, target), diagnostics, stage)
        known += there
    if lang and not known:
        raise UsageError(f"no document is in `{lang}`; there is: {', '.join(spoken)}")
    raise UsageError(f"no document has a figure `{name}`; {suggestion(name, known, 'figure')}")


def _figures(document: ResolvedDocument) -> list[Figure[Settled]]:
    return [one for one in walk(document.blocks) if isinstance(one, Figure)]


def _write(
    prepared: Prepared,
    figure: Figure[Settled],
    wanted: tuple[str, int, str],
    diagnostics: Diagnostics,
    stage: Stage,
) -> tuple[str, str]:
    from reportgen.brief.figure_alone import MAKERS, Alone
    from reportgen.brief.html import brief_places, to_html

    form, width, path = wanted
    document = prepared.document
    ((_, own),) = brief_places({figure.id: figure}, document)
    place, shown = Place("brief", on_phone(own.size)), {figure.id: figure}
    drawings = prepared.draw(PlannedOutput(shown, [], _none, spare=[(figure.id, place)]), stage)
    if not drawings:  # what is in it has no room there
        place = own
        drawings = prepared.draw(PlannedOutput(shown, [(figure.id, place)], _none), stage)
    alone = Alone(
        id=figure.id,
        title=heading_text(figure.caption.title or figure.caption.legend),
        legend=heading_text(figure.caption.legend) if figure.caption.title else "",
        alt=heading_text(figure.alt),
        drawn=place.size,
    )

    def write(content: object) -> str:
        page = to_html(document, prepared.theme, diagnostics, form="figure", figure=content)
        diagnostics.stop_on_errors()
        return page

    with stage(f"write {form.upper()}"):
        picture = MAKERS[form](write, alone, drawings[figure.id, place], prepared.theme, width)
    diagnostics.stop_on_errors()
    exhibits = prepared.claimed(drawings).exhibits
    target = f"{path}.{form}"
    told = Told(
        picture=target,
        document=document.path,
        title=alone.title,
        source=alone.legend,
        alternative=alone.alt,
        edition=document.metadata.edition,
        date=document.metadata.date,
        exhibit=next((one for one in exhibits if one.id == figure.id), None),
    )
    beside = f"{path}.json"
    prepared.project.write(target, picture)
    prepared.project.write(beside, msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")
    return target, beside


def _none(_: object) -> bytes:
    raise ContentError(Diagnostics())
