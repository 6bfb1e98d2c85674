"""Remembers which font files matplotlib finds for a text: it searches for each text anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def remembered_fonts() -> Iterator[None]:
    """Let fonts that were found inside be found at once the next time.

    Families that stand for others ("sans-serif", which settings fill) are searched as ever.
    """
    from matplotlib import font_manager

    manager: Any = font_manager.fontManager
    search = manager._find_fonts_by_props  # the one way from a text to its files
    found: dict[tuple[object, ...], list[str]] = {}

    def remembered(asked: Any, *arguments: object, **options: object) -> list[str]:
        is_plain = isinstance(asked, font_manager.FontProperties) and not (arguments or options)
        if not is_plain or font_manager.font_family_aliases.intersection(asked.get_family()):
            return search(asked, *arguments, **options)  # type: ignore[no-any-return]
        key = (
            *asked.get_family(), asked.get_style(), asked.get_variant(), asked.get_weight(),
            asked.get_stretch(), asked.get_size(), asked.get_file(), len(manager.ttflist),
        )  # fmt: skip
        if key not in found:
            found[key] = search(asked)
        return [*found[key]]

    manager._find_fonts_by_props = remembered
    try:
        yield
    finally:
        del manager._find_fonts_by_props
