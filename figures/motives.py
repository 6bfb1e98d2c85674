"""Reasons given for leaving the North: surveys that asked different people."""

from typing import Any, NamedTuple

import polars as pl
from matplotlib.figure import Figure

from reportgen.charts import Box, Canvas, Look, Scale
from reportgen.figures import Brand, Place


class Survey(NamedTuple):
    """A survey: its population in the data, its name, who was asked, and the two reasons shown."""

    population: str
    name: str
    asked: str
    hunger: str
    system: str


SURVEYS = (
    Survey("1960s arrivals", "1960s", "among 209 studied", "", "attraction to the South"),
    Survey("arrivals before 2001", "Before 2001", "leavers of Hanawon", "hunger", ""),
    Survey("arrivals 2014-2016", "2014–16", "leavers of Hanawon", "hunger", ""),
    Survey("Hanawon leavers of 2016", "2016", "another question", "hardship", ""),
    Survey("settlement survey 2020", "2020", "settlement survey", "food", "dislike"),
    Survey("settlement survey 2021", "2021", "2,461 people", "food", "surveillance"),
    Survey("most recent survey", "Quoted 2024", "year not stated", "food", "dislike"),
)
UNIT = "Per cent of those asked in four of seven surveys: compare within one only. Dash: no figure"
KOREAN = {
    "Hunger, hardship": "배고픔, 생활고",
    "Politics, the system": "정치, 체제",
    UNIT: "일곱 조사 중 넷, 응답자 비율(%): 한 조사 안에서만 견줄 것. 줄표: 숫자 없음",
    "1960s": "1960년대",
    "Before 2001": "2001년 이전",
    "2014–16": "2014–16년",
    "2016": "2016년",
    "2020": "2020년",
    "2021": "2021년",
    "Quoted 2024": "2024년 인용",
    "among 209 studied": "209명 연구의 일부",
    "leavers of Hanawon": "하나원 수료자",
    "another question": "다른 질문",
    "settlement survey": "정착 실태 조사",
    "2,461 people": "2,461명",
    "year not stated": "연도 미상",
    "close to 70%": "70% 가까이",
    "low teens": "십 퍼센트대 초반",
}  # fmt: skip
ON_SLIDES = ("1960s", "Before 2001", "2021", "Quoted 2024")
"""A slide compares fewer."""


def said(words: str, lang: str) -> str:
    """Return words in the language of the document."""
    return KOREAN.get(words, words) if lang.startswith("ko") else words


def draw(figure: Figure, motives: pl.DataFrame, brand: Brand, place: Place, lang: str) -> None:
    """Draw each survey as a panel of its own, hunger beside the system; nothing joins them."""
    canvas = Canvas(figure, look := Look(brand, place, lang))
    size, whole = look.size, canvas.whole
    if look.is_slide:
        whole = canvas.head(said(UNIT, lang))
    shown = [one for one in SURVEYS if not look.is_slide or one.name in ON_SLIDES]
    gap = 1.2 * size
    width = (whole.width - gap * (len(shown) - 1)) / len(shown)
    names = {
        "hunger": ("Hunger, hardship", look.main),
        "system": ("Politics, the system", look.accent),
    }
    x = whole.left
    for text, color in names.values():
        ink = look.accent_text if color == look.accent else color
        middle = whole.top - 0.7 * size
        canvas.bar(x, middle - 0.3 * size, x + 0.6 * size, middle + 0.3 * size, color)
        x = (
            canvas.text(x + 0.9 * size, middle, said(text, lang), weight="bold", color=ink).right
            + size
        )
    for at, survey in enumerate(shown):
        left = whole.left + at * (width + gap)
        box = Box(left, whole.bottom, left + width, whole.top - 2.1 * size)
        rows = motives.filter(pl.col("population").str.starts_with(survey[0]))
        with canvas.part(said(survey.name, lang)):
            _panel(canvas, box, survey, rows)


def _panel(canvas: Canvas, box: Box, survey: Survey, rows: pl.DataFrame) -> None:
    look, size = canvas.look, canvas.look.size
    canvas.line([(box.left, box.top), (box.right, box.top)], look.text, 0.6, takes=False)
    name = canvas.lines(said(survey.name, look.lang), box.width, weight="bold")
    below = canvas.block(box.left, box.top - 0.3 * size, name, weight="bold")
    asked = canvas.lines(said(survey.asked, look.lang), box.width, look.small)
    canvas.block(box.left, below, asked, size=look.small, color=look.quiet)
    y = Scale(0, 75, box.bottom + 0.6 * size, box.top - 5.4 * size)
    canvas.line([(box.left, y(0)), (box.right, y(0))], look.quiet, 0.8, takes=False)
    for column, (reason, color) in enumerate(
        ((survey.hunger, look.main), (survey.system, look.accent))
    ):
        found = rows.filter(pl.col("motive").str.contains(reason)) if reason else rows.head(0)
        middle = box.left + box.width * (0.25 + 0.5 * column)
        _bar(canvas, middle, 0.4 * box.width, y, next(found.iter_rows(named=True), None), color)


def _bar(
    canvas: Canvas, x: float, width: float, y: Scale, row: dict[str, Any] | None, color: str
) -> None:
    """Draw a share as a column, words in quotation marks as the source has them."""
    look, size = canvas.look, canvas.look.size
    ink = look.accent_text if color == look.accent else color
    quoted = ((row or {}).get("note") or "").split('"')[1:2]
    height = y(0)
    if row is None:
        canvas.text(x, height + 0.8 * size, "–", align="center", color=look.quiet)
        return
    if row["pct"] is not None:
        canvas.bar(x - width / 2, height, x + width / 2, height := y(row["pct"]), color)
    text = quoted[0] if quoted else f"{row['pct']:g}%"
    text = said(text, look.lang).replace("close to", "c.")
    lines = canvas.lines(text, width * 1.2, weight="bold")
    top = height + (0.3 + 1.2 * len(lines)) * size
    canvas.block(x, top, lines, weight="bold", color=ink, align="center")
