"""Every reader of files, with every kind of broken file: a finding at the file, no exception."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from conftest import Built, edit
from reportgen.checks.read_back import read_brief, read_deck
from reportgen.deck.design.foreign_template import open_design
from reportgen.diagnostics import ContentError, Diagnostics, Span, UsageError
from reportgen.document import Caption, Figure, Place, Size, Text, mm
from reportgen.drawing.figure_modules import read_module
from reportgen.drawing.images import as_drawing
from reportgen.files.door import Kind, read_with
from reportgen.files.project import Project, theme_file
from reportgen.files.yaml_file import parse_yaml
from reportgen.recipes.building import build
from reportgen.recipes.checking import check
from reportgen.recipes.outputs import FORMATS
from reportgen.theme import load_theme

PAGE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g><path d="M0 0"/></g></svg>'


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    return bytes(one ^ 0x55 if at % 37 == 5 else one for at, one in enumerate(data))


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "one byte": lambda data: data[:1],
    "cut in half": cut,
    "flipped bytes": flipped,
    "zeros": lambda data: bytes(len(data)),
    "text": lambda _: b"text, and nothing else",
    "its first line": lambda data: data[:8],
    "latin-1": lambda _: "naïve".encode("latin-1"),
    "another kind": lambda _: zipped({"a": b"b"}),
    "a page of HTML": lambda _: b"<!doctype html><title>404</title>",
}


def zipped(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return written.getvalue()


def without(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({one: archive.read(one) for one in archive.namelist() if one != name})


def picture() -> bytes:
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(written, "PNG")
    return written.getvalue()


def figure(name: str) -> Figure[object]:
    return Figure("fig-a", name, Caption((), ()), (Text("Alt."),), Span("content/brief.md", 5))


PLACE = Place("brief", Size(mm(50), mm(50)))


def through_images(name: str) -> Callable[[bytes, Path, Diagnostics], object]:
    return lambda data, _, found: as_drawing(figure(name), PLACE, data, found)  # type: ignore[arg-type]


def through_font(data: bytes, root: Path, found: Diagnostics) -> object:
    (root / "templates/fonts").mkdir(parents=True)
    (root / "templates/fonts/a.ttf").write_bytes(data)
    load_theme(Project(root), found)
    return None


def through_brand(data: bytes, root: Path, found: Diagnostics) -> object:
    (root / "templates").mkdir()
    (root / "templates/_brand.yml").write_bytes(data)
    load_theme(Project(root), found)
    return None


def through_module(data: bytes, root: Path, found: Diagnostics) -> object:
    (root / "figures").mkdir()
    (root / "figures/a.py").write_bytes(data)
    return read_module("figures/a.py", Span("content/brief.md", 5), Project(root), found)


def through_template(data: bytes, root: Path, found: Diagnostics) -> object:
    brand = load_theme(Project(root), Diagnostics()).brand
    return open_design(data, brand, Span("templates/a.pptx"), found)


READERS: dict[str, tuple[Callable[[bytes, Path, Diagnostics], object], Callable[[], bytes]]] = {
    "picture": (through_images("a.png"), picture),
    "SVG": (through_images("a.svg"), PAGE.encode),
    "font": (through_font, theme_file("fonts/SourceSans3-It.ttf").read_bytes),
    "brand": (through_brand, theme_file("_brand.yml").read_bytes),
    "figure module": (through_module, b"def draw(figure):\n    figure.subplots()\n".__bytes__),
}
HARMLESS = {
    ("brand", "empty"), ("brand", "one byte"), ("brand", "its first line"),
    ("brand", "cut in half"), ("font", "flipped bytes"),
}  # fmt: skip
"""What is sound, or may be: a mapping of fewer keys; a font of which glyphs alone are broken."""


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("reader", READERS)
def test_a_broken_file_is_a_finding_with_a_place(reader: str, kind: str, tmp_path: Path) -> None:
    read, whole = READERS[reader]
    diagnostics = Diagnostics()
    read(BROKEN[kind](whole()), tmp_path, diagnostics)
    assert all(one.span.path for one in diagnostics)
    if (reader, kind) not in HARMLESS:
        assert diagnostics.errors


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_template_is_refused(kind: str, tiny_built: Built, tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert through_template(BROKEN[kind](tiny_built.pptx), tmp_path, diagnostics) is None
    (one,) = diagnostics
    assert (one.rule.code, one.span.path) == ("bad-template", "templates/a.pptx")


@pytest.mark.parametrize("kind", BROKEN)
def test_finished_files_are_read_through_the_door(kind: str, tiny_built: Built) -> None:
    for make, whole, is_a in (
        (read_brief, tiny_built.pdf, Kind.BRIEF),
        (read_deck, tiny_built.pptx, Kind.DECK),
    ):
        diagnostics, data = Diagnostics(), BROKEN[kind](whole)
        span = Span("build/brief")
        read = read_with(lambda make=make, data=data: make(data), is_a, "x", span, diagnostics)  # type: ignore[misc]
        assert (read is None) == bool(diagnostics.errors)


def encrypted(data: bytes) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        file.save(written, encryption=pikepdf.Encryption(user="u", owner="o"))
    return written.getvalue()


def pageless(data: bytes) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        del file.pages[:]
        file.save(written)
    return written.getvalue()


SLIDE = "ppt/slides/slide2.xml"
FINISHED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "an encrypted brief": ("brief.pdf", encrypted),
    "a brief without pages": ("brief.pdf", pageless),
    "an empty brief": ("brief.pdf", BROKEN["empty"]),
    "a deck that is text": ("brief.pptx", BROKEN["text"]),
    "a deck without a slide's part": ("brief.pptx", lambda data: without(data, SLIDE)),
    "a deck without relations of a slide": (
        "brief.pptx", lambda data: without(data, "ppt/slides/_rels/slide2.xml.rels")),
    "a deck without content types": (
        "brief.pptx", lambda data: without(data, "[Content_Types].xml")),
}  # fmt: skip


def test_check_tells_of_finished_files_that_cannot_be_read(tiny: Path) -> None:
    """And of the sound one beside each as of any other."""
    list(build(Project(tiny), FORMATS, Diagnostics()))
    sound = {name: (tiny / "build" / name).read_bytes() for name in ("brief.pdf", "brief.pptx")}
    for what, (name, breaks) in FINISHED.items():
        for one, data in sound.items():
            (tiny / "build" / one).write_bytes(breaks(data) if one == name else data)
        diagnostics = Diagnostics()
        try:
            list(check(Project(tiny), diagnostics))
        except (ContentError, UsageError) as error:  # pragma: no cover
            pytest.fail(f"{what}: {error}")
        found = [one for one in diagnostics if one.rule.code == "not-conforming"]
        assert [one.span.path for one in found] == [f"build/{name}"], what
        assert "run `reportgen build`" in found[0].help


def test_a_broken_file_of_the_other_format_is_told_by_a_build(tiny: Path) -> None:
    list(build(Project(tiny), FORMATS, Diagnostics()))
    (tiny / "build/brief.pptx").write_bytes(b"text")
    edit(tiny, "# About", "# About it")
    diagnostics = Diagnostics()
    before = (tiny / "build/brief.pdf").read_bytes()
    with pytest.raises(ContentError):
        list(build(Project(tiny), ("pdf",), diagnostics))
    assert (tiny / "build/brief.pdf").read_bytes() != before
    assert [one.span.path for one in diagnostics if one.rule.code == "not-conforming"] == [
        "build/brief.pptx"
    ]


def test_yaml_of_any_bytes_is_read_or_told() -> None:
    for text in ("\ufffe", "\x00", "a: \x07", "%YAML 9.9", "---\n---\n---", "&a *a", "{" * 5000):
        parse_yaml("a.yaml", text, Diagnostics())
