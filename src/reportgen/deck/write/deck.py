"""Writes a plan as a PowerPoint file."""

import io
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation
from pptx.slide import Slide, SlideLayout

from reportgen.deck.drawingml import (
    FILLS,
    Element,
    body_properties,
    el,
    list_style,
    placeholder,
    properties,
    rectangle,
    slide_number_field,
    solid_fill,
    transform,
)
from reportgen.deck.model import (
    EquationPart,
    Frame,
    Part,
    PicturePart,
    Placeholder,
    Plan,
    PlannedSlide,
    Role,
    ShapePart,
    TablePart,
    TextPart,
)
from reportgen.deck.package import package, parts_of
from reportgen.deck.plan.equations import shown_at
from reportgen.deck.plan.parts import part_bar, part_box
from reportgen.deck.plan.speaker_notes import notes_with_data
from reportgen.deck.write.chart_xml import chart_graphic
from reportgen.deck.write.math_xml import equation_xml
from reportgen.deck.write.media import Media, cut_to, shown_in
from reportgen.deck.write.properties import add_evidence, add_notes, describe, write_sections
from reportgen.deck.write.table_xml import table_xml
from reportgen.deck.write.text_xml import Links, TextWriter
from reportgen.deck.write.timing_xml import Appearing, timing_xml
from reportgen.document import (
    Builds,
    Chart,
    Drawing,
    Drawings,
    Figure,
    Place,
    ResolvedDocument,
    Settled,
    plain_text,
)
from reportgen.files.last_word import Sign, say
from reportgen.formula import as_png, set_formula
from reportgen.language import with_region
from reportgen.openxml.package import A


def write(
    document: ResolvedDocument,
    plan: Plan,
    drawings: Drawings,
    evidence: bytes = b"",
    data: Mapping[str, str] | None = None,
) -> bytes:
    """Return the deck as a .pptx file, the same bytes for the same input.

    `evidence` is its custom XML part, `data` says for each figure in words what it is drawn from.
    Raises KeyError where a figure of the plan has not been drawn at its place.
    """
    deck = _Deck(document, plan, drawings, evidence, data or {})
    return package(deck.parts())


@dataclass(frozen=True, slots=True)
class _Deck:
    document: ResolvedDocument
    plan: Plan
    drawings: Drawings
    evidence: bytes
    data: Mapping[str, str]

    def parts(self) -> dict[str, bytes]:
        """Return the parts of the file by name."""
        presentation = pptx.Presentation(io.BytesIO(self.plan.design.template))
        media = Media(presentation.part.package)
        layouts = [one for master in presentation.slide_masters for one in master.slide_layouts]
        slides = {
            planned.id: _new_slide(presentation, layouts[planned.layout.at])
            for planned in self.plan.slides
        }
        titles = {planned.id: planned.title.paragraphs[0].text for planned in self.plan.slides}
        for number, planned in enumerate(self.plan.slides, 1):
            say(Sign("slide", number, len(self.plan.slides)))
            slide = slides[planned.id]
            links = _links(slide, slides, self.plan, titles)
            _SlideWriter(planned, slide, self, media, links).write()
        write_sections(presentation, self.plan)
        describe(presentation, self.document)
        if self.evidence:
            add_evidence(presentation, self.evidence)
        return parts_of(presentation)

    def drawing(self, picture: PicturePart) -> Drawing:
        """Return the drawing for a picture. Raises KeyError where there is none."""
        return self.drawings[picture.key, picture.place(self.plan.design.zoom)]


def is_native(figure: Figure[Settled], document: ResolvedDocument) -> bool:
    """Return whether slides show a figure as PowerPoint's own chart, where it is a chart."""
    return figure.is_drawn and (figure.charts or document.metadata.charts) == "native"


CHART_BUILDS = {"series": "series", "categories": "category"}
"""What charts of PowerPoint's own can appear by: words of `builds`, and PowerPoint's."""


def chart_of(figure: Figure[Settled], drawing: Drawing, document: ResolvedDocument) -> Chart | None:
    """Return the chart that slides show a figure as, None where they show its picture."""
    shown = drawing.chart
    return shown if isinstance(shown, Chart) and is_native(figure, document) else None


