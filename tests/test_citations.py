"""Pandoc's citation grammar, held against pandoc itself, in three kinds of style."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conftest import GOLDEN, ROOT
from outline import run
from reportgen.citing.citations import render
from reportgen.citing.references import load_references
from reportgen.citing.styles import load_style
from reportgen.diagnostics import Diagnostics, Span, suggestion
from reportgen.document import (
    Citation,
    Cite,
    Cited,
    Foreign,
    Inline,
    Link,
    NoteMark,
    Paragraph,
    ResolvedDocument,
    Settled,
    Styled,
    plain_text,
    runs,
    walk,
)
from reportgen.files.project import Project, theme_file
from reportgen.pandoc import executable
from reportgen.recipes.prepared import prepare

FOLDER = Path(__file__).parent / "citations"
CASES = (FOLDER / "cases.txt").read_text().splitlines()
STYLES = ("chicago-notes-bibliography", "apa", "ieee")


def ours(folder: Path, style: str) -> list[str]:
    """Return what we make of the cases: the text with marks, then each note."""
    content = folder / "content"
    content.mkdir()
    (content / "references.json").write_bytes((FOLDER / "references.json").read_bytes())
    head = f"---\ntitle: T\nlang: en-GB\nbibliography: references.json\ncsl: {style}\n---\n\n"
    (content / "brief.md").write_text(head + "\n\n".join(CASES) + "\n")
    diagnostics = Diagnostics()
    document = prepare(Project(folder), "content/brief.md", diagnostics).document
    assert not list(diagnostics)
    return [_ours(document, block) for block in document.blocks if isinstance(block, Paragraph)]


def _ours(document: ResolvedDocument, block: Paragraph[Any]) -> str:
    return _plain("".join(_shown(document, inline) for inline in block.content))


def _shown(document: ResolvedDocument, inline: Inline[Settled]) -> str:
    match inline:
        case NoteMark(number):
            blocks = document.note(number).blocks
            runs = [one.content for one in blocks if isinstance(one, Paragraph)]
            return "⟦" + " ".join("".join(_shown(document, i) for i in run) for run in runs) + "⟧"
        case Styled(_, content) | Foreign(_, content) | Link(_, content) | Cited(_, content):
            return "".join(_shown(document, one) for one in content)
        case _:
            return plain_text((inline,))


def pandocs(style: str) -> list[str]:
    """Return what pandoc makes of the cases, in the same form."""
    command = [
        executable(), "-f", "markdown-tex_math_dollars", "-t", "json", "--citeproc",
        "--csl", str(theme_file(f"styles/{style}.csl")),
        "--bibliography", str(FOLDER / "references.json"), "-M", "lang=en-GB",
        "-M", "link-bibliography=true",
    ]  # fmt: skip
    text = "\n\n".join(CASES)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    blocks = json.loads(done.stdout)["blocks"]
    return [_plain(_text(block["c"])) for block in blocks if block["t"] == "Para"]


def _text(nodes: list[Any]) -> str:
    found = []
    for node in nodes:
        content = node.get("c")
        match node["t"]:
            case "Str":
                found.append(content)
            case "Space" | "SoftBreak":
                found.append(" ")
            case "Note":
                found.append("⟦" + " ".join(_text(part["c"]) for part in content) + "⟧")
            case "Quoted":
                marks = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
                found.append(marks[0] + _text(content[1]) + marks[1])
            case "Cite" | "Span" | "Link":
                found.append(_text(content[1]))
            case "Emph" | "Strong" | "SmallCaps" | "Superscript":
                found.append(_text(content))
    return "".join(found)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def references_in(style: str) -> str:
    """Return the works of the real brief as `style` prints them: the entries, then first notes."""
    diagnostics, project, document = Diagnostics(), Project(ROOT), "content/brief.md"
    references = load_references(["references.json"], document, project, diagnostics)
    read = load_style(style, document, project, diagnostics)
    assert read
    assert not list(diagnostics)
    cites = [Cite(at, (Citation(key),), Span("")) for at, key in enumerate(references.works)]
    made = render(list(cites), references, read, "en-GB")
    lines = [f"{entry.key}: {run(entry.content)}" for entry in made.entries]
    notes = [(cite.citations[0].key, made.cites[cite.serial].note) for cite in cites]
    lines += [""] + [f"{key}: {run(note)}" for key, note in notes if note]
    text = "\n".join(lines).rstrip() + "\n"
    return re.sub(r"\((\S+)\)→(\S+)", r"\1", text).replace("emphasis(", "italic(")


REFERENCES = GOLDEN / "references"
MANUALS = ("chicago-notes-bibliography", "apa", "nlm-citation-sequence")


@pytest.mark.parametrize("style", MANUALS)
def test_the_real_references_are_as_they_were_read_against_the_manual(style: str) -> None:
    """What differs from each manual, and why, stands in the folder's README.md."""
    assert references_in(style) == (REFERENCES / f"{style}.txt").read_text()


