"""Names the editions in which documents are made: one a document, or one a row of data."""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath

from reportgen.data.dataset import Dataset
from reportgen.data.datasets import Datasets
from reportgen.data.expressions import BadExpression, rows_with
from reportgen.data.parameters import NoValue, Scalar, Subject, UnknownParameter
from reportgen.diagnostics import Diagnostics, Rule, Span, UsageError, suggestion
from reportgen.files.cache import FOLDER
from reportgen.files.depfile import editions_rule
from reportgen.files.project import Project
from reportgen.files.yaml_file import Yaml
from reportgen.language import LANGUAGE
from reportgen.reading.editions import EditionsSetting, read_editions
from reportgen.reading.setting_rules import LIKE

MOST = 10_000
"""So many editions a document may have."""
MOST_ALIKE = 3
"""Rows that have the same fault are told one by one, where they are no more."""
NAME = re.compile(r"[\w][\w.-]*")
ENDINGS = ("press", "proof", "onepager", "handout", "slides")
"""What the names of a document's other files end in."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One of the files made of a source: the document's path, the name of its files in build/.

    `subject` tells it from the others ("KEN"), "" for a document that is its own only edition.
    """

    path: str
    name: str
    subject: str = ""


def editions_of(project: Project, path: str, diagnostics: Diagnostics) -> tuple[Edition, ...]:
    """Return the editions of a document, none where what it says of them is wrong."""
    stem = PurePosixPath(path).stem
    known = subjects(project, path, Datasets(project, diagnostics), diagnostics)
    if known is None:
        return (Edition(path, stem),)
    return tuple(Edition(path, f"{stem}-{one.name}", one.name) for one in known)


def all_editions(project: Project, diagnostics: Diagnostics) -> Iterator[Edition]:
    """Yield the editions of every document of a project."""
    for path in project.documents():
        yield from editions_of(project, path, diagnostics)


def names_of(project: Project) -> tuple[str, ...]:
    """Return the names of all files that builds make; what is wrong is told where it is built."""
    return tuple(one.name for one in all_editions(project.branch(), Diagnostics()))


def subject_of(
    project: Project, path: str, name: str, datasets: Datasets, diagnostics: Diagnostics
) -> Subject | None:
    """Return what an edition of a document is about; the first one's for the name "".

    It is None for a document without editions. What is wrong with the names of others is not told
    here: it keeps them from being built, and none else. Raises UsageError where there is no such
    edition.
    """
    found = diagnostics.another()
    known = subjects(project, path, datasets, found)
    if known is None:
        diagnostics.update((*found, *found.accepted))
        if name:
            raise UsageError(f"`{path}` has no editions, so none is called `{name}`")
        return None
    for one in known:
        if name == one.name or (not name and not found.errors):
            return one
    diagnostics.update((*found, *found.accepted))
    for one in known:
        if not name:
            return one
    diagnostics.stop_on_errors()
    hint = suggestion(name, tuple(one.name for one in known), "edition")
    raise UsageError(f"`{path}` has no edition `{name}`; {hint}")


def parameters_of(project: Project) -> frozenset[str]:
    """Return the parameters of all documents of a project."""
    look, unheard = project.branch(), Diagnostics()
    datasets = Datasets(look, unheard)
    found = (subjects(look, path, datasets, unheard) for path in project.documents())
    return frozenset(name for known in found for one in (known or ())[:1] for name in one.values)


