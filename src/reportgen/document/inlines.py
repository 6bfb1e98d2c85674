"""Inlines: what stands within a line of text, written or settled."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Never, TypeAlias, TypeVar, Union

from reportgen.diagnostics import Span

if TYPE_CHECKING:  # a footnote holds blocks, which hold inlines
    from reportgen.document.blocks import Block

M = TypeVar("M", covariant=True)
"""What inlines may still hold: `Written` or `Settled`."""


class Style(StrEnum):
    """How a run of text is set off (pandoc's names)."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    SMALL_CAPS = "small-caps"
    STRIKEOUT = "strikeout"
    UNDERLINE = "underline"


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, white space folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the author wants."""


@dataclass(frozen=True, slots=True)
class Code:
    """A run of code, as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula: in TeX as typed, as presentation MathML (MathML 3, 3), and in a line of text.

    `inlines` say it whole with italics, sub- and superscript, () where they cannot; `omml` is it
    as Office Math (ECMA-376 part 1, 22.1), "" where it is no displayed equation.
    """

    tex: str
    mathml: str
    text: str
    inlines: "tuple[Plain, ...]" = ()
    omml: str = ""
    span: Span = field(default=Span(""), compare=False)


@dataclass(frozen=True, slots=True)
class Styled(Generic[M]):
    """Inlines set off by a style."""

    style: Style
    content: "tuple[Inline[M], ...]"


@dataclass(frozen=True, slots=True)
class Foreign(Generic[M]):
    """Inlines in another language or direction than those around them.

    `lang` is a BCP 47 tag; `direction` "rtl", "ltr", or "" for the language's own.
    """

    lang: str
    content: "tuple[Inline[M], ...]"
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Link(Generic[M]):
    """Inlines that lead to a URL; `title` says more of it where a pointer rests on them."""

    target: str
    content: "tuple[Inline[M], ...]"
    title: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FactUse:
    """`{{ name }}` as written."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Citation:
    """One work in a cite: its key, and what stands around it."""

    key: str
    prefix: "tuple[Plain, ...]" = ()
    suffix: "tuple[Plain, ...]" = ()
    suppress_author: bool = False
    author_in_text: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Cite:
    """Works cited together; `serial` tells it from all other cites and footnotes."""

    serial: int
    citations: tuple[Citation, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Footnote:
    """An author's footnote, numbered in one series with the citations.

    `label` is its name, `[^label]`; "" for one that is written where it stands.
    """

    serial: int
    blocks: "tuple[Block[Written], ...]"
    span: Span
    label: str = ""


@dataclass(frozen=True, slots=True)
class CrossRef:
    """`@fig-x`, `@tbl-x`, `@eq-x`, `@sec-x` as written; `bare` is `[-@fig-x]`: the number alone."""

    id: str
    span: Span
    bare: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """Inlines that stand only where a condition holds of facts and of an edition's parameters."""

    where: str
    content: "tuple[Inline[Written], ...]"
    span: Span = field(default=Span(""), compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """A fact as it prints; `fact` is its name in facts.yaml."""

    fact: str
    text: str


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A mark that leads to note `number`; `id` is unique among all marks, "" where none returns."""

    number: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Cited(Generic[M]):
    """A citation that prints in the text; `id` is unique among all marks, "" where none returns."""

    keys: tuple[str, ...]
    content: "tuple[Inline[M], ...]"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference as it prints: "Figure 2", leading to `target`."""

    target: str
    text: str


Plain: TypeAlias = Union[Text, Break, Code, Math, "Styled[Never]", "Foreign[Never]", "Link[Never]"]
"""An inline with nothing to settle in it."""
Written: TypeAlias = FactUse | Cite | Footnote | CrossRef | When
Settled: TypeAlias = Union[Value, NoteMark, "Cited[Settled]", Reference]
Inline: TypeAlias = Text | Break | Code | Math | Styled[M] | Foreign[M] | Link[M] | M
Inlines: TypeAlias = tuple[Inline[M], ...]
