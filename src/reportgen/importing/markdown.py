"""Writes a draft as Markdown, by pandoc: front matter, text, and no line of it broken."""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from reportgen.importing.nodes import Node
from reportgen.pandoc import converted

FORMAT = (
    "markdown-simple_tables-multiline_tables-raw_html-raw_attribute-fenced_divs"
    "-header_attributes+header_attributes-pandoc_title_block-tex_math_single_backslash"
)
"""Pipe tables where they do, else grid tables; neither HTML nor raw code comes in by a draft."""
OPTIONS = ("--wrap=none", "--markdown-headings=atx", "--reference-location=document")


def as_markdown(settings: Mapping[str, Any], blocks: list[Node]) -> str:
    """Return a document: its settings as front matter, and its blocks."""
    tree = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    body = converted(["-f", "json", "-t", FORMAT, *OPTIONS], json.dumps(tree))
    front = yaml.safe_dump(dict(settings), allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{front}---\n\n{body}"
