"""Turns a resolved document into HTML, with the theme's templates and stylesheets."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from urllib.parse import quote

from jinja2 import TemplateError
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from reportgen.brand import Brand, FontFace
from reportgen.brief.blocks import Writer
from reportgen.brief.cover import PICTURE, Cover, cover_figure, field_height
from reportgen.brief.dark_colors import dark_colors
from reportgen.brief.fit import FIRST, Layout
from reportgen.brief.grid import figure_size, paper
from reportgen.brief.notes import entries_html, notes_html
from reportgen.brief.printed import Overprinted, printed
from reportgen.brief.templates import (
    TEMPLATES,
    environment,
    first_own,
    line_of,
    syntax_words,
)
from reportgen.brief.titles import Room, SetTitle, Widths, set_title, shortened, widths_in
from reportgen.characters import forbidden, without
from reportgen.code_tokens import token_colors
from reportgen.coverage import characters_in
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import (
    Block,
    Blocks,
    Box,
    Figure,
    Inlines,
    Metadata,
    Place,
    ResolvedDocument,
    Section,
    Settled,
    Size,
    Slide,
    Text,
    figures,
    heading_text,
    mm,
    plain_text,
    tables,
    walk,
)
from reportgen.files.door import OURS
from reportgen.files.last_word import at_work
from reportgen.files.project import DEFAULT_THEME, Project
from reportgen.language import long_date, words
from reportgen.scripts import direction_of_language
from reportgen.theme import Theme


def pictures(document: ResolvedDocument, theme: Theme) -> dict[str, Figure[Settled]]:
    """Return every picture of the brief by its id: the figures, and the brand's logo."""
    shown = {figure.id: figure for figure in figures(document)}
    if (cover := cover_figure(document, paper(document.metadata))) is not None:
        shown[cover.id] = cover
    organisation = document.metadata.organisation
    logos = (theme.logo(organisation), theme.logo(organisation, dark=True), theme.mark())
    shown |= {logo.id: logo for logo in logos if logo is not None}
    return shown


def brief_places(
    shown: Mapping[str, Figure[Settled]], document: ResolvedDocument
) -> list[tuple[str, Place]]:
    """Return for each picture of the brief its id, and the place with its true size."""
    page = paper(document.metadata)
    whole = Size(page.width, page.height)
    found = []
    for name, figure in shown.items():
        size = whole if name == PICTURE else figure_size(figure, page)
        lower = figure.chart is not None and figure.height is None and figure.beside < 2
        found.append((name, Place("brief", size, lower=lower)))
    return found


HEADINGS = {
    "brief": ((23.0, 2), (21.5, 2), (19.0, 3), (16.0, 6)),
    "brief@1": ((15.5, 9),),
    "field-note": ((17.0, 3), (14.5, 6)),
}
"""By theme the sizes of a part's heading in points, and how many lines of each there may be."""
TITLES = {
    "brief": ((34.5, 4), (30.0, 5), (26.0, 6), (21.0, 9)),
    "brief@1": ((36.0, 3), (30.0, 4), (24.0, 6), (19.0, 9)),
    "field-note": ((36.0, 3), (31.0, 4), (25.0, 6), (20.0, 9)),
}
"""The same of the document's title."""
BARE_TITLES = ((46.0, 2), (40.0, 3))
NUMERAL = mm(28)
"""What the numeral before a field note's heading takes of its line."""
SUBTITLE, SUBTITLE_WIDTH = ((14.0, 9),), mm(130)
"""The same of the subtitle on the cover, and its width."""
RUNNING_TITLE = 84
"""Characters of the title that the running head has room for."""


def cover_title(document: ResolvedDocument, theme: Theme, *, is_bare: bool = False) -> SetTitle:
    """Return the title as the first page has it, in lines: nearly as wide as the page.

    Where nothing but words stands there, it is larger.
    """
    meta = document.metadata
    larger = BARE_TITLES if is_bare and meta.theme == "brief" else ()
    room = Room(paper(meta).column.pt * 0.94, (*larger, *TITLES[meta.theme]))
    return set_title(meta.title, meta.lang, room, _heading_widths(document, theme))


def _cover_subtitle(document: ResolvedDocument, theme: Theme) -> SetTitle:
    """Return the subtitle in lines as the cover has it."""
    meta = document.metadata
    widths = _widths(document, theme, theme.brand.base)
    return set_title(meta.subtitle, meta.lang, Room(SUBTITLE_WIDTH.pt, SUBTITLE), widths)


