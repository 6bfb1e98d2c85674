"""The preview in Chromium: how long it takes from a saved file to pixels, and what memory it takes.

Run by hand: `python benchmarks/preview.py [EDITS] [PROJECT]` (20 edits of the repository's own
document). Each edit changes a paragraph and a slide in one save; the clock stops two frames after
both are seen. Then memory is that of the preview and of all that it started.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
SEEN = """(word) => new Promise((done, fail) => {
  setTimeout(() => fail('not seen: ' + document.querySelector('#list').innerText), 180000);
  const look = () => {
    const inside = name => [...document.querySelectorAll(name)].some(
      one => one.textContent.includes(word));
    if ((inside('.now') || inside('.draft')) && inside('.frame'))
      requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
    else requestAnimationFrame(look);
  };
  look();
})"""


def memory(process: int) -> float:
    """Return the resident memory of a process and of all that it started, in MB."""
    told = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
    ).stdout
    rows = [tuple(map(int, line.split())) for line in told.splitlines()]
    inside = {process}
    for _ in range(4):
        inside |= {pid for pid, parent, _ in rows if parent in inside}
    return sum(size for pid, _, size in rows if pid in inside) / 1000


def marked(text: str, word: str) -> str:
    """Return a document with a word in a paragraph, and in place of one in a slide's title."""
    begin = text.index("\n# ", min(3000, len(text) // 4))
    paragraph = re.compile(r"(?m)^[A-Z][a-z]+ [a-z]+ ").search(text, begin)
    title = re.compile(r"(?m)^## .*?\b([a-z]{5,7})\b").search(text, text.index("{.slide"))
    assert paragraph is not None
    assert title is not None
    spots = [(*paragraph.span(), f"{paragraph[0]}{word} "), (*title.span(1), word)]
    for start, end, new in sorted(spots, reverse=True):
        text = f"{text[:start]}{new}{text[end:]}"
    return text


def until_idle(page: Page) -> None:
    while page.evaluate("() => document.body.dataset.busy !== 'false'"):
        time.sleep(0.1)


def main() -> None:
    edits = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    given = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        for name in ("content", "figures", "templates"):
            if (given / name).is_dir():
                shutil.copytree(given / name, root / name)
        command = [sys.executable, "-m", "reportgen", "preview", str(root), "--no-browser"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                follow(process, process.stdout.readline().split()[0], root, edits)
            finally:
                process.terminate()


def follow(process: "subprocess.Popen[str]", url: str, root: Path, edits: int) -> None:
    source = root / "content/brief.md"
    text = source.read_text()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.goto(url)
        page.wait_for_selector(".frame", state="attached", timeout=900_000)
        print("the draft is seen", flush=True)
        page.wait_for_selector(".sheet img", state="attached", timeout=900_000)
        until_idle(page)
        print(f"the pages are seen: {memory(process.pid):.0f} MB", flush=True)
        taken: list[float] = []
        finished: list[float] = []
        for number in range(1, edits + 1):
            word = f"newt{'abcdefghij'[number % 10]}{'klmnopqrst'[number // 10 % 10]}"
            saved = time.time()
            source.write_text(marked(text, word))
            taken.append(page.evaluate(SEEN, word) / 1000 - saved)
            if edits < 100 or number % 10 == 0:
                until_idle(page)
                finished.append(time.time() - saved)
            if number % max(1, edits // 10) == 0:
                print(f"{number} edits: {memory(process.pid):.0f} MB", flush=True)
        browser.close()
    taken.sort()
    print(
        f"{edits} edits, from saved to seen: median {median(taken):.2f} s,"
        f" {taken[0]:.2f} to {taken[-1]:.2f} s; finished pages: median {median(finished):.1f} s"
    )


if __name__ == "__main__":
    main()