def elsewhere(project: Project) -> "partial[frozenset[str]]":
    """Return what gives the parameters of all documents when it is asked."""
    return partial(parameters_of, project)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which editions are wanted: those with one of the `names`, those for which `where` holds."""

    names: tuple[str, ...] = ()
    where: str = ""

    def of(
        self, project: Project, editions: Sequence[Edition], diagnostics: Diagnostics
    ) -> tuple[Edition, ...]:
        """Return the wanted ones among editions; with neither names nor a condition, all.

        Raises UsageError where there is no such edition, or the condition cannot be followed.
        """
        known = [one.subject for one in editions if one.subject]
        for name in self.names:
            if name not in known:
                hint = suggestion(name, known, "edition") if known else "no document has `editions`"
                raise UsageError(f"there is no edition `{name}`; {hint}")
        found = tuple(one for one in editions if not self.names or one.subject in self.names)
        if not self.where:
            return found
        held = {
            path: {one.name for one in _holding(project, path, self.where, diagnostics)}
            for path in dict.fromkeys(one.path for one in editions if one.subject)
        }
        found = tuple(one for one in found if one.subject in held.get(one.path, ()))
        if not found:
            raise UsageError(f"no edition has {self.where}")
        return found


def _holding(
    project: Project, path: str, where: str, diagnostics: Diagnostics
) -> Iterator[Subject]:
    """Yield the subjects for which a condition holds."""
    for one in subjects(project, path, Datasets(project, diagnostics), diagnostics) or ():
        try:
            if len(rows_with(one.frame(), where)):
                yield one
        except BadExpression as fault:
            hint = f"; {fault.help}" if fault.help else ""
            raise UsageError(f"`--editions '{where}'`: {fault}{hint}") from None


def list_for_make(project: Project, path: str, diagnostics: Diagnostics) -> None:
    """Write which files a document makes as make's own file, delete it where it makes one pair."""
    stem = PurePosixPath(path).stem
    target = f"{FOLDER}/{stem}.editions.mk"
    editions = editions_of(project, path, diagnostics.another())
    names = [one.name for one in editions if one.subject]
    if names:
        data = editions_rule(stem, names).encode()
        if not project.has(target, data):
            project.write(target, data)
    elif project.state(target):
        (project.root / target).unlink(missing_ok=True)


# --- the rows ---------------------------------------------------------------------------------


def subjects(
    project: Project, path: str, datasets: Datasets, diagnostics: Diagnostics
) -> tuple[Subject, ...] | None:
    """Return what the editions of a document are about, None for a document without editions.

    Reports what is wrong with the setting, with names that no file can have, and with names that
    two editions have.
    """
    text = project.read_text(path, diagnostics)
    said = read_editions(path, text or "", diagnostics)
    if said is None:
        return None
    setting, places = said
    if isinstance(setting.data, str):
        rows = tuple(_of_dataset(setting, places, datasets, diagnostics))
    else:
        rows = tuple(_of_list(setting.data, places, diagnostics))
    lister = _Lister(project, path, setting, places, diagnostics)
    return tuple(lister.named(rows))


def _of_dataset(
    setting: EditionsSetting, places: Yaml, datasets: Datasets, diagnostics: Diagnostics
) -> Iterator[Subject]:
    """Yield the rows of a dataset, without names yet."""
    place = places.span("editions", "data")
    assert isinstance(setting.data, str)
    dataset = datasets.get(setting.data, place)
    if dataset is None:
        return
    if not dataset.is_table:
        message = f"`{dataset.path}` holds shapes, and editions are made of rows"
        diagnostics.add(Rule.BAD_SETTING, message, place)
        return
    if not 0 < dataset.frame.height <= MOST:
        message = f"`{dataset.path}` has {dataset.frame.height:,} rows: no editions are made"
        diagnostics.add(Rule.BAD_SETTING, message, place, f"from 1 to {MOST:,} can be")
        return
    for row, values in enumerate(dataset.frame.iter_rows(named=True)):
        held = {name: _scalar(value) for name, value in values.items()}
        yield Subject("", held, _place(dataset, row), dataset, row)


def _place(dataset: Dataset, row: int) -> Span:
    return dataset.span(row) if dataset.unit == "line" else Span(dataset.path)


def _of_list(
    entries: Sequence[dict[str, object]], places: Yaml, diagnostics: Diagnostics
) -> Iterator[Subject]:
    """Yield the entries of a list in the front matter, each with the same keys."""
    keys = list(dict.fromkeys(key for entry in entries for key in entry))
    if not keys:
        place = places.span("editions", "data")
        hint = "write one on each line: `- {iso: KEN}`"
        diagnostics.add(Rule.BAD_SETTING, "this list has no entry", place, hint)
    for number, entry in enumerate(entries):
        place = places.span("editions", "data", number)
        for key, value in entry.items():
            if isinstance(value, list | dict):
                message = f"`{key}` is no text or number"
                span = places.span("editions", "data", number, key)
                diagnostics.add(Rule.BAD_SETTING, message, span, "write one value")
        yield Subject("", {key: _scalar(entry.get(key)) for key in keys}, place)


