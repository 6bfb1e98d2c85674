"""Languages: locales, dates, numbers and the tool's own words, as each language has them."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import cache
from typing import Any, Literal

import yaml
from babel.core import Locale, UnknownLocaleError, get_global
from babel.dates import format_date
from babel.numbers import (
    format_compact_decimal,
    format_decimal,
    format_percent,
    parse_pattern,
)

from reportgen.files.project import theme_file

LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?"
    r"(-(\w{5,8}|\d\w{3}))*(-[0-9A-WY-Za-wy-z](-\w{2,8})+)*(-x(-\w{1,8})+)?",
    re.ASCII,
)
"""A BCP 47 tag (RFC 5646, 2.1)."""


@cache
def words(lang: str) -> Mapping[str, str]:
    """Return the words that the tool itself prints ("Figure", "Notes"), in a language.

    `lang` is a BCP 47 tag; where its language is not in words.yml, the words are English, and the
    document has the warning `no-words`.
    """
    return _table("words.yml", lang)


@cache
def deck_words(lang: str) -> Mapping[str, str]:
    """Return the words of both files and those of decks only, in English where it has none.

    `lang` is a BCP 47 tag.
    """
    return {**words(lang), **_table("deck_words.yml", lang)}


def called(term: str, number: str) -> str:
    """Return how a numbered thing is called: “Section 2”, in Korean “2절” (`section: "{}절"`)."""
    return term.format(number) if "{}" in term else f"{term}\u00a0{number}"


def counted_word(lang: str, name: str, count: int) -> str:
    """Return a word as it stands before so many things: "Note" before one, "Notes" before two.

    The form for exactly this number goes first, then that of its plural category (CLDR).
    """
    forms = _counted(lang)[name]
    known = (f"={count}", parse_locale(lang).plural_form(count), "other")
    return next(forms[one] for one in known if one in forms)


def and_more(lang: str, count: int) -> str:
    """Return what stands for so many that are not named: "and 2 more"."""
    return counted_word(lang, "more", count).format(count)


def counted_forms(lang: str, name: str = "") -> frozenset[str]:
    """Return every form that a counted word has in a language, of all words without a name."""
    wanted = (forms for one, forms in _counted(lang).items() if name in ("", one))
    return frozenset(form for forms in wanted for form in forms.values())


@cache
def _counted(lang: str) -> dict[str, dict[str, str]]:
    table = yaml.safe_load(theme_file("counted_words.yml").read_text("utf-8"))
    return dict(table.get(lang.split("-")[0].lower(), table["en"]))


@cache
def describing_words(lang: str) -> dict[str, str]:
    """Return the words of proposed alternatives in a language, in English where it has none."""
    return dict(_table("describing.yml", lang))


@cache
def quotes(lang: str, *, inner: bool = False) -> tuple[str, str]:
    """Return the opening and the closing quotation mark of a language; `inner` within others.

    The longest start of the tag that quotes.yml knows decides ("de-CH", then "de"), else English.
    """
    known: dict[str, list[str]] = yaml.safe_load(theme_file("quotes.yml").read_text("utf-8"))
    folded = {tag.lower(): marks for tag, marks in known.items()}
    parts = lang.lower().replace("_", "-").split("-")
    starts = ("-".join(parts[:size]) for size in range(len(parts), 0, -1))
    marks = next((folded[start] for start in starts if start in folded), folded["en"])
    return (marks[2], marks[3]) if inner else (marks[0], marks[1])


@cache
def languages_with_words() -> tuple[str, ...]:
    """Return the languages that the tool has words of its own in, as BCP 47 tags."""
    return tuple(yaml.safe_load(theme_file("words.yml").read_text("utf-8")))


def has_words(lang: str) -> bool:
    """Return whether the tool's own words print in a language, a BCP 47 tag, and not in English."""
    return lang.split("-")[0].lower() in languages_with_words()


def _table(name: str, lang: str) -> Mapping[str, str]:
    table: dict[str, dict[str, str]] = yaml.safe_load(theme_file(name).read_text("utf-8"))
    return {**table["en"], **table.get(lang.split("-")[0].lower(), {})}


def same_language(one: str, other: str) -> bool:
    """Return whether two BCP 47 tags name one language, whatever else the longer one says."""
    short, long = sorted((one.lower().split("-"), other.lower().split("-")), key=len)
    return long[: len(short)] == short


