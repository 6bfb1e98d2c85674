"""The web edition: one file that asks for nothing, anyone can read, and says what the PDF says."""

from pathlib import Path
from typing import Any

import lxml.html
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import sync_playwright

from conftest import TINY, copy_project
from reportgen.brief.dark_colors import dark_colors
from reportgen.checks.alterations.web import compare_page
from reportgen.checks.read_back import read_brief
from reportgen.checks.web_parity import check_page, read_page
from reportgen.contrast import contrast
from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project
from reportgen.library import build
from reportgen.recipes.prepared import prepare
from reportgen.theme import load_theme
from test_preview import CHROMIUM, needs_chromium


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_project(TINY, tmp_path_factory.mktemp("web") / "tiny")
    result = build(folder, to=["pdf", "html"])
    assert result.ok, result.findings
    return folder


@pytest.fixture(scope="module")
def html(finished: Path) -> bytes:
    return (finished / "build/brief.html").read_bytes()


def differences(finished: Path, html: bytes) -> list[str]:
    diagnostics = Diagnostics()
    prepared = prepare(Project(finished), "content/brief.md", Diagnostics())
    brief = read_brief((finished / "build/brief.pdf").read_bytes())
    checked = check_page("x.html", read_page(html), brief, prepared.document, diagnostics)
    assert checked > 20
    return [one.message for one in diagnostics]


def test_it_says_what_the_pdf_says(finished: Path, html: bytes) -> None:
    assert differences(finished, html) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"in the first year", b"in the worst year", "lacks a figure"),
        (b"The first year had", b"The first year never had", "lacks text"),
        (b"</main>", b"<p>And 47 more.</p></main>", "has numbers"),
        (b"</main>", b"<p>Unheard-of claims.</p></main>", "has words"),
        (b"</main>", b'<img src="https://example.org/x.png"></main>', "loads or runs"),
        (b"</main>", b"<script>1</script></main>", "loads or runs"),
        (b'<html lang="en-GB"', b'<html lang="de"', "language"),
    ],
)
def test_what_differs_is_told(
    finished: Path, html: bytes, old: bytes, new: bytes, told: str
) -> None:
    assert old in html
    changed = html.replace(old, new)
    assert any(told in one for one in differences(finished, changed))
    assert compare_page(html, changed).met, "and so is that it was changed"


HIDDEN = """() => [...document.querySelectorAll('main *')].filter(one =>
  !one.closest('[aria-hidden=true], details, svg') && !one.getClientRects().length &&
  (one.tagName == 'FIGURE' ||
   [...one.childNodes].some(inside => inside.nodeType == 3 && inside.data.trim()))
).map(one => one.outerHTML.slice(0, 80))"""
"""What a page holds and does not show; data behind a figure are folded up."""


@needs_chromium
def test_nobody_is_kept_out_and_nothing_is_asked_for(finished: Path) -> None:
    asked: list[str] = []
    address = (finished / "build/brief.html").as_uri()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in (1400, 360):
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.emulate_media(color_scheme="light" if width == 1400 else "dark")
            page.on("request", lambda one: asked.append(one.url))
            page.goto(address)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            across = page.evaluate("() => document.documentElement.scrollWidth")
            assert across <= width, "it scrolls down only"
            for medium in ("print", "screen"):
                page.emulate_media(media=medium)
                assert page.evaluate(HIDDEN) == [], f"all is seen, {width} wide, on {medium}"
            fonts = page.evaluate(
                "() => [...document.fonts].filter(f => f.status == 'error').length"
            )
            assert fonts == 0
        browser.close()


@pytest.mark.parametrize("primary", ["#123f56", "#ffe600", "#000000", "#f4f4f4", "#b00020"])
def test_what_a_brand_colours_can_be_read_in_the_dark(primary: str) -> None:
    colors = {**load_theme(Project(TINY), Diagnostics()).brand.colors, "primary": primary}
    dark = dark_colors(colors)
    words = ("foreground", "muted", "primary", "accent-text", "code-string", "code-keyword")
    assert min(contrast(dark[one], dark["background"]) for one in words) >= 4.5
    assert min(contrast(dark[one], dark["light"]) for one in words) >= 4.5
    assert contrast(dark["accent"], dark["background"]) >= 3


def test_a_drawing_runs_from_left_to_right_on_every_page(html: bytes) -> None:
    page: Any = lxml.html.document_fromstring(html.decode())
    assert {one.get("direction") for one in page.find_class("drawing")} == {"ltr"}


def test_public_data_stand_behind_their_figure(html: bytes) -> None:
    page = read_page(html)
    assert "2019" in page.data or "first" in page.data
    assert page.data.split()


def test_the_same_source_gives_the_same_bytes(finished: Path, html: bytes) -> None:
    (finished / "build/brief.html").unlink()
    build(finished, to=["html"])
    assert (finished / "build/brief.html").read_bytes() == html


def test_notes_stand_beside_the_text_in_their_order_for_eyes_alone(html: bytes) -> None:
    page: Any = lxml.html.document_fromstring(html.decode())
    beside = page.find_class("sidenote")
    numbers = [int(one.text_content().split()[0]) for one in beside]
    assert numbers == sorted(numbers)
    assert numbers
    assert {one.get("aria-hidden") for one in beside} == {"true"}


def test_a_figure_that_has_no_room_on_a_phone_is_shown_as_it_is(tiny: Path) -> None:
    (tiny / "figures/count.py").write_text(
        "def draw(figure, count):\n"
        "    assert figure.get_figwidth() > 4, 'no room'\n"
        "    figure.subplots().plot(count['total'])\n"
    )
    result = build(tiny, to=["html"])
    assert result.ok, result.findings
    assert not any("no room" in one.message for one in result.findings)
    page: Any = lxml.html.parse(str(tiny / "build/brief.html")).getroot()
    assert page.get_element_by_id("fig-count").find_class("drawing")
    assert not page.get_element_by_id("fig-count").find_class("narrow")
