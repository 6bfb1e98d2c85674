"""This program writes the table of advance widths with which the deck measures its text.

Liberation Sans has Arial's advance widths, Liberation Serif those of Times New Roman, Carlito those
of Calibri (stated by their authors), so the table holds for these. `pitch` is the distance of lines
in em. Run it as `python tools/font_widths.py [FOLDER OF THE FONTS]`; the result is committed.
"""

import json
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path("/usr/share/fonts/truetype")
TARGET = Path(__file__).parent.parent / "src/reportgen/default_theme/font_widths.json"
FAMILIES = {
    "Arial": {
        "regular": "liberation2/LiberationSans-Regular.ttf",
        "bold": "liberation2/LiberationSans-Bold.ttf",
        "italic": "liberation2/LiberationSans-Italic.ttf",
        "bolditalic": "liberation2/LiberationSans-BoldItalic.ttf",
    },
    "Calibri": {
        "regular": "crosextra/Carlito-Regular.ttf",
        "bold": "crosextra/Carlito-Bold.ttf",
        "italic": "crosextra/Carlito-Italic.ttf",
        "bolditalic": "crosextra/Carlito-BoldItalic.ttf",
    },
    "Times New Roman": {
        "regular": "liberation2/LiberationSerif-Regular.ttf",
        "bold": "liberation2/LiberationSerif-Bold.ttf",
        "italic": "liberation2/LiberationSerif-Italic.ttf",
        "bolditalic": "liberation2/LiberationSerif-BoldItalic.ttf",
    },
}
RANGES = (
    (0x20, 0x250),  # Latin
    (0x2B0, 0x530),  # modifiers, Greek, Cyrillic
    (0x1E00, 0x1F00),  # Latin of Vietnamese and others
    (0x2000, 0x2070),  # punctuation
    (0x2070, 0x20D0),  # raised and lowered figures, currencies
    (0x2100, 0x2240),  # letterlike, fractions, arrows, operators
    (0x2248, 0x2266),
    (0x25A0, 0x25D0),  # shapes
    (0xFB00, 0xFB07),  # ligatures
)


def widths(path: Path) -> tuple[int, float, list[tuple[int, list[int]]]]:
    """Return a font's units an em, its pitch, and its advances as runs (first code point, widths).

    The pitch is that of `hhea`, as LibreOffice takes it.
    """
    with TTFont(path, lazy=True) as font:
        cmap, advances = font.getBestCmap(), font["hmtx"]
        runs = [
            (start, [advances[cmap[code]][0] if code in cmap else 0 for code in range(start, end)])
            for start, end in RANGES
        ]
        units, lines = font["head"].unitsPerEm, font["hhea"]
        return units, (lines.ascent - lines.descent + lines.lineGap) / units, runs


def main(folder: Path) -> None:
    """Write the table of all families whose fonts lie in `folder`."""
    table = {}
    for family, files in FAMILIES.items():
        measured = {style: widths(folder / name) for style, name in files.items()}
        units = {unit for unit, _, _ in measured.values()}
        assert len(units) == 1, f"{family}: styles differ in units an em"
        styles = {style: runs for style, (_, _, runs) in measured.items()}
        pitch = round(max(pitch for _, pitch, _ in measured.values()), 4)
        table[family] = {"units": units.pop(), "pitch": pitch, "styles": styles}
    TARGET.write_text(json.dumps(table, separators=(",", ":")) + "\n", "utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
