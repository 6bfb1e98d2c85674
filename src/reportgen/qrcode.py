"""Draws an address as a QR code (ISO/IEC 18004)."""

import io

import segno

from reportgen.document import Drawing, Place, Size, mm

ADDRESS = "address"
"""The id that the code's picture has among the drawings."""

SIDE = mm(21)
QUIET = {"brief": 0, "deck": 3}
"""How many modules wide the white around a code is: on paper, it is there anyway."""
DOTS = 16
"""How many dots wide a module is in a code's pixels."""


def qr_code(url: str, place: Place | None = None) -> Drawing:
    """Return the code of an address as a drawing; a quarter of it may be damaged (level Q).

    `place` is where it stands, by default in a brief. For a deck it has pixels beside the SVG.
    """
    place = place or Place("brief", Size(SIDE, SIDE))
    code = segno.make(url, error="q", micro=False)
    svg, png = io.BytesIO(), io.BytesIO()
    quiet = QUIET[place.kind]
    light = "white" if place.kind == "deck" else None
    code.save(svg, kind="svg", border=quiet, omitsize=True, light=light)
    if place.kind == "deck":
        code.save(png, kind="png", border=quiet, scale=DOTS)
    return Drawing(ADDRESS, place, svg.getvalue(), png.getvalue())
