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
SPAN = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>(?:(?!\n[ \t]*\n).)+?)(?<!`)(?P=ticks)(?!`)|<!--.*?-->",
    re.DOTALL,
)
"""Code within a line, and comments, in which there is none."""
RUN = re.compile(r"(?:\{(?:r|python|julia|ojs)\}\s|r\s+[\w.:]+\s*[(\[$]).*", re.DOTALL)
"""Code within a line that knitr or Jupyter would put a value in the place of."""
BEGUN = re.compile(r"`(?:\{(?:r|python|julia|ojs)|r\s)")
"""How such code begins: texts without it need no search for pairs."""
SHOWN = 40


def without_chunks(source: SourceMap, text: str, diagnostics: Diagnostics) -> str:
    """Return a text in which chunks are plain blocks of code; each is reported."""
    prose = text
    for found in FENCE.finditer(text):
        prose = prose[: found.start()] + " " * len(found[0]) + prose[found.end() :]
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
    for found in SPAN.finditer(prose) if BEGUN.search(prose) else ():
        if found["ticks"] == "`" and RUN.fullmatch(found["code"]):
            diagnostics.add(
                Rule.UNSUPPORTED,
                f"`{found['code'][:SHOWN]}` is code to be run, and nothing runs it",
                span_in(source.path, source.text, *found.span()),
                "write a fact, `{{ name }}`; to show the code itself, put two backticks around it",
            )
    return text
