"""Works between pandoc's metadata, which keeps formulas and languages, and CSL-JSON."""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

from reportgen.language import quotes
from reportgen.pandoc import Node

TAGS = {"Emph": "i", "Strong": "b", "Superscript": "sup", "Subscript": "sub"}
"""The inlines that CSL-JSON has tags for (CSL 1.0.2, "Rich text")."""

SMALL_CAPS = '<span style="font-variant:small-caps;">'
PART = r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?"
DATE = re.compile(rf"{PART}(?:/(?:{PART})?)?(~?)")

MARKUP = {
    "i": "Emph",
    "em": "Emph",
    "b": "Strong",
    "strong": "Strong",
    "sup": "Superscript",
    "sub": "Subscript",
    "sc": "SmallCaps",
    "scp": "SmallCaps",
}
TAG = re.compile(rf"(</?(?:{'|'.join(MARKUP)})\s*>)", re.IGNORECASE)
"""Tags that publishers put into titles, and the inlines that they stand for."""


def csl_json(rich: dict[str, Node]) -> dict[str, Any]:
    """Return a work of pandoc's metadata as CSL-JSON; the text of its fields may have tags."""
    found: dict[str, Any] = {}
    for name, value in rich.items():
        found[name] = _value(name, value)
    return {name: value for name, value in found.items() if value not in ("", [], {})}


def _value(name: str, value: Node) -> Any:
    content = value["c"]
    match value["t"]:
        case "MetaList":
            return [_value("", one) for one in content]
        case "MetaMap":
            return {key: _value(key, one) for key, one in content.items()}
        case "MetaInlines":
            text = tagged(content)
        case "MetaBlocks":
            text = " ".join(tagged(block["c"]) for block in content if block["t"] in PARAGRAPHS)
        case "MetaBool":
            return bool(content)
        case _:
            text = str(content)
    return date(text) if name in DATES else text


PARAGRAPHS = ("Para", "Plain")
DATES = ("accessed", "event-date", "issued", "original-date", "submitted")


def date(text: str) -> Any:
    """Return a date as pandoc's metadata has it (EDTF, else words) as CSL-JSON has it."""
    found = DATE.fullmatch(text)
    if found is None:
        return {"literal": text}
    groups = found.groups()
    parts = [_numbers(groups[0:3])]
    if "/" in text:
        parts.append(_numbers(groups[3:6]) if groups[3] else [0])
    return {"date-parts": parts, **({"circa": True} if groups[6] else {})}


def _numbers(parts: Iterable[str | None]) -> list[int]:
    return [int(part) for part in parts if part]


def tagged(nodes: Iterable[Node]) -> str:
    """Return inlines as the text of a field of CSL-JSON."""
    return "".join(_tagged(node) for node in nodes)


def _tagged(node: Node) -> str:
    kind, content = node["t"], node.get("c")
    if kind in TAGS:
        return f"<{TAGS[kind]}>{tagged(content or ())}</{TAGS[kind]}>"
    match kind, content:
        case "Str", str(text):
            return text
        case "Space" | "SoftBreak" | "LineBreak", _:
            return " "
        case "SmallCaps", list(inner):
            return f"{SMALL_CAPS}{tagged(inner)}</span>"
        case "Quoted", [sign, inner]:
            opening, closing = quotes("en", inner=sign["t"] == "SingleQuote")
            return f"{opening}{tagged(inner)}{closing}"
        case "Span", [[_, classes, _], inner]:
            text = tagged(inner)
            return f'<span class="nocase">{text}</span>' if "nocase" in classes else text
        case "Link" | "Cite", [_, inner, *_]:
            return tagged(inner)
        case "Code", [_, text]:
            return str(text)
        case "Math", [_, text]:
            return f"${text}$"
        case "Underline" | "Strikeout", list(inner):
            return tagged(inner)
        case _:
            return ""


def raw(nodes: Any) -> Iterator[str]:
    """Yield the raw LaTeX or HTML in inlines, which does not print."""
    if isinstance(nodes, dict):
        if nodes.get("t") == "RawInline":
            yield str(nodes["c"][1])
        elif nodes.get("t") == "Note":
            yield "\\footnote"
        else:
            yield from raw(nodes.get("c"))
    elif isinstance(nodes, list):
        for node in nodes:
            yield from raw(node)


# --- tags that are typed as text --------------------------------------------------------------


def without_tags(nodes: list[Node]) -> list[Node]:
    """Return inlines with typed `<i>` and the like as what they stand for, where all are closed."""
    pieces = [piece for node in nodes for piece in _pieces(node)]
    stack: list[tuple[str, list[Node]]] = [("", [])]
    for piece in pieces:
        if isinstance(piece, dict):
            stack[-1][1].append(piece)
            continue
        kind = MARKUP[piece.strip("</> ").lower()]
        if not piece.startswith("</"):
            stack.append((kind, []))
        elif stack[-1][0] == kind:
            _, inner = stack.pop()
            stack[-1][1].append({"t": kind, "c": inner})
        else:
            return nodes
    return stack[0][1] if len(stack) == 1 else nodes


def _pieces(node: Node) -> Iterator[Node | str]:
    """Yield an inline in pieces: tags as text, what stands between them as inlines."""
    match node:
        case {"t": "Str", "c": str(text)} if "<" in text or "&" in text:
            for part in TAG.split(text):
                if TAG.fullmatch(part):
                    yield part
                elif part:
                    yield {"t": "Str", "c": html.unescape(part)}
        case {"t": "RawInline", "c": [_, str(text)]} if TAG.fullmatch(text):
            yield text
        case {"t": "Span", "c": [["", [], []], inner]}:
            changed = without_tags(inner)
            yield {"t": "Span", "c": [["", [], []], changed]}
        case _:
            yield node


def clean_text(text: str) -> str:
    """Return text of CSL-JSON with the tags that CSL has for those that publishers use."""
    if "<" not in text and "&" not in text:
        return text
    text = re.sub(r"<(/?)em\s*>", r"<\1i>", text, flags=re.IGNORECASE)
    text = re.sub(r"<(/?)strong\s*>", r"<\1b>", text, flags=re.IGNORECASE)
    text = re.sub(r"<scp?\s*>(.*?)</scp?\s*>", rf"{SMALL_CAPS}\1</span>", text, flags=re.IGNORECASE)
    return re.sub(
        r"&(?:amp|quot|apos|nbsp|#\d+|#x[0-9a-fA-F]+);", lambda m: html.unescape(m[0]), text
    )
