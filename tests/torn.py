"""Evidence that outputs are whole: builds killed, disks filled, folders read-only, two at once.

Run by hand: `python tests/torn.py [KILLS] [SEED]`, 200 kills where none are named. The tests run a
small share of it. Each round changes a project from one content to another; whatever happens, each
output is of the one or of the other, and the next build leaves nothing beside them. The rounds with
a disk of their own need Linux and the right to mount one.
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from conftest import TINY, copy_project

BUILD = (sys.executable, "-m", "reportgen", "build")
CSV = "year,total\n2019,1000\n2020,{}\n"
TOTALS = (1037, 1500)
"""What the two contents state: it is in the text, in a figure, in both files and the ledger."""
OUTPUTS = ("brief.pdf", "brief.pptx", "brief.claims.json", "brief.claims.csv")

State = dict[str, str]
"""The SHA-256 of each output by its name."""


class Torn(AssertionError):
    """An output is neither of the one content nor of the other, or something is left beside it."""


class Subject:
    """A project that changes between two contents, each of which has been built once."""

    def __init__(self, root: Path) -> None:
        self.root = copy_project(TINY, root)
        self.now = 1
        self.known: list[State] = []
        for now in (0, 1):
            self.change(now)
            self.build()
            self.known.append(self.state())
        self.files = self.listed()

    def change(self, now: int | None = None) -> None:
        """Give the project its other content, or the one named."""
        self.now = 1 - self.now if now is None else now
        path = self.root / "content/data/count.csv"
        path.with_suffix(".new").write_text(CSV.format(TOTALS[self.now]))
        path.with_suffix(".new").replace(path)

    def start(self) -> "subprocess.Popen[bytes]":
        """Start a build in a process group of its own."""
        command = [*BUILD, str(self.root)]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)

    def build(self) -> "subprocess.CompletedProcess[str]":
        command = [*BUILD, str(self.root)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def state(self) -> State:
        folder = self.root / "build"
        found = {name: folder / name for name in OUTPUTS}
        return {
            name: hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"
            for name, path in found.items()
        }

    def listed(self) -> list[str]:
        return sorted(str(path) for path in (self.root / "build").rglob("*"))

    def must_be_whole(self, when: str) -> None:
        """Raises Torn where an output is of neither content."""
        for name, found in self.state().items():
            if found not in (one[name] for one in self.known):
                raise Torn(f"{when}: {name} is neither old nor new ({found})")

    def must_finish(self, when: str) -> None:
        """Build to the end. Raises Torn where outputs are not of this content, or more is left."""
        done = self.build()
        if done.returncode or self.state() != self.known[self.now]:
            raise Torn(f"{when}: the next build does not make it good\n{done.stderr}")
        if more := sorted({*self.listed()} ^ {*self.files}):
            raise Torn(f"{when}: left in build/: {more}")


def kills(subject: Subject, count: int, chance: random.Random, every: int = 5) -> Iterator[float]:
    """Kill builds at random moments; yield the second of each. Raises Torn.

    Half of them lose all their processes at once, half only the first, as by the OOM killer.
    """
    subject.change()
    start = time.perf_counter()
    subject.must_finish("before")
    whole = time.perf_counter() - start
    for number in range(1, count + 1):
        subject.change()
        after = chance.uniform(0.05, whole * 1.1)
        running = subject.start()
        time.sleep(after)
        if number % 2:
            os.killpg(running.pid, signal.SIGKILL)
        else:
            running.kill()
        running.wait()
        subject.must_be_whole(f"killed after {after:.2f} s")
        if number % every == 0 or number == count:
            subject.must_finish(f"after kill {number}")
        yield after


def two_at_once(subject: Subject, rounds: int) -> int:
    """Run two loops of builds while the content changes; return how often outputs were looked at.

    Raises Torn.
    """

    def loop() -> None:
        for _ in range(rounds):
            subject.build()

    loops = [Thread(target=loop) for _ in range(2)]
    for one in loops:
        one.start()
    looks = 0
    while any(one.is_alive() for one in loops):
        time.sleep(0.05)
        looks += 1
        if looks % 40 == 0:
            subject.change()
        subject.must_be_whole("two at once")
    subject.must_finish("after two at once")
    return looks


@contextmanager
def small_disk(subject: Subject, kilobytes: int) -> Iterator[bool]:
    """Put build/ on a disk of so many kilobytes; yield whether that could be done."""
    folder = subject.root / "build"
    kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield False
        return
    try:
        for path, data in kept.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        yield True
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def full_disks(subject: Subject, sizes: Sequence[int]) -> Iterator[str]:
    """Build on a disk with so many kilobytes left; yield what became of it. Raises Torn."""
    for left in sizes:
        with small_disk(subject, 40_000) as can:
            if not can:
                return
            subject.must_finish("on a disk of its own")
            filler = subject.root / "build/filler"
            free = os.statvfs(filler.parent)
            filler.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - left * 1024)))
            subject.change()
            done = subject.build()
            when = f"{left} kB left"
            if done.returncode not in (0, 2) or "Traceback" in done.stderr:
                raise Torn(f"{when}: ended with {done.returncode}\n{done.stderr}")
            subject.must_be_whole(when)
            filler.unlink()
            subject.must_finish(when)
            yield f"{when}: {'written' if done.returncode == 0 else done.stderr.strip()}"


def read_only(subject: Subject) -> str:
    """Build into a folder that takes nothing; return what the build says. Raises Torn."""
    with small_disk(subject, 40_000) as can:
        if not can:
            return ""
        subject.must_finish("on a disk of its own")
        folder = str(subject.root / "build")
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        subject.change()
        done = subject.build()
        if done.returncode != 2 or "Traceback" in done.stderr:
            raise Torn(f"read-only: ended with {done.returncode}\n{done.stderr}")
        subject.must_be_whole("read-only")
        subprocess.run(["mount", "-o", "remount,rw", folder], check=True)
        subject.must_finish("read-only")
        return done.stderr.strip()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    with tempfile.TemporaryDirectory() as folder:
        subject = Subject(Path(folder) / "project")
        moments = list(kills(subject, count, chance))
        print(f"{len(moments)} kills between {min(moments):.2f} and {max(moments):.2f} s: whole")
        print(f"two loops of 10 builds at once: whole at {two_at_once(subject, 10)} looks")
        said = list(full_disks(subject, [0, 16, 64, 128, 192, 256, 320, 512, 768, 1024, 2048]))
        print("\n".join(said) or "no disk of its own could be had here")
        print(f"read-only: {read_only(subject) or 'could not be had here'}")


if __name__ == "__main__":
    main()
