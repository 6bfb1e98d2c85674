"""Looks for what is wrong with references: their numbers, addresses, dates, doubles."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from reportgen.checks.same_works import address_pairs, body_pairs, title_pairs
from reportgen.citing.references import References
from reportgen.diagnostics import Diagnostics, Rule

DOI = re.compile(
    r"10\.\d{4,9}/(?:[-._;()/:a-zA-Z0-9]*[a-zA-Z0-9)]"
    r"|[-._()/:a-zA-Z0-9]+<[-._()/:a-zA-Z0-9]*>\d+\.[a-zA-Z0-9]+\.[a-zA-Z]+;[0-9][-a-zA-Z0-9]?"
    r"|[-a-zA-Z0-9]+&[-._a-zA-Z0-9]*[a-zA-Z0-9])"
    r"|10\.1002/\S*[a-zA-Z0-9)#]"
)
"""Crossref's patterns for DOIs, which may not end in punctuation; the second are SICI's."""

NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "article-journal": (
        ("author",),
        ("title",),
        ("container-title",),
        ("issued",),
        ("volume", "DOI"),
        ("issue", "DOI"),
        ("page", "DOI"),
    ),
    "article-newspaper": (("title",), ("container-title",)),
    "book": (("author", "editor"), ("title",), ("publisher", "publisher-place"), ("issued",)),
    "chapter": (("author",), ("title",), ("container-title",), ("publisher",), ("issued",)),
    "report": (("title",), ("issued", "accessed")),
    "thesis": (("author",), ("title",), ("publisher",), ("issued",)),
    "webpage": (("title",), ("URL",)),
}
"""For each type the fields it needs; of several in one group, one is enough."""

TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid|ref_src", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a field of a work; `field` is "" for the work as a whole."""

    rule: Rule
    key: str
    field: str
    message: str
    help: str = ""


def check_references(
    references: References, today: str, diagnostics: Diagnostics, cited: Iterable[str] = ()
) -> int:
    """Report what is wrong with the works that are `cited`, or with all when none is named.

    `today` is the document's date (ISO 8601), before which a work must have appeared. Returns how
    many works were looked at.
    """
    wanted = set(cited) or set(references.works)
    works = {key: work for key, work in references.works.items() if key in wanted}
    for key, work in works.items():
        for found in _single(key, work, today):
            _report(found, references, diagnostics)
    for found in _pairs(works):
        _report(found, references, diagnostics)
    return len(works)


def _report(found: Finding, references: References, diagnostics: Diagnostics) -> None:
    place = references.place(found.key, found.field)
    diagnostics.add(found.rule, f"`@{found.key}`: {found.message}", place, found.help)


# --- one work ---------------------------------------------------------------------------------


def _single(key: str, work: dict[str, Any], today: str) -> Iterator[Finding]:
    yield from _doi(key, str(work.get("DOI", "")))
    for name in ("ISBN", "ISSN"):
        for number in re.split(r"[,;]\s*|\s+(?=97[89])", str(work.get(name, ""))):
            yield from _number(key, name, number.strip())
    yield from _address(key, str(work.get("URL", "")))
    yield from _fields(key, work)
    yield from _dates(key, work, today)
    if (pages := page_range(str(work.get("page", "")))) and pages[1] < pages[0]:
        message = f"the pages {work['page']} run backwards"
        yield Finding(Rule.BAD_PAGES, key, "page", message)


def _doi(key: str, doi: str) -> Iterator[Finding]:
    doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)", "", doi)
    if doi and not DOI.fullmatch(doi):
        cut_off = doi[-1] in "-./_(:;"
        message = f"the DOI `{doi}` is {'cut off' if cut_off else 'malformed'}"
        yield Finding(Rule.BAD_DOI, key, "DOI", message, "copy it whole from the publisher's page")


def _number(key: str, name: str, number: str) -> Iterator[Finding]:
    from stdnum import isbn, issn

    module = isbn if name == "ISBN" else issn
    if not number or module.is_valid(number):
        return
    digits = re.sub(r"[^0-9Xx]", "", number)
    repaired = ""
    if name == "ISBN" and len(digits) == 12 and digits.startswith(("978", "979")):
        total = sum(int(digit) * (1, 3)[at % 2] for at, digit in enumerate(digits))
        repaired = f"{digits}{-total % 10}"
    elif name == "ISSN" and len(digits) in (7, 8):
        repaired = f"{digits[:4]}-{digits[4:7]}{issn.calc_check_digit(digits[:7])}"
    message = f"the {name} `{number}` has a wrong length or check digit"
    hint = f"with its check digit it would be {repaired}" if repaired else ""
    yield Finding(Rule.BAD_NUMBER, key, name, message, hint)


