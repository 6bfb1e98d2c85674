"""Content, templates and pictures of somebody who wants out: nothing leaks, hangs or crashes."""

import io
import socket
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pikepdf
import pytest
from PIL import Image

from reportgen import pandoc
from reportgen.checks.read_back import page_texts
from reportgen.diagnostics import ContentError, Diagnostics, UsageError
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.outputs import FORMATS

CANARY = "CANARYINTHEFILE"
HEAD = "---\ntitle: T\nlang: en\nbibliography: references.json\n---\n\n"
SLIDE = "\n\n::: {.slide #s-a}\n## A title\n\n- Point\n\n::: notes\nSaid.\n:::\n:::\n"
BASE = {
    "content/brief.md": HEAD + "Text." + SLIDE,
    "content/references.json": '[{"id": "doe2020", "type": "book", "title": "Counting"}]\n',
    "content/data/count.csv": "year,total\n2019,12\n2020,15\n",
    "content/data/count.yaml": "title: T\nsource: doe2020\nlicense: CC0\n",
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90">'
DEEP = 20_000


class Way(NamedTuple):
    """A way out: files of the project; `links` are symbolic links to what lies outside."""

    name: str
    files: dict[str, str | bytes]
    links: Mapping[str, str] = MappingProxyType({})


def brief(text: str, front: str = "") -> dict[str, str | bytes]:
    head = HEAD.replace("lang: en\n", f"lang: en\n{front}") if front else HEAD
    return {"content/brief.md": head + text + SLIDE}


def picture(name: str) -> str:
    return f'![Caption.]({name}){{#fig-a alt="Alt."}}'


def svg(inside: str, before: str = "") -> dict[str, str | bytes]:
    return {**brief(picture("a.svg")), "content/a.svg": f"{before}{SVG}{inside}</svg>"}


def bomb(size: int) -> bytes:
    written = io.BytesIO()
    Image.new("1", (size, size)).save(written, "PNG")
    return written.getvalue()


LAUGHS = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
YAML_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(97 + at)}: &{chr(97 + at)} [{', '.join(['*' + chr(96 + at)] * 9)}]\n"
    for at in range(1, 12)
)
CSL = '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><title>T</title><id>t</id>{}</info></style>'

