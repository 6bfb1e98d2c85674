"""Tells numbers that name a day, a time or a place in an order: these claim nothing."""

import re
from dataclasses import dataclass
from functools import cache

from babel.core import UnknownLocaleError

from reportgen.checks.number_words import WORDS, NumberWords
from reportgen.language import parse_locale

LETTER = r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
"""A letter of a script that parts its words: those of East Asia stand right beside a number."""

WRITTEN_DATE = re.compile(
    r"(?<![\d./-])(?:(?:1\d{3}|20\d{2})(?P<first>[-/.])\s?\d{1,2}(?P=first)\s?\d{1,2}\.?"
    r"|\d{1,2}(?P<last>[-/.])\s?\d{1,2}(?P=last)\s?(?:(?:1\d|20)\d{2}|\d{2}))(?![\d/-]|\.\d)"
)
"""A date in numbers: 2019-10-12, 12.10.2019, 10/12/19, 2019. 10. 12."""
TIME = re.compile(
    r"(?<![\d:.])(?:[01]?\d|2[0-4])(?::[0-5]\d(?::[0-5]\d)?|\s?h\s?[0-5]\d|\.[0-5]\d(?=\sUhr))(?![\d:])"
)
"""A time of day: 14:30, 14 h 30, 14.30 Uhr."""
CALLED = re.compile(
    r"(?:\b(?:tel|telephone|phone|mobile|fax|telefon|téléphone|teléfono|telefono|тел|телефон|"
    r"iban|isbn(?:-1[03])?|issn|orcid|doi|plz|zip)\b|전화|电话|電話|هاتف|טלפון)"
    r"[.:]{0,2}\s*(?:[a-z]{2})?[+(]?\d[\d\s()/.+-]*",
    re.IGNORECASE,
)
"""A number that one calls or looks something up with: Tel. 030 1234567, ISBN 978-3-16-148410-0."""
ORDINAL_BEHIND = re.compile(
    r"(?:st|nd|rd|th|er|ère|re|e|ème|è|º|ª|번째|차|회|ого|й|я)(?![A-Za-zÀ-ÿ])|-(?:ста|й|я|го)"
)
NEAR = 60
"""So many characters before a number say what it is."""
SHORT = 3
"""An abbreviation of so many signs, its full stop among them, never stands without it."""
UNPARTED = ("zh", "ja")
"""Languages that write their words without spaces."""
JOIN = (
    r"\s*(?:,\s*)?(?:[-–—~～,、·&+]|\b(?:to|and|or|bis|und|oder|à|et|ou|y|o|a|e|até|и|или|до)\b"
    r"|و|أو|إلى|ו|עד|및|와|과|또는|에서|부터|和|至|或|到|と|から)\s*"
)
"""What stands between two numbers of which the word beside both says what they are."""
RANGE = (
    r"between|from|over|under|above|below|up to|at least|zwischen|von|über|unter|ab|bis|mindestens|"
    r"entre|de|plus de|moins de|más de|menos de|mais de|tra|fra|oltre|sotto|от|до|между|"
    r"بين|من|فوق|تحت|מעל|מתחת|בין"
)
"""What stands between the word for an age and its number."""
AGE_BEFORE = re.compile(
    r"\b(?:people|persons|those|women|men|girls|boys|children|adults|anyone|everyone)\s+"
    r"(?:over|under|above|below)\s*$",
    re.IGNORECASE,
)
VERSION = re.compile(r"\d{1,4}(?:\.\d{1,2})?")
"""A number that may count things of an order: a page, a version."""
INITIAL = re.compile(rf"(?<!{LETTER}){LETTER}\.$")
"""A letter with a full stop: an initial, or part of an abbreviation ("z. B.")."""
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


def without_dates(text: str, sign: str = " ") -> str:
    """Return a text with a sign for each character of its dates, times of day and call numbers."""
    for pattern in (WRITTEN_DATE, TIME, CALLED):
        text = pattern.sub(lambda found: sign * len(found[0]), text)
    return text


def names_something(shown: str, before: str, behind: str, lang: str) -> bool:
    """Return whether a number between two texts is no claim: a day, an age, a page, an article.

    The number has ASCII's digits; `lang` is the BCP 47 tag of the text.
    """
    if is_day_or_ordinal(shown, before, behind, lang):
        return True
    near, beside = before[-NEAR:], _beside(lang)
    if beside.before.search(near):
        return True
    if VERSION.fullmatch(shown) and beside.behind.match(behind):
        return True
    if not shown.isdigit() or len(shown) > 3:
        return False
    is_age = beside.ages.match(behind) or beside.aged.search(near) or AGE_BEFORE.search(near)
    return bool(is_age)


