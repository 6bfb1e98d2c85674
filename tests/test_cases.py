"""Faults of content: each case of cases/*.md is a project, and all that is said of it.

A case is a heading, blocks of files (the info string ends with the path; they lie over a small
base project), and a block `output`: the findings, one a line, with their help.
"""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt

from reportgen.diagnostics import ContentError, Diagnostics, concise
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.outputs import FORMATS

CASES = Path(__file__).parent / "cases"
BASE = {
    "content/brief.md": "---\ntitle: T\nlang: en\nbibliography: references.json\n---\n\nText.\n",
    "content/references.json": '[{"id": "doe2020", "type": "book", "title": "Counting"}]\n',
    "content/facts.yaml": "one: {value: 1}\n",
    "content/data/count.csv": "year,total\n2019,12\n2020,15\n",
}


class Case(NamedTuple):
    name: str
    files: dict[str, str]
    output: str


def _cases() -> list[Case]:
    found: list[Case] = []
    for path in sorted(CASES.glob("*.md")):
        tokens = MarkdownIt().parse(path.read_text())
        name, files = "", dict[str, str]()
        for token in tokens:
            if token.type == "inline" and token.level == 1:
                name = token.content
            elif token.type == "fence" and token.info == "output":
                found.append(Case(f"{path.stem}: {name}", files, token.content.strip()))
                files = {}
            elif token.type == "fence":
                files[token.info.split()[-1]] = token.content
    return found


def said(files: dict[str, str], folder: Path) -> str:
    """Return what building a project of these files says."""
    for name, text in {**BASE, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    diagnostics = Diagnostics()
    with suppress(ContentError):
        list(build(Project(folder), FORMATS, diagnostics))
    lines = []
    for found in diagnostics:
        lines.append(concise(found))
        if found.help:
            lines.append(f"  help: {found.help}")
    return "\n".join(lines)


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.name)
def test_what_is_said_of_a_fault(case: Case, tmp_path: Path) -> None:
    assert said(case.files, tmp_path) == case.output
