"""Looks in finished texts for signs of Markdown that should have become something else."""

import re
from collections.abc import Iterable, Iterator

from reportgen.checks.witness.finished import FinishedTexts, Piece
from reportgen.checks.witness.testimony import Unit, Words

SIGNS = re.compile(
    r"""\\[A-Za-z]{2,} | \$\$ | \$(?=[^\s$\d])[^$\n]{1,120}?(?<=[^\s$])\$(?!\d)
    | \{\{|\}\} | (?:^|(?<=\s)):{3,}(?=\s|$) | \[-?@\w[\w:.#$%&+?<>~/-]* | \[\^[^\s\]]+\]
    | (?<=\])\([^()\s]+\)(?=\{) | \{[\#.=][A-Za-z][^{}]*\} | (?<![\w.])@(?:fig|tbl|sec|eq)-[\w-]+
    | (?<=[^\x00-\x7f])@(?:fig|tbl|sec|eq)-[\w-]+
    | ^\+(?:[-=:]{3,}\+)+ | <!-- | ^(?:`{3,}|~{3,})[^\s`~]*$ | \A\#{1,6}(?=[ \t]+\S)""",
    re.VERBOSE | re.MULTILINE,
)
"""What prints of Markdown that was not understood: commands, math, facts, fences, keys, notes,
tables."""

LOOSE = r"[\s\x02\xad-]+"
"""What the end of a line changes: spaces, and hyphens, which PDFium gives as U+0002 there."""


def raw_signs(texts: Iterable[FinishedTexts], units: Iterable[Unit]) -> Iterator[tuple[Piece, str]]:
    """Yield each sign that is printed raw, with the text it stands in; code may show any."""
    meant = "\n".join(_meant(units))
    squeezed = re.sub(LOOSE, "", meant)
    for text in texts:
        for piece in (*text.shown, *text.spoken, *text.alternatives):
            for found in SIGNS.finditer(piece.text):
                in_cell = piece.cell is not None and found[0].startswith("#")  # "# of cases"
                if not in_cell and re.sub(LOOSE, "", found[0]) not in squeezed:
                    yield piece, found[0]


def _meant(units: Iterable[Unit]) -> Iterator[str]:
    """Yield texts that hold signs on purpose: code, and texts in which a sign is escaped."""
    for unit in units:
        if any(isinstance(token, Words) and token.exact for token in unit.tokens):
            yield "".join(token.text if isinstance(token, Words) else "\n" for token in unit.tokens)