def _new_slide(presentation: Presentation, layout: SlideLayout) -> Slide:
    """Return a new slide at the end, without the shapes that `add_slide` copies to it."""
    slide: Slide
    relation, slide = presentation.part.add_slide(layout)
    presentation.slides._sldIdLst.add_sldId(relation)
    return slide


def _links(
    slide: Slide, slides: Mapping[str, Slide], plan: Plan, titles: Mapping[str, str]
) -> Links:
    """Return what makes the relations of one slide."""

    named = {name: titles[target] for name, target in plan.leads.items() if target in titles}

    def url(target: str) -> str:
        return str(slide.part.relate_to(target, RT.HYPERLINK, is_external=True))

    def jump(name: str) -> str:
        target = slides.get(plan.leads.get(name, name))
        return str(slide.part.relate_to(target.part, RT.SLIDE)) if target is not None else ""

    return Links(url, jump, plan.note_slides, plan.key_slides, named)


@dataclass
class _SlideWriter:
    planned: PlannedSlide
    slide: Slide
    deck: _Deck
    media: Media
    links: Links
    number: int = 1
    appearing: list[Appearing] = field(default_factory=list)

    @property
    def lang(self) -> str:
        return self.deck.document.metadata.lang

    @property
    def text(self) -> TextWriter:
        return TextWriter(self.lang, self.links, self.deck.plan.design.tokens)

    def write(self) -> None:
        """Fill the slide: title first, then its content, source line, footer, number."""
        root = self.slide._element  # python-pptx has no other way to the tree
        content = root.cSld
        content.set("name", self.planned.id)
        if self.planned.hidden:
            root.set("show", "0")  # ECMA-376 part 1, 19.3.1.38
        tree = content.spTree
        tree.extend(self._shapes())
        if self.slide.slide_layout._element.xpath("./p:clrMapOvr/a:overrideClrMapping"):
            colors = self.slide.slide_layout._element.xpath("./p:clrMapOvr")[0]
            root.replace(root[1], deepcopy(colors))
        if self.appearing:
            root.append(timing_xml(self.appearing))
        deck, zoom = self.deck, self.deck.plan.design.zoom
        notes = notes_with_data(self.planned, deck.drawings, zoom, deck.data, self.lang)
        add_notes(self.slide, notes, self.lang)

    def _shapes(self) -> Iterator[Element]:
        yield self._text(self.planned.title)
        for part in self.planned.parts:
            if isinstance(part, PicturePart):
                yield from self._states(part)
            yield self._part(part)
        for box in self.planned.layout.boxes:
            match box.role:
                case Role.PART if self.planned.part in self.deck.plan.design.parts:
                    yield self._part_of_talk(box)
                case Role.SOURCE if self.planned.source_line:
                    line = self.planned.source_line
                    shape = self._text(TextPart(box, box.frame, line, box.sizes[0]))
                    if (click := self.text.to_sources(line)) is not None:
                        shape[0][0].insert(0, click)
                    yield shape
                case Role.FOOTER if self.deck.plan.footer:
                    line = self.deck.plan.footer
                    yield self._text(TextPart(box, box.frame, line, box.sizes[0]))
                case Role.SLIDE_NUMBER:
                    yield _inked(self._slide_number(box), box)

    def _part_of_talk(self, box: Placeholder) -> Element:
        """Return the bar under the part that a slide belongs to, which says its name.

        The names of all parts stand on the layout: on the slide one would lie over itself.
        """
        part = self.planned.part
        bar = part_bar(part_box(self.deck.plan.design, part, box))
        return rectangle(
            self._next(), "Part", bar.frame, bar.color, bar.shape, on_layout=False, alt=part
        )

    def _shape(self, part: ShapePart) -> Element:
        made = rectangle(self._next(), "Shape", part.frame, part.color, part.shape, on_layout=False)
        if part.flips and part.shape == "chevron":
            next(made.iter(f"{A}xfrm")).set("flipH", "1")
        return made

    def _part(self, part: Part) -> Element:
        match part:
            case ShapePart():
                return self._shape(part)
            case TextPart():
                return self._text(part)
            case PicturePart():
                return self._picture(part)
            case EquationPart():
                return self._equation(part)
            case TablePart():
                name = part.box.name if part.box else "Table"
                table = table_xml(part, self.text, self._family, self.planned.layout.text)
                return self._frame_of(part, name, table)

    def _equation(self, part: EquationPart) -> Element:
        math = part.equation.math
        made = set_formula(math, self.deck.plan.design.ink)
        frame = shown_at(part, made)
        drawn = Drawing("", Place("deck", frame.size), made.svg, as_png(made, part.size))
        blip = self.media.blip(self.slide.part, drawn)
        numbers = (self._next(), self._next())
        return equation_xml(part, frame, numbers, blip, with_region(self.lang))

    @property
    def _family(self) -> str:
        return self.deck.plan.design.family

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _text(self, part: TextPart) -> Element:
        """Return a text: in its placeholder, or in a box of its own that looks like one."""
        box = part.box
        number = self._next()
        self.appearing += [
            Appearing(para.click, 0, number, at)
            for at, para in enumerate(part.paragraphs)
            if para.click
        ]
        looks = box or Placeholder(
            "Text", Role.CONTENT, "", 0, part.frame, (part.size,), bullets=True
        )
        type_ = part.type(self._family)
        is_free = box is None or box.free
        own_place = box is None or box.free or box.moved or part.frame != box.frame
        turned = looks.role is Role.EVENT and looks.moved
        is_alone = bool(looks.style) and not looks.inherits  # its layout has no such placeholder
        own_style = is_free or looks.inherits or turned or part.size != looks.sizes[0] or is_alone
        made = el(
            "p:sp",
            {},
            el(
                "p:nvSpPr",
                {},
                properties(number, looks.name),
                el("p:cNvSpPr", {"txBox": True})
                if is_free
                else el("p:cNvSpPr", {}, el("a:spLocks", {"noGrp": True})),
                el("p:nvPr", {}, None if box is None or box.free else placeholder(box)),
            ),
            el(
                "p:spPr",
                {},
                transform("a:xfrm", looks.pad.around(part.frame)) if own_place else None,
                el("a:prstGeom", {"prst": "rect"}, el("a:avLst")) if own_place else None,
                solid_fill(looks.fill) if looks.fill else None,
            ),
            el(
                "p:txBody",
                {},
                body_properties(looks, own_place=own_place),
                list_style(looks, part.size) if own_style else el("a:lstStyle"),
                *self.text.paragraphs(
                    part.paragraphs,
                    type_,
                    bullets=looks.bullets,
                    centred=looks.align == "ctr",
                    dark=looks.color == "bg1",
                ),
            ),
        )
        return _inked(made, looks)

    def _slide_number(self, box: Placeholder) -> Element:
        return el(
            "p:sp",
            {},
            el(
                "p:nvSpPr",
                {},
                properties(self._next(), box.name),
                el("p:cNvSpPr", {}, el("a:spLocks", {"noGrp": True})),
                el("p:nvPr", {}, placeholder(box)),
            ),
            el(
                "p:spPr",
                {},
                transform("a:xfrm", box.pad.around(box.frame)) if box.moved else None,
                el("a:prstGeom", {"prst": "rect"}, el("a:avLst")) if box.fill else None,
                solid_fill(box.fill) if box.fill else None,
            ),
            el(
                "p:txBody",
                {},
                body_properties(box) if box.moved and box.inherits else el("a:bodyPr"),
                list_style(box, box.sizes[0]) if box.inherits else el("a:lstStyle"),
                el("a:p", {}, slide_number_field(with_region(self.lang))),
            ),
        )

    def _frame_of(self, part: TablePart, name: str, content: Element) -> Element:
        caption = part.table.caption
        heads = (para.text for row in part.rows[:1] for cell in row for para in cell)
        alt = plain_text((*caption.title, *caption.legend)).strip() or ", ".join(heads)
        return self._graphic_frame(part.frame, name, alt, content, part.box)

    def _graphic_frame(
        self, frame: Frame, name: str, alt: str, content: Element, box: Placeholder | None = None
    ) -> Element:
        return el(
            "p:graphicFrame",
            {},
            el(
                "p:nvGraphicFramePr",
                {},
                properties(self._next(), name, alt),
                el("p:cNvGraphicFramePr", {}, el("a:graphicFrameLocks", {"noGrp": True})),
                el("p:nvPr", {}, placeholder(box) if box else None),
            ),
            transform("p:xfrm", frame),
            content,
        )

    def _states(self, part: PicturePart) -> Iterator[Element]:
        """Yield what is seen of a figure before each click: pictures that the next one covers.

        They are decoration: the whole figure, which lies over them, has the alternative.
        """
        drawing, figure = self.deck.drawing(part), part.figure
        if chart_of(part.figure, drawing, self.deck.document) is not None:
            return
        own = replace(part, box=None, figure=replace(figure, alt=()))
        for step, state in enumerate(drawing.before):
            shown = replace(drawing, svg=state.svg, raster=state.raster)
            self._appears(figure, step)
            yield self._picture_of(own, shown, f"Before click {step + 1}")

    def _appears(self, figure: Figure[Settled], step: int) -> None:
        """Let the next shape appear, where it does: the first with its figure, others later."""
        at = figure.builds.click if step and figure.builds else figure.click
        if at:
            self.appearing.append(Appearing(at, step, self.number + 1))

    def _picture(self, part: PicturePart) -> Element:
        """Return a figure: as a chart where that is wanted, else as a picture."""
        drawing, figure = self.deck.drawing(part), part.figure
        chart = chart_of(figure, drawing, self.deck.document)
        if chart is None:
            self._appears(figure, len(drawing.before))
            return self._picture_of(part, drawing, part.box.name if part.box else "Picture")
        if figure.builds is not None:
            self.appearing += self._parts_of(chart, figure.builds)
        elif figure.click:
            self.appearing.append(Appearing(figure.click, 0, self.number + 1))
        graphic = chart_graphic(chart, self.slide.part)
        alt = plain_text(figure.alt).strip()
        return self._graphic_frame(part.frame, "Chart", alt, graphic)

    def _parts_of(self, chart: Chart, builds: Builds) -> Iterator[Appearing]:
        """Yield how a chart of PowerPoint's own appears: by its series, or by its categories.

        Where there is no value, as in a year that is missing, nobody has to click.
        """
        kind, step = CHART_BUILDS[builds.words], 0
        rows = [one.values for one in chart.series]
        for at, values in enumerate(rows if kind == "series" else zip(*rows, strict=True)):
            step += any(value is not None for value in values)
            yield Appearing(builds.click, max(1, step), self.number + 1, at, kind)

    def _picture_of(self, part: PicturePart, drawing: Drawing, name: str) -> Element:
        """Return a picture, whole: PNG, with the SVG beside it where there is one."""
        alt = plain_text(part.figure.alt).strip()
        return el(
            "p:pic",
            {},
            el(
                "p:nvPicPr",
                {},
                properties(self._next(), name, alt, decorative=not alt),
                el("p:cNvPicPr", {}, el("a:picLocks", {"noGrp": True, "noChangeAspect": True})),
                el("p:nvPr", {}, placeholder(part.box) if part.box else None),
            ),
            el("p:blipFill", {}, self.media.blip(self.slide.part, drawing),
               el("a:srcRect", cut_to(part.frame, drawing, part.focus)) if part.is_cut else None,
               el("a:stretch", {}, el("a:fillRect"))),
            el(
                "p:spPr",
                {},
                transform(
                    "a:xfrm",
                    part.frame
                    if part.is_cut
                    else shown_in(part.frame, drawing, part.figure.align),
                ),
                el("a:prstGeom", {"prst": "rect"}, el("a:avLst")),
            ),
        )  # fmt: skip


def _inked(shape: Element, box: Placeholder) -> Element:
    """Give words their box's colour where the template's cannot be read.

    LibreOffice takes it from nowhere else in a foot, and where a master's text is a gradient.
    """
    for look in shape.iter(f"{A}rPr") if box.color and box.inherits else ():
        if not any(one.tag in FILLS for one in look):
            look.insert(0, solid_fill(box.color))
    return shape
