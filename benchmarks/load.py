"""Heavy documents of each kind, at two sizes: what builds and checks take, in times the starter.

Run by hand: `python benchmarks/load.py [KIND ...] [--scale 1] [--no-check] [--base TREE]`. User CPU
seconds of all processes, so that other work on the machine counts least; the starter is built in
the same run, by the code in TREE/src where one is given (a checkout of commit 60ae3c2).
The exponent says how time grows from half the size to the whole: 1 is linear.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from stress import ENGLISH, FIGURE

HEAD = """---
title: A document under load
lang: en-GB
date: 2026-01-31
edition: '1'
bibliography: references.json
---

"""
SLIDE = (
    "::: {{.slide #s-{0}}}\n## Slide {0} says something\n\n{1}\n\n::: notes\nSay {0}.\n:::\n:::\n\n"
)
ONE_SLIDE = SLIDE.format("end", "- One point")


class Load(NamedTuple):
    """A kind of load: how its files are written, its size, and the goals as multiples."""

    write: Callable[[Path, int], str]
    size: int
    build: float
    check: float = 0


def works(root: Path, count: int) -> None:
    """Write so many works, as people have them: articles, books and pages with addresses."""
    kinds = ("article-journal", "book", "webpage")
    found = [
        {
            "id": f"work{at}",
            "type": kinds[at % 3],
            "title": f"{TOPICS[at % 7]} in {PLACES[at % len(PLACES)]}: study number {at}",
            "author": [{"family": f"Author{at}", "given": "Anna"}],
            "container-title": f"Journal of {TOPICS[at % 5]}",
            "publisher": "House",
            "volume": str(at % 40 + 1),
            "URL": f"https://example.org/works/{at}",
            "issued": {"date-parts": [[1990 + at % 35]]},
            "accessed": {"date-parts": [[2026, 1, 5]]},
        }
        for at in range(count)
    ]
    (root / "content/references.json").write_text(json.dumps(found))


TOPICS = ("Leaving", "Schooling", "Markets", "Borders", "Health", "Memory", "Labour")
PLACES = ("Seoul", "Yanji", "Busan", "Shenyang", "Bangkok", "Hanoi", "Tokyo", "Daegu", "London")


def cited(root: Path, count: int) -> str:
    works(root, count)
    paragraphs = (
        "".join(f"Claim {at} of many [@work{at}]. " for at in range(first, min(first + 5, count)))
        for first in range(0, count, 5)
    )
    return "# Claims {#sec-a}\n\n" + "\n\n".join(paragraphs) + "\n\n" + ONE_SLIDE


def listed(root: Path, count: int) -> str:
    works(root, count)
    return f"# Claims {{#sec-a}}\n\nOne claim [@work0].\n\n{ONE_SLIDE}"


def slides_with_works(root: Path, count: int) -> str:
    works(root, count * 10)
    made = []
    for at in range(count):
        cites = "; ".join(f"@work{at * 10 + one}" for one in range(10))
        made.append(
            f"# Section {at} {{#sec-{at}}}\n\nWhat is said of {at} [{cites}].\n\n"
            + SLIDE.format(at, f"- What is said of {at} [{cites}]")
        )
    return "".join(made)


def sections(root: Path, count: int, words: str = ENGLISH) -> str:
    works(root, 1)
    made = (
        f"# Section {at} says a thing {{#sec-{at}}}\n\nText of {at}. {words}\n\n"
        for at in range(count)
    )
    return "".join(made) + ONE_SLIDE


def prose(root: Path, count: int) -> str:
    """Write so many sections of half a page of text each."""
    return sections(root, count, ENGLISH * 3)


def rows(root: Path, count: int) -> str:
    works(root, 1)
    table = "".join(
        f"P{at:05},{1990 + at % 35},{at * 7 % 1000},Place {at}\n" for at in range(count)
    )
    (root / "content/data/rows.csv").write_text("code,year,people,place\n" + table)
    about = "title: Rows\nsource: work0\nlicense: CC0\ncolumns:\n  year: {format: year}\n"
    (root / "content/data/rows.yaml").write_text(about)
    brief = "# Rows {#sec-a}\n\n![**All rows.** Legend.](data/rows.csv){#tbl-rows}\n\n"
    return brief + ONE_SLIDE


def figures(root: Path, count: int) -> str:
    works(root, 1)
    (root / "figures").mkdir()
    (root / "figures/bars.py").write_text(FIGURE)
    table = "".join(f"{year},{year % 7 * 100 + 50}\n" for year in range(2000, 2012))
    (root / "content/data/series.csv").write_text("year,total\n" + table)
    about = "title: T\nsource: work0\nlicense: CC0\ncolumns:\n  year: {format: year}\n"
    (root / "content/data/series.yaml").write_text(about)
    made = (
        f"# Part {at} {{#sec-{at}}}\n\n![**Figure {at}.** Legend.](figures/bars.py)"
        f'{{#fig-{at} alt="Bars of {at}." height=48mm}}\n\nAbout {at}.\n\n'
        + SLIDE.format(at, f"![](#fig-{at})")
        for at in range(count)
    )
    return "".join(made)


def photos(root: Path, count: int) -> str:
    """Write photographs as cameras make them: 12 megapixels of noise over a ground, 2 to 3 MB."""
    from PIL import Image

    works(root, 1)
    made = []
    for at in range(count):
        ground = Image.linear_gradient("L").resize((4000, 3000))
        noise = Image.effect_noise((4000, 3000), 24)
        picture = Image.merge("RGB", (ground, noise, Image.blend(ground, noise, 0.5)))
        picture.save(root / f"content/photo{at}.jpg", quality=72)
        made.append(
            f"# Place {at} {{#sec-{at}}}\n\n![**Place {at}.** Legend.](photo{at}.jpg){{#fig-{at} "
            f'alt="Place {at}."}}\n\nAbout {at}.\n\n' + SLIDE.format(at, f"![](#fig-{at})")
        )
    return "".join(made)


def slide_rows(root: Path, count: int) -> str:
    """Write a long table, and slides that show it in parts of twelve rows."""
    whole = rows(root, count).removesuffix(ONE_SLIDE)
    shown = (
        SLIDE.format(at, f'![](data/rows.csv){{where="people >= 0 and code >= \'P{at * 12:05}\' '
                         f'and code < \'P{at * 12 + 12:05}\'"}}')
        for at in range(count // 12)
    )  # fmt: skip
    return whole + "".join(shown)


def slides(root: Path, count: int) -> str:
    works(root, 1)
    numbers = ", ".join(str(at) for at in range(count))  # what slides say, the brief says
    return f"# Text {{#sec-a}}\n\nSlides {numbers}.\n\n" + "".join(
        SLIDE.format(at, f"- Point {at}\n- Another point of {at}") for at in range(count)
    )


def facts(root: Path, count: int) -> str:
    works(root, 1)
    made = "".join(f"f{at}:\n  value: {at + 1000}\n  cite: work0\n" for at in range(count))
    (root / "content/facts.yaml").write_text(made)
    used = (f"It was {{{{ f{at} }}}} once." for at in range(count))
    return "# Facts {#sec-a}\n\n" + "\n\n".join(used) + "\n\n" + ONE_SLIDE


def notes(root: Path, count: int) -> str:
    works(root, 1)
    made = (
        f"A claim of {at}.[^n{at}]\n\n[^n{at}]: What is to be said of {at}.\n\n"
        for at in range(count)
    )
    return "# Notes {#sec-a}\n\n" + "".join(made) + ONE_SLIDE


LOADS = {
    "starter": Load(listed, 1, 1),
    "cited": Load(cited, 2000, 15, 8),
    "listed": Load(listed, 2000, 15, 8),
    "slides-works": Load(slides_with_works, 300, 0),
    "sections": Load(sections, 1000, 15),
    "rows": Load(rows, 5000, 12),
    "rows-slides": Load(slide_rows, 3000, 12),
    "figures": Load(figures, 100, 7),
    "photos": Load(photos, 3, 1.5),
    "prose": Load(prose, 300, 9),
    "slides": Load(slides, 1000, 4),
    "facts": Load(facts, 3000, 5),
    "notes": Load(notes, 1000, 4.5),
}


def project(root: Path, kind: str, size: int) -> Path:
    """Write the files of a kind of load, and return their folder."""
    (root / "content/data").mkdir(parents=True)
    load = LOADS[kind]
    text = load.write(root, size)
    head = (
        HEAD.replace("bibliography:", 'nocite: "@*"\nbibliography:') if kind == "listed" else HEAD
    )
    (root / "content/brief.md").write_text(head + text)
    return root


class Run(NamedTuple):
    """What a command took: user CPU and wall seconds, the largest process in megabytes, its end."""

    cpu: float
    wall: float
    memory: float
    code: int
    said: str


def run(arguments: list[str], limit: float) -> Run:
    """Run the command once and return what it took. Its end is 124 where it took too long."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-c", PROBE, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime
    said = [line for line in done.stderr.splitlines() if ": error" in line or "Error" in line]
    *_, memory = done.stdout.split()
    return Run(
        cpu, time.perf_counter() - start, float(memory), done.returncode, "; ".join(said[:2])
    )


