"""A document of about 60 pages: 30 tables, 60 figures, 300 notes, Korean and German passages.

Run by hand: `python benchmarks/stress.py [DIR]`. It writes the project to DIR (else a temporary
folder), builds brief and deck, and prints what was checked, pages a second, peak memory, and what
one changed word takes.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import page
import psutil

from reportgen.checks.read_back import page_texts
from reportgen.diagnostics import ContentError, Diagnostics, full
from reportgen.files.project import Project
from reportgen.garbage import searched
from reportgen.recipes.building import build

SECTIONS, TABLES, FIGURES, NOTES = 15, 30, 60, 300

ENGLISH = (
    "People who leave count on three things: a way to the border, somebody on the other side, and "
    "a reason that outweighs the risk. Each of them changes from year to year, and so do numbers. "
)
GERMAN = (
    "Die Grenzübertrittsbescheinigung und das Aufenthaltsbestimmungsrecht entscheiden darüber, wie "
    "weit jemand innerhalb des Landes reisen darf; Genehmigungsverfahren dauern Wochen. "
)
KOREAN = "탈북민은 국경 지역에서 출발하는 경우가 많으며, 이동 허가를 받기까지 오랜 시간이 걸린다. "
FIGURE = '''"""Bars by year."""


def draw(figure, series, brand):
    axes = figure.subplots()
    axes.bar(series["year"], series["total"], color=brand.color("primary"))
'''


def project(root: Path) -> Path:
    """Write the project and return its folder."""
    content = root / "content"
    (content / "data").mkdir(parents=True, exist_ok=True)
    (root / "figures").mkdir(exist_ok=True)
    (root / "figures/bars.py").write_text(FIGURE)
    works = [
        {
            "id": f"work{at}", "type": "book", "title": f"Book number {at} on leaving",
            "author": [{"family": f"Author{at}", "given": "A."}], "publisher": "House",
            "issued": {"date-parts": [[1990 + at % 35]]},
        }
        for at in range(NOTES)
    ]  # fmt: skip
    (content / "references.json").write_text(json.dumps(works))
    about = "title: T\nsource: work0\nlicense: CC0\ncolumns:\n  year: {format: year}\n"
    (content / "data/series.csv").write_text(
        "year,total\n" + "".join(f"{year},{year % 7 * 100 + 50}\n" for year in range(2000, 2024))
    )
    (content / "data/series.yaml").write_text(about)
    rows = "".join(
        f"Row {at},{at * 31 % 97},{at * 17 % 89},words of row {at}\n" for at in range(90)
    )
    (content / "data/long.csv").write_text("name,one,two,words\n" + rows)
    (content / "data/long.yaml").write_text(
        about.replace("  year: {format: year}\n", "  name: {}\n")
    )
    (content / "brief.md").write_text(text())
    return root


def text() -> str:
    """Return the document."""
    parts = [
        "---\ntitle: A document under stress\nlang: en-GB\ndate: 2026-01-31\nedition: '1'\n"
        "bibliography: references.json\n---\n\n# Key findings {#sec-key .unnumbered}\n\n"
        "::: key-points\n- It holds [@work0].\n:::\n"
    ]
    note = 0
    for section in range(SECTIONS):
        parts.append(f"# Section {section + 1} says something {{#sec-{section}}}\n")
        parts.append(f"::: key-points\n- Point {section}.\n:::\n")
        for block in range(FIGURES // SECTIONS):
            words = [ENGLISH, f"[{GERMAN.strip()}]{{lang=de}} ", f"[{KOREAN.strip()}]{{lang=ko}} "]
            sentences = "".join(words[(block + at) % 3] if at % 2 else ENGLISH for at in range(14))
            cites = "".join(f" Claim [@work{(note + at) % NOTES}]." for at in range(5))
            parts.append(f"{sentences}{cites}\n")
            note += 5
            number = section * (FIGURES // SECTIONS) + block
            parts.append(
                f"![**Figure {number} of many.** Legend [@work{number}, p. {number + 1}].]"
                f'(figures/bars.py){{#fig-{number} alt="Bars {number}." height=52mm}}\n'
            )
            if number % 2:
                columns = "name,one,two" if number % 4 == 1 else "name,one,two,words"
                parts.append(f'![**Rows.**](data/long.csv){{#tbl-{number} columns="{columns}"}}\n'
                             if number % 20 == 1 else PIPE.format(number))  # fmt: skip
    return "\n".join(parts)


PIPE = """\
| country | policy | number |
|---------|--------|-------:|
| China | returns people | 10 |
| 라오스 | lets some go on | 20 |
| Aufnahmeland | Genehmigungsverfahren | 30 |

: **A table by hand.** {{#tbl-{0}}}
"""


def edited(root: Path) -> None:
    """Change a word in the middle of the document, and tell what rebuilding both files takes."""
    source = root / "content/brief.md"
    text = source.read_text()
    at = text.index("count on three", len(text) // 2)
    source.write_text(f"{text[:at]}{text[at:].replace('count on', 'count upon', 1)}")
    searched()
    start, worked = time.perf_counter(), work()
    changed = [one.path for one in build(Project(root), ("pdf", "pptx"), Diagnostics())]
    seconds, worked = time.perf_counter() - start, work() - worked
    print(f"one word changed: {seconds:.1f} s, {worked:.1f} s of work, {', '.join(changed)}")


def work() -> float:
    """Return the CPU seconds of this process and of all that it has started."""
    own, others = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    alive = (one.cpu_times() for one in psutil.Process().children(recursive=True))
    ended = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    return ended + sum(one.user + one.system for one in alive)


def main() -> None:
    root = project(Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp()))
    for format_ in ("pdf", "pptx"):
        diagnostics, start, worked = Diagnostics(), time.perf_counter(), work()
        try:
            (target,) = build(Project(root), (format_,), diagnostics)
        except ContentError:
            print("\n".join(map(full, diagnostics)))
            raise SystemExit(1) from None
        seconds = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        data = (root / target.path).read_bytes()
        found = f"{len(list(diagnostics))} findings, {len(data) / 1e6:.1f} MB"
        worked = work() - worked
        print(
            f"{target.path}: {seconds:.1f} s, {worked:.1f} of work, peak {memory:.0f} MB, {found}"
        )
        if format_ == "pdf":
            pages = len(page_texts(data))
            reports = {name: page.validate_pdf_bytes(data, profile=name) for name in ("ua1", "3a")}
            kept = ", ".join(
                f"{name} {'passes' if one.is_compliant else one.failures[0].message}"
                for name, one in reports.items()
            )
            print(f"  {pages} pages, {pages / seconds:.1f} a second; {kept}; nothing lost")
    edited(root)


if __name__ == "__main__":
    main()
