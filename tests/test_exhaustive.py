"""A new block or inline: the type checker names every place that has to know it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

PACKAGE = ROOT / "src/reportgen"
BLOCK_PLACES = {
    "brief/blocks.py",
    "checks/completeness.py",
    "deck/plan/paragraphs.py",
    "document/rebuilding.py",
    "document/walking.py",
}
INLINE_PLACES = {
    "brief/inlines.py",
    "checks/expected_slides.py",
    "checks/unsourced_numbers.py",
    "citing/citations.py",
    "deck/plan/paragraphs.py",
    "document/walking.py",
    "ledger/passages.py",
    "resolving/filled.py",
    "resolving/noted.py",
}
TOLD = re.compile(
    r"reportgen/(\S+?\.py):\d+: error: "
    r'Argument 1 to "assert_never" has incompatible type "(\w+)"'
)
NEW = '''

@dataclass(frozen=True, slots=True)
class {name}:
    """What no walk knows yet."""

    text: str
'''


def extended(path: Path, before: str, union: str, name: str) -> None:
    """Define a class before some words of a module, and make it a member of a union."""
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    assert text.count(union) == 1
    text = text.replace(union, f"{union}{name} | ")
    path.write_text(text.replace(before, NEW.format(name=name).lstrip() + "\n\n" + before), "utf-8")


def test_the_type_checker_names_each_walk_over_blocks_and_inlines(tmp_path: Path) -> None:
    """Nothing that is added to the model is dropped in silence by a walk that does not know it."""
    copy = tmp_path / "src/reportgen"
    ignored = shutil.ignore_patterns("__pycache__", "default_theme", "starter")
    shutil.copytree(PACKAGE, copy, ignore=ignored)
    extended(
        copy / "document/blocks.py", "Block: TypeAlias = (", "Block: TypeAlias = (\n    ", "Verse"
    )
    extended(copy / "document/inlines.py", "Plain: TypeAlias", "Inline: TypeAlias = ", "Ruby")
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml")]
    places = sorted({str(copy / one) for one in BLOCK_PLACES | INLINE_PLACES})
    options = ["--cache-dir", str(tmp_path / "cache"), "--follow-imports", "silent"]
    done = subprocess.run(
        [*command, *options, *places],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"MYPYPATH": str(tmp_path / "src"), "PATH": ""},
    )
    told = re.findall(TOLD, done.stdout)
    assert {place for place, name in told if "Verse" in name} >= BLOCK_PLACES, done.stdout
    assert {place for place, name in told if "Ruby" in name} >= INLINE_PLACES, done.stdout
