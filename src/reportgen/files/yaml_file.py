"""Reads YAML with the place of every key and value, and checks it against a type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

import msgspec
import yaml

from reportgen.characters import LONGEST_TEXT, forbidden, too_long, without
from reportgen.diagnostics import Diagnostics, Rule, Span, span_in
from reportgen.files.setting_faults import culprit, fault
from reportgen.files.yaml_faults import (
    HELD,
    IN_QUOTES,
    NO_ESCAPE,
    READ,
    of_syntax,
    of_value,
    place_of,
)

T = TypeVar("T")
Path = tuple[str | int, ...]
Fault = tuple[str, str]
"""What is wrong, and what to write instead."""

NUMBERS = {
    "tag:yaml.org,2002:int": re.compile(r"[-+]?(?:0|[1-9][\d_]*|0x[\da-fA-F]+)$"),
    "tag:yaml.org,2002:float": re.compile(
        r"(?:[-+]?(?:\d[\d_]*\.[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
    ),
}
"""How numbers are written (YAML 1.2, 10.3.2)."""


@dataclass(frozen=True, slots=True)
class Yaml:
    """A parsed YAML document: its `value` as plain Python data, and where each part stands."""

    value: Any
    whole: Span
    places: dict[Path, Span] = field(default_factory=dict)

    def span(self, *path: str | int) -> Span:
        """Return the place of the value at `path`, else of the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return self.whole

    def at(self, *path: str | int) -> "Yaml":
        """Return the part at `path` as a document of its own."""
        value = self.value
        for step in path:
            value = value[step]
        depth = len(path)
        inside = {key[depth:]: span for key, span in self.places.items() if key[:depth] == path}
        return Yaml(value, self.span(*path), inside)


def parse_yaml(
    path: str, text: str, diagnostics: Diagnostics, offset: int = 0, *, is_own: bool = True
) -> Yaml:
    """Return the YAML in `text[offset:]`, where `text` is the whole file at `path`.

    Keys are texts as they are written. Faults of syntax, values that cannot be read and keys given
    twice are reported; the value is then an empty mapping. What another program wrote (not
    `is_own`) may hold texts of any length.
    """
    whole = span_in(path, text, offset)
    body = without(text[offset:], "?")  # the file's reader has reported these
    try:
        loader = _Loader(body)
    except yaml.YAMLError as error:
        diagnostics.add(Rule.BAD_YAML, str(error).splitlines()[0], whole)
        return Yaml({}, whole)

    def report(fault: tuple[str, str], start: int, end: int | None = None) -> None:
        at = min(offset + start, len(text))
        place = span_in(path, text, at, None if end is None else offset + end)
        diagnostics.add(Rule.BAD_YAML, fault[0], place, fault[1])

    try:
        node = loader.get_single_node()
        if node is None:
            return Yaml({}, whole)
        places: dict[Path, Span] = {}
        _refuse_aliases(node)
        _record(node, (), path, text, offset, places, diagnostics)
        faulty = list(_faulty(node, loader))
        faulty += _too_long(node) if is_own and len(body) > LONGEST_TEXT else ()
        for part, fault in faulty:
            report(fault, part.start_mark.index, part.end_mark.index)
        if not faulty:
            return Yaml(loader.construct_document(node), whole, places)
    except yaml.MarkedYAMLError as error:
        report(of_syntax(error), place_of(error))
    except RecursionError:
        diagnostics.add(Rule.BAD_YAML, "this is nested too deeply", whole)
    except Exception:  # PyYAML passes on what Python raises on an escape such as "\\UFFFFFFFF"
        report(NO_ESCAPE, loader.get_mark().index)
    finally:
        loader.dispose()
    return Yaml({}, whole)


