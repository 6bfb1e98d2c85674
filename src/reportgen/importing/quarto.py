"""Reads a Quarto or R Markdown document or project: its settings, chapters, pictures and code."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from reportgen.diagnostics import Diagnostics, UsageError
from reportgen.files.text import sound_text
from reportgen.files.yaml_file import Yaml, parse_yaml
from reportgen.importing.quarto_text import quarto_text

ENDINGS = (".qmd", ".rmd", ".md", ".markdown")
PROJECT = ("_quarto.yml", "_quarto.yaml")
HEAD = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
TEXTS = ("title", "subtitle", "abstract", "lang", "organisation", "license", "contact", "url")
"""Settings that are texts, and have the same names here."""
NEEDLESS = (
    "format", "output", "toc", "toc-depth", "toc-title", "number-sections", "execute", "editor",
    "engine", "jupyter", "knitr", "link-citations", "project", "website", "code-fold", "theme",
    "number-depth", "prefer-html", "freeze", "aliases", "documentclass", "geometry", "fontsize",
    "reference-section-title", "crossref", "code-link", "df-print", "colorlinks",
)  # fmt: skip
"""Keys that nothing here needs: `reportgen build` makes both files, numbers and contents."""
SHORTCODE = re.compile(
    r"^[ \t]*\{\{<[ \t]*include\b.*$|^[ \t]*```+\s*\{[^\n]*\bchild\b.*$", re.MULTILINE
)
LINKED = re.compile(r"\]\([^)\s]*")
"""Addresses are no words."""
MADE = ("today", "now", "last-modified")
LARGEST = 64_000_000


@dataclass
class QuartoDraft:
    """A Quarto draft as it was read.

    `files` are the project's, by path; `told` says where (file:line of the draft) what was not
    carried; `words` are the paragraphs of the draft, `made` those of what was made of it.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    pictures: int = 0
    chunks: int = 0
    included: int = 0


def is_quarto(path: Path) -> bool:
    """Return whether a draft is Markdown, or a folder with Quarto's project file."""
    if path.is_dir():
        return any((path / name).is_file() for name in PROJECT)
    return path.suffix.lower() in ENDINGS or path.name in PROJECT


def read_quarto(path: Path) -> QuartoDraft:
    """Return a Quarto document, or a project as one document. Raises UsageError for none."""
    if not path.exists():
        raise UsageError(f"there is no file `{path}`")
    if path.is_dir() or path.name in PROJECT:
        root = path if path.is_dir() else path.parent
        return _Reader(root).project()
    return _Reader(path.parent).document(path.name)


