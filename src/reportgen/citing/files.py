"""Opens bibliography files: their text, and the index of their entries, kept for the next build."""

import re
from contextlib import suppress

import msgspec

from reportgen.citing.bibtex import File
from reportgen.citing.encodings import decoded
from reportgen.citing.formats import indexed
from reportgen.citing.located import Fault, Index
from reportgen.diagnostics import Diagnostics, Rule, Span, UsageError, span_in
from reportgen.files.cache import CacheEntry, digest, find, keep
from reportgen.files.project import Project

RULES = {rule.code: rule for rule in Rule}
WORTH_KEEPING = 200_000
"""Characters of a file from which its index is kept for the next build."""


def opened(
    path: str,
    project: Project,
    diagnostics: Diagnostics,
    named: Span | None = None,
    *,
    may_keep: bool = False,
) -> File | None:
    """Return a bibliography file with its entries, or report why it cannot be read.

    `named` is where a document names it.
    """
    try:
        data = project.read_bytes(path)
    except FileNotFoundError:
        project.report_missing(path, named or Span(path), diagnostics)
        return None
    except OSError as error:
        message = f"`{path}` cannot be read: {error.strerror}"
        hint = "look whether you may read it, and whether another program holds it"
        diagnostics.add(Rule.MISSING_FILE, message, named or Span(path), hint)
        return None
    text = decoded(data)
    if isinstance(text, Fault):
        shown = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        report(text, path, shown, diagnostics)
        return None
    index = _kept_index(path, text, project) if may_keep and len(text) > WORTH_KEEPING else None
    found = index or indexed(path, text)
    if index is None and may_keep and len(text) > WORTH_KEEPING:
        _keep_index(path, text, found, project)
    for fault in found.faults:
        report(fault, path, text, diagnostics)
    return File(path, text, found)


def _kept_index(path: str, text: str, project: Project) -> Index | None:
    kept = find(project, _kept_name(path))
    if kept is None or kept.values != {"text": digest(text)}:
        return None
    with suppress(msgspec.DecodeError, KeyError):
        return msgspec.msgpack.decode(kept.parts["index"], type=Index)
    return None


def _keep_index(path: str, text: str, index: Index, project: Project) -> None:
    parts = {"index": msgspec.msgpack.encode(index)}
    with suppress(UsageError):  # a folder that may only be read: the next build looks again
        keep(project, _kept_name(path), CacheEntry({}, {"text": digest(text)}, {}, parts))


def _kept_name(path: str) -> str:
    return f"bibliography-{re.sub(r'[^A-Za-z0-9.-]', '_', path)}"


def report(fault: Fault, path: str, text: str, diagnostics: Diagnostics) -> None:
    """Report a fault of the file at `path`, whose text is given."""
    place = span_in(path, text, min(fault.at, len(text)))
    diagnostics.add(RULES[fault.code], fault.message, place, fault.help)
