"""Writes dependency files in make's own syntax, as compilers do."""

from collections.abc import Iterable


def depfile(target: str, prerequisites: Iterable[str]) -> str:
    """Return make rules: `target` depends on `prerequisites`, each of which may vanish.

    Each prerequisite is also the target of an empty rule, as `cc -MP` writes it, so that a
    deleted or renamed input makes the target be built again instead of stopping make.
    """
    names = [_escaped(name) for name in sorted(set(prerequisites))]
    rule = " \\\n  ".join([f"{_escaped(target)}:", *names])
    return "\n".join([rule, "", *(f"{name}:" for name in names), ""])


def _escaped(name: str) -> str:
    return name.replace("$", "$$").replace("#", "\\#").replace(" ", "\\ ")
