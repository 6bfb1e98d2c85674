"""This module reads finished files back: their text by page or slide, pictures and metadata."""

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.document import (
    Inlines,
    NoteMark,
    Settled,
    Styled,
    plain_text,
)

EDGE = 14.0
"""Points (5 mm) from the edge of the paper that no printer reaches."""

FOOTERS = (13, 15, 16)
"""Placeholder types of slide number, footer and date (PP_PLACEHOLDER of python-pptx)."""


@dataclass(frozen=True, slots=True)
class FinishedBrief:
    """What a PDF holds: text by page, its figures' alternatives, its headings, its metadata.

    `outside` are pages and texts that run to the edge of the paper or beyond it; `tags` counts the
    types of its structure elements (ISO 32000-1, 14.8.4).
    """

    pages: tuple[str, ...]
    outside: tuple[tuple[int, str], ...]
    alternatives: tuple[str, ...]
    tags: Mapping[str, int]
    bookmarks: tuple[str, ...]
    title: str
    lang: str
    streams: tuple[bytes, ...]

    @property
    def text(self) -> str:
        """All text without white space and hyphens: what layout adds is taken out again."""
        return squeezed("".join(self.pages))


@dataclass(frozen=True, slots=True)
class FinishedSlide:
    """What a slide holds; `pictures` are the alternatives of its pictures."""

    number: int
    title: str
    texts: tuple[str, ...]
    notes: str
    pictures: tuple[str, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinishedDeck:
    """What a presentation holds, and the bytes of its parts by name."""

    slides: tuple[FinishedSlide, ...]
    title: str
    parts: dict[str, bytes]


def squeezed(text: str) -> str:
    """Return text without white space, hyphens and zero-width characters, compatibility-composed.

    Line breaks, hyphenation and spacing of a finished page then make no difference.
    """
    return re.sub(r"[\s\u00ad\u200b\u2060\ufffe‐-]+", "", unicodedata.normalize("NFKC", text))


def printed(inlines: Inlines[Settled]) -> str:
    """Return inlines as a finished page shows them: note marks are their numbers."""
    found = []
    for inline in inlines:
        match inline:
            case NoteMark(number):
                found.append(str(number))
            case Styled(_, content):
                found.append(printed(content))
            case _:
                found.append(plain_text((inline,)))
    return "".join(found)


def read_brief(pdf: bytes) -> FinishedBrief:
    """Return what the PDF holds."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        root = file.Root
        tags = list(_tags(root.get("/StructTreeRoot")))
        streams = tuple(
            bytes(part.read_bytes())
            for part in file.objects
            if isinstance(part, pikepdf.Stream) and part.get("/Subtype") != "/Image"
        )
        with file.open_outline() as outline:
            bookmarks = tuple(_titles(outline.root))
        return FinishedBrief(
            pages=page_texts(pdf),
            outside=tuple(_outside(pdf)),
            alternatives=tuple(alt for kind, alt in tags if kind == "Figure"),
            tags=Counter(kind for kind, _ in tags),
            bookmarks=bookmarks,
            title=str(file.docinfo.get("/Title", "")),
            lang=str(root.get("/Lang", "")),
            streams=(*streams, repr(dict(file.docinfo)).encode()),
        )


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """Return the text of each page. PDFium marks a hyphen at a line's end as U+FFFE."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(page.get_textpage().get_text_range() for page in document)


def _outside(pdf: bytes) -> Iterator[tuple[int, str]]:
    """Yield page and text of each line that comes nearer than EDGE to the left or right edge."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            text, (start, _, end, _) = page.get_textpage(), page.get_cropbox()
            for at in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(at)
                if left < start + EDGE or right > end - EDGE:
                    yield number, text.get_text_bounded(left, bottom, right, top)


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


def _titles(items: Any) -> Iterator[str]:
    for item in items:
        yield str(item.title)
        yield from _titles(item.children)


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
        parts=parts,
    )


def _slide(number: int, slide: Any, size: tuple[int, int]) -> FinishedSlide:
    texts: list[str] = []
    pictures: list[str] = []
    outside: list[str] = []
    for shape in slide.shapes:
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if kind is not None and int(kind) in FOOTERS:
            continue
        right, bottom = shape.left + shape.width, shape.top + shape.height
        if shape.left < 0 or shape.top < 0 or right > size[0] or bottom > size[1]:
            outside.append(shape.name)
        if shape.has_text_frame:
            texts.append(_text(shape.text_frame))
        elif getattr(shape, "has_table", False) and shape.has_table:
            cells = (cell for row in shape.table.rows for cell in row.cells)
            texts.extend(_text(cell.text_frame) for cell in cells)
        elif shape.shape_type == 13 or shape._element.tag.endswith("}pic"):
            pictures.append(shape._element.xpath(".//p:cNvPr")[0].get("descr", ""))
    title = slide.shapes.title
    return FinishedSlide(
        number=number,
        title=_text(title.text_frame) if title is not None else "",
        texts=tuple(texts),
        notes=slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "",
        pictures=tuple(pictures),
        outside=tuple(outside),
    )


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
