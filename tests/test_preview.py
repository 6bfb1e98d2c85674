"""The preview: what is saved is seen, what is wrong is told, and nobody else is let in."""

import http.client
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from conftest import ROOT, TINY, copy_project
from reportgen.brief.html import screen_style
from reportgen.files.project import Project
from reportgen.preview import session
from reportgen.preview.blocks import Block, changed
from reportgen.preview.builder import Finished
from reportgen.recipes.previewing import draft

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
WITHIN = 90.0
"""Seconds that a busy machine may take for what an idle one does in one."""


class Previewed:
    """A preview that runs for a project, and its address."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "reportgen", "preview", str(folder), "--no-browser"]
        self.folder = folder
        self.connections: list[http.client.HTTPConnection] = []
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().split()[0]
        parts = urlsplit(self.url)
        self.port, self.token = parts.port or 0, parts.path.strip("/")

    def ask(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WITHIN)
        self.connections.append(connection)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse()

    def state(self, fits: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Return the first state told that fits."""
        end = time.monotonic() + WITHIN
        found: dict[str, Any] = {}
        with self.ask(f"/{self.token}/events") as stream:
            while time.monotonic() < end:
                line = stream.readline().decode()
                if line.startswith("data: "):
                    found = json.loads(line[6:])
                    if fits(found):
                        return found
        said = {one: found.get(one) for one in ("number", "busy", "refused", "findings", "seconds")}
        raise AssertionError(f"nothing that fits was told, but {said}; files: {self.made()}")

    def made(self) -> list[str]:
        """Return the files that were built, for the words of a test that fails."""
        return sorted(path.name for path in self.folder.glob("build/**/*"))

    def edit(self, old: str, new: str) -> None:
        source = self.folder / "content/brief.md"
        text = source.read_text()
        assert old in text
        source.write_text(text.replace(old, new))


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Previewed]:
    folder = tmp_path_factory.mktemp("preview")
    copy_project(TINY, folder / "tiny")
    running = Previewed(folder / "tiny")
    yield running
    running.process.kill()
    running.process.communicate()
    for connection in running.connections:
        connection.close()


def is_finished(state: dict[str, Any]) -> bool:
    return bool(state["pages"]) and not state["busy"]


@needs_chromium
def test_an_edit_a_fault_and_its_mending_are_seen_in_a_browser(previewed: Previewed) -> None:
    previewed.state(is_finished)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        wrong: list[str] = []
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(previewed.url)
        until(page, "document.body.dataset.busy === 'false'")
        until(page, "document.querySelector('.sheet img')")
        assert page.locator(".frame").count() == len(previewed.state(is_finished)["slides"])

        previewed.edit("The first year had", "Marmosets: the first year had")
        until(
            page, "[...document.querySelectorAll('.now')].some(e => /Marmosets/.test(e.innerText))"
        )
        until(page, "document.body.dataset.busy === 'false'")
        assert page.locator(".now").count() == 0, "the finished page has it now"

        previewed.edit("{{ two }}", "{{ twoo }}")
        until(page, "!document.querySelector('#findings').hidden")
        assert "unknown" in page.inner_text("#list") or "no fact" in page.inner_text("#list")
        assert page.locator(".box.error").count() >= 1, "it is marked beside its place"
        assert page.locator(".sheet img").count() >= 1, "what was right last stays to be seen"
        previewed.edit("{{ twoo }}", "{{ two }}")
        until(page, "document.querySelector('#findings').hidden")

        page.locator(".frame").last.click()
        assert page.inner_text("#where").startswith("content/brief.md:")
        assert page.locator(".box.near").count() == 1, "the page shows the same place"
        browser.close()
    assert not wrong


def until(page: Page, condition: str) -> None:
    end = time.monotonic() + WITHIN
    while not page.evaluate(f"() => Boolean({condition})"):  # the policy lets no text be code
        assert time.monotonic() < end, condition
        time.sleep(0.05)


def test_ten_quick_saves_are_one_build(previewed: Previewed) -> None:
    before = previewed.state(is_finished)["number"]
    for number in range(10):
        previewed.edit("Say that it grew", f"Say {number} that it grew")
        previewed.edit(f"Say {number} that it grew", "Say that it grew")
    previewed.edit("Say that it grew", "Say that it grew much")
    after = previewed.state(lambda one: is_finished(one) and one["number"] > before)["number"]
    assert after - before <= 4, "a draft and its pages, and perhaps one of each that was begun"


