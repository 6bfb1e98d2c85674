"""Write the table of modules in ARCHITECTURE.md anew, each with its docstring's first sentence."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "ARCHITECTURE.md"
PACKAGE = ROOT / "src/reportgen"
TABLE = re.compile(r"(?m)^\| module \| what it does \|\n\|---\|---\|\n(?:\|.*\n)+")


def rows() -> str:
    """Return a row for each module, in the order of their paths."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE)
        if name.parts[0] != "starter" and name.as_posix() != "__init__.py":
            shown = f"{name.parent.as_posix()}/" if name.name == "__init__.py" else name.as_posix()
            found.append((shown, sentence(path)))
    return "".join(f"| `{name}` | {says} |\n" for name, says in sorted(found))


def sentence(path: Path) -> str:
    """Return the first sentence of a module's docstring, without its full stop."""
    text = " ".join(
        (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n\n")[0].split()
    )
    return text.removesuffix(".")


def page() -> str:
    """Return ARCHITECTURE.md with its table as the modules now are."""
    table = f"| module | what it does |\n|---|---|\n{rows()}"
    made, count = TABLE.subn(lambda _: table, PAGE.read_text("utf-8"))
    assert count == 1, f"{PAGE.name} has {count} tables of modules"
    return made


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
