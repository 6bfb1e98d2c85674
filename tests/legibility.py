"""Measures what people see of a deck where LibreOffice shows it: whether its text can be read.

Letters are read from the rendering with their colours; then text and the deck's own pictures are
taken out of the page, and what is left is what lies behind them: grounds, and artwork.
"""

import io
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_uint
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pptx
import pypdfium2
import pypdfium2.raw as pdfium

from reportgen.contrast import least_contrast

EMU = 12_700
APART = 70
"""By how much of 255 a channel differs from what lies around it where artwork is."""
MOST_ARTWORK, MOST_UNDER_PICTURE = 0.04, 0.01
SEEN_THROUGH = 0.3
"""The share of artwork that is still seen through a picture, from which on it has no ground."""
SLACK = 2.0
"""Points that a letter may stand out of its box."""
HANGUL_BEYOND = 0.2
LEAST_INK = 4.5
"""The contrast that something of a picture has to have with the ground around it."""
BEGINNING = 6

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom in points of the page."""
Pixels: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that is seen wrong: on which slide, of which kind, where, and what it is."""

    slide: str
    kind: str
    shape: str
    said: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a page: `size` is in points of the page."""

    text: str
    box: Box
    color: tuple[int, int, int]
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Word:
    """Letters of one shape that stand side by side."""

    shape: str
    text: str
    box: Box
    letters: tuple[Letter, ...]


def seen(deck: bytes, pdf: Path) -> Iterator[Seen]:
    """Yield what cannot be read in a deck as `pdf` shows it, of each kind one in each shape."""
    presentation: Any = pptx.Presentation(io.BytesIO(deck))
    slides = [one for one in presentation.slides if one._element.get("show") != "0"]
    with pypdfium2.PdfDocument(pdf) as pages:
        assert len(pages) == len(slides), "LibreOffice leaves out hidden slides alone"
        for number, (slide, page) in enumerate(zip(slides, pages, strict=True), 1):
            scale = page.get_width() / (presentation.slide_width / EMU)
            known = set[tuple[str, str]]()
            for one in _on(slide, number, page, scale):
                if (one.kind, one.shape) not in known:
                    known.add((one.kind, one.shape))
                    yield one


def _on(slide: Any, number: int, page: Any, scale: float) -> Iterator[Seen]:
    name = slide.name or slide.part.partname.filename
    shapes = [one for one in slide.shapes if None not in (one.left, one.top, one.width, one.height)]
    boxes = {id(one): _box(one, scale) for one in shapes}
    letters, words = _letters(page), list[Word]()
    whole = pixels(page)
    for shape in shapes:
        text = _squeezed(_text(shape)).replace("‹#›", str(number))
        if not text:
            continue
        own, letters = _own(letters, text, boxes[id(shape)])
        if not own:
            yield Seen(name, "lost", shape.name, text[:30])
        over = max((_excess(one, boxes[id(shape)]) for one in own), default=0.0)
        if over > SLACK:
            yield Seen(name, "out", shape.name, f"{over:.0f} pt: {text[:20]}")
        words += _words(shape.name, own)
    pictures = [one for one in shapes if one._element.tag.endswith("}pic")]
    within = _take_out(page, [boxes[id(one)] for one in pictures])
    behind = pixels(page)
    for word in words:
        if any(_shared(word.box, one) > 0 for one in within):
            continue  # it is still on the page
        yield from (
            Seen(name, kind, word.shape, said) for kind, said in _faults(word, behind, scale)
        )
        for one in pictures:
            if _shared(word.box, boxes[id(one)]) > 0:
                yield Seen(name, "collide", word.shape, f"{word.text} on {one.name}")
    static = _words("template", letters)
    covered = [boxes[id(one)] for one in shapes if one._element.xpath("./p:spPr/a:solidFill")]
    static = [one for one in static if not any(_shared(one.box, box) > 0 for box in covered)]
    for at, word in enumerate(words):
        for other in (*words[at + 1 :], *static):
            if other.shape != word.shape and _covers(word.box, other.box):
                said = f"{word.text} and {other.text} of {other.shape}"
                yield Seen(name, "collide", word.shape, said)
    for shape in pictures:
        if not shape._element.xpath(".//*[local-name()='decorative']"):
            box = boxes[id(shape)]
            yield from (Seen(name, k, shape.name, s) for k, s in _picture(box, behind, whole))


def _box(shape: Any, scale: float) -> Box:
    left, top = shape.left / EMU * scale, shape.top / EMU * scale
    return left, top, left + shape.width / EMU * scale, top + shape.height / EMU * scale


def _text(shape: Any) -> str:
    if shape.has_text_frame:
        return str(shape.text_frame.text)
    if getattr(shape, "has_table", False):
        return "".join(cell.text for row in shape.table.rows for cell in row.cells)
    return ""


def _squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split()).casefold()


def _letters(page: Any) -> list[Letter]:
    """Return the letters of a page in the order in which they are drawn."""
    text, high = page.get_textpage(), page.get_height()
    found = []
    for at in range(text.count_chars()):
        said = chr(pdfium.FPDFText_GetUnicode(text, at)).replace("\x02", "-")  # at a line's end
        if not said.strip() or pdfium.FPDFText_IsGenerated(text, at):
            continue
        sides = [c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(text, at, *map(byref, sides))
        left, right, bottom, top = (one.value for one in sides)
        shades = [c_uint() for _ in range(4)]
        pdfium.FPDFText_GetFillColor(text, at, *map(byref, shades))
        size = pdfium.FPDFText_GetFontSize(text, at)
        bold = pdfium.FPDFText_GetFontWeight(text, at) >= 600
        red, green, blue, _ = (one.value for one in shades)
        box = left, high - top, right, high - bottom
        found.append(Letter(said, box, (red, green, blue), size, bold))
    return found


def _own(letters: list[Letter], text: str, box: Box) -> tuple[list[Letter], list[Letter]]:
    """Return the letters that spell a text, and the others.

    Few letters, such as a slide's number, are those that stand in its box, if any do.
    """
    if len(text) < BEGINNING:
        inside = [one for one in letters if _shared(one.box, box) > 0]
        near = "".join(one.text for one in inside).casefold().find(text)
        if near >= 0:
            own = inside[near : near + len(text)]
            return own, [one for one in letters if one not in own]
    known = [one.text.casefold() for one in letters]
    start = "".join(one if len(one) == 1 else "?" for one in known).find(text[:BEGINNING])
    at, own = 0, list[Letter]()
    for number in range(max(start, 0), len(letters)):
        if text.startswith(known[number], at):
            own.append(letters[number])
            at += len(known[number])
            if at == len(text):
                kept = {id(one) for one in own}
                return own, [one for one in letters if id(one) not in kept]
    return [], letters


def _words(shape: str, letters: Sequence[Letter]) -> list[Word]:
    """Return letters as words: those that stand closely side by side."""
    groups: list[list[Letter]] = []
    for one in letters:
        last = groups[-1][-1] if groups else None
        close = (
            last is not None
            and -1 < one.box[0] - last.box[2] < 0.2 * one.size + 1
            and abs(one.box[3] - last.box[3]) < 0.6 * one.size
            and one.color == last.color
        )
        groups[-1].append(one) if close else groups.append([one])
    return [
        Word(
            shape,
            "".join(one.text for one in group)[:24],
            (
                min(one.box[0] for one in group), min(one.box[1] for one in group),
                max(one.box[2] for one in group), max(one.box[3] for one in group),
            ),
            tuple(group),
        )
        for group in groups
    ]  # fmt: skip


def _excess(letter: Letter, box: Box) -> float:
    """Return by how many points a letter stands out of a box.

    LibreOffice sets Hangul up to a fifth of its size beyond the edge of a line that it broke there.
    """
    left, top, right, bottom = letter.box
    own = HANGUL_BEYOND * letter.size if "가" <= letter.text <= "힣" else 0.0
    return max(box[0] - left, right - box[2] - own, box[1] - top, bottom - box[3])


def _take_out(page: Any, pictures: Sequence[Box]) -> list[Box]:
    """Take text and the deck's own pictures out of a page; return what text stays, in forms."""
    high = page.get_height()
    stays = []
    for one in page.get_objects(max_depth=3):
        if one.level and one.type == pdfium.FPDF_PAGEOBJ_TEXT:
            left, bottom, right, top = one.get_bounds()
            stays.append((left, high - top, right, high - bottom))
    for one in list(page.get_objects(max_depth=1)):
        if one.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = one.get_bounds()
            box = left, high - top, right, high - bottom
            near = (abs(a - b) < 3 for known in pictures for a, b in zip(box, known, strict=True))
            sides = list(near)
            if not any(all(sides[at : at + 4]) for at in range(0, len(sides), 4)):
                continue
        elif one.type != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        page.remove_obj(one)
    return stays


