"""The expression language of `compute`, `where` and `checks`: arithmetic and comparisons.

Jinja2 parses it. A formula is worked out in its sandbox; a condition becomes an expression over the
columns of a data frame, so that a million rows take no longer than a thousand.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, meta, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from reportgen.diagnostics import suggestion

if TYPE_CHECKING:
    import polars as pl

Value = int | float | str


class BadExpression(Exception):
    """An expression that cannot be followed; `help` says what to write."""

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 (as in a diagnostic)
        super().__init__(message)
        self.help = help


class UnknownColumn(BadExpression):
    """An expression names a column that is not there: `name`."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no column `{name}`", suggestion(name, list(known), "column"))
        self.name = name


class _Calculator(SandboxedEnvironment):
    """Jinja2's expressions as arithmetic: numbers, comparisons, and a few functions and filters."""

    intercepted_binops = frozenset({"*", "**", "%"})
    intercepted_unops = frozenset()
    LARGEST_POWER = 1000

    def __init__(self) -> None:
        super().__init__()
        self.globals = {"abs": abs, "round": round, "min": min, "max": max}
        names = ("abs", "float", "int", "length", "max", "min", "round", "sum")
        self.filters = {name: self.filters[name] for name in names}

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError(f"`{operator}` stands between two numbers")
        if operator == "**" and (abs(left) > self.LARGEST_POWER or abs(right) > self.LARGEST_POWER):
            raise SecurityError("this power is too large")
        return super().call_binop(context, operator, left, right)


_calculator = _Calculator()
MOST_DIGITS = 300
"""A whole number with more digits is larger than numbers go: floats end at 308."""


# --- formulas ---------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def operands(formula: str) -> tuple[str, ...]:
    """Return the names in a formula, in order. Raises BadExpression where it does not parse."""
    try:
        tree = _calculator.parse("{{ " + formula + " }}")
        found = meta.find_undeclared_variables(tree)
    except (TemplateError, RecursionError, ValueError, OverflowError) as error:
        raise BadExpression(_words(error)) from None
    return tuple(sorted(found - set(_calculator.globals)))


def work_out(formula: str, known: Mapping[str, Value]) -> Value:
    """Return the value of a formula over known values.

    Raises BadExpression where it has none: it is no number, or larger than numbers go.
    """
    if re.search(r"(?<![\w.])\d[\d.]*[eE]\+?\d{3,}", formula):
        _check_literals(formula)
    try:
        made = _calculator.compile_expression(formula, undefined_to_none=False)
        value = made(**known)
    except (
        *(TemplateError, ArithmeticError, TypeError, ValueError, RecursionError, NameError),
        SyntaxError,
        MemoryError,
    ) as error:
        raise BadExpression(_words(error)) from None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadExpression("it is no number")
    if isinstance(value, float) and not math.isfinite(value):
        raise BadExpression("it is no number, or larger than numbers go")
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        raise BadExpression("it is larger than numbers go")
    return value


def _check_literals(formula: str) -> None:
    for found in re.findall(r"\d[\d.]*[eE]\+?\d+", formula):
        if not math.isfinite(float(found)):
            raise BadExpression(f"{found} is larger than numbers go")


def _words(error: Exception) -> str:
    """Return what an exception says; where Jinja2 does not read on, in words of formulas."""
    said = str(error).split("\n")[0] or type(error).__name__
    if not isinstance(error, TemplateSyntaxError):
        return said
    named = re.findall(r"'([^']*)'", said)
    if said.startswith("unexpected '}'") or any(one in "()" for one in named):
        return "a bracket of it is not closed, or never opened"
    if "end of print statement" in named[-1:]:
        return "something is missing at its end"
    if said.startswith(("unexpected", "expected token")) and named:
        return f"`{named[-1]}` is not understood where it stands"
    return said


# --- conditions -------------------------------------------------------------------------------


def rows_with(frame: "pl.DataFrame", where: str | Mapping[str, object]) -> "pl.Series":
    """Return the numbers of the rows of a data frame that fulfil a condition.

    It is a mapping of columns to what they equal, its short form `a=b, c=d`, or an expression.
    Raises BadExpression, and UnknownColumn for names that are no columns.
    """
    import polars as pl

    pairs = dict(where) if isinstance(where, Mapping) else short_form(where, frame.columns)
    if pairs is not None:
        wanted: pl.Expr = pl.lit(value=True)
        for name, value in pairs.items():
            if name not in frame.columns:
                raise UnknownColumn(name, frame.columns)
            wanted = wanted & _equal(name, value, frame)
    else:
        assert isinstance(where, str)
        wanted = condition(where, frame)
    try:
        flags = frame.select(wanted.fill_null(value=False).alias("wanted"))["wanted"]
    except pl.exceptions.PolarsError as error:
        raise BadExpression(_polars_words(error)) from None
    if flags.dtype != pl.Boolean:
        raise BadExpression("it is no condition", "compare: `year >= 2019`")
    return (
        flags if len(flags) == frame.height else flags.new_from_index(0, frame.height)
    ).arg_true()


