"""Finds what a project's files look like: its brand, its fonts, templates and stylesheets."""

from dataclasses import dataclass, field
from functools import cached_property

from reportgen.brand import Brand, FontFace, load_brand
from reportgen.diagnostics import Diagnostics
from reportgen.document import Align, Caption, Figure, Settled, Text
from reportgen.files.project import Project

ALL_TEMPLATES = "templates/*.html"


@dataclass(frozen=True)
class Theme:
    """How both files look. `project` records which of its overrides were read or looked for.

    `ignored` are paths of own stylesheets, or ALL_TEMPLATES, that are left out.
    """

    project: Project
    brand: Brand
    fonts: tuple[FontFace, ...] = field(default_factory=tuple)
    ignored: frozenset[str] = frozenset()

    def logo(self, organisation: str, *, dark: bool = False) -> Figure[Settled] | None:
        """Return the logo of a cover as a picture, None without one.

        It is that for `dark` ground, or for light. Its alternative is the brand's own, else it
        names the organisation.
        """
        logos = self.brand.logos
        found = logos.cover_dark if dark else logos.cover
        if found is None:
            return None
        words = found.alt or organisation or "Logo"
        name = "brand-logo-dark" if dark else "brand-logo"
        return Figure(name, found.path, Caption((), ()), (Text(words),), found.span)

    def mark(self) -> Figure[Settled] | None:
        """Return the small logo of pages and slides, as decoration: None where the brand has none.

        The cover has named the organisation.
        """
        found = self.brand.logos.page
        if found is None:
            return None
        return Figure("brand-mark", found.path, Caption((), ()), (), found.span, align=Align.RIGHT)

    def override(self, name: str) -> str | None:
        """Return the project's own `templates/NAME`, None where it has none."""
        path = f"templates/{name}"
        return path if self.project.exists(path) else None

    @cached_property
    def own_styles(self) -> tuple[str, ...]:
        """The project's own stylesheets, in the order of their names."""
        listed = self.project.list("templates", "*.css")
        return tuple(path for path in listed if path not in self.ignored)

    def styles(self, diagnostics: Diagnostics) -> dict[str, str]:
        """Return the text of the project's own stylesheets by path; report what is no text."""
        read = {path: self.project.read_text(path, diagnostics) for path in self.own_styles}
        return {path: text or "" for path, text in read.items()}


def load_theme(project: Project, diagnostics: Diagnostics) -> Theme:
    """Return the theme: the default brand, the project's `templates/_brand.yml` laid over it."""
    brand, fonts = load_brand(project, diagnostics)
    return Theme(project, brand, fonts)
