"""Puts included files into a text, `{{< include _part.md >}}`, and leads places back to them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.files.project import Project
from reportgen.reading.source_map import without_code

INCLUDE = re.compile(r"^[ \t]*\{\{<[ \t]*include[ \t]+(?P<name>\S[^\n]*?)[ \t]*>\}\}[ \t]*$", re.M)
TEXTS = (".md", ".qmd", ".markdown", ".txt")
DEEPEST = 16
"""So many files may include one another."""

T = TypeVar("T")
Line = tuple[str, int, str]
"""A line of a text: the file that it stands in, its number there, and its characters."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A text with its included files in it, and for each of its lines where that stands."""

    path: str
    text: str
    lines: tuple[Line, ...] = ()

    def place(self, span: Span) -> Span:
        """Return where a place of the whole text stands in its file."""
        if span.path != self.path or not self.lines or span.line > len(self.lines):
            return span
        path, line, source = self.lines[span.line - 1]
        return replace(span, path=path, line=line, source=source if span.source else "")


def assembled(path: str, text: str, project: Project, diagnostics: Diagnostics) -> Manuscript:
    """Return a document with the files that it includes; what cannot be included is reported."""
    if INCLUDE.search(text) is None:
        return Manuscript(path, text)
    lines = tuple(_lines(path, text, (path,), project, diagnostics))
    return Manuscript(path, "".join(f"{line}\n" for _, _, line in lines), lines)


def _lines(
    path: str, text: str, within: tuple[str, ...], project: Project, diagnostics: Diagnostics
) -> Iterator[Line]:
    """Yield the lines of a text, those of the files that it includes in their places."""
    visible = without_code(text)
    wanted = {
        visible.count("\n", 0, found.start()): found["name"].strip("\"'")
        for found in INCLUDE.finditer(visible)
    }
    for at, line in enumerate(text.splitlines()):
        if at not in wanted:
            yield path, at + 1, line
            continue
        column = len(line) - len(line.lstrip()) + 1
        place = Span(path, at + 1, column, len(line.strip()), line)
        name = project.locate(wanted[at], path)
        inside = _included(name, place, within, project, diagnostics)
        if inside is None:
            yield path, at + 1, ""
            continue
        yield from _lines(name, inside, (*within, name), project, diagnostics)


def _included(
    name: str, place: Span, within: tuple[str, ...], project: Project, diagnostics: Diagnostics
) -> str | None:
    """Return the text of an included file; None where it cannot be, which is reported."""
    if not name.endswith(TEXTS):
        message, hint = f"`{name}` is no text to be included", f"known: {', '.join(TEXTS)}"
    elif name in within or len(within) > DEEPEST:
        message, hint = f"`{name}` includes itself", "leave it out"
    else:
        text = project.read_text(name, diagnostics, place)
        if text is None or not re.match(r"---[ \t]*\n", text):
            return text
        message = f"`{name}` begins with settings, which an included file has none of"
        hint = "delete its front matter, and let its name begin with `_`"
    diagnostics.add(Rule.UNSUPPORTED, message, place, hint)
    return None


def placed(value: T, place: Callable[[Span], Span]) -> T:
    """Return a value of the model with every place in it led through `place`."""
    found: Any = value
    if isinstance(found, Span):
        found = place(found)
    elif isinstance(found, tuple):
        found = tuple(placed(one, place) for one in found)
    elif is_dataclass(found) and not isinstance(found, type):
        parts = {one.name: getattr(found, one.name) for one in fields(found)}
        found = replace(found, **{name: placed(part, place) for name, part in parts.items()})
    return found  # type: ignore[no-any-return]  # what it was