def short_form(written: str, columns: Sequence[str]) -> dict[str, str] | None:
    """Return `a=b, c=d` as columns and texts; None where it is no such form."""
    if not written.strip():
        return {}
    pairs = {}
    for part in written.split(","):
        name, sign, value = part.partition("=")
        name = name.strip()
        if not sign or value.startswith("=") or name.endswith(("<", ">", "!")):
            return None
        if name not in columns and not re.fullmatch(r"[\w .()%-]+", name):
            return None
        if "=" in value or (name not in columns and re.search(r"\b(and|or|not|in)\b", part)):
            return None
        pairs[name] = value.strip().strip("'\"")
    return pairs


def condition(written: str, frame: "pl.DataFrame") -> "pl.Expr":
    """Return an expression as polars' over the columns of a frame. Raises BadExpression."""
    return Translator(frame).translate(written)


def _equal(name: str, value: object, frame: "pl.DataFrame") -> "pl.Expr":
    """Return whether a column equals a value: numbers as numbers, else texts letter by letter."""
    import polars as pl

    column = pl.col(name)
    if frame[name].dtype.is_numeric():
        try:
            return column == _number(str(value))
        except ValueError:
            return pl.lit(value=False)
    if frame[name].dtype == pl.Boolean:
        return column == (str(value).lower() == "true")
    return column.cast(pl.String) == str(value)


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _polars_words(error: Exception) -> str:
    return str(error).split("\n")[0][:160]


QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|(?<![=<>!])=(?!=)")


