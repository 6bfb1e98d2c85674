"""Says what is wrong with a setting in an author's words, from the type that it should have."""

import datetime
from typing import Any

from msgspec import UNSET, inspect

from reportgen.diagnostics import suggestion

DATE = "write year, month and day, like 2026-11-23"
NOUNS: tuple[tuple[type[inspect.Type], str], ...] = (
    (inspect.StrType, "text"),
    (inspect.IntType, "a whole number"),
    (inspect.FloatType, "a number"),
    (inspect.BoolType, "true or false"),
    (inspect.DateType, "a date"),
    (inspect.CollectionType, "a list"),
    (inspect.DictType, "keys with values"),
    (inspect.StructType, "keys with values"),
)
"""What a value of a type is called."""


def fault(
    to: type, path: tuple[str | int, ...], whole: Any, *, is_unknown: bool = False
) -> tuple[str, str]:
    """Return what is wrong with the value at `path` of `whole`, which is no `to`; what to write."""
    if is_unknown:
        names = _names(_at(inspect.type_info(to), path[:-1]))
        name = str(path[-1])
        return f"unknown setting `{name}`", suggestion(name, names, "setting") if names else ""
    wanted, value = _at(inspect.type_info(to), path), _value(whole, path)
    choices = [str(one) for kind in _kinds(wanted) for one in getattr(kind, "values", ())]
    nouns = _nouns(wanted)
    if choices:
        known = ", ".join(f"`{one}`" for one in choices)
        return f"`{_short(value)}` is not known here", f"one of: {known}"
    if "a date" in nouns:
        return "this is no date", DATE
    if "text" in nouns and isinstance(value, bool):
        return "YAML reads this as true or false, not as text", "put it in quotes"
    if "text" in nouns and isinstance(value, int | float | datetime.date):
        kind = "a date" if isinstance(value, datetime.date) else "a number"
        return f"YAML reads this as {kind}, not as text", "put it in quotes"
    found, expected = _noun(value), " or ".join(nouns) or "another value"
    if found == expected:
        return "this number is out of range", ""
    return f"this is {found}, not {expected}", f"write {expected}"


def culprit(to: type, path: tuple[str | int, ...], whole: Any) -> tuple[str | int, ...]:
    """Return the path of what does not fit in the value at `path`: the value, or an item of it.

    msgspec names no key of a mapping (`[...]`).
    """
    value, wanted = _value(whole, path), _at(inspect.type_info(to), path)
    if not isinstance(value, dict) or _noun(value) not in _nouns(wanted):
        return path
    for name, item in value.items():
        below = _at(wanted, (name,))
        if below is not None and _nouns(below) and _noun(item) not in _nouns(below):
            return (*path, name)
        if isinstance(item, dict) and (deeper := culprit(to, (*path, name), whole)) != (
            *path,
            name,
        ):
            return deeper
    return path


def _at(wanted: inspect.Type | None, path: tuple[str | int, ...]) -> inspect.Type | None:
    """Return the type that the part at `path` of a value should have, None for any."""
    for step in path:
        found: inspect.Type | None = None
        for kind in _kinds(wanted):
            if isinstance(kind, inspect.StructType) and isinstance(step, str):
                named = {one.encode_name: one.type for one in kind.fields}
                found = found or named.get(step)
            elif isinstance(kind, inspect.DictType) and isinstance(step, str):
                found = found or kind.value_type
            elif isinstance(kind, inspect.CollectionType) and isinstance(step, int):
                found = found or kind.item_type
        wanted = found
    return wanted


def _kinds(wanted: inspect.Type | None) -> list[inspect.Type]:
    """Return the types of which a value may have one."""
    if wanted is None:
        return []
    return list(wanted.types) if isinstance(wanted, inspect.UnionType) else [wanted]


def _nouns(wanted: inspect.Type | None) -> list[str]:
    """Return what values are called that fit a type."""
    found = dict.fromkeys(
        noun for kind in _kinds(wanted) for form, noun in NOUNS if isinstance(kind, form)
    )
    if "a number" in found:
        found.pop("a whole number", None)
    return list(found)


def _names(wanted: inspect.Type | None) -> list[str]:
    structs = [one for one in _kinds(wanted) if isinstance(one, inspect.StructType)]
    return sorted(one.encode_name for struct in structs for one in struct.fields)


def _value(whole: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        try:
            whole = whole[step]
        except (KeyError, IndexError, TypeError):
            return UNSET
    return whole


def _noun(value: Any) -> str:
    """Return what a value is called."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "keys with values"
        case datetime.date():
            return "a date"
    return "another value"


def _short(value: Any, most: int = 40) -> str:
    written = str(value)
    return written if len(written) <= most else f"{written[: most - 1]}…"
