"""Reads the wanted works of BibTeX and BibLaTeX files by pandoc.

pandoc is given the wanted entries alone, with the entries and macros that they need, of whichever
file: it would give up a whole file at its first fault, and read ten thousand works for ten. Keys
are replaced by numbers on the way, since pandoc does not read every key that people use.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reportgen.citing.bibtex_fields import (
    LONGEST,
    UNREAD,
    Field,
    Unreadable,
    cut_off,
    defined,
    fields_of,
    macro_value,
)
from reportgen.citing.located import Fault, Index, Located
from reportgen.citing.works import MONTHS
from reportgen.pandoc import PandocError, run

PARENTS = ("crossref", "xdata")
"""Fields that name works from which an entry takes what it lacks."""

MONTH = re.compile(rf'[{{"]\s*((?:{"|".join(MONTHS)})[a-z]*)\.?\s*[}}"]', re.IGNORECASE)
"""A month in words, which pandoc reads as a macro alone: `{June}`, `"Sept."`."""

SEPARATORS = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class File:
    """A bibliography file: its path, its text, its entries."""

    path: str
    text: str
    index: Index


@dataclass(frozen=True, slots=True)
class Read:
    """A work that was read: of which file and entry, as pandoc's metadata, with its faults.

    `rich` is None where it could not be read. `notes` are faults that cost it a part only; each
    fault stands with its file.
    """

    file: File
    entry: Located
    rich: dict[str, Any] | None
    faults: tuple[tuple[Fault, File], ...] = ()
    notes: tuple[tuple[Fault, File], ...] = ()


@dataclass(slots=True)
class _Entry:
    file: File
    located: Located
    number: int
    fields: tuple[Field, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    @property
    def order(self) -> tuple[str, int]:
        return self.file.path, self.located.start


class Library:
    """The BibTeX files of a document, as one: parents and macros may stand in any of them."""

    def __init__(self, files: Iterable[File]) -> None:
        self.files = tuple(files)
        self.entries: dict[str, tuple[File, Located]] = {}
        self.macros: dict[str, list[tuple[File, Located]]] = {}
        for file in self.files:
            for entry in file.index.entries:
                self.entries.setdefault(entry.key, (file, entry))
            for macro in file.index.macros:
                self.macros.setdefault(macro.key, []).append((file, macro))

    def read(self, keys: Iterable[str], dialect: str) -> Iterator[Read]:
        """Yield the works with these keys, each of which is there; the dialect is pandoc's."""
        wanted = [self._entry(key, number) for number, key in enumerate(dict.fromkeys(keys))]
        known = {one.located.key: one for one in wanted}
        waiting = list(wanted)
        while waiting:
            entry = waiting.pop()
            for key, at in _parents(entry):
                if key not in self.entries:
                    message = f"there is no work `{key}`, whose fields this one takes"
                    entry.notes.append(Fault("unread-field", message, at))
                elif key not in known:
                    known[key] = self._entry(key, len(known))
                    waiting.append(known[key])
        for entry in known.values():
            _refuse_circle(entry, known)
        sound = [one for one in known.values() if not one.faults]
        needed = self._macros(sound)
        sound = [one for one in sound if not one.faults]
        made = dict(_made(sound, needed, known, dialect))
        for entry in wanted:
            line = (entry, *_above(entry, known))
            faults = [(fault, one.file) for one in line for fault in one.faults]
            notes = [(fault, one.file) for one in line for fault in one.notes]
            rich = made.get(entry.number)
            if isinstance(rich, Fault):
                faults, rich = [(rich, entry.file)], None
            elif rich is not None:
                notes += [(fault, entry.file) for fault in _undated(entry, rich)]
            if rich is None and not faults:
                message = "pandoc reads nothing of this entry"
                fault = Fault("bad-bibliography", message, entry.located.start)
                faults.append((fault, entry.file))
            yield Read(entry.file, entry.located, rich, tuple(faults), tuple(notes))

    def _entry(self, key: str, number: int) -> _Entry:
        """Return an entry with its fields, as far as they can be read."""
        file, located = self.entries[key]
        entry = _Entry(file, located, number)
        if located.fault is not None:
            entry.faults.append(located.fault)
            return entry
        if located.kind == "set":
            message = f"`{key}` is a set of works, which prints nothing of its own"
            hint = "cite the works in it, together: [@one; @two]"
            entry.notes.append(Fault("unread-field", message, located.start, hint))
        try:
            read = fields_of(file.text, located)
        except Unreadable as error:
            entry.faults.append(error.fault)
            return entry
        entry.fields = tuple(one for one in read if one.name not in UNREAD)
        for one in entry.fields:
            if fault := cut_off(file.text, one) or defined(file.text, one):
                entry.faults.append(fault)
        return entry

    def _macros(self, entries: Iterable[_Entry]) -> list[tuple[File, Located]]:
        """Return the macros that entries need; what no file defines is a fault of theirs."""
        needed: dict[str, None] = {}
        for entry in entries:
            for one in entry.fields:
                for name, at in one.macros(entry.file.text):
                    if name in self.macros:
                        needed.update(dict.fromkeys(self._with_parts(name)))
                        if self._length(name) > LONGEST:
                            message = f"the macro `{name}` stands for more than {LONGEST} letters"
                            entry.faults.append(Fault("bad-bibliography", message, at))
                    elif name not in MONTHS:
                        message = f"nothing defines the macro `{name}`"
                        hint = "put a text in braces; only numbers and macros stand without"
                        entry.faults.append(Fault("bad-bibliography", message, at, hint))
        return [one for name in needed for one in self.macros[name]]

    def _with_parts(self, name: str) -> Iterator[str]:
        """Yield a macro, and the macros that it is made of, each once."""
        seen: dict[str, None] = {name: None}
        waiting = [name]
        while waiting:
            for file, macro in self.macros[waiting.pop()]:
                for part, _ in _macro(file, macro).macros(file.text):
                    if part in self.macros and part not in seen:
                        seen[part] = None
                        waiting.append(part)
        yield from seen

    def _length(self, name: str) -> int:
        """Return how many letters a macro stands for, at most; its parts were defined before it."""
        order = sorted(
            ((file.path, macro.start), file, macro)
            for one in self._with_parts(name)
            for file, macro in self.macros[one]
        )
        lengths: dict[str, int] = {}
        for _, file, macro in order:
            value = _macro(file, macro)
            total = sum(part.end - part.start for part in value.parts if part.sign)
            total += sum(lengths.get(part, len(part)) for part, _ in value.macros(file.text))
            lengths[macro.key] = max(total, lengths.get(macro.key, 0))
        return lengths[name]


