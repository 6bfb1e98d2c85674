"""What was changed in a web edition: its words, what it shows, what it loads."""

import re
from collections.abc import Iterator

from reportgen.checks.alterations.change import Change, Comparison, Kind, once, text_changes
from reportgen.checks.web_parity import FinishedPage, read_page


def compare_page(true: bytes, found: bytes) -> Comparison:
    """Return what differs between an HTML file and the true one. Raises what lxml raises."""
    changes = once(_changes(read_page(true), read_page(found), true.decode(), found.decode()))
    if changes or true == found:
        return Comparison(changes)
    return Comparison((Change("", "bytes that nobody meets", Kind.TRACE),), likely="an editor")


def _changes(old: FinishedPage, new: FinishedPage, before: str, after: str) -> Iterator[Change]:
    yield from text_changes("the page", old.text, new.text)
    yield from text_changes("the data of a figure", old.data, new.data)
    yield from text_changes(
        "an alternative", " ".join(old.alternatives), " ".join(new.alternatives)
    )
    for one in sorted(new.addresses - old.addresses):
        yield Change("", f"it leads to another address: `{one}`")
    for one in sorted(old.addresses - new.addresses):
        yield Change("", f"a link is gone: `{one}`")
    for one in new.asks:
        if one not in old.asks:
            yield Change("", f"it loads or runs what was not in it: `{one}`")
    if old.lang != new.lang:
        yield Change("", f"its language is now `{new.lang}`, not `{old.lang}`")
    for what, form in PARTS.items():
        if form.findall(before) != form.findall(after):
            yield Change("", f"{what} changed", Kind.LOOK)


PARTS = {
    "a figure": re.compile(r"<svg.*?</svg>|<img[^>]*>", re.DOTALL),
    "the style": re.compile(r"<style.*?</style>|\bstyle=\"[^\"]*\"", re.DOTALL),
    "an element": re.compile(r"<(?!/?(?:svg|style|img))[^<>]*>"),
}
