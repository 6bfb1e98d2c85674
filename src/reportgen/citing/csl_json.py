"""Finds and reads the works of CSL-JSON, in each of the forms that programs write."""

import json
import re
from collections.abc import Iterator
from typing import Any

from reportgen.citing.located import Fault, Index, Located
from reportgen.citing.works import LongNumber
from reportgen.files.json_faults import of_json

NEXT_WORK = re.compile(r'\}\s*,\s*(?=\{\s*"(?:id|type|citation-key)"\s*:)')
ID = re.compile(r'"id"\s*:\s*(?:"([^"\n]*)"|(\d+))')
ID_LIST = re.compile(r'"([^"]+)"')
BETWEEN = re.compile(r"[\s,]*")
LISTS = ("items", "references")
"""Names under which programs keep the list of works."""

LONGEST_NUMBER = 18


def _integer(digits: str) -> int | LongNumber:
    return int(digits) if len(digits) <= LONGEST_NUMBER else LongNumber(digits)


DECODER = json.JSONDecoder(parse_int=_integer)


def index_csl_json(text: str) -> Index:
    """Return the works in a file's text: a list, a list by name, works by key, or one work."""
    start = BETWEEN.match(text, len(text) - len(text.lstrip("\ufeff")))
    at = start.end() if start else 0
    if text[at : at + 1] == "[":
        return _list(text, at + 1)
    if text[at : at + 1] != "{":
        message = "CSL-JSON is a list of works: it begins with `[`"
        return Index(faults=(Fault("bad-bibliography", message, at),))
    try:
        whole, _ = DECODER.raw_decode(text, at)
    except (json.JSONDecodeError, RecursionError) as error:
        return Index(faults=(_syntax(error, at),))
    for name in LISTS:
        opening = re.compile(rf'"{name}"\s*:\s*\[').search(text, at)
        if isinstance(whole.get(name), list) and opening:
            return _list(text, opening.end())
    if "type" in whole and not isinstance(whole["type"], dict):
        return Index((_located(whole, at, len(text)),))
    if whole and all(isinstance(one, dict) for one in whole.values()):
        return Index(tuple(_members(text, at + 1)))
    message = "this is no CSL-JSON: a list of works, or works by their keys"
    return Index(faults=(Fault("bad-bibliography", message, at),))


def read_csl_json(text: str, entry: Located) -> Any:
    """Return an entry of an indexed text."""
    work, _ = DECODER.raw_decode(text, entry.start)
    return {**work, "id": entry.key} if isinstance(work, dict) else work


def _list(text: str, at: int) -> Index:
    entries: list[Located] = []
    following = BETWEEN.match(text, at)
    at = following.end() if following else at
    while at < len(text) and text[at] != "]":
        try:
            work, end = DECODER.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            fault = _syntax(error, at)
            rest = NEXT_WORK.search(text, fault.at)
            end = rest.end() if rest else len(text)
            keys = [one[1] or one[2] for one in ID.finditer(text, at, end)] or [""]
            entries += [Located(key, at, end, "", fault) for key in keys]
            if rest is None:
                return Index(tuple(entries))
        else:
            entries.append(_located(work, at, end))
        following = BETWEEN.match(text, end)
        at = following.end() if following else end
    if at >= len(text):
        message = "the list of works is not closed with `]`"
        return Index(tuple(entries), (), (Fault("bad-json", message, len(text)),))
    return Index(tuple(entries))


def _members(text: str, at: int) -> Iterator[Located]:
    """Yield the works of an object that has them by key; it is known to be sound."""
    at = _past(text, at)
    while text[at] != "}":
        key, at = DECODER.raw_decode(text, at)
        at = _past(text, at)
        _, end = DECODER.raw_decode(text, at)
        yield Located(str(key), at, end)
        at = _past(text, end)


def _past(text: str, at: int) -> int:
    found = re.compile(r"[\s,:]*").match(text, at)
    return found.end() if found else at


def _located(work: Any, start: int, end: int) -> Located:
    if not isinstance(work, dict):
        fault = Fault("bad-bibliography", "a work is a mapping of fields, in `{}`", start)
        return Located("", start, end, "", fault)
    key = work.get("id")
    if isinstance(key, bool) or not isinstance(key, str | int) or key == "":
        found = ID_LIST.search(json.dumps(key)) if isinstance(key, list | dict) else None
        told = "this work has no `id`" if key in (None, "") else 'an `id` is text, like "kim2020"'
        named = found[1] if found else ""
        if "itemType" in work:
            message = "this is Zotero's own JSON, not CSL-JSON"
            hint = "export it from Zotero as `CSL JSON` or `Better CSL JSON`"
            return Located(named, start, end, "", Fault("bad-bibliography", message, start, hint))
        return Located(named, start, end, "", Fault("bad-bibliography", told, start))
    return Located(str(key).strip(), start, end)


def _syntax(error: json.JSONDecodeError | RecursionError, at: int) -> Fault:
    if isinstance(error, json.JSONDecodeError):
        return Fault("bad-json", of_json(error), error.pos)
    return Fault("bad-json", "this is nested too deeply", at)
