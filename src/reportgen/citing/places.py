"""Where works and their fields stand in bibliography files."""

import re

from reportgen.citing.located import Located, Record
from reportgen.diagnostics import Span, span_in

BIBTEX_NAMES = {
    "accessed": ("urldate",),
    "container-title": ("journaltitle", "journal", "booktitle"),
    "issued": ("date", "year"),
    "page": ("pages",),
}
"""What BibTeX calls a field of CSL, where the name is another."""


def field_span(record: Record, text: str, name: str = "") -> Span:
    """Return the place of a work's field in the file's `text`, else that of its entry."""
    names = "|".join(map(re.escape, (name, *BIBTEX_NAMES.get(name, ()))))
    if name:
        pattern = re.compile(rf"""(?<![\w-])["']?(?:{names})["']?\s*[:=]""", re.IGNORECASE)
        if found := pattern.search(text, record.start, record.end):
            return span_in(record.path, text, found.start(), found.end() - 1)
    return entry_span(record.path, text, Located(record.key, record.start, record.end))


def entry_span(path: str, text: str, entry: Located) -> Span:
    """Return the place of an entry: of its key, where it has one."""
    found = (
        re.compile(re.escape(entry.key)).search(text, entry.start, entry.end) if entry.key else None
    )
    start, end = found.span() if found else (entry.start, entry.start + 1)
    return span_in(path, text, start, end)
