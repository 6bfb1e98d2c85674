"""Writes dependency files in make's own syntax, as compilers do."""

from collections.abc import Iterable, Sequence

PAIR = ("pdf", "pptx")


def depfile(target: str, prerequisites: Iterable[str]) -> str:
    """Return make rules: `target` depends on `prerequisites`, each of which may vanish.

    Each prerequisite is also the target of an empty rule, as `cc -MP` writes it, so that a
    deleted or renamed input makes the target be built again instead of stopping make.
    """
    names = [_escaped(name) for name in sorted(set(prerequisites))]
    rule = " \\\n  ".join([f"{_escaped(target)}:", *names])
    return "\n".join([rule, "", *(f"{name}:" for name in names), ""])


def editions_rule(document: str, names: Sequence[str]) -> str:
    """Return make's rules for a document whose editions have files of these names, not its own.

    A pattern rule of many targets is run once for all of them, in every GNU make.
    """
    targets = [f"build/%{name.removeprefix(document)}.{one}" for name in names for one in PAIR]
    listed = " \\\n  ".join(targets)
    return (
        f"DOCUMENTS := $(filter-out {document},$(DOCUMENTS)) {' '.join(names)}\n\n"
        f"{listed}: content/%.md $(TOOL) $(READY)\n"
        f"\t$(REPORTGEN) build --document $*\n"
    )


def _escaped(name: str) -> str:
    return name.replace("$", "$$").replace("#", "\\#").replace(" ", "\\ ")
