"""Tells what was found of the editions of a document: what all have once, the rest by name."""

from collections.abc import Mapping
from dataclasses import replace

from reportgen.diagnostics import Diagnostic, Diagnostics

NAMED = 4
"""So many editions are named that have a finding."""


def tell(found: Mapping[str, Diagnostics], diagnostics: Diagnostics) -> None:
    """Take over the findings of editions, by their subjects, each with the names of those it is of.

    What is found in every one of several is of the document itself, and names none.
    """
    having: dict[Diagnostic, list[str]] = {}
    for name, one in found.items():
        for finding in (*one, *one.accepted):
            having.setdefault(finding, []).append(name)
    everywhere = len(found) if len(found) > 1 else 0
    diagnostics.update(
        finding if len(names) == everywhere else _named(finding, names)
        for finding, names in having.items()
    )


def _named(finding: Diagnostic, names: list[str]) -> Diagnostic:
    """Return a finding that says in which editions it was found."""
    shown = ", ".join(f"`{one}`" for one in names[:NAMED])
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    which = f"edition {shown}" if len(names) == 1 else f"editions {shown}{more}"
    return replace(finding, message=f"{which}: {finding.message}")
