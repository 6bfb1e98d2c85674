"""What a project's own file says of findings: stricter, milder, known; for which versions it is."""

from pathlib import Path

import pytest

from reportgen.diagnostics import Diagnostics, Level, Rule, Span
from reportgen.files.project import Project
from reportgen.files.project_file import judging, report_old
from reportgen.library import build

PLACE = Span("content/brief.md", 3, 1, 1, "In the year 76 % left.")


def judged(folder: Path, yaml: str) -> tuple[Diagnostics, list[tuple[str, str]]]:
    """Return findings under a project's file, and its own faults."""
    (folder / "content").mkdir(exist_ok=True)
    (folder / "reportgen.yml").write_text(yaml)
    diagnostics, _ = judging(Project(folder))
    return diagnostics, [(one.rule.code, str(one.span)) for one in diagnostics]


def allow(rule: str, **more: str) -> str:
    given = {"rule": rule, "reason": "known", **more}
    return "allow:\n  - " + "\n    ".join(f"{name}: {value}" for name, value in given.items())


@pytest.mark.parametrize("where", ["content/brief.md", "content/*.md", "76 %", "no source", ""])
def test_an_accepted_finding_counts_for_nothing_and_has_its_reason(
    tmp_path: Path, where: str
) -> None:
    diagnostics, faults = judged(tmp_path, allow("unsourced-number", where=f'"{where}"'))
    assert not faults
    diagnostics.add(Rule.UNSOURCED_NUMBER, "76 % has no source", PLACE)
    assert len(diagnostics) == 0
    assert [one.reason for one in diagnostics.accepted.values()] == ["known"]


@pytest.mark.parametrize("where", ["content/other.md", "77 %"])
def test_an_allowance_accepts_nothing_else(tmp_path: Path, where: str) -> None:
    diagnostics, _ = judged(tmp_path, allow("unsourced-number", where=f'"{where}"'))
    diagnostics.add(Rule.UNSOURCED_NUMBER, "76 % has no source", PLACE)
    diagnostics.add(Rule.NO_NOTES, "no notes", PLACE)
    assert len(diagnostics) == 2


def test_an_allowance_past_its_day_and_one_that_meets_nothing_are_told(tmp_path: Path) -> None:
    text = allow("no-notes", until="2020-01-01") + "\n" + allow("bad-url").removeprefix("allow:\n")
    (tmp_path / "reportgen.yml").write_text(text)
    diagnostics, policy = judging(Project(tmp_path))
    diagnostics.add(Rule.NO_NOTES, "no notes", PLACE)
    report_old(policy, diagnostics)
    told = [(one.rule.code, one.span.line) for one in diagnostics]
    assert told == [("no-notes", 3), ("old-allowance", 2), ("old-allowance", 5)]


@pytest.mark.parametrize("rule", ["private-data", "not-conforming", "unknown-fact", "missing-alt"])
def test_what_would_make_a_wrong_or_unsafe_file_stays_an_error(tmp_path: Path, rule: str) -> None:
    assert judged(tmp_path, allow(rule))[1] == [("bad-setting", "reportgen.yml:2:5")]
    assert judged(tmp_path, f"levels:\n  {rule}: warning")[1][0][0] == "bad-setting"


def test_a_level_can_be_raised_and_lowered(tmp_path: Path) -> None:
    diagnostics, faults = judged(tmp_path, "levels: {no-notes: error, twins-differ: warning}")
    assert not faults
    diagnostics.add(Rule.NO_NOTES, "no notes", PLACE)
    diagnostics.add(Rule.TWINS_DIFFER, "they differ", PLACE)
    assert {one.rule: one.level for one in diagnostics} == {
        Rule.NO_NOTES: Level.ERROR,
        Rule.TWINS_DIFFER: Level.WARNING,
    }
    part = diagnostics.another()
    part.add(Rule.NO_NOTES, "no notes", PLACE)
    assert part.errors == 1, "parts of a run are judged alike"


@pytest.mark.parametrize(
    ("yaml", "code"),
    [
        ('requires-reportgen: ">=9"', "wrong-version"),
        ("requires-reportgen: new", "bad-setting"),
        ("allow:\n  - {rule: no-nots, reason: x}", "bad-setting"),
        ("allow:\n  - {rule: no-notes, reason: ' '}", "bad-setting"),
        ("allow:\n  - {rule: no-notes}", "bad-setting"),
        ("level: {}", "bad-setting"),
        ("levels: {no-notes: off}", "bad-setting"),
        ("a: [", "bad-yaml"),
        ('requires-reportgen: ">=0.1,<9"', ""),
        ("", ""),
    ],
)
def test_faults_of_the_file_stand_at_their_line(tmp_path: Path, yaml: str, code: str) -> None:
    _, faults = judged(tmp_path, yaml)
    assert [one for one, _ in faults] == [code] * bool(code)


def test_a_warning_made_an_error_stops_the_build(tiny: Path) -> None:
    (tiny / "reportgen.yml").write_text("levels: {no-notes: error}")
    text = (tiny / "content/brief.md").read_text()
    slide = text.replace("::: notes\nSay that it grew [@doe2020].\n:::\n", "")
    (tiny / "content/brief.md").write_text(slide)
    result = build(tiny, to=["pptx"])
    assert not result.ok
    assert not result.outputs
    (tiny / "reportgen.yml").write_text(allow("no-notes", where="content/brief.md"))
    result = build(tiny, to=["pptx"])
    assert result.ok, result.findings
    assert [one.reason for one in result.accepted] == ["known"]
