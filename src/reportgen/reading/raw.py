"""Knows of raw TeX and HTML in a text what becomes of it: a page break, nothing, or a finding."""

import re
from dataclasses import dataclass

from reportgen.reading.raw_html import instead

COMMAND = re.compile(r"\\([A-Za-z]+)")
"""The name of a TeX command, with its backslash."""
PAGE_BREAK = re.compile(r"\s*\\(newpage|pagebreak|clearpage|cleardoublepage)(\[\d\])?\s*")
TEX = ("tex", "latex", "context")
COMMENT = re.compile(r"\s*<!--.*?-->\s*", re.DOTALL)
INSTEAD = {
    "ref": "refer with `@fig-x`, `@tbl-x`, `@eq-x` or `@sec-x`",
    "autoref": "refer with `@fig-x`, `@tbl-x`, `@eq-x` or `@sec-x`",
    "cite": "cite with `[@key]`",
    "citep": "cite with `[@key]`",
    "citet": "cite with `@key`",
    "footnote": "write `^[the note]`",
    "textit": "write `*words*`",
    "emph": "write `*words*`",
    "textbf": "write `**words**`",
    "texttt": "write `` `words` ``",
    "textsuperscript": "write `x^2^`",
    "textsubscript": "write `x~2~`",
    "url": "write `<https://...>`",
    "href": "write `[words](https://...)`",
    "includegraphics": 'write `![Caption.](picture.png){#fig-x alt="..."}`',
    "pause": "write `. . .` in a paragraph of its own",
    "LaTeX": "write the word",
    "TeX": "write the word",
}
"""What says in Markdown what a TeX command says."""


@dataclass(frozen=True, slots=True)
class RawFault:
    """Why something raw cannot be carried, and what to write instead."""

    message: str
    help: str


def is_tex(format_: str) -> bool:
    """Return whether raw text is in TeX."""
    return format_ in TEX


def breaks_page(format_: str, text: str) -> bool:
    """Return whether raw text asks for a new page, and for nothing else."""
    return is_tex(format_) and PAGE_BREAK.fullmatch(text) is not None


def raw_fault(format_: str, text: str) -> RawFault | None:
    """Return what is to be reported of raw text, None for a comment."""
    if not COMMENT.sub("", text).strip():
        return None
    if format_.startswith("html"):
        what, hint = instead(text)
        return RawFault(f"raw HTML cannot be carried into both files{what}", hint)
    if not is_tex(format_):
        return RawFault(
            f"raw `{format_}` cannot be carried into both files", "write it as Markdown"
        )
    found = COMMAND.match(text.lstrip())
    name = found[1] if found else ""
    if PAGE_BREAK.fullmatch(text):
        hint = "put it in a paragraph of its own, outside of slides, lists, boxes and tables"
        return RawFault(f"`\\{name}` stands within a text, where no page can end", hint)
    hint = INSTEAD.get(name, "write it as Markdown; for a backslash in the text write `\\\\`")
    what = f"`\\{name}`" if name else "raw TeX"
    return RawFault(f"TeX cannot be carried into both files: {what}", hint)
