"""Reasons given for leaving the North: seven surveys that asked different people."""

from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from _house import LEADING, SMALL, block, canvas, head, mix, stroke, wrap, write
from reportgen.figures import Brand


def draw(figure: Figure, motives: pl.DataFrame, brand: Brand) -> None:
    """Draw each survey as a group of its own, in two columns; nothing joins the groups."""
    axes, width, height = canvas(figure)
    unit = "Per cent of those asked; each group is a survey of its own. Dark: the system is named"
    top = head(axes, height, unit, brand) - 0.4
    surveys = [
        Survey(rows.to_dicts(), (width - 2) / 2)
        for rows in motives.partition_by("population", maintain_order=True)
    ]
    hana = [survey for survey in surveys if "Hana " in survey.publisher]
    others = [survey for survey in surveys if survey not in hana]
    for x, column in ((0.0, others), (width / 2 + 1, hana)):
        spare = (top - sum(survey.height for survey in column)) / len(column)
        y = top
        for survey in column:
            axes.plot([x, x + survey.width], [y, y], color=brand.color("rule"), lw=stroke(0.8))
            survey.draw(axes, x, y - min(0.5, spare / 2), brand)
            y -= survey.height + min(spare, 2.2)


class Survey:
    """One survey: who was asked by whom, and a bar a reason."""

    def __init__(self, rows: list[dict[str, Any]], width: float) -> None:
        self.rows = rows
        self.width = width
        self.labels = width * 0.5
        self.publisher = str(rows[0]["publisher"])
        name = str(rows[0]["population"]).replace("2014-2016", "2014–2016")
        self.name = wrap(name[0].upper() + name[1:], width, "bold")
        other = any("different question" in (row["note"] or "") for row in rows)
        self.reasons = [wrap(row["motive"], self.labels - 0.6) for row in rows]
        self.by = wrap(self.publisher + ("; a different question" if other else ""), width)

    @property
    def height(self) -> float:
        """Return what the survey takes, in ems."""
        head = self.name.count("\n") + 1 + SMALL * (self.by.count("\n") + 1)
        return LEADING * head + 0.3 + sum(_tall(reason) for reason in self.reasons)

    def draw(self, axes: Axes, x: float, top: float, brand: Brand) -> None:
        """Draw head and bars from `top` downwards."""
        bottom = block(axes, x, top, self.name, weight="bold")
        bottom = block(axes, x, bottom, self.by, SMALL, color=brand.color("muted")) - 0.3
        for reason, row in zip(self.reasons, self.rows, strict=True):
            block(axes, x, bottom, reason, SMALL)
            self._bar(axes, x, bottom, row, brand)
            bottom -= _tall(reason)

    def _bar(self, axes: Axes, x: float, top: float, row: dict[str, Any], brand: Brand) -> None:
        y = top - LEADING * SMALL / 2
        start, full = x + self.labels, self.width - self.labels
        quoted = (row["note"] or "").split('"')[1:2]
        if row["pct"] is None:
            write(
                axes,
                start,
                y,
                f"{quoted[0]}, no figure" if quoted else "no figure",
                SMALL,
                style="italic",
                color=brand.color("muted"),
            )
            return
        color = _color(row["motive"], brand)
        length = full * row["pct"] / 100
        axes.add_patch(Rectangle((start, y - 0.42), full, 0.84, lw=0, color=brand.color("light")))
        axes.add_patch(Rectangle((start, y - 0.42), length, 0.84, lw=0, color=color))
        share = quoted[0] if quoted else f"{row['pct']:g}%"
        inside = length > full / 2
        write(
            axes,
            start + length + (-0.3 if inside else 0.3),
            y,
            share,
            SMALL,
            weight="bold",
            ha="right" if inside else "left",
            color=brand.color("background" if inside else "foreground"),
        )


def _tall(reason: str) -> float:
    return LEADING * SMALL * (reason.count("\n") + 1) + 0.25


def _color(motive: str, brand: Brand) -> str:
    if "system" in motive:
        return brand.color("foreground")
    return mix(brand.color("tertiary"), "#000000", 0.12)
