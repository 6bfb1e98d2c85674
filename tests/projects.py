"""Projects from a text, built and checked: what a user would do, and what comes of it."""

import re
from collections.abc import Mapping
from pathlib import Path

from reportgen.checks.read_back import FinishedBrief, FinishedDeck, read_brief, read_deck
from reportgen.diagnostics import ContentError, Diagnostics, concise
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.checking import check
from reportgen.recipes.outputs import FORMATS

HEAD = """---
title: A test of text
author: Ada
organisation: House
date: 2026-11-23
lang: {lang}
---

"""


class Made:
    """A project made of a text: its folder, both finished files read back, and every finding."""

    def __init__(
        self,
        root: Path,
        text: str,
        files: Mapping[str, str | bytes] | None = None,
        lang: str = "en-GB",
    ) -> None:
        self.root = root
        given: dict[str, str | bytes] = {
            "content/brief.md": HEAD.format(lang=lang) + text,
            **(files or {}),
        }
        for name, content in given.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        diagnostics = Diagnostics()
        try:
            list(build(Project(root), FORMATS, diagnostics))
            list(check(Project(root), diagnostics))
        except ContentError as error:
            diagnostics.update(error.diagnostics)
        self.found = [concise(one) for one in diagnostics]
        self.errors = [concise(one) for one in diagnostics if one.level == "error"]
        self.helps = [one.help for one in diagnostics]

    @property
    def pdf(self) -> bytes:
        return (self.root / "build/brief.pdf").read_bytes()

    @property
    def pptx(self) -> bytes:
        return (self.root / "build/brief.pptx").read_bytes()

    @property
    def brief(self) -> FinishedBrief:
        return read_brief(self.pdf)

    @property
    def deck(self) -> FinishedDeck:
        return read_deck(self.pptx)


def findings(stderr: str) -> list[str]:
    """Return the lines that a command wrote to standard error, but those that tell of its time."""
    return [line for line in stderr.splitlines() if not re.match(r"reportgen: \d+ s: ", line)]
