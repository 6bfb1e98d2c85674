"""Lists each fact with its wording in every edition: what a document and its translations say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.checks.edition_parts import units
from reportgen.data.datasets import Datasets
from reportgen.data.facts import Facts
from reportgen.diagnostics import Diagnostics, Span
from reportgen.document import Document
from reportgen.files.project import Project
from reportgen.recipes.editions import elsewhere, subject_of
from reportgen.recipes.prepared import read_edition

USE = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
END = re.compile(r"(?<=[^\W\d_][.?!])\s+|(?<=[)\]”\"%][.?!])\s+|[。？！]\s*|\n")
"""Where a sentence ends."""
BLANK = re.compile(r"\s(?=[.,;:!?。])")
"""Where a citation stood before a stop."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence that states a fact: its language, where its paragraph begins, how it reads."""

    fact: str
    lang: str
    place: Span
    words: str


def worded_claims(project: Project) -> Iterator[Wording]:
    """Yield every fact of facts.yaml in its order, with each sentence of each document.

    Where a document has editions by row, those are the sentences of the first.
    """
    found: dict[str, list[Wording]] = {}
    names: list[str] = []
    for path in sorted(project.documents(), key=lambda one: (one.split(".")[0], len(one))):
        diagnostics = Diagnostics()
        datasets = Datasets(project, diagnostics)
        subject = subject_of(project, path, "", datasets, diagnostics)
        document = read_edition(project, path, subject, diagnostics)
        if document is not None:
            lang = document.metadata.lang
            facts = Facts(project, datasets, lang, diagnostics, subject, elsewhere(project))
            names = names or list(facts.names)
            for one in _of(document, facts):
                found.setdefault(one.fact, []).append(one)
    for name in dict.fromkeys((*names, *found)):
        yield from found.get(name, ())


def _of(document: Document, facts: Facts) -> Iterator[Wording]:
    def printed(use: re.Match[str]) -> str:
        fact = facts.find(use[1])
        return use[0] if fact is None else fact.text

    for unit in units(document):
        for part in unit.parts:
            for sentence in END.split(part.words):
                words = BLANK.sub("", " ".join(USE.sub(printed, sentence).split()))
                for name in dict.fromkeys(USE.findall(sentence)):
                    yield Wording(name, document.metadata.lang, part.span, words)