def parse_locale(lang: str) -> Locale:
    """Return Babel's locale for a BCP 47 tag; English where Babel does not know the language."""
    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def names_of_months() -> frozenset[str]:
    """Return the names of months in full, in small letters, in all languages with words here."""
    tables = (parse_locale(lang).months for lang in languages_with_words())
    held = (context["wide"] for table in tables for context in table.values())
    return frozenset(str(name).casefold() for names in held for name in names.values())


def long_date(value: str, lang: str) -> str:
    """Return an ISO 8601 date in a language's long form. Raises ValueError for no such day."""
    return str(format_date(date.fromisoformat(value), "long", parse_locale(lang)))


def print_value(
    value: Any,
    locale: Locale,
    format: str = "",  # noqa: A002 (the name it has in facts.yaml)
    unit: str = "",
    digits: int | None = None,
) -> str:
    """Return a value as the locale prints it.

    `format` is one of FORMATS ("" chooses by type), `unit` "percent" adds the sign, `digits` are
    those after the point (rounded half up, as readers do: 0.185 is 19%). Text stays as it is.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "" if value is None else str(value)
    if format in ("plain", "year"):
        return str(value)
    try:
        number = Decimal(repr(value))
        if format == "percent" or unit == "percent":
            percent = number * 100 if format == "percent" else number
            places = digits or 0
            rounded = percent.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
            pattern = "#,##0" + ("." + "0" * places if places else "") + "%"
            return str(format_percent(rounded / 100, format=pattern, locale=locale))
        if format == "compact":
            return compact(value, str(locale), digits=1 if digits is None else digits)
        whole = isinstance(value, int) or format == "integer" or value == int(value)
        places = digits if digits is not None else (0 if whole else 1)
        rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return str(format_decimal(rounded, format=pattern, locale=locale))
    except (InvalidOperation, OverflowError):
        return str(value)


def compact(value: float, lang: str, *, short: bool = False, digits: int = 1) -> str:
    """Return a large number in words: "1.4 billion", or short "1.4B", as the language has it.

    `digits` after the point are the most: 3,500,000 is "3.5 million", and "350만" in Korean. They
    are rounded half up, as all numbers are; Babel alone would round half to even.
    """
    locale = parse_locale(lang.replace("_", "-"))
    kind: Literal["short", "long"] = "short"
    if not short and "long" in locale.compact_decimal_formats:
        kind = "long"
    number, patterns = Decimal(repr(value)), locale.compact_decimal_formats[kind]["other"]
    unit = _compact_unit(number, patterns)
    with localcontext(prec=MOST_DIGITS):
        number = (number / unit).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) * unit
        return str(
            format_compact_decimal(number, format_type=kind, locale=locale, fraction_digits=digits)
        )


MOST_DIGITS = 400
"""The largest number has 309 before the point (IEEE 754, binary64)."""


def _compact_unit(number: Decimal, patterns: Mapping[str, Any]) -> Decimal:
    """Return how much one is where a number is printed by CLDR's patterns (UTS 35, part 3, 6.2).

    It is 1,000 for "12K", 1 where no pattern shortens the number.
    """
    for magnitude in sorted(map(int, patterns), reverse=True):
        if abs(number) >= magnitude:
            pattern = parse_pattern(patterns[str(magnitude)]).pattern
            whole = pattern.count("0") - 1
            return Decimal(1) if pattern == "0" else Decimal(magnitude // 10**whole)
    return Decimal(1)


@cache
def with_region(lang: str) -> str:
    """Return a language tag with its likely region ("ko" becomes "ko-KR"), as far as known."""
    parts = lang.replace("_", "-").split("-")
    if any(len(part) == 2 for part in parts[1:]):
        region = next(part for part in parts[1:] if len(part) == 2)
        return f"{parts[0].lower()}-{region.upper()}"
    likely = get_global("likely_subtags").get(parts[0].lower(), "")
    region = next((part for part in likely.split("_")[1:] if len(part) == 2), "")
    return f"{parts[0].lower()}-{region}" if region else lang


def is_east_asian(lang: str) -> bool:
    """Return whether a language is written in Hangul, kana or Chinese characters."""
    return lang.split("-")[0].lower() in ("ko", "ja", "zh")
