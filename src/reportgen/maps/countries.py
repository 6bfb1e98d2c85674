"""Knows countries: the shapes that the tool carries, and their names and codes in any language."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import yaml
from babel.core import Locale, get_global

from reportgen.language import parse_locale
from reportgen.maps.projections import Extent
from reportgen.maps.topology import Shapes, read_shapes

CARRIED = Path(str(resources("reportgen") / "maps" / "natural_earth"))
COARSE = 75.0
"""From so many degrees of longitude on, the coarser shapes show no less in print."""
CREDIT = "Natural Earth"
KASHMIR = (72.5, 31.8, 80.5, 37.2)
"""West, south, east, north: where the borders of India, Pakistan and China are disputed."""
DISPUTED: dict[frozenset[str], tuple[float, float, float, float] | None] = {
    frozenset(("EH", "MA")): None,
    frozenset(("RS", "XK")): None,
    frozenset(("IL", "PS")): None,
    frozenset(("IL", "SY")): None,
    frozenset(("IN", "PK")): KASHMIR,
    frozenset(("CN", "IN")): KASHMIR,
    frozenset(("CN", "PK")): KASHMIR,
}
"""Borders that are drawn broken, between which countries; all of one, or within a box."""


@cache
def carried(*, coarse: bool) -> Shapes:
    """Return the countries of the world by code (ISO 3166-1 alpha-2), of Natural Earth."""
    name = "countries-110m.json" if coarse else "countries-50m.json"
    return read_shapes(json.loads((CARRIED / name).read_text("utf-8")))


def for_extent(extent: Extent) -> Shapes:
    """Return the countries of the world, as fine as an extent can show."""
    return carried(coarse=extent.width > COARSE)


def country_name(code: str, lang: str) -> str:
    """Return a country's name in a language, as CLDR has it; the code where it has none."""
    return str(parse_locale(lang).territories.get(code, code))


def country(written: Any, lang: str = "en") -> str | None:
    """Return the code of a country by its code (two or three letters, a number) or its name.

    Names are known in English and in `lang`, and as international bodies list them.
    """
    text = str(written).strip()
    if text.isdigit():
        text = text.zfill(3)
    folded = _folded(text)
    if (code := _names(lang.split("-")[0].lower()).get(folded)) is not None:
        return code
    if not (text.isupper() or text.isdigit()):
        return None
    code = text if text in _shown() else next(iter(_aliases().get(text, ())), None)
    return code if code in _shown() else None


def known_names(lang: str) -> list[str]:
    """Return the countries' names in a language, for hints."""
    return [country_name(code, lang) for code in sorted(_shown())]


def _aliases() -> Mapping[str, list[str]]:
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    return aliases


@cache
def _listed() -> Mapping[str, Any]:
    listed: Mapping[str, Any] = yaml.safe_load(
        (CARRIED.parent / "country_names.yml").read_text("utf-8")
    )
    return listed


def dots() -> Mapping[str, Sequence[float]]:
    """Return longitude and latitude of each country that has no shape of its own."""
    places: Mapping[str, Sequence[float]] = _listed()["dots"]
    return places


@cache
def _shown() -> frozenset[str]:
    return frozenset(area.key for area in carried(coarse=True).areas) | frozenset(dots())


@cache
def _names(language: str) -> Mapping[str, str]:
    """Return codes by folded names: CLDR's in English and another language, and our list's."""
    names: dict[str, str] = {}
    for locale in (Locale("en"), parse_locale(language)):
        for code, name in locale.territories.items():
            if code in _shown():
                names.setdefault(_folded(name), code)
    for code, others in _listed()["countries"].items():
        names.update((_folded(one), code) for one in others if code in _shown())
    return names


@cache
def _groups(language: str) -> frozenset[str]:
    names = [
        name
        for locale in (Locale("en"), parse_locale(language))
        for code, name in locale.territories.items()
        if code.isdigit() or code in ("EU", "EZ", "UN")
    ]
    for one in _listed()["groups"]:
        names += one if isinstance(one, list) else [one]
    return frozenset(_folded(name) for name in names)


def is_group(written: Any, lang: str = "en") -> bool:
    """Return whether a name is the world's, a part of it, or a group of countries."""
    return _folded(str(written).strip()) in _groups(lang.split("-")[0].lower())


def _folded(name: str) -> str:
    """Return a name without case, accents, marks, "the" and "and"."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    letters = "".join(one if one.isalnum() else " " for one in plain if not is_mark(one))
    words = ["saint" if one == "st" else one for one in letters.split()]
    return " ".join(one for one in words if one not in ("the", "and", "of"))


def is_mark(character: str) -> bool:
    """Return whether a character is an accent or an apostrophe within a word."""
    return bool(unicodedata.combining(character)) or character in "'’ʼ`"


def is_disputed(codes: frozenset[str], place: tuple[float, float]) -> bool:
    """Return whether the border of two countries is disputed at a place."""
    if codes not in DISPUTED:
        return False
    box = DISPUTED[codes]
    return box is None or (box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3])
