"""The structure tree of a PDF as text: what a screen reader is told, in its order."""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
import pikepdf


@dataclass
class Tag:
    """A structure element: its type, its own attributes, the text under it, what it holds."""

    type: str
    text: str = ""
    lang: str = ""
    alt: str = ""
    scope: str = ""
    links: list[str] = field(default_factory=list)
    children: list["Tag"] = field(default_factory=list)

    def all(self, *types: str) -> list["Tag"]:
        """Return the tags of some types under this one, in reading order."""
        return [tag for tag in self.walk() if tag.type in types]

    def walk(self) -> Iterator["Tag"]:
        yield self
        for child in self.children:
            yield from child.walk()


def structure(pdf: bytes) -> Tag:
    """Return the structure tree, with the text of its marked content."""
    texts: dict[tuple[int, int], str] = defaultdict(str)
    with pdfplumber.open(io.BytesIO(pdf)) as pages:
        for number, page in enumerate(pages.pages):
            for char in page.chars:
                if char["mcid"] is not None:
                    texts[number, char["mcid"]] += char["text"]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        root = document.Root.StructTreeRoot.K
        return _tag(root[0], numbers, texts)


def _tag(node: Any, numbers: Any, texts: Any) -> Tag:
    attributes = node.get("/A", {})
    tag = Tag(
        str(node.S).removeprefix("/"),
        lang=str(node.get("/Lang", "")),
        alt=str(node.get("/Alt", "")),
        scope=str(attributes.get("/Scope", "")).removeprefix("/"),
    )
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            tag.text += texts[numbers[node.Pg.objgen], kid]
        elif kid.get("/Type") == "/OBJR":
            tag.links.append(str(kid.Obj.get("/Contents", "")))
        elif "/S" in kid:
            child = _tag(kid, numbers, texts)
            tag.children.append(child)
            tag.text += child.text
    return tag
