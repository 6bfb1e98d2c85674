"""Reads records: objects of a JSON file, and the rows of a Parquet file."""

import io
import json
from typing import Any

from reportgen.data.grid import BOOLEAN, NUMBER, TEXT, Grid, Unreadable
from reportgen.diagnostics import counted
from reportgen.files.json_faults import of_json


class _Number(str):
    """A number as the file writes it, so that none is rounded on the way."""

    __slots__ = ()


def read_json(text: str) -> Grid:
    """Return the cells of a list of objects, or of the one list in an object.

    Raises Unreadable for other JSON, and for text that is none.
    """
    import polars as pl

    from reportgen.data.delimited import trimmed

    records = _records(_parsed(text))
    names = list(dict.fromkeys(name for one in records for name in one))
    if not names:
        raise Unreadable("the file holds no records", "write a list of objects: [{...}, {...}]")
    texts, kinds = {}, {}
    for at, name in enumerate(names):
        cells = [_cell(one.get(name)) for one in records]
        texts[str(at)] = pl.Series([text for text, _ in cells], dtype=pl.String)
        kinds[str(at)] = pl.Series([kind for _, kind in cells], dtype=pl.String)
    return Grid(
        trimmed(pl.DataFrame(texts)),
        range(1, len(records) + 1),
        kinds=pl.DataFrame(kinds),
        names=tuple(names),
        unit="record",
    )


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_int=_Number, parse_float=_Number, parse_constant=_Number)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and error.lineno > 1:  # one object a line
            try:
                lines = [one for one in text.split("\n") if one.strip()]
                return [
                    json.loads(one, parse_int=_Number, parse_float=_Number, parse_constant=_Number)
                    for one in lines
                ]
            except json.JSONDecodeError:
                pass
        raise Unreadable(f"this is no JSON: {of_json(error)}", "", error.lineno) from None
    except RecursionError:
        raise Unreadable("the JSON is nested too deeply") from None


def _records(value: Any) -> list[dict[str, Any]]:
    hint = "write a list of objects: [{...}, {...}]"
    if isinstance(value, dict):
        value = _only_list(list(value.values()))
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        value = _only_list(value) or value  # a page of an interface: [{"page": 1}, [{...}, {...}]]
    if not isinstance(value, list):
        raise Unreadable("the file is no list of records", hint)
    if value and all(isinstance(one, list) for one in value):
        return _of_lists(value)
    for number, one in enumerate(value, 1):
        if not isinstance(one, dict):
            raise Unreadable(f"record {number} is no object", hint, 1)
    return [_flat(one) for one in value]


def _only_list(values: list[Any]) -> list[Any] | None:
    """Return the one list among values, None where there are none or more."""
    lists = [one for one in values if isinstance(one, list) and one]
    return lists[0] if len(lists) == 1 else None


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with objects in it taken apart: `{"country": {"id": 1}}` is `country.id`."""
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{key}": one for key, one in value.items()}
        else:
            flat[name] = value
    return flat


def _of_lists(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """Return rows as records, the first row being the names."""
    head = [str(one) for one in rows[0]]
    for number, row in enumerate(rows[1:], 2):
        if len(row) > len(head):
            raise Unreadable(
                f"list {number} has {counted(len(row), 'value')}, the first has {len(head)}"
            )
    return [dict(zip(head, row, strict=False)) for row in rows[1:]]


def _cell(value: Any) -> tuple[str, str]:
    match value:
        case None:
            return "", ""
        case bool():
            return str(value).lower(), BOOLEAN
        case _Number():
            return str(value), NUMBER
        case str():
            return value, TEXT
        case _:
            return json.dumps(value, ensure_ascii=False), TEXT


def read_parquet(data: bytes) -> Grid:
    """Return the cells of a Parquet file. Raises Unreadable for a file that is none."""
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        message = f"this is no Parquet file that can be read: {str(error)[:100]}"
        raise Unreadable(message) from None
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    if nested:
        frame = frame.drop(nested)
    seen = (f"columns of lists or structures left out: {', '.join(nested)}",) if nested else ()
    numbers = [kind.is_numeric() for kind in frame.dtypes]
    bools = [kind == pl.Boolean for kind in frame.dtypes]
    kinds = {
        str(at): pl.repeat(
            NUMBER if numbers[at] else BOOLEAN if bools[at] else TEXT, frame.height, eager=True
        )
        for at in range(frame.width)
    }
    texts = {str(at): one.cast(pl.String, strict=False) for at, one in enumerate(frame)}
    return Grid(
        pl.DataFrame(texts),
        range(1, frame.height + 1),
        kinds=pl.DataFrame(kinds),
        names=tuple(frame.columns),
        unit="record",
        seen=seen,
    )