def _scalar(value: object) -> Scalar | None:
    match value:
        case bool():
            return str(value).lower()
        case None | int() | float() | str():
            return value
        case datetime.date():
            return value.isoformat()
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class _Lister:
    """Gives the rows their names and languages."""

    project: Project
    path: str
    setting: EditionsSetting
    places: Yaml
    diagnostics: Diagnostics
    faults: "dict[str, list[tuple[Rule, str, Span, str]]]" = field(default_factory=dict)
    """What is wrong with rows, by its kind."""

    def named(self, rows: Sequence[Subject]) -> Iterator[Subject]:
        """Yield the rows that have names; report the others: many of a kind in one finding."""
        yield from self._named(rows)
        for found in self.faults.values():
            for rule, message, span, hint in found if len(found) <= MOST_ALIKE else found[:1]:
                more = f" (and so with {len(found) - 1} more rows)" * (len(found) > MOST_ALIKE)
                self._add(rule, f"{message}{more}", span, hint)

    def _named(self, rows: Sequence[Subject]) -> Iterator[Subject]:
        place = self.places.span("editions", "name")
        seen: dict[str, str] = {}
        taken = {PurePosixPath(one).stem for one in self.project.documents()}
        stem = PurePosixPath(self.path).stem
        for row in rows:
            name = self._name(row, place)
            if name is None:
                if row.values.keys() and self._is_fault_of_all(row):
                    return
                continue
            folded = unicodedata.normalize("NFC", name).casefold()
            if folded in seen:
                hint = "take a column that tells the rows apart, or several: `{{ iso }}-{{ year }}`"
                message = f"two editions are called `{name}`: their files would be the same"
                self._of_row("twice", Rule.DUPLICATE_ID, message, row, hint)
                continue
            if f"{stem}-{name}" in taken or name in ENDINGS:
                message = f"an edition `{name}` would have the file of another, `{stem}-{name}`"
                self._add(Rule.DUPLICATE_ID, message, row.span, "name it otherwise")
                continue
            seen[folded] = name
            yield Subject(name, row.values, row.span, row.dataset, row.row, self._lang(row))

    def _is_fault_of_all(self, row: Subject) -> bool:
        """Return whether the name holds what is no parameter: told once, not for each row."""
        try:
            row.filled(self.setting.name)
        except UnknownParameter:
            return True
        except NoValue:
            pass
        return "{{" not in self.setting.name

    def _name(self, row: Subject, place: Span) -> str | None:
        """Return how an edition is called, None where no file can be, which is reported."""
        if "{{" not in self.setting.name:
            message = f"all editions would be called `{self.setting.name}`"
            self._add(Rule.BAD_SETTING, message, place, 'name a column: `name: "{{ iso }}"`')
            return None
        try:
            name = re.sub(r"\s+", "-", row.filled(self.setting.name).strip())
        except UnknownParameter as fault:
            hint = suggestion(fault.name, tuple(row.values), "column")
            self._add(Rule.UNKNOWN_FACT, f"there is no column `{fault.name}`", place, hint)
            return None
        except NoValue as fault:
            message = f"`{fault.name}` has no value here, and the edition is called by it"
            hint = "give it one, or take another column"
            self._of_row("nameless", Rule.NO_VALUE, message, row, hint)
            return None
        if NAME.fullmatch(name) is None:
            message = f"no file can be called `{name}` on every machine"
            hint = "take a column of letters, digits, `-`, `_` and `.`, such as a code"
            self._of_row("no name", Rule.BAD_SETTING, message, row, hint)
            return None
        return name

    def _lang(self, row: Subject) -> str:
        """Return the language of an edition, "" for that of the document."""
        column = self.setting.lang.strip("{} ")
        if not column:
            return ""
        place = self.places.span("editions", "lang")
        if column not in row.values:
            hint = suggestion(column, tuple(row.values), "column")
            self._add(Rule.UNKNOWN_FACT, f"there is no column `{column}`", place, hint)
            return ""
        lang = str(row.values[column] or "")
        if lang and not LANGUAGE.fullmatch(lang):
            message = f"`{lang}` is no tag of a language"
            self._of_row("language", Rule.BAD_SETTING, message, row, LIKE)
            return ""
        return lang

    def _of_row(self, kind: str, rule: Rule, message: str, row: Subject, hint: str) -> None:
        self.faults.setdefault(kind, []).append((rule, message, row.span, hint))

    def _add(self, rule: Rule, message: str, span: Span, hint: str) -> None:
        self.diagnostics.add(rule, message, span, hint)
