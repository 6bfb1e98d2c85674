"""What a preview shows now: the draft of the text as saved last, and the pages finished last."""

import io
import os
import queue
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import pypdfium2

from reportgen.diagnostics import Diagnostic
from reportgen.files.project import Project
from reportgen.garbage import searched
from reportgen.ledger.claims import Ledger, from_json
from reportgen.preview.blocks import Block, Box, blocks_of, boxes_of, changed, values_on
from reportgen.preview.builder import Builder, Finished
from reportgen.recipes.previewing import Draft, draft
from reportgen.recipes.watching import changes_of

EDITORS = {
    "code": "vscode://file{path}:{line}",
    "codium": "vscodium://file{path}:{line}",
    "cursor": "cursor://file{path}:{line}",
    "zed": "zed://file{path}:{line}",
    "subl": "subl://open?url=file://{path}&line={line}",
    "mate": "txmt://open?url=file://{path}&line={line}",
    "mvim": "mvim://open?url=file://{path}&line={line}",
    "idea": "idea://open?file={path}&line={line}",
    "pycharm": "pycharm://open?file={path}&line={line}",
}
"""The addresses by which editors open a line, by the name of their command."""


@dataclass(frozen=True, slots=True)
class Pages:
    """A finished PDF: its bytes, its sizes, and where the blocks that it was made of stand."""

    number: int
    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    blocks: tuple[Block, ...]
    boxes: Mapping[int, tuple[Box, ...]]
    values: tuple[tuple[str, Box], ...]
    told: Mapping[str, str]


@dataclass
class Session:
    """Follows a document of a project; `tell` is called whenever there is something new to show.

    `subject` names one of its editions, where it has such; "" is the first.
    """

    project: Project
    path: str
    tell: Callable[[], None] = lambda: None
    subject: str = ""
    _draft: Draft = field(init=False)
    _blocks: tuple[Block, ...] = ()
    _pages: Pages | None = None
    _number: int = 0
    _busy: bool = False
    _finished: Finished | None = None
    _seconds: float = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pdfium: threading.Lock = field(default_factory=threading.Lock)
    """PDFium takes calls of one thread at a time."""
    _due: "queue.Queue[str]" = field(default_factory=queue.Queue)
    _ended: bool = False

    def __post_init__(self) -> None:
        self._draft = Draft(self.path)
        document = Path(self.path).stem
        self._builder = Builder(str(self.project.root), document)

    def follow(self) -> None:
        """Begin to follow what is saved, in threads of its own."""
        for target in (self._watch, self._build):
            threading.Thread(target=target, daemon=True).start()

    def end(self) -> None:
        """End everything at once."""
        self._ended = True
        self._due.put("")
        self._builder.end()

    # --- what is made ---------------------------------------------------------------------

    def _watch(self) -> None:
        try:
            for saved in changes_of(self.project):
                if self._ended:
                    return
                if saved is not None:
                    self._take()
        except OSError as error:  # the system watches so many files and no more
            self._refuse(f"the project can no longer be watched: {error}; start the preview again")

    def _take(self) -> None:
        start = perf_counter()
        try:
            made = draft(self.project, self.path, subject=self.subject)
        except Exception as error:
            traceback.print_exc()
            self._refuse(
                f"internal error: {error!r}; please report it, with the lines on the terminal"
            )
            return
        with self._lock:
            if made.is_whole:
                self._draft = made
                self._blocks = blocks_of(made.page, made.source)
            else:  # what was right last stays to be seen, with the findings of now
                self._draft = replace(self._draft, findings=made.findings, refused=made.refused)
            self._number += 1
            self._seconds = perf_counter() - start
            self._busy = made.is_whole
        self.tell()
        if made.is_whole:
            self._due.put("build")
        searched()

    def _refuse(self, message: str) -> None:
        """Tell why nothing new is shown."""
        with self._lock:
            self._draft = replace(self._draft, refused=message)
            self._number += 1
            self._busy = False
        self.tell()

    def _build(self) -> None:
        while self._due.get():
            while not self._due.empty():  # saved again meanwhile: one build is enough
                if not self._due.get():
                    return
            with self._lock:
                blocks = self._blocks
            finished = self._built()
            if finished is None:
                return
            try:
                with self._pdfium:
                    pages = self._read(blocks)
            except pypdfium2.PdfiumError as error:
                pages, finished = None, replace(finished, refused=f"pages cannot be read: {error}")
            with self._lock:
                self._finished = finished
                self._pages = pages or self._pages
                self._busy = not self._due.empty()
                self._number += 1
            self.tell()

    def _built(self) -> Finished | None:
        """Return what became of a build, None where the preview ends.

        A process that ended by itself is started anew, once for each build.
        """
        for _ in range(2):
            try:
                return self._builder.build(self._draft.subject)
            except (EOFError, OSError):
                if self._ended:
                    return None
                self._builder.end()
                self._builder = Builder(str(self.project.root), Path(self.path).stem)
        return Finished((), 0, "the process that builds the files ended; save again to try again")

    def _read(self, blocks: tuple[Block, ...]) -> Pages | None:
        """Return the finished pages, with the place of each block."""
        name = self._draft.name
        with suppress(OSError):
            pdf = (self.project.root / f"build/{name}.pdf").read_bytes()
            if self._pages is not None and self._pages.pdf == pdf:
                return replace(self._pages, blocks=blocks)
            document = pypdfium2.PdfDocument(pdf)
            sizes = tuple(document[at].get_size() for at in range(len(document)))
            boxes = {at: tuple(found) for at, found in boxes_of(pdf, blocks).items()}
            values, told = self._values(pdf, name)
            return Pages(self._number, pdf, sizes, blocks, boxes, values, told)
        return None

    def _values(self, pdf: bytes, name: str) -> tuple[tuple[tuple[str, Box], ...], dict[str, str]]:
        try:
            ledger = from_json((self.project.root / f"build/{name}.claims.json").read_bytes())
        except (OSError, ValueError):
            return (), {}
        printed = {one.name: one.printed for one in ledger.claims if one.pages}
        on = {one.name: one.pages for one in ledger.claims}
        return tuple(values_on(pdf, printed, on)), _told(ledger)

    # --- what is shown --------------------------------------------------------------------

    def picture(self, address: str) -> tuple[bytes, str] | None:
        """Return a drawing of the slides and its media type, None where there is none."""
        drawing = self._draft.pictures.get(address)
        if drawing is None:
            return None
        if drawing.raster:
            kind = "png" if drawing.raster.startswith(b"\x89PNG") else "jpeg"
            return drawing.raster, f"image/{kind}"
        return drawing.svg, "image/svg+xml"

    def page(self, number: int, at: int, scale: float) -> bytes | None:
        """Return a finished page as PNG, None where there is none of that number."""
        pages = self._pages
        if pages is None or pages.number != number or not 1 <= at <= len(pages.sizes):
            return None
        with self._pdfium:
            image = pypdfium2.PdfDocument(pages.pdf)[at - 1].render(scale=scale).to_pil()
        out = io.BytesIO()
        image.save(out, "PNG", compress_level=1)
        return out.getvalue()

    @property
    def draft(self) -> Draft:
        return self._draft

    def state(self) -> dict[str, Any]:
        """Return all that the page shows, as plain data."""
        with self._lock:
            made, pages, finished = self._draft, self._pages, self._finished
            found = dict.fromkeys(made.findings)
            if finished is not None and not self._busy:
                found |= dict.fromkeys(finished.findings)
            return {
                "number": self._number,
                "title": made.title,
                "path": made.path,
                "root": str(self.project.root.resolve()),
                "editor": editor(),
                "busy": self._busy,
                "refused": made.refused or (finished.refused if finished else ""),
                "seconds": round(self._seconds, 3),
                "finished": round(finished.seconds, 1) if finished else 0,
                "headings": [{"words": one.words, "line": one.line} for one in made.headings],
                "slides": [
                    {"html": _safe(one.html), "title": one.title, "line": one.line}
                    for one in made.slides
                ],
                "slide": {"width": made.width, "height": made.height},
                "findings": [_finding(one) for one in found],
                "pages": None if pages is None else _pages(pages, self._blocks),
                "draft": [] if pages else [_block(one) for one in self._blocks],
            }


