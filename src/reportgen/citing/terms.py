"""Terms of CSL that its locales have as dictionaries do, and not as notes and lists print them."""

import re
from collections.abc import Mapping

TERMS: Mapping[str, Mapping[str, str]] = {
    "ko": {"and": "·", "et-al": "외", "accessed": "접속일"},
}
"""By language. Korean joins names with a middle dot, where the locale has “와/과” (“and”)."""
HEAD = re.compile(rb"</(?:\w+:)?info>")


def in_language(style: bytes, lang: str) -> bytes:
    """Return a style with our terms for a language, where the style has none of its own."""
    tag = lang.split("-")[0].lower()
    terms = TERMS.get(tag)
    own = re.search(rb"<(?:\w+:)?locale\b[^>]*xml:lang=[\"']" + tag.encode(), style)
    head = HEAD.search(style)
    if terms is None or own or head is None or head[0] != b"</info>":
        return style
    said = "".join(f'<term name="{name}">{words}</term>' for name, words in terms.items())
    added = f'<locale xml:lang="{tag}"><terms>{said}</terms></locale>'.encode()
    return style[: head.end()] + added + style[head.end() :]
