"""Is what a template's layouts play: which of them stands for which of ours."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.deck.model import Layout
from reportgen.openxml.palette import Palette


@dataclass(frozen=True, slots=True)
class Cast:
    """Which layout plays each role, and the layouts that a slide may name besides."""

    layouts: Mapping[str, Layout]
    named: Mapping[str, Layout]
    lacking: tuple[str, ...]
    """The roles that no layout of the template is made for."""
    ink: str
    """The colour of running text, as `#rrggbb`."""
    ground: str
    """The colour behind it, as `#rrggbb`."""
    palette: Palette
    family: str
    """The font of running text."""
    is_restless: bool
    """Whether figures stand on a picture, so that they need a ground of their own."""
