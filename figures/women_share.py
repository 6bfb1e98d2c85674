"""Women's share of arrivals in South Korea by year."""

import polars as pl
from matplotlib.figure import Figure

from reportgen.charts import Box, Canvas, Look, Scale
from reportgen.figures import Brand, Facts, Place

FIRST = 1994
"""Where the scale begins; the first pooled period, of fifty years, is not to scale."""
FEW = 100
"""Below so many arrivals a share says little: its marker is open."""


WORDS = {
    "en": {
        "unit": "Women as a share of people arriving in South Korea",
        "first": "to 1998",
        "few": "{} and {} people only",
        "in": "in {}",
    },
    "ko": {
        "unit": "한국에 입국한 사람 중 여성의 비율",
        "first": "1998년까지",
        "few": "{}명과 {}명뿐",
        "in": "{}년",
    },
}


def draw(
    figure: Figure, arrivals: pl.DataFrame, facts: Facts, brand: Brand, place: Place, lang: str
) -> None:
    """Draw yearly shares as a line, and periods that pool several years as broad strokes."""
    canvas = Canvas(figure, look := Look(brand, place, lang))
    words = WORDS.get(lang[:2], WORDS["en"])
    size, whole = look.size, canvas.whole
    if look.is_slide:
        whole = canvas.head(words["unit"])
    aside = 1.2 * size if look.is_narrow else canvas.width_of("100%", look.large, "bold") + size
    inner = whole.inset(bottom=1.8 * size, top=2.4 * size, right=aside)
    x = Scale(FIRST, 2025, inner.left, inner.right)
    y = Scale(0, 100, inner.bottom, inner.top)
    for value, text in ((50, "50%"), (100, "100%")):
        canvas.rule((inner.left, y(value)), (inner.right, y(value)))
        canvas.text(inner.left, y(value) + 0.6 * size, text, color=look.quiet)
    canvas.line([(inner.left, y(0)), (inner.right, y(0))], look.quiet, 0.8, takes=False)
    foot = inner.bottom - 0.9 * size
    canvas.text(inner.left, foot, words["first"], color=look.quiet)
    few = place.size.width.mm < (200 if look.is_slide else 70)
    for year in (2005, 2015, 2025) if few else (2002, 2005, 2010, 2015, 2020, 2025):
        canvas.text(x(year), foot, str(year), color=look.quiet, align="center")
    shares = arrivals.with_columns(share=100 * pl.col("female") / pl.col("total"))
    _periods(canvas, shares.filter(pl.col("kind") == "pooled"), x, y, facts)
    annual = shares.filter(pl.col("kind") == "annual").sort("year")
    _years(canvas, annual, x, y, facts, words)


def _periods(
    canvas: Canvas, pooled: pl.DataFrame, x: Scale, y: Scale, facts: Facts
) -> None:  # fmt: skip
    names = ("women_share_to_1998", "women_share_1999_2001")
    start = float(FIRST)
    for row, name in zip(pooled.sort("year").iter_rows(named=True), names, strict=True):
        end, height = row["period_end"] + 0.4, y(row["share"])
        canvas.line([(x(start), height), (x(end), height)], canvas.look.main, 2.8)
        middle = x(start) if start == FIRST else (x(start) + x(end)) / 2
        side = "left" if start == FIRST else "center"
        below = height + (0.8 if start == FIRST else -0.9) * canvas.look.size
        canvas.text(middle, below, str(facts[name]), weight="bold", align=side)
        if start != FIRST:
            years = f"{row['period_start']}–{row['period_end']}"
            canvas.text(middle, below - 1.2 * canvas.look.size, years, color=canvas.look.quiet,
                        align=side)  # fmt: skip
        start = row["period_end"] + 0.6


def _years(
    canvas: Canvas, annual: pl.DataFrame, x: Scale, y: Scale, facts: Facts, words: dict[str, str]
) -> None:  # fmt: skip
    look, size = canvas.look, canvas.look.size
    points = {
        row["year"]: (x(row["year"]), y(row["share"])) for row in annual.iter_rows(named=True)
    }
    few = annual.filter(pl.col("total") < FEW)
    canvas.line(list(points.values()), look.main, 1.5)
    for year in few["year"]:
        canvas.dot(*points[year], look.main, 3.8, is_open=True, over=6)
    canvas.dot(*points[2024], look.accent, 5.4, over=6)
    latest = str(facts["women_share_2024"])
    ink, at = look.accent_text, points[2025][0] + 0.5 * size
    if look.is_narrow:
        canvas.label(latest, points[2024], size=look.large * 0.8, weight="bold", color=ink)
    else:
        canvas.text(at, points[2024][1], latest, size=look.large, weight="bold", color=ink)
    if not look.is_narrow:
        below = points[2024][1] - 0.5 * look.large - 0.8 * size
        canvas.text(at, below, words["in"].format(2024), color=ink)
    for year, side in ((2018, "above"), (2021, "below")):
        canvas.label(
            str(facts[f"women_share_{year}"]), points[year], sides=(side, "below"), gap=0.6 * size
        )
    # At the start of the line: above the broad step it says its year, or it would be the step's.
    at, above = points[2002]
    share = str(facts["women_share_2002"])
    said_of = f"{words['in'].format(2002)}: {share}" if look.is_slide else share
    canvas.text(at + 0.3 * size, above + 1.1 * size, said_of, align="right")
    within = Box(x(2003), y(2), canvas.whole.right, y(40))
    canvas.note(words["few"].format(*few["total"]), points[few["year"][0]], within=within,
                color=look.quiet, widest=9 * size, leads=False)  # fmt: skip
