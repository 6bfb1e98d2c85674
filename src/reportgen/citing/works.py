"""Looks at a work as CSL-JSON: what pandoc would stumble over, or print wrong without a word."""

import html
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from reportgen.characters import forbidden
from reportgen.citing.rich import clean_text
from reportgen.diagnostics import suggestion

TYPES = (
    *("article", "article-journal", "article-magazine", "article-newspaper", "bill", "book"),
    *("broadcast", "chapter", "classic", "collection", "dataset", "document", "entry"),
    *("entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing"),
    *("interview", "legal_case", "legislation", "manuscript", "map", "motion_picture"),
    *("musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical"),
    *("personal_communication", "post", "post-weblog", "regulation", "report", "review"),
    *("review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage"),
)
"""The types of works of CSL 1.0.2 (appendix III)."""

OTHER_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-series": "book",
    "dissertation": "thesis",
    "posted-content": "article",
    "preprint": "article",
    "reference-entry": "entry",
    "peer-review": "review",
    "report-component": "report",
    "magazineArticle": "article-magazine",
    "newspaperArticle": "article-newspaper",
    "journalArticle": "article-journal",
    "conferencePaper": "paper-conference",
    "bookSection": "chapter",
    "blogPost": "post-weblog",
    "computerProgram": "software",
    "program": "software",
    "motion-picture": "motion_picture",
    "proceedings": "book",
    "misc": "document",
    "other": "document",
    "unpublished": "manuscript",
}
"""Types of Crossref, Zotero and pandoc, and what CSL calls them."""

NAMES = (
    *("author", "chair", "collection-editor", "compiler", "composer", "container-author"),
    *("contributor", "curator", "director", "editor", "editorial-director", "editortranslator"),
    *("executive-producer", "guest", "host", "illustrator", "interviewer", "narrator"),
    *("organizer", "original-author", "performer", "producer", "recipient"),
    *("reviewed-author", "script-writer", "series-creator", "translator"),
)
DATES = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
"""The fields of CSL 1.0.2 (appendix IV) that hold names, and dates."""

NUMBERS = ("ISBN", "ISSN", "PMID", "PMCID")
"""Fields that hold a number of a register."""

UNREAD = ("note", "custom", "categories", "file", "annote", "abstract", "keyword")
"""Fields that may not print: some processors read variables out of `note`, `file` holds paths."""

BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
"""Breaks of lines and pages, which come along from web pages and PDF: spaces, in a title."""

INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The months by their first letters, as BibTeX's macros and people have them."""

