"""How findings print: for people, for editors, as JSON, as GitHub and GitLab show them."""

import hashlib
import json
from collections.abc import Callable, Sequence

from reportgen.characters import printable, without
from reportgen.diagnostics.findings import Diagnostic, Span
from reportgen.diagnostics.rules import Level


def full(found: Diagnostic) -> str:
    """Return a finding as text for people: place, message, source line, caret, help."""
    span = found.span
    lines = [f"{span}: {found.level}[{found.rule.code}]: {found.message}"]
    if span.source:
        gutter = f"{span.line:>5} | "
        shown, lead = _window(span)
        lines.append(gutter + shown)
        lines.append(
            " " * (len(gutter) - 2)
            + "| "
            + " " * lead
            + "^" * min(span.width, max(1, len(shown) - lead))
        )
    if found.help:
        lines.append(f"      = help: {found.help}")
    return "\n".join(lines)


def _window(span: Span, room: int = 96) -> tuple[str, int]:
    """Return the part of a long source line around the span, and the caret's offset in it."""
    line, at = span.source, span.column - 1
    start = max(0, min(at - room // 3, len(line) - room))
    shown = without(line[start : start + room].replace("\t", " "))
    if start:
        shown = "…" + shown[1:]
    if start + room < len(line):
        shown = shown[:-1] + "…"
    return shown, at - start


def concise(found: Diagnostic) -> str:
    """Return a finding on one line, as compilers print them."""
    return f"{found.span}: {found.level}[{found.rule.code}]: {found.message}"


def as_json(found: Diagnostic) -> str:
    """Return a finding as one JSON object on one line."""
    return json.dumps(
        {
            "code": found.rule.code,
            "level": found.level,
            "message": found.message,
            "help": found.help,
            "path": printable(found.span.path),
            "line": found.span.line,
            "column": found.span.column,
        },
        ensure_ascii=False,
    )


def github(found: Diagnostic) -> str:
    """Return a finding as a workflow command that GitHub shows beside the line."""
    span = found.span
    text, path = found.message + (f"\n{found.help}" if found.help else ""), printable(span.path)
    return (
        f"::{found.level} file={_property(path)},line={span.line},col={span.column},"
        f"title={found.rule.code}::{_data(text)}"
    )


def _data(text: str) -> str:
    """Return text as a workflow command carries it (actions/toolkit, `escapeData`)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return text as a property of a workflow command (actions/toolkit, `escapeProperty`)."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def code_quality(findings: Sequence[Diagnostic]) -> str:
    """Return findings as GitLab's report on code quality, which it shows beside the lines."""
    return json.dumps(
        [
            {
                "description": found.message + (f" ({found.help})" if found.help else ""),
                "check_name": found.rule.code,
                "fingerprint": hashlib.sha256(concise(found).encode()).hexdigest(),
                "severity": {Level.ERROR: "critical", Level.WARNING: "minor"}[found.level],
                "location": {
                    "path": printable(found.span.path),
                    "lines": {"begin": found.span.line},
                },
            }
            for found in findings
        ],
        ensure_ascii=False,
        indent=1,
    )


def _each(render: Callable[[Diagnostic], str]) -> Callable[[Sequence[Diagnostic]], str]:
    return lambda findings: "\n".join(map(render, findings))


RENDERERS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {
    "full": _each(full),
    "concise": _each(concise),
    "json": _each(as_json),
    "github": _each(github),
    "gitlab": code_quality,
}
"""How findings print by the name of each form; "" is printed as nothing."""
