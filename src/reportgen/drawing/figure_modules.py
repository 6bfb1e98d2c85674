"""Reads figure modules without running them: what they take, and what they import."""

import ast
import io
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.files.project import Project


@dataclass(frozen=True, slots=True)
class FigureModule:
    """A figure module. `parameters` of its `draw` after the figure, each with its place.

    `files` gives the SHA-256 of the module's file and of every module of the project that it
    imports, directly or through others, at the top or inside a function.
    """

    path: str
    parameters: dict[str, Span]
    files: dict[str, str]


def read_module(
    path: str, named: Span, project: Project, diagnostics: Diagnostics
) -> FigureModule | None:
    """Return what the module at `path` takes and imports; report one that cannot be drawn with.

    `named` is where the document names it.
    """
    if not project.exists(path):
        project.report_missing(path, named, diagnostics)
        return None
    data = project.read_bytes(path)
    lines = _lines(data)
    try:
        tree = _parsed(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        source = lines[line - 1] if line <= len(lines) else ""
        place = Span(path, line, getattr(error, "offset", None) or 1, 1, source)
        words = str(getattr(error, "msg", error)) or "an expression is nested too deeply"
        message = f"{type(error).__name__}: {words}"
        diagnostics.add(Rule.BAD_FIGURE, message, place, f"it is drawn from `{path}`")
        return None
    drawing = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == "draw"]
    if not drawing:
        message, hint = f"`{path}` has no function `draw`", "write `def draw(figure, DATASET, ...)`"
        diagnostics.add(Rule.BAD_FIGURE, message, named, hint)
        return None
    given = drawing[-1].args
    if not (given.posonlyargs or given.args or given.vararg):
        at = Span(path, drawing[-1].lineno, 1, 1, lines[drawing[-1].lineno - 1])
        message, hint = "`draw` does not take the figure", "write `def draw(figure, DATASET, ...)`"
        diagnostics.add(Rule.BAD_FIGURE, message, at, hint)
        return None
    if (at_yield := _yields(drawing[-1])) is not None:
        at = Span(path, at_yield, 1, 1, lines[at_yield - 1])
        message, hint = "`draw` yields, and so nothing of it is run", "draw without `yield`"
        diagnostics.add(Rule.BAD_FIGURE, message, at, hint)
        return None
    parameters = {
        one.arg: Span(path, one.lineno, one.col_offset + 1, len(one.arg), lines[one.lineno - 1])
        for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)
    }
    files = {path: project.reads[path]}
    _follow(tree, path, files, project)
    return FigureModule(path, dict(list(parameters.items())[1:]), files)


def _yields(function: ast.FunctionDef) -> int | None:
    """Return the line in which a function itself yields, None for none."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        match waiting.pop():
            case ast.Yield() | ast.YieldFrom() as one:
                return one.lineno
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                continue
            case one:
                waiting += ast.iter_child_nodes(one)
    return None


def _parsed(data: bytes) -> ast.Module:
    """Return a module's syntax tree. A coding line is followed (PEP 263)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # importing it will say so
        return ast.parse(data)


def _lines(data: bytes) -> list[str]:
    """Return the lines of a module, in its own encoding where it has one."""
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
        return data.decode(encoding, "replace").split("\n")
    except (SyntaxError, LookupError):
        return data.decode("utf-8", "replace").split("\n")


def _follow(tree: ast.AST, path: str, files: dict[str, str], project: Project) -> None:
    """Add to `files` the modules of the project that a module imports, and those that they do."""
    folder = PurePosixPath(path).parent
    for name in _imported(tree):
        for end in (".py", "/__init__.py"):
            found = str(folder / f"{name.replace('.', '/')}{end}")
            if found not in files and project.exists(found):
                data = project.read_bytes(found)
                files[found] = project.reads[found]
                try:
                    _follow(_parsed(data), str(folder / "_.py"), files, project)
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    continue  # importing it will say so, with its place


def _imported(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted names of all modules, and parents of modules, that a module may import."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names):
                wanted = [one.name for one in names]
            case ast.ImportFrom(module, names) if module:
                wanted = [module, *(f"{module}.{one.name}" for one in names)]
            case _:
                continue
        for name in wanted:
            parts = name.split(".")
            yield from (".".join(parts[:count]) for count in range(1, len(parts) + 1))
