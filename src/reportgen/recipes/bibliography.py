"""The recipe of a report on a bibliography: what would print, what is broken, what is not cited."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.citing.citations import render
from reportgen.citing.cited import cited_keys
from reportgen.citing.references import References, load_references
from reportgen.citing.styles import CitationStyle, load_style
from reportgen.data.datasets import Datasets
from reportgen.diagnostics import ContentError, Diagnostics, Rule, Span
from reportgen.document import Citation, Cite, plain_text
from reportgen.files.project import Project
from reportgen.pandoc import PandocError
from reportgen.recipes.editions import subject_of
from reportgen.recipes.prepared import read_edition

LEVELS = 4
"""How many folders above a bibliography a project is looked for."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A work of a bibliography: its key, what prints, and whether a document cites it.

    `cited` is None where no document of the project names the file.
    """

    key: str
    text: str
    cited: bool | None


def printed_works(
    file: Path, style: str, lang: str, diagnostics: Diagnostics, folder: Path | None = None
) -> tuple[Printed, ...]:
    """Return the works of a bibliography file as `style` prints them; report what is wrong.

    The file needs no document; where it lies in a project (in `folder`, else above it), the
    documents of that say what is cited.
    Raises ContentError where nothing of it can be read.
    """
    from reportgen.checks.reference_faults import check_references

    project, path = _placed(file, folder)
    references = load_references([path], path, project, diagnostics)
    found = load_style(style, path, project, diagnostics)
    if found is None or not references.works:
        diagnostics.stop_on_errors()
        return ()
    check_references(references, "", diagnostics)
    cited = _cited(project, path)
    try:
        texts = _texts(references, found, lang)
    except PandocError as error:
        message = f"the citations cannot be set: {str(error).splitlines()[-1]}"
        diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message, Span(found.path or path))
        raise ContentError(diagnostics) from error
    return tuple(
        Printed(key, texts[key], None if cited is None else key in cited)
        for key in references.works
    )


def _placed(file: Path, given: Path | None) -> tuple[Project, str]:
    """Return the project that a file lies in, else its folder as one, and its path there."""
    place = file.resolve()
    if given is not None and place.is_relative_to(given.resolve()):
        return Project(given), place.relative_to(given.resolve()).as_posix()
    for folder in place.parents[:LEVELS]:
        if (folder / "content").is_dir():
            return Project(folder), place.relative_to(folder).as_posix()
    return Project(place.parent), place.name


def _cited(project: Project, path: str) -> set[str] | None:
    """Return the keys that the project's documents cite, None where none names the file."""
    found: set[str] | None = None
    for name in project.documents():
        subject = subject_of(project, name, "", Datasets(project, Diagnostics()), Diagnostics())
        document = read_edition(project, name, subject, Diagnostics())
        if document is None:
            continue
        files = [project.locate(one, name) for one in document.metadata.bibliography]
        if path in files:
            keys = cited_keys(document)
            if keys is None:
                keys = set(load_references([path], path, project, Diagnostics()).works)
            found = (found or set()) | keys
    return found


def _texts(references: References, style: CitationStyle, lang: str) -> dict[str, str]:
    """Return what each work prints: in the list of sources, else as a note."""
    listed = render([], references, style, lang, ("*",)).entries
    texts = {entry.key: plain_text(entry.content) for entry in listed}
    missing: Sequence[str] = [key for key, text in texts.items() if not text]
    cites = [Cite(at, (Citation(key),), Span("")) for at, key in enumerate(missing)]
    made = render(list(cites), references, style, lang) if cites else None
    for at, key in enumerate(missing) if made else ():
        assert made is not None
        texts[key] = plain_text(made.cites[at].note or made.cites[at].text)
    return texts