class _Loader(yaml.SafeLoader):
    """Reads 12:30 and 0101 as texts, not as numbers to the base of 60 or 8; merges nothing."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, NUMBERS.get(tag, form)) for tag, form in known if tag in READ]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _faulty(root: yaml.Node, loader: yaml.SafeLoader) -> Iterator[tuple[yaml.Node, Fault]]:
    """Yield each part that cannot be read as what its form or its tag says, and why.

    Keys become texts. A tag of a list or mapping is one that is not read.
    """
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.tag not in READ or HELD.get(node.tag, yaml.ScalarNode) is not type(node):
            yield node, of_value(node)
        elif isinstance(node, yaml.ScalarNode):
            if wrong := next(forbidden(node.value), None):
                yield node, (f"this text holds {wrong[1]}", "delete the character")
                continue
            try:
                loader.construct_object(node)
            except (Exception, RecursionError):  # whatever Python raises on such a value
                yield node, of_value(node)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    yield key, ("a key is text, and this is a list or mapping", IN_QUOTES)
                    continue
                key.tag = "tag:yaml.org,2002:str"
                waiting += [key, value]
        else:
            waiting += node.value


def _too_long(root: yaml.Node) -> Iterator[tuple[yaml.Node, Fault]]:
    """Yield each text that is longer than one that stands for itself, and why it is refused."""
    waiting = [root]
    while waiting:
        match waiting.pop():
            case yaml.ScalarNode(value=text) as node if wrong := too_long(text):
                yield node, (wrong, "shorten it; the whole of it may stand in the document's text")
            case yaml.MappingNode(value=pairs):
                waiting += [part for pair in pairs for part in pair]
            case yaml.SequenceNode(value=items):
                waiting += items


def _refuse_aliases(root: yaml.Node) -> None:
    """Raise where a list or mapping stands in two places: a few aliases make a million values."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            continue
        if id(node) in seen:
            raise yaml.MarkedYAMLError(problem="aliases are not read", problem_mark=node.start_mark)
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        else:
            waiting += node.value


def _record(
    node: yaml.Node,
    path: Path,
    file: str,
    text: str,
    offset: int,
    places: dict[Path, Span],
    diagnostics: Diagnostics,
) -> None:
    """Write the places of `node` and of all below it into `places`; report keys given twice."""
    places.setdefault(
        path, span_in(file, text, offset + node.start_mark.index, offset + node.end_mark.index)
    )
    if isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key.value, str) else str(key.value)
            place = span_in(file, text, offset + key.start_mark.index, offset + key.end_mark.index)
            if name in names:
                first = places[(*path, name)]
                diagnostics.add(
                    Rule.DUPLICATE_ID,
                    f"the key `{name}` is given twice",
                    place,
                    f"it was first given in line {first.line}; rename or delete one",
                )
            names.add(name)
            places[(*path, name)] = place
            _record(value, (*path, name), file, text, offset, places, diagnostics)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _record(value, (*path, number), file, text, offset, places, diagnostics)


def convert(document: Yaml, to: type[T], diagnostics: Diagnostics) -> T | None:
    """Return the document as a `to` (a msgspec type), or report all that does not fit and where."""
    value, removed = document.value, set[Path]()
    while True:
        try:
            found = msgspec.convert(value, to, strict=True)
            return None if removed else found
        except msgspec.ValidationError as error:
            faulty = _report(error, document, to, removed, diagnostics)
            smaller = _without(value, faulty)
            if smaller == value:
                return None
            value = smaller
            removed.add(faulty)


def _report(
    error: msgspec.ValidationError,
    document: Yaml,
    to: type,
    removed: set[Path],
    diagnostics: Diagnostics,
) -> Path:
    """Report what msgspec found, at the key; return the path of the faulty part."""
    message, _, where = str(error).partition(" - at ")
    path = _path(where)
    if missing := re.search(r"missing required field `(.+?)`", message):
        mistyped = any(get_close_matches(missing[1], [str(one[-1])]) for one in removed if one)
        if (*path, missing[1]) not in removed and not mistyped:
            text, hint = f"the setting `{missing[1]}` is missing", f"write `{missing[1]}: ...`"
            diagnostics.add(Rule.BAD_SETTING, text, document.span(*path), hint)
        return path
    unknown = re.search(r"unknown field `(.+?)`", message)
    path = (*path, unknown[1]) if unknown else culprit(to, path, document.value)
    text, hint = fault(to, path, document.value, is_unknown=unknown is not None)
    diagnostics.add(Rule.BAD_SETTING, text, document.span(*path), hint)
    return path


def _without(value: Any, path: Path) -> Any:
    """Return a copy of nested mappings and lists without the part at `path`."""
    if path and isinstance(value, list) and isinstance(path[0], int) and path[0] < len(value):
        return [*value[: path[0]], *value[path[0] + 1 :]]
    if not path or not isinstance(value, dict) or path[0] not in value:
        return value
    rest = {key: part for key, part in value.items() if key != path[0]}
    smaller = _without(value[path[0]], path[1:])
    return rest if smaller == value[path[0]] else {**rest, path[0]: smaller}


def _path(where: str) -> Path:
    """Return msgspec's `$.a[0].b`, in backquotes, as a path."""
    steps: list[str | int] = []
    for name, number in re.findall(r"\.([\w-]+)|\[(\d+|\.\.\.)\]", where):
        if name:
            steps.append(name)
        elif number.isdigit():
            steps.append(int(number))
        else:
            break
    return tuple(steps)
