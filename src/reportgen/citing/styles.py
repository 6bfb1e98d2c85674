"""Citation styles (CSL 1.0.2): bundled ones and a project's own, looked at before they are used."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.files.project import Project, theme_file

ALIASES = {
    "chicago-fullnote-bibliography": "chicago-notes-bibliography",
    "chicago-note-bibliography": "chicago-shortened-notes-bibliography",
    "vancouver": "nlm-citation-sequence",
    "asa": "american-sociological-association",
    "mla": "modern-language-association",
    "chicago-notes": "chicago-notes-bibliography",
}
"""Names that styles once had, or that people use for them."""

VARIANTS = {"chicago-brief-notes": "chicago-notes-bibliography"}
"""Styles that are bundled ones, but for how they name a work that was noted before."""
LATER = """
<group xmlns="http://purl.org/net/xbiblio/csl" delimiter=", ">
  <group delimiter=" ">
    <text macro="author-short"/>
    <choose>
      <if disambiguate="true"><text variable="title" form="short" quotes="true"/></if>
    </choose>
    <choose>
      <if variable="issued"><date variable="issued"><date-part name="year"/></date></if>
      <else><text term="no date" form="short"/></else>
    </choose>
  </group>
  <text macro="source-locator-subsequent"/>
</group>"""
"""A work by author and year, as a figure's source names it, and what of it is cited."""

CSL = "{http://purl.org/net/xbiblio/csl}"
REPOSITORY = "https://github.com/citation-style-language/styles"
PARTS = tuple(f"{CSL}{name}" for name in ("macro", "citation", "bibliography"))
ELEMENTS = frozenset((
    *("macro", "citation", "bibliography", "layout", "sort", "key", "names", "name", "name-part"),
    *("et-al", "label", "substitute", "text", "number", "date", "date-part", "group", "choose"),
    *("if", "else-if", "else", "institution", "intext"),
))  # fmt: skip
"""The elements of what a style prints (CSL 1.0.2, "Style Behavior")."""

LARGEST = 3_000_000
"""Elements of a style with all its macros put in; the largest published one has 1.9 million."""


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """A CSL style: its file's text, whether its citations are notes, whether it lists sources.

    `path` is where its file lies, for faults that show only when it is used. `prints_pages` is
    whether its citations say which pages are cited.
    """

    xml: bytes
    is_note: bool
    has_bibliography: bool = True
    path: str = ""
    prints_pages: bool = True


def load_style(
    name: str,
    document: str,
    project: Project,
    diagnostics: Diagnostics,
    named: Span | None = None,
) -> CitationStyle | None:
    """Return the style called `name` (bundled), or in the project's file `name.csl`.

    `named` is where the document names it.
    A style that depends on another is that other: a bundled one, or one that lies beside it.
    """
    plain = PurePosixPath(name).name.removesuffix(".csl")
    is_variant = plain in VARIANTS and not project.exists(project.locate(name, document))
    found = _located(VARIANTS[plain] if is_variant else name, document, project)
    if found is None:
        message = f"there is no citation style `{name}`"
        place = named or Span(document)
        hint = suggestion(name.removesuffix(".csl"), bundled(), "style")
        more = f"; others: {REPOSITORY}, saved beside the document as `NAME.csl`"
        diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message, place, hint + more)
        return None
    path, xml = found
    seen = [path]
    while True:
        root = _parsed(path, xml, diagnostics)
        if root is None:
            return None
        parent = root.find(f".//{CSL}link[@rel='independent-parent']")
        if parent is None:
            if is_variant:
                _name_by_year(root)
            return _style(path, xml, root, diagnostics)
        wanted = str(parent.get("href", "")).rstrip("/").rsplit("/", 1)[-1]
        line = Span(path, parent.sourceline or 1)
        found = _located(f"{wanted.removesuffix('.csl')}.csl", path, project) if wanted else None
        if found is None:
            message = f"this style depends on `{wanted}`, which is not here"
            hint = f"save `{wanted}.csl` beside it, from {REPOSITORY}"
            diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message, line, hint)
            return None
        path, xml = found
        if path in seen:
            message = "this style depends on itself: " + ", ".join(f"`{one}`" for one in seen)
            diagnostics.add(
                Rule.BAD_BIBLIOGRAPHY, message, line, "name its parent, or a bundled style"
            )
            return None
        seen.append(path)


def bundled() -> list[str]:
    """Return the names of the bundled styles."""
    return sorted([*VARIANTS, *(path.stem for path in theme_file("styles").glob("*.csl"))])


def _located(name: str, document: str, project: Project) -> tuple[str, bytes] | None:
    """Return path and bytes of a style: the project's, beside the file that names it, or ours."""
    if name.endswith(".csl") and project.exists(path := project.locate(name, document)):
        return path, project.read_bytes(path)
    plain = PurePosixPath(name).name.removesuffix(".csl")
    ours = ALIASES.get(plain, plain)
    if ours in bundled():
        return f"{ours}.csl", theme_file(f"styles/{ours}.csl").read_bytes()
    if not name.endswith(".csl"):
        return _located(f"{name}.csl", document, project)
    return None


