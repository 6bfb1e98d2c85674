"""Finds and reads the works of EndNote's XML.

pandoc would lose pages, days of dates, editors, addresses and DOIs without a word.
"""

import re
from typing import Any

from lxml import etree

from reportgen.citing.located import Fault, Index, Located
from reportgen.citing.ris import name
from reportgen.citing.works import MONTHS

DAY = re.compile(r"([A-Za-z]{3,})\.? ?(\d{1,2})?(?:,? \d{4})?")
RECORD = re.compile(r"<record\b[^>]*>.*?</record>", re.DOTALL)
KEYS = (re.compile(r"<label\b[^>]*>(.*?)</label>", re.DOTALL),
        re.compile(r"<key\b[^>]*>(.*?)</key>", re.DOTALL),
        re.compile(r"<rec-number\b[^>]*>(.*?)</rec-number>", re.DOTALL))  # fmt: skip
TYPES = {
    **dict.fromkeys(
        ("Book", "Edited Book", "Dictionary", "Encyclopedia", "Electronic Book"), "book"
    ),
    **dict.fromkeys(("Book Section", "Electronic Book Section"), "chapter"),
    **dict.fromkeys(("Journal Article", "Electronic Article"), "article-journal"),
    **dict.fromkeys(("Conference Paper", "Conference Proceedings"), "paper-conference"),
    **dict.fromkeys(("Report", "Press Release", "Government Document", "Grant"), "report"),
    **dict.fromkeys(("Dataset", "Aggregated Database", "Online Database"), "dataset"),
    **dict.fromkeys(("Web Page", "Online Multimedia"), "webpage"),
    **dict.fromkeys(("Artwork", "Chart or Table", "Figure", "Audiovisual Material"), "graphic"),
    **dict.fromkeys(("Ancient Text", "Classical Work"), "classic"),
    **dict.fromkeys(("Bill", "Statute"), "legislation"),
    "Magazine Article": "article-magazine",
    "Newspaper Article": "article-newspaper",
    "Blog": "post-weblog",
    "Case": "legal_case",
    "Computer Program": "software",
    "Film or Broadcast": "motion_picture",
    "Hearing": "hearing",
    "Interview": "interview",
    "Legal Rule or Regulation": "regulation",
    "Manuscript": "manuscript",
    "Map": "map",
    "Music": "musical_score",
    "Pamphlet": "pamphlet",
    "Patent": "patent",
    "Thesis": "thesis",
    "Personal Communication": "personal_communication",
    "Serial": "periodical",
    "Standard": "standard",
    "Unpublished Work": "manuscript",
}
"""The types of EndNote, and what CSL calls them; all others are documents."""

NAMES = {
    "authors/author": "author",
    "secondary-authors/author": "editor",
    "tertiary-authors/author": "collection-editor",
    "subsidiary-authors/author": "translator",
}
FIELDS = {
    "titles/title": "title",
    "titles/secondary-title": "container-title",
    "titles/tertiary-title": "collection-title",
    "titles/short-title": "title-short",
    "periodical/full-title": "container-title",
    "pages": "page",
    "volume": "volume",
    "number": "issue",
    "num-vols": "number-of-volumes",
    "edition": "edition",
    "section": "section",
    "publisher": "publisher",
    "pub-location": "publisher-place",
    "electronic-resource-num": "DOI",
    "urls/related-urls/url": "URL",
    "language": "language",
    "work-type": "genre",
}
FACES = {"italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}


def index_endnote(text: str) -> Index:
    """Return the records of a file's text. The key is the label, else EndNote's own number."""
    entries = []
    for found in RECORD.finditer(text):
        keys = [one for pattern in KEYS if (one := pattern.search(found[0]))]
        key = re.sub(r"<[^>]*>", "", keys[0][1]).strip() if keys else ""
        fault = None
        if not key:
            message = "this record has no label, key or number to cite it by"
            fault = Fault("bad-bibliography", message, found.start())
        entries.append(Located(key, *found.span(), "", fault))
    if not entries:
        message = "this is no XML of EndNote: it has no `<record>`"
        hint = "export MODS, RDF and other XML as CSL-JSON or BibLaTeX instead"
        return Index(faults=(Fault("bad-bibliography", message, 0, hint),))
    return Index(tuple(entries))


def read_endnote(text: str, entry: Located) -> dict[str, Any] | Fault:
    """Return a record as CSL-JSON, or why it cannot be read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        record = etree.fromstring(text[entry.start : entry.end].encode(), parser)
    except (etree.XMLSyntaxError, ValueError, UnicodeEncodeError) as error:
        return Fault("bad-bibliography", f"this record is no sound XML: {error}", entry.start)
    kind = record.find("ref-type")
    known = kind.get("name", "") if kind is not None else ""
    work: dict[str, Any] = {"id": entry.key, "type": TYPES.get(known, "")}
    for path, field in NAMES.items():
        if found := [_text(one, plain=True) for one in record.findall(f"contributors/{path}")]:
            work[field] = [name(one) for one in found if one]
    for path, field in FIELDS.items():
        one = record.find(path)
        if one is not None and (value := _text(one, plain=field in ("DOI", "URL"))):
            work.setdefault(field, value)
    number = record.find("isbn")
    if number is not None:
        which = "ISSN" if re.fullmatch(r"\d{4}-?\d{3}[\dXx]", _text(number, plain=True)) else "ISBN"
        work[which] = _text(number, plain=True)
    if work["type"] == "report" and "issue" in work:
        work["number"] = work.pop("issue")
    if issued := _date(record):
        work["issued"] = issued
    return work


def _date(record: Any) -> dict[str, Any] | None:
    """Return when a work appeared: a year, with the month and day that stand beside it."""
    found = [_text(one, plain=True) for one in record.findall("dates/year")[:1]]
    year = next((one for one in found if one), "")
    days = [_text(one, plain=True) for one in record.findall("dates/pub-dates/date")[:1]]
    day = next((one for one in days if one), "")
    if not year.isdecimal() or len(year) > len("2020"):
        words = " ".join(one for one in (day, year) if one)
        return {"literal": words} if words else None
    named = DAY.fullmatch(day)
    parts = [int(year)]
    if named and named[1][:3].lower() in MONTHS:
        parts += [MONTHS.index(named[1][:3].lower()) + 1, *([int(named[2])] if named[2] else [])]
    return {"date-parts": [parts]}


def _text(element: Any, *, plain: bool) -> str:
    """Return an element's text; what is set in italics and the like stands between tags."""
    return re.sub(r"\s+", " ", _inner(element, plain=plain)).strip()


def _inner(element: Any, *, plain: bool) -> str:
    found = str(element.text or "")
    for part in element:
        tag = "" if plain else FACES.get(part.get("face", ""), "")
        inner = _inner(part, plain=plain)
        found += f"<{tag}>{inner}</{tag}>" if tag and inner.strip() else inner
        found += part.tail or ""
    return found
