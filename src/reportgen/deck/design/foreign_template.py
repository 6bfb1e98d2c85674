"""Opens a template that someone else made, and takes out what is not of looks."""

import io
from collections.abc import Iterable
from itertools import count

import pptx
from lxml import etree
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.presentation import Presentation

from reportgen.brand import Brand
from reportgen.deck.design.casting import cast
from reportgen.deck.design.own_template import (
    FIRST_ID,
    app_properties,
    own_design,
    part_of,
)
from reportgen.deck.design.template_brand import template_brand
from reportgen.deck.design.template_cleaning import cleaned
from reportgen.deck.design.template_layouts import TemplateLayout, body_font, sheets
from reportgen.deck.design.template_packages import NoTemplate, template_parts
from reportgen.deck.design.template_roles import Cast
from reportgen.deck.design.theme_xml import table_style
from reportgen.deck.drawingml import TABLE_STYLE, Element, el, to_bytes
from reportgen.deck.model import SLIDE, Design
from reportgen.deck.package import finished, package
from reportgen.deck.plan.parts import parts_of
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import Length, ResolvedDocument, Size
from reportgen.files.door import SAVE_PRESENTATION, Kind, read_with
from reportgen.files.project import Project
from reportgen.openxml.package import A, P, R
from reportgen.theme import Theme

OF_LOOKS = {RT.SLIDE_MASTER, RT.NOTES_MASTER, RT.THEME, RT.PRES_PROPS, RT.VIEW_PROPS}
OF_LOOKS |= {RT.TABLE_STYLES, RT.FONT}
OF_SLIDES = ("sldIdLst", "handoutMasterIdLst", "custShowLst", "photoAlbum", "custDataLst",
             "smartTags", "modifyVerifier", "extLst")  # fmt: skip
"""What ppt/presentation.xml (ECMA-376 part 1, 19.2.1.26) says of slides, readers and editors."""

NOTES_HOLDERS = {"hdr", "dt", "sldImg", "body", "ftr", "sldNum"}
"""The placeholders of a notes master (19.7.10): Keynote opens no deck whose master lacks some."""


def load_design(
    document: ResolvedDocument, project: Project, theme: Theme, diagnostics: Diagnostics
) -> Design:
    """Return the design of the template that a document names, the brand's where it names none.

    Raises ContentError where there is no such file, or it is no template.
    """
    name = document.metadata.reference_doc
    if not name:
        return own_design(
            theme,
            document.metadata.lang,
            parts_of(document, theme.brand.deck, part_of(theme.brand)),
        )
    path = project.locate(name, document.path)
    design = None
    if project.exists(path):
        data = project.read_bytes(path)
        design = open_design(data, theme.brand, Span(path), diagnostics)
    else:
        place = document.metadata.place("reference-doc", document.path)
        project.report_missing(path, place, diagnostics)
    if design is None:
        diagnostics.stop()
    diagnostics.stop_on_errors()
    return design


def open_design(data: bytes, brand: Brand, span: Span, diagnostics: Diagnostics) -> Design | None:
    """Return the design of a .pptx or .potx file, or report at `span` why there is none."""
    return read_with(
        lambda: _design(data, brand, span, diagnostics), Kind.TEMPLATE, span.path, span, diagnostics
    )


def _design(data: bytes, brand: Brand, span: Span, diagnostics: Diagnostics) -> Design | None:
    presentation = open_template(data, span, diagnostics)
    if presentation is None:
        return None
    _, roles = read_cast(presentation)
    _strip(presentation)
    _complete(presentation, brand, roles.ink)
    written = io.BytesIO()
    presentation.save(written)
    zoom = SLIDE.width.emu / (presentation.slide_width or SLIDE.width.emu)
    return Design(
        template=finished(written.getvalue()),
        layouts=roles.layouts,
        family=roles.family,
        named=roles.named,
        zoom=zoom,
        ink=roles.ink,
        brand=template_brand(brand, roles),
    )


def open_template(data: bytes, span: Span, diagnostics: Diagnostics) -> Presentation | None:
    """Return a .pptx or .potx file opened, or report at `span` why it cannot be."""
    presentation, why, hint = _opened(data)
    if presentation is None:
        message = f"this cannot be the deck's template: {why}"
        diagnostics.add(Rule.BAD_TEMPLATE, message, span, hint)
        return None
    renumbered = read_with(
        lambda: _renumber(presentation), Kind.TEMPLATE, span.path, span, diagnostics
    )
    return None if renumbered is None else presentation


def read_cast(presentation: Presentation) -> tuple[tuple[TemplateLayout, ...], Cast]:
    """Return the layouts of a presentation, and the roles that they play."""
    found = sheets(presentation)
    size = Size(Length(presentation.slide_width or 0), Length(presentation.slide_height or 0))
    return found, cast(found, size, body_font(presentation))


def _opened(data: bytes) -> tuple[Presentation | None, str, str]:
    """Return a presentation, or why there is none and what would help."""
    try:
        presentation = pptx.Presentation(io.BytesIO(package(cleaned(template_parts(data)).parts)))
        if not (presentation.slide_width and presentation.slide_height):
            return None, "its slides have no size", "open and save it in PowerPoint"
        if not any(len(master.slide_layouts) for master in presentation.slide_masters):
            return None, "it has no layouts", "add some to its slide master"
    except NoTemplate as error:
        return None, error.why, error.hint
    except Exception:  # whatever python-pptx and the libraries under it raise on a torn file
        return None, "it is no sound PowerPoint file", SAVE_PRESENTATION
    return presentation, "", ""