PROBE = """
import ctypes, os, resource, subprocess, sys
if sys.platform == "linux":  # processes that outlive the command count as well (prctl(2), 36)
    ctypes.CDLL(None).prctl(36, 1)
code = subprocess.run([sys.executable, "-m", "reportgen", *sys.argv[1:]]).returncode
try:
    while True:
        os.wait()
except ChildProcessError:
    pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000)
sys.exit(code)
"""
"""Runs the command, and all that it started, to their ends; prints the largest in megabytes."""


def measure(kind: str, size: int, limit: float, *, check: bool) -> dict[str, Run]:
    """Build, and check, a load of so large a size."""
    with tempfile.TemporaryDirectory() as folder:
        root = project(Path(folder) / "project", kind, size)
        found = {"build": run(["build", str(root)], limit)}
        sizes = {one.suffix: one.stat().st_size for one in (root / "build").glob("brief.p*")}
        print(kind, size, found["build"], sizes, flush=True)
        if check:
            found["check"] = run(["check", str(root)], limit)
            print(kind, size, found["check"], flush=True)
    return found


def starter(base: Path | None, limit: float) -> float:
    """Return the CPU seconds that the starter's build takes, with the code of another tree."""
    own = os.environ.get("PYTHONPATH")
    if base is not None:
        os.environ["PYTHONPATH"] = str(base / "src")
    try:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "starter"
            new = [sys.executable, "-m", "reportgen", "new", str(root)]
            subprocess.run(new, check=True, capture_output=True)
            return run(["build", str(root)], limit).cpu
    finally:
        os.environ.pop("PYTHONPATH", None)
        if own is not None:
            os.environ["PYTHONPATH"] = own


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("kinds", nargs="*", default=list(LOADS)[1:])
    options.add_argument("--scale", type=float, default=1)
    options.add_argument("--limit", type=float, default=580)
    options.add_argument("--no-check", action="store_true")
    options.add_argument("--base", type=Path)
    given = options.parse_args()
    unit = starter(given.base, given.limit)
    print(f"starter: {unit:.2f} CPU s")
    for kind in given.kinds:
        load = LOADS[kind]
        whole = max(1, round(load.size * given.scale))
        half = measure(kind, max(1, whole // 2), given.limit, check=not given.no_check)
        full = measure(kind, whole, given.limit, check=not given.no_check)
        for verb, took in full.items():
            growth = math.log2(took.cpu / half[verb].cpu)
            goal = f"(goal {getattr(load, verb):g})"
            print(
                f"{kind} {whole} {verb}: {took.cpu / unit:.1f} x starter {goal}, "
                f"exponent {growth:.2f}, {took.memory:.0f} MB, rc {took.code} {took.said}",
                flush=True,
            )


if __name__ == "__main__":
    main()
