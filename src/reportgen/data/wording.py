"""The words of a dataset in another language: its labels and names, as NAME.TAG.yaml has them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from reportgen.data.about import FOLDER, ColumnInfo
from reportgen.data.dataset import Dataset
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.files.project import Project
from reportgen.files.yaml_file import Yaml, convert, parse_yaml

Names = Mapping[str, Mapping[str, str]]
"""By column: how its texts print, by what the file has."""


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What NAME.TAG.yaml says: units, labels of columns, and by column how its texts print.

    What has no words yet is empty, and prints as the file has it.
    """

    units: str = ""
    columns: dict[str, str | None] = {}
    values: dict[str, dict[str, str | None]] = {}


NOTHING, NOWHERE = Said(), Yaml({}, Span(""))


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a dataset in a language, and where they stand, in files that need not exist."""

    said: Said = NOTHING
    files: tuple[str, ...] = ()
    settings: Yaml = NOWHERE

    @property
    def names(self) -> Names:
        return {
            column: {value: words for value, words in texts.items() if words}
            for column, texts in self.said.values.items()
        }


def wording_file(name: str, lang: str) -> str:
    """Return where the words of a dataset in a language stand: `content/data/arrivals.ko.yaml`."""
    return f"{FOLDER}/{name}.{lang}.yaml"


def read_wording(name: str, lang: str, project: Project, diagnostics: Diagnostics) -> Wording:
    """Return the words of a dataset in a language: for `pt-BR` those in `pt-BR`, else in `pt`."""
    tags = dict.fromkeys((lang, lang.split("-")[0]))
    files = tuple(wording_file(name, tag) for tag in tags)
    for path in files:
        if project.exists(path):
            settings = parse_yaml(path, project.read_text(path, diagnostics) or "", diagnostics)
            return Wording(convert(settings, Said, diagnostics) or Said(), files, settings)
    return Wording(files=files)


def in_words(dataset: Dataset, wording: Wording, diagnostics: Diagnostics) -> Dataset:
    """Return a dataset as a language prints it; words for what it does not have are reported."""
    if not dataset.is_table:
        return dataset
    said = wording.said
    _check(dataset, wording, diagnostics)
    labels = {name: label for name, label in said.columns.items() if label}
    return replace(
        dataset,
        about=msgspec.structs.replace(dataset.about, units=said.units or dataset.about.units),
        infos={name: _labelled(info, labels.get(name)) for name, info in dataset.infos.items()},
        names=wording.names,
        wording_files=wording.files,
    )


def _labelled(info: ColumnInfo, label: str | None) -> ColumnInfo:
    return msgspec.structs.replace(info, label=label) if label else info


def _check(dataset: Dataset, wording: Wording, diagnostics: Diagnostics) -> None:
    """Report words for columns and values that the file does not have: they would print nowhere."""
    known = dataset.frame.columns
    for part in ("columns", "values"):
        for name in getattr(wording.said, part):
            if name not in known:
                place = wording.settings.span(part, name)
                message = f"`{dataset.path}` has no column `{name}`"
                diagnostics.add(
                    Rule.MISSING_COLUMN, message, place, suggestion(name, known, "column")
                )
    for name, texts in wording.said.values.items():
        if name not in known:
            continue
        held = {str(one) for one in dataset.frame[name].drop_nulls().unique().to_list()}
        for value in texts:
            if value not in held:
                place = wording.settings.span("values", name, value)
                message = f"no cell of `{name}` in `{dataset.path}` is “{value}”"
                hint = suggestion(value, tuple(held), "value") if len(held) < 1000 else ""
                diagnostics.add(Rule.BAD_SETTING, message, place, hint)
