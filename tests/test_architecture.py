"""The house: layers, and documents that tell the truth about it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import architecture
import charts
import reportgen
from reportgen.cli import cli
from reportgen.diagnostics import Rule
from reportgen.diagnostics.usual_help import USUAL_HELP
from reportgen.reading.front_matter import Settings
from reportgen.recipes.new_project import STARTER

ROOT = Path(__file__).parent.parent
PACKAGE = Path(reportgen.__file__).parent


def test_each_layer_imports_only_what_is_below_it() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as m; m()"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_architecture_says_of_every_module_what_its_docstring_says() -> None:
    assert (ROOT / "ARCHITECTURE.md").read_text() == architecture.page()


def test_docstrings_are_plain_sentences() -> None:
    for path in PACKAGE.rglob("*.py"):
        if not path.is_relative_to(STARTER):
            docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
            assert docstring, path
            assert not docstring.startswith(("This module", "This package")), path


def test_every_rule_is_in_the_page_of_rules_with_what_to_do() -> None:
    page = (ROOT / "docs/rules.md").read_text()
    for rule in Rule:
        help_line = USUAL_HELP[rule]
        assert f"| `{rule.code}` | {rule.level} | {rule.meaning} | {help_line} |" in page
    assert len(re.findall(r"^\| `", page, re.MULTILINE)) == len(Rule)


def test_the_page_of_charts_is_what_the_forms_say() -> None:
    assert charts.page() == charts.PAGE.read_text(), "run `python tools/charts.py`"


def test_every_verb_and_every_setting_is_in_the_authors_page() -> None:
    page = (ROOT / "docs/authoring.md").read_text()
    for verb in cli.commands:
        assert f"reportgen {verb}" in page
    for name in Settings.__struct_encode_fields__:
        assert f"`{name}`" in page


def test_no_tracked_file_names_a_package_index_or_a_path_of_one_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    home = "/" + "root/", "/" + "work/"
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in (".ttf", ".png", ".csl") or not path.is_file():
            continue
        text = path.read_text(errors="replace")
        assert "index-" + "url" not in text, name
        assert not any(part in text for part in home), name