def _macro(file: File, macro: Located) -> Field:
    try:
        return macro_value(file.text, macro)
    except Unreadable:
        return Field(macro.key, macro.start, ())


def _parents(entry: _Entry) -> Iterator[tuple[str, int]]:
    """Yield the keys of an entry's parents, each with the place where it is named."""
    for one in entry.fields:
        if one.name in PARENTS:
            for key in SEPARATORS.split(one.text(entry.file.text).strip()):
                if key:
                    yield key, one.start


def _above(entry: _Entry, known: Mapping[str, _Entry]) -> Iterator[_Entry]:
    """Yield an entry's parents, and theirs, each once."""
    seen: set[int] = {entry.number}
    waiting = [entry]
    while waiting:
        for key, _ in _parents(waiting.pop()):
            if key in known and known[key].number not in seen:
                seen.add(known[key].number)
                waiting.append(known[key])
                yield known[key]


def _refuse_circle(entry: _Entry, known: Mapping[str, _Entry]) -> None:
    """Report an entry that is among its own parents: pandoc would go round for ever."""
    for key, at in _parents(entry):
        first = known.get(key)
        if first is None:
            continue
        if first is entry or any(one is entry for one in _above(first, known)):
            message = f"`{entry.located.key}` takes its fields from itself, by `{key}`"
            entry.faults.append(Fault("bad-bibliography", message, at, "take the field out"))
            return


