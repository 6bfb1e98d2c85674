"""Faults in content: where, what, how bad, what helps, and how they print."""

from reportgen.diagnostics.counting import counted
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
from reportgen.diagnostics.policy import Allowance, Policy, may_be_known
from reportgen.diagnostics.rendering import RENDERERS, as_json, concise, full, github
from reportgen.diagnostics.rules import Level, Rule

__all__ = [
    "RENDERERS",
    "Allowance",
    "ContentError",
    "Diagnostic",
    "Diagnostics",
    "EnvironmentFault",
    "InputChanged",
    "Level",
    "Policy",
    "Rule",
    "Span",
    "UsageError",
    "as_json",
    "concise",
    "counted",
    "full",
    "github",
    "may_be_known",
    "span_in",
    "suggestion",
]
