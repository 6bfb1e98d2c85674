"""Hands on what WeasyPrint says of its progress: pages laid out."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from reportgen.files.last_word import Sign, say

PAGE = re.compile(r"[Pp]age (\d+)")


class _Signs(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        found = PAGE.search(record.getMessage())
        say(Sign(f"page {found[1]}" if found else ""))


@contextmanager
def signs_of_layout() -> Iterator[None]:
    """Let each page that is laid out inside be a sign of progress."""
    logger, handler = logging.getLogger("weasyprint.progress"), _Signs(logging.INFO)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
