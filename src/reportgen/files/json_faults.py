"""Says what is wrong with JSON in an author's words."""

import json

SYNTAX = (
    ("Expecting property name", "a name in double quotes is wanted here"),
    ("Expecting ',' delimiter", "a `,` is missing here, or what closes the part before"),
    ("Expecting ':' delimiter", "a `:` is missing behind the name"),
    ("Expecting value", "a value is wanted here: text in double quotes, a number, a list"),
    ("Illegal trailing comma", "no comma stands before what closes a list or object"),
    ("Unterminated string", "this quotation mark is not closed"),
    ("Invalid control character", "a line break or tab stands within quotation marks: write `\\n`"),
    ("Invalid \\escape", "nothing is known of this escape: a backslash is written `\\\\`"),
    ("Invalid \\uXXXX escape", "four digits of a character's code stand behind `\\u`"),
    ("Extra data", "something stands behind the end"),
)  # fmt: skip
"""What Python's reader says of JSON (RFC 8259), and what it means."""


def of_json(error: json.JSONDecodeError) -> str:
    """Return what is wrong with the syntax."""
    return next((words for said, words in SYNTAX if error.msg.startswith(said)), error.msg)
