"""Formulas in works as pandoc prints them in plain text: letters, signs, raised and lowered."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from reportgen.pandoc import Node, PandocError, converted, run


def printed_math(nodes: Any) -> Mapping[str, list[Node]]:
    """Return the formulas in a tree of pandoc, by their TeX, each as inlines without formulas.

    One that cannot be set in letters stays as its TeX, as pandoc leaves it.
    """
    found = list(dict.fromkeys(_formulas(nodes)))
    if not found:
        return {}
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, tex]}]} for tex in found]
    document = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    try:
        page = converted(["-f", "json", "-t", "html"], json.dumps(document))
        tree = run(["-f", "html"], page)
    except PandocError:
        return {tex: [{"t": "Str", "c": tex}] for tex in found}
    return {tex: block["c"] for tex, block in zip(found, tree["blocks"], strict=False)}


def _formulas(nodes: Any) -> Iterator[str]:
    if isinstance(nodes, list):
        for node in nodes:
            yield from _formulas(node)
    elif isinstance(nodes, dict):
        if nodes.get("t") == "Math":
            yield str(nodes["c"][1])
        else:
            for part in nodes.values():
                yield from _formulas(part)
