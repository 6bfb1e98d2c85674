"""Compares the words of a draft with those of what was made of it: none may be lost in silence."""

import re
from collections import Counter
from collections.abc import Iterable

WORD = re.compile(r"\w+")


def lost_words(draft: Iterable[str], made: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return the paragraphs of a draft whose words are missing, each with how many are.

    Words are compared without regard to case and to marks between them: a word that is there as
    often as in the draft is not lost. Paragraphs that came over whole take their words first. Those
    that miss most come first.
    """
    texts = [_words(text) for text in made]
    known = Counter(word for words in texts for word in words)
    whole = f" {' '.join(word for words in texts for word in words)} "
    parted: list[tuple[str, list[str]]] = []
    for paragraph in draft:
        words = _words(paragraph)
        if f" {' '.join(words)} " in whole:
            known.subtract(words)
        else:
            parted.append((paragraph, words))
    found: list[tuple[str, int]] = []
    for paragraph, words in parted:
        missing = 0
        for word in words:
            if known[word] > 0:
                known[word] -= 1
            else:
                missing += 1
        if missing:
            found.append((paragraph, missing))
    return tuple(sorted(found, key=lambda one: -one[1]))


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold().replace("\u00ad", ""))
