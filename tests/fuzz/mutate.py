"""Mutation fuzzing of every kind of input: a small sound project, one file of which is broken.

Each case is a seed: it says the kind of input and what is done to it, so that it can be run again.
A case fails where a build or check ends in an exception that is no finding, takes too long, or
reports a finding without a file; or where the check calls what was just built not conforming.

    python tests/fuzz/mutate.py --cases 5000 --seed 1 --jobs 2 [--kind svg] [--keep DIR]
"""

import argparse
import contextlib
import io
import json
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from reportgen.machine.processes import family

PATIENCE = 60.0
"""Seconds of work that a case may take; of time on the clock, ten times as many."""

BRIEF = """---
title: "A brief"
subtitle: Of things
author: [A, {name: B, affiliation: C}]
organisation: Org
date: 2026-11-23
lang: en
keywords: [a, b]
edition: 2
license: CC BY
contact: mail
url: https://example.org/brief
abstract: What it says.
changes: [first, second]
bibliography: [r.json]
---

# One {#sec-one}

There were {{ one }} things, {{ three }} of one kind, {{ two }} in the end [@doe2020, p. 3], as [a link](https://example.org) says.[^n]

[^n]: A note with *words*.

| a | b |
|---|--:|
| x | 1 |

: **T.** Legend. {#tbl-a}

![**F.** Legend.](figures/f.py){#fig-f alt="An alternative."}

- first
- second

> Quoted.

::: {.slide #s-a}
## A title

::: columns
::: {.column width="40%"}
- Point {{ two }} [@doe2020, p. 3]
:::
::: column
![](#fig-f)
:::
:::

::: notes
Said.
:::
:::
"""
FILES: dict[str, str] = {
    "content/brief.md": BRIEF,
    "content/facts.yaml": "one: {value: 5, cite: doe2020}\ntwo: {compute: one * 2}\n"
    "three: {data: d, column: n, where: {name: a}}\n",
    "content/data/d.csv": "name,n,f\na,1,1.5\nb,2,\nc,3,2.5\n",
    "content/data/d.yaml": "title: D\nsource: doe2020\nlicense: CC0\n",
    "content/r.json": '[{"id": "doe2020", "type": "book", "title": "Counting", "publisher": "Press", '
    '"author": [{"family": "Doe", "given": "J."}], "issued": {"date-parts": [[2020]]}}]\n',
    "figures/f.py": "def draw(figure, d, facts, brand):\n    axes = figure.subplots()\n"
    '    axes.bar(list(d["name"]), list(d["n"]), label="n", color=brand.color("primary"))\n'
    "    axes.set_title(f\"All {facts['one']}\")\n",
}
DRAWN = '![**F.** Legend.](figures/f.py){#fig-f alt="An alternative."}'
LIGHT = BRIEF.replace(DRAWN, "").replace("![](#fig-f)", "- text")
"""The same without its figure, which takes most of the time of a build."""
BIB = "@book{doe2020,\n  title = {Counting {Things}},\n  author = {Doe, Jane and Roe, R.},\n"
BIB += "  year = 2020,\n  publisher = {Press}\n}\n"
WORKS = "references:\n- id: doe2020\n  type: book\n  title: Counting\n  issued: 2020\n"
RIS = "TY  - BOOK\nID  - doe2020\nTI  - Counting\nAU  - Doe, Jane\nPY  - 2020\nER  - \n"
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="90mm" height="50mm" viewBox="0 0 90 50">
<style>.a { fill: #123f56 }</style><g transform="translate(2 3)"><rect class="a" width="30"
 height="20"/><path d="M0 0 L 10 10 C 1 2 3 4 5 6 Z"/><text x="3" y="9" font-size="6">Words</text>
<use href="#b"/><circle id="b" r="4"/></g></svg>
"""
BRAND = "color:\n  palette: {sea: '#123f56'}\n  primary: sea\n  background: '#ffffff'\n"
BRAND += "typography:\n  base: {family: Source Sans 3, size: 10pt, line-height: 1.4}\n"
CSS = "@page { margin: 20mm }\nh1 { color: #123f56; font-size: 16pt }\n"
CSS += ".cover::before { content: 'x'; width: calc(10mm * 2) }\ntable td { padding: 1mm }\n"
HTML = '{% extends "default/brief.html" %}\n{% block foot %}{{ meta.organisation }}{% endblock %}\n'

ODD = [
    "", " ", "\n\n", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\ufffe",
    "\U0001ffff", "&#7;", "&#xD800;", '"\\ud800"', '"\\u0000"', "\\", '"', "'", "`", "{{", "}}", "{{ nope }}",
    "[", "]", "[@", "[^", "](", "![", "$$", "$x$", "<b>", "<!--", "-->", ":::", "::: {.x}", "---", "...",
    "# ", "|", "|---|", "> ", "- ", "1. ", "@", "@doe2020", "*", "**", "~~", "^x^", "~x~", "{#id}", "{.c}",
    "{lang=xx-}", "é", "한국어", "العربية", "🏳️", "e\u0301" * 30, "\u200b", "\u202e", "NaN", ".nan", ".inf", "1e999",
    "-1", "0", "9" * 5000, "1_000", "0x1F", "1.5.2", "true", "null", "~", "[]", "{}", "&a [*a]", "!!set {a}",
    "!!int ''", "!!timestamp ''", "2026-02-30", "x" * 3000, "%", "%d", "0%", "-5mm", "1e9mm", "../../etc/passwd",
    "/dev/null", "file:///etc/hosts", "http://[::1", "javascript:x", "#nope", "a\tb", "\r", "\r\n", ",", ";", ": ",
    "<<: 1", "? a", "{light: '#fff', dark: '#000'}", "'#12'", "rgb(1,2,3)", "var(--x)", "calc(1px * (", "url(x)",
    "eval('1/0')", "raise KeyError", "import nope", "1/0", "None", "lambda: 0", "-" * 300 + "1", "(" * 100,
]  # fmt: skip


class Kind(NamedTuple):
    """A kind of input: which file, with what in it, how it is broken, and what goes with it."""

    file: str
    whole: Callable[[], bytes]
    breaks: Callable[[bytes, random.Random], bytes]
    beside: dict[str, str]
    command: tuple[str, ...] = ()
    """The command that reads it, where that is neither a build nor a check."""


# --- how things are broken --------------------------------------------------------------------


def in_text(data: bytes, chance: random.Random) -> bytes:
    """Return text with one to three changes: cut, doubled, moved, replaced, an odd piece put in."""
    text = data.decode("utf-8", "surrogateescape")
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        text = _changed(text, chance)
    if chance.random() < 0.06:
        return text.encode(chance.choice(("utf-16", "utf-16-le", "cp1252", "utf-8-sig")), "replace")
    return text.encode("utf-8", "replace")


def _changed(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    end = min(len(text), at + chance.choice((1, 2, 5, 20, 100)))
    match chance.randrange(9):
        case 0:
            return text[:at] + text[end:]
        case 1:
            return text[:end] + text[at:end] * chance.choice((1, 1, 5, 50)) + text[end:]
        case 2:
            return text[:at]
        case 3:
            lines = text.splitlines(keepends=True)
            chance.shuffle(lines)
            return "".join(lines)
        case 4:
            words = list(_words(text))
            start, stop = chance.choice(words) if words else (0, 0)
            return text[:start] + chance.choice(ODD) + text[stop:]
        case 5:
            lines = text.splitlines(keepends=True) or [""]
            lines.insert(chance.randrange(len(lines) + 1), chance.choice(ODD) + "\n")
            return "".join(lines)
        case _:
            return text[:at] + chance.choice(ODD) + text[at:]


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each word or number of a text begins and ends."""
    start = -1
    for at, one in enumerate(text + " "):
        if one.isalnum() or one in "_.-":
            start = at if start < 0 else start
        elif start >= 0:
            yield start, at
            start = -1


def in_bytes(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with some of them changed, cut off, taken out, or of another kind."""
    made = bytearray(data)
    match chance.randrange(8):
        case 0:
            return data[: chance.randrange(len(data) + 1)]
        case 1:
            return chance.choice(
                (b"", b"text", b"\x00" * 100, b"%PDF-1.7\n", b"PK\x03\x04", b"<svg/>")
            )
        case 2:
            at = chance.randrange(len(made) + 1)
            del made[at : at + chance.choice((1, 4, 100, 5000))]
        case 3:
            at = chance.randrange(len(made))
            made[at : at + 50] = bytes(chance.randrange(256) for _ in range(50))
        case _:
            first = chance.random() < 0.5
            for _ in range(chance.choice((1, 1, 4, 30))):
                at = chance.randrange(min(len(made), 400) if first else len(made))
                made[at] = chance.choice((0, 255, made[at] ^ 1 << chance.randrange(8)))
    return bytes(made)


def in_package(data: bytes, chance: random.Random) -> bytes:
    """Return a package of which one part is taken out, or broken; or whose bytes are broken."""
    if chance.random() < 0.15:
        return in_bytes(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    if chance.random() < 0.25:
        del parts[name]
    elif name.endswith((".xml", ".rels")):
        parts[name] = in_text(parts[name], chance)
    else:
        parts[name] = in_bytes(parts[name], chance)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, part in parts.items():
            archive.writestr(one, part)
    return written.getvalue()


# --- what is broken ---------------------------------------------------------------------------


def _png() -> bytes:
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(written, "PNG")
    return written.getvalue()


def _jpeg() -> bytes:
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(written, "JPEG")
    return written.getvalue()


def _font() -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    from reportgen.files.project import theme_file

    font = TTFont(theme_file("fonts/SourceSans3-Regular.ttf"))
    options = subset.Options()
    options.name_IDs = ["*"]
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=range(32, 127))
    chosen.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = "Mine"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _template() -> bytes:
    from reportgen.deck.design.own_template import template
    from reportgen.diagnostics import Diagnostics
    from reportgen.files.project import Project
    from reportgen.theme import load_theme

    return template(load_theme(Project(Path(tempfile.gettempdir())), Diagnostics()), "en")


def _style() -> bytes:
    from reportgen.files.project import theme_file

    return theme_file("styles/apa.csl").read_bytes()


def _workbook(ending: str) -> Callable[[], bytes]:
    """Return what writes the table of the sound project as a workbook."""

    def written() -> bytes:
        import openpyxl

        if ending == "ods":
            return _ods()
        book, made = openpyxl.Workbook(), io.BytesIO()
        sheet: Any = book.active
        for row in (("name", "n", "f"), ("a", 1, 1.5), ("b", 2, None), ("c", 3, 2.5)):
            sheet.append(row)
        book.save(made)
        return made.getvalue()

    return written


def _ods() -> bytes:
    text = "<table:table-cell office:value-type='string'><text:p>{0}</text:p></table:table-cell>"
    number = "<table:table-cell office:value-type='float' office:value='{0}'><text:p>{0}</text:p>"
    cells = "".join(
        f"<table:table-row>{text.format(name)}{shape.format(n)}</table:table-row>"
        for name, n, shape in (
            ("name", "n", text),
            *(
                (name, n, f"{number}</table:table-cell>")
                for name, n in zip("abc", "123", strict=True)
            ),
        )
    )
    names = ("office", "table", "text")
    spaces = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in names
    )
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="d">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return made.getvalue()


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type='
    '"application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry '
    'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _draft() -> bytes:
    from reportgen.pandoc import converted_file

    text = "# One\n\nText with *words*.[^a]\n\n[^a]: Note.\n\n| a | b |\n|---|---|\n| x | 1 |\n"
    return converted_file(["-f", "markdown", "-t", "docx"], text)


def _with(front: str) -> dict[str, str]:
    return {"content/brief.md": LIGHT.replace("bibliography: [r.json]\n", front)}


def _shown(name: str) -> dict[str, str]:
    return {"content/brief.md": BRIEF.replace("](figures/f.py)", f"]({name})").replace(
        "![](#fig-f)", "- text")}  # fmt: skip


def _text(file: str) -> Callable[[], bytes]:
    return FILES[file].encode


JSON = "bibliography: [r.json]\n"
PART = "# A part\n\nWords of a part [@doe2020], {{ one }}.\n"
WORKBOOK = {"content/data/e.yaml": "title: E\nsource: doe2020\nlicense: CC0\n"}
SHOWN = "![**E.** Words.](data/e.{}){{#tbl-e}}\n\n- first\n"
ENDNOTE = (
    '<xml><records><record><rec-number>1</rec-number><ref-type name="Book">6</ref-type>'
    "<contributors><authors><author>Doe, Jane</author></authors></contributors>"
    "<titles><title>Counting</title></titles><dates><year>2020</year></dates>"
    "<publisher>Press</publisher><label>doe2020</label></record></records></xml>"
)
NAMES = "# who must not be named\nKim Cheolsu\n김철수\n/Pa[kr]k \\w+/\n"
POLICY = "levels:\n  unused-fact: error\nallow:\n- rule: no-notes\n  reason: none are said\npatience: 30\n"
EDITIONS = LIGHT.replace(
    "edition: 2\n", 'editions: {data: [{a: x, n: 1}, {a: y, n: 2}], name: "{{ a }}"}\n'
).replace("- second", "- second {{ n }}")
CHART = BRIEF.replace(
    DRAWN, '![**F.** Legend.](data/d.csv){#fig-f chart=bars x=name y=n alt="An alternative."}'
)
CREDIT = "credit: A. Photographer\nconsent: given\n"
KINDS: dict[str, Kind] = {
    "text": Kind("content/brief.md", lambda: BRIEF.encode(), in_text, {}),
    "front matter": Kind(
        "content/brief.md",
        lambda: BRIEF.partition("---\n\n")[0].encode(),
        lambda data, chance: in_text(data, chance) + b"---\n\n# One\n\nText.\n",
        {"figures/f.py": ""},
    ),
    "facts": Kind("content/facts.yaml", _text("content/facts.yaml"), in_text, {}),
    "csv": Kind("content/data/d.csv", _text("content/data/d.csv"), in_text, {}),
    "data settings": Kind("content/data/d.yaml", _text("content/data/d.yaml"), in_text, {}),
    "csl-json": Kind("content/r.json", _text("content/r.json"), in_text, _with(JSON)),
    "bibtex": Kind("content/r.bib", BIB.encode, in_text, _with("bibliography: [r.bib]\n")),
    "csl-yaml": Kind("content/w.yaml", WORKS.encode, in_text, _with("bibliography: [w.yaml]\n")),
    "ris": Kind("content/r.ris", RIS.encode, in_text, _with("bibliography: [r.ris]\n")),
    "csl": Kind("content/my.csl", _style, in_text, _with(JSON + "csl: my.csl\n")),
    "png": Kind("content/p.png", _png, in_bytes, _shown("p.png")),
    "jpeg": Kind("content/p.jpg", _jpeg, in_bytes, _shown("p.jpg")),
    "svg": Kind("content/p.svg", SVG.encode, in_text, _shown("p.svg")),
    "font": Kind("templates/fonts/x.ttf", _font, in_bytes, {
        **_with(JSON), "templates/_brand.yml": "typography:\n  base: {family: Mine}\n"}),
    "brand": Kind("templates/_brand.yml", BRAND.encode, in_text, _with(JSON)),
    "css": Kind("templates/a.css", CSS.encode, in_text, _with(JSON)),
    "html": Kind("templates/brief.html", HTML.encode, in_text, _with(JSON)),
    "template": Kind("templates/t.pptx", _template, in_package,
                     _with(JSON + "reference-doc: templates/t.pptx\n")),
    "module": Kind("figures/f.py", _text("figures/f.py"), in_text, {}),
    "xlsx": Kind("content/data/e.xlsx", _workbook("xlsx"), in_package, WORKBOOK | {
        "content/brief.md": LIGHT.replace("- first\n", SHOWN.format("xlsx"))}),
    "ods": Kind("content/data/e.ods", _workbook("ods"), in_package, WORKBOOK | {
        "content/brief.md": LIGHT.replace("- first\n", SHOWN.format("ods"))}),
    "endnote": Kind("content/r.xml", ENDNOTE.encode, in_text, _with("bibliography: [r.xml]\n")),
    "names": Kind("do-not-publish.txt", NAMES.encode, in_text, _with(JSON)),
    "project file": Kind("reportgen.yml", POLICY.encode, in_text, _with(JSON)),
    "editions": Kind("content/brief.md", EDITIONS.encode, in_text, {}),
    "chart": Kind("content/brief.md", CHART.encode, in_text, {}),
    "included": Kind("content/_part.md", PART.encode, in_text, {
        "content/brief.md": LIGHT.replace("- first", "{{< include _part.md >}}\n\n- first")}),
    "picture settings": Kind("content/p.yaml", CREDIT.encode, in_text, _shown("p.svg") | {
        "content/p.svg": SVG}),
    "draft": Kind("draft.docx", _draft, in_package, {}, ("import", "draft.docx", "made")),
    "finished pdf": Kind("build/brief.pdf", bytes, in_bytes, {}),
    "finished pptx": Kind("build/brief.pptx", bytes, in_package, {}),
    "ledger": Kind("build/brief.claims.json", bytes, in_text, {}),
    "options": Kind("", bytes, in_text, {}),
}  # fmt: skip
VERBS = [
    "build .", "build . --to pdf", "build . --document brief", "build . --time-limit 100", "check .",
    "check . --output-format json", "facts .", "diff HEAD", "template new x.pptx", "template check x.pptx",
    "explain bad-yaml", "new x", "references .", "doctor .", "build . --to onepager", "clean nowhere",
]  # fmt: skip
SOUND = ("fine", "refused")
"""What may become of a case."""
FINISHED = ("finished pdf", "finished pptx", "ledger")


@dataclass(frozen=True)
class Outcome:
    """What became of a case: "fine", "refused", "crash", "hang", "placeless" or "alarm"."""

    kind: str
    seed: int
    became: str
    words: str = ""


class Fuzzer:
    """Runs cases, each in a forked child, in folders below `room`."""

    def __init__(self, room: Path) -> None:
        self.room = room
        self.wholes: dict[str, bytes] = {}
        self.built = room / "built"
        _import_all()
        self._sound()

    def _sound(self) -> None:
        """Build the sound project, whose finished files are then broken.

        A child does it: the threads that data frames start here would not be in later children.
        """
        _write(self.built, {name: text.encode() for name, text in FILES.items()})
        child = os.fork()
        if child == 0:
            from reportgen import library

            found = [*library.build(self.built).findings, *library.check(self.built).findings]
            for one in found:
                print(one.span, one.message, file=sys.stderr)
            os._exit(bool(found))
        assert os.waitpid(child, 0)[1] == 0, "the sound project is built and checked clean"
        for name in FINISHED:
            self.wholes[name] = (self.built / KINDS[name].file).read_bytes()

    def whole(self, name: str) -> bytes:
        if name not in self.wholes:
            self.wholes[name] = KINDS[name].whole()
        return self.wholes[name]

    def prepare(self, name: str, seed: int) -> tuple[Path, list[str]]:
        """Write the project of a case; return its folder, and the command where it is of options."""
        kind, chance = KINDS[name], random.Random(f"{name} {seed}")
        folder = self.room / f"case-{os.getpid()}-{name.replace(' ', '-')}-{seed}"
        if name in FINISHED:
            shutil.copytree(self.built, folder)
        else:
            files = {**FILES, **kind.beside}
            _write(folder, {one: text.encode() for one, text in files.items()})
        command = list(kind.command)
        if name == "options":
            words = chance.choice(VERBS).split()
            at = chance.randrange(len(words) + 1)
            words[at : at + chance.choice((0, 1))] = [chance.choice(ODD)]
            command = [one.replace("\x00", "") for one in words]
        else:
            place = folder / kind.file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(kind.breaks(self.whole(name), chance))
        return folder, command

    def start(self, name: str, seed: int) -> tuple[int, int, Path]:
        """Start a case; return the child's number, the pipe that it tells through, its folder."""
        folder, command = self.prepare(name, seed)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            os.setpgid(0, 0)
            said = json.dumps(_outcome(name, folder, command, checked=seed % 8 == 0)).encode()
            with contextlib.suppress(OSError):
                os.write(writer, said[:60000])
            os._exit(0)
        os.close(writer)
        return child, reader, folder

    def run(
        self, cases: Iterator[tuple[str, int]], jobs: int, keep: Path | None
    ) -> Iterator[Outcome]:
        """Run cases, `jobs` at a time; yield what became of each."""
        running: dict[int, tuple[int, str, int, Path, float, list[bytes]]] = {}
        waiting = True
        while waiting or running:
            while waiting and len(running) < jobs:
                case = next(cases, None)
                if case is None:
                    waiting = False
                    break
                child, reader, folder = self.start(*case)
                running[reader] = (child, *case, folder, time.monotonic(), [])
            ready, _, _ = select.select(list(running), [], [], 0.2)
            for reader in list(running):
                child, name, seed, folder, since, parts = running[reader]
                part = os.read(reader, 65536) if reader in ready else None
                passed = time.monotonic() - since
                over = passed > PATIENCE and max(_worked(child), passed / 10) > PATIENCE
                if part:
                    parts.append(part)
                if part == b"" or over:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(child, signal.SIGKILL)
                    _, status = os.waitpid(child, 0)
                    os.close(reader)
                    del running[reader]
                    outcome = _read(name, seed, b"".join(parts), status, over=over)
                    if keep is not None and outcome.became not in ("fine", "refused"):
                        shutil.copytree(folder, keep / folder.name, dirs_exist_ok=True)
                    shutil.rmtree(folder, ignore_errors=True)
                    yield outcome


def _worked(pid: int) -> float:
    """Return the seconds that a case has worked, with what it started."""
    return sum(one.seconds for one in family(pid).values())


def _read(name: str, seed: int, said: bytes, status: int, *, over: bool) -> Outcome:
    if over and not said:
        return Outcome(name, seed, "hang")
    if not said:
        return Outcome(name, seed, "crash", f"the process ended with {status}")
    became, words = json.loads(said)
    return Outcome(name, seed, became, words)


def _outcome(name: str, folder: Path, command: list[str], *, checked: bool) -> tuple[str, str]:
    """Build in this process, and check what was built where it is to be; return what became."""
    from reportgen import library
    from reportgen.diagnostics import EnvironmentFault, Rule, UsageError

    os.chdir(folder)
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    try:
        if command:
            return _command(command)
        result = library.check(".") if name in FINISHED else library.build(".")
        if result.ok and name not in FINISHED and checked:
            result = library.check(".")
            for one in result.findings:
                if one.rule is Rule.NOT_CONFORMING:
                    return "alarm", f"{one.span}: {one.message}"
    except (UsageError, EnvironmentFault) as error:
        return "refused", str(error)
    except BaseException as error:
        return "crash", _last(error)
    placeless = [one for one in result.findings if not one.span.path]
    if placeless:
        return "placeless", f"{placeless[0].rule.code}: {placeless[0].message}"
    return ("fine" if result.ok else "refused"), "; ".join(
        f"{one.span}: {one.rule.code}: {one.message}" for one in result.findings[:2]
    )


def _command(command: list[str]) -> tuple[str, str]:
    from reportgen.cli.exit_codes import INTERNAL
    from reportgen.cli.main import run

    sys.argv = ["reportgen", *command]
    heard = io.StringIO()
    with contextlib.redirect_stderr(heard), contextlib.redirect_stdout(io.StringIO()):
        try:
            run()
        except SystemExit as end:
            if end.code == INTERNAL:
                return "crash", f"{command}: {heard.getvalue().strip().splitlines()[-2]}"
            return ("refused" if end.code else "fine"), str(end.code)
        except BaseException as error:
            return "crash", f"{command}: {_last(error)}"
    return "fine", ""


def _last(error: BaseException) -> str:
    """Return an exception with the deepest place of ours, and the deepest of all."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "/reportgen/" in one.filename]
    places = [f"{Path(one.filename).name}:{one.lineno}" for one in (*ours[-1:], *frames[-1:])]
    return f"{' '.join(places)} {type(error).__name__}: {str(error)[:200]}"


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def _import_all() -> None:
    """Import what a build and a check need, once, so that children begin at once."""
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_svg
    import matplotlib.figure  # noqa: F401

    import reportgen.brief.culprit
    import reportgen.checks.completeness
    import reportgen.checks.parity
    import reportgen.checks.privacy
    import reportgen.checks.standards
    import reportgen.cli.main
    import reportgen.deck.write.deck
    import reportgen.library  # noqa: F401


def cases(count: int, seed: int, only: str = "") -> Iterator[tuple[str, int]]:
    """Yield `count` cases, kind by kind in turn, from `seed` on."""
    kinds = [only] if only else list(KINDS)
    for at in range(count):
        yield kinds[at % len(kinds)], seed * 1_000_000 + at // len(kinds)


def fuzz(
    count: int, seed: int, jobs: int, only: str = "", keep: Path | None = None
) -> Iterator[Outcome]:
    """Run `count` cases from a seed; yield what became of each, as soon as it is known."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as room:
        yield from Fuzzer(Path(room)).run(cases(count, seed, only), jobs, keep)


def main() -> None:
    """Fuzz, print each case that failed, then how many there were; end with 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kind", default="", choices=["", *KINDS])
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    start, counts = time.monotonic(), Counter[str]()
    for one in fuzz(given.cases, given.seed, given.jobs, given.kind, given.keep):
        counts[one.became] += 1
        if one.became not in SOUND:
            print(f"{one.became}: {one.kind} {one.seed}: {one.words}", flush=True)
    print(dict(counts), f"{time.monotonic() - start:.0f} s")
    sys.exit(bool(set(counts) - set(SOUND)))


if __name__ == "__main__":
    main()
