"""The witness finds what a reader drops: each kind of node in turn, each change of a number."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import pytest

from conftest import copy_project
from projects import Made
from reportgen import document
from reportgen.checks.witness.added import find_added, words_of
from reportgen.checks.witness.blocks import Around, Reading
from reportgen.checks.witness.finished import Piece
from reportgen.checks.witness.finished_pdf import _has_more_words, _is_in_other_order
from reportgen.checks.witness.lines import lines_of
from reportgen.checks.witness.stream import Stream
from reportgen.checks.witness.testimony import Unit, Words
from reportgen.checks.witness.verdict import check_witness, read_source
from reportgen.diagnostics import ContentError, Diagnostics, concise
from reportgen.files.project import Project
from reportgen.reading import blocks
from reportgen.recipes import prepared
from reportgen.recipes.building import build
from reportgen.recipes.outputs import FORMATS

SAMPLE = """---
title: A sample of each thing
subtitle: Nothing of it is lost
author: A. Writer
organisation: Example House
lang: en-GB
bibliography: references.json
abstract: What this is about.
---

# A heading of words {#sec-one}

Plain words, *emphasised words*, **strong words**, ~~struck words~~, x^superscript^, y~subscript~.
[Small capitals]{.smallcaps}, [underlined words]{.underline}, "quoted words", `code words`, and
[linked words](https://example.org/), after a citation [see @doe2020, pp. 3-4], with a note.^[The
words of a note.] In Korean [사람]{lang=ko}, in another note.[^long] See @sec-two. They came\
in a new line, so-called (as *someone* said): -5 degrees, [as][defined]!

[defined]: https://example.org/defined

[^long]: Words of a longer note.

3. third thing
4. fourth thing
5. @tbl-x

- first bullet

    - bullet within

Term of words
:   Its definition.

> Quotation of words.

| A line of verse
| and another line

```python
verbatim = words
```

***

## Another heading {#sec-two}

| Group | Share |
|-------|------:|
| alpha | 12    |
| beta  | 30 %  |