def _address(key: str, url: str) -> Iterator[Finding]:
    if not url:
        return
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        sound, parts = False, urlsplit("")
    if not sound or " " in url:
        yield Finding(Rule.BAD_URL, key, "URL", f"`{url[:80]}` is no address")
    elif url[-1] in ".,;:'\"":
        yield Finding(Rule.BAD_URL, key, "URL", "the address ends in punctuation", f"{url[:-1]}")
    tracking = [name for name, _ in parse_qsl(parts.query) if TRACKING.fullmatch(name)]
    if tracking:
        message = f"the address carries `{tracking[0]}`, which tells where a reader came from"
        yield Finding(Rule.BAD_URL, key, "URL", message, "cut it out of the address")


def _fields(key: str, work: dict[str, Any]) -> Iterator[Finding]:
    if work.get("URL") and not work.get("title"):
        yield Finding(Rule.MISSING_FIELD, key, "URL", "this work is a bare address", "give a title")
        return
    for group in NEEDED.get(str(work["type"]), ()):
        if not any(work.get(name) for name in group):
            names = " or ".join(f"`{name}`" for name in group)
            yield Finding(
                Rule.MISSING_FIELD, key, "", f"a work of the type `{work['type']}` needs {names}"
            )
    undated = not work.get("issued")
    if work.get("URL") and not work.get("accessed") and (undated or work["type"] == "webpage"):
        message = "a web page without a date of its own needs the date of access"
        yield Finding(Rule.NO_ACCESS_DATE, key, "URL", message, "add `accessed`")


def _dates(key: str, work: dict[str, Any], today: str) -> Iterator[Finding]:
    issued, accessed = parts_of(work.get("issued")), parts_of(work.get("accessed"))
    if issued and accessed and accessed < issued[: len(accessed)]:
        message = "accessed before it was published"
        yield Finding(Rule.BAD_DATE, key, "accessed", message)
    now = tuple(map(int, today.split("-"))) if today else date.max.timetuple()[:3]
    for name, parts in (("issued", issued), ("accessed", accessed)):
        if parts and parts > now[: len(parts)]:
            yield Finding(Rule.BAD_DATE, key, name, f"`{name}` lies after the document's date")


def parts_of(value: Any) -> tuple[int, ...]:
    """Return a CSL date as (year, month, day), as far as it goes; () where it is not one.

    Zotero mixes numbers and strings in `date-parts`.
    """
    try:
        first = value["date-parts"][0]
        return tuple(int(part) for part in first)
    except (TypeError, KeyError, IndexError, ValueError):
        return ()


def page_range(pages: str) -> tuple[int, int] | None:
    """Return first and last page of "97-118" or "97–118", None for anything else."""
    found = re.fullmatch(r"(\d+)\s*[-–]+\s*(\d+)", pages.strip())
    if found is None:
        return None
    first, last = found[1], found[2]
    whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    return int(first), int(whole)


# --- two works --------------------------------------------------------------------------------


def _pairs(works: dict[str, dict[str, Any]]) -> Iterator[Finding]:
    for one, other in body_pairs(works):
        who, whom = _name(works[one]), _name(works[other])
        message = f"“{whom}” is “{who}” in `@{one}`"
        yield Finding(Rule.TWO_NAMES, other, "author", message, "use one name for one body")
    addresses = set(address_pairs(works))
    titles = set(title_pairs(works))
    for one, other in addresses | titles:
        differ = _differences(works[one], works[other])
        same_address = (one, other) in addresses
        if differ and not same_address:
            continue
        if not differ and (one, other) not in titles:
            continue
        rule = Rule.CONFLICTING_WORKS if differ else Rule.SAME_WORK
        shared = "address" if same_address else "title"
        message = f"has the {shared} of `@{one}`" + (f", but another {differ}" if differ else "")
        yield Finding(rule, other, "URL" if same_address else "title", message)


def _differences(first: dict[str, Any], second: dict[str, Any]) -> str:
    years = [parts_of(work.get("issued"))[:1] for work in (first, second)]
    found = ["author"] if _name(first) != _name(second) else []
    found += ["year"] if years[0] != years[1] else []
    return " and ".join(found)


def _name(work: dict[str, Any]) -> str:
    authors = work.get("author") or [{}]
    return str(authors[0].get("literal") or authors[0].get("family") or "")
