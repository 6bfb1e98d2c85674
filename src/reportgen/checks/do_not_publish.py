"""Looks in finished files for what `do-not-publish.txt` names.

A line of the list is a name or a place. It is found whatever its capitals, hyphens and accents,
with the family name first or last, and in Hangul for what is listed in Latin letters and the other
way round, by the ways of romanising that people use. Text in pictures is not read.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.files.project import Project

FILE = "do-not-publish.txt"
MOST_WORDS = 6
SHORTEST = 5
"""A name whose letters are fewer is looked for as it is written only, in no other script."""

WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
HANGUL = re.compile(r"[\uac00-\ud7a3]+")
LOOSE = (
    ("ch", "j"),
    ("sh", "s"),
    ("park", "pak"),
    ("oi", "oe"),
    ("ui", "i"),
    ("ee", "i"),
    ("oo", "o"),
    ("ou", "o"),
    ("eo", "o"),
    ("eu", "o"),
    ("ae", "e"),
    ("ai", "e"),
    ("u", "o"),
    ("k", "g"),
    ("t", "d"),
    ("p", "b"),
    ("l", "r"),
)
"""What romanisations of Korean write differently, in the order in which it is made the same."""

FAMILY = {"yi": "i", "ri": "i", "rhi": "i", "ro": "no", "roh": "no", "noh": "no", "ryo": "yo"}
"""Family names that are written in more than one way, after `LOOSE` was applied."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list: its number, its words, and whether it is in Hangul."""

    line: int
    words: tuple[str, ...]
    hangul: str

    @property
    def exact(self) -> frozenset[str]:
        """Its letters, with the first word first and last."""
        return frozenset({"".join(self.words), "".join((*self.words[1:], *self.words[:1]))})

    @property
    def loose(self) -> frozenset[str]:
        """The letters of its romanisation as `loosely` has them, too short ones left out."""
        words = self.words
        if self.hangul:
            syllables = tuple(map(_romanised, self.hangul))
            words = (syllables[0], "".join(syllables[1:]))
        orders = (words, (*words[1:], *words[:1]))
        found = {"".join(map(loosely, (order[0], "".join(order[1:])))) for order in orders}
        return frozenset(one for one in found if len(one) >= SHORTEST)


def check_private_list(
    project: Project, texts: Iterable[tuple[str, str]], diagnostics: Diagnostics
) -> int:
    """Report what the project's list names in `texts`, each with where it stands.

    The finding gives the line of the list and not the name, since findings are shown to many.
    Returns how many names were looked for.
    """
    if not project.exists(FILE):
        if os.path.lexists(project.root / FILE):  # a dangling link, a folder, a link to elsewhere
            message = f"`{FILE}` is no file of the project that can be read: no name was looked for"
            hint = "make it a text file in the project's folder, or delete it"
            diagnostics.add(Rule.NOT_FOR_PUBLICATION, message, Span(FILE), hint)
        return 0
    listed = list(names(project.read_text(FILE, diagnostics) or ""))
    index = Index(listed)
    for where, text in texts:
        for found in sorted(index.matches(text), key=lambda one: one.line):
            diagnostics.add(
                Rule.NOT_FOR_PUBLICATION,
                f"{where} holds what line {found.line} of `{FILE}` names",
                Span(FILE, found.line),
                "take it out of the content and build again",
            )
    return len(listed)


def names(text: str) -> Iterator[Listed]:
    """Yield the names of a list: one a line; empty lines and those with `#` are left out."""
    for number, line in enumerate(text.splitlines(), 1):
        words = tuple(WORD.findall(_plain(line.partition("#")[0])))
        whole = "".join(words)
        if whole:
            is_hangul = HANGUL.fullmatch(whole) is not None
            yield Listed(number, tuple(map(_letters, words)), whole if is_hangul else "")


def matches(text: str, listed: Iterable[Listed]) -> set[Listed]:
    """Return the names that a text holds."""
    return Index(listed).matches(text)


