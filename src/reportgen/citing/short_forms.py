"""Works in short, as a slide's line of sources has them: "Lee et al. 2020"."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

NAME_FIELDS = ("author", "editor", "translator", "director", "composer", "interviewer")
TITLE_FIELDS = ("title-short", "title", "container-title", "publisher")
HEADS = {
    **dict.fromkeys(
        ("article-magazine", "article-newspaper", "broadcast", "entry", "entry-dictionary",
         "entry-encyclopedia", "review", "review-book"),
        ("container-title",),
    ),
    **dict.fromkeys(("software", "webpage"), ("publisher",)),
}  # fmt: skip
"""What a work without names is called by before its title, by type (CMOS 18, 14.71)."""

LONGEST_TITLE = 40
TAG = re.compile(r"<[^>]*>")


def short_forms(works: Iterable[Mapping[str, Any]], terms: Mapping[str, str]) -> dict[str, str]:
    """Return the short form of each work by key, no two alike.

    `terms` has a language's words for `and`, `et-al` and `no-date`. Works of authors who share a
    family name get initials, works of one author and year letters, in the order given.
    """
    given = list(works)
    families: dict[str, set[str]] = {}
    for work in given:
        if first := next(iter(names_of(work)), None):
            families.setdefault(_family(first), set()).add(str(first.get("given", "")))
    shared = {family for family, people in families.items() if len(people) > 1}
    plain = {str(work["id"]): _plain(work, terms, shared) for work in given}
    groups: dict[str, list[str]] = {}
    for key, text in plain.items():
        groups.setdefault(text, []).append(key)
    return {
        key: text if len(groups[text]) == 1 else text + _letters(groups[text].index(key))
        for key, text in plain.items()
    }


def _letters(number: int) -> str:
    found = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("a") + rest) + found
    return found


def names_of(work: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the people or bodies under whom a work is listed."""
    for field in NAME_FIELDS:
        value = work.get(field)
        if isinstance(value, list) and value:
            return [one if isinstance(one, dict) else {"literal": str(one)} for one in value]
    return []


def _plain(work: Mapping[str, Any], terms: Mapping[str, str], shared: set[str]) -> str:
    names = names_of(work)
    if not names:
        who = _title(work)
    else:
        first = _family(names[0])
        if first in shared and names[0].get("given"):
            first = _told_apart(first, str(names[0]["given"]))
        if len(names) == 1:
            who = first
        elif len(names) == 2:
            who = f"{first} {terms['and']} {_family(names[1])}"
        else:
            who = f"{first} {terms['et-al']}"
    when = year(work) or terms["no-date"]
    return f"{who} {when}" if when[:1].isdecimal() else f"{who}, {when}"


def _title(work: Mapping[str, Any]) -> str:
    """Return how a work without names is called: its title, cut at a word."""
    names = (*HEADS.get(str(work.get("type")), ()), *TITLE_FIELDS)
    text = next((str(work[name]) for name in names if work.get(name)), str(work["id"]))
    text = TAG.sub("", text)
    if len(text) <= LONGEST_TITLE:
        return text
    return text[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",:;") + " …"


def _family(name: Mapping[str, Any]) -> str:
    if name.get("literal"):
        return str(name["literal"])
    family = str(name.get("family") or name.get("given") or "")
    particle = str(name.get("non-dropping-particle") or "")
    return f"{particle} {family}".strip()


def _told_apart(family: str, given: str) -> str:
    """Return "J. R. Kim" for John Roger; in a script without capitals the whole name, as there."""
    words = [word for word in re.split(r"[\s.]+", given) if word]
    if not all(word[0].isupper() or word[0].islower() for word in words):
        return f"{family}{given}"
    parts = ([part for part in word.split("-") if part] for word in words)
    initials = " ".join("-".join(f"{part[0].upper()}." for part in word) for word in parts)
    return f"{initials} {family}"


def year(work: Mapping[str, Any]) -> str:
    """Return the year in which a work appeared, in words where it says so, "" for none."""
    issued = work.get("issued")
    if isinstance(issued, str):
        found = re.match(r"\d{4}", issued)
        return found[0] if found else issued
    if not isinstance(issued, dict):
        return ""
    if issued.get("literal"):
        return str(issued["literal"])
    if issued.get("raw"):
        found = re.search(r"\d{4}", str(issued["raw"]))
        return found[0] if found else str(issued["raw"])
    parts = [part for part in issued.get("date-parts") or () if part]
    years = [str(part[0]) for part in parts if int(part[0])]
    if not years:
        return ""
    if len(years) > 1 and years[1] != years[0]:
        return f"{years[0]}–{years[1]}"
    return years[0] + ("–" if len(parts) > 1 and not int(parts[1][0]) else "")
