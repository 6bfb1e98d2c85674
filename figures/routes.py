"""Countries on the way to South Korea, and what each does: a schematic map."""

from typing import Any, NamedTuple

import polars as pl
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from _house import LEADING, SMALL, block, canvas, mix, stroke, width_of, wrap, write
from _map import View, rings
from reportgen.figures import Brand

WINDOW = (86.0, 5.0, 133.0, 52.5)

# Whole countries only: no crossing points, no towns but capitals, so that nobody is put at risk.
WAYS = [
    ((127.5, 41.0), (104.5, 35.2), 0.27, "-"),
    ((102.5, 37.0), (101.5, 46.5), -0.2, "-"),
    ((102.0, 33.0), (102.2, 20.8), 0.12, "-"),
    ((104.5, 33.0), (105.3, 21.9), -0.12, "-"),
    ((101.8, 18.6), (101.0, 15.2), 0.35, "-"),
    ((101.8, 14.4), (128.0, 35.0), 0.45, "--"),
]  # fmt: skip
"""From where to where, how bent, and the line: dashed is onward to South Korea."""
KEY = (111.5, 10.8)
"""Where the sea has room to say so."""
CAPITALS = {
    "Ulaanbaatar": (0.5, 0.7, "left"), "Beijing": (-0.5, -0.65, "right"),
    "Pyongyang": (-0.6, 0.1, "right"), "Seoul": (-0.6, -0.3, "right"),
    "Hanoi": (0.5, 0.3, "left"), "Vientiane": (0.5, 0.0, "left"), "Bangkok": (0.0, -0.8, "center"),
}  # fmt: skip
"""Where a capital's name stands, in ems from its dot."""


class Country(NamedTuple):
    """What the label says, where its leader ends, and where on a narrow slide; `east`: its side."""

    says: str
    end: tuple[float, float]
    narrow_end: tuple[float, float]
    east: bool


# The facts of routes.csv, in as few words as a narrow slide has room for.
COUNTRIES = {
    "Mongolia": Country(
        "2004: border guards told to hand nobody back; shelter, but no camps. "
        "2023: four people detained", (92, 48.6), (111, 45.8), east=False,
    ),
    "North Korea": Country("", (129.2, 41.6), (129.2, 41.6), east=True),
    "South Korea": Country(
        "Entry through a protection centre, then the Hanawon settlement centre",
        (129, 36.8), (129, 36.8), east=True,
    ),
    "China": Country(
        "Party to the Refugee Convention; treats people from the North as illegal "
        "economic migrants and returns them", (90, 35), (117.5, 27.5), east=False,
    ),
    "Laos": Country(
        "Let people fly on until 2013; nine handed over in May 2013. "
        "Security agreement of 2016: terms unpublished", (101, 20.8), (105.2, 17), east=False,
    ),
    "Thailand": Country(
        "No refugee status. A fine or days in custody, then people may go on to South Korea",
        (99.3, 15.6), (104.2, 15.2), east=False,
    ),
    "Vietnam": Country(
        "2004: 468 flown to South Korea, by press accounts. 2015: nine returned to "
        "China; 2019: three deported", (108.9, 13), (108.2, 11.8), east=True,
    ),
}  # fmt: skip
FILLS = {"origin": "secondary", "destination": "primary"}


def draw(
    figure: Figure, countries: dict[str, Any], capitals: pl.DataFrame, routes: pl.DataFrame,
    brand: Brand,
) -> None:  # fmt: skip
    """Draw the map, and beside it what each country does; on a narrow slide on one side only."""
    axes, width, height = canvas(figure)
    view = View(WINDOW, height - 0.4)
    wide = width > 2 * view.width
    view.left, view.bottom = (width - view.width) / 2 if wide else 0, 0.2
    _land(axes, view, countries, brand)
    for start, end, bend, style in WAYS:
        _way(axes, view(start), view(end), bend, style, brand)
    for row in capitals.iter_rows(named=True):
        _capital(axes, view, row, brand)
    x, y = view(KEY)
    block(axes, x, y, "dashed: onward\nto South Korea", SMALL, color=brand.color("muted"))
    roles = dict(zip(routes["country"], routes["role"], strict=True)) | {"North Korea": "origin"}
    room = view.left - 1.2 if wide else width - view.width - 1.2
    for east in (False, True) if wide else (True,):
        labels = [
            Label(name, roles[name], wrap(one.says, room) if one.says else "",
                  view(one.end if wide else one.narrow_end))
            for name, one in COUNTRIES.items() if one.east == east or not wide
        ]  # fmt: skip
        _column(axes, labels, width - room if east else room, height, brand, east=east)


