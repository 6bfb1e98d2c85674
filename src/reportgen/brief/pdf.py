"""This module turns the brief's HTML into a tagged PDF, with WeasyPrint."""

import logging
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from reportgen.brief.finish import VARIANT, finish
from reportgen.diagnostics import Diagnostics, EnvironmentFault, Rule, Span
from reportgen.document import Drawing, Drawings, ResolvedDocument
from reportgen.project import Project, theme_file

try:
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
except OSError as error:  # Pango is not there; WeasyPrint says so at import
    raise EnvironmentFault(
        "WeasyPrint finds no Pango",
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    ) from error


def to_pdf(
    html: str,
    document: ResolvedDocument,
    drawings: Drawings,
    project: Project,
    diagnostics: Diagnostics,
) -> bytes:
    """Return the brief as PDF/UA-1 and PDF/A-3a; what WeasyPrint warns of is reported."""
    pictures = {
        name: drawing for (name, place), drawing in drawings.items() if place.kind == "brief"
    }
    fetcher = _Fetcher(project, pictures)
    with _findings(document.path, diagnostics):
        page = HTML(string=html, base_url="file:///", url_fetcher=fetcher)
        pdf: bytes = page.write_pdf(
            font_config=FontConfiguration(),
            finisher=finish,
            pdf_variant=VARIANT,
            pdf_identifier=document.name.encode(),
        )
    return pdf


class _Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Serves drawings (`drawing:ID`), the theme's fonts (`theme:`), and the project's files.

    A `file:` address is a path of the project, whose folder is its root. Nothing else is served:
    no other file of the machine, and nothing from the network.
    """

    def __init__(self, project: Project, drawings: dict[str, Drawing]) -> None:
        super().__init__(allowed_protocols=())
        self._project = project
        self._drawings = drawings

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        path = unquote(parts.path)
        if parts.scheme == "drawing" and path in self._drawings:
            drawing = self._drawings[path]
            kind = "image/svg+xml" if drawing.svg else "image/png"
            return URLFetcherResponse(url, drawing.svg or drawing.png, {"Content-Type": kind})
        if parts.scheme == "theme" and ".." not in path:
            data = theme_file(path).read_bytes()
        elif parts.scheme == "file" and not parts.netloc:
            data = self._project.read_bytes(path.lstrip("/"))
        else:
            raise ValueError(f"not part of the project: {url[:80]}")
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, data, {"Content-Type": kind})


@contextmanager
def _findings(path: str, diagnostics: Diagnostics) -> Iterator[None]:
    """Report what WeasyPrint logs as a warning or an error."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            diagnostics.add(Rule.RENDERING, record.getMessage().splitlines()[0], Span(path))

    logger = logging.getLogger("weasyprint")
    handler, level, before = Handler(logging.WARNING), logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield
    except FatalURLFetchingError as error:
        diagnostics.add(Rule.RENDERING, str(error), Span(path))
        raise
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = before
