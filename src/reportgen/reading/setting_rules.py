"""Finds what is wrong with a document's settings that are of the right type."""

import re
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

from reportgen.diagnostics import Diagnostics, Rule, Span, span_in

LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?"
    r"(-(\w{5,8}|\d\w{3}))*(-[0-9A-WY-Za-wy-z](-\w{2,8})+)*(-x(-\w{1,8})+)?",
    re.ASCII,
)
"""A BCP 47 tag (RFC 5646, 2.1)."""
IN_TEXT = re.compile(r"""\{[^{}\n]*?\blang=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s}]+))""")
NOUNS: dict[type, str] = {list: "a list", dict: "keys with values",
                           bool: "true or false"}  # fmt: skip
LIKE = "write one like `en`, `ko` or `en-GB`"


class Settings(Protocol):
    """The settings that are looked at here."""

    @property
    def title(self) -> Any: ...
    @property
    def changes(self) -> Any: ...
    @property
    def lang(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def corrections_at(self) -> str: ...


def check_settings(
    settings: Settings, places: Mapping[str, Span], diagnostics: Diagnostics
) -> None:
    """Report rich texts that are lists, an address that is none, a language that is none."""
    for name in ("title", "subtitle", "abstract", "contact"):
        if isinstance(getattr(settings, name), list | dict | bool):
            message = f"YAML reads this as {NOUNS[type(getattr(settings, name))]}, not as text"
            diagnostics.add(Rule.BAD_SETTING, message, places[name], "put it in quotes")
    changes = settings.changes if isinstance(settings.changes, list) else [settings.changes]
    if any(isinstance(one, list | dict) for one in changes):
        message, hint = "this is no list of texts", "write `changes: [the first, the second]`"
        diagnostics.add(Rule.BAD_SETTING, message, places["changes"], hint)
    if settings.url and not is_address(settings.url):
        message, hint = "this is no address", "write one like `https://example.org/brief`"
        diagnostics.add(Rule.BAD_SETTING, message, places["url"], hint)
    elif settings.corrections_at and not is_address(settings.corrections_at):
        message = f"`{settings.corrections_at}` is no address"
        hint = "write a whole one, or a file's name beside `url`: `corrections: editions.json`"
        diagnostics.add(Rule.BAD_SETTING, message, places["corrections"], hint)
    if not LANGUAGE.fullmatch(settings.lang):
        message = "this is no tag of a language"
        diagnostics.add(Rule.BAD_SETTING, message, places["lang"], LIKE)


def check_languages(path: str, text: str, visible: str, diagnostics: Diagnostics) -> None:
    """Report each `lang=` in `visible`, which is `text` with blanks for code, that is no tag."""
    for found in IN_TEXT.finditer(visible):
        tag = next(one for one in found.groups() if one is not None)
        if not LANGUAGE.fullmatch(tag):
            at = found.end() - len(tag) - (0 if found[3] else 1)
            place = span_in(path, text, at, at + len(tag))
            diagnostics.add(Rule.BAD_SETTING, f"`{tag}` is no tag of a language", place, LIKE)


def is_address(text: str) -> bool:
    """Return whether a text is an address on the web: scheme, host, and no blank."""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and (parts.port is None or parts.port > 0)
            and not re.search(r"[\s<>\"\\^`{|}]", text)
        )
    except ValueError:
        return False


def is_link(target: str) -> bool:
    """Return whether a link leads to an address on the web, or to one of mail."""
    scheme, _, rest = target.partition(":")
    return (scheme.lower() == "mailto" and "@" in rest) or is_address(target)
