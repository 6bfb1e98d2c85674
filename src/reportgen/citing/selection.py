"""Reads the wanted works out of bibliography files, each by the reader of its format."""

import re
from collections.abc import Collection, Iterator
from typing import Any

import msgspec

from reportgen.citing.bibtex import File, Library
from reportgen.citing.csl_json import read_csl_json
from reportgen.citing.csl_yaml import (
    enriched,
    plain_work,
    read_csl_yaml,
    without_collection,
)
from reportgen.citing.endnote import read_endnote
from reportgen.citing.files import RULES
from reportgen.citing.formats import format_of
from reportgen.citing.located import Fault, Located, Record
from reportgen.citing.places import entry_span, field_span
from reportgen.citing.rich import csl_json
from reportgen.citing.ris import read_ris
from reportgen.citing.settled import settled_rich, with_whole_names
from reportgen.citing.works import DATES, NAMES, BadField, kind_of, settled
from reportgen.diagnostics import Diagnostics, Rule, Span, span_in
from reportgen.pandoc import Node

DIALECTS = ("biblatex", "bibtex")
STRUCTURED = (*NAMES, *DATES, "categories", "keyword", "custom", "other-ids", "ids")
"""Fields of CSL-YAML that may hold more than text."""


class Selection:
    """The wanted works of bibliography files; all of them, where `wanted` is None."""

    def __init__(
        self, files: list[File], diagnostics: Diagnostics, wanted: Collection[str] | None
    ) -> None:
        self.files = files
        self.diagnostics = diagnostics
        self.texts = {file.path: file.text for file in files}
        self.library = Library(file for file in files if _format(file) in DIALECTS)
        self.first: dict[str, tuple[File, Located]] = {}
        self.doubles: list[tuple[File, Located]] = []
        self.keyless: list[tuple[File, Located]] = []
        for file in files:
            for entry in file.index.entries:
                if not entry.key:
                    self.keyless.append((file, entry))
                elif entry.kind != "xdata" and self.first.setdefault(entry.key, (file, entry)) != (
                    file,
                    entry,
                ):
                    self.doubles.append((file, entry))
        self.all_wanted = wanted is None
        self.aliases = {} if wanted is None else self._aliases(wanted)
        asked = self.first if wanted is None else dict.fromkeys(wanted)
        self.unknown = [
            key for key in asked if self.aliases.get(key, key) not in self.first and key
        ]
        self.wanted = {
            self.aliases.get(key, key): None
            for key in asked
            if self.aliases.get(key, key) in self.first
        }

    def records(self) -> dict[str, Record]:
        """Return the works by key, in the order of the files; what is wrong is reported."""
        found: dict[str, Record] = {}
        for file in self.files:
            keys = [key for key in self.wanted if self.first[key][0] is file]
            for record in self._read(file, keys):
                found[record.key] = record
        self._report_doubles()
        lost = self._lost()
        self._report_uncited(without=self.keyless if lost else [])
        return {**{key: found[key] for key in self.first if key in found}, **lost}

    def _lost(self) -> dict[str, Record]:
        """Report entries whose keys cannot be read, where they may be works that are cited.

        Returns stand-ins for the cited works that no other entry is, so that a fault is told once.
        """
        if not self.keyless or not 0 < len(self.unknown) <= len(self.keyless):
            return {}
        for file, entry in self.keyless:
            if entry.fault is not None:
                self._tell(entry.fault, file)
        file, entry = self.keyless[0]
        work = {"type": "document"}
        return {
            key: Record({"id": key, **work}, file.path, entry.start, entry.end)
            for key in self.unknown
        }

    def others(self) -> dict[str, tuple[str, Located]]:
        """Return the entries that are not wanted, each with the path of its file."""
        return {
            key: (file.path, entry)
            for key, (file, entry) in self.first.items()
            if key not in self.wanted
        }

    def _aliases(self, wanted: Collection[str]) -> dict[str, str]:
        """Return for keys that no entry has the entry that names them among its `ids`."""
        unknown = {key for key in wanted if key not in self.first}
        found: dict[str, str] = {}
        pattern = re.compile(r'\bids\s*=\s*[{"]([^}"]*)[}"]', re.IGNORECASE)
        for file in self.files if unknown else ():
            if _format(file) not in DIALECTS:
                continue
            for hit in pattern.finditer(file.text):
                for name in unknown & {part.strip() for part in hit[1].split(",")}:
                    entry = _around(file, hit.start())
                    if entry is not None and entry.key:
                        found[name] = entry.key
        return found

    def _read(self, file: File, keys: list[str]) -> Iterator[Record]:
        entries = [self.first[key][1] for key in keys]
        match _format(file):
            case "biblatex" | "bibtex" as dialect:
                yield from self._bibtex(file, keys, dialect)
            case "csl-yaml":
                yield from self._csl_yaml(file, entries)
            case _:
                for entry in entries:
                    yield self._plain(file, entry)

    def _bibtex(self, file: File, keys: list[str], dialect: str) -> Iterator[Record]:
        for read in self.library.read(keys, dialect):
            entry, path = read.entry, file.path
            for fault, where in (*read.faults, *read.notes):
                self._tell(fault, where)
            if read.rich is None:
                yield _stand_in(entry, path)
                continue
            rich, notes = settled_rich(read.rich, entry.key)
            for name, message in notes:
                record = Record({"id": entry.key}, path, entry.start, entry.end)
                self._tell_field(record, name, message, Rule.UNREAD_FIELD)
            whole = with_whole_names(rich)
            yield self._checked(csl_json(rich), file, entry, whole, kept=("note",))

    def _csl_yaml(self, file: File, entries: list[Located]) -> Iterator[Record]:
        marked: list[tuple[Located, dict[str, Any]]] = []
        with without_collection():
            for entry in entries:
                work = entry.fault or read_csl_yaml(file.path, file.text, entry)
                if isinstance(work, Fault):
                    self._tell(work, file)
                if not isinstance(work, dict):
                    yield _stand_in(entry, file.path)
                    continue
                self._tell_nested(work, file, entry)
                if (plain := plain_work(work)) is not None:
                    yield self._checked(plain, file, entry, None)
                else:
                    marked.append((entry, work))
            found = enriched([work for _, work in marked]) if marked else ()
            for (entry, _), rich in zip(marked, found, strict=True):
                yield self._enriched(file, entry, rich)

    def _tell_nested(self, work: dict[str, Any], file: File, entry: Located) -> None:
        record = Record({"id": entry.key}, file.path, entry.start, entry.end)
        for name, value in work.items():
            if isinstance(value, list | dict) and name not in ("type", *STRUCTURED):
                message = f"`{name}` holds text, not a {kind_of(value)}"
                self._tell_field(record, name, message, Rule.BAD_BIBLIOGRAPHY)

    def _enriched(self, file: File, entry: Located, rich: dict[str, Node] | None) -> Record:
        if rich is None:
            self._tell(Fault("bad-bibliography", "pandoc cannot read this work", entry.start), file)
            return _stand_in(entry, file.path)
        rich, _ = settled_rich(rich, entry.key)
        return self._checked(csl_json(rich), file, entry, rich, kept=("note",))

    def _plain(self, file: File, entry: Located) -> Record:
        """Return a work of a format that has no more than CSL-JSON has."""
        if entry.fault is not None:
            self._tell(entry.fault, file)
            return _stand_in(entry, file.path)
        work: Any
        faults: tuple[Fault, ...] = ()
        match _format(file):
            case "ris":
                work, faults = read_ris(file.text, entry)
            case "endnote":
                work = read_endnote(file.text, entry)
            case _:
                work = read_csl_json(file.text, entry)
        for fault in (*faults, *([work] if isinstance(work, Fault) else [])):
            self._tell(fault, file)
        if not isinstance(work, dict):
            return _stand_in(entry, file.path)
        return self._checked(work, file, entry, None)

    def _checked(
        self,
        work: dict[str, Any],
        file: File,
        entry: Located,
        rich: dict[str, Node] | None,
        kept: tuple[str, ...] = (),
    ) -> Record:
        record = Record({"id": entry.key}, file.path, entry.start, entry.end, rich)
        sound: dict[str, Any] = {"id": entry.key}
        for part in settled({name: value for name, value in work.items() if name != "id"}, kept):
            if isinstance(part, BadField):
                place = field_span(record, file.text, part.name)
                self._add(RULES[part.code], part.message, place, part.help)
            else:
                sound[part[0]] = part[1]
        return msgspec.structs.replace(record, work=sound)

    # --- telling ------------------------------------------------------------------------------

    def _tell(self, fault: Fault, file: File) -> None:
        place = span_in(file.path, file.text, min(fault.at, len(file.text)))
        self._add(RULES[fault.code], fault.message, place, fault.help)

    def _tell_field(self, record: Record, name: str, message: str, rule: Rule) -> None:
        self._add(rule, message, field_span(record, self.texts[record.path], name))

    def _add(self, rule: Rule, message: str, place: Span, help_line: str = "") -> None:
        self.diagnostics.add(rule, message, place, help_line)

    def _report_doubles(self) -> None:
        for file, entry in self.doubles:
            if entry.key in self.wanted:
                other, first = self.first[entry.key]
                place = entry_span(other.path, other.text, first)
                where = f"line {place.line}" if other is file else str(place)
                message = f"two works have the key `{entry.key}`"
                hint = f"the first stands in {where}"
                self._add(Rule.DUPLICATE_ID, message, entry_span(file.path, file.text, entry), hint)

    def _report_uncited(self, without: list[tuple[File, Located]]) -> None:
        """Report the entries that cannot be read though nothing cites them, in one warning."""
        broken = [
            (file, entry)
            for key, (file, entry) in self.first.items()
            if entry.fault is not None and key not in self.wanted
        ]
        broken += [one for one in self.doubles if one[1].key not in self.wanted]
        if self.all_wanted:
            for file, entry in self.keyless:
                if entry.fault is not None:
                    self._tell(entry.fault, file)
            return
        broken += [one for one in self.keyless if one not in without]
        if broken:
            file, entry = broken[0]
            why = entry.fault.message if entry.fault else f"two have the key `{entry.key}`"
            at = entry.fault.at if entry.fault else entry.start
            place = span_in(file.path, file.text, min(at, len(file.text)))
            one = len(broken) == 1
            count = "a work" if one else f"{len(broken)} works"
            which = "" if one else "the first, "
            message = f"{count} that nothing cites cannot be read: {which}{why}"
            hint = f"`reportgen references {file.path}` tells of each"
            self._add(Rule.UNCITED_FAULT, message, place, hint)


def _format(file: File) -> str:
    return format_of(file.path, file.text)


def _around(file: File, at: int) -> Located | None:
    return next((one for one in file.index.entries if one.start <= at < one.end), None)


def _stand_in(entry: Located, path: str) -> Record:
    return Record({"id": entry.key, "type": "document"}, path, entry.start, entry.end)