def pixels(page: Any) -> Pixels:
    """Return a page as pixels, one a point."""
    return np.asarray(page.render(scale=1).to_numpy(), dtype=np.float64)[:, :, 2::-1]


def _region(found: Pixels, box: Box) -> Pixels:
    high, wide = found.shape[:2]
    left, top = min(wide - 1, max(0, int(box[0]))), min(high - 1, max(0, int(box[1])))
    right, bottom = max(left + 1, int(box[2])), max(top + 1, int(box[3]))
    return found[top:bottom, left:right].reshape(-1, 3)


def _luminance(colors: Any) -> Pixels:
    part = np.asarray(colors, dtype=np.float64) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def _contrasts(color: Any, ground: Pixels) -> Pixels:
    one, other = _luminance(color), _luminance(ground)
    return np.asarray((np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05))


def _artwork(region: Pixels) -> float:
    """Return the share of a region that is not of its middle colour."""
    middle = np.median(region, axis=0)
    return float((np.abs(region - middle).max(axis=1) > APART).mean())


def _faults(word: Word, behind: Pixels, scale: float) -> Iterator[tuple[str, str]]:
    left, top, right, bottom = word.box
    high, wide = behind.shape[:2]
    if left < -1 or top < -1 or right > wide + 1 or bottom > high + 1:
        yield "off", word.text
        return
    region = _region(behind, word.box)
    size = max(one.size for one in word.letters) / scale
    found = float(np.percentile(_contrasts(word.letters[0].color, region), 20))
    least = least_contrast(size + 0.1, bold=word.letters[0].bold)
    if found < least - 0.05:
        yield "contrast", f"{word.text}: {found:.1f}"
    letters = left, top, right, bottom - 0.3 * (bottom - top)  # above the line under a link
    if (share := _artwork(_region(behind, letters))) > MOST_ARTWORK:
        yield "artwork", f"{word.text}: {share:.2f}"


def _picture(box: Box, behind: Pixels, whole: Pixels) -> Iterator[tuple[str, str]]:
    region, shown = _region(behind, box), _region(whole, box)
    drawn = np.abs(region - np.median(region, axis=0)).max(axis=1) > APART
    same = np.abs(region - shown).max(axis=1) < APART / 4
    through = float(same[drawn].mean()) if drawn.any() else 0.0
    if (share := _artwork(region)) > MOST_UNDER_PICTURE and through > SEEN_THROUGH:
        yield "on artwork", f"{share:.2f}"
    ground = np.median(shown, axis=0)
    if float(np.percentile(_contrasts(ground, shown), 99.9)) < LEAST_INK:
        yield "pale", ""


def _shared(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0]) - 1
    high = min(one[3], other[3]) - max(one[1], other[1]) - 1
    return wide * high if wide > 0 and high > 0 else 0.0


def _covers(one: Box, other: Box) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 1 and high > 0.3 * min(one[3] - one[1], other[3] - other[1])
