"""Turns the brief's HTML into a tagged PDF, with WeasyPrint."""

import hashlib
import logging
import mimetypes
import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from reportgen.brief.css_bombs import report_bombs
from reportgen.brief.fit import FIRST, Layout, fitted
from reportgen.brief.layout_signs import about_pages, signs_of_layout
from reportgen.brief.long_words import report_long_words
from reportgen.brief.templates import first_own
from reportgen.coverage import printed_text, report_lacking
from reportgen.diagnostics import Diagnostics, EnvironmentFault, Rule, Span, counted, span_in
from reportgen.document import (
    Drawing,
    Figure,
    ResolvedDocument,
    SourceList,
    brief_blocks,
)
from reportgen.files.last_word import STAGE, at_work
from reportgen.files.project import Project, theme_file
from reportgen.garbage import unsearched
from reportgen.ledger.evidence import Attached
from reportgen.platforms import install_commands
from reportgen.theme import Theme

try:
    from weasyprint import CSS, HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    from reportgen.brief import bidi, html_patterns, kept_paint, shaped_text  # these wrap functions
    from reportgen.brief.attach import Attacher
    from reportgen.brief.conformance import Finisher, with_whole_references
    from reportgen.brief.kept_fonts import fonts_of
    from reportgen.brief.kept_pages import Kept, Shelf, laid_out, shelf_of
    from reportgen.brief.kept_sheets import KeptSheets, kept_in
    from reportgen.brief.structure import mark_artifacts, mended
except OSError as error:  # Pango is not there; WeasyPrint says so at import
    raise EnvironmentFault(
        "WeasyPrint finds no Pango; `reportgen doctor` looks for all that builds need",
        " && ".join(install_commands("Pango")),
    ) from error

WRAPPED = (bidi, html_patterns, kept_paint, shaped_text)

IN_CSS = re.compile(r" at (\d+):(\d+)(?=[,.:]|$)")
"""Where a warning of a stylesheet says that it is: line and column."""

FORMULA = "data:image/svg+xml;base64,"
"""What the address of a formula's picture begins with, the picture itself behind it."""

UNDRAWN = re.compile(r"Failed to (load image at|render SVG image) '?drawing:")
"""How WeasyPrint says that a figure is missing from the page."""
PLAIN_SVG = "open it in a program for drawings, and save it as plain SVG"

STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)
FONTS = (".ttf", ".otf", ".ttc", ".woff", ".woff2")

SELECTOR = re.compile(r"selector, ['\"](.+)['\"]")
"""What a warning says of rules for which there is nothing that they could be for."""

FILE = re.compile(r"/([^/'\"]+)'")
"""The name of a file in a warning."""


LAYOUT = 1.2
"""A page may take so many times the patience that any one thing has; real ones take a second."""

_LAYOUT = Lock()
"""One thread lays out at a time: WeasyPrint warns by a logger, which a process has one of."""


def to_pdf(
    write: Callable[[Layout], str],
    document: ResolvedDocument,
    pictures: Mapping[str, Drawing],
    theme: Theme,
    diagnostics: Diagnostics,
    attach: Callable[[bytes], Iterable[Attached]] | None = None,
    kept_as: tuple[str, ...] = (),
) -> bytes:
    """Return the brief as the standards of its metadata ask; what WeasyPrint warns of is reported.

    `write` makes the HTML for a layout; where the first leaves a page too white, there is a second
    with figures that stand later. `pictures` are those that it shows, by the
    address `drawing:NAME`. Where a list of sources prints pages, it is laid out twice: the second
    time with the pages of the first. `attach` gives what the file is to carry, from the file as it
    is without it; without `attach` it carries nothing.
    Under `kept_as` this process keeps the pages for the next time; under () it forgets them.
    """
    with _LAYOUT, unsearched():
        shelf = shelf_of(kept_as) if kept_as else Shelf()
        return _to_pdf(write, document, pictures, theme, diagnostics, attach, shelf)


