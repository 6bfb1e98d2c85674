"""Looks for photographs that may not be handed out: without credit, or without word of consent."""

from collections.abc import Iterator

from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import Figure, ResolvedDocument, walk

PHOTOGRAPHS = (".jpg", ".jpeg", ".heic", ".avif", ".webp", ".tif", ".tiff")
"""The endings of what cameras make; screenshots and drawings are PNG or SVG."""


def check_photographs(document: ResolvedDocument, diagnostics: Diagnostics) -> int:
    """Report each photograph once that lacks its credit or the consent; return how many there are.

    People are on them: who publishes one answers for it.
    """
    found: dict[str, tuple[str, str, Span]] = {}
    for path, credit, consent, place in _shown(document):
        if path.lower().endswith(PHOTOGRAPHS):
            before = found.get(path, ("", "", place))
            found[path] = (before[0] or credit, before[1] or consent, before[2])
    for path, (credit, consent, place) in found.items():
        lacking = [name for name, said in (("credit", credit), ("consent", consent)) if not said]
        if lacking:
            message = f"the photograph `{path}` has no {' and no '.join(lacking)}"
            hint = (
                'write `credit="Name / Agency" consent="in writing, 2025"` ("nobody is on it" '
                "counts) beside it, or as YAML into a file of its name"
            )
            diagnostics.add(Rule.UNCREDITED_PICTURE, message, place, hint)
    return len(found)


def _shown(document: ResolvedDocument) -> Iterator[tuple[str, str, str, Span]]:
    """Yield each picture of a document: its file, credit, consent, and where it is named."""
    cover = document.metadata.cover_image
    if cover is not None and cover.file:
        place = document.metadata.place("cover-image", document.path)
        yield cover.file, cover.credit, cover.consent, place
    for block in walk(document.blocks):
        if isinstance(block, Figure):
            yield block.source, block.credit, block.consent, block.span