RESOLVER = re.compile(r"^\s*(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
ESCAPED = re.compile(r"\\([_%&#$~^{}])")
TEX_SIGNS = {
    r"\textless": "<",
    r"\textgreater": ">",
    "$<$": "<",
    "$>$": ">",
    r"\textunderscore": "_",
}


def spaced(value: Any) -> Any:
    """Return plain data with a space for each break of a line or page in its texts."""
    if isinstance(value, str):
        return value if value.isprintable() else BREAKS.sub(" ", value)
    if isinstance(value, list):
        return [spaced(one) for one in value]
    if isinstance(value, dict):
        return {key: spaced(one) for key, one in value.items()}
    return value


class LongNumber(str):
    """A number with more digits than a work's numbers have."""


class Name(msgspec.Struct, rename="kebab"):
    """A person, or with `literal` a body."""

    family: str = ""
    given: str = ""
    literal: str = ""
    suffix: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""


class Date(msgspec.Struct, rename="kebab"):
    """A date: one or two of year, month, day, or words. Zotero writes strings and integers."""

    date_parts: list[list[int | str | None]] = []
    raw: str | int = ""
    literal: str = ""
    year: str | int = ""
    month: str | int = ""
    day: str | int = ""


class BadField(Exception):
    """A field of a work cannot be read; `code` is that of the rule that it breaks."""

    def __init__(self, name: str, message: str, help_line: str = "", code: str = "") -> None:
        super().__init__(message)
        self.name = name
        self.message = message
        self.help = help_line
        self.code = code or "bad-bibliography"


def settled(
    work: dict[str, Any], kept: tuple[str, ...] = ()
) -> Iterator[tuple[str, Any] | BadField]:
    """Yield a work's fields as pandoc takes them, and what is wrong with the others.

    pandoc gives up a whole file at a field of the wrong kind, and prints an empty date as year 0.
    Fields that never print are left out, unless they are `kept`.
    """
    yield from _typed(work)
    for name, value in work.items():
        if name in ("type", *UNREAD) and name not in kept:
            continue
        if value in (None, "", [], {}):
            continue
        if wrong := next(forbidden(name), None):
            yield BadField(name, f"the name of a field holds {wrong[1]}", "delete the character")
            continue
        try:
            if (found := _settled(name, value)) is not None:
                yield name, found
        except msgspec.ValidationError as error:
            message = str(error).replace(" - at `$", f" - at `{name}")
            yield BadField(name, message[0].lower() + message[1:])
        except BadField as error:
            yield error


def _typed(work: dict[str, Any]) -> Iterator[tuple[str, str] | BadField]:
    given = work.get("type") or ""
    if not isinstance(given, str):
        yield BadField("type", f"a type is text, like `book`, not a {kind_of(given)}")
        given = ""
    known = OTHER_TYPES.get(given, given)
    if known and known not in TYPES:
        hint = suggestion(known, TYPES, "type")
        yield BadField("type", f"`{given[:60]}` is no type of work", hint)
    yield "type", known or default_type(work)


def default_type(work: dict[str, Any]) -> str:
    """Return the type of a work that names none."""
    return "webpage" if work.get("URL") else "document"


def _settled(name: str, value: Any) -> Any:
    if not isinstance(value, int) and (found := next(_broken(value), "")):
        raise BadField(name, found, code="bad-json")
    if name in NAMES:
        msgspec.convert(value, list[Name])
        return value
    if name in DATES and not isinstance(value, str):
        return _date(name, value)
    if name == "categories":
        return None
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise BadField(name, f"`{name}` holds text, not a {kind_of(value)}")
    if isinstance(value, float):
        return str(value)
    return _text(name, value) if isinstance(value, str) else value


def kind_of(value: Any) -> str:
    """Return what people call the kind of a value."""
    kinds = {list: "list", dict: "mapping", bool: "truth value", int: "number", float: "number"}
    return kinds.get(type(value), type(value).__name__)


def _broken(value: Any) -> Iterator[str]:
    """Yield what no text may hold, wherever in a value it stands."""
    if isinstance(value, LongNumber):
        yield f"a number of {len(value):,} digits"
    elif isinstance(value, str):
        if value.isprintable():
            return
        text = BREAKS.sub(" ", value)
        yield from (f"no text can hold the character {name}" for _, name in forbidden(text))
    elif isinstance(value, list):
        for one in value:
            yield from _broken(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _broken(one)


def _text(name: str, value: str) -> str:
    if name == "DOI":
        return doi(value)
    if name == "URL":
        return address(value)
    if name in NUMBERS:
        return INVISIBLE.sub("", value).strip()
    return clean_text(spaced(value))


def doi(value: str) -> str:
    """Return a DOI bare: without the address of a resolver, LaTeX, or invisible characters."""
    return RESOLVER.sub("", _plain(value))


def address(value: str) -> str:
    r"""Return an address without `\url{}`, LaTeX's escapes, or invisible characters."""
    found = re.fullmatch(r"\s*(?:\\url\s*)?[{<]?\s*(.*?)\s*[}>]?\s*", value, re.DOTALL)
    return _plain(found[1] if found else value)


def _plain(value: str) -> str:
    for tex, sign in TEX_SIGNS.items():
        value = value.replace(f"{{{tex}}}", sign).replace(f"{tex}{{}}", sign).replace(tex, sign)
    return html.unescape(ESCAPED.sub(r"\1", INVISIBLE.sub("", value))).strip()


# --- dates ------------------------------------------------------------------------------------


def _date(name: str, value: Any) -> Any:
    """Return a date as pandoc takes it, None for an empty one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return {"date-parts": [[value]]}
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        if words := [one.get("literal") or one.get("raw") for one in value if "year" not in one]:
            return {"literal": "/".join(str(one) for one in words if one)}
        return {"date-parts": [_single(name, msgspec.convert(one, Date)) for one in value]}
    date = msgspec.convert(value, Date)
    if date.year:
        return {"date-parts": [_single(name, date)]}
    if parts := [_numbers(name, part) for part in date.date_parts if part and part[0]]:
        return {**value, "date-parts": parts}
    if date.raw or date.literal:
        return {key: one for key, one in value.items() if key != "date-parts"}
    return None


def _single(name: str, date: Date) -> list[int]:
    return _numbers(name, [date.year, date.month, date.day])


def _numbers(name: str, parts: list[int | str | None]) -> list[int]:
    found = []
    for at, part in enumerate(parts):
        text = str(part).strip() if part is not None else ""
        if text in ("", "0") and at:
            break
        if at == 1 and text[:3].lower() in MONTHS:
            text = str(MONTHS.index(text[:3].lower()) + 1)
        if not re.fullmatch(r"-?\d{1,6}", text):
            message = f"`{text[:40]}` is no number of a date"
            raise BadField(name, message, "words go into `literal`")
        found.append(int(text))
    return found
