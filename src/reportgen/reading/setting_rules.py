"""Finds what is wrong with a document's settings that are of the right type."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

import yaml

from reportgen.diagnostics import Diagnostics, Rule, Span, span_in
from reportgen.language import LANGUAGE, has_words, languages_with_words
from reportgen.releases import NEWEST_LOOKS, looks
from reportgen.scripts import strong

IN_TEXT = re.compile(
    r"""\{[^{}\n]*?(?<![\w-])(lang|dir)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s}]+))"""
    r"""(?:[^{}\n]*?(?<![\w-])(lang|dir)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s}]+)))?"""
)
"""One or two of the attributes that say in which language and direction a text is."""
DIRECTIONS = ("ltr", "rtl")
NOUNS: dict[type, str] = {list: "a list", dict: "keys with values",
                           bool: "true or false"}  # fmt: skip
MOST_LETTERS = 255
"""Letters that a property of a presentation holds (ECMA-376 part 2, as PowerPoint keeps it)."""

LIKE = "write one like `en`, `ko` or `en-GB`"


PRINTED = ("title", "subtitle", "abstract", "changes", "contact", "edition")
"""Settings that may be numbers, and are printed."""


class Settings(Protocol):
    """The settings that are looked at here."""

    @property
    def title(self) -> Any: ...
    @property
    def changes(self) -> Any: ...
    @property
    def keywords(self) -> Any: ...
    @property
    def lang(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def theme(self) -> str: ...
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
    for name in ("organisation", "series", "edition", "license", "author", "keywords"):
        if any("\n" in one.strip() for one in _texts(getattr(settings, name))):
            message, hint = f"`{name}` is more than a line of text", "write it as one line"
            diagnostics.add(Rule.BAD_SETTING, message, places[name], hint)
    for one in _texts(settings.keywords):
        if len(one) > MOST_LETTERS:
            message = f"a keyword has {len(one):,} letters; {MOST_LETTERS} are kept by a deck"
            diagnostics.add(Rule.BAD_SETTING, message, places["keywords"], "write a shorter one")
    if settings.theme not in looks():
        message = f"this version of reportgen has no theme `{settings.theme}`"
        theme, _, number = settings.theme.partition("@")
        hint = f"one of: {', '.join(f'`{one}`' for one in looks())}"
        if theme in NEWEST_LOOKS and number.isdecimal():
            hint += "; to stay with another look, stay with the version that has it (README.md)"
        diagnostics.add(Rule.BAD_SETTING, message, places["theme"], hint)
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
    elif not has_words(settings.lang):
        message = f"the tool has no words in `{settings.lang}`: figures, tables and notes are named"
        hint = f"there are words in {', '.join(languages_with_words())}"
        diagnostics.add(Rule.NO_WORDS, f"{message} in English", places["lang"], hint)


def check_printed(path: str, text: str, start: int, end: int, diagnostics: Diagnostics) -> None:
    """Report numbers that YAML reads in another way than they are typed, where they are printed.

    The settings stand between `start` and `end`. pandoc reads YAML 1.2, in which 12:30 is text.
    """
    root = yaml.compose(text[start:end], Loader=yaml.SafeLoader)
    for key, node in root.value if isinstance(root, yaml.MappingNode) else ():
        inner = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for one in inner if key.value in PRINTED else ():
            kind = one.tag.rpartition(":")[2]
            is_truth = kind == "bool" and key.value == "changes"
            is_text = key.value != "edition" and re.search(r"[:_]", str(one.value))
            is_number = kind in ("int", "float") and not is_text
            if is_truth or (is_number and str(yaml.safe_load(one.value)) != one.value):
                at = start + one.start_mark.index
                place = span_in(path, text, at, at + len(one.value))
                message = f"YAML reads `{one.value}` in another way, and that would be printed"
                diagnostics.add(
                    Rule.BAD_SETTING, message, place, f'put it in quotes: "{one.value}"'
                )


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a setting: itself, its items, what is said of a person."""
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from _texts(one)
        case object(name=str(name), affiliation=str(place)):
            yield from (name, place)


def check_languages(path: str, text: str, visible: str, diagnostics: Diagnostics) -> None:
    """Report each `lang=` that is no tag, each `dir=` that is no direction.

    `visible` is `text` with blanks for code.
    """
    for found in IN_TEXT.finditer(visible):
        for first in (1, 5):
            value = next((at for at in range(first + 1, first + 4) if found[at] is not None), 0)
            if found[first] is None or not value:
                continue
            place, written = span_in(path, text, *found.span(value)), found[value]
            if found[first] == "lang" and not LANGUAGE.fullmatch(written):
                message = f"`{written}` is no tag of a language"
                diagnostics.add(Rule.BAD_SETTING, message, place, LIKE)
            elif found[first] == "dir" and written not in DIRECTIONS:
                message = f"`{written}` is no direction of text"
                diagnostics.add(Rule.BAD_SETTING, message, place, "write `ltr` or `rtl`")
            elif found[first] == "dir" and _runs_otherwise(_text_of(visible, found), written):
                message = f"`dir={written}` stands at words whose letters all run the other way"
                hint = "leave it out: words run as their letters do, in both files"
                diagnostics.add(Rule.UNSUPPORTED, message, place, hint)


def _text_of(visible: str, attributes: re.Match[str]) -> str:
    """Return what attributes are of: the words in brackets before them, or the div behind them."""
    start = attributes.start()
    if visible[start - 1 : start] == "]":
        depth = 0
        for at in range(start - 1, -1, -1):
            depth += (visible[at] == "]") - (visible[at] == "[")
            if not depth:
                return visible[at:start]
        return ""
    if not re.search(r"(?:\A|\n)[ \t>]*:{3,}[ \t]*\Z", visible[:start]):
        return ""
    inside, depth = visible.find("\n", start) + 1, 1
    for fence in re.finditer(r"^[ \t>]*:{3,}[ \t]*(?P<opens>\S)?", visible[inside:], re.MULTILINE):
        depth += 1 if fence["opens"] else -1
        if not depth:
            return visible[inside : inside + fence.start()]
    return visible[inside:]


def _runs_otherwise(text: str, direction: str) -> bool:
    ways = {way for one in text if (way := strong(one))}
    return bool(ways) and direction not in ways


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
