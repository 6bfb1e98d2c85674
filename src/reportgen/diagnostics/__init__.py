"""Faults in content: where, what, how bad, what helps, and how they print."""

from reportgen.diagnostics.findings import (
    ContentError,
    Diagnostic,
    Diagnostics,
    EnvironmentFault,
    InputChanged,
    Span,
    UsageError,
    span_in,
    suggestion,
)
from reportgen.diagnostics.rendering import RENDERERS, as_json, concise, full, github
from reportgen.diagnostics.rules import Level, Rule

__all__ = [
    "RENDERERS",
    "ContentError",
    "Diagnostic",
    "Diagnostics",
    "EnvironmentFault",
    "InputChanged",
    "Level",
    "Rule",
    "Span",
    "UsageError",
    "as_json",
    "concise",
    "full",
    "github",
    "span_in",
    "suggestion",
]
