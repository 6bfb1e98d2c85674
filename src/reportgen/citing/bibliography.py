"""Reads one bibliography file: CSL-JSON, CSL-YAML, BibTeX or BibLaTeX."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

import msgspec

from reportgen.diagnostics import Diagnostics, Rule, Span, span_in, suggestion
from reportgen.files.yaml_file import parse_yaml
from reportgen.pandoc import PandocError, run

TYPES = (
    *("article", "article-journal", "article-magazine", "article-newspaper", "bill", "book"),
    *("broadcast", "chapter", "classic", "collection", "dataset", "document", "entry"),
    *("entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing"),
    *("interview", "legal_case", "legislation", "manuscript", "map", "motion_picture"),
    *("musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical"),
    *("personal_communication", "post", "post-weblog", "regulation", "report", "review"),
    *("review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage"),
)
"""The types of works of CSL 1.0.2 (appendix III)."""

NAMES = (
    *("author", "chair", "collection-editor", "compiler", "composer", "container-author"),
    *("contributor", "curator", "director", "editor", "editorial-director", "editortranslator"),
    *("executive-producer", "guest", "host", "illustrator", "interviewer", "narrator"),
    *("organizer", "original-author", "performer", "producer", "recipient"),
    *("reviewed-author", "script-writer", "series-creator", "translator"),
)
DATES = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
"""The fields of CSL 1.0.2 (appendix IV) that hold names, and dates."""

UNREAD = ("note", "custom", "categories", "file", "annote", "abstract", "keyword")
"""Fields that may not print: some processors read variables out of `note`, `file` holds paths."""

BIBTEX_NAMES = {
    "accessed": ("urldate",),
    "container-title": ("journaltitle", "journal", "booktitle"),
    "issued": ("date", "year"),
    "page": ("pages",),
}
"""What BibTeX calls a field of CSL, where the name is another."""

NEXT_WORK = re.compile(r'\}\s*,\s*(?=\{\s*"(?:id|type|citation-key)"\s*:)')
KEY = re.compile(r"""@\w+\s*[{(]\s*([^\s,=]+)|\bid"?\s*:\s*["']?([^\s,"']+)""")
ITEM = re.compile(r"^ *- ", re.MULTILINE)


class Name(msgspec.Struct, rename="kebab"):
    """A person, or with `literal` a body."""

    family: str = ""
    given: str = ""
    literal: str = ""
    suffix: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""


class Date(msgspec.Struct, rename="kebab"):
    """A date: one or two of year, month, day, or words. Zotero writes strings and integers."""

    date_parts: list[list[int | str | None]] = []
    raw: str | int = ""
    literal: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A work as CSL-JSON, and where its entry stands: a file's name, offsets of start and end.

    A record that could not be read stands in for its work, so that its citations are not faults
    of their own: it has no more than an id and a type.
    """

    work: dict[str, Any]
    path: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return str(self.work["id"])


def read(path: str, text: str, diagnostics: Diagnostics) -> Iterator[Record]:
    """Yield the works in the `text` of the bibliography file at `path`, in its order.

    The format is told by the name's end. A broken entry is reported with its line, and the
    others are read all the same.
    """
    if path.endswith((".yaml", ".yml")):
        found = _yaml(path, text, diagnostics)
    elif path.endswith((".bib", ".bibtex")):
        found = _bibtex(path, text, diagnostics)
    else:
        found = _json(path, text, diagnostics)
    for number, record in enumerate(found, 1):
        if (sound := _sound(record, number, text, diagnostics)) is not None:
            yield sound


def field_span(record: Record, text: str, name: str = "") -> Span:
    """Return the place of a work's field in the file's `text`, else that of its entry."""
    names = "|".join(map(re.escape, (name, *BIBTEX_NAMES.get(name, ()))))
    if name:
        pattern = re.compile(rf"""(?<![\w-])["']?(?:{names})["']?\s*[:=]""", re.IGNORECASE)
        if found := pattern.search(text, record.start, record.end):
            return span_in(record.path, text, found.start(), found.end() - 1)
    key = str(record.work.get("id", "")) if isinstance(record.work, dict) else ""
    found = re.compile(re.escape(key)).search(text, record.start, record.end) if key else None
    start, end = found.span() if found else (record.start, record.start + 1)
    return span_in(record.path, text, start, end)


