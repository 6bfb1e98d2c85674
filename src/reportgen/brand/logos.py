"""Logos: one picture, or one by size and by the ground that it stands on (brand.yml, "Logo")."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from reportgen.diagnostics import Diagnostics, Span
from reportgen.files.project import Project
from reportgen.files.yaml_file import Yaml


class Image(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture with its text alternative."""

    path: str
    alt: str = ""


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture, or one for light ground and one for dark ground."""

    path: str = ""
    alt: str = ""
    light: str | Image = ""
    dark: str | Image = ""


class LogoSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The setting `logo`: pictures by name, and which of them stands at which size."""

    images: dict[str, str | Image] = {}
    small: str | Mark = ""
    medium: str | Mark = ""
    large: str | Mark = ""
    path: str = ""
    alt: str = ""
    light: str | Image = ""
    dark: str | Image = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo's picture as a path in the project, what it says, and where it was named."""

    path: str
    alt: str
    span: Span


@dataclass(frozen=True, slots=True)
class Logos:
    """The logos of a brand: for covers and for pages, each on light ground and on dark."""

    cover: Logo | None = None
    cover_dark: Logo | None = None
    page: Logo | None = None
    page_dark: Logo | None = None


NO_LOGOS = Logos()
Size = Literal["small", "medium", "large"]
COVER: tuple[Size, ...] = ("medium", "large", "small")
"""Which size stands on a cover: the first that is there."""


def read_logos(
    setting: str | LogoSetting, file: Yaml, brand: str, project: Project, diagnostics: Diagnostics
) -> Logos:
    """Return the logos that a brand file names; report pictures that are not there.

    On pages and slides, which are many, stands the small one alone, where there is one.
    """
    reader = _Reader(file, brand, project, diagnostics)
    if isinstance(setting, str):
        one = reader.logo(setting, ("logo",)) if setting else None
        return Logos(one, one)
    if setting.path or setting.light or setting.dark:
        mark = Mark(setting.path, setting.alt, setting.light, setting.dark)
        return Logos(*reader.pair(mark, ("logo",)))
    sizes = {size: getattr(setting, size) for size in COVER}
    reader.images = setting.images
    pairs = {
        size: reader.pair(value if isinstance(value, Mark) else Mark(value), ("logo", size))
        for size, value in sizes.items()
        if value
    }
    cover = next((pairs[size] for size in COVER if size in pairs), (None, None))
    return Logos(*cover, *pairs.get("small", (None, None)))


class _Reader:
    """Finds pictures by their names among `images`, or by their paths."""

    def __init__(self, file: Yaml, brand: str, project: Project, diagnostics: Diagnostics) -> None:
        self.file, self.brand, self.project = file, brand, project
        self.diagnostics = diagnostics
        self.images: Mapping[str, str | Image] = {}
        self.known: dict[str, Logo] = {}

    def pair(self, mark: Mark, place: tuple[str, ...]) -> tuple[Logo | None, Logo | None]:
        """Return a logo for light ground and one for dark: each stands in for the other."""
        if mark.path:
            one = self.logo(Image(mark.path, mark.alt), place)
            return one, one
        light, dark = (
            self.logo(one if isinstance(one, Image) else Image(one, mark.alt), (*place, ground))
            if one
            else None
            for ground, one in (("light", mark.light), ("dark", mark.dark))
        )
        return light or dark, dark or light

    def logo(self, value: str | Image, place: tuple[str, ...]) -> Logo:
        image = value if isinstance(value, Image) else Image(value)
        if image.path in self.images:
            named = self.images[image.path]
            place = ("logo", "images", image.path)
            named = named if isinstance(named, Image) else Image(named)
            image = Image(named.path, named.alt or image.alt)
        if image.path not in self.known:
            path, span = self.project.locate(image.path, self.brand), self.file.span(*place)
            if not self.project.exists(path):
                self.project.report_missing(path, span, self.diagnostics)
            self.known[image.path] = Logo(path, image.alt, span)
        return replace(self.known[image.path], alt=image.alt)
