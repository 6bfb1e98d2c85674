"""Compares the words of a draft with those of what was made of it: none may be lost in silence."""

import re
from collections import Counter
from collections.abc import Iterable

WORD = re.compile(r"\w+")


def lost_words(draft: Iterable[str], made: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return the paragraphs of a draft whose words are missing, each with how many are.

    Words are compared without regard to case, order, or marks between them: a word that is there
    as often as in the draft is not lost. The paragraphs with the most come first.
    """
    known = Counter(word for text in made for word in _words(text))
    found: list[tuple[str, int]] = []
    for paragraph in draft:
        missing = 0
        for word in _words(paragraph):
            if known[word] > 0:
                known[word] -= 1
            else:
                missing += 1
        if missing:
            found.append((paragraph, missing))
    return tuple(sorted(found, key=lambda one: -one[1]))


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold().replace("\u00ad", ""))
