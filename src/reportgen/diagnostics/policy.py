"""What a project says of findings: which rules are stricter or milder, which findings are known."""

import datetime
import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reportgen.diagnostics.findings import Diagnostic, Span
from reportgen.diagnostics.rules import Level, Rule

JUDGED_BY_AUTHORS = frozenset(
    {
        Rule.WRONG_NUMBER,
        Rule.TWINS_DIFFER,
        Rule.NOT_IN_SOURCE,
        Rule.LOST_FROM_SOURCE,
        Rule.RAW_SYNTAX,
    }
)
"""Errors that an author can know better than the tool, and a file can be made in spite of."""


def may_be_known(rule: Rule) -> bool:
    """Return whether findings of a rule can be accepted: not faults of content, standards, privacy.

    Warnings can, and errors of the comparison of finished files with each other and the source.
    """
    return rule.level is Level.WARNING or rule in JUDGED_BY_AUTHORS


@dataclass(frozen=True, slots=True)
class Allowance:
    """A finding that is known: of `rule`, at the files or with the words of `where`, and why.

    `where` is a path or pattern (`content/*.md`), or words of the finding's line or message; ""
    stands for everywhere. After the day `until` it holds no more. `span` is where it is written.
    """

    rule: Rule
    where: str
    reason: str
    until: datetime.date | None
    span: Span

    def covers(self, found: Diagnostic) -> bool:
        """Return whether a finding is the known one."""
        return found.rule is self.rule and (
            not self.where
            or fnmatch.fnmatchcase(found.span.path, self.where)
            or self.where in found.message
            or self.where in found.span.source
        )

    def holds(self, day: datetime.date) -> bool:
        """Return whether it still holds on a day."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True)
class Policy:
    """The levels of rules and the known findings of a project, as they are on a day."""

    levels: Mapping[Rule, Level] = field(default_factory=dict)
    allowed: tuple[Allowance, ...] = ()
    day: datetime.date = datetime.date.min

    def judged(self, found: Diagnostic) -> Diagnostic:
        """Return a finding with the level that the project gives its rule."""
        level = self.levels.get(found.rule)
        return found if level is None else replace(found, stricter=level)

    def allowance(self, found: Diagnostic) -> Allowance | None:
        """Return why a finding is accepted, None where it is not."""
        known = (one for one in self.allowed if one.holds(self.day) and one.covers(found))
        return next(known, None)
