"""Keeps the font maps of briefs: those with the same faces and files have one in a process.

WeasyPrint makes one for each layout that is given none, writes the fonts to a folder for it, and
half a megabyte of each stays behind when it is gone: Pango's maps and Fontconfig's do not give all
back (Pango 1.50, Fontconfig 2.14). A process that makes hundreds of briefs would grow without end.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from weasyprint.text.fonts import FontConfiguration

FACE = re.compile(r"@font-face\s*\{[^}]*\}")
ELSEWHERE = re.compile(r"@import\b")
"""Stylesheets that load others may have faces that are not seen here: these share nothing."""
MOST = 4
"""So many font maps are kept: a project in several brands has several."""


@dataclass(frozen=True, slots=True)
class KeptFonts:
    """A font map, and the digests of the files that it was made of, by address."""

    map: FontConfiguration = field(default_factory=FontConfiguration)
    files: dict[str, str] = field(default_factory=dict)

    def are_same(self, digest: Callable[[str], str]) -> bool:
        """Return whether each file is as it was; `digest` reads one and gives its digest."""
        return all(digest(url) == known for url, known in self.files.items())


_kept: OrderedDict[tuple[str, ...], KeptFonts] = OrderedDict()


def fonts_of(styles: str, digest: Callable[[str], str]) -> KeptFonts:
    """Return the font map for stylesheets: a kept one where faces and files are the same."""
    if ELSEWHERE.search(styles):
        return KeptFonts()
    faces = tuple(FACE.findall(styles))
    kept = _kept.pop(faces, None)
    if kept is None or not kept.are_same(digest):
        kept = KeptFonts()
    _kept[faces] = kept
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return kept
