"""Holds finished files against the standards that they claim, and our own rules."""

import re
from collections.abc import Mapping

from lxml.etree import _Element as Element

from reportgen.checks.accessibility import accessibility_faults
from reportgen.checks.package_faults import package_faults
from reportgen.checks.repairs import repairs
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.openxml.package import P, read_package

LIMITS = (
    "max_reference_depth",  # of bookmarks, each of which leads to the next: 256
    "max_table_grid_rows",  # 1,024
    "max_table_grid_cells",
    "max_form_invocations",
    "max_unicode_cmap_mappings",
)
"""What the validator refuses to look at when there is more of it, unless it is told."""
ROOM = 10_000_000


def standard_name(standard: str) -> str:
    """Return a standard of the front matter in full: "PDF/UA-1" for "ua-1"."""
    kind, _, level = standard.partition("-")
    return f"PDF/{kind.upper()}-{level}"


def check_pdf(pdf: bytes, standards: tuple[str, ...], path: str, diagnostics: Diagnostics) -> int:
    """Report what breaks one of `standards`, named as in the front matter ("ua-1", "a-3a").

    Returns how many rules were checked.
    """
    import page

    limits = page.SafetyLimits(**dict.fromkeys(LIMITS, ROOM))
    count = 0
    for standard in standards:
        profile = standard.removeprefix("a-").replace("ua-", "ua")
        report = page.validate_pdf_bytes(pdf, profile=profile, limits=limits)
        count += report.rules.total
        for failure in report.failures:
            message = f"{standard_name(standard)}, {failure.rule_id}: {failure.message}"
            diagnostics.add(Rule.NOT_CONFORMING, message, Span(path))
    return count


def check_pptx(
    pptx: bytes, path: str, diagnostics: Diagnostics, places: Mapping[str, Span] | None = None
) -> int:
    """Report what breaks a presentation, or keeps someone from reading a slide of it.

    That stands at the slide's place in the source, by its name in `places`, else at the file.
    Returns how many slides were looked at.
    """
    package = read_package(pptx)
    slides = {name: f"slide {number}" for number, name in enumerate(package.slides, 1)}
    for part, fault in (*package_faults(package), *repairs(package)):
        message = f"{slides.get(part, f'`{part}`')} {fault}"
        diagnostics.add(Rule.NOT_CONFORMING, message, Span(path))
    for part, fault in accessibility_faults(package) if slides else ():
        place = _place(package.trees.get(part), places or {})
        name = slides.get(part, f"`{part}`")
        message = f"{name} {fault}" if place is None else f"{name} of `{path}` {fault}"
        diagnostics.add(Rule.NOT_CONFORMING, message, place or Span(path))
    return len(slides)


def _place(slide: Element | None, places: Mapping[str, Span]) -> Span | None:
    """Return where the source has a slide, or the one that it goes on from."""
    held = None if slide is None else slide.find(f"{P}cSld")
    name = "" if held is None else held.get("name", "")
    return places.get(name) or places.get(re.sub(r"-\d+$", "", name))
