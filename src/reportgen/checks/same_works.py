"""Looks for works that stand in a bibliography twice, and for bodies that have two names.

Works are not compared each with each: only those that share an address, the core of a name, or
words of a title are, so that thousands take no longer than their number lets expect.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from reportgen.citing.short_forms import names_of

ALIKE = 90
"""Titles are alike from this token_sort_ratio on (0 to 100)."""

RARE = 3
"""Of the words of a title, how many of the rarest it is looked up by."""

ENDS = 6
"""Letters at the beginning and at the end of a title by which it is looked up too."""

NEIGHBOURS = 8
"""In a group of many, each is compared with so many that follow it in the order of titles."""

STOP_WORDS = {"the", "of", "and", "for", "korean", "republic", "korea"}

Pair = tuple[str, str]


def title_pairs(works: Mapping[str, Mapping[str, Any]]) -> Iterator[Pair]:
    """Yield the keys of works whose titles are alike, in the order of the works."""
    from rapidfuzz.fuzz import ratio

    titles = {key: _sorted_words(str(work.get("title", ""))) for key, work in works.items()}
    titles = {key: title for key, title in titles.items() if title}
    order = {key: at for at, key in enumerate(works)}
    seen: set[Pair] = set()
    for group in _title_groups(titles):
        for one, other in _near(sorted(group, key=titles.__getitem__)):
            pair = (one, other) if order[one] < order[other] else (other, one)
            if pair not in seen:
                seen.add(pair)
                if ratio(titles[one], titles[other], score_cutoff=ALIKE):
                    yield pair


def _sorted_words(title: str) -> str:
    return " ".join(sorted(re.sub(r"<[^>]*>", "", title).lower().split()))


def _title_groups(titles: Mapping[str, str]) -> Iterable[list[str]]:
    """Return groups of titles that share a rare word, a beginning, or an end."""
    counts: dict[str, int] = {}
    for title in titles.values():
        for word in set(title.split()):
            counts[word] = counts.get(word, 0) + 1
    groups: dict[str, list[str]] = {}
    for key, title in titles.items():
        rare = sorted(set(title.split()), key=lambda word: (counts[word], word))
        shared = [word for word in rare if counts[word] > 1][:RARE]
        for mark in (*shared, f"^{title[:ENDS]}", f"{title[-ENDS:]}$"):
            groups.setdefault(mark, []).append(key)
    return (group for group in groups.values() if len(group) > 1)


def _near(keys: list[str]) -> Iterator[Pair]:
    if len(keys) <= 2 * NEIGHBOURS:
        yield from combinations(keys, 2)
        return
    for at, key in enumerate(keys):
        for other in keys[at + 1 : at + 1 + NEIGHBOURS]:
            yield key, other


def address_pairs(works: Mapping[str, Mapping[str, Any]]) -> Iterator[Pair]:
    """Yield the keys of works that have one address: each with the first of them."""
    first: dict[str, str] = {}
    for key, work in works.items():
        if url := str(work.get("URL") or ""):
            other = first.setdefault(url, key)
            if other != key:
                yield other, key


def body_pairs(works: Mapping[str, Mapping[str, Any]]) -> Iterator[Pair]:
    """Yield the keys of works whose authors are one body under two names."""
    first: dict[frozenset[str], dict[str, str]] = {}
    for key, work in works.items():
        names = names_of(work) if work.get("author") else []
        name = str(names[0].get("literal") or "") if names else ""
        core = frozenset(re.findall(r"\w+", name.lower())) - STOP_WORDS
        if not name or not core:
            continue
        known = first.setdefault(core, {})
        if name not in known:
            if known:
                yield next(iter(known.values())), key
            known[name] = key
