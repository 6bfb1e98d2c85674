"""Looks in finished files for what tells of the machine or person that made them."""

import getpass
import re
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from reportgen.checks.read_back import FinishedBrief, FinishedDeck
from reportgen.checks.reference_faults import TRACKING
from reportgen.diagnostics import Diagnostics, Rule, Span, span_in
from reportgen.document import ResolvedDocument
from reportgen.files.project import Project

SHORTEST = 5
"""A user or machine name shorter than this is too common a word to look for by itself."""

PATHS = re.compile(
    rb"(?<![\w.-])/(?:home|Users)/\w[\w.-]*/|[A-Za-z]:\\\\?Users\\|(?<![\w.-])/(?:tmp|var|private)/[\w.-]+/|file:///(?!\s)"
)
"""Paths of a machine, whoever's it is."""

PNG = b"\x89PNG\r\n\x1a\n"
PNG_TELLS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")
"""Chunks of a PNG that hold words, EXIF data or a time (ISO/IEC 15948, 11.3)."""

PARTS = {
    r"docProps/thumbnail": "a thumbnail",
    r"docProps/custom\.xml": "custom properties",
    r"ppt/(?:comments|authors|commentAuthors)": "comments",
    r"ppt/(?:tags|revisionInfo|changesInfos|printerSettings)": "traces of editing",
    r"ppt/(?:vbaProject|activeX|embeddings/(?!Microsoft_Excel_Sheet\d*\.xlsx$))": (
        "embedded programs or files"  # but for the workbooks of charts
    ),
}
UNTOLD = ("docProps/thumbnail.jpeg",)
"""What a comparison takes for a trace of a program that saved the file."""

EDITING = ("TotalTime", "Company", "Manager", "Template", "HyperlinkBase", "AppVersion")
"""Properties of a presentation that tell of how it was made (ECMA-376 part 1, 22.2)."""


def check_privacy(
    project: Project,
    document: ResolvedDocument,
    brief: FinishedBrief,
    deck: FinishedDeck,
    diagnostics: Diagnostics,
    told: frozenset[str] = frozenset(),
) -> int:
    """Report traces of person and machine in the files made of a document.

    Of the kinds of files that were `told` ("pdf", "pptx"), a comparison told what was put into
    them: comments, parts, slides. Returns how many streams and parts were read.
    """
    searched = _Search(document, project.read_text(document.path, Diagnostics()) or "", diagnostics)
    streams = [
        *(("the PDF", stream) for stream in brief.streams),
        *(("the PDF", text.encode()) for _, text in brief.strings),
        *((f"`{name}` in the PDF", data) for name, (_, data) in brief.attachments.items()),
        *((f"`{name}` of the deck", data) for name, data in deck.parts.items()),
    ]
    traces = _traces(project)
    for where, data in streams:
        searched.traces(where, data, traces)
    for image in brief.images:
        searched.picture("a picture of the PDF", image)
    for name, data in deck.parts.items():
        searched.part(name, data, told="pptx" in told)
    if "pptx" not in told:
        searched.leftovers(deck)
    for where, links in (
        ("the PDF", brief.links),
        *((f"slide {slide.number}", slide.links) for slide in deck.slides),
    ):
        searched.links(where, links)
    for kind in brief.comments if "pdf" not in told else ():
        searched.report("the PDF", f"a comment ({kind.lstrip('/')})")
    return len(streams) + len(brief.images)


