"""Finds and reads the works of CSL-YAML; its texts are Markdown, which pandoc reads."""

import datetime
import gc
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import yaml

from reportgen.citing.located import Fault, Index, Located
from reportgen.citing.quick_yaml import Loader, NotPlain, read_plain_yaml
from reportgen.citing.rich import DATES, date
from reportgen.citing.works import spaced
from reportgen.diagnostics import Diagnostics
from reportgen.files.yaml_file import parse_yaml
from reportgen.pandoc import Node, PandocError, run

ITEM = re.compile(r"^( *)- ", re.MULTILINE)
LIST = re.compile(r"^references\s*:[ \t]*(?:#.*)?$", re.MULTILINE)
END = re.compile(r"\n---\s*$|\n\.\.\.\s*$")
IDENTIFIERS = ("DOI", "URL", "ISBN", "ISSN", "PMID", "PMCID", "type", "id")
"""Fields whose text is no Markdown."""

NO_YAML = (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What PyYAML raises where a text is no YAML."""

NO_TEXT = ("true", "false", "yes", "no", "on", "off", "null", "~")


def index_csl_yaml(path: str, text: str) -> Index:
    """Return the works in the text of the file at `path`: a list, or a list `references`.

    A list that is written an item a line is not parsed, only cut up.
    """
    body = END.sub(lambda found: "\n" + " " * (len(found[0]) - 1), text)
    opening = LIST.search(body)
    found = list(ITEM.finditer(body, opening.end() if opening else 0))
    least = min((len(one[1]) for one in found), default=0)
    starts = [one.start() for one in found if len(one[1]) == least]
    if not starts or (opening is None and not _begins(body, starts[0])):
        return _parsed(path, body)
    after = re.compile(r"^(?!references)[^\s#-]", re.MULTILINE).search(body, starts[0])
    last = after.start() if after and opening else len(body)
    starts = [start for start in starts if start < last]
    return Index(
        tuple(
            _located(body, start, end, least)
            for start, end in zip(starts, [*starts[1:], last], strict=True)
        )
    )


def _begins(text: str, at: int) -> bool:
    """Return whether nothing but comments and the sign of a document stands before a place."""
    return not re.sub(r"#[^\n]*|^---[^\n]*", "", text[:at].strip("\ufeff")).strip()


def _located(text: str, start: int, end: int, indent: int) -> Located:
    key = re.compile(
        rf"^ {{{indent}}}(?:- *|  +)[\"']?id[\"']?\s*:[ \t]+(.+?)[ \t]*$", re.MULTILINE
    )
    found = key.search(text, start, end)
    if found is None:
        return _by_value(text, start, end)
    word = found[1]
    if word[0] in "\"'&!|>[{*" or " #" in word:
        return _by_value(text, start, end)
    if word.lower() in NO_TEXT:
        return Located("", start, end, "", _no_text(start))
    return Located(word, start, end)


def _no_text(at: int) -> Fault:
    return Fault("bad-bibliography", "an `id` is text, like kim2020", at, "put it in quotes")


def _by_value(text: str, start: int, end: int) -> Located:
    """Return an item whose key is not plain to see, after parsing it."""
    work = _loaded(text[start:end])
    if isinstance(work, Fault):
        found = re.compile(r"\bid[\"']?\s*:\s*[\"']?([^\"',\s]+)").search(text, start, end)
        return Located(found[1] if found else "", start, end)
    if not isinstance(work, dict):
        fault = Fault("bad-bibliography", "a work is a mapping of fields", start)
        return Located("", start, end, "", fault)
    key = work.get("id")
    if key in (None, "", [], {}):
        return Located(
            "", start, end, "", Fault("bad-bibliography", "this work has no `id`", start)
        )
    if isinstance(key, bool) or not isinstance(key, str | int | float):
        return Located("", start, end, "", _no_text(start))
    return Located(str(key), start, end)


def _parsed(path: str, text: str) -> Index:
    """Return the works of a list that is not written an item a line."""
    trial = Diagnostics()
    whole = parse_yaml(path, text, trial, is_own=False)
    if trial.errors:
        first = next(iter(trial))
        at = _offset(text, first.span.line, first.span.column)
        return Index(faults=(Fault(first.rule.code, first.message, at, first.help),))
    value = whole.value
    steps: tuple[str | int, ...] = ()
    if isinstance(value, dict) and "references" in value:
        value, steps = value["references"], ("references",)
    if not isinstance(value, list):
        message = "CSL-YAML is a list of works, or has one as `references`"
        return Index(faults=(Fault("bad-bibliography", message, 0),))
    entries = []
    for number, work in enumerate(value):
        place = whole.span(*steps, number)
        start = _offset(text, place.line, place.column)
        key = work.get("id") if isinstance(work, dict) else None
        fault = Fault("bad-bibliography", "this work has no `id`", start) if not key else None
        kind = json.dumps(work, default=str)
        entries.append(Located(str(key or ""), start, start + place.width, kind, fault))
    return Index(tuple(entries))


def _offset(text: str, line: int, column: int) -> int:
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + column - 1


def read_csl_yaml(path: str, text: str, entry: Located) -> Any:
    """Return an entry of an indexed text as plain data, or the fault that keeps it from that."""
    if entry.kind:
        return json.loads(entry.kind)
    piece = text[entry.start : entry.end]
    with suppress(NotPlain, *NO_YAML):
        quick = read_plain_yaml(END.sub("\n", piece))
        if isinstance(quick, list) and len(quick) == 1 and isinstance(quick[0], dict):
            return {**spaced(quick[0]), "id": entry.key}
    value = _loaded(END.sub("\n", piece))
    twice = _given_twice(piece)
    if not isinstance(value, Fault) and twice is None:
        return {**spaced(value), "id": entry.key} if isinstance(value, dict) else value
    trial = Diagnostics()
    parse_yaml(path, text[: entry.end], trial, entry.start, is_own=False)
    if found := next(iter(trial), None):
        at = _offset(text, found.span.line, found.span.column)
        return Fault(found.rule.code, found.message, at, found.help)
    if isinstance(value, Fault):
        return Fault(value.code, value.message, entry.start)
    return value


def _given_twice(piece: str) -> str | None:
    names: set[str] = set()
    found = re.match(r" *- *", piece)
    start = found[0] if found else "- "
    own = re.compile(rf"^(?:{start}| {{{len(start)}}})([\w-]+)\s*:", re.MULTILINE)
    for name in own.findall(piece):
        if name in names:
            return str(name)
        names.add(name)
    return None


def _loaded(piece: str) -> Any:
    """Return the one item of a list as plain data, or a fault."""
    try:
        value = yaml.load(piece, Loader)  # noqa: S506 (CSafeLoader, where libyaml is there)
    except NO_YAML:
        return Fault("bad-yaml", "this is not YAML", 0)
    except RecursionError:
        return Fault("bad-yaml", "this is nested too deeply", 0)
    return value[0] if isinstance(value, list) and len(value) == 1 else value


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep Python from looking for circles while thousands of works are made: there are none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


# --- by pandoc --------------------------------------------------------------------------------


def enriched(works: list[dict[str, Any]]) -> Iterator[dict[str, Node] | None]:
    """Yield works of CSL-YAML as pandoc's metadata; None for one that pandoc does not take.

    pandoc is asked for the texts alone that may be Markdown: a thousand works take it a second.
    """
    marked = [
        {name: value for name, value in work.items() if not is_plain(value)} for work in works
    ]
    try:
        tree = run(["-f", "markdown", "-t", "json"], f"---\n{_metadata(marked)}\n---\n")
    except PandocError:
        if len(works) < 2:
            yield from (None for _ in works)
            return
        for work in works:
            yield from enriched([work])
        return
    for work, found in zip(works, tree["meta"]["references"]["c"], strict=True):
        rich: dict[str, Node] = {name: _node(value) for name, value in work.items()}
        rich.update(found["c"])
        for name in IDENTIFIERS:
            if name in work:
                rich[name] = {"t": "MetaString", "c": str(work[name])}
        yield rich


def _metadata(works: list[dict[str, Any]]) -> str:
    return json.dumps({"references": works}, default=str)


def _node(value: Any) -> Node:
    """Return a plain value as pandoc's metadata has it."""
    if isinstance(value, list):
        return {"t": "MetaList", "c": [_node(one) for one in value]}
    if isinstance(value, dict):
        return {"t": "MetaMap", "c": {str(name): _node(one) for name, one in value.items()}}
    if isinstance(value, bool):
        return {"t": "MetaBool", "c": value}
    words = re.split("( +)", "" if value is None else curled(str(value)))
    nodes = (
        {"t": "Space"} if word.isspace() else {"t": "Str", "c": word} for word in words if word
    )
    return {"t": "MetaInlines", "c": list(nodes)}


# --- without pandoc ---------------------------------------------------------------------------

ABBREVIATIONS = frozenset(
    re.split(
        " ",
        "aet aetat al Apr Aug bk Bros c Capt cf ch chap chs Co col Corp cp d Dec Dr e.g ed eds esp "
        "f fasc Feb ff fig fl fol fols Fr Gen Gov Hon i.e ill Inc incl Jan Jr Jul Jun Ltd M.A M.D "
        "Mar Mr Mrs Ms n n.b nn No Nov Oct p Ph.D pp Pres Prof pt q.v Rep Rev s.v s.vv saec sec "
        "Sen Sep Sept Sgt Sr St univ viz vol vs",
    )
)
"""Words after whose stop pandoc sets a space that does not break (its file `abbreviations`)."""

PLAIN = re.compile(r"""(?:[^\W_]|[ ,;:()/+=%?!#.\u2013\u2019\u2026-]|&(?=[ ])|(?<=\w)'(?=\w))*""")
"""Text without signs that pandoc's Markdown has a meaning for."""

SIGNS = re.compile("--|[.][.]|  |^ | $")
"""Where signs that are plain alone mean something together."""

STOPPED = re.compile(r"(\w[\w.]*)\. ")


def is_plain(value: Any) -> bool:
    """Return whether a value of CSL-YAML says as text what it says as Markdown."""
    if isinstance(value, str):
        return (
            PLAIN.fullmatch(value) is not None
            and SIGNS.search(value) is None
            and (". " not in value or ABBREVIATIONS.isdisjoint(STOPPED.findall(value)))
        )
    if isinstance(value, list):
        return all(is_plain(one) for one in value)
    if isinstance(value, dict):
        return all(isinstance(name, str) and is_plain(one) for name, one in value.items())
    return isinstance(value, int)


def curled(text: str) -> str:
    """Return text with its apostrophes as pandoc prints them."""
    return text.replace("'", "\u2019")


def plain_work(work: dict[str, Any]) -> dict[str, Any] | None:
    """Return a work of CSL-YAML as CSL-JSON, None where it takes pandoc to read its texts."""
    found: dict[str, Any] = {}
    for name, value in work.items():
        if name in IDENTIFIERS and isinstance(value, str | int):
            found[name] = str(value)
        elif isinstance(value, datetime.date):
            found[name] = date(str(value))
        elif name == "note" or not is_plain(value):
            return None
        elif name in DATES and isinstance(value, str):
            found[name] = date(value)
        else:
            found[name] = _curled(value)
    return found


def _curled(value: Any) -> Any:
    if isinstance(value, str):
        return curled(value)
    if isinstance(value, list):
        return [_curled(one) for one in value]
    if isinstance(value, dict):
        return {name: _curled(one) for name, one in value.items()}
    return value
