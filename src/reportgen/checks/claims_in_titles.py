"""Finds the numbers in a title that claim something, and holds them against what is shown.

A number claims nothing where it names something: a year, a date, an ordinal, an age, an article
of a law. Numbers are compared by their values, in any script and spelling: 1,234 is 1.234 and ١٢٣٤.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportgen.checks.naming_numbers import names_something, without_dates
from reportgen.checks.number_values import ascii_digits, values_of

NUMBER = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[,.' \u00a0\u2009\u202f’٬]\d{3})+(?:[.,٫]\d+)?(?![\d])"
    r"|(?<![\d.,])\d+(?:,\d{2})*,\d{3}(?:\.\d+)?(?!\d)"
    r"|(?<![\d.,])\d+(?:[.,٫]\d+)?(?!\d)"
)
PERCENT = re.compile(
    r"\s?(?:%|٪|％|per\s?cent|percent|Prozent|pour cent|por ciento|퍼센트|프로)", re.I
)
SCALES = {
    1e3: r"k\b|thousand|tausend|mille|mil\b|tys|тыс|천|千|ألف",
    1e4: r"만|万|萬",
    1e6: r"m\b|mn\b|million|mio\b|millón|millones|milhões|milioni|млн|миллион|백만|百万|مليون",
    1e8: r"억|亿|億",
    1e9: r"bn\b|billion|mrd\b|milliard|млрд|миллиард|십억|十亿|مليار",
}
"""Words behind a number that multiply it, as different languages write them."""
HEDGE = re.compile(
    r"(?:about|around|some|nearly|almost|close to|over|more than|less than|under|fewer than|up to|"
    r"at least|at most|roughly|approximately|ca\.?|c\.|~|≈|[<>≥≤]|etwa|rund|fast|knapp|über|"
    r"mehr als|"
    r"weniger als|gut|bis zu|circa|environ|près de|plus de|moins de|presque|quelque|casi|cerca de|"
    r"más de|menos de|unos|unas|quasi|oltre|più di|около|почти|более|менее|약|거의|近|约|約|"
    r"超过|"
    r"حوالي|نحو|أكثر من|أقل من|قرابة)\s*$",
    re.IGNORECASE,
)
"""Words before a number that say it is rounded."""
RATIO = re.compile(r"(\d+)\s*(?:in|out of|of every|of|von|sur|de cada|de|su|из|/)\s*(\d+)")
ABOUT = "약近约約"
"""Signs that mean "about", right before a number."""
CAPITALS = re.compile(r"\b[A-Z]{2,}\s*$")
LETTER = re.compile(r"[^\W\d_]")
FEW = 12
"""A whole number up to this may count what a drawing shows, which nobody can tell from it."""
EXACT = 1000
"""Whole numbers from here on may be rounded without a word that says so."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A number in a text: as written, what it may be, and whether it is a percentage.

    `readings` are its possible values, each with the unit of its last digit that counts; `count`
    where it is so small that it may count things.
    """

    shown: str
    readings: tuple[tuple[float, float], ...]
    percent: bool = False
    count: bool = False


def claims(text: str, lang: str) -> Iterator[Claim]:
    """Yield the numbers in a title that claim something; `lang` is its BCP 47 tag."""
    plain = without_dates(ascii_digits(text))
    ratios = {at for found in RATIO.finditer(plain) for at in (found.start(1), found.start(2))}
    for found in NUMBER.finditer(plain):
        if found.start() in ratios and _is_ratio(plain, found.start()):
            continue
        before, behind = plain[: found.start()], plain[found.end() :]
        if not _claims_nothing(found[0], before, behind, lang):
            yield _claim(found[0], before, behind)


def numbers(text: str) -> Iterator[float]:
    """Yield every number in what is shown, by all values that it may have."""
    plain = ascii_digits(text)
    for found in NUMBER.finditer(plain):
        for value in values_of(found[0]):
            yield value
            yield from (value * scale for scale in _scales(plain[found.end() :]))


def is_shown(claim: Claim, known: Iterable[float]) -> bool:
    """Return whether a claim is among numbers that are shown, or one of them rounded."""
    for one in known:
        parts = (one, one * 100) if claim.percent and abs(one) <= 1 else (one,)
        for value, step in claim.readings:
            half = max(step / 2 * (1 + 1e-9), 1e-9)
            if any(abs(abs(part) - value) <= half for part in parts):
                return True
    return False


def _is_ratio(text: str, start: int) -> bool:
    """Return whether a number is one of two of a ratio in small numbers: 7 in 10."""
    for found in RATIO.finditer(text):
        if start in (found.start(1), found.start(2)):
            low, high = int(found[1]), int(found[2])
            return 0 < low < high and (high <= FEW or high in (20, 100, 1000))
    return False


def _claims_nothing(shown: str, before: str, behind: str, lang: str) -> bool:
    if PERCENT.match(behind):
        return False
    whole = shown.isdigit()
    if (
        before[-1:]
        and (LETTER.match(before[-1]) or before[-1] in "_/:#@")
        and before[-1] not in "약近约約"
    ):
        return True
    if re.search(r"[^\W\d_]-$", before) or re.match(r":\d", behind):
        return True
    if whole and len(shown) == 4 and 1000 <= int(shown) < 3000:
        return True
    if re.search(r"\d{4}\s?[-–/]\s?$", before) and whole and len(shown) == 2:
        return True
    if CAPITALS.search(before) or names_something(shown, before, behind, lang):
        return True
    if whole and len(shown) <= 3 and re.match(r"['’]?s\b", behind):
        return True
    return bool(re.match(r"-?[^\W\d_]", behind)) and not _scales(behind) and behind[:1].isascii()


def _claim(shown: str, before: str, behind: str) -> Claim:
    percent = PERCENT.match(behind) is not None
    values, scales, hedged = values_of(shown), _scales(behind), bool(HEDGE.search(before))
    plain = [(value, _step(shown, value, hedged=hedged, percent=percent)) for value in values]
    scaled = [(value * by, step * by) for value, step in plain for by in scales]
    whole = len(values) == 1 and values[0] == int(values[0])
    few = whole and values[0] <= FEW and not percent and not scales
    return Claim(shown, (*plain, *scaled), percent, few)


def _step(shown: str, value: float, *, hedged: bool, percent: bool) -> float:
    """Return how coarse a number is: half of it is by how much what it rounds may differ."""
    if value != int(value):
        decimals = re.split(r"[.,٫]", shown)[-1]
        return float(10 ** -len(decimals))
    digits = re.sub(r"\D", "", shown)
    zeros = len(digits) - len(digits.rstrip("0"))
    rounded = hedged or (value >= EXACT and not percent)
    return float(10**zeros) if rounded and zeros < len(digits) else 1.0


def _scales(behind: str) -> tuple[float, ...]:
    words = behind.lstrip(" \u00a0\u202f-")
    return tuple(
        scale for scale, names in SCALES.items() if re.match(rf"(?:{names})", words, re.IGNORECASE)
    )
