"""Writes what stands around the slides: speaker notes, sections, properties."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.parts.slide import NotesSlidePart
from pptx.presentation import Presentation
from pptx.slide import Slide

from reportgen.deck.drawingml import SECTIONS_EXTENSION, Element, el, to_bytes
from reportgen.deck.model import Paras, Plan
from reportgen.deck.notes_page import notes_xml
from reportgen.deck.write.notes_text import notes_text
from reportgen.deck.write.text_xml import Links, TextWriter
from reportgen.document import ResolvedDocument, plain_text
from reportgen.language import with_region

FIRST_LINK = 3
"""The first two relations of a notes page lead to its master and its slide."""
MOST = 255
"""Characters that a core property holds in PowerPoint."""
NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)


def add_notes(slide: Slide, paras: Paras, lang: str) -> None:
    """Add a slide's notes page with what the speaker says.

    python-pptx would look for a free name among all parts, for each slide anew.
    """
    part, package = slide.part, slide.part.package
    number = "".join(one for one in str(part.partname) if one.isdigit())
    name = PackURI(f"/ppt/notesSlides/notesSlide{number}.xml")
    addresses = dict.fromkeys(run.link for para in paras for run in para.runs if run.link)
    relations = {url: f"rId{at}" for at, url in enumerate(addresses, FIRST_LINK)}
    text = TextWriter(lang, Links(url=relations.__getitem__, slide=lambda _: ""))
    notes = NotesSlidePart.load(
        name,
        CT.PML_NOTES_SLIDE,
        package,
        notes_xml(notes_text(paras, text, with_region(lang))),
    )
    master = package.presentation_part.notes_master_part
    notes.relate_to(master, RT.NOTES_MASTER)
    notes.relate_to(part, RT.SLIDE)
    for url, wanted in relations.items():
        made = notes.relate_to(url, RT.HYPERLINK, is_external=True)
        assert made == wanted, "relations are numbered in the order in which they are made"
    part.relate_to(notes, RT.NOTES_SLIDE)


def add_evidence(presentation: Presentation, data: bytes) -> None:
    """Add a custom XML part (ECMA-376 part 1, 15.2.5) with its properties (15.2.6)."""
    package = presentation.part.package
    part = Part(PackURI("/customXml/item1.xml"), CT.XML, package, data)
    name = str(uuid.uuid5(uuid.NAMESPACE_URL, "reportgen:evidence")).upper()
    root = el("ds:datastoreItem", {"ds:itemID": f"{{{name}}}"}, el("ds:schemaRefs"))
    about = PackURI("/customXml/itemProps1.xml")
    properties = Part(about, CT.OFC_CUSTOM_XML_PROPERTIES, package, to_bytes(root))
    part.relate_to(properties, RT.CUSTOM_XML_PROPS)
    presentation.part.relate_to(part, RT.CUSTOM_XML)


def write_sections(presentation: Presentation, plan: Plan) -> None:
    """Group the slides by their sections ([MS-PPTX] 2.6.7), as the overview shows them."""
    ids = [int(one.get("id")) for one in presentation.slides._sldIdLst]
    sections: list[tuple[str, list[int]]] = []
    for planned, number in zip(plan.slides, ids, strict=True):
        if not sections or sections[-1][0] != planned.section:
            sections.append((planned.section, []))
        sections[-1][1].append(number)
    made = [_section(at, name, numbers) for at, (name, numbers) in enumerate(sections)]
    extension = el("p:ext", {"uri": SECTIONS_EXTENSION}, el("p14:sectionLst", {}, *made))
    presentation.part._element.append(el("p:extLst", {}, extension))


def _section(at: int, name: str, slides: Sequence[int]) -> Element:
    """Return a section; its GUID is made from place and name, so that it is always the same."""
    guid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"reportgen:section:{at}:{name}")).upper()
    members = [el("p14:sldId", {"id": number}) for number in slides]
    return el(
        "p14:section",
        {"name": name, "id": f"{{{guid}}}"},
        el("p14:sldIdLst", {}, *members),
    )


def describe(presentation: Presentation, document: ResolvedDocument) -> None:
    """Write the core properties: what the document is, nothing of who or what made the file."""
    meta, core = document.metadata, presentation.core_properties
    names = ", ".join(author.name for author in meta.authors)
    moment = _moment(meta.date)
    core.title = cut(plain_text(meta.title))
    core.subject = cut(plain_text(meta.subtitle))
    core.author = cut(meta.organisation or names)
    core.last_modified_by = cut(meta.organisation or names)
    core.keywords = cut(", ".join(meta.keywords), ",")
    core.language = meta.lang
    core.version = cut(meta.edition)
    core.created = moment
    core.modified = moment
    core.revision = 1


def cut(text: str, at: str = " ") -> str:
    """Return a text, cut at a word or keyword where it is longer than a property may be."""
    if len(text) <= MOST:
        return text
    shorter = text[: MOST + 1].rpartition(at)[0]
    return shorter.rstrip() or text[:MOST]


def _moment(date: str) -> datetime:
    """Return an ISO 8601 date as its midnight, a fixed moment where it is none."""
    try:
        return datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError:
        return NO_DATE
