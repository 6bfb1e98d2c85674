"""Says what is wrong with YAML in an author's words, and what to write instead."""

import re

import yaml

IN_QUOTES = 'put the value in quotes: `key: "the value"`'
NOT_CLOSED = "this quotation mark is not closed"
SYNTAX: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed here", "a second `: ` stands here", IN_QUOTES),
    (r"found character '\t' that cannot start any token", "a tab indents this line",
     "indent with spaces"),
    ("found character '`'", "a value begins with a backquote", IN_QUOTES),
    ("found character '@'", "a value begins with `@`", IN_QUOTES),
    ("found character '%'", "a value begins with `%`", IN_QUOTES),
    ("found unexpected end of stream", NOT_CLOSED,
     "close it where the value ends"),
    ("found unexpected document separator", NOT_CLOSED,
     "close it where the value ends"),
    ("could not find expected ':'", "a line before this one has no `:` after its key",
     "write `key: value`, or indent the line that goes on"),
    ("expected <block end>, but found '<scalar>'", "text goes on behind a value in quotes",
     "put the whole value in one pair of quotes"),
    ("expected <block end>", "this line stands farther left or right than those before it",
     "indent the keys of one level alike"),
    ("expected the node content", "a value is wanted here", "write a value, or put it in quotes"),
    ("expected ',' or '}', but got ':'", "a second `: ` stands here", IN_QUOTES),
    ("expected ',' or '}'", "a `,` or `}` is missing", "close the braces: `{a: 1, b: 2}`"),
    ("expected ',' or ']'", "a `,` or `]` is missing", "close the brackets: `[a, b]`"),
    ("found unknown escape character", "nothing is known of this escape",
     "write `\\\\` for a backslash, or use single quotes"),
    ("expected escape sequence of", "this escape is cut off",
     "write `\\\\` for a backslash, or use single quotes"),
    ("found undefined alias", "nothing is known of this alias", IN_QUOTES),
    ("found undefined tag handle", "a value begins with `!`", IN_QUOTES),
    ("did not find expected alphabetic or numeric character", "a value begins with `&` or `*`",
     IN_QUOTES),
    ("expected alphabetic or numeric character", "a value begins with `%`", IN_QUOTES),
    ("but found another document", "a second document begins here",
     "keep one document in a file: take out the line `---`"),
    ("aliases are not read", "aliases are not read", "write the value here too"),
)  # fmt: skip
"""What PyYAML says, and how it is told: the fault, and what mends it."""

READ = {f"tag:yaml.org,2002:{one}" for one in ("null", "bool", "int", "float", "str", "timestamp",
        "map", "seq")}  # fmt: skip
"""The types of values that are read (yaml.org/type)."""

HELD: dict[str, type[yaml.Node]] = {
    "tag:yaml.org,2002:map": yaml.MappingNode,
    "tag:yaml.org,2002:seq": yaml.SequenceNode,
}
"""What values of the types that are no scalars are made of."""

NO_ESCAPE = ("this escape names no character", "write `\\\\` for a backslash, or use single quotes")


def of_syntax(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    """Return what is wrong with the syntax, and what to write."""
    problem = str(error.problem or "")
    for said, fault, hint in SYNTAX:
        if said in problem:
            return fault, hint
    return problem or "this is not YAML", str(error.context or "")


def place_of(error: yaml.MarkedYAMLError) -> int:
    """Return the offset at which a fault of syntax stands."""
    begins = of_syntax(error)[0] == NOT_CLOSED
    mark = (begins and error.context_mark) or error.problem_mark or error.context_mark
    return int(mark.index) if mark else 0


def of_value(node: yaml.Node) -> tuple[str, str]:
    """Return why a value cannot be read that its form or its tag makes a number or a date."""
    kind = node.tag.rpartition(":")[2]
    if node.tag not in READ:
        written = node.tag if node.tag.startswith("!") else f"!!{kind}"
        return f"the tag `{written}` is not read", "write the value without a tag"
    if HELD.get(node.tag, yaml.ScalarNode) is not type(node):
        return f"this is no value of the type `{kind}`", "write the value without a tag"
    written = str(node.value)
    if kind == "timestamp":
        is_date = re.match(r"\d{4}-\d\d?-\d\d?", written)
        return (
            ("there is no such day or time" if is_date else "this is no date"),
            "write year, month and day, like 2026-11-23",
        )
    if kind in ("int", "float"):
        long = "this number has too many digits" if len(written) > 100 else "this is no number"
        return long, "put what is no number in quotes"
    return f"this is no value of the type `{kind}`", "write the value without a tag"
