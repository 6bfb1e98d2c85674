"""How time and memory grow with content: a document of ten times the size, and of forty times.

Run by hand: `python benchmarks/growth.py [SECTIONS]`. A section is a page of text with a table,
two figures, ten notes and a slide. Each size is built cold, in a process of its own, in turn.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from stress import ENGLISH, FIGURE

from reportgen.checks.read_back import page_texts
from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.outputs import FORMATS

TIMES = (1, 10, 40)
ROUNDS = 3
NOTES = 10


def project(root: Path, sections: int, notes: int = NOTES) -> Path:
    """Write a document of so many sections with so many works each, and return its folder."""
    content = root / "content"
    (content / "data").mkdir(parents=True)
    (root / "figures").mkdir()
    (root / "figures/bars.py").write_text(FIGURE)
    works = [
        {
            "id": f"work{at}",
            "type": "book",
            "title": f"Book number {at} on leaving",
            "author": [{"family": f"Author{at}", "given": "A."}],
            "publisher": "House",
            "issued": {"date-parts": [[1990 + at % 35]]},
        }
        for at in range(sections * notes or 1)
    ]
    (content / "references.json").write_text(json.dumps(works))
    rows = "".join(f"{year},{year % 7 * 100 + 50}\n" for year in range(2000, 2012))
    (content / "data/series.csv").write_text("year,total\n" + rows)
    about = "title: T\nsource: work0\nlicense: CC0\ncolumns:\n  year: {format: year}\n"
    (content / "data/series.yaml").write_text(about)
    head = (
        "---\ntitle: A document that grows\nlang: en-GB\ndate: 2026-01-31\nedition: '1'\n"
        "bibliography: references.json\n---\n\n# Key findings {#sec-key .unnumbered}\n\n"
        "::: key-points\n- It holds [@work0].\n:::\n\n"
    )
    (content / "brief.md").write_text(
        head + "\n".join(section(at, notes) for at in range(sections))
    )
    return root


def section(number: int, notes: int) -> str:
    """Return a section with all that belongs to it."""
    cites = "".join(f" Claim {at} [@work{number * notes + at}]." for at in range(notes))
    figures = "".join(
        f"![**Figure {number} {half}.** Legend [@work{number * notes}].](figures/bars.py)"
        f'{{#fig-{number}-{half} alt="Bars of {number} {half}." height=48mm}}\n\n'
        f"Part {number} {half}. {ENGLISH * 3}\n\n"
        for half in "ab"
    )
    return (
        f"# Section {number} says something {{#sec-{number}}}\n\n"
        f"Part {number}. {ENGLISH * 4}{cites}\n\n{figures}"
        f"![**Rows {number}.** Source: [@work{number * notes}].](data/series.csv)"
        f'{{#tbl-{number} columns="year,total"}}\n\n'
        f"::: {{.slide #s-{number}}}\n## Slide {number} says something\n\n![](#fig-{number}-a)\n\n"
        f"- Point [@work{number * notes}]\n\n::: notes\nSay it slowly.\n:::\n:::\n"
    )


def once(root: Path) -> None:
    """Build a project, and print seconds, megabytes, pages and slides as JSON."""
    start = time.perf_counter()
    list(build(Project(root), FORMATS, Diagnostics()))
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    pages = len(page_texts((root / "build/brief.pdf").read_bytes()))
    print(json.dumps([seconds, memory, pages]))


def main() -> None:
    if sys.argv[1:2] == ["--once"]:
        once(Path(sys.argv[2]))
        return
    base = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    found: dict[int, list[list[float]]] = {times: [] for times in TIMES}
    for _ in range(ROUNDS):
        for times in TIMES:
            with tempfile.TemporaryDirectory() as folder:
                root = project(Path(folder) / "project", base * times)
                command = [sys.executable, __file__, "--once", str(root)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                found[times].append(json.loads(done.stdout.splitlines()[-1]))
    first = None
    for times, runs in found.items():
        seconds, memory, pages = (median(column) for column in zip(*runs, strict=True))
        line = f"x {times}: {seconds:.1f} s, {memory:.0f} MB, {pages:.0f} pages"
        if times == TIMES[1]:
            first = seconds, memory
        if first and times == TIMES[2]:
            grown = times / TIMES[1]
            line += (
                f"; of x {TIMES[1]} times {grown:g}: time {seconds / first[0] / grown:.2f}, "
                f"memory {memory / first[1] / grown:.2f}"
            )
        print(line, flush=True)


if __name__ == "__main__":
    main()
