"""The forms of charts, each a module: its words, its settings as data, and how it is drawn."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from reportgen.charts.grammar import Form

NAMES = (
    "columns",
    "bars",
    "lines",
    "areas",
    "ranges",
    "dots",
    "slopes",
    "pyramid",
    "histogram",
    "scatter",
    "waffle",
    "table",
    "timeline",
    "map",
)
"""The forms, in the order in which docs show them; each is the module of its name."""


@cache
def forms() -> Mapping[str, Form]:
    """Return all forms by name."""
    return {name: form(name) for name in NAMES}


@cache
def form(name: str) -> Form:
    """Return a form by its name, which is one of NAMES."""
    module = import_module(f"reportgen.charts.forms.{name.replace('-', '_')}")
    found: Form = module.FORM
    return found