def _land(axes: Axes, view: View, countries: dict[str, Any], brand: Brand) -> None:
    roles: dict[str, list[Any]] = {"context": [], "transit": [], "origin": [], "destination": []}
    known: dict[tuple[int, int], tuple[float, float]] = {}
    for feature in countries["features"]:
        roles[feature["properties"]["role"]] += rings(feature["geometry"], view, known)
    for role, shapes in roles.items():
        fill = brand.color(FILLS.get(role, "light"))
        if role == "transit":
            fill = mix(brand.color("primary"), "#ffffff", 0.72)
        axes.add_collection(PolyCollection(shapes, facecolor=fill, edgecolor="white",
                                           linewidth=stroke(0.5)), autolim=False)  # fmt: skip


def _capital(axes: Axes, view: View, row: dict[str, Any], brand: Brand) -> None:
    x, y = view((row["lon"], row["lat"]))
    axes.plot(x, y, marker="o", ms=stroke(2.4), mfc="white", mec=brand.color("foreground"),
              mew=stroke(0.6))  # fmt: skip
    right, up, side = CAPITALS[row["capital"]]
    write(axes, x + right, y + up, row["capital"], SMALL, ha=side, style="italic")


def _way(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], bend: float, style: str,
    brand: Brand,
) -> None:  # fmt: skip
    axes.add_patch(FancyArrowPatch(
        start, end, connectionstyle=f"arc3,rad={bend}", arrowstyle="-|>", shrinkA=0, shrinkB=0,
        mutation_scale=stroke(7), lw=stroke(1.3), color=brand.color("foreground"),
        linestyle=style if style == "-" else (0, (3, 1.6)),
    ))  # fmt: skip


class Label(NamedTuple):
    """A label's lines, and the point its leader goes to."""

    name: str
    role: str
    text: str
    end: tuple[float, float]

    @property
    def height(self) -> float:
        """Return what the label takes, in ems."""
        return LEADING * (1 + SMALL * (self.text.count("\n") + bool(self.text)))


def _column(
    axes: Axes, labels: list[Label], x: float, height: float, brand: Brand, *, east: bool
) -> None:
    """Write labels one under the other, each as near to its country's height as there is room."""
    gap = min(0.8, (height - 0.2 - sum(label.height for label in labels)) / len(labels))
    top = height
    for place, label in enumerate(labels):
        below = sum(one.height + gap for one in labels[place:])
        top = max(min(top, label.end[1] + LEADING / 2), below)
        _label(axes, label, x, top, brand, east=east)
        top -= label.height + gap


def _label(axes: Axes, label: Label, x: float, top: float, brand: Brand, *, east: bool) -> None:
    """Write a label, on the western side flush with the map, and lead a line to its country."""
    muted, side = brand.color("muted"), "left" if east else "right"
    role = f"  {label.role}" if east else f"{label.role}  "
    bold, small = (x, x + width_of(label.name, 1, "bold")) if east else (x, x)
    if not east:
        small = x - width_of(label.name, 1, "bold")
    write(axes, bold, top - LEADING / 2, label.name, weight="bold", ha=side)
    write(axes, small + (0.4 if east else -0.4), top - LEADING / 2, role.strip(), SMALL, ha=side,
          color=muted)  # fmt: skip
    block(axes, x, top - LEADING, label.text, SMALL, ha=side)
    start = x - 0.3 if east else x + 0.3
    axes.plot([start, label.end[0]], [top - LEADING / 2, label.end[1]], color=muted,
              lw=stroke(0.6))  # fmt: skip
    axes.plot(*label.end, marker="o", ms=stroke(1.8), color=muted)