class Translator:
    """Turns the tree of an expression into polars' over the columns of one data frame.

    `decimals` gives the places after the point that a column is written with: an equation holds
    where its sides differ by no more than the rounding of the cells that stand alone on a side.
    """

    def __init__(self, frame: "pl.DataFrame", decimals: Mapping[str, int] | None = None) -> None:
        self.frame = frame
        self.decimals = decimals
        self.columns: dict[str, None] = {}
        """The columns that the expression names."""
        self._quoted: dict[str, str] = {}

    def translate(self, written: str) -> "pl.Expr":
        """Return an expression; in it `=` is equality, names in backquotes are columns."""
        try:
            tree = _calculator.parse("{{ " + QUOTED.sub(self._taken, written) + " }}")
            output = tree.body[0] if len(tree.body) == 1 else None
            if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
                raise BadExpression("it is no expression")
            return self.of(output.nodes[0])
        except (TemplateError, RecursionError, ValueError, OverflowError) as error:
            raise BadExpression(_words(error), 'texts stand in quotes: `sex == "women"`') from None

    def _taken(self, found: re.Match[str]) -> str:
        if found[0] == "=":
            return "=="
        if not found[0].startswith("`"):
            return found[0]
        name = f"column_{len(self._quoted)}_"
        self._quoted[name] = found[0][1:-1]
        return name

    def of(self, node: nodes.Node) -> "pl.Expr":
        """Return a node of the tree as an expression. Raises BadExpression for what is none."""
        import polars as pl

        match node:
            case nodes.Const(value=value):
                return pl.lit(value)
            case nodes.TemplateData(data=data):
                return pl.lit(data)
            case nodes.Name(name=name):
                return pl.col(self.column(name))
            case nodes.Neg(node=inner):
                return -self.of(inner)
            case nodes.Pos(node=inner):
                return self.of(inner)
            case nodes.Not(node=inner):
                return ~self.of(inner)
            case nodes.And(left=left, right=right):
                return self.of(left) & self.of(right)
            case nodes.Or(left=left, right=right):
                return self.of(left) | self.of(right)
            case nodes.BinExpr(left=left, right=right) if type(node) in ARITHMETIC:
                made: pl.Expr = ARITHMETIC[type(node)](self.of(left), self.of(right))
                return made
            case nodes.Compare(expr=first, ops=parts):
                return self._compared(first, parts)
            case nodes.Call(node=nodes.Name(name=name), args=given) if name in FUNCTIONS:
                called: pl.Expr = FUNCTIONS[name](*(self.of(one) for one in given))
                return called
            case _:
                known = "numbers, columns, quoted texts, + - * /, comparisons, and, or, not, in"
                raise BadExpression(f"it holds more than {known}")

    def column(self, name: str) -> str:
        """Return the column that a name in the expression means. Raises UnknownColumn."""
        meant = self._quoted.get(name, name)
        if meant not in self.frame.columns:
            raise UnknownColumn(meant, self.frame.columns)
        self.columns[meant] = None
        return meant

    def _compared(self, first: nodes.Node, parts: Sequence[nodes.Operand]) -> "pl.Expr":
        import polars as pl

        whole: pl.Expr | None = None
        left = first
        for part in parts:
            found = self._pair(left, part.op, part.expr)
            whole = found if whole is None else whole & found
            left = part.expr
        assert whole is not None
        return whole

    def _pair(self, left: nodes.Node, sign: str, right: nodes.Node) -> "pl.Expr":
        import polars as pl

        if sign in ("in", "notin"):
            if not isinstance(right, nodes.List | nodes.Tuple):
                raise BadExpression("`in` takes a list", 'write `sex in ["women", "men"]`')
            found = pl.lit(value=False)
            for item in right.items:
                found = found | self._pair(left, "eq", item)
            return found if sign == "in" else ~found
        one, other = self._alike(left, right), self._alike(right, left)
        if sign in ("eq", "ne") and self.decimals is not None and self._are_numbers(left, right):
            slack = max(self._slack(left), self._slack(right))
            same = (one - other).abs() <= slack + 1e-9 * other.abs()
            return same if sign == "eq" else ~same
        compared: pl.Expr = COMPARISONS[sign](one, other)
        return compared

    def _alike(self, node: nodes.Node, beside: nodes.Node) -> "pl.Expr":
        """Return a side of a comparison: a column of texts is compared with texts, not numbers."""
        import polars as pl

        if isinstance(node, nodes.Const) and isinstance(beside, nodes.Name):
            kind = self.frame[self.column(beside.name)].dtype
            if kind == pl.String and not isinstance(node.value, str):
                return pl.lit(str(node.value))
            if kind.is_numeric() and isinstance(node.value, str):
                try:
                    return pl.lit(_number(node.value))
                except ValueError:
                    name = self.column(beside.name)
                    message = f"`{name}` holds numbers, `{node.value}` is none"
                    raise BadExpression(message) from None
        return self.of(node)

    def _are_numbers(self, *sides: nodes.Node) -> bool:
        import polars as pl

        for side in sides:
            if isinstance(side, nodes.Const) and isinstance(side.value, str):
                return False
            if isinstance(side, nodes.Name):
                kind = self.frame[self.column(side.name)].dtype
                if kind in (pl.String, pl.Boolean):
                    return False
        return True

    def _slack(self, node: nodes.Node) -> float:
        """Return by how much a side that is one column alone may be off: half its last place."""
        if not isinstance(node, nodes.Name) or self.decimals is None:
            return 0.0
        return 0.5 * 10.0 ** -self.decimals.get(self.column(node.name), 0)


ARITHMETIC: Mapping[type[nodes.Node], Callable[[Any, Any], Any]] = {
    nodes.Add: lambda one, other: one + other,
    nodes.Sub: lambda one, other: one - other,
    nodes.Mul: lambda one, other: one * other,
    nodes.Div: lambda one, other: one / other,
    nodes.FloorDiv: lambda one, other: one // other,
    nodes.Mod: lambda one, other: one % other,
}
COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": lambda one, other: one == other,
    "ne": lambda one, other: one != other,
    "lt": lambda one, other: one < other,
    "lteq": lambda one, other: one <= other,
    "gt": lambda one, other: one > other,
    "gteq": lambda one, other: one >= other,
}


def _cumulative(column: "pl.Expr") -> "pl.Expr":
    return column.cum_sum()


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": lambda one: one.abs(),
    "round": lambda one, digits=None: one.round(0),
    "sum": lambda one: one.sum(),
    "min": lambda one: one.min(),
    "max": lambda one: one.max(),
    "mean": lambda one: one.mean(),
    "cumulative": _cumulative,
    "previous": lambda one: one.shift(1),
    "missing": lambda one: one.is_null(),
}
"""Functions over columns; `cumulative(a)` is the sum of a row and all rows above it, `missing(a)`
whether there is no value."""
