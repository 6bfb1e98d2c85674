"""Reads finished files back: their text by page or slide, pictures and metadata."""

import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from reportgen.checks.logical_text import has_turned, page_text
from reportgen.document import Chart, ChartKind
from reportgen.ledger.passages import SlideText, folded, squeezed
from reportgen.scripts import has_shaped, visible

MARKS = re.compile(r"(?:,?\[\d+\])+")
"""Note marks as spoken notes have them."""

FOOTERS = (15, 16)
"""Placeholder types of footer and date (PP_PLACEHOLDER of python-pptx)."""
SLIDE_NUMBER = 13

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}"

EDGE = 14.0
"""Points (5 mm) from the edge of the paper that no printer reaches."""
MOST_OUTSIDE = 100
"""So many texts beyond it are read on a page: each takes as long as all before it."""


@dataclass(frozen=True, slots=True)
class FinishedBrief:
    """What a PDF holds: text by page, its figures' alternatives, its headings, its metadata.

    `outside` are pages and texts that run to the edge of the paper or beyond it; `tags` counts the
    types of its structure elements (ISO 32000-1, 14.8.4); `strings` are its texts outside of pages,
    by the key that they stand under; `links` the addresses in it; `images` its pictures as they are
    stored; `attachments` its files by name, each with its relationship to the document; `comments`
    the kinds of its annotations that are no links.
    """

    pages: tuple[str, ...]
    outside: tuple[tuple[int, str], ...]
    alternatives: tuple[str, ...]
    formulas: tuple[str, ...]
    tags: Mapping[str, int]
    bookmarks: tuple[str, ...]
    title: str
    lang: str
    streams: tuple[bytes, ...]
    strings: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    images: tuple[bytes, ...]
    attachments: dict[str, tuple[str, bytes]]
    comments: tuple[str, ...]
    rows: tuple[int, ...] = ()
    """How many rows each table has, in the order of the structure tree."""
    opened: Mapping[str, int] = field(default_factory=dict)
    """The page that each bookmark opens, by its title; pages count from 0."""
    pdf: bytes = field(default=b"", repr=False, compare=False)

    @property
    def text(self) -> str:
        """All text without white space and hyphens: what layout adds is taken out again."""
        return squeezed("".join(self.pages))


Charted = tuple[tuple[str, ...], ...]
"""What a chart shows: "" and its categories, then the name and values of each series."""


@dataclass(frozen=True, slots=True)
class FinishedEquation:
    """Both ways in which a slide holds an equation: Office Math, and a picture, with alternatives.

    `signs` are the characters of the first in their order; "" where a branch is not there.
    """

    alternatives: tuple[str, str]
    signs: str
    svg: bytes
    png: bytes


@dataclass(frozen=True, slots=True)
class FinishedSlide:
    """What a slide holds; `pictures` are the alternatives of its pictures and tables.

    `texts` are without what is raised; `marks` are the raised numbers in their order, `footers`
    the texts of footer and date, `media` the SHA-256 of the files of each picture. `charts` are the
    alternatives of charts, each with its categories, and the name and values of each series.
    """

    number: int
    name: str
    title: str
    texts: tuple[str, ...]
    marks: tuple[str, ...]
    footers: tuple[str, ...]
    notes: str
    pictures: tuple[str, ...]
    media: tuple[tuple[str, ...], ...]
    charts: tuple[tuple[str, "Charted"], ...]
    links: tuple[str, ...]
    outside: tuple[str, ...]
    is_hidden: bool
    equations: tuple[FinishedEquation, ...] = ()

    @property
    def as_text(self) -> SlideText:
        """Its texts without white space and, in the notes, without note marks."""
        return SlideText(
            title=folded(self.title),
            shown=folded("".join(self.texts)),
            spoken=folded(MARKS.sub("", self.notes)),
            hidden=folded("".join(self.pictures)),
        )