ACCEPTED = {
    # The mark stands behind the quotation mark, as publishers have it; pandoc leaves it inside.
    'Before a quotation mark, "a quotation [@roe2021, p. 11]," and on.',
    # pandoc leaves a space before the full stop.
    "Two in a row [@doe2020, p. 50] [@roe2021, p. 19].",
}
"""Cases in which we differ from pandoc in a note style, and why."""


@pytest.mark.parametrize("style", STYLES)
def test_citations_read_as_pandocs_own(style: str, tmp_path: Path) -> None:
    found, wanted = ours(tmp_path, style), pandocs(style)
    assert len(found) == len(wanted) == len(CASES)
    differences = [
        f"{case}\n   ours   {one}\n   pandoc {other}"
        for case, one, other in zip(CASES, found, wanted, strict=True)
        if one != other and not (style == STYLES[0] and case in ACCEPTED)
    ]
    assert not differences, "\n".join(differences)


EVERYWHERE = """
::: {.box title="A *box* [@doe2020, p. 40]"}
In it [@doe2020, p. 49].
:::

::: key-points
- Point [@doe2020, p. 41].
:::

Prose [@doe2020, p. 42].^[Aside: @doe2020 [p. 43].]

![**Figure.** Caption [@doe2020, p. 44].](../figures/count.py){#fig-count alt="Columns."}

| year | people |
|------|--------|
| 2020 | 1 [@doe2020, p. 45] |

: **Table.** Caption [@doe2020, p. 46]. {#tbl-x}

> Quotation [@doe2020, p. 47].

Term
:   Definition [@doe2020, p. 48].

::: {.slide #s-x}
## Title

- Bullet [@doe2020, p. 42].

::: notes
ExpectedSlide [@doe2020, p. 42].
:::
:::
"""


@pytest.mark.parametrize("style", ["chicago-notes-bibliography", "apa"])
def test_citations_may_stand_anywhere(tiny: Path, style: str) -> None:
    head = f"---\ntitle: T\nlang: en-GB\nbibliography: references.json\ncsl: {style}\n---\n\n"
    (tiny / "content/brief.md").write_text(head + EVERYWHERE)
    diagnostics = Diagnostics()
    document = prepare(Project(tiny), "content/brief.md", diagnostics).document
    assert not [one for one in diagnostics if one.level == "error"]
    found: dict[str, list[str]] = {}
    for block in walk(document.blocks):
        for content in runs(block):
            text = _plain("".join(_shown(document, inline) for inline in content))
            for page in re.findall(r"\b4[0-9]\b", text):
                found.setdefault(page, []).append(text)
    places = {
        "40": 1,
        "49": 1,
        "41": 1,
        "42": 3,
        "43": 1,
        "44": 1,
        "45": 1,
        "46": 1,
        "47": 1,
        "48": 1,
    }
    assert {page: len(texts) for page, texts in found.items()} == places
    if style == "apa":
        assert len(document.notes) == 1
        assert found["44"] == ["Caption (Doe, 2020, p. 44)."]
    else:
        assert len(document.notes) == len(places)
        texts = [str(note.blocks) for note in document.notes]
        pages = [next(page for page in places if page in text) for text in texts[:2]]
        assert pages == ["40", "49"], "the title of a box is read before the box"


def test_letters_right_behind_a_key_are_parted_from_it_by_braces() -> None:
    """In Korean a particle follows at once; the key that pandoc reads has it too."""
    known = ["doe2020", "doe2020b"]
    assert suggestion("doe2020은", known, "reference", "@").endswith("`@{doe2020}은`")
    assert "similar name" in suggestion("doe2020c", known, "reference", "@")
