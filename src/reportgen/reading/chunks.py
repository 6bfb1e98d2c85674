"""Finds chunks of code that Quarto or R Markdown would run: no document here runs code."""

import re

from reportgen.diagnostics import Diagnostics, Rule, span_in
from reportgen.reading.source_map import SourceMap

FENCE = re.compile(
    r"^(?P<ticks>[ \t>]*(?:`{3,}|~{3,}))(?P<info>[^\n]*)\n.*?(?:^[ \t>]*(?:`{3,}|~{3,})[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
CHUNK = re.compile(r"[ \t]*\{(?P<lang>[A-Za-z][\w+-]*)(?P<rest>[ ,}][^\n]*|\Z)")
DIAGRAMS = ("mermaid", "dot")


def without_chunks(source: SourceMap, text: str, diagnostics: Diagnostics) -> str:
    """Return a text in which chunks are plain blocks of code; each is reported."""
    for found in FENCE.finditer(text):
        chunk = CHUNK.fullmatch(found["info"].rstrip())
        if chunk is None:
            continue
        lang, start = chunk["lang"], found.start("info")
        what = "a diagram to be drawn" if lang in DIAGRAMS else "code to be run"
        hint = "draw it with a module: `![Caption.](figures/name.py){#fig-name}`"
        if lang not in DIAGRAMS:
            hint += f"; to show the code itself, begin it with ```` ```{lang.lower()} ````"
        diagnostics.add(
            Rule.UNSUPPORTED,
            f"`{{{lang}}}` is {what}, and nothing runs it",
            span_in(source.path, source.text, start, start + len(found["info"])),
            hint,
        )
        plain = f" {lang}".ljust(len(found["info"]))
        text = text[:start] + plain + text[start + len(plain) :]
    return text
