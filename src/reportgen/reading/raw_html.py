"""Knows of HTML in a text what says the same in Markdown, and which of it is one thing."""

import re

TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)[^<>]*?(?P<void>/?)>")
VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
"""Elements that hold nothing (HTML, 13.1.2)."""

INSTEAD = {
    "b": "write `**words**`",
    "strong": "write `**words**`",
    "i": "write `*words*`",
    "em": "write `*words*`",
    "u": "write `[words]{.underline}`",
    "s": "write `~~words~~`",
    "del": "write `~~words~~`",
    "sup": "write `x^2^`",
    "sub": "write `x~2~`",
    "code": "write `` `words` ``",
    "kbd": "write `` `words` ``",
    "small": "leave it out: sizes are those of the brand",
    "font": "leave it out: typefaces and colours are those of the brand",
    "center": "leave it out",
    "span": "write `[words]{lang=ko}`, `[words]{.smallcaps}` or `[words]{.underline}`",
    "div": "write `::: {.box}` or another block of docs/authoring.md",
    "br": "end the line with a backslash, or begin a paragraph",
    "p": "put a blank line between paragraphs",
    "hr": "write `***`",
    "a": "write `[words](https://...)`",
    "img": 'write `![Caption.](picture.png){#fig-x alt="..."}`',
    "table": "write the table with `|` between its cells",
    "ul": "begin each item with `- `",
    "ol": "begin each item with `1. `",
    "blockquote": "begin each line with `> `",
    "q": 'put the words in `"`',
    "details": "write what it holds as text: paper does not unfold",
    "iframe": "link to it: `[What it shows](https://...)`",
    "video": "link to it: `[What it shows](https://...)`",
    "audio": "link to it: `[What it is](https://...)`",
}
"""What says in Markdown what an element of HTML says."""


def instead(text: str) -> tuple[str, str]:
    """Return an element of HTML as it is called, and what to write for it."""
    found = TAG.match(text.strip())
    if found is None:
        return "", "write it as Markdown"
    name = found["name"].lower()
    other = "write it as Markdown; for a `<` in the text write `\\<`"
    return f": `<{name}>`", INSTEAD.get(name, other)


def end_of_element(text: str, start: int) -> int:
    """Return where the element ends whose first tag stands at `start`, or that tag alone."""
    first = TAG.match(text, start)
    if first is None:
        return start
    name, depth = first["name"].lower(), 0
    if first["end"] or first["void"] or name in VOID:
        return first.end()
    for tag in TAG.finditer(text, start):
        if tag["name"].lower() == name and not tag["void"]:
            depth += -1 if tag["end"] else 1
            if not depth:
                return tag.end()
    return first.end()
