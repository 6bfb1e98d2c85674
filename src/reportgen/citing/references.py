"""The works that a document cites, out of all its bibliography files.

Only what is wanted is read, with what it needs of other entries; the rest of a library is passed
over. So a fault of a work that nobody cites stops no build.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reportgen.citing.files import opened
from reportgen.citing.located import Located, Record
from reportgen.citing.places import entry_span, field_span
from reportgen.citing.selection import Selection
from reportgen.citing.wording import in_words
from reportgen.diagnostics import Diagnostics, Span
from reportgen.files.project import Project

ARCHIVE_FIELDS = ("archive-url", "archive_location", "archive")
"""Fields that may hold the address of an archived copy."""


@dataclass(frozen=True)
class References:
    """The wanted works of a document's bibliography files by key, with the texts of the files.

    `others` are the entries that were not wanted, `aliases` other names of works (`ids`).
    `is_whole` where all files were read: else what a document cites may stand in one that was not.
    """

    records: dict[str, Record]
    texts: dict[str, str]
    others: dict[str, tuple[str, Located]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True

    @cached_property
    def works(self) -> dict[str, dict[str, Any]]:
        return {key: record.work for key, record in self.records.items()}

    @property
    def keys(self) -> list[str]:
        """Return the keys of all works, wanted or not."""
        return [*self.records, *self.others]

    def place(self, key: str, name: str = "") -> Span:
        """Return where a work's field `name` stands; without one, or lacking it, its entry."""
        if key in self.others:
            path, entry = self.others[key]
            return entry_span(path, self.texts[path], entry)
        record = self.records[key]
        return field_span(record, self.texts[record.path], name)


def load_references(
    paths: Sequence[str],
    document: str,
    project: Project,
    diagnostics: Diagnostics,
    wanted: Collection[str] | None = None,
    named: Span | None = None,
    *,
    may_keep: bool = False,
    lang: str = "",
) -> References:
    """Return the `wanted` works (all, when None) of bibliography files, named from `document`.

    `named` is where the document names them. Faults of wanted works are reported with file and
    line, those of all others in one warning. In a language (BCP 47) works have the words that
    stand for it beside the files.
    """
    files = []
    for name in paths:
        path = project.locate(name, document)
        if file := opened(path, project, diagnostics, named, may_keep=may_keep):
            files.append(file)
    selection = Selection(files, diagnostics, wanted)
    texts = {file.path: file.text for file in files}
    whole = 0 < len(files) == len(paths) and not any(one.index.faults for one in files)
    records = selection.records()
    if lang:
        keys = selection.first
        records = in_words(records, tuple(texts), keys, lang, project, diagnostics)
    return References(records, texts, selection.others(), selection.aliases, whole)


# --- copies in archives -----------------------------------------------------------------------


def archived_copy(work: dict[str, Any]) -> str:
    """Return the address of a work's archived copy, "" where its entry names none."""
    found = (str(work.get(name, "")) for name in ARCHIVE_FIELDS)
    return next((one for one in found if one.startswith(("http://", "https://"))), "")


def printable(work: dict[str, Any]) -> dict[str, Any]:
    """Return a work without archive fields that hold an address: we print it beside the live one.

    Some styles would print it in place of the live address.
    """
    if not archived_copy(work):
        return work
    return {name: value for name, value in work.items() if name not in ARCHIVE_FIELDS}
