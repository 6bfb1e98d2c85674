"""A warm process lays out only the pages that changed: what comes out is what a cold build makes.

`KEPT_EDITS=300 python -m pytest tests/test_kept_pages.py` makes as many edits.
"""

import os
import random
from pathlib import Path

import pytest
from weasyprint import layout

from projects import HEAD
from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project
from reportgen.recipes.outputs import brief
from reportgen.recipes.prepared import prepare, quiet

EDITS = int(os.environ.get("KEPT_EDITS", "4"))
WORDS = (
    "people",
    "who",
    "left",
    "by",
    "boat",
    "told",
    "of",
    "rivers,",
    "borders",
    "and",
    "winters",
)


def written(chance: random.Random) -> list[str]:
    """Return the blocks of a document of some pages."""
    blocks: list[str] = []
    for section in range(4):
        blocks.append(f"# Section {section} says that things changed {{#sec-{section}}}")
        for at in range(7):
            words = " ".join(chance.choices(WORDS, k=chance.randrange(40, 110)))
            blocks.append(words.capitalize() + ("^[A note of its own.]" if at == 3 else "."))
            if at == 2:
                blocks.append("- one thing\n- another thing, see @sec-1\n- a third")
            if at == 5:
                blocks.append("::: {.callout-note}\nA box with a few words in it.\n:::")
        blocks.append(
            f"| name | value |\n|---|--:|\n| one | {section} |\n| two | 2 |\n\n"
            f": **A table.** {{#tbl-{section}}}"
        )
    return blocks


def edited(blocks: list[str], chance: random.Random) -> list[str]:
    """Return the blocks with one thing changed as authors change things."""
    blocks = list(blocks)
    texts = [at for at, block in enumerate(blocks) if block[0].isupper()]
    at = chance.choice(texts)
    kind = chance.choice(("word", "word", "word", "sentence", "note", "new", "less", "moved"))
    if kind == "word":
        words = blocks[at].split(" ")
        words[chance.randrange(1, len(words) - 1)] = chance.choice(
            ("indeed", "so", "extraordinary")
        )
        blocks[at] = " ".join(words)
    elif kind == "sentence":
        blocks[at] += " A sentence was added, which is long enough to make another line or two."
    elif kind == "note":
        blocks[at] += "^[A new note.]"
    elif kind == "new":
        blocks.insert(at, "A new paragraph stands here, which nobody had foreseen.")
    elif kind == "less":
        del blocks[at]
    else:
        blocks.append(blocks.pop(at))
    return blocks


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pages that are laid out."""
    found: list[int] = []
    remake = layout.page.remake_page

    def counted(index: int, *arguments: object) -> object:
        found.append(index)
        return remake(index, *arguments)

    monkeypatch.setattr(layout.page, "remake_page", counted)
    return found


def pdf(root: Path, *, warm: bool) -> bytes:
    diagnostics = Diagnostics()
    prepared = prepare(Project(root), "content/brief.md", diagnostics)
    prepared.figure_pool.may_keep = warm
    planned = brief(prepared, diagnostics, quiet)
    return planned.write(prepared.draw(planned))


def test_a_warm_build_has_the_bytes_of_a_cold_one(tmp_path: Path, made: list[int]) -> None:
    """Words, sentences, notes, paragraphs: added, taken out, moved, in a row of edits."""
    chance = random.Random(18)
    source = tmp_path / "content/brief.md"
    source.parent.mkdir()
    first = blocks = written(chance)
    source.write_text(HEAD.format(lang="en-GB") + "\n\n".join(blocks))
    whole = pdf(tmp_path, warm=True)
    made.clear()
    assert pdf(tmp_path, warm=True) == whole
    assert not made, "nothing was changed"
    warm = cold = 0
    for number in range(EDITS):
        blocks = edited(blocks if number % 20 else first, chance)
        source.write_text(HEAD.format(lang="en-GB") + "\n\n".join(blocks))
        made.clear()
        quick = pdf(tmp_path, warm=True)
        warm += len(made)
        made.clear()
        assert quick == pdf(tmp_path, warm=False), f"edit {number}"
        cold += len(made)
    assert warm < 0.7 * cold
