"""Finds what a template of a project says and no page shows: blocks of no name, words outside."""

from collections.abc import Iterator

from jinja2 import Environment, TemplateError, nodes

from reportgen.diagnostics import Diagnostics, Rule, Span, span_in, suggestion
from reportgen.theme import Theme

MOST_PARENTS = 20
"""More templates on top of each other than these are a circle, which rendering tells."""


def report_unshown(environment: Environment, theme: Theme, diagnostics: Diagnostics) -> None:
    """Report parts of the project's own templates that Jinja2 passes over without a word.

    Where a template extends another, only blocks are printed that the other has.
    """
    for name in environment.list_templates(extensions=["html"]):
        if (path := theme.override(name)) is None:
            continue
        tree = _tree(environment, name)
        if tree is None or (parent := _parent(tree)) is None:
            continue
        known = _blocks_above(environment, parent)
        text = theme.project.read_text(path, Diagnostics()) or ""
        for block in _unknown(tree, known):
            hint = suggestion(block.name, list(known), "block")
            message = f"`{parent}` has no block `{block.name}`, so it is printed nowhere"
            place = _line(path, text, block.lineno)
            diagnostics.add(Rule.BAD_TEMPLATE, message, place, hint)
        for output in _outside(tree):
            message = "this stands outside of all blocks, so it is printed nowhere"
            hint = "put it into a block, as in `{% block colophon %}{{ super() }} … {% endblock %}`"
            diagnostics.add(Rule.BAD_TEMPLATE, message, _line(path, text, output), hint)


def _tree(environment: Environment, name: str) -> nodes.Template | None:
    """Return a template parsed; None where there is none, or its syntax is faulty: others tell."""
    try:
        assert environment.loader is not None, "every brief has templates"
        source, _, _ = environment.loader.get_source(environment, name)
        return environment.parse(source, name)
    except (TemplateError, RecursionError):
        return None


def _parent(tree: nodes.Template) -> str | None:
    """Return the name of the template that one extends, None where it is known at printing only."""
    found = tree.find(nodes.Extends)
    name = found.template if found is not None else None
    return name.value if isinstance(name, nodes.Const) and isinstance(name.value, str) else None


def _blocks_above(environment: Environment, name: str) -> dict[str, None]:
    """Return the names of the blocks of a template and of all that it extends."""
    known: dict[str, None] = {}
    parent: str | None = name
    for _ in range(MOST_PARENTS):
        tree = None if parent is None else _tree(environment, parent)
        if tree is None:
            break
        known |= dict.fromkeys(one.name for one in tree.find_all(nodes.Block))
        parent = _parent(tree)
    return known


def _unknown(tree: nodes.Template, known: dict[str, None]) -> Iterator[nodes.Block]:
    """Yield blocks that stand in no other block, and that nothing above or beside asks for."""
    asked = {one.attr for one in tree.find_all(nodes.Getattr)}  # `self.NAME()`
    inner = {id(one) for block in tree.find_all(nodes.Block) for one in block.find_all(nodes.Block)}
    for block in tree.find_all(nodes.Block):
        if id(block) not in inner and block.name not in known and block.name not in asked:
            yield block


def _outside(tree: nodes.Template) -> Iterator[int]:
    """Yield the line of the first thing behind `extends` that would print, were it in a block."""
    is_behind = False
    for node in tree.body:
        is_behind = is_behind or isinstance(node, nodes.Extends)
        for part in node.nodes if is_behind and isinstance(node, nodes.Output) else ():
            if not isinstance(part, nodes.TemplateData):
                yield part.lineno
                return
            if part.data.strip():
                before = part.data[: len(part.data) - len(part.data.lstrip())]
                yield part.lineno + before.count("\n")
                return


def _line(path: str, text: str, number: int) -> Span:
    """Return the place of what a line holds."""
    lines = text.splitlines(keepends=True)
    line = lines[number - 1] if number <= len(lines) else ""
    start = sum(map(len, lines[: number - 1])) + len(line) - len(line.lstrip())
    return span_in(path, text, start, start + max(1, len(line.strip())))
