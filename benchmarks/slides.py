"""Seconds and memory of decks from 15 to 300 slides, with a picture and notes on each.

Run by hand: `python benchmarks/slides.py`. Each size is read, planned and written in a process of
its own, in turn; the pictures are made before, each another, of the size of their place. All slides
cite one work: citations are measured in `citations.py`.
"""

import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from growth import project
from PIL import Image, ImageDraw

from reportgen.diagnostics import Diagnostics
from reportgen.document import Drawing, Place
from reportgen.files.project import Project
from reportgen.recipes.outputs import deck
from reportgen.recipes.prepared import prepare, quiet

SIZES = (15, 75, 300)
ROUNDS = 5
DOTS = 200 / 72


def picture(name: str, place: Place) -> Drawing:
    """Return a chart of sorts, of a place's size in pixels, another for each name."""
    size = round(place.size.width.pt * DOTS), round(place.size.height.pt * DOTS)
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    pen.text((20, 20), name, fill="black")
    for at in range(0, size[0], 60):
        pen.rectangle((at, size[1] - (at * 7 + len(name)) % size[1], at + 40, size[1]), fill="navy")
    written = io.BytesIO()
    image.save(written, "PNG")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><title>{name}</title></svg>'
    return Drawing(name, place, svg.encode(), written.getvalue())


def once(root: Path) -> None:
    """Make the deck of a project, and print seconds, megabytes and slides as JSON."""
    diagnostics = Diagnostics()
    start = time.perf_counter()
    prepared = prepare(Project(root), "content/brief.md", diagnostics)
    planned = deck(prepared, diagnostics, quiet)
    seconds = time.perf_counter() - start
    drawings = {(name, place): picture(name, place) for name, place in planned.places}
    start = time.perf_counter()
    pptx = planned.write(drawings)
    seconds += time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps([seconds, memory, pptx.count(b"ppt/slides/slide") // 2]))


def main() -> None:
    if sys.argv[1:2] == ["--once"]:
        once(Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        roots = {size: project(Path(folder) / str(size), size, notes=0) for size in SIZES}
        found: dict[int, list[list[float]]] = {size: [] for size in SIZES}
        for _ in range(ROUNDS):
            for size, root in roots.items():
                command = [sys.executable, __file__, "--once", str(root)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                found[size].append(json.loads(done.stdout.splitlines()[-1]))
    for size, runs in found.items():
        seconds, memory, slides = (median(column) for column in zip(*runs, strict=True))
        each = seconds / slides * 1000
        print(f"{size}: {slides:.0f} slides, {seconds:.2f} s ({each:.0f} ms each), {memory:.0f} MB")


if __name__ == "__main__":
    main()