def editor() -> str:
    """Return how the user's editor is asked to open a line, "" where that is not known."""
    for name in ("VISUAL", "EDITOR"):
        command = os.environ.get(name, "").split()
        if command and (scheme := EDITORS.get(Path(command[0]).stem)):
            return scheme
    return ""


def _safe(html: str) -> str:
    """Return HTML whose styles a script sets: a strict policy takes no `style` from the page."""
    return html.replace(' style="', ' data-style="').replace('src="drawing:', 'src="drawing/')


def _block(block: Block) -> dict[str, Any]:
    return {"html": _safe(block.html), "line": block.line, "tag": block.tag}


def _finding(found: Diagnostic) -> dict[str, Any]:
    return {
        "level": str(found.level),
        "code": found.rule.code,
        "message": found.message,
        "help": found.help,
        "path": found.span.path,
        "line": found.span.line,
        "column": found.span.column,
    }


def _pages(pages: Pages, now: tuple[Block, ...]) -> dict[str, Any]:
    differing = changed(pages.blocks, now) if pages.blocks != now else {}
    return {
        "number": pages.number,
        "sizes": pages.sizes,
        "boxes": [
            {
                "page": box.page,
                "box": [box.left, box.top, box.width, box.height],
                "line": pages.blocks[at].line,
                "tag": pages.blocks[at].tag,
                "now": None
                if at not in differing
                else [_safe(one) for one in differing[at]] if box == boxes[-1] else [],
            }
            for at, boxes in pages.boxes.items()
            for box in boxes
        ],
        "values": [
            {"page": box.page, "box": [box.left, box.top, box.width, box.height], "name": name,
             "told": pages.told.get(name, "")}
            for name, box in pages.values
        ],
    }  # fmt: skip


def _told(ledger: Ledger) -> dict[str, str]:
    """Return for each claim in words where its number is from."""
    found = {}
    for one in ledger.claims:
        origin = one.formula or " ".join(
            part for part in (one.data_file, one.data_cell, one.data_column) if part
        )
        parts = (f"{one.name} = {one.printed}", origin or one.note, "; ".join(one.sources))
        found[one.name] = "\n".join(part for part in parts if part)
    return found
