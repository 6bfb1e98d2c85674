"""Charts drawn at random: forms, sizes, lengths of words, languages, brands; what collides."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure as Canvas
from matplotlib.transforms import Bbox

from reportgen.charts.chart import draw_chart
from reportgen.charts.forms import NAMES, form
from reportgen.charts.grammar import ChartFault
from reportgen.charts.look import Look
from reportgen.charts.table import Header, Table
from reportgen.document import Place, Size, mm
from reportgen.drawing.figure import families_of, settings_of
from reportgen.language import parse_locale
from reportgen.theme import Theme

SIZES = (
    ("brief", 60, 40), ("brief", 54, 55), ("brief", 108, 66), ("brief", 108, 90),
    ("brief", 170, 64), ("deck", 148, 100), ("deck", 212, 122), ("deck", 308, 122),
)  # fmt: skip
WORDS = {
    "en": [
        "people",
        "who",
        "left",
        "home",
        "and",
        "arrived",
        "in",
        "the",
        "neighbouring",
        "country",
        "by",
        "sea",
        "or",
        "land",
    ],
    "de": [
        "Menschen",
        "Niederlassungsgenehmigung",
        "Sicherheitsdienst",
        "der",
        "Wirtschaftswachstumsrate",
        "aus",
        "und",
        "Grenze",
    ],
    "ko": [
        "북한이탈주민",
        "입국",
        "인원",
        "통일부",
        "함경북도",
        "국경",
        "지역",
        "조사",
        "결과",
        "연도별",
        "여성",
        "비율",
    ],
    "ar": [
        "الأشخاص",
        "الذين",
        "وصلوا",
        "إلى",
        "البلد",
        "المجاور",
        "عبر",
        "الحدود",
        "في",
        "السنوات",
        "الأخيرة",
    ],
}
HUES: tuple[dict[str, str], ...] = (
    {},
    {"primary": "#7a1f4b", "accent": "#e0a526", "accent-text": "#8a6100", "pale": "#d9b7c6"},
    {"primary": "#1f6f54", "accent": "#c2402a", "accent-text": "#a5331f", "pale": "#b5d3c7"},
)


@dataclass(frozen=True)
class Sample:
    """A chart that was drawn at random, and what is wrong with it; `refused` says why it is not."""

    words: str
    collisions: tuple[str, ...]
    refused: str = ""
    canvas: Any = None


def samples(seed: int, count: int, theme: Theme) -> Iterator[Sample]:
    """Yield so many charts drawn at random, each form as often as the others."""
    for face in theme.fonts:
        font_manager.fontManager.addfont(str(face.path))
    chance = random.Random(seed)
    for at in range(count):
        name = NAMES[at % len(NAMES)]
        if name != "map":
            yield sample(name, chance, theme)


def sample(name: str, chance: random.Random, theme: Theme) -> Sample:
    """Return one chart of a form drawn at random."""
    kind, width, height = chance.choice(SIZES)
    lang = chance.choice(tuple(WORDS))
    brand = replace(theme.brand, colors={**theme.brand.colors, **chance.choice(HUES)})
    place = Place(kind, Size(mm(width), mm(height)))
    long = chance.choice((1, 2, 3, 5))
    settings, table = _content(
        name, chance, lang, long, width * height * (0.3 if kind == "deck" else 1)
    )
    spec = form(name).spec(**settings)
    said = f"{name} {kind} {width}x{height} {lang} words={long} {settings}"
    with mpl.rc_context():
        mpl.rcdefaults()
        settings_here: Any = settings_of(brand, place, families_of(brand, place, theme.fonts))
        mpl.rcParams.update(settings_here)
        canvas = Canvas(figsize=(width / 25.4, height / 25.4), dpi=200)
        try:
            check = form(name).check
            if check is not None:
                check(spec, table)
            draw_chart(canvas, name, spec, table, Look(brand, place, lang), lambda fact: "1,502")
        except ChartFault as fault:
            return Sample(said, (), f"{fault.message} ({fault.help})", canvas)
        wrong = (*collisions(canvas), *_lost(canvas, settings))
        return Sample(said, wrong, "", canvas)


def _content(
    name: str, chance: random.Random, lang: str, long: int, room: float
) -> tuple[dict[str, Any], Table]:
    """Return settings and rows for a form; so many rows as a person would show in the room."""
    rows = chance.randint(2, max(3, min(12, int(room / 900))))
    names = [" ".join(chance.choices(WORDS[lang], k=long)) + f" {at}" for at in range(rows)]
    years = sorted(chance.sample(range(1995, 2026), chance.randint(4, 26)))
    some = chance.sample(names, min(2, rows))
    note = " ".join(chance.choices(WORDS[lang], k=chance.randint(1, 5)))
    top = 10 ** chance.uniform(0.5, 6)
    labels = {column: " ".join(chance.choices(WORDS[lang], k=min(long, 2))) + f" {column}"
              for column in "abc"}  # fmt: skip

    def numbers(count: int, low: float = 0.0) -> list[float | None]:
        made: list[float | None] = [round(chance.uniform(low, top), 1) for _ in range(count)]
        if count > 4 and chance.random() < 0.3:
            made[chance.randrange(1, count - 1)] = None
        return made

    over_years = name in ("lines", "areas") or (name == "columns" and chance.random() < 0.6)
    count = len(years) if over_years else rows
    columns: dict[str, list[Any]] = {
        "name": list(years) if over_years else list(names),
        "a": numbers(count), "b": numbers(count), "c": numbers(count),
        "when": sorted(chance.sample(range(1950, 2026), count)),
        "what": [] if over_years else names[:count],
    }  # fmt: skip
    columns["low"] = [None if value is None or chance.random() < 0.2 else value * chance.random()
                      for value in columns["a"]]  # fmt: skip
    series = tuple("abc"[: chance.randint(1, 3)])
    settings: dict[str, Any] = {"x": "name", "y": series}
    keys = [str(one) for one in columns["name"]]
    settings["highlight"] = tuple(chance.sample(keys, min(len(keys), chance.randint(0, 2))))
    settings["notes"] = ((chance.choice(keys), note),) if chance.random() < 0.4 else ()
    settings["unit"] = note if chance.random() < 0.3 else ""
    match name:
        case "columns":
            settings["bars"] = chance.choice(("side by side", "stacked", "share"))
            is_share = settings["bars"] == "share"
            if over_years and len(keys) > 3 and not is_share and chance.random() < 0.4:
                settings["change"] = (keys[len(keys) // 2],)
        case "bars":
            settings["bars"] = chance.choice(("side by side", "stacked", "share"))
            settings["sort"] = chance.choice(("largest", "file"))
        case "areas":
            settings["bars"] = chance.choice(("stacked", "share"))
        case "lines":
            settings["y"] = tuple("abc"[: chance.randint(1, 3)])
        case "ranges":
            settings |= {"low": "low", "high": "a"}
            del settings["y"]
        case "slopes" | "pyramid":
            settings["y"] = ("a", "b")
        case "histogram":
            columns["a"] = [round(chance.gauss(40, 12)) for _ in range(200)]
            columns = {"a": columns["a"]}
            settings = {"x": "a", "highlight": ("40",), "notes": (("30", note),)}
        case "scatter":
            settings |= {"x": "a", "y": "b", "name": "name"}
        case "waffle":
            settings["y"] = "a"
            columns = {key: values[:4] for key, values in columns.items()}
            kept = {str(one) for one in columns["name"]}
            settings["highlight"] = tuple(one for one in settings["highlight"] if one in kept)
            settings["notes"] = ()
        case "timeline":
            columns = {"when": columns["when"][:7], "what": columns["what"][:7]}
            settings = {"when": "when", "what": "what", "highlight": (some[0],)
                        if some[0] in columns["what"] else ()}  # fmt: skip
        case "table":
            settings["notes"] = ()
    header = {column: Header(label) for column, label in labels.items()}
    if over_years:
        header["name"] = Header(format="year")
    header["when"] = Header(format="year")
    columns = {key: values for key, values in columns.items() if values}
    numeric = frozenset(key for key, values in columns.items()
                        if any(isinstance(one, int | float) for one in values))  # fmt: skip
    return settings, Table("data", columns, header, parse_locale(lang), "", numeric)


# --- what collides ------------------------------------------------------------------------------


def _lost(canvas: Any, settings: dict[str, Any]) -> Iterator[str]:
    """Yield the words of notes that are nowhere in a drawing."""
    shown = " ".join(one.get_text() for one in canvas.axes[0].texts)
    letters = "".join(shown.split()).replace("-", "")
    for _, note in settings.get("notes", ()):
        for word in note.split():
            if word.replace("-", "") not in letters:
                yield f"“{word}” of a note is not drawn"


HAIR = 0.4
"""Points that two boxes may share: glyphs do not fill theirs."""


def collisions(canvas: Any) -> Iterator[str]:
    """Yield what is cut by the edge of a drawing, or written over another text or a mark."""
    renderer = canvas._get_renderer()
    axes = canvas.axes[0]
    dots = canvas.dpi / 72
    whole = canvas.bbox
    texts = [(one, _ink(one, renderer)) for one in axes.texts if one.get_text()]
    for text, box in texts:
        if (
            box.x0 < whole.x0 - dots or box.y0 < whole.y0 - dots
            or box.x1 > whole.x1 + dots or box.y1 > whole.y1 + dots
        ):  # fmt: skip
            yield f"“{text.get_text()}” is cut"
    hair = HAIR * dots
    for at, (one, box) in enumerate(texts):
        for other, beside in texts[at + 1 :]:
            if _meet(box, beside, hair):
                yield f"“{one.get_text()}” meets “{other.get_text()}”"
    ground = canvas.get_facecolor()
    for patch in axes.patches:
        if not hasattr(patch, "get_x"):
            continue
        shape = patch.get_window_extent(renderer)
        if patch.get_facecolor() == ground:
            continue
        for text, box in texts:
            inside = (
                shape.x0 <= box.x0 + hair and box.x1 <= shape.x1 + hair
                and shape.y0 <= box.y0 + 2 * hair and box.y1 <= shape.y1 + 2 * hair
            )  # fmt: skip
            if _meet(box, shape, hair) and not inside:
                yield f"“{text.get_text()}” lies over the edge of a bar"
    for line in axes.lines:
        if line.get_zorder() < 2 or line.get_linewidth() == 0:
            continue
        points = line.get_transform().transform(line.get_xydata())
        for text, box in texts:
            if _crosses(points, box, hair):
                yield f"“{text.get_text()}” is crossed by a line"


def _ink(text: Any, renderer: Any) -> Bbox:
    """Return the box of a text's letters, as matplotlib itself sets them."""
    width, height, below = renderer.get_text_width_height_descent(
        text.get_text(),
        text.get_fontproperties(),
        False,
    )
    x, y = text.get_transform().transform(text.get_position())
    x -= {"left": 0.0, "center": width / 2, "right": width}[text.get_horizontalalignment()]
    return Bbox.from_bounds(x, y - below, width, height)


def _meet(one: Any, other: Any, hair: float) -> bool:
    return bool(
        one.x0 + hair < other.x1 and other.x0 + hair < one.x1
        and one.y0 + hair < other.y1 and other.y0 + hair < one.y1
    )  # fmt: skip


def _crosses(points: Any, box: Any, hair: float) -> bool:
    from reportgen.charts.boxes import Box, touches

    inner = Box(box.x0 + hair, box.y0 + hair, box.x1 - hair, box.y1 - hair)
    if inner.width <= 0 or inner.height <= 0:
        return False
    if len(points) == 1:
        x, y = points[0]
        return bool(inner.left < x < inner.right and inner.bottom < y < inner.top)
    return any(touches(inner, tuple(start), tuple(end)) for start, end in pairwise(points))