@dataclass(frozen=True, slots=True)
class FinishedDeck:
    """What a presentation holds, and the bytes of its parts by name."""

    slides: tuple[FinishedSlide, ...]
    title: str
    subject: str
    edition: str
    parts: dict[str, bytes]


def read_brief(pdf: bytes) -> FinishedBrief:
    """Return what the PDF holds."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        root = file.Root
        tags = list(_tags(root.get("/StructTreeRoot")))
        streams = [part for part in file.objects if isinstance(part, pikepdf.Stream)]
        with file.open_outline() as outline:
            bookmarks = tuple(_titles(outline.root))
            pages = {page.objgen: number for number, page in enumerate(file.pages)}
            opened = dict(_opened(outline.root, pages))
        annotations = [one for page in file.pages for one in page.get("/Annots", [])]
        return FinishedBrief(
            pages=page_texts(pdf),
            outside=_read_pages(pdf)[1],
            alternatives=tuple(alt for kind, alt in tags if kind == "Figure"),
            formulas=tuple(alt for kind, alt in tags if kind == "Formula"),
            tags=Counter(kind for kind, _ in tags),
            bookmarks=bookmarks,
            title=str(file.docinfo.get("/Title", "")),
            lang=str(root.get("/Lang", "")),
            streams=(
                *(bytes(one.read_bytes()) for one in streams if one.get("/Subtype") != "/Image"),
                repr(dict(file.docinfo)).encode(),
            ),
            strings=tuple(_strings(file)),
            links=tuple(str(one.A.URI) for one in annotations if "/A" in one and "/URI" in one.A),
            images=tuple(
                bytes(one.read_raw_bytes()) for one in streams if one.get("/Subtype") == "/Image"
            ),
            attachments=_attachments(file),
            comments=tuple(
                str(one.Subtype)
                for one in annotations
                if one.Subtype != "/Link" and one.get("/FT") != "/Sig"
            ),
            rows=tuple(_rows(kind for kind, _ in tags)),
            opened=opened,
            pdf=pdf,
        )


def read_attachments(pdf: bytes) -> dict[str, tuple[str, bytes]]:
    """Return the files in a PDF by name, each with its relationship to the document."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        return _attachments(file)


def _attachments(file: Any) -> dict[str, tuple[str, bytes]]:
    return {
        name: (str(spec.obj.get("/AFRelationship", ""))[1:], spec.get_file().read_bytes())
        for name, spec in file.attachments.items()
    }


def _strings(file: Any) -> Iterator[tuple[str, str]]:
    """Yield every string of a PDF that is not on a page, with the key that it stands under."""
    import pikepdf

    for part in file.objects:
        held = part.stream_dict if isinstance(part, pikepdf.Stream) else part
        if isinstance(held, pikepdf.Dictionary):
            for key, value in held.items():
                if isinstance(value, pikepdf.String):
                    yield key, str(value)


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """Return the text of each page, in logical order. PDFium marks a hyphen at a line's end as
    U+FFFE. It turns lines from right to left round as a whole, and takes marks on letters for lines
    of their own: pages that have such are read otherwise, and numbers that stand in such a line.
    """
    return _read_pages(pdf)[0]


@lru_cache(maxsize=2)
def _read_pages(pdf: bytes) -> tuple[tuple[str, ...], tuple[tuple[int, str], ...]]:
    """Return the text of each page, and what runs out of one."""
    import pikepdf
    import pypdfium2

    found: list[str] = []
    outside: list[tuple[int, str]] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            found.append(text.get_text_range())
            outside += ((number, line) for line in islice(_outside(page, text), MOST_OUTSIDE))
    if any(map(has_shaped, found)):
        with pikepdf.open(io.BytesIO(pdf)) as file:
            for at, page in enumerate(file.pages):
                if has_shaped(found[at]) or has_turned(page):
                    found[at] = page_text(page)
    return tuple(found), tuple(outside)


def _outside(page: Any, text: Any) -> Iterator[str]:
    """Yield each line of a page that comes nearer than EDGE to its left or right edge."""
    start, _, end, _ = page.get_cropbox()
    for at in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(at)
        if left < start + EDGE or right > end - EDGE:
            yield text.get_text_bounded(left, bottom, right, top)