def _heading_widths(document: ResolvedDocument, theme: Theme) -> Widths:
    brand = theme.brand
    family = brand.headings if document.metadata.theme == "field-note" else brand.display
    return _widths(document, theme, family)


def _widths(document: ResolvedDocument, theme: Theme, family: str) -> Widths:
    """Return what measures text in a family, in the one for Hangul where that stands before it."""
    hangul = theme.brand.hangul if family in _needs_hangul(document, theme) else ""
    return widths_in(theme, family, hangul)


def _headings(document: ResolvedDocument, theme: Theme) -> Callable[[Inlines[Settled]], SetTitle]:
    """Return what breaks the headings of parts into lines."""
    meta = document.metadata
    page = paper(meta)
    width = page.column if page.side.emu else page.text - NUMERAL
    room, widths = Room(width.pt, HEADINGS[meta.theme]), _heading_widths(document, theme)
    return lambda heading: set_title(heading, meta.lang, room, widths)


MOST_COLUMNS = 30
"""Columns of a table: more leave each under 9 mm on a page that lies on its side."""


def _report_wide(document: ResolvedDocument, diagnostics: Diagnostics) -> None:
    for table in tables(document):
        if (count := len(table.columns)) > MOST_COLUMNS:
            message = f"a table of {count} columns has no room on a page; {MOST_COLUMNS} have"
            hint = 'show some of them, `columns="a,b"`, or make two tables of it'
            diagnostics.add(Rule.TEXT_OVERFLOW, message, table.span, hint)


def to_html(
    document: ResolvedDocument,
    theme: Theme,
    diagnostics: Diagnostics,
    layout: Layout = FIRST,
    form: str = "screen",
    slides: Sequence[object] = (),
    *,
    cover: Cover | None = None,
    figure: object = None,
) -> str:
    """Return the brief as one HTML page; figures are images with the address `drawing:ID`.

    `layout` says what a layout before this one has found.
    `form` is "screen", "press", "web", "onepager" for the summary, "handout" and "slides", which
    show `slides` in place of the text, or "figure", which shows one `figure`. A faulty template of
    the project is reported, with its line.
    """
    summary = form == "onepager"
    _report_wide(document, diagnostics)
    page = paper(document.metadata)
    links = form in ("screen", "press", "web")
    writer = Writer(document, layout, _headings(document, theme), links=links)
    title = cover_title(document, theme, is_bare=cover is None)
    front, body, back = _parts(document)
    logo = _logo(document, theme, cover, form)
    before = diagnostics.errors
    templates = environment(theme, diagnostics)
    if diagnostics.errors > before:
        return ""
    name = TEMPLATES.get(form, f"{document.metadata.theme}.html")
    try:
        with at_work(f"the template `{name}`", first_own(theme, name)):
            html = printed(
                templates.get_template(name),
                document,
                theme,
                form=form,
                edition=form,  # its name before 0.2.0, for templates of projects until 0.3.0
                slides=slides,
                figure=figure,
                standards=", ".join(
                    f"PDF/{name.upper()}" for name in document.metadata.pdf_standards
                ),
                summary=summarised(document) if summary else None,
                meta=document.metadata,
                lang=document.metadata.lang,
                title=plain_text(document.metadata.title),
                authors=[author.name for author in document.metadata.authors],
                byline=_byline(document.metadata),
                words=words(document.metadata.lang),
                direction=direction_of_language(document.metadata.lang),
                brand=theme.brand,
                families=partial(_families, theme.brand, hangul=_needs_hangul(document, theme)),
                set_in=_set_in(document, theme),
                logo=logo,
                logo_alt=plain_text(logo.alt) if logo is not None else "",
                mark=theme.mark(),
                fonts=theme.fonts,
                paper=page,
                title_lines=title,
                field_height=field_height(document, title),
                subtitle_lines=_cover_subtitle(document, theme),
                running=shortened(plain_text(document.metadata.title), RUNNING_TITLE),
                styles=list(theme.styles(diagnostics).values()),
                inlines=writer.inlines,
                heading_text=lambda heading: writer.inline(Text(heading_text(heading))),
                own_ids={name: _free(name, document) for name in ("notes", "sources")},
                blocks=writer.blocks,
                summary_of=writer.summary,
                cover=cover,
                notes=partial(notes_html, writer=writer),
                entries=partial(entries_html, writer=writer),
                date=lambda value: _date(value, document.metadata.lang),
                front=front,
                body=body,
                back=back,
                contents=list(_contents(body)),
                contents_apart=_is_long(document, [*body, *back]),
                appendix=list(_contents(back)),
                code_colors=token_colors(theme.brand.colors, "light"),
                dark_colors=dark_colors(theme.brand.colors),
                length=lambda value: f"{value.mm:g}mm",
                font_url=partial(_font_url, theme.project),
            )
    except TemplateSyntaxError as error:
        place = Span(f"templates/{error.name or 'brief.html'}", error.lineno)
        hint = "`{% if x %}…{% endif %}`, `{% for x in y %}…{% endfor %}`, `{{ x }}` are Jinja's"
        diagnostics.add(Rule.BAD_TEMPLATE, syntax_words(error), place, hint)
    except Overprinted as error:
        hint = "a template prints what the document has; it makes no pages of its own"
        diagnostics.add(Rule.BAD_TEMPLATE, str(error), error.span, hint)
    except OURS:
        raise
    except TemplateNotFound as error:
        place = line_of(error, theme) or Span("templates")
        hint = suggestion(str(error), templates.list_templates(extensions=["html"]), "template")
        diagnostics.add(Rule.BAD_TEMPLATE, f"there is no template `{error}`", place, hint)
    except Exception as error:  # an expression of a template may raise anything
        line = line_of(error, theme)
        if line is None:
            raise
        kind = "" if isinstance(error, TemplateError) else f"{type(error).__name__}: "
        diagnostics.add(Rule.BAD_TEMPLATE, f"{kind}{error}", line)
    else:
        for _, name in islice(forbidden(html), 1):
            message, at = f"it prints the character {name}", Span("templates/brief.html")
            diagnostics.add(Rule.BAD_TEMPLATE, message, at, "take it out of the template")
        return without(html)
    return ""


