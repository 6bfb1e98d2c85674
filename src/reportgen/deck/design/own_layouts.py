"""The table of layouts: their boxes, places and sizes of text.

Template, plan and writer all take positions and sizes from here, so a figure is drawn at exactly
the size of the box that it will stand in. Text sizes are in points.
"""

from dataclasses import replace

from reportgen.deck.model import GAP, NARROW, SMALLEST, TABLE_TEXT, Layout, Placeholder, Role, frame
from reportgen.document import inches

# --- the page ---------------------------------------------------------------------------------

MARGIN = 0.6
WIDTH = 12.133
TOP, HEIGHT = 1.75, 4.6
MEASURE = 10.6
"""The width of running text, about 65 characters a line at 24 points."""

HEAD_HEIGHT = 0.5
ACCENT = (frame(MARGIN, 0.44, 0.55, 0.06), "accent2")
DARK_ACCENT = (frame(MARGIN, 3.98, 1.1, 0.08), "accent2")
LOGO = frame(MARGIN, 0.6, 3.0, 0.7)
ORNAMENT = frame(MARGIN, 1.62, 1.2, 1.2)
RULE = frame(MARGIN, 6.98, WIDTH, 0)
TEXT = (24.0, 20.0)
COLUMN = (22.0, 18.0)

TITLE = Placeholder(
    "Title", Role.TITLE, "title", 0, frame(MARGIN, 0.58, WIDTH, 0.98), (28, 24), "tx2", bold=True,
    lines=2,
)  # fmt: skip
SOURCE = Placeholder(
    "Source", Role.SOURCE, "body", 15, frame(MARGIN, 6.44, WIDTH, 0.42), (10,), "accent6",
    anchor="b", lines=2,
)  # fmt: skip
FOOTER = Placeholder(
    "Footer", Role.FOOTER, "ftr", 11, frame(MARGIN, 7.05, 11.0, 0.24), (10,), "accent6",
    anchor="ctr", lines=1,
)  # fmt: skip
SLIDE_NUMBER = Placeholder(
    "Slide Number", Role.SLIDE_NUMBER, "sldNum", 12, frame(11.933, 7.05, 0.8, 0.24), (10,),
    "accent6", anchor="ctr", align="r", lines=1,
)  # fmt: skip
FOOT = (SOURCE, FOOTER, SLIDE_NUMBER)


def _text(
    name: str, idx: int, left: float, width: float, sizes: tuple[float, ...] = NARROW
) -> Placeholder:
    place = frame(left, TOP, width, HEIGHT)
    return Placeholder(name, Role.CONTENT, "", idx, place, sizes, bullets=True)


def _columns(count: int, names: tuple[str, ...]) -> tuple[Placeholder, ...]:
    width = (WIDTH - GAP * (count - 1)) / count
    return tuple(
        _text(name, at + 1, MARGIN + at * (width + GAP), width, COLUMN if count == 2 else NARROW)
        for at, name in enumerate(names)
    )


def _compared() -> tuple[Placeholder, ...]:
    """Return two columns with a head above each, column by column."""
    below = HEAD_HEIGHT + 0.12
    boxes: list[Placeholder] = []
    for at, box in enumerate(_columns(2, ("Left", "Right"))):
        head = replace(box.frame, height=inches(HEAD_HEIGHT))
        body = box.frame.rows(inches(below), box.frame.height - inches(below))
        boxes += [
            Placeholder(
                f"{box.name} head",
                Role.HEAD,
                "body",
                at * 2 + 1,
                head,
                (22, 18),
                "accent1",
                bold=True,
                anchor="b",
                lines=1,
            ),
            replace(box, idx=at * 2 + 2, frame=body),
        ]
    return tuple(boxes)


def _picture(width: float) -> Placeholder:
    place = frame(MARGIN, TOP, width, HEIGHT)
    return Placeholder("Picture", Role.PICTURE, "pic", 13, place, TEXT)


def _dark_title(type_: str, sizes: tuple[float, ...], lines: int) -> Placeholder:
    place = frame(MARGIN, 1.55, 11.2, 2.25)
    return Placeholder(
        "Title", Role.TITLE, type_, 0, place, sizes, "bg1", bold=True, anchor="b", lines=lines
    )