@dataclass
class _Reader:
    root: Path
    draft: QuartoDraft = field(default_factory=QuartoDraft)
    done: set[str] = field(default_factory=set)
    named: int = 0
    """Chunks that have a name."""

    def document(self, name: str, more: Mapping[str, Any] | None = None) -> QuartoDraft:
        """Read a file as the document, its settings laid over those of the project."""
        front, body, line = self._parts(name)
        settings = {**(more or {}), **self._settings(name, front)}
        self._finish(settings, self._body(name, body, line))
        return self.draft

    def project(self) -> QuartoDraft:
        """Read a project: a book or a list of chapters as parts of one document."""
        at = next((one for one in PROJECT if (self.root / one).is_file()), PROJECT[0])
        parsed = self._yaml(at, self._text(at))
        value = parsed.value if isinstance(parsed.value, dict) else {}
        shared = self._settings(at, parsed, skip=("book", "manuscript"))
        book = value.get("book")
        if isinstance(book, dict):
            known = {key: book[key] for key in book if key not in ("chapters", "appendices")}
            shared = {**self._settings(at, Yaml(known, parsed.whole)), **shared}
            parts = [*_chapters(book.get("chapters")), *_chapters(book.get("appendices"))]
        else:
            rendered = (value.get("project") or {}).get("render") or []
            parts = [one for one in rendered if isinstance(one, str) and self._is_text(one)]
        there = sorted(one.name for one in self.root.glob("[!_]*.qmd"))
        parts = parts or ([one for one in there if one == "index.qmd"] or there)
        if not parts:
            raise UsageError(f"`{at}` names no chapters, and there is no .qmd beside it")
        if len(parts) == 1:
            return self.document(parts[0], shared)
        first, body, line = self._parts(parts[0])
        settings = {**shared, **self._settings(parts[0], first)}
        texts = [self._body(parts[0], body, line)]
        names = [self._include(part, at, 1, heading=True) for part in parts[1:]]
        texts += [f"{{{{< include {name} >}}}}\n" for name in names]
        self._finish(settings, "\n".join(texts))
        return self.draft

    def _is_text(self, name: str) -> bool:
        return name.lower().endswith(ENDINGS) and (self.root / name).is_file()

    def _finish(self, settings: dict[str, Any], body: str) -> None:
        settings = {"title": settings.pop("title", "") or self.root.name, **settings}
        settings["status"] = "draft"
        front = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=1000)
        self.draft.made += [str(one) for one in _leaves(settings)]
        self.draft.files["content/brief.md"] = f"---\n{front}---\n\n{body.lstrip()}".encode()

    # --- files ---

    def _text(self, name: str) -> str:
        try:
            data = (self.root / name).read_bytes()
        except OSError as error:
            raise UsageError(f"`{name}` cannot be read: {error.strerror}") from error
        return sound_text(name, data, Diagnostics()) or ""

    def _yaml(self, name: str, text: str, end: int | None = None, start: int = 0) -> Yaml:
        found = Diagnostics()
        parsed = parse_yaml(name, text if end is None else text[:end], found, start)
        for one in found:
            self.draft.told.append(f"{one.span}: {one.message}")
        return parsed

    def _parts(self, name: str) -> tuple[Yaml, str, int]:
        """Return a file's settings, its text, and the line that the text begins at."""
        text = self._text(name).replace("\r\n", "\n")
        head = HEAD.match(text)
        if head is None:
            return self._yaml(name, ""), text, 1
        front = self._yaml(name, text, head.end(1), head.start(1))
        return front, text[head.end() :], 1 + text.count("\n", 0, head.end())

    def _body(self, name: str, body: str, line: int) -> str:
        folder = posixpath.dirname(name)
        made = quarto_text(
            body,
            line,
            self._chunk_name,
            lambda one, at: self._include(posixpath.join(folder, one), name, at),
            lambda one, at: self._picture(one, folder, f"{name}:{at}"),
        )
        self.draft.told += [f"{name}:{at}: {what}" for at, what in made.told]
        for path, code in made.chunks.items():
            self.draft.files[path] = code.encode()
            self.draft.chunks += 1
        words = SHORTCODE.sub("", LINKED.sub("](", body))
        self.draft.words += re.split(r"\n[ \t]*\n", words)
        self.draft.made += [made.text, *made.chunks.values()]
        return made.text

    def _chunk_name(self, label: str) -> str:
        self.named += 1
        return f"chunks/{self.named:02d}-{label[:40]}"

    def _include(self, name: str, by: str, line: int, *, heading: bool = False) -> str:
        """Copy an included file; return the name that it has in the project, beside brief.md."""
        name = posixpath.normpath(name.lstrip("/"))
        inside = (self.root / name).is_file() and not name.startswith("..")
        if not inside:
            self.draft.told.append(f"{by}:{line}: there is no file `{name}` to include")
            return name
        folder, base = posixpath.split(name)
        stem, ending = posixpath.splitext(base)
        new = posixpath.join(folder, f"_{stem.lstrip('_')}")
        new += ".md" if ending.lower() in ENDINGS else ending
        if name not in self.done:
            self.done.add(name)
            self.draft.included += 1
            front, body, start = self._parts(name)
            title = front.value.get("title") if isinstance(front.value, dict) else None
            text = self._body(name, body, start)
            if heading and title and not re.search(r"^# ", body, re.MULTILINE):
                text = f"# {title}\n\n{text}"
                self.draft.made.append(str(title))
            self.draft.files[f"content/{new}"] = text.encode()
        return posixpath.relpath(new, posixpath.dirname(by) or ".") if by not in PROJECT else new

    def _picture(self, name: str, folder: str, by: str) -> str:
        """Copy a picture; return the name that the text has for it from now on."""
        if re.match(r"[a-z][\w+.-]*:|#|\{", name, re.IGNORECASE):
            return name
        beside = "" if name[0] == "/" else folder
        path = posixpath.normpath(posixpath.join(beside, name.lstrip("/")))
        source = self.root / path
        if path.startswith("..") or not source.is_file():
            self.draft.told.append(f"{by}: the picture `{name}` is not there")
        elif source.stat().st_size <= LARGEST:
            self.draft.pictures += f"content/{path}" not in self.draft.files
            self.draft.files[f"content/{path}"] = source.read_bytes()
        return path  # an included file, too, names pictures from where the document is

    # --- settings ---

    def _settings(self, name: str, front: Yaml, skip: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return the settings that documents have; the others are told with their lines."""
        found: dict[str, Any] = {}
        value = front.value if isinstance(front.value, dict) else {}
        for key, given in value.items():
            where = f"{name}:{front.span(key).line}"
            if key in skip or key in NEEDLESS:
                continue
            if given is None:
                continue
            if key in TEXTS and isinstance(given, str | int | float):
                found[key] = str(given)
            elif key in ("author", "authors"):
                found["author"] = [*_authors(given)]
            elif key == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", str(given)):
                found["date"] = given
            elif key in ("keywords", "categories"):
                found["keywords"] = _listed(given)
            elif key in ("bibliography", "csl"):
                found.update(self._works(key, given, where))
            else:
                shown = " ".join(str(given).split())[:60]
                what = "write it as 2026-11-26" if key == "date" else "no setting here"
                if not (key == "date" and str(given) in MADE):
                    self.draft.made.append(str(given))
                self.draft.told.append(f"{where}: `{key}: {shown}`: {what}")
        return found

    def _works(self, key: str, given: Any, where: str) -> dict[str, Any]:
        """Copy bibliographies and styles; return the setting that names them."""
        kept = []
        for name in _listed(given):
            source = self.root / name.lstrip("/")
            if source.is_file():
                new = posixpath.basename(name)
                self.draft.files[f"content/{new}"] = source.read_bytes()
                kept.append(new)
            else:
                self.draft.told.append(f"{where}: there is no file `{name}`")
        if not kept:
            return {}
        return {key: kept[0] if len(kept) == 1 else kept}


def _chapters(listed: Any) -> Iterator[str]:
    """Yield the files of a book's chapters, those of its parts too."""
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            if str(one.get("part", "")).lower().endswith(ENDINGS):
                yield one["part"]
            yield from _chapters(one.get("chapters"))


def _listed(given: Any) -> list[str]:
    return [str(one) for one in (given if isinstance(given, list) else [given])]


def _authors(given: Any) -> Iterator[str | dict[str, str]]:
    for one in given if isinstance(given, list) else [given]:
        if not isinstance(one, dict):
            yield str(one)
            continue
        name = one.get("name", "")
        if isinstance(name, dict):
            parts = (name.get("given", ""), name.get("family", ""))
            name = name.get("literal") or " ".join(filter(None, parts))
        at = one.get("affiliation") or one.get("affiliations") or one.get("organization") or ""
        at = at[0] if isinstance(at, list) and at else at
        at = at.get("name", "") if isinstance(at, dict) else at
        yield {"name": str(name), "affiliation": str(at)} if at else str(name)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    else:
        yield value
