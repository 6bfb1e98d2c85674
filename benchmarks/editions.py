"""Measures editions by row: warm against cold, two cores against one, Dask, memory.

    python benchmarks/editions.py [--count 24] [--memory 500]

Of a sheet of two pages with a chart and a slide. Times are of the clock, which other work on the
machine spoils, and in seconds of the processor, which it leaves alone: that of the busiest process
is what two cores would take by the clock with nothing else to do. It can be stopped at any time:
what was measured is told.
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
    seconds, memory, used = list[float](), list[float](), 0.0
    for number, edition in enumerate(editions(project)[:count]):
        start = time.perf_counter()
        answer = process.build(side_by_side.task_of(project, edition, FORMATS))
        assert not answer.failed, answer
        seconds.append(time.perf_counter() - start)
        memory.append(psutil.Process(process.pid).memory_info().rss / 1e6)
        if number % 50 == 49:
            print(f"  {memory[-1]:.0f} MB after {number + 1}", flush=True)
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


Times = tuple[float, list[float]]
"""Seconds of the clock, and of the processor by process, this one first."""


def local(folder: Path, count: int, processes: int) -> Times:
    """Return the times of so many editions in so many processes of this machine."""
    fresh(folder)
    project = Project(folder)
    before = vars(side_by_side)["cores"]
    vars(side_by_side)["cores"] = lambda: processes
    try:
        return _timed(side_by_side.side_by_side, project, count)
    finally:
        vars(side_by_side)["cores"] = before


def clustered(folder: Path, count: int, workers: int) -> Times:
    """Return the times of so many editions on a Dask cluster of this machine, warm."""
    from distributed import LocalCluster

    from reportgen.cluster.scheduler import builders

    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster:
        fresh(folder)
        return _timed(builders(str(cluster.scheduler_address)), Project(folder), count)


def _timed(build: side_by_side.Builders, project: Project, count: int) -> Times:
    """Build so many editions; processes are counted while they still run."""
    wanted, before = editions(project)[:count], _by_process()
    start = time.perf_counter()
    for at, _ in enumerate(build(project, wanted, FORMATS), 1):
        if at == count:
            used = {pid: now - before.get(pid, 0.0) for pid, now in _by_process().items()}
    seconds = time.perf_counter() - start
    return seconds, list(used.values())


def _by_process() -> dict[int, float]:
    """Return the seconds of the processor of this process and of all below it."""
    here = psutil.Process()
    return {one.pid: sum(one.cpu_times()[:2]) for one in (here, *here.children(recursive=True))}


def busiest(used: list[float]) -> float:
    """Return the seconds that two processes would take side by side, after what this one did."""
    return used[0] + max(used[1:])


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
        (one, by_one), (two, by_two) = (local(folder, wanted.count, n) for n in (1, 2))
        print(f"{wanted.count} editions: one process {one:.1f} s, two {two:.1f} s: ", end="")
        print(f"x {one / two:.2f} by the clock, x {sum(by_one) / busiest(by_two):.2f} ", end="")
        print(
            f"by the processor ({sum(by_one):.1f} s, busiest {busiest(by_two):.1f} s)", flush=True
        )
        dask, by_dask = clustered(folder, wanted.count, 2)
        over = sum(by_dask) / sum(by_two) - 1
        print(f"by Dask, two workers: {dask:.1f} s, {100 * (dask / two - 1):+.0f} % to the pool ")
        print(
            f"by the clock, {100 * over:+.0f} % by the processor ({sum(by_dask):.1f} s)", flush=True
        )
        if wanted.memory:
            _, _, memory = warm(folder, wanted.memory)
            early, late = memory[min(49, len(memory) - 1)], memory[-1]
            print(f"memory: {early:.0f} MB after 50, {late:.0f} MB after {len(memory)}: ", end="")
            print(f"{100 * (late / early - 1):+.0f} %")


if __name__ == "__main__":
    main()
