"""Reads Quarto's shortcodes, `{{< name ... >}}`: those that both files can carry."""

import re
from collections.abc import Mapping
from typing import Any

from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import Code, Inlines, Text, Written
from reportgen.pandoc import Node

SHORTCODE = re.compile(r"<\s*(?P<name>[\w-]*)\s*(?P<rest>.*?)\s*>")
"""What stands between the braces."""
PAGE_BREAK = re.compile(r"\s*\{\{<\s*pagebreak\s*>\}\}\s*")
INSTEAD = {
    "pagebreak": "put it in a paragraph of its own, outside of slides, lists, boxes and tables",
    "include": "put it on a line of its own: `{{< include _part.md >}}`",
    "video": "link to the film: `[The film](https://...)`",
    "audio": "link to the recording: `[The recording](https://...)`",
    "var": "write it as a fact: `{{ name }}`, with its source in content/facts.yaml",
    "env": "write it as a fact: `{{ name }}`, with its source in content/facts.yaml",
    "embed": "draw the figure with a module: `![Caption.](figures/name.py){#fig-name}`",
    "lipsum": "write the text",
    "fa": "write the word that the sign stands for",
    "bi": "write the word that the sign stands for",
    "iconify": "write the word that the sign stands for",
}
"""What to write instead of a shortcode that is not carried, or not there."""
CARRIED = ("meta", "kbd", "pagebreak", "include")


def is_page_break(nodes: list[Node]) -> bool:
    """Return whether a paragraph of pandoc's tree is `{{< pagebreak >}}` and nothing else."""
    words = {"Str", "Space", "SoftBreak"}
    if not nodes or any(node["t"] not in words for node in nodes):
        return False
    return PAGE_BREAK.fullmatch("".join(node.get("c", " ") for node in nodes)) is not None


def shortcode(
    inside: str, values: Mapping[str, str], place: Span, diagnostics: Diagnostics
) -> Inlines[Written]:
    """Return what a shortcode prints in a line of text; `values` are the settings as text."""
    found = SHORTCODE.fullmatch(inside)
    name, rest = (found["name"], found["rest"]) if found else ("", "")
    if name == "meta":
        key = rest.strip("\"'“”")
        if key in values:
            return (Text(values[key]),)
        message = f"the front matter has no text `{key}`"
        diagnostics.add(Rule.BAD_SETTING, message, place, suggestion(key, list(values), "setting"))
    elif name == "kbd" and rest:
        return (Code(rest.strip("\"'“”")),)
    else:
        hint = INSTEAD.get(name) or suggestion(name, CARRIED, "shortcode")
        message = f"the shortcode `{name}` cannot be carried into both files"
        if name in ("pagebreak", "include"):
            message = f"the shortcode `{name}` stands within a text"
        diagnostics.add(Rule.UNSUPPORTED, message, place, hint)
    return ()


def texts(meta: Mapping[str, Node]) -> dict[str, str]:
    """Return the settings of a document that are text, as text without styles."""
    found = {key: _text(node) for key, node in meta.items()}
    return {key: text for key, text in found.items() if text and "{{" not in text}


def _text(node: Any) -> str:
    match node:
        case {"t": "MetaString", "c": text}:
            return str(text)
        case {"t": "MetaInlines", "c": nodes}:
            return "".join(map(_text, nodes))
        case {"t": "MetaBlocks", "c": [{"t": "Para" | "Plain", "c": nodes}]}:
            return "".join(map(_text, nodes))
        case {"t": "MetaList", "c": nodes}:
            parts = [_text(one) for one in nodes]
            return ", ".join(parts) if all(parts) else ""
        case {"t": "Str", "c": text}:
            return str(text)
        case {"t": "Space" | "SoftBreak" | "LineBreak"}:
            return " "
        case {"t": "Quoted", "c": [{"t": kind}, nodes]}:
            marks = ("“", "”") if kind == "DoubleQuote" else ("‘", "’")
            return marks[0] + "".join(map(_text, nodes)) + marks[1]
        case {"t": "Emph" | "Strong" | "Underline" | "SmallCaps", "c": nodes}:
            return "".join(map(_text, nodes))
        case {"t": "Link" | "Span", "c": [_, nodes, *_]}:
            return "".join(map(_text, nodes))
        case _:
            return ""