class _Search:
    def __init__(self, document: ResolvedDocument, text: str, diagnostics: Diagnostics) -> None:
        self.document, self.text, self.diagnostics = document, text, diagnostics

    def report(self, where: str, what: str, written: str = "") -> None:
        """Report at what is `written` in the document; without it, of the finished file."""
        if written and (at := self.text.find(written)) >= 0:
            place = span_in(self.document.path, self.text, at, at + len(written))
        else:
            kind = "pdf" if "PDF" in where else "pptx"
            place = Span(f"build/{self.document.name}.{kind}")
        self.diagnostics.add(Rule.PRIVATE_DATA, f"{where} holds {what}", place)

    def traces(self, where: str, data: bytes, traces: dict[str, str]) -> None:
        """Look for names and paths of this machine, and for paths of any."""
        for what, trace in traces.items():
            if trace.encode() in data or trace.encode("utf-16-be") in data:
                self.report(where, what)
        if found := PATHS.search(data):
            self.report(where, f"a path of a machine ({found[0].decode(errors='replace')}…)")

    def picture(self, where: str, data: bytes) -> None:
        """Look for EXIF data, words, times and thumbnails in a JPEG or PNG file."""
        for what in tells(data):
            self.report(where, what)

    def part(self, name: str, data: bytes, *, told: bool = False) -> None:
        """Look at the kind of a part of the deck, its pictures and properties."""
        for pattern, what in PARTS.items():
            if re.match(pattern, name) and not (told and name not in UNTOLD):
                self.report("the deck", f"{what} (`{name}`)")
        if name.startswith("ppt/media/"):
            self.picture(f"`{name}`", data)
        if name == "docProps/app.xml":
            for one in etree.fromstring(data):
                tag = etree.QName(one).localname
                if tag in EDITING and (one.text or "").strip() not in ("", "0"):
                    self.report("the deck", f"the property {tag} “{one.text}”")
        if name == "docProps/core.xml":
            self._core(data)

    def _core(self, data: bytes) -> None:
        """Compare who made and who changed the deck, and when: they are the same."""
        said = {etree.QName(one).localname: one.text or "" for one in etree.fromstring(data)}
        if said.get("creator", "") != said.get("lastModifiedBy", ""):
            self.report("the deck", f"the name of an editor, “{said.get('lastModifiedBy')}”")
        if said.get("created") != said.get("modified") or said.get("revision", "1") != "1":
            self.report("the deck", "the time of an edit")

    def leftovers(self, deck: FinishedDeck) -> None:
        """Look for slides and pictures that no slide shows."""
        slides = [name for name in deck.parts if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
        if len(slides) > len(deck.slides):
            self.report("the deck", "a slide that is no longer shown")
        relations = b"".join(data for name, data in deck.parts.items() if name.endswith(".rels"))
        for name in deck.parts:
            if name.startswith("ppt/media/") and name.rsplit("/", 1)[1].encode() not in relations:
                self.report("the deck", f"a picture that no slide shows (`{name}`)")

    def links(self, where: str, links: tuple[str, ...]) -> None:
        """Look for addresses that say where a reader came from, or lead to a machine."""
        for link in links:
            parts = urlsplit(link)
            for name, _ in parse_qsl(parts.query):
                if TRACKING.fullmatch(name):
                    said = f"an address with `{name}`, which tells who reads it"
                    self.report(where, said, f"{name}=")
            if parts.scheme == "file":
                self.report(where, "an address of a file", "file:")


def tells(data: bytes) -> Iterator[str]:
    """Yield what a JPEG or PNG file holds besides its pixels."""
    if data.startswith(b"\xff\xd8"):
        at = 2
        while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
            marker, (size,) = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])
            if marker == 0xE1:
                yield "EXIF or XMP data"
            elif marker in (0xED, 0xFE):
                yield "IPTC data or a comment"
            at += 2 + size
    elif data.startswith(PNG):
        at = len(PNG)
        while at + 8 <= len(data):
            (size,), kind = struct.unpack(">I", data[at : at + 4]), data[at + 4 : at + 8]
            if kind in PNG_TELLS:
                yield f"words or a time beside its pixels ({kind.decode()})"
            at += 12 + size


def _traces(project: Project) -> dict[str, str]:
    """Return what must not be found, by what it is."""
    root, home = str(project.root.resolve()), str(Path.home())
    traces = {"the project's path": root + "/", "the path of a home folder": home + "/"}
    try:
        names = {"the user's name": getpass.getuser(), "the machine's name": socket.gethostname()}
    except (OSError, KeyError, ImportError):  # the last: Windows without a user's name
        names = {}
    return traces | {what: name for what, name in names.items() if len(name) >= SHORTEST}
