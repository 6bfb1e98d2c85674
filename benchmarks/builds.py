"""Builds of a real brief and its deck, as ratios to bare library calls and to other tools.

The document is the repository's own as it was in the revision BASE, so that figures of different
days are of the same text.

Run by hand: `python benchmarks/builds.py [ROUNDS]`, after `pip install typst` (pandoc is here
anyway). The other tools are pandoc, which writes Typst and a deck, and Typst, which writes the PDF;
they are given the same text, the numbers filled in, the figures drawn, the tables left out.
"""

import pickle
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from measured import ROUNDS, ratio

from reportgen.brief.html import to_html
from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project, theme_file
from reportgen.pandoc import executable
from reportgen.recipes.building import build
from reportgen.recipes.outputs import FORMATS, WRITERS
from reportgen.recipes.prepared import prepare, quiet

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent
BASE = "60ae3c2"
TEXT = (("have stayed low {", "have remained low {"), ("hunger once led", "hunger led at first"))
"""Words of a heading and of a slide, and others: an edit goes to and fro."""
DATA = ((",420000,", ",430000,"),)
"""A value that one figure is drawn from."""


class Real:
    """The real project in a folder of its own, with the Makefile, built once."""

    def __init__(self, root: Path) -> None:
        root.mkdir()
        archive = subprocess.run(
            ["git", "archive", BASE, "content", "figures"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        subprocess.run(["tar", "-x"], cwd=root, input=archive, check=True)
        shutil.copy(ROOT / "src/reportgen/starter/Makefile", root / "Makefile")
        self.root = root
        self.warm()

    def cold(self) -> None:
        shutil.rmtree(self.root / "build")
        run(sys.executable, "-m", "reportgen", "build", str(self.root))

    def warm(self) -> None:
        list(build(Project(self.root), FORMATS, Diagnostics()))

    def make(self) -> None:
        run("make", "-C", str(self.root), f"REPORTGEN={Path(sys.executable).parent}/reportgen")

    def edit(self, path: str, words: tuple[tuple[str, str], ...]) -> None:
        """Put other words into a file, or the first ones back."""
        text = before = (self.root / path).read_text()
        for one, other in words:
            text = text.replace(one, other) if one in text else text.replace(other, one)
        assert text != before
        (self.root / path).write_text(text)

    def text_edit(self, then: Callable[[], None]) -> None:
        self.edit("content/brief.md", TEXT)
        then()

    def data_edit(self, then: Callable[[], None]) -> None:
        self.edit("content/data/famine_death_estimates.csv", DATA)
        then()


def run(*command: str, at: Path | None = None) -> None:
    done = subprocess.run(command, cwd=at, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


class Bare:
    """The library calls of a cold build in a process of their own, on what a build has prepared."""

    def __init__(self, real: Real, folder: Path) -> None:
        folder.mkdir()
        prepared = prepare(Project(real.root), "content/brief.md", Diagnostics(), may_keep=False)
        plans = [WRITERS[one][1](prepared, Diagnostics(), quiet) for one in FORMATS]
        figure_pool, jobs = prepared.figure_pool, []
        for plan in plans:
            jobs += [
                job
                for name, place in dict.fromkeys(plan.places)
                if (job := figure_pool.job(plan.wanted[name], place)) is not None
            ]
        (folder / "jobs").write_bytes(pickle.dumps(jobs))
        page = to_html(prepared.document, prepared.theme, Diagnostics())
        for (name, place), drawing in prepared.draw(plans[0]).items():
            (folder / f"{name}.svg").write_bytes(drawing.svg)
            page = page.replace(f"drawing:{name}", f"{name}.svg") if place.kind == "brief" else page
        page = page.replace("theme:", f"{theme_file('.').as_uri()}/")
        (folder / "brief.html").write_text(page)
        shutil.copy(real.root / "build/brief.pptx", folder / "deck.pptx")
        self.folder = folder
        self.jobs = len(jobs)

    def run(self) -> None:
        run(sys.executable, str(HERE / "bare.py"), str(self.folder))


class Peers:
    """pandoc and Typst on the same text: brief.md and deck.md, the figures drawn before."""

    def __init__(self, bare: Bare, real: Real) -> None:
        self.folder, self.real = bare.folder, real
        prepared = prepare(Project(real.root), "content/brief.md", Diagnostics())
        self.facts = {name: fact.text for name, fact in prepared.facts.known.items()}
        shutil.copy(real.root / "content/references.json", self.folder / "references.json")
        self.style = str(theme_file("styles/chicago-notes-bibliography.csl"))

    def text_edit(self) -> None:
        """Take the text as it is now, and make both files of it."""
        text = (self.real.root / "content/brief.md").read_text()
        brief, deck = parted(self.filled(text))
        (self.folder / "brief.md").write_text(brief)
        (self.folder / "deck.md").write_text(deck)
        cited = ("--citeproc", "--csl", self.style, "--bibliography", "references.json")
        pandoc = (executable(), "-f", "markdown", *cited)
        run(*pandoc, "-s", "-t", "typst", "-o", "brief.typ", "brief.md", at=self.folder)
        compile_ = "import typst; typst.compile('brief.typ', output='brief.pdf')"
        run(sys.executable, "-c", compile_, at=self.folder)
        run(*pandoc, "-t", "pptx", "-o", "peer.pptx", "deck.md", at=self.folder)

    def data_edit(self) -> None:
        """Draw all figures again, and go the same way."""
        run(sys.executable, str(HERE / "bare.py"), str(self.folder), "figures")
        self.text_edit()

    def filled(self, text: str) -> str:
        """Return the text with its numbers, its figures as pictures, its tables as captions."""
        text = re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda found: self.facts.get(found[1], "0"), text)
        text = re.sub(r"\(figures/\w+\.py\)\{#(fig-[\w-]+)[^}]*\}", r"(\1.svg)", text)
        text = re.sub(r"!\[\]\(#(fig-[\w-]+)\)", r"![](\1.svg)", text)
        text = re.sub(r"(?ms)^keywords:$.*?(?=^\w)", "", text)  # pandoc's Typst takes no list
        return re.sub(r"(?m)^!\[(.*)\]\((?:data/|#tbl).*$", r"\1", text)


def parted(text: str) -> tuple[str, str]:
    """Return a document without its slides, and its slides as pandoc wants them."""
    brief: list[str] = []
    deck: list[str] = []
    depth = slide = 0
    for line in text.splitlines():
        if line.startswith(":::"):
            opens = bool(line.strip(": "))
            depth += 1 if opens else -1
            if opens and "{.slide" in line:
                slide = depth
                continue
            if slide and depth < slide:
                slide = 0
                continue
        (deck if slide else brief).append(line)
    return "\n".join(brief), "\n".join(deck)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        real = Real(Path(name) / "real")
        bare = Bare(real, Path(name) / "bare")
        peers = Peers(bare, real)
        print(f"{bare.jobs} drawings; what stands after the stroke is what it is compared with")
        ratio("cold build / bare library calls", real.cold, bare.run, rounds)
        with_peers = (
            ("text edit, warm / pandoc + Typst", real.text_edit, real.warm, peers.text_edit),
            ("text edit, make / pandoc + Typst", real.text_edit, real.make, peers.text_edit),
            (
                "data edit, warm / figures + pandoc + Typst",
                real.data_edit,
                real.warm,
                peers.data_edit,
            ),
            (
                "data edit, make / figures + pandoc + Typst",
                real.data_edit,
                real.make,
                peers.data_edit,
            ),
        )
        for name_, edit, then, theirs in with_peers:
            ratio(name_, partial(edit, then), theirs, rounds)


if __name__ == "__main__":
    main()
