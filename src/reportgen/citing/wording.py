"""The words of works in another language: titles and names, as references.TAG.yaml has them."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import msgspec

from reportgen.citing.located import Record
from reportgen.diagnostics import Diagnostics, Rule, suggestion
from reportgen.files.project import Project
from reportgen.files.yaml_file import Yaml, convert, parse_yaml


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """How a work is called: fields of CSL that hold words; `author` are names as they print."""

    title: str = ""
    title_short: str = ""
    container_title: str = ""
    publisher: str = ""
    genre: str = ""
    medium: str = ""
    author: list[str] = []


def in_words(
    records: Mapping[str, Record],
    paths: Iterable[str],
    keys: Iterable[str],
    lang: str,
    project: Project,
    diagnostics: Diagnostics,
) -> dict[str, Record]:
    """Return works with the words that they have in a language, beside the files at `paths`.

    `keys` are those of all works: words for any other are reported.
    """
    found = dict(records)
    for path, settings in _files(paths, lang, project, diagnostics):
        if not isinstance(settings.value, dict):
            message = "this is a mapping from keys of works to their words"
            diagnostics.add(Rule.BAD_SETTING, message, settings.whole)
            continue
        known = tuple(keys)
        for key in map(str, settings.value):
            if key not in known:
                hint = suggestion(key, known, "work")
                message = f"there is no work `{key}` beside `{path}`"
                diagnostics.add(Rule.BAD_SETTING, message, settings.span(key), hint)
                continue
            said = convert(settings.at(key), Said, diagnostics)
            if said is not None and key in found:
                found[key] = _said(found[key], said, lang)
    return found


def _files(
    paths: Iterable[str], lang: str, project: Project, diagnostics: Diagnostics
) -> Iterator[tuple[str, Yaml]]:
    """Yield the files of words in a language: for `pt-BR` those in `pt-BR`, else in `pt`."""
    for path in paths:
        for tag in dict.fromkeys((lang, lang.split("-")[0])):
            name = f"{PurePosixPath(path).with_suffix('')}.{tag}.yaml"
            if project.exists(name):
                yield (
                    name,
                    parse_yaml(name, project.read_text(name, diagnostics) or "", diagnostics),
                )
                break


def _said(record: Record, said: Said, lang: str) -> Record:
    """Return a work as a language calls it. What is written here is text, without marks."""
    words: dict[str, Any] = {
        name: value for name, value in msgspec.to_builtins(said).items() if value
    }
    if said.author:
        words["author"] = [{"literal": name} for name in said.author]
    if said.title:
        words["language"] = lang
        words.setdefault("title-short", said.title)
    work = {**record.work, **words}
    if work.get("original-title") == work.get("title"):
        del work["original-title"]
    return msgspec.structs.replace(record, work=work, rich=None)