# --- the formats ------------------------------------------------------------------------------


def _json(path: str, text: str, diagnostics: Diagnostics) -> Iterator[Record]:
    opening = re.match(r"\ufeff?\s*\[\s*", text)
    if opening is None:
        message = "CSL-JSON is a list of works: it begins with `[`"
        diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message, span_in(path, text, 0))
        return
    at, decoder = opening.end(), json.JSONDecoder()
    while at < len(text) and text[at] != "]":
        try:
            work, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            fault = error if isinstance(error, json.JSONDecodeError) else None
            message = fault.msg if fault else "this is nested too deeply"
            broken_at = fault.pos if fault else at
            diagnostics.add(Rule.BAD_JSON, message, span_in(path, text, broken_at))
            rest = NEXT_WORK.search(text, broken_at)
            end = rest.end() if rest else len(text)
            yield from _stand_in(path, text, at, end)
            if rest is None:
                return
        else:
            yield Record(work, path, at, end)
        following = re.compile(r"[\s,]*").match(text, end)
        at = following.end() if following else end
    if at >= len(text):
        message, place = "the list of works is not closed with `]`", span_in(path, text, len(text))
        diagnostics.add(Rule.BAD_JSON, message, place)


def _yaml(path: str, text: str, diagnostics: Diagnostics) -> Iterator[Record]:
    """Read CSL-YAML by pandoc, for which its texts are Markdown."""
    trial = Diagnostics()
    text = re.sub(r"\n---\s*$", "\n", text)  # as pandoc writes its blocks of metadata
    whole = parse_yaml(path, text, trial)
    inside = isinstance(whole.value, dict) and "references" in whole.value
    works = whole.value["references"] if inside else whole.value
    if trial.errors:
        items = list(_yaml_items(path, text, diagnostics))
    elif isinstance(works, list):
        starts = [whole.span(*(["references"] if inside else []), at) for at in range(len(works))]
        offsets = [_offset(text, start) for start in starts]
        ends = [*offsets[1:], len(text)]
        items = [Record(*one) for one in zip(works, repeat(path), offsets, ends, strict=False)]
    else:
        message = "CSL-YAML is a list of works, or has one as `references`"
        diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message, whole.whole)
        return
    named = [one.work for one in items if isinstance(one.work, dict) and one.work.get("id")]
    converted = iter(_converted(named))
    for item in items:
        yield replace(item, work=next(converted)) if item.work in named else item


def _yaml_items(path: str, text: str, diagnostics: Diagnostics) -> Iterator[Record]:
    """Read the items of a list one by one, where the list as a whole cannot be read."""
    found = list(ITEM.finditer(text))
    least = min((len(one[0]) for one in found), default=0)
    starts = [one.start() for one in found if len(one[0]) == least]
    if not starts:
        parse_yaml(path, text, diagnostics)
        return
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        item = parse_yaml(path, text[:end], diagnostics, start).value
        if isinstance(item, list) and len(item) == 1:
            yield Record(item[0], path, start, end)
        else:
            yield from _stand_in(path, text, start, end)


def _converted(works: list[Any]) -> list[Any]:
    """Return works of CSL-YAML as CSL-JSON; each has an id, else pandoc would leave it out."""
    meta = json.dumps({"references": works}, default=str)
    try:
        return list(run(["-f", "markdown", "-t", "csljson"], f"---\n{meta}\n---\n"))
    except PandocError:
        return works if len(works) < 2 else [one for work in works for one in _converted([work])]


def _bibtex(path: str, text: str, diagnostics: Diagnostics) -> Iterator[Record]:
    """Read BibTeX by pandoc, after bibtexparser took out what pandoc would stumble over.

    pandoc gives up a whole file at its first fault, and keeps two entries with one key.
    """
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

    logger = logging.getLogger("bibtexparser")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False  # what it warns of we report ourselves
    sound, end = text, 0
    records: dict[str, Record] = {}
    for block in parse_string(text, parse_stack=[]).blocks:
        raw = block.raw or ""
        start = text.find(raw, end)
        end = start + len(raw)
        if isinstance(block, Entry):
            records[block.key] = Record({"id": block.key}, path, start, end)
        if not isinstance(block, ParsingFailedBlock):
            continue
        place = span_in(path, text, start, start + len(raw.partition("\n")[0]))
        sound = _blanked(sound, start, end)
        if isinstance(block, DuplicateBlockKeyBlock):
            message = f"two works have the key `{block.key}`"
            hint = f"the first stands in line {(block.previous_block.start_line or 0) + 1}"
            diagnostics.add(Rule.DUPLICATE_ID, message, place, hint)
        else:
            reason = getattr(block.error, "abort_reason", "") or str(block.error)
            message = f"this entry is broken: {reason.strip().partition(chr(10))[0].rstrip('.')}"
            diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message, place)
            yield from _stand_in(path, text, start, end)
    yield from _by_pandoc(path, sound, records, diagnostics)