: **Title of a table.** Its legend [see @doe2020, pp. 3-4]. {#tbl-x}

![**Title of a figure.** Legend of it.](dot.png){#fig-dot alt="What the picture shows"}

::: {.box title="Title of a box"}
Words in a box.
:::

::: {.slide #s-one}
## A message of words

- A point [on a slide](https://example.org/slide)
- Another point, with *emphasis* [see @doe2020, pp. 3-4]

::: notes
What the speaker [says](https://example.org/notes).
:::
:::

::: {.slide #s-two}
## The second message

3. third on a slide
4. fourth on a slide

::: notes
What the speaker says then.
:::
:::
"""

REFERENCES = """[{"id": "doe2020", "type": "book", "title": "Counting", "publisher": "House",
"author": [{"family": "Doe", "given": "Jane"}], "issued": {"date-parts": [[2020]]}}]"""

MORE = """---
title: What else there is
author: A. Writer
organisation: Example House
lang: en-GB
---

# Numbers and sums {#sec-one}

There were {{ one }} of them, and $x^2$ too, as @eq-sum says.

$$
a + b = c
$$ {#eq-sum}

:::: columns
::: column
Words of a column.
:::
::: column
Words of another.
:::
::::

::: brief
For the brief alone.
:::

::: {#fig-both layout-ncol=2}
![The first of two](dot.png){#fig-a alt="The one"}

![The second of two](dot.png){#fig-b alt="The other"}

Both of them together.
:::

![**What was counted.** By year.](data/count.csv){#tbl-count}

::: {.slide #s-one}
## A message in steps

- A point at first

::: incremental
- A point by a click
:::

::: notes
What the speaker says.
:::
:::

::: {.slide #s-two}
## The table once more

![](#tbl-count)

::: notes
What the speaker says then.
:::
:::
"""
MORE_FILES = {
    "content/brief.md": MORE,
    "content/facts.yaml": "one: {value: 4711, unit: people}\n",
    "content/data/count.csv": "year,total\n2019,1287\n2020,1593\n",
}

MORE_KINDS: tuple[type, ...] = (
    document.Equation, document.Columns, document.Only, document.FigureGroup, document.DataTable,
    document.FigureQuote, document.Build, document.FactUse, document.Math,
)  # fmt: skip
"""Every kind that the second sample has; what is left of both holds no words of its own."""
WORDLESS = frozenset(
    ("HorizontalRule", "PageBreak", "Pause", "SourceList", "Text", "Value", "Reference",
     "Cited", "NoteMark", "AuthorNote")
)  # fmt: skip
"""Kinds that hold no words, all words, or that only resolving makes."""

KINDS: tuple[type, ...] = (
    document.Paragraph, document.ItemList, document.DefinitionList, document.Quote,
    document.CodeBlock, document.Figure, document.Table, document.Box, document.Section,
    document.Slide, document.Styled, document.Code, document.Link, document.Foreign,
    document.Cite, document.CrossRef, document.Footnote, document.Break,
)  # fmt: skip
"""Every kind of node of the model that the sample has, and whose loss would lose words."""


def without(kind: type, node: Any) -> Any:
    """Return a part of the model with every node of a kind taken out."""
    if isinstance(node, tuple):
        return tuple(without(kind, one) for one in node if not isinstance(one, kind))
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        parts = {one.name: without(kind, getattr(node, one.name)) for one in fields(node)}
        return dataclasses.replace(node, **parts)
    return node


def fields(node: Any) -> list[Any]:
    return [one for one in dataclasses.fields(node) if one.init]


def changed(change: Callable[[Any], Any], node: Any) -> Any:
    """Return a part of the model with each node as `change` makes it, from the leaves up."""
    if isinstance(node, tuple):
        return tuple(changed(change, one) for one in node)
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        parts = {one.name: changed(change, getattr(node, one.name)) for one in fields(node)}
        node = dataclasses.replace(node, **parts)
    return change(node)


def _of(kind: Any, **parts: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what changes fields of every node of a kind."""

    def change(node: Any) -> Any:
        if not isinstance(node, kind):
            return node
        new = {name: make(getattr(node, name)) for name, make in parts.items()}
        return dataclasses.replace(node, **new)

    return change


def _swapped(rows: Any) -> Any:
    (one, two), (three, four), *rest = rows
    return ((one, four), (three, two), *rest)


CHANGES: dict[str, Callable[[Any], Any]] = {
    "a space": _of(document.Text, text=lambda text: text.replace("in a box", "ina box")),
    "first item": _of(document.ItemList, items=lambda items: items[1:] or items),
    "last item": _of(document.ItemList, items=lambda items: items[:-1] or items),
    "first row": _of(document.Table, rows=lambda rows: rows[1:]),
    "head of a table": _of(document.Table, head=lambda head: head[:0]),
    "cells swapped": _of(document.Table, rows=_swapped),
    "caption's title": _of(document.Caption, title=lambda title: title[:0]),
    "caption's legend": _of(document.Caption, legend=lambda legend: legend[:0]),
    "prefix of a citation": _of(document.Citation, prefix=lambda prefix: prefix[:0]),
    "suffix of a citation": _of(document.Citation, suffix=lambda suffix: suffix[:0]),
    "title of a box": _of(document.Box, title=lambda title: title[:0]),
    "speaker notes": _of(document.Slide, notes=lambda notes: notes[:0]),
    "alternative": _of(document.Figure, alt=lambda _: (document.Text("Another picture"),)),
    "a digit": _of(document.Text, text=lambda text: text.replace("12", "21")),
    "a word": _of(document.Text, text=lambda text: text.replace("third", "fourth")),
    "a sign": _of(document.Text, text=lambda text: text.replace("30 %", "30")),
    "an address": _of(document.Link, target=lambda target: f"{target}x"),
    "an address on a slide": _of(document.Link, target=lambda to: to.replace("slide", "")),
    "an address in notes": _of(document.Link, target=lambda to: to.replace("notes", "")),
    "an address defined apart": _of(document.Link, target=lambda to: to.replace("defined", "")),
    "end of a sentence": _of(document.Text, text=lambda text: text.removesuffix(".")),
    "end of a sentence behind a link": _of(document.Text, text=lambda text: text.strip("!")),
    "a hyphen": _of(document.Text, text=lambda text: text.replace("so-called", "so called")),
    "a minus": _of(document.Text, text=lambda text: text.replace("-5", "5")),
    "a colon": _of(document.Text, text=lambda text: text.replace("said):", "said)")),
    "a bracket": _of(document.Text, text=lambda text: text.replace("(as", "as")),
    "quotation marks": _of(document.Text, text=lambda text: text.replace("“", "").replace("”", "")),
    "order of rows": _of(document.Table, rows=lambda rows: rows[::-1]),
    "order of blocks": _of(
        document.Section, blocks=lambda blocks: (*blocks[1:3], blocks[0], *blocks[3:])
    ),
    "order of items": _of(document.ItemList, items=lambda items: items[::-1]),
    "start of a list": _of(document.ItemList, start=lambda start: start and 1),
    "numerals of a list": _of(document.ItemList, numerals=lambda _: document.Numerals.LOWER_ROMAN),
    "delimiter of a list": _of(
        document.ItemList, delimiter=lambda _: document.Delimiter.PARENTHESES
    ),
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("witness")
    (root / "content").mkdir()
    (root / "content/brief.md").write_text(SAMPLE)
    (root / "content/references.json").write_text(REFERENCES)
    _picture(root / "content/dot.png")
    return root


def _picture(path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (60, 40), "navy").save(path)


def _witnessed(root: Path) -> list[str]:
    """Build a project, and return what the witness says of it, or why it was refused."""
    diagnostics = Diagnostics()
    try:
        list(build(Project(root), FORMATS, diagnostics))
    except ContentError as error:
        return [concise(one) for one in error.diagnostics]
    return _said(root)


def _said(root: Path) -> list[str]:
    source = read_source(Project(root), "content/brief.md")
    pdf, pptx = (root / f"build/brief.{one}" for one in FORMATS)
    found = Diagnostics()
    check_witness(source, lambda _: None, pdf.read_bytes(), pptx.read_bytes(), (), found)
    return [f"{one.span.line}: {one.rule.code}: {one.message}" for one in found]


def test_nothing_is_missed_where_nothing_is_lost(sample: Path) -> None:
    assert _witnessed(sample) == []


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Any], Any]], None]:
    """Return what puts a change between the reader and all that follows."""

    def patch(change: Callable[[Any], Any]) -> None:
        def changed_read(*arguments: Any) -> Any:
            found = blocks.read(*arguments)
            assert found is not None
            return dataclasses.replace(found, blocks=change(found.blocks))

        monkeypatch.setattr(prepared, "read", changed_read)

    return patch


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_kind_of_node_that_a_reader_drops_is_missed(
    kind: type, sample: Path, tmp_path: Path, patched: Callable[[Callable[[Any], Any]], None]
) -> None:
    patched(lambda written: without(kind, written))
    assert _witnessed(_copied(sample, tmp_path))


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("more")
    for name, text in MORE_FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    _picture(root / "content/dot.png")
    assert _witnessed(root) == []
    return root


@pytest.mark.parametrize("kind", MORE_KINDS, ids=lambda kind: kind.__name__)
def test_each_other_kind_of_node_that_a_reader_drops_is_missed(
    kind: type, more: Path, tmp_path: Path, patched: Callable[[Callable[[Any], Any]], None]
) -> None:
    patched(lambda written: without(kind, written))
    assert _witnessed(_copied(more, tmp_path))


def test_every_kind_of_node_is_dropped_in_turn() -> None:
    """A new kind of the model is to stand in one of the samples."""
    known = {one.__name__ for one in (*KINDS, *MORE_KINDS)} | WORDLESS
    kinds = {one.__name__ for union in (document.Block, document.Inline) for one in members(union)}
    assert kinds <= known


def members(union: Any) -> Iterator[type]:
    for one in get_args(union):
        if not isinstance(one, TypeVar):
            yield get_origin(one) or one


@pytest.mark.parametrize("kind", CHANGES)
def test_each_change_that_a_reader_makes_is_found(
    kind: str, sample: Path, tmp_path: Path, patched: Callable[[Callable[[Any], Any]], None]
) -> None:
    patched(lambda written: changed(CHANGES[kind], written))
    assert _witnessed(_copied(sample, tmp_path))


def test_a_pair_that_lacks_words_replaces_no_sound_one(
    sample: Path, tmp_path: Path, patched: Callable[[Callable[[Any], Any]], None]
) -> None:
    """The old files stay where the new ones would lack something, as after any other error."""
    root = _copied(sample, tmp_path)
    assert _witnessed(root) == []
    before = [(root / f"build/brief.{one}").read_bytes() for one in FORMATS]
    source = root / "content/brief.md"
    source.write_text(source.read_text() + "\nOne more paragraph.\n")
    patched(lambda written: written[:-1])
    assert any("One more paragraph" in one or "lost-from-source" in one for one in _witnessed(root))
    assert [(root / f"build/brief.{one}").read_bytes() for one in FORMATS] == before


def _copied(sample: Path, tmp_path: Path) -> Path:
    return copy_project(sample, tmp_path / "copy")


def test_formulas_are_missed_where_no_words_follow_them(
    more: Path, tmp_path: Path, patched: Callable[[Callable[[Any], Any]], None]
) -> None:
    """One stands alone in its paragraph, one at the end of a text."""
    root = _copied(more, tmp_path)
    source = root / "content/brief.md"
    words = "$z$\n\nIt ends with $y^2$.\n\n![**Of $q$.** Legend $q$ of it.](dot.png){#fig-q alt=x}"
    source.write_text(source.read_text().replace("::::", f"{words}\n\n::::", 1))
    assert _witnessed(_copied(root, tmp_path / "whole")) == []
    last = source.read_text().split("\n").index("It ends with $y^2$.") + 1

    def lacking(written: Any) -> Any:
        (section,) = written
        kept = (one for one in section.blocks if not _is_formula(one))
        blocks = tuple(
            dataclasses.replace(one, content=without(document.Math, one.content))
            if isinstance(one, document.Paragraph) and "ends with" in str(one.content)
            else one
            for one in kept
        )
        return (dataclasses.replace(section, blocks=blocks),)

    patched(lacking)
    said = " ".join(_witnessed(root))
    assert "the PDF has 4 formulas, and its source 6" in said
    assert f"brief.md:{last}:1" in said


def _is_formula(block: Any) -> bool:
    return isinstance(block, document.Paragraph) and all(
        isinstance(one, document.Math) for one in block.content
    )


# --- what the witness reads -------------------------------------------------------------------


def _units(text: str) -> list[Unit]:
    reading = Reading(lambda name, by: None)
    reading.blocks(list(lines_of("content/brief.md", text)), Around())
    return reading.units


def _words(text: str) -> Iterator[str]:
    for unit in _units(text):
        parts = [one.text if isinstance(one, Words) else "…" for one in unit.tokens]
        yield " ".join("".join(parts).split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3. Oktober 1990 war es.", ["3. Oktober 1990 war es."]),
        ("z. B. so", ["z. B. so"]),
        ("- of the year\n  2019. It fell", ["of the year", "2019. It fell"]),
        ("---\nNote: swallowed\n---", ["Note: swallowed"]),
        ('a [b](c.html "d") e', ["a b e", "d"]),
        ("see [@a, p. 3; -@b] and @c [p. 4] says", ["see … and … says", ", p. 3; -", "p. 4"]),
        ("a^[b [@k] c] d", ["a… d", "b … c"]),
        ("so it is![^a] More", ["so it is!… More"]),
        ("x `a | b` | c\n", ["x a | b | c"]),
        ("| a | `b | c` |\n|---|---|\n| 1 \\| 2 | 3 |\n", ["a…b | c", "1 | 2…3"]),
        ("# One {#sec-x .y}\n\nTwo\n===\n", ["One", "Two"]),
        ("costs $5 or $6, and $x^2$ too", ["costs $5 or $6, and … too"]),
        ("<!-- gone --> left <b>bold</b> &amp; more", ["left bold & more"]),
        ("\\[not a link\\] \\$5 \\*", ["[not a link] $5 *"]),
        ("![**T.** L](x.png){alt='What it shows' height=\"3mm\"}", ["T.", "L", "What it shows"]),
        ("Term\n\n:   One\n\n    Two\n", ["Term", "One", "Two"]),
        ("+---+---+\n| a | b |\n+===+===+\n| c | d |\n|   | e |\n+---+---+", ["a…b", "c…d e"]),
        ("  a    b\n----  ---\n  1    2\n\n", ["a", "b", "1", "2"]),
        (
            "[^n]: A note\n    goes on.\n\n    And on.\n\nText.",
            ["A note goes on.", "And on.", "Text."],
        ),
        ("> [!TIP]\n> Noch etwas.\n", ["Noch etwas."]),
        ("3) one\n\n3) two\n", ["3) one", "…two"]),  # it is printed as 4)
        ("2019. one\n\n2019. two\n", ["2019. one", "2019. two"]),
        ("1. Mai\n1. Juni\n", ["1. Mai", "1. Juni"]),
        ("A. one\n\n1. two\n1. three\n", ["A. one", "1. two", "…three"]),
        ("1. a\n2.\n\nb\n", ["1. a", "2.", "b"]),
        ("t\n:   a [see @b,\np. 5]\n", ["t", "a …", "see", ", p. 5"]),
        ("![**T.** U now. {{ n }} by hand.](x.png)", ["T.", "U now.", "… by hand."]),
        ("![**T.** U [see @a, chap. 2]:](x.png)", ["T.", "see", ", chap. 2", "U …:"]),
        ("```\n[@key] `x`\n```", ["[@key] `x`"]),
        (
            "[<a@example.org>](https://example.org/b) c <d@example.org>",
            ["<a@example.org> c d@example.org"],
        ),
    ],
)
def test_the_words_of_a_source_are_told_from_its_signs(text: str, words: list[str]) -> None:
    assert list(_words(text)) == words


def test_words_are_looked_for_in_the_file_that_they_are_for() -> None:
    text = (
        "::: {.slide}\n## A\n\nb\n\n::: notes\nc\n:::\n:::\n\n::: deck\nd\n:::\n\n"
        '::: {.content-hidden when-format="pptx"}\ne\n:::\n'
    )
    assert [unit.where.name for unit in _units(text)] == [
        "SLIDE", "SLIDE", "SPOKEN", "DECK", "BRIEF",
    ]  # fmt: skip


def test_the_addresses_of_a_source_are_told_from_its_words() -> None:
    text = (
        "[a *b*](<https://c.example/d e>) <g@h.example> [i][j] [j] [k](#l) [m](n\\_o) [p](<q\\ r>)"
    )
    tokens = [one for unit in _units(text) for one in unit.tokens if isinstance(one, Words)]
    leads = [(one.text.strip(), one.address or one.label) for one in tokens if one.text.strip()]
    assert leads == [
        ("a *b*", "https://c.example/d e"),
        ("g@h.example", "mailto:g@h.example"),
        ("i", "j"),
        ("j", "j"),
        ("k", "#l"),
        ("m", "n_o"),
        ("p", "q r"),
    ]


# --- no false alarm, and the rules ------------------------------------------------------------


def test_an_equation_of_a_slide_is_no_added_word(tmp_path: Path) -> None:
    """Its parts stand apart: "n" over a sum and "x" behind it are no word "nx"."""
    text = "::: {.slide #s-a}\n## A sum\n\n$$\\sum_{i=1}^{n} x_i^2 \\leq \\int_0^1 f(t)$$\n\n"
    assert Made(tmp_path, f"Words.\n\n{text}::: notes\nSay it.\n:::\n:::\n").errors == []


def test_added_words_are_found_in_lines_from_right_to_left() -> None:
    """As they are typed or as they are seen, known words are none; others are."""
    piece = Piece("text", "שלום abc עולם זרזרז", 1)
    known = words_of(["שלום abc", "םלוע"])
    found = list(find_added([Stream([piece], "the deck")], known))
    assert [one.words for one in found] == ["זרזרז"]


def test_a_word_that_goes_on_in_the_next_line_of_a_running_head_is_no_added_one() -> None:
    """It is read line by line; what stands there and in no source is found all the same."""
    piece = Piece("artifact", "winter non\r\n\nbreaking \nadded words", 2)
    found = list(find_added([Stream([piece], "the PDF")], words_of(["winter non\u00adbreaking"])))
    assert [(one.words, one.text) for one in found] == [("added", "added words")]


def test_what_stands_in_a_link_and_leads_elsewhere_parts_it(tmp_path: Path) -> None:
    """The words around a note lead where the link does; so do those behind a list in an item."""
    text = "[Words ^[A note.] and more](https://example.org/a) are here.\n\n"
    items = "- An item\n\n    - within\n\n    Goes on behind it.\n"
    assert Made(tmp_path, text + items).errors == []


def test_what_pdfium_does_to_lines_beside_others_from_right_to_left_is_seen_through() -> None:
    """It turns quotation marks round, and leaves the end of a line out."""
    assert _is_in_other_order("ab’ ", " ‘ab")
    assert _is_in_other_order("... ab", "ab …")
    assert _has_more_words("estimate water\n", "estimate water")
    assert not _has_more_words("estimate other\n", "estimate water")


def test_a_setting_takes_no_words_from_the_text(tmp_path: Path) -> None:
    """What changed names a word of a list; a theme leaves the edition out, and 1.0 reads as 10."""
    front = 'changes: [first, second]\nabstract: Said.\nedition: "1.0"\n'
    text = "There were 10.\n\n- first\n- second {{ one }}\n\n> Quoted.\n"
    files = {
        "content/brief.md": f"---\ntitle: A title\n{front}---\n\n{text}",
        "content/facts.yaml": "one: {value: 5, unit: people}\n",
    }
    assert Made(tmp_path, "", files).errors == []