def _logo(
    document: ResolvedDocument, theme: Theme, cover: Cover | None, form: str
) -> Figure[Settled] | None:
    """Return the logo for the ground that it stands on: paper, a picture, the primary colour."""
    stands_on_ground = document.metadata.theme == "brief@1" and cover is None
    is_dark = form == "web" or stands_on_ground or (cover is not None and cover.picture)
    return theme.logo(document.metadata.organisation, dark=is_dark)


def slide_fragments(
    theme: Theme, diagnostics: Diagnostics, slides: Sequence[object]
) -> tuple[str, ...]:
    """Return each of the slides as the handout shows it, as a part of a page."""
    template = environment(theme, diagnostics).get_template("slide.html")
    return tuple(str(template.module.slide_of(slide)) for slide in slides)  # type: ignore[attr-defined]  # a macro


def screen_style(theme: Theme, font_url: Callable[[FontFace], str], family: str) -> str:
    """Return the stylesheet of slides in a browser: fonts at `font_url`, the brand, and slides.

    `family` is the deck's, which carries no fonts: it shows in that, or in one of the same widths.
    """
    brand = theme.brand
    faces = (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f"font-style: {'italic' if face.italic else 'normal'}; src: url('{font_url(face)}') }}"
        for face in theme.fonts
    )
    values = {
        **brand.colors,
        "base-font": _families(brand, brand.base, text=True),
        "headings-font": _families(brand, brand.headings),
        "display-font": _families(brand, brand.display, text=True),
        "figures-font": _families(brand, brand.figures),
        "code-font": _families(brand, brand.monospace),
        "slides-font": Markup(", ").join(
            (
                *map(Markup('"{}"').format, (family, *SAME_WIDTHS.get(family, ()))),
                _families(brand, brand.figures),
            )
        ),
    }
    root = "".join(f"--{name}: {value}; " for name, value in values.items())
    rules = (DEFAULT_THEME / "templates/handout.css").read_text("utf-8")
    return "\n".join((*faces, f":root {{ {root}}}", rules, AS_IN_DECK))


AS_IN_DECK = """
.slide, .slide table { font-family: var(--slides-font) }
.slide.squares ul > li { list-style: none; position: relative }
.slide.squares ul > li::before { content: "■"; font-size: 65%; line-height: calc(1.2em / 0.65);
  color: var(--bullet); position: absolute; inset-inline-start: calc(-1 * var(--inset)) }
"""
"""What a browser shows as PowerPoint does, and paper in the brief's own way."""


SAME_WIDTHS = {
    "Arial": ("Liberation Sans", "Arimo"),
    "Helvetica": ("Liberation Sans", "Arimo"),
    "Calibri": ("Carlito",),
    "Cambria": ("Caladea",),
    "Times New Roman": ("Liberation Serif", "Tinos"),
}
"""Families whose letters are as wide as those of Office."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the summary on one page shows of a document."""

    title: Inlines[Settled]
    findings: Blocks[Settled]
    figures: Blocks[Settled]


