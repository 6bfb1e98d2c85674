"""The recipe of an import: a draft becomes a project, and what became of it is told."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from reportgen.diagnostics import counted
from reportgen.importing.draft import Draft, Track, read_draft
from reportgen.importing.lost_words import lost_words
from reportgen.importing.markdown import as_markdown
from reportgen.importing.nodes import plain
from reportgen.importing.office_parts import Remark
from reportgen.importing.quarto import is_quarto, read_quarto
from reportgen.importing.tidying import A_PICTURE, A_TABLE
from reportgen.recipes.new_project import begin

DOCUMENT = "content/brief.md"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a draft.

    `files` are those that were written, with what is in them; `told` what was left out or changed,
    with how often; `remarks` its comments and tracked changes; `lost` paragraphs that did not come
    over whole, with the number of their words that are missing; `todo` what the author has to do,
    with the line of the document.
    """

    files: tuple[tuple[str, str], ...]
    told: tuple[tuple[str, int], ...]
    remarks: tuple[Remark, ...]
    lost: tuple[tuple[str, int], ...]
    todo: tuple[tuple[int, str], ...]


def import_draft(path: Path, folder: Path, track: Track = "accept") -> Imported:
    """Make a project of a draft in `folder`, which is new or empty.

    `track` says what becomes of tracked changes: they are in, they are out, or they are in and
    each is listed. Raises UsageError where the draft cannot be read, or the project not written.
    """
    if is_quarto(path):
        return _import_quarto(path, folder)
    draft = read_draft(path, track)
    settings = dict(draft.settings)
    if draft.works:
        settings["bibliography"] = "references.json"
    text = as_markdown(settings, draft.text.blocks)
    files: dict[str, bytes] = {DOCUMENT: text.encode()}
    for picture in draft.text.pictures:
        if picture.path:
            files[f"content/{picture.path}"] = draft.pictures[picture.source]
    for dataset in draft.text.datasets:
        table = io.StringIO()
        csv.writer(table, lineterminator="\n").writerows(dataset.rows)
        files[f"content/data/{dataset.name}.csv"] = table.getvalue().encode()
        about = {"title": dataset.title, "source": f"{path.name}, a draft", "license": "unknown"}
        about_text = yaml.safe_dump(about, allow_unicode=True, sort_keys=False)
        files[f"content/data/{dataset.name}.yaml"] = about_text.encode()
    if draft.works:
        files["content/references.json"] = _json(draft.works)
    begin(folder, files)
    told = [*draft.text.told.items(), *((f"{what}: lost", count) for what, count in draft.left)]
    if draft.unread:
        told.append(("citation of a program that could not be read: plain text now", draft.unread))
    shown = [one for one in draft.remarks if one.kind == "comment" or track == "list"]
    hidden = len(draft.remarks) - len(shown)
    if hidden:
        done = "left out" if track == "reject" else "taken in"
        told.append((f"tracked change: {done} (`--track list` shows each)", hidden))
    return Imported(
        tuple(_files(draft, files, text)),
        tuple(told),
        tuple(shown),
        lost_words(draft.words, _made_words(draft)),
        tuple(sorted(_todo(draft, text))),
    )


def _import_quarto(path: Path, folder: Path) -> Imported:
    draft = read_quarto(path)
    begin(folder, draft.files)
    text = draft.files[DOCUMENT].decode()
    counts = {
        "content/": (draft.included, "included file"),
        "content/images": (draft.pictures, "picture"),
        "chunks/": (draft.chunks, "chunk of code, which nothing runs"),
    }
    files = [(DOCUMENT, counted(len(text.splitlines()), "line"))]
    files += [(where, f"{count} {what}") for where, (count, what) in counts.items() if count]
    told = [*((line, 1) for line in draft.told)]
    lost = lost_words(draft.words, draft.made)
    return Imported(tuple(files), tuple(told), (), lost, tuple(_quarto_todo(text)))


def _quarto_todo(text: str) -> Iterator[tuple[int, str]]:
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if "<!-- Code of the draft: " in line:
            yield number, "what this code made: a figure (`![…](figures/name.py)`), or facts"
    yield from _todo_of_all(lines, has_date="\ndate:" in text)


def _todo_of_all(lines: list[str], *, has_date: bool) -> Iterator[tuple[int, str]]:
    """Yield what every new document lacks."""
    if not has_date:
        yield 2, "write `date: 2026-11-23` here, the day of this edition: both files carry it"
    if not any("::: " in line for line in lines):
        what = "write slides (`::: slide` … `:::`); a section with `::: key-points` makes its own"
        yield len(lines), what
    at = next((at for at, one in enumerate(lines, 1) if "status: draft" in one), 1)
    yield at, "write `status: final` when it is done: until then every page says “Draft”"


def _json(works: object) -> bytes:
    return json.dumps(works, ensure_ascii=False, indent=1).encode() + b"\n"


def _made_words(draft: Draft) -> Iterator[str]:
    """Yield the words that came over, and those that were left out on purpose."""
    yield plain(draft.text.blocks).replace(A_PICTURE, " ").replace(A_TABLE, " ")
    yield from draft.text.dropped
    for value in draft.settings.values():
        yield from value if isinstance(value, list) else [str(value)]
    for dataset in draft.text.datasets:
        for row in dataset.rows:
            yield from row


def _files(draft: Draft, files: dict[str, bytes], text: str) -> Iterator[tuple[str, str]]:
    counts = draft.text.counts
    parts = [
        f"{counts[name]} {name}{'' if counts[name] == 1 else 's'}"
        for name in ("heading", "footnote", "list", "table", "equation", "citation")
        if counts[name]
    ]
    yield DOCUMENT, ", ".join((counted(len(text.splitlines()), "line"), *parts))
    pictures = [one for one in draft.text.pictures if f"content/{one.path}" in files]
    if pictures:
        silent = sum(not one.alt for one in pictures)
        yield (
            "content/images/",
            f"{counted(len(pictures), 'picture')}, {silent} without a description",
        )
    for dataset in draft.text.datasets:
        yield (
            f"content/data/{dataset.name}.csv",
            f"{counted(len(dataset.rows) - 1, 'row')} of numbers",
        )
    if draft.works:
        yield "content/references.json", counted(len(draft.works), "work")


def _todo(draft: Draft, text: str) -> Iterator[tuple[int, str]]:
    """Yield what only the author can do, with the line that it is about."""
    lines = text.splitlines()

    def line_of(part: str) -> int:
        return next((at for at, one in enumerate(lines, 1) if part in one), 1)

    for picture in draft.text.pictures:
        at = line_of(f"{{#{picture.id} ")
        if not picture.path:
            name = picture.source.rsplit("/", 1)[-1]
            what = f"save `{name}` as PNG and show it: `![…](images/…){{#{picture.id} alt=…}}`"
            yield line_of(f"draft, {name},"), what
        elif not picture.alt:
            yield at, "say in `alt` what the picture shows"
    for dataset in draft.text.datasets:
        at = line_of(f"{{#{dataset.id}}}")
        yield at, f"say in data/{dataset.name}.yaml where the numbers are from"
    for number, line in enumerate(lines, 1):
        if A_TABLE in line or f"![{A_PICTURE}]" in line:
            yield number, "write a caption: `**What it says.** What is counted. Source: …`"
        if "{{" in line:
            yield number, "`{{` begins a fact: write the text in another way"
    yield from _todo_of_all(lines, has_date="date" in draft.settings)
