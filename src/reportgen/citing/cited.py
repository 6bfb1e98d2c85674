"""The works that a document cites, and what is told where no bibliography has them."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

from reportgen.citing.references import References
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import Citation, Cite, Document


def cited_keys(document: Document) -> set[str] | None:
    """Return the keys that a document cites, wherever in it; None for all (`nocite: "@*"`)."""
    if "*" in document.metadata.nocite:
        return None
    return {*document.metadata.nocite, *_keys_in(document)}


def _keys_in(part: object) -> Iterator[str]:
    return (one.key for one in _citations_in(part))


def _citations_in(part: object) -> Iterator[Citation]:
    """Yield all citations in a part of the model, whatever kinds of parts hold them."""
    if isinstance(part, Citation):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _citations_in(one)
    elif is_dataclass(part):
        for one in fields(part):
            yield from _citations_in(getattr(part, one.name))


LABEL = re.compile(r"(?P<kind>fig|tbl|tab|table|eqn?|sec|lst|thm)(?P<sign>[:_-])(?P<name>.+)", re.I)
"""How pandoc-crossref, bookdown and Quarto name what has a number."""
KINDS = {
    "fig": "fig",
    "tbl": "tbl",
    "tab": "tbl",
    "table": "tbl",
    "eq": "eq",
    "eqn": "eq",
    "sec": "sec",
}


def label_of_other_tool(key: str) -> str:
    """Return what to write in place of a key that other tools have for a number, "" for no such."""
    found = LABEL.fullmatch(key)
    if found is None:
        return ""
    kind = KINDS.get(found["kind"].lower())
    if kind is None:
        return "figures, tables, equations and sections alone have numbers: say in words what it is"
    name = f"{kind}-{found['name']}"
    return f"a cross-reference is written `@{name}`, and what it names has `{{#{name}}}`"


def report_unnamed(document: Document, diagnostics: Diagnostics) -> None:
    """Report once that a document cites works and names no bibliography."""
    if document.metadata.bibliography:
        return
    every = list(_citations_in(document))
    cited = [one for one in every if not label_of_other_tool(one.key)]
    for one in every:
        if hint := label_of_other_tool(one.key):
            place = one.span or Span(document.path)
            diagnostics.add(Rule.UNKNOWN_REFERENCE, f"nothing is named `@{one.key}`", place, hint)
    if not cited:
        return
    first = next((one for one in cited if one.span is not None), cited[0])
    more = f", nor of {len(cited) - 1} other citations" if len(cited) > 1 else ""
    diagnostics.add(
        Rule.UNKNOWN_CITATION,
        f"no reference `@{first.key}`{more}: the document names no bibliography",
        first.span or Span(document.path),
        "write `bibliography: references.json` into the front matter, with the name of your file;"
        " write `\\@` where the sign cites nothing",
    )


def unknown_nocite(document: Document, references: References, diagnostics: Diagnostics) -> None:
    """Report the keys under `nocite` that no bibliography has."""
    for key in document.metadata.nocite if references.is_whole else ():
        if key != "*" and references.aliases.get(key, key) not in references.works:
            place = document.metadata.places.get("nocite") or Span(document.path)
            hint = suggestion(key, references.keys, "reference", sign="@")
            diagnostics.add(Rule.UNKNOWN_CITATION, f"no reference `@{key}`", place, hint)


def without_unknown(cite: Cite, references: References, diagnostics: Diagnostics) -> Cite:
    """Return a cite without the keys that no bibliography has; each of them is reported.

    A work that is cited by another of its names (`ids` of BibLaTeX) is named by its key.
    """
    named = tuple(
        replace(one, key=references.aliases.get(one.key, one.key)) for one in cite.citations
    )
    known = tuple(one for one in named if one.key in references.works)
    for one in named:
        other = "" if one.key in references.works else label_of_other_tool(one.key)
        if other:
            place = one.span or cite.span
            diagnostics.add(Rule.UNKNOWN_REFERENCE, f"nothing is named `@{one.key}`", place, other)
            continue
        if one.key not in references.works and references.is_whole:
            diagnostics.add(
                Rule.UNKNOWN_CITATION,
                f"no reference `@{one.key}`",
                one.span or cite.span,
                suggestion(one.key, references.keys, "reference", sign="@"),
            )
    return replace(cite, citations=known)
