"""Write the golden texts anew: `python tools/golden.py`, then read the difference."""

import sys
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
sys.path.insert(0, str(TESTS))

from conftest import GOLDEN, TINY  # noqa: E402
from outline import outline  # noqa: E402
from test_citations import MANUALS, REFERENCES, references_in  # noqa: E402
from test_resolve import resolved  # noqa: E402

(GOLDEN / "tiny.txt").write_text(outline(resolved(TINY)))
for style in MANUALS:
    (REFERENCES / f"{style}.txt").write_text(references_in(style))
