"""The lines of a source, and which of them belong together: divs, comments, captions."""

import re
from collections.abc import Iterator
from dataclasses import replace

from reportgen.checks.witness.attributes import Attributes, attributes
from reportgen.checks.witness.testimony import Line

FENCE = re.compile(r"( {0,3})(`{3,}|~{3,})\s*(.*)$")
DIV = re.compile(r"\s*(:{3,})\s*(.*?)\s*:*\s*$")


def lines_of(path: str, text: str, first: int = 1) -> Iterator[Line]:
    """Yield the lines of a text, numbered from `first`."""
    for number, line in enumerate(text.split("\n"), first):
        yield Line(path, number, 1, line.rstrip("\r"))


def closing(lines: list[Line], at: int) -> int:
    """Return the line that closes the div which opens at a line; the last closes all."""
    depth, fence = 0, ""
    for number in range(at, len(lines)):
        text = lines[number].text
        if (found := FENCE.match(text)) is not None:
            if not fence:
                fence = found[2]
            elif found[2].startswith(fence) and not found[3].strip():
                fence = ""
            continue
        if fence or (div := DIV.match(text)) is None:
            continue
        depth += 1 if div[2] else -1
        if not depth:
            return number
    return len(lines)


def without_attributes(text: str) -> tuple[str, Attributes | None]:
    """Return a line without the attribute block at its end."""
    for found in re.finditer(r"\{", text):
        known = attributes(text, found.start())
        if known is not None and not text[known.end :].strip(" \t#"):
            return text[: found.start()], known
    return text, None


def outdented(line: Line, width: int) -> Line:
    """Return a line with up to `width` columns of its indentation taken off."""
    if "\t" in line.text[: width + 1]:
        line = replace(line, text=line.text.expandtabs(4))
    indent = len(line.text) - len(line.text.lstrip(" "))
    return line.cut(min(indent, width))


def in_comment(lines: list[Line], start: int, end: int) -> bool:
    """Return whether a comment that began in some lines is open, and ends further down."""
    text = "\n".join(line.text for line in lines[start:end])
    begun = text.rfind("<!--")
    return begun >= 0 > text.find("-->", begun) and any("-->" in one.text for one in lines[end:])


def with_caption(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines of a group of figures without its last paragraph, and that."""
    end = len(lines)
    while end and not lines[end - 1].text.strip():
        end -= 1
    start = end
    while start and lines[start - 1].text.strip():
        start -= 1
    if start == end or lines[start].text.lstrip().startswith(("![", ":::")):
        return lines, []
    return lines[:start], lines[start:end]


def label_of(text: str) -> str:
    """Return a label of a definition as it is compared: no matter its capitals and spaces."""
    return " ".join(text.casefold().split())
