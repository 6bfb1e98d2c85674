"""The reader accounts for all that is written: it is carried, or it is a finding at its line."""

from pathlib import Path

import pytest

from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import Block, Document, ItemList, Paragraph, Written, plain_text, walk
from reportgen.files.project import Project
from reportgen.reading.blocks import read

HEAD = "---\ntitle: T\n---\n\n"


def reading(text: str, folder: Path) -> tuple[Document, list[str]]:
    """Return the document of a text under a short head, and its findings: "line:column rule"."""
    (folder / "content").mkdir()
    (folder / "content/brief.md").write_text(HEAD + text)
    diagnostics = Diagnostics()
    document = read("content/brief.md", Project(folder), diagnostics)
    assert document is not None
    lead = HEAD.count("\n")
    return document, [
        f"{one.span.line - lead}:{one.span.column} {one.rule.code}" for one in diagnostics
    ]


def lines(blocks: tuple[Block[Written], ...]) -> list[str]:
    """Return the text of paragraphs, those of lists behind their markers."""
    found = []
    for block in blocks:
        match block:
            case Paragraph(content):
                found.append(plain_text(content))
            case ItemList(items, start):
                for at, item in enumerate(items):
                    marker = "•" if start is None else block.marker(at)
                    first, *more = lines(item) or [""]
                    found.extend((f"{marker} {first}", *more))
            case _:
                found.append(type(block).__name__)
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "3. third\n    a. point\n        i. deep\n4. fourth\n",
            "3. third|a. point|i. deep|4. fourth",
        ),
        ("(c) c\n(d) d\n\nText\n\nB)  x\nC)  y\n", "(c) c|(d) d|Text|B) x|C) y"),
        ("1. one\n1. two\n1. three\n", "1. one|2. two|3. three"),
        ("#. one\n#. two\n", "1. one|2. two"),
        ("(@a) one\n\nSee (@a).\n\n(@) two\n", "(1) one|See (1).|(2) two"),
        (
            "1. one\n\n   more\n\n2. two\n\nBetween.\n\n3. three\n",
            "1. one|more|2. two|Between.|3. three",
        ),
        ("3. Oktober 1990 war es.\n", "3. Oktober 1990 war es."),
        ("(C) 2024 Die Autoren.\n", "(C) 2024 Die Autoren."),
        ("z. B. dies.\n", "z. B. dies."),
        (
            "- the spring of the year\n  2019. Arrivals *fell*.\n- next\n",
            "• the spring of the year 2019. Arrivals fell.|• next",
        ),
        ("- loose in\n  1953. More.\n\n- next\n", "• loose in 1953. More.|• next"),
        ("- a list\n  1. within\n  2. it\n", "• a list|1. within|2. it"),
        ("-\n- second\n\n1.\n2. x\n", "• |• second|1. |2. x"),
        ("Before\n\n* * *\n\nAfter\n", "Before|HorizontalRule|After"),
    ],
)
def test_lists_say_what_was_typed(text: str, wanted: str, tmp_path: Path) -> None:
    document, said = reading(text, tmp_path)
    assert lines(document.blocks) == wanted.split("|")
    assert said == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("3. Oktober war es.\n\n17. Juni war es.\n", "3:1 list-number"),
        ("1. one\n3. three\n", "2:1 list-number"),
        ("a. one\nc. two\n", "2:1 list-number"),
        ("(C) 2024 A\n\n(C) 2024 B\n", "3:1 list-number"),
        ("3. Oktober 1990.\n\n3. Oktober 1991.\n", "3:1 list-number"),
        ("2019. A\n\n2019. B\n", "3:1 list-number"),
        ("انظر @sec-a و@sec-a.\n\n# A {#sec-a}\n", "1:14 unsupported"),
        ("|a|\n|---|\n|1|\n\n: **A.** b *. {#tbl-x}\n", "5:15 unsupported"),
        ("- x\n\n    1. one\n    5. five\n", "4:5 list-number"),
        ("(@sec-a) says.\n\n# A {#sec-a}\n", "1:1 list-number"),
        ("1. (@fig-a) says.\n", "1:4 list-number"),
        ("A.\n\n1. (@fig-a)\n2. b\n", "3:4 list-number"),
        ("A (@fig-a).\n\n(@fig-a)\n", "3:1 list-number"),
        ("A.\n\n@fig-a.\n", "3:1 list-number"),
        ("A.\n\n(@doe2020) says.\n", "3:1 list-number"),
        ("[[a](https://example.org)](https://example.org/b)\n", "1:2 unsupported"),
        ("m. in. tak\n\nt. j. nie\n", "3:1 list-number"),
        ("1. one\n4. - four\n", "2:1 list-number"),
        ('::: {.box title="On $x^2$"}\nx\n:::\n', "1:11 unsupported"),
        ("One.\n\n---\nNote: lost\n---\n\nTwo.\n", "4:1 unsupported"),
        ("One.\n\n---\njust a line\n---\n\nTwo.\n", "4:1 unsupported"),
        ("One.\n\n---\n*no yaml\n---\n", "4:1 unsupported"),
        ("One.[^a]\n\n[^a]: x\n\n[^b]: y\n", "5:1 note-definition"),
        ("One.[^a]\n\n[^a]: x\n[^a]: y\n", "4:1 note-definition"),
        ("One.[^a]: two\n", "1:5 note-definition"),
        ("Note ^[with ^[one] in it].\n", "1:13 unsupported"),
        ("See [words][there].\n", "1:5 link-definition"),
        ("See.\n\n[Hint]: important\n", "3:1 link-definition"),
        ("*[HTML]: Hypertext\n", "1:1 unsupported"),
        ("A [word]{.mark}.\n", "1:10 unread-attribute"),
        ("A [link](https://example.org){.button}.\n", "1:31 unread-attribute"),
        ("# Head {.smaller}\n", "1:9 unread-attribute"),
        ("::: {.box icon=false}\nx\n:::\n", "1:11 unread-attribute"),
        ("| a |\n|---|\n| 1 |\n\n: cap {.striped}\n", "5:8 unread-attribute"),
        ("::: {.slide visibility=uncounted}\n## A\n:::\n", "1:13 unread-attribute"),
        ("::: {.slide}\n## A {.big}\n:::\n", "2:7 unread-attribute"),
        ("::: columns\nText.\n\n::: column\nx\n:::\n:::\n", "2:1 bad-columns"),
        ("::: columns\n:::\n", "1:1 bad-columns"),
        ("::: column\nx\n:::\n", "1:1 bad-columns"),
        ('::: columns\n::: {.column width="0%"}\nx\n:::\n:::\n', "2:1 bad-setting"),
        ('::: {.content-visible when-format="docx"}\nx\n:::\n', "1:1 bad-setting"),
        ("One.\n\n#\n\nTwo.\n", "3:1 empty-heading"),
        ("See [@k, {{ one }}].\n", "1:6 unsupported"),
        ("See [@k, p. 3^[a note]].\n", "1:14 unsupported"),
        ("::: box\nx\n", "1:1 pandoc-warns"),
        ("- x\n\n    +---+\n    | a |\n    +===+\n    | b |\n    +---+\n", "3:5 unsupported"),
        ("Text.\n| a | b |\n|---|---|\n| 1 | 2 |\n", "3:1 unsupported"),
        ("Words.\n# A heading\n", "2:1 unsupported"),
        ("Words.\n### a heading\n", "2:1 unsupported"),
        ("[words]{dir=rtl} on.\n", "1:13 unsupported"),
        ("One.\n\n::: {dir=rtl lang=en}\nWords in English.\n:::\n", "3:10 unsupported"),
        ("[שלום]{lang=he dir=ltr}\n", "1:20 unsupported"),
        ("+---+---+\n| a | b |\n|---|\n", "1:1 unsupported"),
        ("<div lang=de>\n\nWort\n\n</div>\n\n::: foo\nx\n:::\n", "7:1 unsupported"),
        ("Words.\n\n| a |\n|---|\n| x<b>y</b> |\n", "5:4 unsupported"),
    ],
)
def test_what_is_not_carried_is_a_finding_at_its_place(
    text: str, finding: str, tmp_path: Path
) -> None:
    _, said = reading(text, tmp_path)
    assert said == [finding]