def _tags(element: Any) -> Iterator[tuple[str, str]]:
    """Yield type and alternative of every element of a structure tree (ISO 32000-1, 14.7.2)."""
    import pikepdf

    if isinstance(element, pikepdf.Array):
        for part in element:
            yield from _tags(part)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield str(element.S).removeprefix("/"), str(element.get("/Alt", ""))
        if "/K" in element:
            yield from _tags(element.K)


def _rows(kinds: Iterable[str]) -> Iterator[int]:
    """Yield how many rows follow each table among the types of elements, in their order."""
    count = -1
    for kind in kinds:
        if kind == "Table":
            if count >= 0:
                yield count
            count = 0
        elif kind == "TR":
            count += 1
    if count >= 0:
        yield count


def _titles(items: Any) -> Iterator[str]:
    for item in items:
        yield str(item.title)
        yield from _titles(item.children)


def _opened(items: Any, pages: Mapping[Any, int]) -> Iterator[tuple[str, int]]:
    """Yield each bookmark with the page it leads to, those that lead to no page left out."""
    import pikepdf

    for item in items:
        target = item.destination
        if isinstance(target, pikepdf.Array) and target[0].objgen in pages:
            yield str(item.title), pages[target[0].objgen]
        yield from _opened(item.children, pages)


