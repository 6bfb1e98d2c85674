"""One structured content source: a cited PDF brief and a PowerPoint deck that say the same."""

from typing import TYPE_CHECKING

from reportgen.version import __version__

if TYPE_CHECKING:
    from reportgen.diagnostics import Diagnostic as Finding
    from reportgen.diagnostics import EnvironmentFault, UsageError
    from reportgen.library import Accepted, Output, Result, build, check

__all__ = [
    "Accepted",
    "EnvironmentFault",
    "Finding",
    "Output",
    "Result",
    "UsageError",
    "__version__",
    "build",
    "check",
]

_HOMES = {
    "EnvironmentFault": ("reportgen.diagnostics", "EnvironmentFault"),
    "Finding": ("reportgen.diagnostics", "Diagnostic"),
    "Accepted": ("reportgen.library", "Accepted"),
    "Output": ("reportgen.library", "Output"),
    "Result": ("reportgen.library", "Result"),
    "UsageError": ("reportgen.diagnostics", "UsageError"),
    "build": ("reportgen.library", "build"),
    "check": ("reportgen.library", "check"),
}


def __getattr__(name: str) -> object:
    """Import what is asked for only then, so that the command line starts quickly (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module `reportgen` has no attribute `{name}`")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