def _strip(presentation: Presentation) -> None:
    """Take out what is not of looks: slides, sections, comments, who made and edited the file."""
    root, part = presentation.part._element, presentation.part
    for size in root.findall(f"{P}sldSz"):
        size.attrib.pop("type", "")  # its sides say it, and Keynote refuses what contradicts them
    for name in OF_SLIDES:
        for one in root.findall(P + name):
            root.remove(one)
    for listed in root.findall(f"{P}embeddedFontLst"):
        for font in listed.findall(f"{P}embeddedFont"):
            if font.find(f"{P}regular") is None:  # PowerPoint then takes none of its faces
                for face in font.iterfind(f"*[@{R}id]"):
                    part.rels.pop(face.get(f"{R}id", ""))
                listed.remove(font)
        if not len(listed):
            root.remove(listed)
    for key, relation in list(part.rels.items()):
        if relation.reltype not in OF_LOOKS:
            part.rels.pop(key)
    package_relations = part.package._rels
    for key, relation in list(package_relations.items()):
        if relation.reltype != RT.OFFICE_DOCUMENT:
            package_relations.pop(key)


def _complete(presentation: Presentation, brand: Brand, ink: str) -> None:
    """Add what every deck of ours has: notes, properties, the style of tables."""
    root, part = presentation.part._element, presentation.part
    properties = PackURI("/docProps/app.xml")
    about = Part(properties, CT.OFC_EXTENDED_PROPERTIES, part.package, app_properties())
    part.package.relate_to(about, RT.EXTENDED_PROPERTIES)
    _drop_torn_notes(presentation)
    notes = part.relate_to(part.notes_master_part, RT.NOTES_MASTER)
    if root.find(f"{P}notesMasterIdLst") is None:
        named = el("p:notesMasterIdLst", {}, el("p:notesMasterId", {"r:id": notes}))
        root.insert(1, named)  # right behind the masters, which come first
    _add_table_style(part, brand, ink)


def _drop_torn_notes(presentation: Presentation) -> None:
    """Take out a notes master without all of its placeholders: python-pptx then makes one."""
    root, part = presentation.part._element, presentation.part
    for key, relation in list(part.rels.items()):
        if relation.reltype == RT.NOTES_MASTER:
            master = relation.target_part
            held = {one.get("type") for one in etree.fromstring(master.blob).iter(f"{P}ph")}
            if not held >= NOTES_HOLDERS or RT.THEME not in {
                one.reltype for one in master.rels.values()
            }:
                part.rels.pop(key)
                for listed in root.findall(f"{P}notesMasterIdLst"):
                    root.remove(listed)


def _add_table_style(part: Part, brand: Brand, ink: str) -> None:
    """Add the style of tables (ECMA-376 part 1, 20.1.4.2.26), their text in colour `ink`."""
    try:
        styles = part.part_related_by(RT.TABLE_STYLES)
        root = etree.fromstring(styles.blob)
    except KeyError:
        root = el("a:tblStyleLst", {"def": TABLE_STYLE})
        styles = Part(PackURI("/ppt/tableStyles.xml"), CT.PML_TABLE_STYLES, part.package, b"")
        part.relate_to(styles, RT.TABLE_STYLES)
    for old in root.findall(f"{A}tblStyle[@styleId='{TABLE_STYLE}']"):
        root.remove(old)
    root.append(table_style(brand, ink, ink))
    styles._blob = to_bytes(root)  # a part of a kind that python-pptx does not know is its bytes


def _renumber(presentation: Presentation) -> bool:
    """Give masters, layouts, shapes and placeholders other ids where two of them have the same.

    Returns True, so that what reads the file through the door knows that it was read.
    """
    masters = list(presentation.slide_masters)
    ids = list(presentation.part._element.iter(f"{P}sldMasterId"))
    ids += [one for master in masters for one in master._element.iter(f"{P}sldLayoutId")]
    if len({one.get("id") for one in ids}) < len(ids) or None in {one.get("id") for one in ids}:
        for number, one in enumerate(ids, FIRST_ID):
            one.set("id", str(number))
    for master in masters:
        for sheet in (master, *master.slide_layouts):
            _tell_apart(sheet._element.iter(f"{P}cNvPr"), "id")
        for layout in master.slide_layouts:
            _tell_apart(layout._element.iter(f"{P}ph"), "idx")
    return True


def _tell_apart(elements: Iterable[Element], name: str) -> None:
    """Give elements a new number in an attribute where one before has the same, or it is 0."""
    known = list(elements)
    numbers = [int(one.get(name, "0")) for one in known]
    unused, taken = count(max(numbers, default=0) + 1), set[int]()
    for one, number in zip(known, numbers, strict=True):
        is_title = one.get("type") in ("title", "ctrTitle")
        if number in taken or (number == 0 and not is_title):
            one.set(name, str(next(unused)))
        taken.add(number)
