"""Tells numbers that name a day, a time or a place in an order: these claim nothing."""

import re
from functools import cache

from babel.core import UnknownLocaleError

from reportgen.language import parse_locale

WRITTEN_DATE = re.compile(
    r"(?<![\d./-])(?:(?:1\d{3}|20\d{2})(?P<first>[-/.]\s?)\d{1,2}(?P=first)\d{1,2}\.?"
    r"|\d{1,2}(?P<last>[-/.]\s?)\d{1,2}(?P=last)(?:(?:1\d|20)\d{2}|\d{2}))(?![\d/-]|\.\d)"
)
"""A date in numbers: 2019-10-12, 12.10.2019, 10/12/19, 2019. 10. 12."""
TIME = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])")
"""A time of day: 14:30."""
ORDINAL_BEHIND = re.compile(
    r"(?:st|nd|rd|th|er|ère|re|e|ème|è|º|ª|번째|차|회|ого|й|я)(?![A-Za-zÀ-ÿ])|-(?:ста|й|я|го)"
)
DOT_BEHIND = re.compile(r"\.\s+(?=[^\W\d])")
WITH_DOT = (
    *("bs", "cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is", "lt", "lv"),
    *("nb", "nn", "no", "pl", "sk", "sl", "sr", "tr"),
)
"""Languages that write an ordinal with a full stop: "der 3. Versuch"."""
DAY_BEHIND = re.compile(r"\s*[년월일年月日号號]|\s*г\.")
MONTH_BEHIND = re.compile(
    r"\.?\s*(?:(?:de|of|-|–|to|and|bis|und|et|y|e)\s*(?:\d{1,2}\.?\s*)?)*([^\W\d_]+)"
)
MONTH_BEFORE = re.compile(r"([^\W\d_]+)\.?\s*(?:\d{1,2}\s*[-–]\s*)?$")


QUOTED_IN = (
    *("ar", "bg", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu"),
    *("id", "it", "lt", "lv", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr"),
    *("uk", "ur"),
)
"""Languages in which texts of another may write a day: "12. Oktober" on a Russian slide."""


def digits_of(shown: str) -> str:
    """Return the digits of a number as written: the same number however it is spaced."""
    return "".join(filter(str.isdigit, shown))


def without_dates(text: str, sign: str = " ") -> str:
    """Return a text with a sign for each character of its dates in numbers and times of day."""
    for pattern in (WRITTEN_DATE, TIME):
        text = pattern.sub(lambda found: sign * len(found[0]), text)
    return text


def is_day_or_ordinal(shown: str, before: str, behind: str, lang: str) -> bool:
    """Return whether a number between two texts is one of a date, or says the how-manieth.

    `lang` is the BCP 47 tag of the text.
    """
    if not shown.isdigit() or len(shown) > 3:
        return False
    if ORDINAL_BEHIND.match(behind) or DAY_BEHIND.match(behind):
        return True
    if DOT_BEHIND.match(behind) and lang.partition("-")[0] in WITH_DOT:
        return True
    return len(shown) <= 2 and is_day(before, behind, lang)


def is_day(before: str, behind: str, lang: str) -> bool:
    """Return whether a month stands beside what is between two texts."""
    months = _months(lang)
    after, ahead = MONTH_BEHIND.match(behind), MONTH_BEFORE.search(before)
    return any(one is not None and one[1].casefold() in months for one in (after, ahead))


@cache
def _months(lang: str) -> frozenset[str]:
    """Return the names of months in a language and in English, also shortened; whole in others.

    A name that is shortened may be a word elsewhere: "12 out of 20".
    """
    found: set[str] = set()
    for tag in dict.fromkeys((lang, "en", *QUOTED_IN)):
        try:
            held = parse_locale(tag).months
        except (UnknownLocaleError, KeyError):
            continue
        widths = ("wide", "abbreviated") if tag in (lang, "en") else ("wide",)
        for context in held.values():
            for width in widths:
                found |= {str(name).casefold().strip(".") for name in context[width].values()}
    return frozenset(one for one in found if not one.isdigit())
