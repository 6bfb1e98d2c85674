"""Makes docs/gallery.md and its pictures: every form of chart with the words that draw it.

    python tools/gallery.py

The words stand in docs/gallery/brief.md, a document like any; the tool itself builds each picture
of them (`reportgen figure`). Their data are the repository's own, and those in docs/gallery/data.
"""

import io
import re
import shutil
import tempfile
from pathlib import Path

from PIL import Image

from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project
from reportgen.recipes.figure_picture import write_figure

ROOT = Path(__file__).parent.parent
GALLERY = ROOT / "docs/gallery"
DATA = (ROOT / "content/data", ROOT / "src/reportgen/starter/content/data", GALLERY / "data")
WIDTH = 1000
"""Pixels across; pages show pictures at half of it."""
COLORS = 48
ENTRY = re.compile(
    r"^!\[.*?\]\((?P<file>[^)]+)\)\{#fig-(?P<name>\S+) (?P<rest>[^\n]*)\}\n"
    r"(?P<block>\n``` \{\.chart\}\n.*?\n```\n)?",
    re.MULTILINE | re.DOTALL,
)
HEAD = """# Gallery

Every form of chart with the words that draw it. The tool itself made the pictures, of
[one document](gallery/brief.md) (`python tools/gallery.py`); [charts.md](charts.md) has all
settings, [maps.md](maps.md) more of maps.

"""


def main() -> None:
    """Write the page and its pictures."""
    text = (GALLERY / "brief.md").read_text("utf-8")
    (ROOT / "docs/gallery.md").write_text(page(text), "utf-8")
    _draw([found["name"] for found in ENTRY.finditer(text)], text)


def page(text: str) -> str:
    """Return the page, of a document with a figure for each form."""
    page = HEAD
    for found in ENTRY.finditer(text):
        name = found["name"]
        page += f"## {name.replace('-', ' ').capitalize()}\n\n"
        page += (
            f'<img src="gallery/{name}.png" width="500" alt="{_alternative(found["rest"])}">\n\n'
        )
        page += f"````markdown\n{found[0].strip()}\n````\n\n"
    return page.rstrip() + "\n"


def _alternative(rest: str) -> str:
    found = re.search(r'alt="([^"]*)"', rest)
    assert found is not None, "every figure has one"
    return found[1]


def _draw(names: list[str], text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content/data").mkdir(parents=True)
        (root / "content/brief.md").write_text(text, "utf-8")
        for source in DATA:
            for file in source.iterdir():
                copy = root / "content/data" / file.name
                shutil.copy(file, copy)
                if copy.suffix == ".yaml":  # their sources are works of other documents
                    told = re.sub(
                        r"^source: .*$", "source: []", copy.read_text("utf-8"), flags=re.M
                    )
                    copy.write_text(told, "utf-8")
        for name in names:
            diagnostics = Diagnostics()
            picture, _ = write_figure(Project(root), f"fig-{name}", "png", WIDTH, diagnostics)
            diagnostics.stop_on_errors()
            with Image.open(io.BytesIO((root / picture).read_bytes())) as image:
                few = image.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
            few.save(GALLERY / f"{name}.png", optimize=True)
            print(name, (GALLERY / f"{name}.png").stat().st_size // 1000, "kB")


if __name__ == "__main__":
    main()
