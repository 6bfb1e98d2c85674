"""Reads `editions` in a front matter: of which rows a document is made, a pair of files each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote

import msgspec

from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.files.yaml_file import Path, Yaml, convert, parse_yaml

HEAD = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
"""A front matter: YAML between two lines."""
PARAMETER = re.compile(r"\{\{\s*([^{}<]*?)\s*\}\}")
RICH = ("title", "subtitle", "abstract", "changes", "contact", "nocite", "editions")
"""Settings whose parameters are facts of a text, or that have none."""
SAID = re.compile(r"^editions[ \t]*:", re.MULTILINE)


class EditionsSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The setting: rows of a dataset or entries of a list, and how each edition is called.

    `lang` is the column that has the language of each, "" where all have the document's.
    """

    data: str | list[dict[str, Any]]
    name: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What an edition gives a document: the values of its parameters as texts, "" for none; how
    its files are called; its language, "" for that of the document.
    """

    values: Mapping[str, str]
    name: str
    lang: str = ""


class _Head(msgspec.Struct, frozen=True):
    """A front matter of which only the editions are looked at."""

    editions: EditionsSetting | None = None


def read_editions(
    path: str, text: str, diagnostics: Diagnostics
) -> tuple[EditionsSetting, Yaml] | None:
    """Return the setting `editions` of a document with its places, None for a document without.

    What is wrong with it is reported; the rest of the front matter is not looked at.
    """
    found = HEAD.match(text)
    if found is None or not SAID.search(found[1]):
        return None
    parsed = parse_yaml(path, text[: found.end(1)], Diagnostics(), found.start(1))
    if not isinstance(parsed.value, dict) or "editions" not in parsed.value:
        return None
    parsed = without_mistaken(parsed, diagnostics)
    head = convert(parsed, _Head, diagnostics)
    return None if head is None or head.editions is None else (head.editions, parsed)


def without_mistaken(parsed: Yaml, diagnostics: Diagnostics) -> Yaml:
    """Return a front matter without `edition` where `editions` is meant, and the other way round.

    Each is reported with the name of the other.
    """
    if not isinstance(parsed.value, dict):
        return parsed
    kept = dict(parsed.value)
    if isinstance(kept.get("edition"), dict | list):
        message = "`edition` is the version of a document, a text like `1.1`"
        hint = "several files of one source are `editions:`, with `data` and `name` below it"
        diagnostics.add(Rule.BAD_SETTING, message, parsed.span("edition"), hint)
        del kept["edition"]
    if "editions" in kept and not isinstance(kept["editions"], dict):
        message = "`editions` says which files are made of this source: by `data` and `name`"
        hint = "the version of a document is `edition:`, a text like `1.1`"
        diagnostics.add(Rule.BAD_SETTING, message, parsed.span("editions"), hint)
        del kept["editions"]
    return replace(parsed, value=kept)


def filled(parsed: Yaml, given: Given | None, diagnostics: Diagnostics) -> Yaml:
    """Return a front matter whose plain settings have the parameters of an edition in them.

    `given` is None in a document without editions: there what looks like one is reported.
    """

    def fill(value: Any, at: Path) -> Any:
        if isinstance(value, dict):
            return {key: fill(one, (*at, key)) for key, one in value.items()}
        if isinstance(value, list):
            return [fill(one, (*at, number)) for number, one in enumerate(value)]
        if not isinstance(value, str) or "{{" not in value:
            return value
        _report(value, given, parsed.span(*at), diagnostics)
        known = {} if given is None else given.values
        return PARAMETER.sub(lambda found: known.get(found[1], found[0]), value)

    if not isinstance(parsed.value, dict):
        return parsed
    value = {key: one if key in RICH else fill(one, (key,)) for key, one in parsed.value.items()}
    if given is None or not given.lang:
        return replace(parsed, value=value)
    places = {("lang",): parsed.span("editions", "lang"), **parsed.places}
    return replace(parsed, value={**value, "lang": given.lang}, places=places)


def address(target: str, given: Given | None, place: Span, diagnostics: Diagnostics) -> str:
    """Return the address of a link or picture with the parameters of an edition in it.

    pandoc writes braces and blanks as %7B, %7D and %20.
    """
    written = unquote(target) if "%7B%7B" in target else target
    if "{{" not in written:
        return target
    _report(written, given, place, diagnostics)
    known = dict(given.values) if given is not None else {}
    if "://" in written:
        known = {name: quote(value, safe="") for name, value in known.items()}
    return PARAMETER.sub(lambda found: known.get(found[1], ""), written)


def _report(text: str, given: Given | None, place: Span, diagnostics: Diagnostics) -> None:
    """Report parameters in a setting that are none, or have no value in this edition."""
    for name in dict.fromkeys(PARAMETER.findall(text)):
        if given is None:
            message = f"`{{{{ {name} }}}}` in a setting stands for nothing here"
            hint = "settings have parameters in documents with `editions` only"
            diagnostics.add(Rule.UNKNOWN_FACT, message, place, hint)
        elif name not in given.values:
            hint = suggestion(name, tuple(given.values), "parameter")
            diagnostics.add(Rule.UNKNOWN_FACT, f"there is no parameter `{name}`", place, hint)
        elif not given.values[name]:
            message = f"`{name}` has no value in this edition, and a setting needs it"
            diagnostics.add(Rule.NO_VALUE, message, place, "give it one in the data")
