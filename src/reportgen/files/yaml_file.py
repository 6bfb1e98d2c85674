"""Reads YAML with the place of every key and value, and checks it against a type."""

import re
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
import yaml

from reportgen.diagnostics import Diagnostics, Rule, Span, span_in, suggestion

T = TypeVar("T")
Path = tuple[str | int, ...]


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


def parse_yaml(path: str, text: str, diagnostics: Diagnostics, offset: int = 0) -> Yaml:
    """Return the YAML in `text[offset:]`, where `text` is the whole file at `path`.

    Faults of syntax and keys given twice are reported; the value is then an empty mapping.
    """
    whole = span_in(path, text, offset)
    body = text[offset:]
    loader = yaml.SafeLoader(body)
    try:
        node = loader.get_single_node()
        if node is None:
            return Yaml({}, whole)
        places: dict[Path, Span] = {}
        _refuse_aliases(node)
        _record(node, (), path, text, offset, places, diagnostics)
        return Yaml(loader.construct_document(node), whole, places)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = offset + (mark.index if mark else 0)
        place = span_in(path, text, min(at, len(text)))
        diagnostics.add(
            Rule.BAD_YAML, error.problem or "this is not YAML", place, error.context or ""
        )
    except (yaml.YAMLError, ValueError) as error:
        diagnostics.add(Rule.BAD_YAML, str(error).splitlines()[0], whole)
    except RecursionError:
        diagnostics.add(Rule.BAD_YAML, "this is nested too deeply", whole)
    finally:
        loader.dispose()
    return Yaml({}, whole)


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
    value, sound = document.value, True
    while True:
        try:
            found = msgspec.convert(value, to, strict=True)
            return found if sound else None
        except msgspec.ValidationError as error:
            sound = False
            faulty = _report(error, document, to, diagnostics)
            smaller = _without(value, faulty)
            if smaller == value:
                return None
            value = smaller


def _report(
    error: msgspec.ValidationError, document: Yaml, to: type, diagnostics: Diagnostics
) -> Path:
    """Report what msgspec found; return the path of the faulty part."""
    message, _, where = str(error).partition(" - at ")
    path = _path(where)
    unknown = re.search(r"unknown field `(.+?)`", message)
    if unknown:
        path = (*path, unknown[1])
        names = _field_names(to) if len(path) == 1 else []
        text, hint = f"unknown setting `{unknown[1]}`", ""
        hint = suggestion(unknown[1], names, "setting") if names else ""
    elif "RFC3339" in message or "`date" in message:
        text, hint = "this is no date", "write year, month and day, like 2026-11-23"
    else:
        text, hint = message[0].lower() + message[1:], ""
    diagnostics.add(Rule.BAD_SETTING, text, document.span(*path), hint)
    return path


def _without(value: Any, path: Path) -> Any:
    """Return a copy of nested mappings and lists without the part at `path`."""
    if not path or not isinstance(value, dict) or path[0] not in value:
        return value
    rest = {key: part for key, part in value.items() if key != path[0]}
    smaller = _without(value[path[0]], path[1:])
    return rest if smaller == value[path[0]] else {**rest, path[0]: smaller}


def _field_names(of: type) -> list[str]:
    fields = getattr(of, "__struct_encode_fields__", ())
    return sorted(fields)


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