def _to_pdf(
    write: Callable[[Layout], str],
    document: ResolvedDocument,
    pictures: Mapping[str, Drawing],
    theme: Theme,
    diagnostics: Diagnostics,
    attach: Callable[[bytes], Iterable[Attached]] | None,
    shelf: Shelf,
) -> bytes:
    fetcher = Fetcher(theme.project, pictures)
    standards = document.metadata.pdf_standards
    archival = [name for name in standards if name.startswith("a-")]
    variant = f"pdf/{(*archival, *standards)[0]}" if standards else None
    styles = theme.styles(diagnostics)
    for path, text in styles.items():
        report_bombs(path, text, diagnostics)
        diagnostics.stop_on_errors()
        with _findings(partial(_place_in_style, {path: text}), diagnostics):
            CSS(string=text, base_url="file:///", url_fetcher=fetcher)
    first = write(FIRST)
    text = printed_text(first, (picture.svg for picture in pictures.values()))
    report_lacking(text, document.path, theme, diagnostics)
    source = theme.project.branch().read_text(document.path, Diagnostics()) or ""
    own = first_own(theme, "brief.html")
    report_long_words(text, document.path, source, own, diagnostics)
    diagnostics.stop_on_errors()
    with _findings(partial(_place, document, styles), diagnostics):
        layouts = _Layouts(shelf, fetcher, variant, first, _blamed(document, theme))
        layout = layouts.laid_out(first)
        moved, inlined = fitted(layout.pages)
        if moved or inlined:
            layout = layouts.laid_out(write(Layout(moved=moved, inlined=inlined)))
        if has_source_list(document):
            pages = {
                anchor: number
                for number, page in enumerate(layout.pages, 1)
                for anchor in page.anchors
            }
            layout = layouts.laid_out(write(Layout(pages, moved, inlined)))
        drawing = f"drawing {counted(len(layout.pages), 'page')}"
        with at_work(drawing, layouts.blamed, STAGE), mended():
            layouts.finish(layout)
            mark_artifacts(layout.pages)
            pdf: bytes = layout.write_pdf(
                finisher=Finisher(
                    declare_ua=bool(archival) and "ua-1" in standards,
                    attach=attach and Attacher(attach, document.metadata.date),
                ),
                pdf_variant=variant,
                pdf_tags=True,
                pdf_identifier=document.name.encode(),
            )
    return with_whole_references(pdf)


class _Layouts:
    """The layouts of one build, each of which goes on from the same one of the last build, else
    from the one before. Only the last is finished.
    """

    def __init__(
        self, shelf: Shelf, fetcher: "Fetcher", variant: str | None, html: str, blamed: Span
    ) -> None:
        self._shelf, self._fetcher, self._variant = shelf, fetcher, variant
        self.blamed = blamed
        styles = "\n".join((str(variant), *STYLE.findall(html)))
        fonts = shelf.fonts
        if shelf.styles != styles or fonts is None or not fonts.are_same(fetcher.digest):
            shelf.styles, shelf.fonts = styles, fonts_of(styles, fetcher.digest)
            shelf.sheets = KeptSheets()
            shelf.layouts.clear()
        self._number = self._pages = 0
        self._before: Kept | None = None
        self._finish: Callable[[Any], None] = lambda _: None

    def laid_out(self, html: str) -> Any:
        """Return the brief laid out, its margins still empty."""
        shelf, fetcher, number = self._shelf, self._fetcher, self._number
        fonts = shelf.fonts
        assert fonts is not None

        def render(images: dict[str, Any]) -> Any:
            page = HTML(string=html, base_url="file:///", url_fetcher=fetcher)
            signs = signs_of_layout(self._pages or about_pages(html))
            with at_work("layout", self.blamed, LAYOUT), signs, kept_in(shelf.sheets):
                return page.render(font_config=fonts.map, pdf_variant=self._variant, cache=images)

        own = shelf.layouts.pop(number, None)
        former = own or self._before
        document, kept, self._finish = laid_out(
            render, shelf.styles, fetcher.digests, former, copies=own is None
        )
        fonts.files.update(
            (url, one) for url, one in fetcher.digests.items() if url.endswith(FONTS)
        )
        shelf.layouts[number] = self._before = kept
        self._number += 1
        self._pages = len(document.pages)
        return document

    def finish(self, document: Any) -> None:
        """Fill the margins of what was laid out last, and paint its grounds."""
        self._finish(document)


def _blamed(document: ResolvedDocument, theme: Theme) -> Span:
    """Return what is most likely to blame for a page without end: a stylesheet, else the text."""
    return Span(next(iter((*theme.own_styles, document.path))))


