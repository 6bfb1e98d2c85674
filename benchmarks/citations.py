"""Citation rendering of 500 works, as a ratio to pandoc's own time for the same citations.

Run by hand: `python benchmarks/citations.py [WORKS]`. Both are timed in turn, five times each.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from reportgen.citing.citations import render
from reportgen.citing.references import load_references
from reportgen.citing.styles import load_style
from reportgen.diagnostics import Diagnostics, Span
from reportgen.document import Citation, Cite
from reportgen.files.project import Project, theme_file
from reportgen.pandoc import executable

ROUNDS = 5
STYLES = ("chicago-notes-bibliography", "apa")


def works(count: int) -> str:
    """Return the real brief's works again and again under new keys and titles, as CSL-JSON."""
    real = json.loads((Path(__file__).parent.parent / "content/references.json").read_text())
    made = [dict(real[at % len(real)]) for at in range(count)]
    for at, work in enumerate(made):
        work["id"] = f"work{at}"
        work["title"] = f"{work['title']} {at}"
    return json.dumps(made)


def ours(folder: Path, style: str) -> float:
    start = time.perf_counter()
    diagnostics, project = Diagnostics(), Project(folder)
    references = load_references(["works.json"], "brief.md", project, diagnostics)
    read = load_style(style, "brief.md", project, diagnostics)
    assert read
    assert not list(diagnostics)
    cites = [Cite(at, (Citation(key),), Span("")) for at, key in enumerate(references.works)]
    made = render(list(cites), references, read, "en-GB")
    assert len(made.entries) == len(cites)
    return time.perf_counter() - start


def pandocs(folder: Path, style: str) -> float:
    start = time.perf_counter()
    command = [
        executable(), "--sandbox", "-f", "markdown", "-t", "json", "--citeproc", "-M", "lang=en-GB",
        "--csl", str(theme_file(f"styles/{style}.csl")),
        "--bibliography", str(folder / "works.json"), str(folder / "brief.md"),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "works.json").write_text(works(count))
        (folder / "brief.md").write_text("\n\n".join(f"Text [@work{at}]." for at in range(count)))
        for style in STYLES:
            times = [(ours(folder, style), pandocs(folder, style)) for _ in range(ROUNDS)]
            us, them = (median(column) for column in zip(*times, strict=True))
            ratios = [one / other for one, other in times]
            print(
                f"{count} works, {style}: ours {us:.2f} s, pandoc {them:.2f} s, "
                f"ratio {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
            )


if __name__ == "__main__":
    main()