def counts_units(behind: str, lang: str) -> bool:
    """Return whether what stands behind a number says what it counts: 1,500 of them is no year."""
    return _beside(lang).units.match(behind) is not None


def ends_sentence(text: str, lang: str) -> bool:
    """Return whether a text that ends in a full stop ends a sentence there, and no short word."""
    return not (INITIAL.search(text) or _beside(lang).stops.search(text[-NEAR:]))


@dataclass(frozen=True, slots=True)
class _Beside:
    """The patterns of a language and of English, for the texts before and behind a number."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    aged: re.Pattern[str]
    ages: re.Pattern[str]
    units: re.Pattern[str]
    stops: re.Pattern[str]


@cache
def _beside(lang: str) -> _Beside:
    tags = dict.fromkeys((lang.partition("-")[0].lower(), "en"))
    known = [(tag, WORDS[tag]) for tag in tags if tag in WORDS]

    def first(name: str) -> str:
        return "|".join(_before(tag, words, getattr(words, name)) for tag, words in known)

    def last(name: str) -> str:
        found = (_alternatives(getattr(words, name), f"(?!{LETTER})") for _, words in known)
        return "|".join(one for one in found if one)

    def pattern(text: str) -> re.Pattern[str]:
        return re.compile(text, re.IGNORECASE)

    stops = "|".join(
        _alternatives("|".join(one for one in (*words.stops.split("|"), *_short(words)) if one))
        for _, words in known
    )
    return _Beside(
        before=pattern(rf"(?:{first('before')}|[§#№]|n[°º])\s*(?:\d+(?:\.\d+)?{JOIN})*$"),
        behind=pattern(rf"\+?(?:{JOIN}\d+)*\s?(?:{last('behind')})"),
        aged=pattern(rf"(?:{first('aged')})\s*(?:{RANGE})?\s*(?:\d+{JOIN})*$"),
        ages=pattern(rf"\+?(?:{JOIN}\d+\+?)*[\s-]?\s?(?:{last('ages')})"),
        units=pattern(rf"\s*(?:{last('units')})"),
        stops=pattern(rf"(?<!{LETTER})(?:{stops})$"),
    )


def _before(tag: str, words: NumberWords, listed: str) -> str:
    """Return a pattern of words that a number may follow."""
    if not listed:
        return r"(?!)"
    start = "" if tag in UNPARTED else r"(?<![^\W\d_])"
    return f"{start}{words.prefixes}(?:{_alternatives(listed, losing=True)})"


def _alternatives(listed: str, end: str = "", *, losing: bool = False) -> str:
    """Return a pattern of words between bars, the longest first; `end` follows those as written.

    `losing` where an abbreviation of three letters or more may have lost its full stop.
    """
    found = []
    for word in sorted(filter(None, listed.split("|")), key=len, reverse=True):
        if word.endswith("*"):
            found.append(re.escape(word[:-1]) + r"[^\W\d_]*")
        elif losing and word.endswith(".") and len(word) > SHORT:
            found.append(re.escape(word) + "?")
        else:
            found.append(re.escape(word) + (end if word[-1].isalpha() else ""))
    return "|".join(found)


def _short(words: NumberWords) -> list[str]:
    """Return the abbreviations that stand before a number."""
    return [one for one in words.before.split("|") if one.endswith(".")]


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
    own = WORDS.get(lang.partition("-")[0].lower())
    prefixes = own.prefixes if own else ""
    for one in (MONTH_BEHIND.match(behind), MONTH_BEFORE.search(before)):
        if one is not None and not months.isdisjoint((one[1], re.sub(rf"^{prefixes}", "", one[1]))):
            return True
    return False


@cache
def _months(lang: str) -> frozenset[str]:
    """Return the names of months in a language and in English, also shortened; whole in others.

    A name that is shortened may be a word elsewhere ("12 out of 20"), and one in small letters
    where it is written with a capital: "12 may have".
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
                found |= {str(name).strip(".") for name in context[width].values()}
    spelled = ((one, one[:1].upper() + one[1:], one.upper()) for one in found if not one.isdigit())
    return frozenset(one for forms in spelled for one in forms)