DATED = {"issued": ("date", "year"), "accessed": ("urldate",), "original-date": ("origdate",)}


def _undated(entry: _Entry, rich: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield a fault for each date that pandoc drops, since it cannot read it."""
    for one in entry.fields:
        text = one.text(entry.file.text).strip()
        lost = any(one.name in names and field not in rich for field, names in DATED.items())
        if one.name == "month":
            issued = str(rich.get("issued", {}).get("c", ""))
            lost = issued.isdigit() and not any(other.name == "date" for other in entry.fields)
        if lost and text:
            message = f"`{text[:40]}` is no date that can be read, and does not print"
            month = "write the month as a number: `month = 6`"
            hint = month if one.name == "month" else "write 2024, 2024-05 or 2024-05-01"
            yield Fault("unread-field", message, one.start, hint)


# --- by pandoc --------------------------------------------------------------------------------


def _made(
    entries: list[_Entry],
    macros: list[tuple[File, Located]],
    known: Mapping[str, _Entry],
    dialect: str,
) -> Iterator[tuple[int, dict[str, Any] | Fault]]:
    """Yield each entry's number with its work as pandoc reads it, or why it cannot.

    Entries whose parents are not sound, or go in a circle, are left out.
    """
    sound = {one.number for one in entries}
    whole = [one for one in entries if all(up.number in sound for up in _above(one, known))]
    try:
        yield from _references(_as_text(whole, macros, known), dialect)
    except PandocError as error:
        if len(whole) == 1:
            message = f"pandoc cannot read this entry: {str(error).splitlines()[-1]}"
            yield whole[0].number, Fault("bad-bibliography", message, whole[0].located.start)
            return
        for part in (whole[: len(whole) // 2], whole[len(whole) // 2 :]):
            above = {up.number: up for one in part for up in _above(one, known)}
            group = {**above, **{one.number: one for one in part}}
            if len(group) < len(whole):
                yield from _made(list(group.values()), macros, known, dialect)
            else:
                for one in part:
                    yield one.number, Fault("bad-bibliography", str(error), one.located.start)


def _references(text: str, dialect: str) -> Iterator[tuple[int, dict[str, Any]]]:
    tree = run(["-f", dialect, "-t", "json"], text)
    for work in tree["meta"].get("references", {"c": []})["c"]:
        number = int(work["c"]["id"]["c"].removeprefix("w"))
        yield number, work["c"]


def _as_text(
    entries: list[_Entry], macros: list[tuple[File, Located]], known: Mapping[str, _Entry]
) -> str:
    """Return entries and macros as a file that pandoc reads, in the order of their files."""
    parts = [(one.order, _written(one, known)) for one in entries]
    for file, macro in macros:
        value = _macro(file, macro)
        if value.parts:
            line = f"@string{{{macro.key} = {file.text[value.parts[0].start : value.end]}}}"
            parts.append(((file.path, macro.start), line))
    return "\n".join(text for _, text in sorted(parts))


def _written(entry: _Entry, known: Mapping[str, _Entry]) -> str:
    lines = []
    for one in entry.fields:
        value = entry.file.text[one.parts[0].start : one.end]
        if one.name in PARENTS:
            keys = SEPARATORS.split(one.text(entry.file.text).strip())
            value = "{" + ",".join(f"w{known[key].number}" for key in keys if key in known) + "}"
        elif one.name == "month" and (found := MONTH.fullmatch(value)):
            value = found[1][:3].lower()
        lines.append(f"  {one.name} = {value},")
    return f"@{entry.located.kind}{{w{entry.number},\n" + "\n".join(lines) + "\n}\n"
