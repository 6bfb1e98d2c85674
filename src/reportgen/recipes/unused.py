"""Gathers what documents use of facts and works, to tell in the end what none of them does."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from reportgen.citing.references import References
from reportgen.data.facts import FILE as FACTS_FILE
from reportgen.data.facts import Facts, Formula
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import Drawings
from reportgen.recipes.prepared import Prepared

SHOWN = 6
"""How many of the works that nothing cites are named."""


@dataclass
class Uses:
    """What the documents of a project use, and of each fact where it is defined."""

    facts: set[str] = field(default_factory=set)
    defined: dict[str, Span] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    references: list[References] = field(default_factory=list)

    def of(self, prepared: Prepared, drawings: Drawings) -> None:
        """Add what a document uses, in its text and in its drawings."""
        facts = prepared.facts
        waiting = [use.name for use in prepared.document.uses if use.kind == "fact"]
        waiting.extend(name for drawing in drawings.values() for name in drawing.facts)
        waiting.extend(facts.asked)
        self.facts |= _with_operands(waiting, facts)
        self.defined |= {name: facts.span(name) for name in facts.names}
        self.cited |= {*prepared.references.records}
        if not any(_is_alike(one, prepared.references) for one in self.references):
            self.references.append(prepared.references)

    def report(self, diagnostics: Diagnostics) -> None:
        """Report facts that no document uses, and works that none cites."""
        for name, span in self.defined.items():
            if name not in self.facts:
                hint = f"use it as {{{{ {name} }}}}, or delete it from {FACTS_FILE}"
                message = f"the fact `{name}` is used nowhere"
                diagnostics.add(Rule.UNUSED_FACT, message, span, hint)
        for one in self.references:
            report_uncited(one, diagnostics, self.cited)


def _is_alike(one: References, other: References) -> bool:
    """Return whether what is not cited in one is in the other."""
    return {*one.keys} == {*other.keys}


def _with_operands(names: Iterable[str], facts: Facts) -> set[str]:
    """Return facts with those that they are computed from."""
    waiting, found = list(names), set[str]()
    while waiting:
        name = waiting.pop()
        fact = facts.find(name) if name not in found else None
        found.add(name)
        if fact is not None and isinstance(fact.origin, Formula):
            waiting.extend(fact.origin.operands)
    return found


def report_uncited(
    references: References, diagnostics: Diagnostics, cited: Collection[str] = ()
) -> None:
    """Report the works that nothing cites, in one warning at the first of them."""
    keys = [key for key in references.others if key not in cited]
    if not keys:
        return
    place = min(references.place(key) for key in keys[:SHOWN])
    named = ", ".join(f"`@{key}`" for key in keys[:SHOWN])
    if len(keys) == 1:
        message = f"the work {named} is never cited"
    else:
        more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
        message = f"{len(keys)} works are never cited: {named}{more}"
    diagnostics.add(Rule.UNCITED_WORK, message, place)
