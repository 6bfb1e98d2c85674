"""Cuts the theme's fonts down to what a text needs, to stand in a page or picture of the web."""

import base64
import io
from collections.abc import Iterable, Iterator

import uharfbuzz as hb  # type: ignore[import-untyped]  # it has no types
from fontTools.ttLib import TTFont

from reportgen.brand import FontFace
from reportgen.theme import Theme


def font_faces(theme: Theme, text: str) -> Iterator[str]:
    """Yield rules of CSS with the fonts of a theme, each cut down to what a text needs of it.

    A family that stands in for others holds only what these lack.
    """
    brand = theme.brand
    main = {brand.base, brand.headings, brand.display, brand.figures, brand.monospace}
    wanted = {ord(one) for one in text} | set(range(0x20, 0x7F))
    held = {point for face in theme.fonts if face.family in main for point in _points(face)}
    for face in theme.fonts:
        points = wanted & _points(face)
        if face.family not in main:
            points -= held
        if points:
            yield _face(face, points)


def _points(face: FontFace) -> set[int]:
    with TTFont(face.path, lazy=True) as font:
        return set(font.getBestCmap() or ())


def _face(face: FontFace, points: Iterable[int]) -> str:
    wanted, whole = hb.SubsetInput(), hb.Face(hb.Blob.from_file_path(str(face.path)))
    wanted.unicode_set.update(points)
    cut, out = hb.subset(whole, wanted), io.BytesIO()
    with TTFont(io.BytesIO(bytes(cut.blob.data)), recalcTimestamp=False) as font:
        font.flavor = "woff2"
        font.save(out)
    data = base64.b64encode(out.getvalue()).decode()
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f"font-style: {'italic' if face.italic else 'normal'}; font-display: swap; "
        f"src: url(data:font/woff2;base64,{data}) format('woff2') }}"
    )