def _by_pandoc(
    path: str, text: str, records: dict[str, Record], diagnostics: Diagnostics
) -> Iterator[Record]:
    """Yield what pandoc reads; an entry that it cannot read is reported and taken out."""
    while True:
        try:
            works = run(["-f", "biblatex", "-t", "csljson"], text)
            break
        except PandocError as error:
            found = re.search(r"line (\d+), column (\d+)", str(error))
            at = _offset(text, Span(path, int(found[1]), int(found[2]))) if found else 0
            faulty = next((one for one in records.values() if one.start <= at <= one.end), None)
            message = f"this entry is broken: {str(error).splitlines()[-1]}"
            diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message, span_in(path, text, at))
            if faulty is None:
                return
            yield from _stand_in(path, text, faulty.start, faulty.end)
            text = _blanked(text, faulty.start, faulty.end)
    for work in works:
        record = records[work["id"]]
        yield replace(record, work=work)


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


def _offset(text: str, span: Span) -> int:
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: span.line - 1])) + span.column - 1


def _stand_in(path: str, text: str, start: int, end: int) -> Iterator[Record]:
    if found := KEY.search(text, start, end):
        yield Record({"id": found[1] or found[2], "type": "document"}, path, start, end)


# --- what is in a work ------------------------------------------------------------------------


def _sound(record: Record, number: int, text: str, diagnostics: Diagnostics) -> Record | None:
    """Return a record that pandoc can read, None where it has no key; its faults are reported.

    pandoc gives up a whole file at a field of the wrong kind, and prints an empty date as year 0.
    """
    work, hint = record.work, "each work of CSL-JSON has both"
    if not isinstance(work, dict) or not work.get("id") or not work.get("type"):
        message = f"work {number} has no `id` or no `type`"
        diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message, field_span(record, text), hint)
        known = isinstance(work, dict) and work.get("id")
        return replace(record, work={"id": str(work["id"]), "type": "document"}) if known else None
    if work["type"] not in TYPES:
        message = f"`{work['type']}` is no type of work"
        hint = suggestion(str(work["type"]), TYPES, "type")
        diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message, field_span(record, text, "type"), hint)
    kept: dict[str, Any] = {}
    for name, value in work.items():
        if name in UNREAD or value in (None, "", [], {}):
            continue
        try:
            if (settled := _settled(name, value)) is not None:
                kept[name] = settled
        except (msgspec.ValidationError, ValueError) as error:
            place = field_span(record, text, name)
            message = str(error).replace(" - at `$", f" - at `{name}")
            diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message[0].lower() + message[1:], place)
    return replace(record, work=kept)


def _settled(name: str, value: Any) -> Any:
    """Return a field's value as pandoc takes it, None for an empty date.

    Raises ValueError or msgspec.ValidationError where it is of the wrong kind.
    """
    if name in NAMES:
        msgspec.convert(value, list[Name])
    elif name in DATES and not isinstance(value, str):
        date = msgspec.convert(value, Date)
        if not (parts := [_numbers(part) for part in date.date_parts if part and part[0]]):
            return value if date.raw or date.literal else None
        return {**value, "date-parts": parts}
    elif not isinstance(value, str | int | float):
        raise ValueError(f"`{name}` holds text, not a {type(value).__name__}")
    return str(value) if isinstance(value, float) else value


def _numbers(parts: list[int | str | None]) -> list[int]:
    given = [str(part) for part in parts if part not in (None, "")]
    if wrong := next((part for part in given if not part.strip().isdecimal()), None):
        raise ValueError(f"`{wrong}` is no number of a date; words go into `literal`")
    return [int(part) for part in given]
