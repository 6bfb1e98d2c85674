"""Reads and writes which paragraphs of a translation are known to say what the original says.

One line for each: the digest of the original's paragraph, that of its counterpart, and how the
original begins, in the order of the text, so that git merges two people's work line by line.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from reportgen.diagnostics import Diagnostics, Rule, span_in
from reportgen.files.project import Project

UNTRANSLATED = "…"
"""What stands in a translation where words are still to be written."""
HEAD = "# Original, counterpart, how the original begins. `reportgen translate hold` writes it.\n"


def held_file(path: str) -> str:
    """Return where it stands for a translation, `content/brief.ko.md`: `content/brief.ko.held`."""
    return str(PurePosixPath(path).with_suffix(".held"))


def read_held(
    project: Project, path: str, diagnostics: Diagnostics
) -> Mapping[str, frozenset[str]]:
    """Return the digests of originals for that of each counterpart; a broken line is reported."""
    name = held_file(path)
    if not project.exists(name):
        return {}
    text = project.read_text(name, diagnostics) or ""
    found: dict[str, frozenset[str]] = {}
    at = 0
    for line in text.splitlines(keepends=True):
        words = line.split()
        if len(words) >= 2 and not line.startswith("#"):
            found[words[1]] = found.get(words[1], frozenset()) | {words[0]}
        elif line.strip() and not line.startswith("#"):
            message, hint = "this line names no two digests", "take it out, and record again"
            diagnostics.add(Rule.BAD_SETTING, message, span_in(name, text, at), hint)
        at += len(line)
    return found


def write_held(project: Project, path: str, lines: Iterable[tuple[str, str, str]]) -> str:
    """Write what holds: digests of original and counterpart, first words; return the path."""
    text = HEAD + "".join(
        f"{one} {other} {' '.join(words.split())}\n" for one, other, words in lines
    )
    project.write(held_file(path), text.encode())
    return held_file(path)