@lru_cache(maxsize=2)
def read_deck(pptx: bytes) -> FinishedDeck:
    """Return what the presentation holds."""
    from pptx import Presentation

    with zipfile.ZipFile(io.BytesIO(pptx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    presentation = Presentation(io.BytesIO(pptx))
    size = (presentation.slide_width or 0, presentation.slide_height or 0)
    return FinishedDeck(
        slides=tuple(
            _slide(number, slide, size) for number, slide in enumerate(presentation.slides, 1)
        ),
        title=presentation.core_properties.title,
        subject=presentation.core_properties.subject,
        edition=presentation.core_properties.version,
        parts=parts,
    )


def _slide(number: int, slide: Any, size: tuple[int, int]) -> FinishedSlide:
    texts: list[str] = []
    footers: list[str] = []
    pictures: list[str] = []
    media: list[tuple[str, ...]] = []
    charts: list[tuple[str, Charted]] = []
    outside: list[str] = []
    for shape in slide.shapes:
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if kind is not None and int(kind) == SLIDE_NUMBER:
            continue
        if kind is not None and int(kind) in FOOTERS:
            footers.append(shape.text_frame.text)
            continue
        left, top = shape.left or 0, shape.top or 0  # None where its layout has no such place
        right, bottom = left + (shape.width or 0), top + (shape.height or 0)
        if left < 0 or top < 0 or right > size[0] or bottom > size[1]:
            outside.append(shape.name)
        if shape.has_text_frame:
            texts.append(_text(shape.text_frame))
        elif getattr(shape, "has_table", False) and shape.has_table:
            cells = (cell for row in shape.table.rows for cell in row.cells)
            texts.extend(_text(cell.text_frame) for cell in cells)
        elif getattr(shape, "has_chart", False) and shape.has_chart:
            alt = shape._element.xpath(".//p:cNvPr")[0].get("descr", "")
            charts.append((alt, _charted(shape.chart)))
        elif shape.shape_type == 13 or shape._element.tag.endswith("}pic"):
            pictures.append(shape._element.xpath(".//p:cNvPr")[0].get("descr", ""))
            media.append(_media(slide, shape._element))
    title = slide.shapes.title
    root = slide._element
    return FinishedSlide(
        number=number,
        name=root.cSld.get("name", ""),
        title=_text(title.text_frame) if title is not None else "",
        texts=tuple(texts),
        marks=tuple(_marks(root)),
        footers=tuple(footers),
        notes=slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "",
        pictures=tuple(pictures),
        media=tuple(media),
        charts=tuple(charts),
        links=tuple(_links(slide)),
        outside=tuple(outside),
        is_hidden=root.get("show") in ("0", "false"),
        equations=tuple(_equations(slide)),
    )


def _equations(slide: Any) -> Iterator[FinishedEquation]:
    """Yield what a slide offers as a choice (ECMA-376 part 3, 7.6): equations."""
    for offer in slide._element.cSld.spTree.iterchildren(f"{MC}AlternateContent"):
        branches = [offer.find(f"{MC}{name}") for name in ("Choice", "Fallback")]
        alternatives = [
            "" if one is None else next((s.get("descr", "") for s in one.iter(f"{P}cNvPr")), "")
            for one in branches
        ]
        signs = () if branches[0] is None else branches[0].iter(f"{M}t")
        shown = [] if branches[1] is None else branches[1].iter(f"{A}blip", f"{SVG}svgBlip")
        held = [slide.part.related_part(one.get(f"{R}embed")).blob for one in shown]
        png, svg = (*held, b"", b"")[:2]
        yield FinishedEquation(
            (alternatives[0], alternatives[1]),
            "".join(one.text or "" for one in signs),
            svg,
            png,
        )


def _charted(chart: Any) -> Charted:
    """Return what a chart shows: its categories, then each series; of a scatter both its values."""
    plot = chart.plots[0]
    columns = [("", *map(str, plot.categories))]
    for one in plot.series:
        columns.append((one.name, *map(number_of, one.values)))
        for across in one._element.iterchildren(f"{C}xVal"):
            found = [float(value.text) for value in across.iter(f"{C}v")]
            columns.append((one.name, *map(number_of, found)))
    return tuple(columns)


def charted(chart: Chart) -> Charted:
    """Return what a figure draws, as a chart of it shows it."""
    is_scatter = chart.kind is ChartKind.SCATTER
    columns = [("", *(() if is_scatter else chart.categories))]
    for at, one in enumerate(chart.series):
        sign = -1 if chart.mirrored and at == 0 else 1
        values = (None if value is None else sign * value for value in one.values)
        columns.append((one.name, *map(number_of, values)))
        if is_scatter:
            columns.append((one.name, *map(number_of, one.positions)))
    return tuple(columns)


def number_of(value: float | None) -> str:
    """Return a value of a chart as it is compared, "" for none."""
    return "" if value is None else f"{value:.12g}"


def _media(slide: Any, picture: Any) -> tuple[str, ...]:
    """Return the SHA-256 of a picture's PNG and, beside it, SVG."""
    named = picture.xpath(".//*[local-name()='blip' or local-name()='svgBlip']/@*")
    parts = (slide.part.related_part(one) for one in named if one.startswith("rId"))
    return tuple(hashlib.sha256(part.blob).hexdigest() for part in parts)


def _marks(slide: Any) -> Iterator[str]:
    """Yield the numbers that are raised on a slide (ECMA-376 part 1, 21.1.2.3.9)."""
    for run in slide.xpath(".//a:r[a:rPr/@baseline > 0]"):
        if (text := visible(run.text).strip()).isdigit():
            yield text


def _links(slide: Any) -> Iterator[str]:
    """Yield the addresses that a slide and its notes lead to."""
    parts = [slide.part, *([slide.notes_slide.part] if slide.has_notes_slide else [])]
    for part in parts:
        yield from (one.target_ref for one in part.rels.values() if one.is_external)


def _text(frame: Any) -> str:
    """Return the text of a frame without what is raised: note marks are not part of the words."""
    lines = []
    for paragraph in frame.paragraphs:
        runs = (run for run in paragraph.runs if not _is_raised(run))
        lines.append("".join(run.text for run in runs))
    return "\n".join(lines)


def _is_raised(run: Any) -> bool:
    """Return whether a run stands above the base line (ECMA-376 part 1, 21.1.2.3.9)."""
    properties = run._r.rPr
    return properties is not None and int(properties.get("baseline", "0").rstrip("%")) > 0
