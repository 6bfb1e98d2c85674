"""Finds where an edition in another language no longer says what the original says."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reportgen.checks.edition_parts import Part, Unit
from reportgen.diagnostics import Diagnostics, Level, Rule, Span, counted
from reportgen.files.held import UNTRANSLATED

Pair = tuple[Part, Part]
"""A part of the original, and its counterpart."""
USE = re.compile(r"\{\{ (.+?) \}\}")
"""A fact as the words of a part have it."""
MOST_WORDS = 8
MOST_MISSING = 10
"""More places without words are one finding: the edition has only been begun."""


def compare(
    original: Sequence[Unit], edition: Sequence[Unit], diagnostics: Diagnostics
) -> tuple[Pair, ...]:
    """Report what differs in order, number, facts and works; return the parts that go together.

    Findings stand in the edition, and name the place in the original.
    """
    pairs: list[Pair] = []
    for one, other in _units(original, edition, diagnostics):
        found = _paired(one, other)
        _compare_uses(one, other, found, diagnostics)
        _report_apart(one, found, diagnostics)
        pairs += found.pairs
    return tuple(pairs)


def _units(
    original: Sequence[Unit], edition: Sequence[Unit], diagnostics: Diagnostics
) -> Iterator[tuple[Unit, Unit]]:
    matcher = SequenceMatcher(
        None, [one.kind for one in original], [one.kind for one in edition], autojunk=False
    )
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(original[i1:i2], edition[j1:j2], strict=True)
            continue
        near = edition[max(0, min(j1, len(edition)) - 1)].span
        for one in original[i1:i2]:
            message = f"the {one.kind} of {one.span} has no counterpart here"
            diagnostics.add(Rule.EDITIONS_DIFFER, message, near, "write it where it belongs")
        for one in edition[j1:j2]:
            message = f"this {one.kind} is not in the original"
            hint = "take it out, or write it in the original too"
            diagnostics.add(Rule.EDITIONS_DIFFER, message, one.span, hint)


@dataclass(frozen=True, slots=True)
class _Paired:
    """The parts of two units: those that go together, and those that only one of them has.

    With a part that is missing stands where it would follow.
    """

    pairs: tuple[Pair, ...]
    missing: tuple[tuple[Part, Span], ...]
    added: tuple[Part, ...]


def _paired(one: Unit, other: Unit) -> _Paired:
    """Pair the parts of two units by kind and order; where they are not as many, by what they use.

    So a paragraph that is gone is that one, and not the last.
    """
    kinds = [[part.kind for part in unit.parts] for unit in (one, other)]
    uses = [[(part.kind, part.facts, part.works) for part in unit.parts] for unit in (one, other)]
    blocks = SequenceMatcher(None, kinds[0], kinds[1], autojunk=False).get_opcodes()
    if any(block[0] != "equal" for block in blocks):
        blocks = SequenceMatcher(None, uses[0], uses[1], autojunk=False).get_opcodes()
    pairs: list[Pair] = []
    missing: list[tuple[Part, Span]] = []
    added: list[Part] = []
    for what, i1, i2, j1, j2 in blocks:
        olds, news = list(one.parts[i1:i2]), list(other.parts[j1:j2])
        near = other.parts[min(j1, len(other.parts)) - 1].span if other.parts else other.span
        matched = [*zip(olds, news, strict=True)] if what == "equal" else _alike(olds, news)
        pairs += matched
        gone, came = ({id(pair[at]) for pair in matched} for at in (0, 1))
        missing += [(part, near) for part in olds if id(part) not in gone]
        added += [part for part in news if id(part) not in came]
    return _Paired(tuple(pairs), tuple(missing), tuple(added))


def _alike(olds: Sequence[Part], news: Sequence[Part]) -> list[Pair]:
    """Pair the parts of a block that differ in what they use, by their kinds in order."""
    matcher = SequenceMatcher(
        None, [part.kind for part in olds], [part.kind for part in news], autojunk=False
    )
    found: list[Pair] = []
    for block in matcher.get_matching_blocks():
        found += zip(
            olds[block.a : block.a + block.size], news[block.b : block.b + block.size], strict=True
        )
    return found


def _compare_uses(one: Unit, other: Unit, found: _Paired, diagnostics: Diagnostics) -> None:
    """Report facts and works that only one of two units has, in one finding for each unit.

    Those of parts that are missing, or were added, are told with these.
    """
    lost, more = _names(one) - _names(other), _names(other) - _names(one)
    told = {name for part, _ in found.missing for name in _of_part(part)}
    if gone := sorted(lost - told):
        are = "is" if len(gone) == 1 else "are"
        message = f"{_listed(gone)} of {one.span} {are} missing in this {other.kind}"
        forms = ", ".join(f"`{FORMS[what].format(name)}`" for what, name in gone)
        hint = f"use {'it' if len(gone) == 1 else 'them'} as in the original: {forms}"
        diagnostics.add(Rule.EDITIONS_DIFFER, message, other.span, hint)
    told = {name for part in found.added for name in _of_part(part)}
    if came := sorted(more - told):
        are = "is" if len(came) == 1 else "are"
        message = f"{_listed(came)} {are} not in the original's {one.kind}, {one.span}"
        place = next(part.span for part in other.parts if {*came} & _of_part(part))
        hint = "take it out here, or add it there"
        diagnostics.add(Rule.EDITIONS_DIFFER, message, place, hint)
    if not lost and not more:
        _compare_parts(found.pairs, diagnostics)


def _compare_parts(pairs: Sequence[Pair], diagnostics: Diagnostics) -> None:
    """Report paragraphs that state a fact in place of another of their section."""
    for one, other in pairs:
        stated, found = (Counter(USE.findall(part.words)) for part in (one, other))
        lost, more = stated - found, found - stated
        if lost and more:
            now, was = (_listed([("fact", name) for name in sorted(some)]) for some in (more, lost))
            message = f"this {other.kind} has {now}, where that of {one.span} has {was}"
            hint = "state what the original states here"
            diagnostics.add(Rule.EDITIONS_DIFFER, message, other.span, hint)


FORMS = {"fact": "{{{{ {} }}}}", "work": "@{}"}
Name = tuple[str, str]
"""A fact or a work: which of the two it is, and its name."""


def _of_part(part: Part) -> set[Name]:
    return {("fact", name) for name in part.facts} | {("work", name) for name in part.works}


def _names(unit: Unit) -> set[Name]:
    return {name for part in unit.parts for name in _of_part(part)}


def _listed(names: Sequence[Name]) -> str:
    """Return names in words: "the facts `a`, `b` and the work `c`"."""
    parts = []
    for what in FORMS:
        of = [f"`{name}`" for kind, name in names if kind == what]
        if of:
            parts.append(f"the {what}{'s' if len(of) > 1 else ''} {', '.join(of)}")
    return " and ".join(parts)


def _report_apart(one: Unit, found: _Paired, diagnostics: Diagnostics) -> None:
    """Report parts that only one of two units has."""
    for part, near in found.missing:
        message = f"the {part.kind} of {part.span} has no counterpart here: “{_begin(part)}”"
        diagnostics.add(Rule.EDITIONS_DIFFER, message, near, "write it where it belongs")
    for part in found.added:
        message = f"this {part.kind} is not in the original: “{_begin(part)}”"
        hint = f"the original's {one.kind} begins at {one.span}"
        diagnostics.add(Rule.EDITIONS_DIFFER, message, part.span, hint)


def check_held(
    pairs: Sequence[Pair],
    held: Mapping[str, frozenset[str]],
    command: str,
    diagnostics: Diagnostics,
    *,
    publish: bool,
) -> None:
    """Report counterparts of paragraphs that were changed since, and words still to be written.

    `held` has the digests of the originals for that of each counterpart, as it was recorded; what
    was written anew since then holds. `command` records what holds now. An error where it is to
    `publish` them.
    """
    stricter = Level.ERROR if publish else None
    unheard, missing = 0, list[Pair]()
    for one, other in pairs:
        if not one.has_words:
            continue
        if UNTRANSLATED in other.words and UNTRANSLATED not in one.words:
            missing.append((one, other))
        elif one.digest not in held.get(other.digest, {one.digest}):
            message = f"the original of this {other.kind} was changed: {one.span}, “{_begin(one)}”"
            hint = (
                f"change this too, or say that it still holds: `{command} --line {other.span.line}`"
            )
            diagnostics.add(Rule.STALE_EDITION, message, other.span, hint, stricter)
        elif other.digest not in held:
            unheard += 1
    _report_missing(missing, stricter, diagnostics)
    if unheard and not missing:
        at = Span(pairs[0][1].span.path)
        message = (
            f"changes of the original go unseen in {counted(unheard, 'paragraph')}: not recorded"
        )
        diagnostics.add(Rule.UNRECORDED_EDITION, message, at, f"`{command}` records them")


def _report_missing(missing: list[Pair], stricter: Level | None, diagnostics: Diagnostics) -> None:
    """Report the parts that have no words yet: one by one, or, where they are many, the first."""
    many = f" in {len(missing)} places, first" if len(missing) > MOST_MISSING else ""
    for one, other in missing[:1] if many else missing:
        message = f"words are missing here{many} for “{_begin(one)}” ({one.span})"
        hint = f"write them in the place of `{UNTRANSLATED}`"
        diagnostics.add(Rule.UNTRANSLATED, message, other.span, hint, stricter)


def _begin(part: Part) -> str:
    words = part.words.split()
    return " ".join(words[:MOST_WORDS]) + " …" * (len(words) > MOST_WORDS)
