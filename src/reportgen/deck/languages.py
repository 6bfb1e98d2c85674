"""This module turns BCP 47 tags into the tags with a region that PowerPoint writes on text."""

from functools import cache

from babel.core import get_global


@cache
def tag(lang: str) -> str:
    """Return a language tag with its likely region ("ko" becomes "ko-KR"), as far as known."""
    parts = lang.replace("_", "-").split("-")
    if any(len(part) == 2 for part in parts[1:]):
        region = next(part for part in parts[1:] if len(part) == 2)
        return f"{parts[0].lower()}-{region.upper()}"
    likely = get_global("likely_subtags").get(parts[0].lower(), "")
    region = next((part for part in likely.split("_")[1:] if len(part) == 2), "")
    return f"{parts[0].lower()}-{region}" if region else lang


def is_east_asian(lang: str) -> bool:
    """Return whether a language is written in Hangul, kana or Chinese characters."""
    return lang.split("-")[0].lower() in ("ko", "ja", "zh")
