"""Finds where an edition in another language no longer says what the original says."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from reportgen.checks.edition_parts import Part, Unit
from reportgen.diagnostics import Diagnostics, Level, Rule, Span, counted
from reportgen.files.held import UNTRANSLATED

Pair = tuple[Part, Part]
"""A part of the original, and its counterpart."""
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
        _compare_uses(one, other, diagnostics)
        pairs += _parts(one, other, diagnostics)
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


def _compare_uses(one: Unit, other: Unit, diagnostics: Diagnostics) -> None:
    """Report facts and works that only one of two units has."""
    kinds = (
        ("fact", one.facts(), other.facts(), "{{{{ {} }}}}"),
        ("work", one.works(), other.works(), "@{}"),
    )
    for what, wanted, found, form in kinds:
        for name in sorted(wanted - found):
            message = f"the {what} `{name}` of {one.span} is missing in this {other.kind}"
            hint = f"use it as in the original: `{form.format(name)}`"
            diagnostics.add(Rule.EDITIONS_DIFFER, message, other.span, hint)
        for name in sorted(found - wanted):
            message = f"the {what} `{name}` is not in the original's {one.kind}, {one.span}"
            place = next(part.span for part in other.parts if name in (*part.facts, *part.works))
            diagnostics.add(
                Rule.EDITIONS_DIFFER, message, place, "take it out here, or add it there"
            )


def _parts(one: Unit, other: Unit, diagnostics: Diagnostics) -> Iterator[Pair]:
    matcher = SequenceMatcher(
        None, [part.kind for part in one.parts], [part.kind for part in other.parts], autojunk=False
    )
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(one.parts[i1:i2], other.parts[j1:j2], strict=True)
            continue
        near = other.parts[min(j1, len(other.parts)) - 1].span if other.parts else other.span
        for part in one.parts[i1:i2]:
            message = f"the {part.kind} of {part.span} has no counterpart here: “{_begin(part)}”"
            diagnostics.add(Rule.EDITIONS_DIFFER, message, near, "write it where it belongs")
        for part in other.parts[j1:j2]:
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
