"""Reads `reportgen.yml`, which holds for a whole project: versions, levels, known findings."""

import datetime
import os
from typing import Literal

import msgspec
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from reportgen.diagnostics import (
    Allowance,
    Diagnostics,
    Level,
    Policy,
    Rule,
    may_be_known,
    suggestion,
)
from reportgen.files.project import Project
from reportgen.files.yaml_file import Yaml, convert, parse_yaml
from reportgen.version import __version__

FILE = "reportgen.yml"
CODES = {one.code: one for one in Rule}


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that the project accepts."""

    rule: str
    reason: str
    where: str = ""
    until: datetime.date | None = None


class ProjectFile(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True
):
    """The settings of `reportgen.yml`."""

    requires_reportgen: str = ""
    levels: dict[str, Literal["error", "warning"]] = {}
    allow: list[Known] = []
    patience: float | bool | None = None
    memory: float | bool | None = None


def project_policy(project: Project, diagnostics: Diagnostics) -> Policy:
    """Return what `reportgen.yml` says of findings, nothing where there is no such file.

    Reports faults of it, and a version that is not the one the project asks for (PEP 440).
    """
    if not project.exists(FILE):
        return Policy()
    text = project.read_text(FILE, diagnostics)
    if text is None:
        return Policy()
    before = diagnostics.errors
    parsed = parse_yaml(FILE, text, diagnostics)
    if diagnostics.errors > before:
        return Policy()
    settings = convert(parsed, ProjectFile, diagnostics)
    if settings is None:
        return Policy()
    _check_version(settings.requires_reportgen, parsed, diagnostics)
    for name, value in (("patience", settings.patience), ("memory", settings.memory)):
        if value is True or (value is not None and value < 0):
            message, hint = "this is no limit", f"write `{name}: 60`, or `{name}: false` for none"
            diagnostics.add(Rule.BAD_SETTING, message, parsed.span(name), hint)
    levels = {
        rule: Level(level)
        for code, level in settings.levels.items()
        if (rule := _rule(code, parsed, ("levels", code), diagnostics)) is not None
        and _may_be(rule, Level(level), parsed, ("levels", code), diagnostics)
    }
    allowed = []
    for at, one in enumerate(settings.allow):
        path = ("allow", at, "rule")
        rule = _rule(one.rule, parsed, path, diagnostics)
        if rule is None or not _may_be(rule, Level.WARNING, parsed, path, diagnostics):
            continue
        if not one.reason.strip():
            message, hint = "no reason is given", "say why this is right as it is"
            diagnostics.add(Rule.BAD_SETTING, message, parsed.span("allow", at, "reason"), hint)
        allowed.append(Allowance(rule, one.where, one.reason, one.until, parsed.span(*path)))
    return Policy(levels, tuple(allowed), _today())


def project_limits(project: Project) -> tuple[float | None, float | None]:
    """Return seconds of patience and megabytes that the project gives its builds.

    0 where it sets no limit (`false`), None where it says nothing. Faults are `judging`'s to tell.
    """
    if not project.exists(FILE):
        return None, None
    unheard = Diagnostics()
    text = project.branch().read_text(FILE, unheard) or ""
    settings = convert(parse_yaml(FILE, text, unheard), ProjectFile, unheard)
    if settings is None:
        return None, None
    said = (settings.patience, settings.memory)
    first, second = (None if one is None or one is True or one < 0 else float(one) for one in said)
    return first, second


def judging(project: Project) -> tuple[Diagnostics, Policy]:
    """Return findings that the project's own file judges, empty but for faults of that file."""
    faults = Diagnostics()
    policy = project_policy(project, faults)
    diagnostics = Diagnostics(policy)
    diagnostics.update(faults)
    return diagnostics, policy


def report_old(policy: Policy, diagnostics: Diagnostics) -> None:
    """Report each allowance that is past its day, or that a whole check did not need."""
    used = set(diagnostics.accepted.values())
    for one in policy.allowed:
        if not one.holds(policy.day):
            message = f"this was accepted until {one.until}"
            hint = "mend what it is about, or look again and give a later day"
            diagnostics.add(Rule.OLD_ALLOWANCE, message, one.span, hint)
        elif one not in used:
            message = f"there is no finding `{one.rule.code}` that this accepts"
            diagnostics.add(Rule.OLD_ALLOWANCE, message, one.span, "take it out")


def _rule(
    code: str, parsed: Yaml, path: tuple[str | int, ...], diagnostics: Diagnostics
) -> Rule | None:
    if code not in CODES:
        hint = suggestion(code, list(CODES), "rule")
        diagnostics.add(Rule.BAD_SETTING, f"no rule `{code}`", parsed.span(*path), hint)
    return CODES.get(code)


def _may_be(
    rule: Rule,
    level: Level,
    parsed: Yaml,
    path: tuple[str | int, ...],
    diagnostics: Diagnostics,
) -> bool:
    """Return whether a rule can have a level; an error of content, standards, privacy stays one."""
    if level is Level.ERROR or may_be_known(rule):
        return True
    message = f"`{rule.code}` stays an error: the files would be wrong, or not safe to hand out"
    diagnostics.add(Rule.BAD_SETTING, message, parsed.span(*path), "mend what it finds")
    return False


def _check_version(wanted: str, parsed: Yaml, diagnostics: Diagnostics) -> None:
    try:
        fits = SpecifierSet(wanted).contains(__version__, prereleases=True)
    except InvalidSpecifier:
        message, hint = "this names no versions", 'write `">=0.3,<0.4"`'
        place = parsed.span("requires-reportgen")
        diagnostics.add(Rule.BAD_SETTING, message, place, hint)
        return
    if not fits:
        message = f"the project asks for reportgen {wanted}; this is {__version__}"
        hint = f'`pip install "brief-and-deck{wanted}"`, or see `reportgen upgrade`'
        place = parsed.span("requires-reportgen")
        diagnostics.add(Rule.WRONG_VERSION, message, place, hint)


def _today() -> datetime.date:
    """Return the day of `SOURCE_DATE_EPOCH` where it is set, today else."""
    if (epoch := os.environ.get("SOURCE_DATE_EPOCH", "")).isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).date()
