"""Lists each fact with its wording in every edition: what a document and its translations say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from reportgen.checks.edition_parts import units
from reportgen.data.datasets import Datasets
from reportgen.data.facts import Facts
from reportgen.diagnostics import ContentError, Diagnostics, UsageError
from reportgen.document import Document
from reportgen.files.project import Project
from reportgen.ledger.claims import Worded
from reportgen.recipes.editions import elsewhere, subject_of
from reportgen.recipes.prepared import Prepared, read_edition
from reportgen.recipes.translating import translations
from reportgen.resolving.shown import shown

USE = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
END = re.compile(r"(?<=[^\W\d_][.?!])\s+|(?<=[)\]}”\"%][.?!])\s+|[。？！]\s*|\n")
"""Where a sentence ends."""
BLANK = re.compile(r"\s(?=[.,;:!?。])")
"""Where a citation stood before a stop."""

Sentences = dict[str, list[Worded]]
"""The sentences that state each fact, by its name."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """The sentences that state each fact in every edition of a document.

    `inputs` are files and listings that the other editions were read from, with their digests.
    """

    sentences: Sentences
    inputs: dict[str, str]


def family(project: Project, path: str) -> tuple[str, ...]:
    """Return the other editions of a document by language: its original, and their translations."""
    known = {one.path: one.original for one in translations(project)}
    original = known.get(path, path)
    of_it = (original, *(one for one in known if known[one] == original))
    return tuple(one for one in of_it if one != path)


def wordings_of(prepared: Prepared) -> Wordings:
    """Return how a document and its other editions state each fact; its own sentences first.

    An edition that cannot be read has none here: what is wrong is told where it is built.
    """
    own, subject = prepared.document.path, prepared.facts.subject
    found: Sentences = {}
    _add(found, _of(prepared.written, prepared.facts))
    inputs: dict[str, str] = {}
    for path in family(prepared.project, own):
        project = Project(prepared.project.root)
        _add(found, _read(project, path, subject.name if subject else ""))
        inputs |= {one: state for one, state in project.reads.items() if state}
    return Wordings(found, inputs)


def worded_claims(project: Project) -> Iterator[tuple[str, Worded]]:
    """Yield every fact of facts.yaml in its order, with each sentence of each document.

    Where a document has editions by row, those are the sentences of the first.
    """
    found: Sentences = {}
    for path in sorted(project.documents(), key=lambda one: (one.split(".")[0], len(one))):
        _add(found, _read(project.branch(), path, ""))
    unheard = Diagnostics()
    facts = Facts(project, Datasets(project, unheard), "en", unheard)
    for name in dict.fromkeys((*facts.names, *found)):
        yield from ((name, one) for one in found.get(name, ()))


def _add(found: Sentences, said: Iterator[tuple[str, Worded]]) -> None:
    for name, one in said:
        found.setdefault(name, []).append(one)


def _read(project: Project, path: str, subject: str) -> Iterator[tuple[str, Worded]]:
    """Yield the facts that a document states, each with a sentence, in the order of its text."""
    diagnostics = Diagnostics()
    try:
        datasets = Datasets(project, diagnostics)
        about = subject_of(project, path, subject, datasets, diagnostics)
        document = read_edition(project, path, about, diagnostics)
        if document is None:
            return
        lang = document.metadata.lang
        datasets = datasets.in_language(lang)
        facts = Facts(project, datasets, lang, diagnostics, about, elsewhere(project))
        yield from _of(shown(document, facts, datasets, diagnostics), facts)
    except (ContentError, UsageError, RecursionError):
        return


def _of(document: Document, facts: Facts) -> Iterator[tuple[str, Worded]]:
    def printed(use: re.Match[str]) -> str:
        fact = facts.find(use[1])
        return use[0] if fact is None else fact.text

    for unit in units(document):
        for part in unit.parts:
            for sentence in END.split(part.text):
                words = BLANK.sub("", " ".join(USE.sub(printed, sentence).split()))
                place = f"{PurePosixPath(part.span.path)}:{part.span.line}"
                for name in dict.fromkeys(USE.findall(sentence)):
                    yield name, Worded(document.metadata.lang, place, words)
