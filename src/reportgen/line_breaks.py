"""What a line of a title ends well with, by language: a colon, not "the", nothing within a name."""

import re
from collections.abc import Sequence

CLINGING = {
    "en": "a an the of in on at to for by from with as its their his her our no not and or but",
    "de": "der die das den dem des ein eine einen einem einer im in am an auf zu zum zur von vom "
    "mit für bei aus und oder nicht kein keine als",
    "fr": "le la les l' un une des de du d' à au aux en dans sur pour par avec et ou ne",
    "es": "el la los las un una de del al a en con por para y o no",
}
"""Words that belong to the next one, by language: a line does not end with them."""
JOINING = {
    "en": "and or but because while",
    "de": "und oder aber weil",
    "fr": "et ou mais",
    "es": "y o pero",
}
"""Words that a line begins well with."""
STOP = re.compile(r"[:;,.?!–—、。：，؛،]$")
YEAR = re.compile(r"[12]\d{3}")
"""A number that needs no word after it."""
CLINGS, NAME, BEFORE_JOINING, AFTER_STOP = 0.10, 0.5, -0.02, -0.16
"""What a break costs, beside how uneven the lines are (shares of the width, squared)."""


def break_cost(words: Sequence[str], at: int, lang: str) -> float:
    """Return what a break before word `at` costs; less than nothing where it is welcome."""
    before, after = words[at - 1], words[at]
    language = lang.partition("-")[0].lower()
    cost = 0.0
    if STOP.search(before):
        return AFTER_STOP
    if before.lower() in CLINGING.get(language, "").split():
        cost += CLINGS
    if after.lower() in JOINING.get(language, "").split():
        cost += BEFORE_JOINING
    is_number = before[-1:].isdigit() and not YEAR.fullmatch(before)
    if _is_name(before, after, words, language) or is_number:
        cost += NAME
    return cost


def _is_name(before: str, after: str, words: Sequence[str], language: str) -> bool:
    """Return whether two words look like a name; not where most words have capitals anyway."""
    capitals = sum(word[:1].isupper() for word in words)
    is_common = language == "de" or capitals > max(2, len(words) / 2)
    return before[:1].isupper() and after[:1].isupper() and not is_common