def has_source_list(document: ResolvedDocument) -> bool:
    """Return whether the brief prints a list of sources."""
    return document.prints_entries or any(
        isinstance(block, SourceList) for block in brief_blocks(document)
    )


PIXELS = "data:image/png;base64,"
"""Where what follows is a PNG (RFC 2397)."""


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Serves drawings (`drawing:ID`), the theme's fonts (`theme:`), and the project's files.

    A `file:` address is a path of the project, whose folder is its root. Nothing else is served:
    no other file of the machine, and nothing from the network.
    """

    def __init__(self, project: Project, drawings: Mapping[str, Drawing]) -> None:
        super().__init__(allowed_protocols=())
        self._project = project
        self._drawings = drawings
        self.digests: dict[str, str] = {}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return what stands at an address; its digest is noted."""
        kind, data = self._found(url)
        self.digests[url] = hashlib.sha256(data).hexdigest()
        return URLFetcherResponse(url, data, {"Content-Type": kind})

    def digest(self, url: str) -> str:
        """Return the digest of what stands at an address, "" where nothing does."""
        with suppress(OSError, ValueError):
            self.fetch(url)
        return self.digests.get(url, "")

    def _found(self, url: str) -> tuple[str, bytes]:
        """Return the media type and the data of an address. Raises ValueError or OSError."""
        parts = urlsplit(url)
        path = unquote(parts.path)
        if url.startswith(PIXELS):  # the marks of a heavy figure, inside its drawing
            return "image/png", b64decode(url[len(PIXELS) :])
        if url.startswith(FORMULA):
            return "image/svg+xml", b64decode(url[len(FORMULA) :])
        if parts.scheme == "drawing" and path in self._drawings:
            drawing = self._drawings[path]
            raster = "image/png" if drawing.raster.startswith(b"\x89PNG") else "image/jpeg"
            kind = "image/svg+xml" if drawing.svg else raster
            return kind, drawing.svg or drawing.raster
        if parts.scheme == "theme" and ".." not in path:
            data = theme_file(path).read_bytes()
        elif parts.scheme == "file" and not parts.netloc:
            data = self._project.read_bytes(path.lstrip("/"))
        else:
            raise ValueError(f"not part of the project: {url[:80]}")
        return mimetypes.guess_type(path)[0] or "application/octet-stream", data


def _place_in_style(styles: Mapping[str, str], message: str) -> Span | None:
    """Return the place in a stylesheet that a warning names by line and column, or by a file."""
    for path, text in styles.items():
        if found := IN_CSS.search(message):
            lines = text.splitlines(keepends=True)
            at = sum(map(len, lines[: int(found[1]) - 1])) + int(found[2]) - 1
            return span_in(path, text, at)
        if (named := FILE.search(message)) and (at := text.find(named[1])) >= 0:
            return span_in(path, text, at, at + len(named[1]))
        if (quoted := SELECTOR.search(message)) and (at := text.find(quoted[1].strip())) >= 0:
            return span_in(path, text, at, at + len(quoted[1].strip()))
    return None


def _place(document: ResolvedDocument, styles: Mapping[str, str], message: str) -> Span | None:
    """Return the place in the content that a warning is about; None for one of a stylesheet.

    These were read on their own before, when their lines were those of their files.
    """
    if IN_CSS.search(message):
        return None
    spans = {block.id: block.span for block in brief_blocks(document) if isinstance(block, Figure)}
    found = next((spans[name] for name in re.findall(r"[\w.-]+", message) if name in spans), None)
    return found or _place_in_style(styles, message) or Span(document.path)


@contextmanager
def _findings(place: Callable[[str], Span | None], diagnostics: Diagnostics) -> Iterator[None]:
    """Report what WeasyPrint warns of, where `place` says that it is; not where it says None."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = (record.getMessage().splitlines() or [""])[0]
            if (span := place(message)) is None:
                return
            if UNDRAWN.match(message):
                diagnostics.add(Rule.BAD_IMAGE, "this picture cannot be drawn", span, PLAIN_SVG)
            else:
                diagnostics.add(Rule.RENDERING, IN_CSS.sub("", message), span)

    logger = logging.getLogger("weasyprint")
    handler, level, before = Handler(logging.WARNING), logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield
    except FatalURLFetchingError as error:
        diagnostics.add(Rule.RENDERING, str(error), place("") or Span(""))
        raise
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = before