def _dark_text(name: str, role: Role, type_: str, height: float) -> Placeholder:
    return Placeholder(name, role, type_, 1, frame(MARGIN, 4.28, 10.2, height), (20, 18), "bg1")


_META = Placeholder(
    "Details", Role.META, "body", 16, frame(MARGIN, 6.1, WIDTH, 0.8), (14, 12), "bg1", anchor="b"
)
_NUMBER = Placeholder(
    "Number", Role.NUMBER, "body", 16, frame(MARGIN, 1.75, WIDTH, 2.0), (115, 96), "accent1",
    bold=True, lines=1,
)  # fmt: skip
_NUMBER_TEXT = Placeholder(
    "Text", Role.CONTENT, "", 1, frame(MARGIN, 3.95, 9.6, 2.4), (24, 20), bullets=True
)
_QUOTE = Placeholder(
    "Quotation", Role.QUOTE, "body", 1, frame(MARGIN, 2.55, MEASURE, 2.85), (30, 26), "tx2"
)
_ATTRIBUTION = Placeholder(
    "Attribution",
    Role.ATTRIBUTION,
    "body",
    16,
    frame(MARGIN, 5.6, MEASURE, 0.75),
    (16, 14),
    "accent6",
)
_SOURCES = tuple(
    Placeholder(
        name, Role.CONTENT, "body", idx, frame(left, 1.35, 5.86, 5.45), (SMALLEST,)
    )
    for name, idx, left in (("Left", 1, MARGIN), ("Right", 2, 6.873))
)  # fmt: skip
_TABLE = Placeholder("Table", Role.TABLE, "tbl", 14, frame(MARGIN, TOP, WIDTH, HEIGHT), TABLE_TEXT)
_SHORT_TITLE = replace(TITLE, frame=frame(MARGIN, 0.58, WIDTH, 0.5), lines=1)
_FIGURE_WIDTH = 7.75

LAYOUTS: dict[str, Layout] = {
    layout.name: replace(layout, at=at)
    for at, layout in enumerate(
        (
            Layout(
                "Title",
                "title",
                (
                    _dark_title("ctrTitle", (40, 34), 3),
                    _dark_text("Subtitle", Role.SUBTITLE, "subTitle", 1.5),
                    _META,
                ),
                dark=True,
                bars=(DARK_ACCENT,),
                logo=LOGO,
            ),
            Layout(
                "Section",
                "secHead",
                (_dark_title("title", (36, 30), 3), _dark_text("Text", Role.CONTENT, "body", 1.9)),
                dark=True,
                bars=(DARK_ACCENT,),
            ),
            Layout("Text", "obj", (TITLE, _text("Text", 1, MARGIN, MEASURE, TEXT), *FOOT)),
            Layout("Figure", "", (TITLE, _picture(WIDTH), *FOOT)),
            Layout(
                "Figure and text",
                "picTx",
                (
                    TITLE,
                    _picture(_FIGURE_WIDTH),
                    _text("Text", 1, MARGIN + _FIGURE_WIDTH + GAP, WIDTH - _FIGURE_WIDTH - GAP),
                    *FOOT,
                ),
            ),
            Layout("Two columns", "twoObj", (TITLE, *_columns(2, ("Left", "Right")), *FOOT)),
            Layout("Three columns", "", (TITLE, *_columns(3, ("Left", "Middle", "Right")), *FOOT)),
            Layout("Comparison", "twoTxTwoObj", (TITLE, *_compared(), *FOOT)),
            Layout("Table", "tbl", (TITLE, _TABLE, *FOOT)),
            Layout("Big number", "", (TITLE, _NUMBER, _NUMBER_TEXT, *FOOT)),
            Layout("Quotation", "", (TITLE, _QUOTE, _ATTRIBUTION, *FOOT), ornament=("“", ORNAMENT)),
            Layout("Sources", "", (_SHORT_TITLE, *_SOURCES, FOOTER, SLIDE_NUMBER)),
            Layout(
                "Closing",
                "",
                (_dark_title("title", (36, 30), 3), _dark_text("Text", Role.CONTENT, "body", 2.6)),
                dark=True,
                bars=(DARK_ACCENT,),
            ),
        )
    )
}