@pytest.mark.parametrize(
    "text",
    [
        "A [link](https://example.org), <https://example.org/x>, <a@example.org>.\n",
        "One.[^a]: two\n\n[^a]: x\n",
        "[Heading] and [Heading][] and [x][heading].\n\n# Heading\n",
        "See [1][2] and \\[^x\\] and \\[a\\]\\[b\\].\n",
        "[a]\n\n[a]: https://example.org\n",
        "`[^x]` and `[a][b]`\n\n```\n[^x] {.y}\n\n---\na: b\n---\n```\n",
        "One.\n\n---\n\nTwo.\n\n---\n\nThree.\n",
        "# A {.unnumbered}\n\n# B {.appendix}\n",
        "::: {#anchor}\nText.\n:::\n",
        "<!-- a -->\n\nText <!-- b --> more.\n",
        "Text.\n\n    indented [^>]* and [a][b]\n    *[A]: code\n",
        "```python\nx\n```\n\n`x`{.py}\n",
        "[שלום]{dir=rtl} [12]{dir=rtl} [words שלום]{dir=rtl} [a]{dir=ltr}\n",
        "::: {dir=rtl}\nשלום\n:::\n\nWords.\n",
        "The\n# of people, or\n\\# Of.\n",
        "| a |\n|---|\n| 1 |\n\nFrom |--| to +--+, |x| and +1.\n",
    ],
)
def test_what_is_carried_is_no_finding(text: str, tmp_path: Path) -> None:
    _, said = reading(text, tmp_path)
    assert said == []


def test_words_around_a_cross_reference_are_kept(tmp_path: Path) -> None:
    document, _ = reading("As [see @fig-a, panel b] and [Fig. @fig-a] show.\n", tmp_path)
    only = next(block for block in walk(document.blocks) if isinstance(block, Paragraph))
    text = plain_text(only.content)
    assert "As see " in text
    assert ", panel b and Fig. " in text


def test_every_rule_of_the_reader_has_a_test() -> None:
    """The rules of this file's findings are those that the reader alone gives."""
    own = {Rule.LIST_NUMBER, Rule.NOTE_DEFINITION, Rule.LINK_DEFINITION, Rule.UNREAD_ATTRIBUTE}
    own |= {Rule.BAD_COLUMNS, Rule.EMPTY_HEADING, Rule.PANDOC_WARNS}
    text = Path(__file__).read_text()
    assert all(rule.code in text for rule in own)


def test_a_number_sign_in_the_front_matter_is_no_identifier(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    head = '---\ntitle: T\nauthor: [{name: "Ada", affiliation: "House #1"}]\n---\n\nText.\n'
    (tmp_path / "content/brief.md").write_text(head)
    diagnostics = Diagnostics()
    document = read("content/brief.md", Project(tmp_path), diagnostics)
    assert document is not None
    assert (document.metadata.authors[0].affiliation, [*diagnostics]) == ("House #1", [])
