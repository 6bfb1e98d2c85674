"""Write the table of docs/rules.md anew from the enumeration of rules."""

import re
from pathlib import Path

from reportgen.diagnostics import Rule
from reportgen.diagnostics.usual_help import USUAL_HELP

PAGE = Path(__file__).resolve().parent.parent / "docs/rules.md"

rows = "".join(
    f"| `{rule.code}` | {rule.level} | {rule.meaning} | {USUAL_HELP[rule]} |\n" for rule in Rule
)
text, count = re.subn(r"(?:^\| `.*\n)+", lambda _: rows, PAGE.read_text(), flags=re.MULTILINE)
assert count == 1, f"{PAGE} has {count} tables of rules"
PAGE.write_text(text)
