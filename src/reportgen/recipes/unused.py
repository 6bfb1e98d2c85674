"""Finds the facts and works of a project that none of its documents uses."""

from dataclasses import dataclass, field

from reportgen.citing.references import References
from reportgen.data.fact import Formula
from reportgen.data.facts import FILE as FACTS_FILE
from reportgen.data.facts import Facts
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import Drawings
from reportgen.recipes.prepared import Prepared

SHOWN = 6
"""How many of the works that nothing cites are named."""


@dataclass(slots=True)
class Unused:
    """What facts.yaml and the bibliographies hold, less what each document used of it.

    Documents share both: a fact of one brief is no leftover of the other.
    """

    facts: dict[str, Span] = field(default_factory=dict)
    sourceless: dict[str, str] = field(default_factory=dict)
    """Facts that cite a work which no bibliography of a document has, by name, with its key."""
    works: dict[tuple[str, str], References] = field(default_factory=dict)
    """The works that a document did not cite, by file and key, with what knows their places."""
    _used: set[str] = field(default_factory=set)
    _cited: set[tuple[str, str]] = field(default_factory=set)

    def add(self, prepared: Prepared, drawings: Drawings) -> None:
        """Count what a document, and what is drawn for it, uses."""
        facts = prepared.facts
        self.facts.update({name: facts.span(name) for name in facts.names})
        known = prepared.references.keys
        for name in facts.names:
            fact = facts.find(name)
            lacking = [key for key in fact.cite if key not in known] if fact is not None else []
            if lacking:
                self.sourceless[name] = lacking[0]
        named = {use.name for use in prepared.document.uses if use.kind == "fact"}
        named.update(name for drawing in drawings.values() for name in drawing.facts)
        named.update(facts.asked)
        self._used |= _with_operands(named, facts)
        self.cite(prepared.references)

    def cite(self, references: References) -> None:
        """Count which works of its bibliographies a document cites."""
        others = references.others.items()
        self.works.update({(path, key): references for key, (path, _) in others})
        self._cited.update((record.path, key) for key, record in references.records.items())

    def report(self, diagnostics: Diagnostics) -> None:
        """Report each fact that nothing uses, and in one warning the works that nothing cites."""
        for name, span in self.facts.items():
            if name not in self._used:
                key = self.sourceless.get(name)
                cites = f", and cites `{key}`, which no bibliography has" if key else ""
                message = f"the fact `{name}` is used nowhere{cites}"
                hint = f"use it as {{{{ {name} }}}}, or delete it from {FACTS_FILE}"
                diagnostics.add(Rule.UNUSED_FACT, message, span, hint)
        left = [work for work in self.works if work not in self._cited]
        if left:
            place = min(self.works[one].place(one[1]) for one in left[:SHOWN])
            diagnostics.add(Rule.UNCITED_WORK, _uncited([key for _, key in left]), place)


def _with_operands(names: set[str], facts: Facts) -> set[str]:
    """Return facts by name with those that they are worked out from."""
    waiting, found = list(names), set[str]()
    while waiting:
        name = waiting.pop()
        fact = facts.find(name) if name not in found else None
        found.add(name)
        if fact is not None and isinstance(fact.origin, Formula):
            waiting.extend(fact.origin.operands)
    return found


def _uncited(keys: list[str]) -> str:
    """Return what is said of works that nothing cites: the first of them by name."""
    named = ", ".join(f"`@{key}`" for key in keys[:SHOWN])
    if len(keys) == 1:
        return f"the work {named} is never cited"
    more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
    return f"{len(keys)} works are never cited: {named}{more}"
