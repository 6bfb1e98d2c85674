"""Compares the proportions of each picture in finished files with those of its own file."""

import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import hypot

from lxml import etree

from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import Figure, ResolvedDocument, Slide, figures, walk, within

NEAR = 0.012
"""By what share a width by its height may differ: of small pictures a pixel is as much."""
DEEPEST = 9
"""How many forms may stand in one another (ISO 32000-1, 8.10)."""
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture where it stands: its pixels' width by their height, and that of its place."""

    where: str
    own: float
    shown: float

    @property
    def is_stretched(self) -> bool:
        """Whether it is wider or higher there than it is."""
        return not _alike(self.own, self.shown)


def check_proportions(
    document: ResolvedDocument,
    files: Iterable[tuple[str, Span, bytes]],
    pdf: tuple[str, bytes],
    pptx: tuple[str, bytes],
    diagnostics: Diagnostics,
) -> int:
    """Report pictures that a finished file stretches; return how many were compared.

    `files` are pictures that the document names: each file's path, where it is named, its bytes.
    What is drawn is drawn at the size of its place, and may hold pictures of any shape; of slides
    every picture is compared.
    """
    in_brief, in_deck = tuple(in_pdf(pdf[1])), tuple(in_pptx(pptx[1]))
    on_slides, on_pages = _sources(document)
    compared = len(in_deck)
    for placed in in_deck:
        if placed.is_stretched:
            _report(pptx[0], placed, diagnostics)
    for path, span, data in files:
        ratio = ratio_of(data)
        if ratio is None:
            continue
        held = [one for one in in_brief if _alike(one.own, ratio)]
        compared += len(held)
        for placed in held:
            if placed.is_stretched:
                _report(pdf[0], placed, diagnostics)
        for name, wanted, found in ((pdf[0], on_pages, in_brief), (pptx[0], on_slides, in_deck)):
            if path in wanted and not any(_alike(one.own, ratio) for one in found):
                message = (
                    f"`{name}` has no picture in the proportions of `{path}`, {ratio:.2f} to 1"
                )
                diagnostics.add(Rule.STRETCHED_PICTURE, message, span, "build it again")
    return compared


def _sources(document: ResolvedDocument) -> tuple[set[str], set[str]]:
    """Return the files of pictures on slides, and of those in the brief."""
    slides = [one for one in walk(document.blocks) if isinstance(one, Slide)]
    inside = [
        one for slide in slides for group in within(slide) for one in walk(group)
        if isinstance(one, Figure)
    ]  # fmt: skip
    return {one.source for one in inside}, {one.source for one in figures(document)}


def _report(path: str, placed: Placed, diagnostics: Diagnostics) -> None:
    message = (
        f"{placed.where} has a picture of {placed.own:.2f} to 1 at {placed.shown:.2f} to 1: "
        "it is stretched"
    )
    diagnostics.add(Rule.STRETCHED_PICTURE, message, Span(path), "build it again")


def _alike(one: float, other: float) -> bool:
    return abs(one / other - 1) <= NEAR


def ratio_of(data: bytes) -> float | None:
    """Return the width of a picture by its height, upright; None for what has no pixels."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = ImageOps.exif_transpose(image).size
    except (OSError, ValueError, SyntaxError):
        return None
    return width / height


def in_pdf(data: bytes) -> Iterator[Placed]:
    """Yield the pictures on the pages of a PDF, those in forms too."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        for number, page in enumerate(pdf, 1):
            for found in page.get_objects(filter=[IMAGE], max_depth=DEEPEST):
                matrix, around = found.get_matrix(), found.container
                while around is not None:
                    matrix, around = matrix.multiply(around.get_matrix()), around.container
                wide, high = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
                across, down = found.get_px_size()
                if wide and high and across and down:
                    yield Placed(f"page {number}", across / down, wide / high)


IMAGE = 3
"""PDFium's number for objects that are pictures (FPDF_PAGEOBJ_IMAGE)."""


def in_pptx(data: bytes) -> Iterator[Placed]:
    """Yield the pictures on the slides of a presentation, as far as their sides are not cut."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [one for one in package.namelist() if one.startswith("ppt/slides/slide")]
        for name in sorted(names, key=lambda one: (len(one), one)):
            targets = _targets(package, name)
            for picture in etree.fromstring(package.read(name)).iter(f"{P}pic"):
                blip, size = picture.find(f".//{A}blip"), picture.find(f"{P}spPr/{A}xfrm/{A}ext")
                held = targets.get(blip.get(f"{R}embed", "")) if blip is not None else None
                own = ratio_of(package.read(held)) if held else None
                if own is None or size is None:
                    continue
                across, down = _kept(picture.find(f".//{A}srcRect"))
                shown = int(size.get("cx", "1")) / across / (int(size.get("cy", "1")) / down)
                yield Placed(name.rpartition("/")[2].removesuffix(".xml"), own, shown)


def _kept(cut: "etree._Element | None") -> tuple[float, float]:
    """Return which share of a picture's width and height is shown (20.1.8.55)."""
    sides = {side: int(cut.get(side, "0")) / 100_000 if cut is not None else 0.0 for side in "ltrb"}
    return max(1e-6, 1 - sides["l"] - sides["r"]), max(1e-6, 1 - sides["t"] - sides["b"])


def _targets(package: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Return the parts that a slide leads to, by the ids of the relations."""
    folder, _, file = name.rpartition("/")
    path = f"{folder}/_rels/{file}.rels"
    if path not in package.namelist():
        return {}
    relations = etree.fromstring(package.read(path)).iter(RELATION)
    return {
        one.get("Id", ""): posixpath.normpath(posixpath.join(folder, one.get("Target", "")))
        for one in relations
        if one.get("TargetMode") != "External"
    }