class Index:
    """Names by what they are found by: a list of a hundred thousand is looked up, not walked."""

    def __init__(self, listed: Iterable[Listed]) -> None:
        self.exact: dict[str, list[Listed]] = {}
        self.loose: dict[str, list[Listed]] = {}
        self.hangul: dict[str, list[Listed]] = {}
        for one in listed:
            for key in () if one.hangul else one.exact:
                self.exact.setdefault(key, []).append(one)
            for key in one.loose:
                self.loose.setdefault(key, []).append(one)
            if one.hangul:
                self.hangul.setdefault(one.hangul, []).append(one)
        self._sizes = sorted({*map(len, self.hangul)})

    def matches(self, text: str) -> set[Listed]:
        """Return the names that a text holds."""
        composed = _composed(text)
        plain = composed.casefold()
        words = [_letters(word.casefold()) for word in WORD.findall(composed)]
        may_be_one = _may_be_one(composed)
        found: set[Listed] = set()
        for start, group in _groups(words):
            whole = all(may_be_one[start + 1 : start + len(group)])
            keys = self.exact.get("".join(group), [])
            if self.loose:
                keys = [*keys, *self.loose.get(loosely_joined(group), ())]
            found.update(one for one in keys if whole or len(one.words) > 1 or one.hangul)
        if self.loose:
            loose = {loose_hangul(run) for run in _syllables(plain)}
            found |= {one for key in loose for one in self.loose.get(key, ())}
        for run in HANGUL.findall("".join(words)) if self.hangul else ():
            pieces = {run[at : at + size] for size in self._sizes for at in range(len(run))}
            found |= {one for key in pieces for one in self.hangul.get(key, ())}
        return found


def _composed(text: str) -> str:
    """Return text composed for compatibility, without signs that nobody sees."""
    composed = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff\ufffe]", "", composed)


def _plain(text: str) -> str:
    return _composed(text).casefold()


def _may_be_one(text: str) -> list[bool]:
    """Return of each word whether it may be one name with the word before it.

    Small words of running text are two: “has an” is no Hassan, “Min Ji” and “min-ji” are Minji.
    """
    found: list[bool] = []
    before: re.Match[str] | None = None
    for one in WORD.finditer(text):
        parted = before is not None and text[before.end() : one.start()].isspace()
        small = before is not None and (one[0][0].islower() or before[0][0].islower())
        found.append(not (parted and small))
        before = one
    return found


def _letters(word: str) -> str:
    """Return the letters of a word without accents and apostrophes; Hangul stays composed."""
    apart = unicodedata.normalize("NFD", re.sub(r"['’ʼ]", "", word))
    bare = "".join(one for one in apart if unicodedata.category(one) != "Mn")
    return unicodedata.normalize("NFC", bare)


def _groups(words: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield every row of up to `MOST_WORDS` words, each with where it begins."""
    for start in range(len(words)):
        for size in range(1, MOST_WORDS + 1):
            if start + size <= len(words):
                yield start, tuple(words[start : start + size])


def loosely_joined(words: tuple[str, ...]) -> str:
    """Return a name in Latin letters as `loosely` has it: family name, then the rest as one."""
    return loosely(words[0]) + loosely("".join(words[1:]))


@cache
def loosely(word: str) -> str:
    """Return a romanised word in letters that no longer tell one romanisation from another."""
    for written, meant in LOOSE:
        word = word.replace(written, meant)
    word = re.sub(r"(.)\1+", r"\1", word).removesuffix("h")
    return FAMILY.get(word, word)


def loose_hangul(syllables: str) -> str:
    """Return a Korean name in Hangul as `loosely` has its romanisation."""
    parts = tuple(map(_romanised, syllables))
    return loosely(parts[0]) + loosely("".join(parts[1:]))


def _syllables(text: str) -> Iterator[str]:
    """Yield every row of two to five syllables of Hangul: Korean joins particles to names."""
    for run in HANGUL.findall(text):
        for start in range(len(run)):
            for size in range(2, 6):
                if start + size <= len(run):
                    yield run[start : start + size]


@cache
def _romanised(syllable: str) -> str:
    from hangul_romanize import Transliter
    from hangul_romanize.rule import academic

    return _letters(str(Transliter(academic).translit(syllable)).casefold().replace("-", ""))
