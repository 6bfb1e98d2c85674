"""The datasets of a project: files of content/data/ by name, each read when first asked for."""

from functools import cached_property
from pathlib import PurePosixPath

from reportgen.data.about import ENDINGS, FOLDER
from reportgen.data.dataset import Dataset
from reportgen.data.reading import load
from reportgen.data.wording import in_words, read_wording
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.files.project import Project
from reportgen.language import LANGUAGE

__all__ = ["FOLDER", "Dataset", "Datasets"]


class Datasets:
    """The project's datasets by name; each is read when first asked for.

    In a language (BCP 47) they have its words, where there are such (`in_language`).
    """

    def __init__(self, project: Project, diagnostics: Diagnostics) -> None:
        self._project = project
        self._diagnostics = diagnostics
        self._read: dict[str, Dataset | None] = {}
        self._lang = ""

    def in_language(self, lang: str) -> "Datasets":
        """Return the datasets with the words that they have in a language."""
        found = Datasets(self._project, self._diagnostics)
        found._lang = lang
        found._read = {name: self._worded(one, lang) for name, one in self._read.items()}
        return found

    def _worded(self, dataset: Dataset | None, lang: str) -> Dataset | None:
        if dataset is None or not lang:
            return dataset
        wording = read_wording(dataset.name, lang, self._project, self._diagnostics)
        return in_words(dataset, wording, self._diagnostics)

    @cached_property
    def _paths(self) -> dict[str, list[str]]:
        """The files of each dataset by its name: one, or there is a finding."""
        found: dict[str, list[str]] = {}
        for ending in ENDINGS:
            for path in self._project.list(FOLDER, _any_case(ending)):
                found.setdefault(PurePosixPath(path).stem, []).append(path)
        return found

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._paths))

    def get(self, name: str, span: Span, project: Project | None = None) -> Dataset | None:
        """Return a dataset, or report at `span` that there is none, or in its file what is wrong.

        `project` is the branch whose record of reads the dataset belongs to.
        """
        if name not in self._paths:
            if not self._is_told(name):
                message = f"there is no dataset `{name}`"
                self._diagnostics.add(Rule.MISSING_FILE, message, span, self._hint(name))
            return None
        if name not in self._read:
            self._read[name] = self._worded(self._load(name), self._lang)
        if project is not None and (found := self._read[name]) is not None:
            for path in found.files:
                project.record(path, self._project.reads[path])
        return self._read[name]

    def check_all(self) -> None:
        """Report each NAME.yaml without a file of data beside it."""
        for path in self._project.list(FOLDER, "*.yaml"):
            name = PurePosixPath(path).stem
            is_told = self._is_wording(name) or self._is_told(name)
            if name not in self._paths and not is_told:
                self._project.read_bytes(path)  # what is told of it is told until it changes
                message = f"`{path}` tells of a dataset, and there is no `{name}` with data"
                hint = self._hint(name)
                self._diagnostics.add(Rule.NO_DATA_FILE, message, Span(path), hint)

    def _is_wording(self, name: str) -> bool:
        """Return whether `NAME.TAG` is of the words of a dataset in a language."""
        dataset, _, tag = name.rpartition(".")
        return dataset in self._paths and LANGUAGE.fullmatch(tag) is not None

    def _is_told(self, name: str) -> bool:
        """Return whether a finding says that the file of a dataset is missing, wherever used."""
        words = f"no dataset `{name}`", f"no file `{FOLDER}/{name}."
        return self._diagnostics.tells(Rule.MISSING_FILE, *words)

    def _hint(self, name: str) -> str:
        others = [
            path
            for path in self._project.list(FOLDER, f"{name}.*")
            if not path.endswith((".yaml", ".yml"))
        ]
        if others:
            known = ", ".join(ENDINGS)
            return f"`{others[0]}` is of no kind that is read: {known}"
        return suggestion(name, self.names, "dataset")

    def _load(self, name: str) -> Dataset | None:
        paths = self._paths[name]
        if len(paths) > 1:
            listed = " and ".join(f"`{path}`" for path in paths)
            self._diagnostics.add(
                Rule.DUPLICATE_ID,
                f"{listed} are both the dataset `{name}`",
                Span(paths[-1]),
                "rename one of the two",
            )
            return None
        return load(name, paths[0], self._project, self._diagnostics)


def _any_case(ending: str) -> str:
    """Return the pattern of file names with an ending in small letters or capitals."""
    return "*" + "".join(f"[{one}{one.upper()}]" if one.isalpha() else one for one in ending)