@pytest.mark.parametrize(
    ("path", "method", "headers", "status"),
    [
        ("/{token}/", "POST", {}, 405),
        ("/{token}/", "GET", {"Host": "evil.example:{port}"}, 421),
        ("/{token}/", "GET", {"Host": "127.0.0.1:1"}, 421),
        ("/{token}/", "GET", {"Origin": "http://evil.example"}, 403),
        ("/{token}/events", "GET", {"Origin": "null"}, 403),
        ("/", "GET", {}, 404),
        ("/x/", "GET", {}, 404),
        ("/{token}/../content/brief.md", "GET", {}, 404),
        ("/{token}/%2e%2e/content/brief.md", "GET", {}, 404),
        ("/{token}/drawing/..%2f..%2fcontent%2fbrief.md", "GET", {}, 404),
        ("/{token}/drawing//etc/passwd", "GET", {}, 404),
        ("/{token}/font/999", "GET", {}, 404),
        ("/{token}/page/999/1.png", "GET", {}, 404),
        ("/{token}/", "GET", {"Origin": "http://127.0.0.1:{port}"}, 200),
    ],
)
def test_only_the_users_own_page_reads_and_only_what_it_shows(
    previewed: Previewed, path: str, method: str, headers: dict[str, str], status: int
) -> None:
    at = {"token": previewed.token, "port": previewed.port}
    filled = {name: value.format(**at) for name, value in headers.items()}
    answer = previewed.ask(path.format(**at), method, **filled)
    assert answer.status == status
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_ctrl_c_ends_it_at_once_and_leaves_no_process(previewed: Previewed) -> None:
    previewed.state(is_finished)
    stream = previewed.ask(f"/{previewed.token}/events")  # one that is open keeps it no longer
    start = time.monotonic()
    previewed.process.send_signal(signal.SIGINT)
    assert previewed.process.wait(20) == 0
    assert time.monotonic() - start < 15
    stream.close()
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(previewed.folder) not in left


def test_what_was_saved_takes_the_place_of_what_stood_there() -> None:
    def blocks(*words: str) -> list[Block]:
        return [Block(f"<p>{one}</p>", one, "p", 1) for one in words]

    before = blocks("a", "b", "c")
    assert changed(before, blocks("a", "B", "c")) == {1: ["<p>B</p>"]}
    assert changed(before, blocks("a", "c")) == {1: []}
    assert changed(before, blocks("a", "new", "b", "c")) == {0: ["<p>a</p>", "<p>new</p>"]}
    assert changed(before, blocks("a", "x", "y", "z", "c")) == {
        1: ["<p>x</p>", "<p>y</p>", "<p>z</p>"]
    }


def test_a_slide_with_the_address_as_a_code_is_drawn(tiny: Path) -> None:
    source = tiny / "content/brief.md"
    source.write_text(source.read_text().replace("---\n", "---\nurl: https://example.org/b\n", 1))
    made = draft(Project(tiny), "content/brief.md")
    assert made.is_whole
    assert not made.refused
    assert made.theme is not None
    style = screen_style(made.theme, lambda face: face.path.name, made.family)
    assert '"Arial", "Liberation Sans"' in style, "slides show in the deck's font, not the brief's"
    assert any('class="slide squares"' in one.html for one in made.slides)


def test_a_process_that_ends_is_started_anew_and_told_where_that_does_not_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []

    class Ending:
        def __init__(self, *_: str) -> None:
            started.append(self)

        def build(self, _: str) -> Finished:
            if len(started) != 2:
                raise EOFError
            return Finished((), 1)

        def end(self) -> None:
            pass

    monkeypatch.setattr(session, "Builder", Ending)
    preview = session.Session(Project(tmp_path), "content/brief.md")
    assert preview._built() == Finished((), 1)
    started.append(None)
    told = preview._built()
    assert told is not None
    assert told.refused.startswith("the process that builds the files ended")


def test_an_edition_is_shown_by_its_name_and_its_files(tmp_path: Path) -> None:
    copy_project(ROOT / "examples/country-sheets", tmp_path / "sheets")
    project = Project(tmp_path / "sheets")
    first = draft(project, "content/sheet.md")
    other = draft(project, "content/sheet.md", subject="MNG")
    assert first.is_whole
    assert other.is_whole
    assert (first.name, other.name) == (f"sheet-{first.subject}", "sheet-MNG")
    assert first.title != other.title