def _parsed(path: str, xml: bytes, diagnostics: Diagnostics) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root: Any = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        words = re.sub(r", line \d+, column \d+$", "", error.msg or "")
        place = Span(path, max(1, line), max(1, column))
        diagnostics.add(Rule.BAD_BIBLIOGRAPHY, f"this is no XML: {words}", place)
        return None
    if root.tag != f"{CSL}style":
        message = "this is no citation style: its root is not `style` of CSL"
        hint = f"styles are at {REPOSITORY}"
        diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message, Span(path, root.sourceline or 1), hint)
        return None
    return root


def _name_by_year(root: Any) -> None:
    """Let a style of notes name a work that was noted before by its author and year."""
    from lxml import etree

    later = root.find(f"{CSL}citation/{CSL}layout/{CSL}choose/{CSL}if[@position='subsequent']")
    later[:] = [etree.fromstring(LATER)]


@lru_cache(maxsize=16)
def _fault(xml: bytes) -> tuple[str, int] | None:
    """Return the first of `_faults` in a style's text; a warm process looks at each once."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return next(_faults(etree.fromstring(xml, parser)), None)


def _style(path: str, xml: bytes, root: Any, diagnostics: Diagnostics) -> CitationStyle | None:
    """Return a style that stands for itself, None with a finding where it cannot be used."""
    from lxml import etree

    if fault := _fault(xml):
        message, line = fault
        diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message, Span(path, line), "get the style anew")
        return None
    for names in root.iter(f"{CSL}names"):
        # citeproc prints the label before the names where `<name>` is only implied.
        if names.find(f"{CSL}label") is not None and names.find(f"{CSL}name") is None:
            names.insert(0, etree.Element(f"{CSL}name"))
    has_list = root.find(f"{CSL}bibliography/{CSL}layout") is not None
    is_note = root.get("class") == "note"
    return CitationStyle(etree.tostring(root), is_note, has_list, path, _prints_pages(root))


def _prints_pages(root: Any) -> bool:
    """Return whether the citations of a sound style print what of a work is cited (`locator`)."""
    macros = {one.get("name", ""): one for one in root.iter(f"{CSL}macro")}
    waiting, seen = [root.find(f"{CSL}citation/{CSL}layout")], set()
    while waiting:
        for one in waiting.pop().iter(f"{CSL}text", f"{CSL}number"):
            if one.get("variable") == "locator":
                return True
            name = one.get("macro")
            if name in macros and name not in seen:
                seen.add(name)
                waiting.append(macros[name])
    return False


def _faults(root: Any) -> Iterator[tuple[str, int]]:
    """Yield what pandoc would stumble over, or go round in for ever, with its line."""
    citation = root.find(f"{CSL}citation")
    if citation is None:
        yield "this style has no `<citation>`", root.sourceline or 1
    elif citation.find(f"{CSL}layout") is None:
        yield "the `<citation>` of this style has no `<layout>`", citation.sourceline or 1
    bibliography = root.find(f"{CSL}bibliography")
    if bibliography is not None and bibliography.find(f"{CSL}layout") is None:
        message = "the `<bibliography>` of this style has no `<layout>`"
        yield message, bibliography.sourceline or 1
    macros = {one.get("name", ""): one for one in root.iter(f"{CSL}macro")}
    for part in (one for one in root if one.tag in PARTS):
        for one in part.iter():
            if isinstance(one.tag, str) and one.tag.removeprefix(CSL) not in ELEMENTS:
                yield f"CSL has no element `{one.tag.removeprefix(CSL)}`", one.sourceline or 1
    for user in root.iter(f"{CSL}text", f"{CSL}key"):
        if (name := user.get("macro")) is not None and name not in macros:
            yield f"this style has no macro `{name}`", user.sourceline or 1
    yield from _circles(macros)
    sizes: dict[str, int] = {}
    for part in (citation, bibliography):
        if part is not None and _size(part, macros, sizes) > LARGEST:
            yield "the macros of this style make millions of parts", part.sourceline or 1


def _circles(macros: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield each macro that uses itself, by whatever way."""
    uses = {
        name: tuple(one.get("macro") for one in macro.iter(f"{CSL}text") if one.get("macro"))
        for name, macro in macros.items()
    }
    done: set[str] = set()
    for start in uses:
        path, stack = [start], [iter(uses[start])]
        while stack and start not in done:
            following = next(stack[-1], None)
            if following is None:
                done.add(path.pop())
                stack.pop()
            elif following in path:
                yield f"the macro `{following}` uses itself", macros[following].sourceline or 1
                return
            elif following in uses and following not in done:
                path.append(following)
                stack.append(iter(uses[following]))


def _size(element: Any, macros: dict[str, Any], sizes: dict[str, int]) -> int:
    """Return how many elements an element makes with its macros put in; they go in no circle."""
    total = 0
    for one in element.iter():
        total += 1
        name = one.get("macro") if isinstance(one.tag, str) else None
        if name in macros and one.tag == f"{CSL}text":
            if name not in sizes:
                sizes[name] = 0
                sizes[name] = _size(macros[name], macros, sizes)
            total += sizes[name]
    return total
