"""Draws text whose letters join, stack or run from right to left, so that it can be read back.

Each glyph of a PDF stands for characters (ToUnicode; ISO 32000-1, 9.10.3), always for the same.
WeasyPrint takes them from where it meets a glyph first, which is right where a glyph is a letter.
Arabic, Hebrew with points, Devanagari and Thai set several glyphs for a letter or one for several,
and in another order: here a glyph stands for its own letter where the font says which, and a
cluster whose glyphs do not add up to its letters bears them as replacement text (14.9.4). What runs
from right to left is shown from left to right, and marked so (14.8.2.3.3).
What holds no such letter is drawn as WeasyPrint does. A function that is not its public API is
wrapped, which is why it is pinned, and so is the drawing of text in an SVG.
"""

import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint import svg as svg_drawing
from weasyprint.draw import text as drawing
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from reportgen.scripts import MIRRORED, direction_of, is_shaped


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Glyphs that stand for letters together, in visual order."""

    glyphs: tuple[Any, ...]
    text: str
    rtl: bool

    def readings(self, nominal: Mapping[int, str]) -> tuple[str, ...]:
        """Return what each glyph stands for, as far as that can be told."""
        ids = [glyph.glyph for glyph in self.glyphs]
        if self.rtl and self.text.translate(MIRRORED) != self.text:
            return (self.text.translate(MIRRORED),) * len(ids)
        letters = self.text[::-1] if self.rtl else self.text
        if len(ids) == 1:
            return (letters,)
        own = [nominal.get(one, "") for one in ids]
        if all(own) and sorted("".join(own)) == sorted(self.text):
            return tuple(own)
        if own.count("") == 1 and (rest := _without(self.text, own)):
            return tuple(one or (rest[::-1] if self.rtl else rest) for one in own)
        if len(letters) == len(ids):
            return tuple(letters)
        return tuple(one or letters[min(at, len(letters) - 1)] for at, one in enumerate(own))


def _without(text: str, letters: Iterable[str]) -> str:
    """Return a text without some letters of it, "" where it lacks one."""
    for letter in filter(None, letters):
        if letter not in text:
            return ""
        text = text.replace(letter, "", 1)
    return text


def _draw(stream: Any, box: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
    cut = text_overflow == "ellipsis" or block_ellipsis != "none"
    shaped = box.style["direction"] == "rtl" or any(map(is_shaped, box.text)) or _shares(box)
    drawn = (shaped and box.text.strip()) or _parts_words(box)
    if cut or not drawn or box.style["font_size"] < 1e-6:
        return _drawn(stream, box, text_overflow, block_ellipsis, matrix)
    layout = box.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, 1)
    line, _ = layout.get_first_line()
    for item, start in sorted(_runs(line), key=lambda run: run[0].item.offset):
        stream.set_text_matrix(*(Matrix(e=start) @ matrix).values)
        if item.item.analysis.level % 2:  # ISO 32000-1, 14.8.2.3.3
            stream.begin_marked_content("ReversedChars")
            _draw_run(stream, box, item)
            stream.end_marked_content()
        else:
            _draw_run(stream, box, item)
    return []


def _parts_words(box: Any) -> bool:
    """Return whether a box is the space between two words of Korean, each of which is a box.

    WeasyPrint draws no box of spaces alone: whoever hears the tags would hear one long word.
    """
    return box.text.isspace() and str(box.style["lang"] or "").startswith("ko")


def _shares(box: Any) -> bool:
    """Return whether a glyph may stand for several letters: Greek small capitals lose accents."""
    return box.style["font_variant_caps"] != "normal" and not box.text.isascii()


def _runs(line: Any) -> Iterator[tuple[Any, float]]:
    """Yield the runs of a line from left to right, each with where it starts."""
    run, start = line.runs[0], 0.0
    while run != ffi.NULL:
        yield run.data, start
        glyphs = run.data.glyphs
        widths = (glyphs.glyphs[at].geometry.width for at in range(glyphs.num_glyphs))
        start += sum(widths) * FROM_UNITS
        run = run.next


def _draw_run(stream: Any, box: Any, item: Any) -> None:
    """Draw glyphs of one font."""
    pango_font = item.item.analysis.font
    font, size = stream.add_font(pango_font)
    if pango.pango_version() < 14802 or font.png:  # as WeasyPrint does, Pango's issue 530
        size = box.style["font_size"]
    stream.set_font_size(font.hash, 1 if font.bitmap else size)
    nominal = _nominal(font)
    pieces: list[str] = []
    for cluster in _clusters(item, box.pango_layout.text.encode()):
        shown = [_shown(stream, font, pango_font, glyph, size) for glyph in cluster.glyphs]
        is_read = _is_read(font, cluster, nominal)
        # What is raised is a line of its own to PDFium, unless it is replaced as a whole.
        if is_read and not any(glyph.geometry.y_offset for glyph in cluster.glyphs):
            pieces.extend(shown)
            continue
        _show(stream, pieces)
        pieces = []
        words = ("\ufeff" + cluster.text).encode("utf-16-be").hex()
        stream.begin_marked_content("Span", f"<</ActualText <{words}>>>")
        _show(stream, _raised_last(font, cluster, size))
        stream.end_marked_content()
    _show(stream, pieces)


def _show(stream: Any, pieces: list[str]) -> None:
    """Show glyphs; one that stands higher or lower, its rise before a bar, by itself."""
    line = ""
    for piece in pieces:
        rise, bar, glyph = piece.rpartition("|")
        if not bar:
            line += glyph
            continue
        if line:
            stream.show_text(line)
            line = ""
        stream.set_text_rise(rise)
        stream.show_text(glyph)
        stream.set_text_rise(0)
    if line:
        stream.show_text(line)


def _shown(stream: Any, font: Any, pango_font: Any, glyph: Any, size: float) -> str:
    """Return a glyph as an array of TJ holds it, with the moves around it (ISO 32000-1, 9.4.3)."""
    number, geometry = glyph.glyph, glyph.geometry
    width = geometry.width * 1000 * FROM_UNITS / size
    if number not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, number, stream.ink_rect, stream.logical_rect)
        font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    offset = geometry.x_offset * 1000 * FROM_UNITS / size
    after = font.widths[number] + offset - width
    code = f"<{number:02x}>" if font.bitmap else f"<{number:04x}>"
    moved = f" {-offset:.0f}{code}" if round(offset) else code
    moved = f"{moved}{after:.0f} " if round(after) else moved
    rise = -geometry.y_offset * FROM_UNITS
    return f"{rise:.3f}|{moved}" if geometry.y_offset else moved


def _raised_last(font: Any, cluster: _Cluster, size: float) -> list[str]:
    """Return the glyphs of a cluster, those on the line first: a reader takes its place from it."""
    pen, places = 0.0, []
    for glyph in cluster.glyphs:
        geometry = glyph.geometry
        places.append((geometry.y_offset, pen + geometry.x_offset, glyph.glyph))
        pen += geometry.width
    unit = 1000 * FROM_UNITS / size
    at, shown = 0.0, []
    for rise, place, number in sorted(places, key=lambda one: one[0] != 0):
        code = f"<{number:02x}>" if font.bitmap else f"<{number:04x}>"
        moved = f" {at - place * unit:.0f} {code}"
        shown.append(f"{-rise * FROM_UNITS:.3f}|{moved}" if rise else moved)
        at = place * unit + font.widths[number]
    return [*shown, f" {at - pen * unit:.0f} "]


def _clusters(item: Any, encoded: bytes) -> Iterator[_Cluster]:
    """Yield the clusters of a run in visual order."""
    glyphs, count = item.glyphs, item.glyphs.num_glyphs
    starts = [glyphs.log_clusters[at] for at in range(count)]
    edges = sorted({*starts, item.item.length})
    ends = dict(pairwise(edges))
    offset, at = item.item.offset, 0
    while at < count:
        end = at
        while end < count and starts[end] == starts[at]:
            end += 1
        own = [glyphs.glyphs[one] for one in range(at, end)]
        seen = tuple(one for one in own if one.glyph != pango.PANGO_GLYPH_EMPTY)
        text = encoded[offset + starts[at] : offset + ends[starts[at]]].decode()
        if seen:
            yield _Cluster(seen, text, bool(item.item.analysis.level % 2))
        at = end


def _is_read(font: Any, cluster: _Cluster, nominal: Mapping[int, str]) -> bool:
    """Return whether the glyphs of a cluster say its letters; note what each stands for."""
    wanted = cluster.readings(nominal)
    found = [
        font.to_unicode.setdefault(glyph.glyph, reading)
        for glyph, reading in zip(cluster.glyphs, wanted, strict=True)
    ]
    said = "".join(found)
    if cluster.rtl:
        said = said[::-1].translate(MIRRORED)
    return unicodedata.normalize("NFKC", said) == unicodedata.normalize("NFKC", cluster.text)


def _nominal(font: Any) -> Mapping[int, str]:
    """Return for each glyph of a font the letter that it is by itself."""
    known: Mapping[int, str] | None = getattr(font, "nominal", None)
    if known is None:
        with TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True) as file:
            numbers = file.getReverseGlyphMap()
            known = {numbers[name]: chr(code) for code, name in file.getBestCmap().items()}
        font.nominal = known
    return known


class _Whole(str):
    """A text that WeasyPrint takes for one letter: it would draw those of an SVG one by one."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def _draw_svg(svg: Any, node: Any, font_size: float) -> None:
    """Draw a text of an SVG; where its letters join, as a whole, unless each has a place."""
    places = ("x", "y", "dx", "dy", "rotate")
    whole = all(len(node.get(name, "").split()) < 2 for name in places)
    if whole and node.text and any(map(is_shaped, node.text)):
        node.attrib.setdefault("direction", direction_of(str(node.text), "ltr"))
        node._etree_node.text = _Whole(node.text)
    _svg_drawn(svg, node, font_size)


_svg_drawn = svg_drawing.text
svg_drawing.text = _draw_svg
svg_drawing.TAGS |= {
    tag: _draw_svg for tag, drawn in svg_drawing.TAGS.items() if drawn is _svg_drawn
}
_drawn = drawing.draw_first_line
drawing.draw_first_line = _draw
