"""Draws an address as a QR code (ISO/IEC 18004)."""

import io

import segno

from reportgen.document import Drawing, Place, Size, mm

ADDRESS = "address"
"""The id that the code's picture has among the drawings."""

SIDE = mm(21)


def qr_code(url: str) -> Drawing:
    """Return the code of an address as an SVG drawing; a quarter of it may be damaged (level Q)."""
    written = io.BytesIO()
    segno.make(url, error="q", micro=False).save(written, kind="svg", border=0, omitsize=True)
    place = Place("brief", Size(SIDE, SIDE))
    return Drawing(ADDRESS, place, written.getvalue(), b"")