WAYS = [
    # files by name
    Way("picture: parent folder", brief(picture("../../secret.png"))),
    Way("picture: absolute", brief(picture("/SECRET/secret.png"))),
    Way("picture: file address", brief(picture("file:///SECRET/secret.png"))),
    Way("picture: file address of a host", brief(picture("file://localhost/SECRET/secret.png"))),
    Way("picture: network", brief(picture("http://127.0.0.1:9/a.png"))),
    Way("picture: encoded dots", brief(picture("%2e%2e/%2e%2e/secret.png"))),
    Way("picture: symlink", brief(picture("a.png")), {"content/a.png": "secret.png"}),
    Way("picture: symlinked folder", brief(picture("out/secret.png")), {"content/out": "."}),
    Way("picture: a device", brief(picture("/dev/zero"))),
    Way("picture: null byte", brief(picture("a%00.png"))),
    Way("figure module: outside", brief(picture("../../secret.py"))),
    Way("table: parent folder", brief("![C.](../../secret.csv){#tbl-a}")),
    Way("table: symlink", brief("![C.](data/b.csv){#tbl-a}"), {"content/data/b.csv": "secret.csv"}),
    Way("data: symlinked description", {}, {"content/data/count.yaml": "secret.csv"}),
    Way("facts: symlink", brief("{{ a }}"), {"content/facts.yaml": "secret.yaml"}),
    Way("content: symlink", {}, {"content/brief.md": "secret.md"}),
    Way("bibliography: outside", brief("A [@x].", "").copy() | {
        "content/brief.md": HEAD.replace("references.json", "../../secret.json") + "A [@x]."}),
    Way("style: outside", brief("A [@doe2020].", "csl: ../../secret.csl\n")),
    Way("style: symlink", brief("A [@doe2020].", "csl: a.csl\n"), {"content/a.csl": "secret.csl"}),
    Way("brand: symlink", {}, {"templates/_brand.yml": "secret.yaml"}),
    Way("brand: logo outside", {"templates/_brand.yml": "logo: ../../secret.png\n"}),
    Way("stylesheet: symlink", {}, {"templates/a.css": "secret.css"}),
    Way("template: symlink", {}, {"templates/brief.html": "secret.html"}),
    Way("font: symlink", {}, {"templates/fonts/a.ttf": "secret.css"}),
    Way("output folder: symlink", {}, {"build": "elsewhere"}),
    # markup
    Way("html: picture", brief('<img src="file:///SECRET/secret.png">')),
    Way("html: frame", brief('<iframe src="file:///SECRET/secret.txt"></iframe>')),
    Way("html: script", brief("<script>fetch('http://127.0.0.1:9/')</script>")),
    Way("html: raw block", brief('```{=html}\n<object data="file:///SECRET/secret.txt">\n```')),
    Way("html: include of pandoc", brief("```{.include}\n/SECRET/secret.txt\n```")),
    Way("latex: input", brief("\\input{/SECRET/secret.txt}")),
    Way("link: script", brief("[a](javascript:alert(1))")),
    Way("link: file", brief("[a](file:///etc/hosts)")),
    Way("citation: a path", brief("A [@../../secret].")),
    # stylesheets and templates
    Way("css: import", {"templates/a.css": '@import url("file:///SECRET/secret.css");'}),
    Way("css: network", {"templates/a.css": 'body{background:url("http://127.0.0.1:9/a.png")}'}),
    Way("css: file", {"templates/a.css": 'body{background:url("file:///SECRET/secret.png")}'}),
    Way("css: font", {"templates/a.css": '@font-face{font-family:x;src:url("file:///SECRET/a.ttf")}body{font-family:x}'}),
    Way("css: out of style", {"templates/a.css": '</style><img src="file:///SECRET/secret.png" alt="a">'}),
    Way("template: include", {"templates/brief.html": '{% include "/SECRET/secret.txt" %}'}),
    Way("template: parent", {"templates/brief.html": '{% include "../../secret.txt" %}'}),
    Way("template: classes", {"templates/brief.html": "{{ ''.__class__.__mro__[1].__subclasses__() }}"}),
    Way("template: file through objects", {
        "templates/brief.html": "{{ brand.__init__.__globals__['Path']('/SECRET/secret.txt').read_text() }}"}),
    Way("template: without end", {"templates/brief.html": "{% for a in range(10**9) %}{% endfor %}"}),
    Way("template: itself", {"templates/brief.html": '{% include "brief.html" %}'}),
    # formulas and YAML
    Way("formula: classes", {"content/facts.yaml": "a: {compute: \"().__class__.__bases__\"}\n"}),
    Way("formula: without end", {"content/facts.yaml": "a: {compute: range(10**9) | sum}\n"}),
    Way("formula: huge power", {"content/facts.yaml": "a: {compute: 9**9**9}\n"}),
    Way("formula: huge text", {"content/facts.yaml": "a: {compute: \"'a' * 10**10\"}\n"}),
    Way("yaml: aliases", {"content/facts.yaml": YAML_LAUGHS}),
    Way("yaml: aliases in front", {"content/brief.md": f"---\ntitle: T\n{YAML_LAUGHS}---\n\nT."}),
    Way("yaml: python", {"content/facts.yaml": "a: !!python/object/apply:os.system ['true']\n"}),
    Way("yaml: deep", {"content/facts.yaml": "a: " + "[" * DEEP}),
    # pictures
    Way("svg: entity of a file", svg("<text>&x;</text>",
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///SECRET/secret.txt">]>')),
    Way("svg: entities", svg("<text>&a9;</text>", f'<!DOCTYPE svg [<!ENTITY a0 "ha">{LAUGHS}]>')),
    Way("svg: picture", svg('<image xlink:href="file:///SECRET/secret.png" width="9" height="9"/>')),
    Way("svg: use", svg('<use xlink:href="file:///SECRET/secret.svg#a"/>')),
    Way("svg: import", svg('<style>@import url("file:///SECRET/secret.css");</style>')),
    Way("svg: network", svg('<image href="http://127.0.0.1:9/a.png" width="9" height="9"/>')),
    Way("svg: use of itself", svg('<g id="a"><use xlink:href="#a"/></g>')),
    Way("svg: deep", svg("<g>" * DEEP + "</g>" * DEEP)),
    Way("svg: huge", {**brief(picture("a.svg")), "content/a.svg": SVG.replace("90", "9e9") + "</svg>"}),
    Way("png: bomb", {**brief(picture("a.png")), "content/a.png": bomb(20_000)}),
    Way("png: cut off", {**brief(picture("a.png")), "content/a.png": bomb(100)[:60]}),
    Way("png: no picture", {**brief(picture("a.png")), "content/a.png": "text"}),
    # depth and size
    Way("markdown: deep quotes", brief("> " * 2000 + "a")),
    Way("markdown: deep lists", brief("\n".join("  " * at + "- a" for at in range(200)))),
    Way("markdown: brackets", brief("[" * DEEP)),
    Way("markdown: long word", brief("a" * 10_000)),
    Way("json: deep", {"content/references.json": "[" * 100_000}),
    Way("style: entity of a file", {**brief("A [@doe2020].", "csl: a.csl\n"), "content/a.csl":
        '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///SECRET/secret.txt">]>' + CSL.format("&x;")}),
    Way("style: parent in the network", {**brief("A [@doe2020].", "csl: a.csl\n"), "content/a.csl":
        CSL.format('<link rel="independent-parent" href="http://127.0.0.1:9/apa"/>')}),
]  # fmt: skip


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder with secrets in it; the project lies inside."""
    for kind in ("txt", "csv", "css", "html", "md", "json", "csl", "yaml", "py"):
        (tmp_path / f"secret.{kind}").write_text(f"{CANARY}\n")
    (tmp_path / "secret.svg").write_text(f'{SVG}<text id="a">{CANARY}</text></svg>')
    Image.new("RGB", (30, 30), (1, 2, 3)).save(tmp_path / "secret.png")
    (tmp_path / "elsewhere").mkdir()
    return tmp_path


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_there_is_no_way_out(way: Way, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = outside / "project"
    for name, data in {**BASE, **way.files}.items():
        place = root / name
        if name in way.links:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        text = data.replace("SECRET", str(outside).strip("/")) if isinstance(data, str) else data
        place.write_bytes(text.encode() if isinstance(text, str) else text)
    for name, target in way.links.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(outside / target)
    monkeypatch.setattr(socket.socket, "connect", _no_network)
    monkeypatch.setattr(pandoc, "PATIENCE", 10)
    diagnostics = Diagnostics()
    with suppress(ContentError, UsageError):
        list(build(Project(root), FORMATS, diagnostics))
    said = "\n".join(f"{one.message} {one.help} {one.span.source}" for one in diagnostics)
    assert CANARY not in said
    assert not list((outside / "elsewhere").iterdir())
    for file in _files(root / "build") if not (root / "build").is_symlink() else ():
        assert CANARY not in _everything(file.read_bytes()), file.name
        assert b"\x01\x02\x03" * 30 not in _pixels(file.read_bytes()), file.name


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _no_network(*_: object) -> None:
    raise AssertionError("something asked the network")


def _everything(data: bytes) -> str:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(
                archive.read(name).decode(errors="replace") for name in archive.namelist()
            )
    if not data.startswith(b"%PDF"):
        return data.decode(errors="replace")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [
            bytes(one.read_bytes()).decode(errors="replace")
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image"
        ]
    return "".join((*page_texts(data), *streams))


def _pixels(data: bytes) -> bytes:
    """Return the pixels of all pictures in a file."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".png")]
            images = [Image.open(io.BytesIO(archive.read(name))) for name in names]
            return b"".join(image.convert("RGB").tobytes() for image in images)
    if not data.startswith(b"%PDF"):
        return b""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = (one for one in pdf.objects if isinstance(one, pikepdf.Stream))
        return b"".join(one.read_bytes() for one in streams if one.get("/Subtype") == "/Image")
