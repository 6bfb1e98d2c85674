"""Hands on what WeasyPrint says of its progress: pages laid out."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from reportgen.files.last_word import Sign, say

PAGE = re.compile(r"[Pp]age (\d+)")


TAG = re.compile(r"<(?:style|script).*?</(?:style|script)>|<[^>]*>", re.DOTALL)
CHARACTERS, ROWS, FIGURES = 2600, 60, 2.5
"""About so many characters make a page; rows of tables add to theirs, and figures."""


class _Signs(logging.Handler):
    def __init__(self, pages: int) -> None:
        super().__init__(logging.INFO)
        self.pages = pages

    def emit(self, record: logging.LogRecord) -> None:
        found = PAGE.search(record.getMessage())
        say(Sign("page", int(found[1]), self.pages, is_about=True) if found else Sign(""))


def about_pages(html: str) -> int:
    """Return about how many pages a document takes."""
    text = len(TAG.sub("", html)) / CHARACTERS
    return round(text + html.count("<tr") / ROWS + html.count("<figure") / FIGURES) + 2


@contextmanager
def signs_of_layout(pages: int) -> Iterator[None]:
    """Let each page that is laid out inside be a sign of progress, of about so many `pages`."""
    logger, handler = logging.getLogger("weasyprint.progress"), _Signs(pages)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
