"""Countries on the way to South Korea, and what each does: a schematic map."""

from typing import Any

import polars as pl
from _house import LEADING, SMALL, block, canvas, mix, stroke, wrap, write
from _map import View, rings
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from reportgen.figures import Brand

HEIGHT_MM = 92
WINDOW = (86.0, 5.0, 133.0, 52.5)

# Whole countries only: no crossing points, no towns but capitals, so that nobody is put at risk.
INSIDE = {
    "North Korea": (127.2, 40.6), "South Korea": (128.2, 36.0), "China": (107.0, 33.0),
    "Mongolia": (99.5, 46.8), "Vietnam": (108.2, 13.4), "Laos": (103.0, 20.0),
    "Thailand": (101.3, 15.6),
}  # fmt: skip
WAYS = [
    ("North Korea", "China", 0.28, "-"), ("China", "Mongolia", -0.2, "-"),
    ("China", "Laos", 0.12, "-"), ("China", "Vietnam", -0.25, "-"),
    ("Laos", "Thailand", 0.4, "-"), ("Thailand", "South Korea", 0.42, "--"),
]  # fmt: skip
POLICY = {
    "Mongolia": "2004: border guards told not to hand people over; shelter, no camps. "
    "2023: four detained",
    "China": "Party to the 1951 Refugee Convention; treats North Koreans as illegal economic "
    "migrants and returns them",
    "Laos": "May 2013: nine handed over. 2016: security agreement with the North, terms "
    "unpublished",
    "Thailand": "A fine or days in custody, then release to South Korea. 72% of Hanawon leavers "
    "of 2016 came this way",
    "North Korea": "",
    "South Korea": "Entry through the protection centre, then Hanawon",
    "Vietnam": "2004: 468 flown to South Korea, by press accounts. 2015: nine returned to "
    "China; 2019: three deported",
}
LEFT = ("Mongolia", "China", "Laos", "Thailand")
ORDER = ("Mongolia", "North Korea", "South Korea", "China", "Vietnam", "Laos", "Thailand")
FILLS = {"origin": "secondary", "destination": "primary"}


def draw(
    figure: Figure, countries: dict[str, Any], capitals: pl.DataFrame, routes: pl.DataFrame,
    brand: Brand,
) -> None:  # fmt: skip
    """Draw the map, and beside it what each country does; on a narrow slide on one side only."""
    axes, width, height = canvas(figure)
    axes.set_aspect("equal")
    tall = height - 0.4
    view = View(WINDOW, tall)
    view.bottom = 0.2
    wide = width > 2 * view.width
    view.left = (width - view.width) / 2 if wide else 0
    _land(axes, view, countries, brand)
    for row in capitals.iter_rows(named=True):
        _capital(axes, view, row, brand)
    for start, end, bend, style in WAYS:
        _way(axes, view(INSIDE[start]), view(INSIDE[end]), bend, style, brand)
    roles = dict(zip(routes["country"], routes["role"], strict=True)) | {"North Korea": "origin"}
    side = view.left - 1.2
    if wide:
        _labels(axes, view, LEFT, 0, side, roles, height, brand)
        right = tuple(name for name in POLICY if name not in LEFT)
        _labels(axes, view, right, width - side, side, roles, height, brand)
    else:
        left = view.width + 1.4
        _labels(axes, view, ORDER, left, width - left, roles, height, brand)


def _land(axes: Axes, view: View, countries: dict[str, Any], brand: Brand) -> None:
    roles: dict[str, list[Any]] = {"context": [], "transit": [], "origin": [], "destination": []}
    known: dict[tuple[int, int], tuple[float, float]] = {}
    for feature in countries["features"]:
        roles[feature["properties"]["role"]] += rings(feature["geometry"], view, known)
    for role, shapes in roles.items():
        fill = brand.color(FILLS[role]) if role in FILLS else brand.color("light")
        if role == "transit":
            fill = mix(brand.color("primary"), "#ffffff", 0.68)
        axes.add_collection(PolyCollection(shapes, facecolor=fill, edgecolor="white",
                                           linewidth=stroke(0.5)), autolim=False)  # fmt: skip


def _capital(axes: Axes, view: View, row: dict[str, Any], brand: Brand) -> None:
    x, y = view((row["lon"], row["lat"]))
    axes.plot(x, y, marker="o", ms=stroke(2.6), mfc="white", mec=brand.color("foreground"),
              mew=stroke(0.6))  # fmt: skip


def _way(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], bend: float, style: str,
    brand: Brand,
) -> None:  # fmt: skip
    axes.add_patch(FancyArrowPatch(
        start, end, connectionstyle=f"arc3,rad={bend}", arrowstyle="-|>", shrinkA=0, shrinkB=0,
        mutation_scale=stroke(8), lw=stroke(1.4), color=brand.color("foreground"),
        linestyle=style if style == "-" else (0, (3, 1.6)),
    ))  # fmt: skip


def _labels(
    axes: Axes, view: View, names: tuple[str, ...], x: float, width: float,
    roles: dict[str, str], height: float, brand: Brand,
) -> None:  # fmt: skip
    """Write one label under the other, each as near as it can be to its country's height."""
    texts = [wrap(POLICY[name], width) if POLICY[name] else "" for name in names]
    talls = [LEADING * (1 + SMALL * (text.count("\n") + bool(text))) for text in texts]
    gap = (height - sum(talls)) / len(names)
    top = height - gap / 4
    for name, text, tall in zip(names, texts, talls, strict=True):
        block(axes, x, top, name, weight="bold")
        block(axes, x, top - LEADING, text, SMALL)
        top -= tall + gap
