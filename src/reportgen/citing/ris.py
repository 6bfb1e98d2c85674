"""Finds and reads the works of RIS files, as Zotero, EndNote and publishers' pages write them.

pandoc would lose the month and day of dates, and the place of publication, without a word.
"""

import re
from collections.abc import Iterator
from typing import Any

from reportgen.citing.located import Fault, Index, Located

LINE = re.compile(r"^([A-Z][A-Z0-9])  ?-(?: +(.*?)| *)[ \t]*$", re.MULTILINE)
TYPES = {
    **dict.fromkeys(("JOUR", "JFULL", "INPR", "EJOUR"), "article-journal"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "DICT"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP"), "chapter"),
    **dict.fromkeys(("CONF", "CPAPER"), "paper-conference"),
    **dict.fromkeys(("RPRT", "GOVDOC", "GRANT"), "report"),
    **dict.fromkeys(("DATA", "DBASE", "AGGR"), "dataset"),
    **dict.fromkeys(("WEB", "ELEC", "MULTI"), "webpage"),
    **dict.fromkeys(("CASE", "LEGAL"), "legal_case"),
    **dict.fromkeys(("BILL", "UNBILL"), "bill"),
    **dict.fromkeys(("ART", "CHART", "SLIDE", "VIDEO"), "graphic"),
    **dict.fromkeys(("FIGURE", "EQUA"), "figure"),
    **dict.fromkeys(("ADVS", "MPCT"), "motion_picture"),
    **dict.fromkeys(("MUSIC", "SOUND"), "musical_score"),
    **dict.fromkeys(("ICOMM", "PCOMM"), "personal_communication"),
    **dict.fromkeys(("MANSCPT", "UNPB"), "manuscript"),
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "BLOG": "post-weblog",
    "ABST": "article",
    "SER": "article",
    "ANCIENT": "classic",
    "CLSWK": "classic",
    "COMP": "software",
    "ENCYC": "entry-encyclopedia",
    "HEAR": "hearing",
    "MAP": "map",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
}
"""The types of RIS, and what CSL calls them; all others are documents."""

FIELDS = {
    "TI": "title",
    "T1": "title",
    "CT": "title",
    "ST": "title-short",
    "TT": "translated-title",
    "T2": "container-title",
    "JO": "container-title",
    "JF": "container-title",
    "JA": "container-title-short",
    "J2": "container-title-short",
    "J1": "container-title-short",
    "T3": "collection-title",
    "VL": "volume",
    "IS": "issue",
    "NV": "number-of-volumes",
    "ET": "edition",
    "PB": "publisher",
    "CY": "publisher-place",
    "PP": "publisher-place",
    "DO": "DOI",
    "UR": "URL",
    "LK": "URL",
    "LA": "language",
    "M3": "genre",
    "CN": "call-number",
    "SE": "section",
    "OP": "original-title",
    "RI": "reviewed-title",
}
NAMES = {"AU": "author", "A1": "author", "ED": "editor", "A2": "editor", "A3": "collection-editor",
         "A4": "translator", "TA": "translator"}  # fmt: skip
DATES = {"PY": "issued", "Y1": "issued", "DA": "issued", "Y2": "accessed"}
PRIVATE = frozenset((
    *("TY", "ID", "SP", "EP", "SN", "BT", "ER", "AB", "N1", "N2", "KW", "L1", "L2", "L3", "L4"),
    *("DB", "DP", "AN", "AD", "RN", "RP", "U1", "U2", "U3", "U4", "U5", "H1", "H2", "VO"),
))  # fmt: skip
"""Tags that never print, or are read for themselves."""

DATE = re.compile(r"(\d{4})(?:[/-](\d{0,2})(?:[/-](\d{0,2}))?)?(?:/(.*))?")
BOOKS = ("book", "chapter", "report", "thesis", "paper-conference", "pamphlet")


def index_ris(text: str) -> Index:
    """Return the records of a file's text, from `TY` to `ER`."""
    entries: list[Located] = []
    seen: dict[str, int] = {}
    tags: list[tuple[str, str]] = []
    start = -1
    for found in LINE.finditer(text):
        tag, value = found[1], found[2] or ""
        if tag == "TY":
            if start >= 0:
                entries.append(_located(tags, start, found.start(), seen, closed=False))
            start, tags = found.start(), []
        if start >= 0 and tag == "ER":
            entries.append(_located(tags, start, found.end(), seen))
            start = -1
        tags.append((tag, value))
    if start >= 0:
        entries.append(_located(tags, start, len(text), seen, closed=False))
    if not entries:
        message = "this is no RIS: a work begins with `TY  - ` and its type"
        return Index(faults=(Fault("bad-bibliography", message, 0),))
    return Index(tuple(entries))


def _located(
    tags: list[tuple[str, str]],
    start: int,
    end: int,
    seen: dict[str, int],
    *,
    closed: bool = True,
) -> Located:
    """Return a record. One without `ID` has the key that pandoc gives it: authors, date."""
    key = next((value for tag, value in tags if tag == "ID" and value), "")
    if not key:
        names = [re.split(r"[,\s]", value)[0] for tag, value in tags if tag in ("AU", "A1")]
        dates = [value for tag, value in tags if tag in ("PY", "Y1")]
        key = re.sub(r"\s+", "_", "_".join(names) + "".join(f"_{one}" for one in dates))
    times = seen[key] = seen.get(key, -1) + 1
    key += chr(ord("a") + times - 1) if times else ""
    if not key:
        message = "this record has no `ID`, no authors and no date to cite it by"
        return Located("", start, end, "", Fault("bad-bibliography", message, start))
    message = "this record is not closed: `ER  - ` is missing"
    return Located(
        key, start, end, "", None if closed else Fault("bad-bibliography", message, start)
    )


def read_ris(text: str, entry: Located) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """Return a record as CSL-JSON, with a fault for each field that has no place there."""
    work: dict[str, Any] = {"id": entry.key}
    pages: dict[str, str] = {}
    unread: dict[str, list[tuple[str, int]]] = {}
    for tag, value, at in _lines(text, entry):
        if tag == "TY":
            work["type"] = TYPES.get(value.upper(), "")
        elif not value:
            continue
        elif tag in NAMES:
            work.setdefault(NAMES[tag], []).append(name(value))
        elif tag in DATES:
            _put_date(work, DATES[tag], value)
        elif tag in ("SP", "EP"):
            pages[tag] = value
        elif tag == "M3" and work.get("type") == "article-journal":
            continue  # what kind of article a database holds it to be: "Article", "Review"
        elif tag in FIELDS:
            work.setdefault(FIELDS[tag], value)
        elif tag in ("SN", "BT"):
            _put_by_type(work, tag, value)
        elif tag not in PRIVATE:
            unread.setdefault(tag, []).append((value, at))
    faults = tuple(_unread(tag, lines) for tag, lines in unread.items())
    if pages:
        work["page"] = "-".join(pages[tag] for tag in ("SP", "EP") if tag in pages)
    return work, faults


def _unread(tag: str, lines: list[tuple[str, int]]) -> Fault:
    """Return the fault of a field without a place in CSL, however many lines of a record it has."""
    value, at = lines[0]
    shown = f"“{value[:40]}”" + f" and {len(lines) - 1} more" * (len(lines) > 1)
    message = f"the field `{tag}` has no place in CSL: {shown} does not print"
    hint = "nothing is to be done where it may be missing; else put it into a field that prints"
    return Fault("unread-field", message, at, hint)


def _lines(text: str, entry: Located) -> Iterator[tuple[str, str, int]]:
    """Yield the tags of a record, each with its text, which may go on in the next lines."""
    found = list(LINE.finditer(text, entry.start, entry.end))
    ends = [*(one.start() for one in found[1:]), entry.end]
    for one, end in zip(found, ends, strict=True):
        words = f"{one[2] or ''} {text[one.end() : end]}".split()
        yield one[1], " ".join(words), one.start()


def _put_by_type(work: dict[str, Any], tag: str, value: str) -> None:
    is_book = work.get("type") in BOOKS
    if tag == "SN":
        work.setdefault("ISBN" if is_book else "ISSN", re.sub(r"\s*\(.*?\)", "", value))
    else:
        work.setdefault("title" if work.get("type") == "book" else "container-title", value)


def name(value: str) -> dict[str, str]:
    """Return a name as RIS has it ("Family, Given, Suffix"; without a comma a body) as CSL's."""
    parts = [part.strip() for part in value.split(",")]
    if len(parts) == 1 or not parts[1]:
        return {"literal": value.rstrip(", ")}
    found = {"family": parts[0], "given": parts[1]}
    return {**found, "suffix": parts[2]} if len(parts) > 2 and parts[2] else found


def _put_date(work: dict[str, Any], field: str, value: str) -> None:
    """Put a date into a work; of two for one field, the one that says more."""
    found = DATE.fullmatch(value.strip().rstrip("/"))
    if found is None:
        date: dict[str, Any] = {"literal": value}
    else:
        parts = []
        for part in found.groups()[:3]:
            if not part or not int(part):
                break
            parts.append(int(part))
        date = {"date-parts": [parts]} if parts else {"literal": value}
    old = work.get(field, {}).get("date-parts", [[]])[0]
    if len(date.get("date-parts", [[]])[0]) > len(old) or field not in work:
        work[field] = date
