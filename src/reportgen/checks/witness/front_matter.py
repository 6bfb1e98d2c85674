"""Reads the texts of a document's front matter, each with its line."""

import re
from collections.abc import Iterator

import yaml

from reportgen.checks.witness.blocks import Around, Reading
from reportgen.checks.witness.testimony import Line, Where

HEAD = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)

RICH = {
    "title": (Where.BRIEF, Where.SLIDE),
    "subtitle": (Where.BRIEF,),
    "abstract": (Where.BRIEF,),
    "changes": (Where.BRIEF,),
    "contact": (Where.BRIEF,),
    "edition": (Where.BRIEF,),
    "license": (Where.BRIEF,),
    "author": (Where.ANYWHERE,),
    "organisation": (Where.ANYWHERE,),
    "keywords": (Where.ANYWHERE,),
}
"""The settings that hold words for readers, and where those stand."""


def split(text: str) -> tuple[str, int, int]:
    """Return the YAML at the head of a document, where its rest begins, and in which line."""
    found = HEAD.match(text)
    if found is None:
        return "", 0, 1
    return found[1], found.end(), text.count("\n", 0, found.end()) + 1


def read_front_matter(path: str, text: str, reading: Reading) -> dict[str, str]:
    """Add the texts of a front matter to a reading; return its single values by key."""
    written, _, _ = split(text)
    root = yaml.compose(written, Loader=yaml.SafeLoader) if written else None
    if not isinstance(root, yaml.MappingNode):
        return {}
    single: dict[str, str] = {}
    for key, node in root.value:
        if isinstance(node, yaml.ScalarNode):
            single[key.value] = node.value
        for where in RICH.get(key.value, ()):
            before = len(reading.units)
            reading.flows += 1
            around = Around(where, flow=reading.flows)
            for scalar in _scalars(node):
                lines = list(_lines(path, scalar))
                if key.value == "abstract":
                    reading.blocks(lines, around)
                else:
                    filled = [one for one in lines if one.text.strip()]
                    reading.text(filled, around, "setting")
            if where is Where.SLIDE:
                kept = [unit for unit in reading.units[before:] if unit.kind == "setting"]
                reading.units[before:] = kept
    return single


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if (
        isinstance(node, yaml.ScalarNode)
        and node.value.strip()
        and node.tag != "tag:yaml.org,2002:null"
    ):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _scalars(one)
    elif isinstance(node, yaml.MappingNode):
        for _, one in node.value:
            yield from _scalars(one)


def _lines(path: str, node: yaml.ScalarNode) -> Iterator[Line]:
    """Yield the lines of a value; the front matter begins in the second line of its file."""
    block = node.style in ("|", ">")
    first = node.start_mark.line + 2 + block
    for number, line in enumerate(node.value.split("\n")):
        column = 1 if block or number else node.start_mark.column + 1 + bool(node.style)
        yield Line(path, first + number * (node.style == "|"), column, line)