def summarised(document: ResolvedDocument) -> Summary | None:
    """Return the key findings and the first figure of a document, None where it has no findings.

    These are the key points of the first section without a number.
    """
    front, _, _ = _parts(document)
    for section in front:
        if isinstance(section, Section):
            boxes = [one for one in section.blocks if isinstance(one, Box)]
            points = tuple(box for box in boxes if box.kind == "key-points")
            if points:
                return Summary(section.heading, points, figures(document)[:1])
    return None


def _free(name: str, document: ResolvedDocument) -> str:
    """Return an identifier for a section of the brief's own that no section of the text has."""
    taken = {block.id for block in walk(document.blocks) if isinstance(block, Section)}
    while name in taken:
        name = f"{name}-"
    return name


def _parts(
    document: ResolvedDocument,
) -> tuple[Blocks[Settled], Blocks[Settled], Blocks[Settled]]:
    """Return what stands before the contents (unnumbered sections), after it, behind the notes."""
    blocks = [block for block in document.blocks if not isinstance(block, Slide)]
    first = 0
    while first < len(blocks) and _is_front(blocks[first]):
        first += 1
    back = [block for block in blocks if isinstance(block, Section) and block.appendix]
    body = [block for block in blocks[first:] if block not in back]
    return tuple(blocks[:first]), tuple(body), tuple(back)


def _is_front(block: Block[Settled]) -> bool:
    return not isinstance(block, Section) or not (block.numbered or block.appendix)


def _contents(blocks: Iterable[Block[Settled]]) -> Iterator[Section[Settled]]:
    return (block for block in blocks if isinstance(block, Section))


def _families(
    brand: Brand, first: str, *, text: bool = False, hangul: frozenset[str] = frozenset()
) -> Markup:
    """Return the value of `font-family`: a family, and those that stand in for what it lacks.

    Before the families in `hangul` stands the one for Hangul, so figures and letters are alike.
    """
    found = brand.families(first, text=text)
    if text and first in hangul:
        found = tuple(dict.fromkeys((brand.hangul, *found)))
    return Markup(", ").join(Markup('"{}"').format(family) for family in found)


def _set_in(document: ResolvedDocument, theme: Theme) -> tuple[str, ...]:
    """Return the families that the text and the headings are set in, for the colophon.

    A document in Korean or Arabic is set in what stands in for families without its script.
    """
    brand = theme.brand
    letter = ord(next(filter(str.isalpha, plain_text(document.metadata.title)), "a"))
    have = {face.family for face in theme.fonts if letter in characters_in(face.path)}
    families = (
        next((one for one in brand.families(first, text=text) if one in have), first)
        for first, text in ((brand.base, True), (brand.headings, False))
    )
    return tuple(dict.fromkeys(families))


def _needs_hangul(document: ResolvedDocument, theme: Theme) -> frozenset[str]:
    """Return the families that have no Hangul, in a Korean document; in any other none."""
    if not document.metadata.lang.startswith("ko"):
        return frozenset()
    have = {face.family for face in theme.fonts if ord("가") in characters_in(face.path)}
    return frozenset({face.family for face in theme.fonts} - have)


def _font_url(project: Project, face: FontFace) -> str:
    if face.path.is_relative_to(DEFAULT_THEME):
        return f"theme:fonts/{face.path.name}"
    return f"file:///{quote(project.relative(face.path) or face.path.name)}"


def _date(value: str, lang: str) -> str:
    """Return an ISO date as the language writes it in full; anything else as it is."""
    try:
        return long_date(value, lang)
    except ValueError:
        return value


def _byline(meta: Metadata[Settled]) -> str:
    """Return who wrote the brief, "" where that is the organisation, named already."""
    names = [author.named for author in meta.authors]
    return "" if names == [meta.organisation] else ", ".join(names)


COVER_LINES, CONTENTS_LINE = 17, 75
"""Lines that the foot of the cover holds, and characters of one in the contents."""


def _is_long(document: ResolvedDocument, blocks: Sequence[Block[Settled]]) -> bool:
    """Return whether the contents are longer than the cover holds: then they have pages."""
    headings = [plain_text(one.heading) for one in _contents(blocks)]
    changes = document.metadata.changes
    lines = sum(1 + len(text) // CONTENTS_LINE for text in headings)
    lines += sum(1 + len(plain_text(one)) // CONTENTS_LINE for one in changes) + bool(changes)
    return lines > COVER_LINES
