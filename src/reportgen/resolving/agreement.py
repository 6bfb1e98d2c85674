"""Finds words in the plural behind a number that is one in this edition: “1 people”."""

import re
from dataclasses import dataclass

from reportgen.data.fact import Fact
from reportgen.data.facts import Facts
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import (
    Document,
    FactUse,
    Footnote,
    Foreign,
    Inline,
    Inlines,
    Link,
    Styled,
    Text,
    Written,
    runs,
    walk,
)


@dataclass(frozen=True, slots=True)
class Plurals:
    """How a language's words look in the plural, and which look so and are not.

    `between` may stand between a number and what it counts.
    """

    like: re.Pattern[str]
    but: frozenset[str]
    between: frozenset[str] = frozenset()

    def has(self, word: str) -> bool:
        return bool(self.like.fullmatch(word)) and word not in self.but


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


PLURALS = {
    "en": Plurals(
        re.compile(
            r"people|men|women|children|were|are|have|\w*(?:men|women|feet|teeth|mice)"
            r"|[a-z]{2,}(?<!s)(?<!u)(?<!i)s"
        ),
        _words(
            "was has does its this as always perhaps series species means news times yes thus plus "
            "less towards afterwards besides sometimes nowadays overseas specimen omen regimen "
            "gas bus lens physics mathematics headquarters barracks crossroads whereas"
        ),
        _words("more other new further known reported confirmed killed injured displaced"),
    ),
    "de": Plurals(
        re.compile(
            r"Menschen|Personen|Frauen|Männer|Kinder|Jahre|Monate|Wochen|Tage|Fälle|Länder|Tote"
            r"|Todesfälle|Verletzte|Familien|sind|waren|wurden|haben|\w+ungen|\w+innen|\w+heiten"
        ),
        frozenset(),
        _words("weitere neue andere"),
    ),
    "fr": Plurals(
        re.compile(r"sont|étaient|ont|[a-zà-ÿ]{2,}[sx]"),
        _words(
            "fois mois pays cas décès temps corps choix voix prix bras dans sans mais puis après "
            "très plus moins pas vers depuis sous était fils refus accès succès procès avis"
        ),
        _words("autres nouveaux nouvelles"),
    ),
    "es": Plurals(
        re.compile(r"son|eran|fueron|han|[a-zà-ÿ]{2,}s"),
        _words(
            "mes país es más menos tras después antes además crisis interés análisis tesis jamás"
        ),
        _words("otros otras nuevos nuevas más"),
    ),
}
"""Languages whose words have another form behind one than behind more."""

RANGE = re.compile(
    r"(?:[-–—/]\s*|[.,\d]|\b(?:to|or|and|bis|und|oder|à|et|ou|y|o|a)\s+)$", re.IGNORECASE
)
"""What stands before a number that is the end of a range, or of a list of numbers."""
NAMING = re.compile(
    r"\b(?:no|nr|number|level|phase|stage|type|class|grade|part|rank|step|group|day|week|year|"
    r"figure|table|route)\.?\s*$",
    re.IGNORECASE,
)
"""Words before a number that names a thing, and counts none."""
FOLLOWS = re.compile(r"[ \u00a0\u202f]([^\W\d_]+(?:-[^\W\d_]+)*)(?:[ \u00a0]([^\W\d_]+))?")


def check_agreement(document: Document, facts: Facts, diagnostics: Diagnostics) -> None:
    """Report numbers that are one in this edition before words in the plural."""
    meta = document.metadata
    plurals = PLURALS.get(meta.lang.partition("-")[0].lower())
    if plurals is None:
        return
    told = [meta.title, meta.subtitle, *meta.changes]
    told += [run for block in walk((*meta.abstract, *document.blocks)) for run in runs(block)]
    for run in told:
        _check(run, plurals, facts, diagnostics)


def _check(run: Inlines[Written], plurals: Plurals, facts: Facts, diagnostics: Diagnostics) -> None:
    flat = [*_flat(run)]
    for at, one in enumerate(flat):
        if isinstance(one, Footnote):
            for block in walk(one.blocks):
                for inner in runs(block):
                    _check(inner, plurals, facts, diagnostics)
        if not isinstance(one, FactUse) or not _is_one(facts.find(one.name)):
            continue
        before, behind = _text(flat, at - 1), _text(flat, at + 1)
        if RANGE.search(before) or NAMING.search(before):
            continue
        word = _counted(behind, plurals)
        if word:
            message = f"`{one.name}` is 1 here, and “{word}” stands in the plural"
            condition = f'.when where="{one.name} == 1"'
            hint = (
                f"say it in the singular where it is one: `{{{condition}}}`, and `!= 1` beside it"
            )
            diagnostics.add(Rule.WRONG_NUMBER, message, one.span, hint)


def _flat(run: Inlines[Written]) -> list[Inline[Written]]:
    """Return inlines one after another, without what sets them off."""
    found: list[Inline[Written]] = []
    for one in run:
        if isinstance(one, Styled | Foreign | Link):
            found += _flat(one.content)
        else:
            found.append(one)
    return found


def _is_one(fact: Fact | None) -> bool:
    return fact is not None and not isinstance(fact.value, str) and fact.text == "1"


def _text(flat: list[Inline[Written]], at: int) -> str:
    one = flat[at] if 0 <= at < len(flat) else None
    return one.text if isinstance(one, Text) else ""


def _counted(behind: str, plurals: Plurals) -> str:
    """Return the word that a number counts where that is in the plural, "" for none."""
    found = FOLLOWS.match(behind)
    if found is None:
        return ""
    first, second = found[1], found[2] or ""
    if first in plurals.between:
        return f"{first} {second}" if plurals.has(second) else ""
    return first if plurals.has(first) else ""
