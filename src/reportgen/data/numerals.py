"""Reads numbers as people write them: decimal marks, grouped thousands, percent, minus signs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import digit

SPACES = " \u00a0\u2009\u202f"
APOSTROPHES = "'’"
PLAIN = r"^[-+]?([0-9]+|([0-9]{1,200}\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,2})?)$"
"""A number as programs write it; the one form that needs no style."""

BLANK_WORDS = frozenset(
    {
        *("n/a", "na", "n.a.", "n.a", "#n/a", "nan", "null", "none", "nil", "nd", "n.d.", "k. a."),
        *(".", "..", "...", "…", "-", "--", "–", "—", ":", "/", "x", "*", "?", "c", "missing"),
        *("inf", "-inf", "infinity", "-infinity", "unknown", "not available", "no data", "#null!"),
    }
)
"""What stands in columns of numbers for “no value”, in small letters; told only as a help."""


@dataclass(frozen=True, slots=True)
class Style:
    """How numbers are written: the decimal mark, and the signs that may group thousands."""

    decimal: str
    groups: str
    lakhs: bool = False
    """Whether groups above thousands have two digits, as in India: 12,34,567."""

    def __str__(self) -> str:
        named = {SPACES: "space", APOSTROPHES: "'"}.get(self.groups, self.groups)
        decimal = f'decimal: "{self.decimal}"'
        return f'{decimal}`, `thousands: "{named}"' if named else decimal


PROGRAMS = Style(".", "")
STYLES = (
    PROGRAMS,
    *(Style(".", groups) for groups in (",", SPACES, APOSTROPHES)),
    Style(".", ",", lakhs=True),
    *(Style(",", groups) for groups in ("", ".", SPACES, APOSTROPHES)),
)
"""The styles that are told apart, the first being that of programs."""


@cache
def _pattern(style: Style) -> re.Pattern[str]:
    whole = "[0-9]{1,200}"
    if style.groups:
        group = f"[{re.escape(style.groups)}]"
        grouped = rf"[1-9][0-9]{{0,2}}(?P<g>{group})[0-9]{{3}}(?:(?P=g)[0-9]{{3}}){{0,60}}"
        if style.lakhs:
            grouped = rf"[1-9][0-9]?(?:{group}[0-9]{{2}})*{group}[0-9]{{3}}"
        whole = rf"(?:{whole}|{grouped})"
    mark = re.escape(style.decimal)
    return re.compile(rf"[-+]?(?:{whole}(?:{mark}[0-9]*)?|{mark}[0-9]+)(?:[eE][-+]?[0-9]{{1,2}})?")


def in_style(text: str, style: Style) -> str | None:
    """Return a number in that style as programs write it ("-1234.5"), None where it is none."""
    signed = text.replace("−", "-", 1) if text.startswith("−") else text
    if not _pattern(style).fullmatch(signed):
        return None
    for sign in style.groups:
        signed = signed.replace(sign, "")
    return signed.replace(style.decimal, ".").removeprefix("+")


def without(text: str, signs: Sequence[str]) -> str:
    """Return a cell without the signs that stand before or behind its number."""
    before = ""
    while before != text:
        before = text
        for sign in signs:
            text = text.removeprefix(sign).removesuffix(sign).strip(SPACES)
    return text


def fitting(texts: Iterable[str], styles: Sequence[Style]) -> tuple[Style, ...]:
    """Return the styles in which every one of the texts is a number."""
    texts = list(texts)
    return tuple(one for one in styles if all(in_style(text, one) is not None for text in texts))


def agree(texts: Iterable[str], styles: Sequence[Style]) -> bool:
    """Return whether the styles give the same number for each of the texts."""
    return all(
        len({float(found) for style in styles if (found := in_style(text, style))}) <= 1
        for text in texts
    )


def allowed(decimal: str, thousands: str) -> tuple[Style, ...]:
    """Return the styles that the settings `decimal` and `thousands` leave, in order.

    Raises ValueError, with the name of the setting as its text, where a setting is no such sign.
    """
    groups = _groups(thousands)
    if decimal not in ("", ".", ","):
        raise ValueError("decimal")
    if decimal and groups == decimal:
        raise ValueError("thousands")
    if thousands:
        wanted = decimal or ("," if groups == "." else ".")
        return tuple(one for one in STYLES if (one.decimal, one.groups) == (wanted, groups))
    return tuple(one for one in STYLES if decimal in ("", one.decimal))


def _groups(thousands: str) -> str:
    if thousands in ("", ".", ","):
        return thousands
    if thousands == "space" or (len(thousands) == 1 and thousands in SPACES):
        return SPACES
    if len(thousands) == 1 and thousands in APOSTROPHES:
        return APOSTROPHES
    raise ValueError("thousands")


CURRENCY = (
    r"(?:[$€£¥₩₽₹₴₺₫₱฿₦₵₸]|(?:US|A|C|NZ|HK|NT|S|R|MX)\$|Fr\.|Rs\.?|[kK]r\.?|zł|Kč|Ft|lei|руб\.?|원|円|元|"
    r"[A-Z]{3}(?<=EUR|USD|GBP|CHF|JPY|KRW|CNY|RMB|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|RSD|TRY|RUB|"
    r"UAH|GEL|KZT|UZS|INR|PKR|BDT|NPR|LKR|AFN|IRR|IQD|SYP|LBP|JOD|ILS|SAR|AED|QAR|KWD|EGP|MAD|TND|"
    r"BRL|MXN|ARS|CLP|COP|PEN|ZAR|NGN|GHS|KES|UGX|TZS|RWF|ETB|SDG|SSP|XOF|XAF|CFA|AUD|CAD|NZD|HKD|"
    r"SGD|MYR|THB|VND|IDR|PHP|MMK|KPW))"
)
FOOTMARK = r"(?:\*+|[†‡§¶]+|[¹²³⁰-⁹]+|\([a-z0-9]\)|\[[a-z0-9]{1,2}\]|[a-z]|\^[a-z0-9])"
DISGUISED = re.compile(
    rf"(?:\(\s*)?{CURRENCY}?\s*[-−+<>≈~]?\s*{CURRENCY}?\s*"
    rf"(?P<number>\d(?:[\d.,'’{SPACES}]*\d)?\.?)(?:[.,][-–—])?\s*(?:%|‰|{CURRENCY}|{FOOTMARK})?\s*\)?"
)
"""A number with something about it: a currency, a footnote mark, brackets, “less than”."""


def disguised(text: str) -> bool:
    """Return whether a cell that is no number holds nothing but one and a mark at it."""
    found = DISGUISED.fullmatch(text)
    return found is not None and bool(
        fitting([ascii_digits(found["number"].strip(SPACES))], STYLES)
    )


def ascii_digits(text: str) -> str:
    """Return a text with digits of other scripts (１２, ٣) as 0 to 9."""
    return "".join(str(digit(one)) if one.isdecimal() else one for one in text)


def marks_at(text: str) -> tuple[str, ...]:
    """Return what stands before and behind the number in a disguised cell: "$", "*"."""
    found = DISGUISED.fullmatch(text)
    if found is None:
        return ()
    around = (text[: found.start("number")], text[found.end("number") :])
    if around[0].startswith("("):
        return ("".join(around),)
    return tuple(mark for one in around if (mark := one.strip(SPACES)))


def are_sums(marks: Iterable[str]) -> bool:
    """Return whether marks at numbers are currencies, not parts of codes as "M1" or "1a"."""
    return any(re.fullmatch(CURRENCY, one) or not re.search(r"[A-Za-z]", one) for one in marks)


WORDED = re.compile(rf"(?P<number>[-−+]?\d[\d.,'’{SPACES}]*?)[{SPACES}]*(?P<word>[^\W\d_][^\d]*)")
ORDINALS = frozenset(("st", "nd", "rd", "th", "er", "ère", "e", "o", "a", "º", "ª", "."))


def word_behind(texts: Iterable[str]) -> str:
    """Return the word that stands behind the number in each of the texts: "km", "명"; else ""."""
    words = set()
    for text in texts:
        found = WORDED.fullmatch(text)
        if found is None or not fitting([found["number"].strip(SPACES)], STYLES):
            return ""
        words.add(found["word"].strip(SPACES))
    (word, *others) = words or {""}
    return "" if others or word in ORDINALS else word


PERIOD = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


def names_period(text: str) -> bool:
    """Return whether a text names a year among other things: "to 1998", "1999-2001"."""
    return PERIOD.search(text) is not None
