"""Documents: metadata and blocks, as read and as resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic

from reportgen.diagnostics import Span
from reportgen.document.blocks import Blocks
from reportgen.document.inlines import Inlines, M, Settled, Written


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    affiliation: str = ""

    @property
    def named(self) -> str:
        """The name as it is printed: "Hana Lee (Institute of Migration)"."""
        return f"{self.name} ({self.affiliation})" if self.affiliation else self.name


@dataclass(frozen=True, slots=True)
class CoverImage:
    """A picture for the cover: its file in the project ("" for none at all), the point of it that
    stays in sight (as CSS object-position has it), what it shows, whose it is, and the consent of
    those who are on it.
    """

    file: str
    focus: str = "50% 50%"
    alt: str = ""
    credit: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Metadata(Generic[M]):
    """What a document says of itself, from its front matter. Dates are ISO 8601.

    `places` are where the settings stand, by their names in the file.
    """

    title: Inlines[M]
    subtitle: Inlines[M]
    abstract: Blocks[M]
    changes: tuple[Inlines[M], ...]
    authors: tuple[Author, ...]
    organisation: str
    date: str
    data_date: str
    lang: str
    keywords: tuple[str, ...]
    edition: str
    status: str
    license: str
    url: str
    corrections: str
    contact: Inlines[M]
    papersize: str
    bibliography: tuple[str, ...]
    csl: str
    nocite: tuple[str, ...]
    sources: str
    reference_doc: str
    charts: str
    pdf_standards: tuple[str, ...]
    series: str = ""
    addresses: str = "full"
    cover_image: CoverImage | None = None
    theme: str = "brief"
    places: Mapping[str, Span] = field(default_factory=dict, compare=False)

    def place(self, setting: str, path: str) -> Span:
        """Return where a setting stands in the file at `path`, its head where it has none."""
        return self.places.get(setting, Span(path))


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the author wrote it."""

    path: str
    name: str
    metadata: Metadata[Written]
    blocks: Blocks[Written]
    ids: tuple[tuple[str, Span], ...] = field(default=(), compare=False)
    """Every identifier that is given in its text, also to what nothing can lead to."""


@dataclass(frozen=True, slots=True)
class Note:
    """An endnote: its number, its text, the works it cites, and the marks that lead to it."""

    number: int
    blocks: Blocks[Settled]
    keys: tuple[str, ...]
    marks: tuple[str, ...]
    span: Span = field(default=Span(""), compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """A work in the list of sources: as the style prints it, and in short ("Lee et al. 2020")."""

    key: str
    content: Inlines[Settled]
    short: str


@dataclass(frozen=True, slots=True)
class Use:
    """Where something is used: a `kind` ("fact", "note", "figure", "table"), its name, its place.

    `target` is "brief", "slide" or "speaker notes"; `within` the id of the section or slide.
    """

    kind: str
    name: str
    target: str
    within: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ResolvedDocument:
    """A document in which nothing is open: all that either writer prints, in its final form.

    `blocks` are the brief's, with slides left in their places for the plan of the deck;
    `entries` hold every cited work in the style's order, `cited_at` the marks that lead to each.
    """

    path: str
    name: str
    metadata: Metadata[Settled]
    blocks: Blocks[Settled]
    notes: tuple[Note, ...]
    entries: tuple[Entry, ...]
    cited_at: dict[str, tuple[str, ...]]
    prints_entries: bool
    uses: tuple[Use, ...]

    def note(self, number: int) -> Note:
        return self.notes[number - 1]

    def entry(self, key: str) -> Entry:
        return next(entry for entry in self.entries if entry.key == key)
