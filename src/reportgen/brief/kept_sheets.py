"""Keeps the stylesheets of a document, parsed: the same text gives the same rules.

WeasyPrint parses them anew for every layout. Its `find_stylesheets`, which is not its public API,
is wrapped; it acts as ever outside of `kept_in`.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from weasyprint import css
from weasyprint.logger import LOGGER

from reportgen.brief.box_tree import Values


@dataclass
class KeptSheets:
    """The stylesheets in a document's HTML, what they say of counters, and the fonts they load.

    `values` are those of their declarations in a form that can be compared.
    """

    texts: tuple[str, ...] = ()
    sheets: tuple[Any, ...] = ()
    counters: dict[str, Any] = field(default_factory=dict)
    fonts: Any = None
    values: Values = field(default_factory=dict)


_kept: ContextVar[KeptSheets | None] = ContextVar("sheets", default=None)


def values_of_sheets() -> Values | None:
    """Return what is kept of the values of stylesheets, None outside of `kept_in`."""
    kept = _kept.get()
    return None if kept is None else kept.values


@contextmanager
def kept_in(kept: KeptSheets) -> Iterator[None]:
    """Take stylesheets from what is kept, or keep them there."""
    token = _kept.set(kept)
    try:
        yield
    finally:
        _kept.reset(token)


def _found(
    wrapper: Any, media: Any, fetcher: Any, base_url: Any, fonts: Any, counters: Any,
    profiles: Any, page_rules: Any, layers: Any,
) -> Iterator[Any]:  # fmt: skip
    """Yield the stylesheets of a document as WeasyPrint's find_stylesheets does."""
    kept, texts = _kept.get(), tuple(_texts(wrapper))
    if kept is not None and texts and (kept.texts, kept.fonts) == (texts, fonts):
        counters.update(kept.counters)
        yield from kept.sheets
        return
    before = dict(counters)
    with _warnings() as told:
        sheets = tuple(
            _find(
                wrapper, media, fetcher, base_url, fonts, counters, profiles, page_rules, layers,
            )
        )  # fmt: skip
    yield from sheets
    if kept is not None:
        kept.texts = texts if not told and not profiles else ()
        kept.sheets, kept.fonts = sheets, fonts
        kept.counters = {name: one for name, one in counters.items() if before.get(name) != one}


def _texts(wrapper: Any) -> Iterator[str]:
    """Yield the text of each stylesheet; nothing where one of them loads another."""
    found = [one.etree_element for one in wrapper.query_all("style", "link")]
    texts = [f"{sorted(one.attrib.items())} {''.join(one.itertext())}" for one in found]
    if all(one.tag == "style" for one in found) and "@import" not in "".join(texts).lower():
        yield from texts


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Take down what is warned of: a sheet with faults is parsed anew, so that they are told."""
    told: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(record.getMessage())

    handler = Handler(logging.WARNING)
    LOGGER.addHandler(handler)
    try:
        yield told
    finally:
        LOGGER.removeHandler(handler)


_find = css.find_stylesheets
css.find_stylesheets = _found
