"""Measures editions by row: warm against cold, two cores against one, Dask, memory.

    python benchmarks/editions.py [--count 24] [--memory 500]

Of a sheet of two pages with a chart and a slide. Times are of the clock; the cost of warm editions
against a cold one also in seconds of the processor, which other work on the machine leaves alone.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project
from reportgen.recipes import side_by_side
from reportgen.recipes.build_process import BuildProcess
from reportgen.recipes.editions import Edition, all_editions

FORMATS = ("pdf", "pptx")
SHEET = """---
title: "Sheet on {{ country }}"
date: 2026-01-01
bibliography: references.json
editions: {data: countries, name: "{{ iso }}"}
---

# What happened in {{ country }} {#sec-a}

There were {{ deaths }} deaths and {{ cases }} cases in {{ country }} [@who].

::: {.when where="deaths > 100"}
That is more than a hundred [@who].
:::

![**Cases in {{ country }}.** By year. Source: [@who].](data/years.csv){#fig-c chart=columns x=year
y=cases where="iso={{ iso }}" alt="Cases in {{ country }} by year."}

::: {.slide #s-a}
## {{ country }} had {{ cases }} cases

![](#fig-c)

::: notes
Cases of {{ country }} by year.
:::
:::
"""
WORKS = """[{"id": "who", "type": "report", "title": "Report", "author": [{"literal": "WHO"}],
 "issued": {"date-parts": [[2020]]}}]"""


def made(folder: Path, count: int) -> Path:
    """Write a project of so many editions; return its folder."""
    data = folder / "content/data"
    data.mkdir(parents=True)
    countries, years = ["iso,country,deaths"], ["iso,year,cases"]
    for number in range(count):
        iso = f"C{number:04}"
        countries.append(f"{iso},Country {number},{number % 190 + 2}")
        years += [f"{iso},{year},{(number * 37 + year) % 900 + 5}" for year in range(2018, 2025)]
    (data / "countries.csv").write_text("\n".join(countries) + "\n")
    (data / "years.csv").write_text("\n".join(years) + "\n")
    for name in ("countries", "years"):
        (data / f"{name}.yaml").write_text(f"title: {name}\nsource: who\nunits: cases\n")
    fact = '{data: years, where: {iso: "{{ iso }}", year: 2024}, column: cases}'
    (folder / "content/facts.yaml").write_text(f"cases: {fact}\n")
    (folder / "content/references.json").write_text(WORKS)
    (folder / "content/sheet.md").write_text(SHEET)
    return folder


def fresh(folder: Path) -> None:
    shutil.rmtree(folder / "build", ignore_errors=True)


def cold(folder: Path) -> tuple[float, float]:
    """Return clock and processor seconds of one edition in a process that begins with it."""
    fresh(folder)
    start = time.perf_counter()
    before = _children()
    command = [sys.executable, "-m", "reportgen", "build", str(folder), "--edition", "C0000"]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start, _children() - before


def _children() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def warm(folder: Path, count: int) -> tuple[list[float], float, list[float]]:
    """Return clock seconds of each edition in one process, processor seconds of the later ones,
    and the megabytes that it holds after each.
    """
    fresh(folder)
    project, process = Project(folder), BuildProcess()
    seconds, memory, used = [], [], 0.0
    for number, edition in enumerate(editions(project)[:count]):
        start = time.perf_counter()
        answer = process.build(side_by_side.task_of(project, edition, FORMATS))
        assert not answer.failed, answer
        seconds.append(time.perf_counter() - start)
        memory.append(psutil.Process(process.pid).memory_info().rss / 1e6)
        if number == 0:
            used = _used(process.pid)
    used = (_used(process.pid) - used) / max(1, len(seconds) - 1)
    process.end()
    return seconds, used, memory


def _used(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system + times.children_user + times.children_system


def editions(project: Project) -> list[Edition]:
    return list(all_editions(project, Diagnostics()))


def local(folder: Path, count: int, processes: int) -> float:
    """Return clock seconds of so many editions in so many processes of this machine."""
    fresh(folder)
    project = Project(folder)
    before = vars(side_by_side)["cores"]
    vars(side_by_side)["cores"] = lambda: processes
    start = time.perf_counter()
    for _ in side_by_side.side_by_side(project, editions(project)[:count], FORMATS):
        pass
    vars(side_by_side)["cores"] = before
    return time.perf_counter() - start


def clustered(folder: Path, count: int, workers: int) -> float:
    """Return clock seconds of so many editions on a Dask cluster of this machine, warm."""
    from distributed import LocalCluster

    from reportgen.cluster.scheduler import builders

    project = Project(folder)
    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster:
        fresh(folder)
        build = builders(str(cluster.scheduler_address))
        start = time.perf_counter()
        for _ in build(project, editions(project)[:count], FORMATS):
            pass
        return time.perf_counter() - start


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=24)
    arguments.add_argument("--memory", type=int, default=500)
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place, suppress(KeyboardInterrupt):
        folder = made(Path(place) / "p", max(wanted.count, wanted.memory))
        clock, used = cold(folder)
        print(f"one cold: {clock:.2f} s, {used:.2f} s of the processor")
        seconds, later, memory = warm(folder, wanted.count)
        mean = sum(seconds[1:]) / max(1, len(seconds) - 1)
        print(f"later ones in one process: {mean:.2f} s, {later:.2f} s of the processor; ", end="")
        print(f"{mean / clock:.2f} of a cold one by the clock, {later / used:.2f} by the processor")
        one, two = local(folder, wanted.count, 1), local(folder, wanted.count, 2)
        print(
            f"{wanted.count} editions: one process {one:.1f} s, two {two:.1f} s: x {one / two:.2f}"
        )
        dask = clustered(folder, wanted.count, 2)
        print(f"by Dask, two workers: {dask:.1f} s, {100 * (dask / two - 1):+.0f} % to the pool")
        if wanted.memory:
            _, _, memory = warm(folder, wanted.memory)
            early, late = memory[min(49, len(memory) - 1)], memory[-1]
            print(f"memory: {early:.0f} MB after 50, {late:.0f} MB after {len(memory)}: ", end="")
            print(f"{100 * (late / early - 1):+.0f} %")


if __name__ == "__main__":
    main()
