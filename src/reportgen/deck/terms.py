"""This module knows the words that the deck itself prints, by language."""

from collections.abc import Mapping
from functools import cache

import yaml

from reportgen.project import theme_file
from reportgen.theme import words


@cache
def terms(lang: str) -> Mapping[str, str]:
    """Return the words of both files and those of decks only, in English where it has none.

    `lang` is a BCP 47 tag.
    """
    table: dict[str, dict[str, str]] = yaml.safe_load(
        theme_file("deck_words.yml").read_text("utf-8")
    )
    return {**words(lang), **table["en"], **table.get(lang.split("-")[0].lower(), {})}
