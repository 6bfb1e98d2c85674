"""Gathers what explains the words of finished files besides the source itself."""

import re
from collections.abc import Container, Iterable, Iterator

from reportgen.citing.citations import render
from reportgen.citing.references import References
from reportgen.citing.styles import CitationStyle
from reportgen.data.datasets import Datasets
from reportgen.diagnostics import Span
from reportgen.document import Citation, Cite, Drawings, plain_text
from reportgen.files.project import Project
from reportgen.language import (
    counted_forms,
    deck_words,
    long_date,
    parse_locale,
    print_value,
    words,
)

TEXTS = (("content", "*.md"), ("content", "*.yaml"), ("content", "*.json"), ("content", "*.bib"),
         ("content", "*.ris"), ("content", "*.xml"), ("content/data", "*"), ("templates", "*.html"),
         ("templates", "*.yml"))  # fmt: skip
"""Files of a project whose words may be printed."""

LARGEST = 4_000_000
"""Bytes of a file from which on it is data: what documents print of it explains itself."""

MOST_CELLS = 200_000
"""So many cells may a dataset have for all of them to be looked at, where no table shows it."""

OWN = ("reportgen, pandoc, matplotlib, WeasyPrint. PDF/UA-1 PDF/A-2A A-2B A-2U A-3A A-3B A-3U "
       "Logo mailto https 1 of 2 …")  # fmt: skip
"""What both files say of how they were made."""


def texts_of_tool(lang: str, dates: Iterable[str]) -> Iterator[str]:
    """Yield the tool's own words in a language, and dates as it writes them."""
    yield OWN
    yield from words(lang).values()
    yield from deck_words(lang).values()
    yield from counted_forms(lang)
    for date in dates:
        try:
            yield long_date(date, lang)
        except ValueError:
            yield date


def texts_of_project(project: Project) -> Iterator[str]:
    """Yield the texts of the files that an author writes."""
    for folder, pattern in TEXTS:
        for path in project.list(folder, pattern):
            yield path
            data = project.read_bytes(path)
            if folder == "content/data" and len(data) > LARGEST:
                continue
            text = data.decode("utf-8", "replace")
            yield text
            yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)


def texts_of_data(datasets: Datasets, shown: Container[str], lang: str) -> Iterator[str]:
    """Yield the cells of datasets as a language prints them; of huge ones if `shown` as tables."""
    locale = parse_locale(lang)
    for name in datasets.names:
        dataset = datasets.get(name, Span(""))
        if dataset is None or dataset.path.endswith(".geojson"):
            continue
        frame = dataset.frame
        if name not in shown and frame.height * frame.width > MOST_CELLS:
            continue
        about = dataset.about.columns
        for column in frame.columns:
            info = about.get(column)
            parts = (info.format, info.unit, info.digits) if info else ("", "", None)
            for value in frame[column].unique().to_list():
                yield print_value(value, locale, *parts)


def texts_of_drawings(drawings: Drawings) -> Iterator[str]:
    """Yield what stands in fresh drawings."""
    for drawing in drawings.values():
        yield re.sub(r"<[^>]*>", " ", drawing.svg.decode("utf-8", "replace"))


def texts_of_citations(
    keys: Iterable[str],
    references: References,
    style: CitationStyle,
    lang: str,
    ways: Iterable[tuple[bool, bool]] = ((True, False), (False, True)),
) -> Iterator[str]:
    """Yield what a style prints for works: cited first, cited again, listed, and in other `ways`.

    A way says whether the author is left out, and whether the author stands in the text.
    """
    known = [key for key in dict.fromkeys(keys) if key in references.works]
    ways = ((False, False), (False, False), *ways)
    cites = [
        Cite(
            number * len(ways) + at,
            (Citation(key, (), (), suppress_author=short, author_in_text=named, span=None),),
            Span(""),
        )
        for number, key in enumerate(known)
        for at, (short, named) in enumerate(ways)
    ]
    if not cites:
        return
    made = render(list(cites), references, style, lang)
    for one in made.cites.values():
        yield plain_text(one.text)
        yield plain_text(one.note or ())
    for run in (part for note in made.notes.values() for part in note):
        yield plain_text(run)
    for entry in made.entries:
        yield plain_text(entry.content)
        yield entry.short
