"""Keeps the patterns by which tinyhtml5 reads HTML: it means to, and makes each of them anew.

It puts them into a dictionary under another key than it looks for (2.1, `chars_until`). This one
makes what it has not when it is asked; what is read is the same.
"""

import re
from collections.abc import Collection

from tinyhtml5 import inputstream  # type: ignore[import-untyped]  # it has no types

Key = tuple[Collection[str], bool]
"""Characters, and whether a text of these is read, or one up to the first of them."""


class Patterns(dict[Key, re.Pattern[str]]):
    """Patterns by their characters, each made once."""

    def __missing__(self, key: Key) -> re.Pattern[str]:
        characters, of_these = key
        listed = "".join(f"\\x{ord(one):02x}" for one in characters)
        self[key] = re.compile(f"[{'' if of_these else '^'}{listed}]+")
        return self[key]


inputstream.characters_until_regex = Patterns()
