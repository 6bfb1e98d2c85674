"""The table of layouts: their boxes, places and sizes of text.

Template, plan and writer all take positions and sizes from here, so a figure is drawn at exactly
the size of the box that it will stand in. Text sizes are in points, places in inches: a slide is
13.333 wide and 7.5 high. What is read from the last row is 24 points or more (ISO 9241-303:
capitals of 16 minutes of arc); the source line, for those who hold the handout, is 12.
"""

from dataclasses import replace

from reportgen.deck.model import (
    GAP,
    SMALLEST,
    TABLE_TEXT,
    Layout,
    Pad,
    Placeholder,
    Role,
    frame,
)
from reportgen.document import inches

# --- the page ---------------------------------------------------------------------------------

MARGIN = 0.6
WIDTH = 12.133
RIGHT = MARGIN + WIDTH
TOP, BOTTOM = 1.9, 6.7
HEIGHT = BOTTOM - TOP
"""What a slide shows stands in this band: 64 % of its height, all of its width."""
FOOT_TOP = 6.84

TRACK = frame(MARGIN, 0.24, WIDTH, 0.27)
TRACK_RULE = frame(MARGIN, 0.575, WIDTH, 0.014)
ACCENT = (frame(MARGIN, 0.44, 0.55, 0.06), "accent2")
DARK_ACCENT = (frame(MARGIN, 4.38, 1.1, 0.08), "accent2")
LOGO = frame(MARGIN, 0.42, 3.0, 0.7)
MARK = frame(RIGHT - 1.3, 0.15, 1.3, 0.36)
"""Where the small logo stands on slides: above the line of the tracker, which is shorter then."""

TEXT = (40.0, 36.0, 32.0, 28.0, 24.0)
"""Text with the whole slide to itself: as large as fills it."""
COLUMN = (32.0, 28.0, 24.0)
PANEL = (28.0, 26.0, 24.0)
NARROW = (24.0, 22.0)
BESIDE = (28.0, 26.0, 24.0, 22.0)
"""Text of panels as high as the slide."""
PANEL_PAD = Pad(inches(0.25), inches(0.2), inches(0.2), inches(0.12))
HEAD_PAD = Pad(inches(0.25), inches(0.12), inches(0.2), inches(0.1))
"""Of a heading of one line: Hangul at 24 points needs as much height as that leaves."""

TITLE = Placeholder(
    "Title", Role.TITLE, "title", 0, frame(MARGIN, 0.74, WIDTH, 1.04), (30, 28), "tx2", bold=True,
    lines=2,
)  # fmt: skip
SOURCE = Placeholder(
    "Source", Role.SOURCE, "body", 21, frame(MARGIN, FOOT_TOP, 8.2, 0.49), (12,), "accent6", lines=2
)
FOOTER = Placeholder(
    "Footer", Role.FOOTER, "ftr", 11, frame(8.9, FOOT_TOP, 3.2, 0.21), (12,), "accent6",
    align="r", lines=1,
)  # fmt: skip
SLIDE_NUMBER = Placeholder(
    "Slide Number", Role.SLIDE_NUMBER, "sldNum", 12, frame(12.15, FOOT_TOP - 0.03, 0.583, 0.26),
    (14,), "tx1", bold=True, align="r", lines=1,
)  # fmt: skip
PART = Placeholder(
    "Part", Role.PART, "body", 20, TRACK, (14, 12), "tx2", bold=True,
    anchor="ctr", lines=1, fill="bg1",
)  # fmt: skip
PART_BESIDE_MARK = replace(PART, frame=frame(MARGIN, 0.24, WIDTH - 1.5, 0.27))
FOOT = (PART, SOURCE, FOOTER, SLIDE_NUMBER)


def _text(
    name: str, idx: int, left: float, width: float, sizes: tuple[float, ...] = TEXT
) -> Placeholder:
    place = frame(left, TOP, width, HEIGHT)
    return Placeholder(name, Role.CONTENT, "", idx, place, sizes, bullets=True)


def _panel(box: Placeholder, number: float = 0.0, pad: Pad = PANEL_PAD) -> Placeholder:
    """Return a box with a ground, whose edges are those of the box."""
    own = box.frame
    inner = replace(
        own,
        left=own.left + pad.left,
        top=own.top + pad.top,
        width=own.width - pad.left - pad.right,
        height=own.height - pad.top - pad.bottom,
    )
    return replace(box, frame=inner, fill="bg2", pad=pad, number=number)


def _columns(
    names: tuple[str, ...], sizes: tuple[float, ...], gap: float = 0.5
) -> tuple[Placeholder, ...]:
    width = (WIDTH - gap * (len(names) - 1)) / len(names)
    return tuple(
        _text(name, at + 1, MARGIN + at * (width + gap), width, sizes)
        for at, name in enumerate(names)
    )


HEAD_HEIGHT = 0.72


def _compared() -> tuple[Placeholder, ...]:
    """Return two columns with a head above each, column by column."""
    boxes: list[Placeholder] = []
    for at, box in enumerate(_columns(("Left", "Right"), PANEL, GAP)):
        head = replace(box.frame, height=inches(HEAD_HEIGHT))
        body = box.frame.rows(inches(HEAD_HEIGHT), box.frame.height - inches(HEAD_HEIGHT))
        title = Placeholder(
            f"{box.name} head", Role.HEAD, "body", at * 2 + 1, head, (24, 22), "tx2", bold=True,
            anchor="b", lines=1,
        )  # fmt: skip
        boxes += [_panel(title, pad=HEAD_PAD), _panel(replace(box, idx=at * 2 + 2, frame=body))]
    return tuple(boxes)


def _picture(left: float, width: float) -> Placeholder:
    place = frame(left, TOP, width, HEIGHT)
    return Placeholder("Picture", Role.PICTURE, "pic", 13, place, TEXT)


def _dark_title(type_: str, sizes: tuple[float, ...], lines: int) -> Placeholder:
    place = frame(MARGIN, 1.35, WIDTH, 2.75)
    return Placeholder(
        "Title", Role.TITLE, type_, 0, place, sizes, "bg1", bold=True, anchor="b", lines=lines
    )


def _dark_text(name: str, role: Role, type_: str, height: float) -> Placeholder:
    return Placeholder(name, role, type_, 1, frame(MARGIN, 4.7, 9.6, height), (28, 24, 20), "bg1")


_META = Placeholder(
    "Details", Role.META, "body", 16, frame(MARGIN, 6.3, WIDTH, 0.8), (18, 16, 14), "bg1",
    anchor="b",
)  # fmt: skip
_SIDE = 3.48
"""The width of a panel beside a figure."""
_FIGURE_WIDTH = WIDTH - _SIDE - GAP
_BESIDE_NUMBER = 7.0
_NUMBER = Placeholder(
    "Number", Role.NUMBER, "body", 16, frame(MARGIN, TOP - 0.04, WIDTH, 2.3), (138, 115, 96),
    "accent4", bold=True, lines=1,
)  # fmt: skip
_NUMBER_TEXT = Placeholder(
    "Text", Role.CONTENT, "", 1, frame(MARGIN, 4.3, 10.6, BOTTOM - 4.3), (36, 32, 28, 24),
    bullets=True,
)  # fmt: skip
_LEFT = WIDTH - _BESIDE_NUMBER - GAP
_NUMBER_BESIDE = replace(_NUMBER, frame=frame(MARGIN, TOP - 0.04, _LEFT, 2.1), sizes=(126, 115, 96))
_TEXT_BESIDE = replace(_NUMBER_TEXT, frame=frame(MARGIN, 3.98, _LEFT, BOTTOM - 3.98),
                       sizes=(28, 24, 22))  # fmt: skip
_QUOTE = Placeholder(
    "Quotation", Role.QUOTE, "body", 1, frame(MARGIN + 0.42, TOP, 7.5, 3.65),
    (66, 60, 54, 48, 44, 40, 36, 32, 28, 24), "bg1", bold=True,
)  # fmt: skip
_ATTRIBUTION = Placeholder(
    "Attribution", Role.ATTRIBUTION, "body", 16, frame(MARGIN + 0.42, 5.75, 7.5, 0.95),
    (24, 20), "bg1", anchor="b",
)  # fmt: skip
_AFTER = _panel(
    Placeholder("What came after", Role.AFTER, "", 17,
                frame(8.75, TOP, RIGHT - 8.75, HEIGHT), BESIDE, bullets=True), 88 / 24,
)  # fmt: skip
_DARK_TITLE, _DARK_PART, *_REST = (
    replace(box, color="bg1") for box in (TITLE, PART, SOURCE, FOOTER, SLIDE_NUMBER)
)
_ON_DARK = (replace(_DARK_PART, fill="tx2"), *_REST)
_SOURCES = tuple(
    Placeholder(
        name, Role.CONTENT, "body", idx, frame(left, 1.42, 5.916, 5.3), (SMALLEST,)
    )
    for name, idx, left in (("Left", 1, MARGIN), ("Right", 2, MARGIN + 5.916 + GAP))
)  # fmt: skip
_TABLE = Placeholder("Table", Role.TABLE, "tbl", 14, frame(MARGIN, TOP, WIDTH, HEIGHT), TABLE_TEXT)
_SHORT_TITLE = replace(TITLE, frame=frame(MARGIN, 0.74, WIDTH, 0.5), sizes=(24,), lines=1)

# --- steps and dates --------------------------------------------------------------------------

STEP_GAP, STEP_HEIGHT = 0.42, 1.2
_LEAD = Placeholder(
    "Lead", Role.CONTENT, "", 1, frame(MARGIN, TOP, WIDTH, 0.92), (24, 22), bullets=True
)


def _steps(count: int = 4) -> tuple[Placeholder, ...]:
    width = (WIDTH - STEP_GAP * (count - 1)) / count
    pad = Pad(*(inches(0.1) for _ in range(4)))
    return tuple(
        Placeholder(
            f"Step {at + 1}", Role.STEP, "body", at + 2,
            frame(MARGIN + at * (width + STEP_GAP) + 0.1, 3.02, width - 0.2, STEP_HEIGHT - 0.2),
            (24, 22, 20), "bg1", bold=True, anchor="ctr", align="ctr", fill="tx2", pad=pad,
        )
        for at in range(count)
    )  # fmt: skip


def _outcomes() -> tuple[Placeholder, ...]:
    boxes = _columns(("Outcome 1", "Outcome 2"), NARROW, GAP)
    return tuple(
        _panel(replace(box, idx=6 + at, frame=box.frame.rows(inches(2.46), inches(HEIGHT - 2.46))),
               48 / 24)
        for at, box in enumerate(boxes)
    )  # fmt: skip


AXIS = 4.25
"""Where the line of a timeline stands; above it is one lane, below it the other."""


def _events() -> tuple[Placeholder, ...]:
    lanes = ((2.4, AXIS - 0.2 - 2.4, "b"), (AXIS + 0.2, BOTTOM - 0.48 - AXIS - 0.2, "t"))
    return tuple(
        Placeholder(
            f"Event {lane * 3 + at + 1}", Role.EVENT, "body", 3 + lane * 3 + at,
            frame(MARGIN + 0.2 + at * 4, top, 3.7, height), BESIDE, anchor=anchor, number=40 / 24,
        )
        for lane, (top, height, anchor) in enumerate(lanes)
        for at in range(3)
    )  # fmt: skip


_LANES = tuple(
    Placeholder(name, Role.HEAD, "body", idx, frame(MARGIN + 0.07, top, 7.0, 0.42), (24, 20), color,
                bold=True, lines=1)
    for name, idx, top, color in (
        ("Lane above", 1, TOP + 0.08, "tx2"), ("Lane below", 2, BOTTOM - 0.46, "tx2")
    )
)  # fmt: skip

# --- the ends of a talk -----------------------------------------------------------------------

_QR_SIDE = 4.0
_QR = Placeholder(
    "QR code",
    Role.PICTURE,
    "pic",
    13,
    frame(RIGHT - _QR_SIDE, 0.95, _QR_SIDE, _QR_SIDE),
    TEXT,
    "bg1",
)
_ADDRESS = Placeholder(
    "Address", Role.ADDRESS, "body", 2, frame(RIGHT - _QR_SIDE, 5.1, _QR_SIDE, 1.6), (18, 16, 14),
    "bg1",
)  # fmt: skip
_COVER_PICTURE = Placeholder(
    "Picture", Role.PICTURE, "pic", 13, frame(MARGIN, 4.2, WIDTH, 3.3), TEXT
)

# --- photographs ------------------------------------------------------------------------------

_PHOTO_WIDTH = 8.6
_PHOTO = Placeholder(
    "Photograph",
    Role.PICTURE,
    "pic",
    13,
    frame(0, 0, _PHOTO_WIDTH, 7.5),
    TEXT,
    "bg1",
    filled=True,
)
_WORDS, _WORDS_WIDTH = _PHOTO_WIDTH + 0.45, RIGHT - _PHOTO_WIDTH - 0.45
"""Where words stand beside a photograph, which reaches to three edges of the slide."""
_PHOTO_TITLE = Placeholder(
    "Title", Role.TITLE, "title", 0, frame(_WORDS, 0.74, _WORDS_WIDTH, 2.9), (30, 28), "bg1",
    bold=True, lines=6,
)  # fmt: skip
_PHOTO_TEXT = Placeholder(
    "Text", Role.CONTENT, "", 1, frame(_WORDS, 3.9, _WORDS_WIDTH, 2.5), (24, 22, 20), "bg1",
    bullets=True,
)  # fmt: skip
_COVER_LEFT = 7.3
_COVER_PHOTO = replace(
    _PHOTO, name="Cover picture", frame=frame(_COVER_LEFT, 0, 13.333 - _COVER_LEFT, 7.5)
)
_COVER_WIDTH = _COVER_LEFT - MARGIN - 0.4


def _beside_photo(box: Placeholder) -> Placeholder:
    """Return a box of the title slide, as wide as is free beside a picture."""
    return replace(box, frame=replace(box.frame, width=inches(_COVER_WIDTH)))


LAYOUTS: dict[str, Layout] = {
    layout.name: replace(layout, at=at, logo=layout.logo if layout.dark else MARK)
    for at, layout in enumerate(
        (
            Layout(
                "Title",
                "title",
                (
                    _dark_title("ctrTitle", (54, 50, 44, 40, 34), 3),
                    _dark_text("Subtitle", Role.SUBTITLE, "subTitle", 1.45),
                    _META,
                ),
                dark=True,
                bars=(DARK_ACCENT,),
                logo=LOGO,
            ),
            Layout(
                "Section",
                "secHead",
                (
                    _dark_title("title", (54, 48, 44, 40, 34), 3),
                    _dark_text("Text", Role.CONTENT, "body", 1.9),
                ),
                dark=True,
                bars=(DARK_ACCENT,),
            ),
            Layout("Text", "obj", (TITLE, _text("Text", 1, MARGIN, WIDTH), *FOOT)),
            Layout("Figure", "", (TITLE, _picture(MARGIN, WIDTH), *FOOT)),
            Layout(
                "Figure and text",
                "picTx",
                (
                    TITLE,
                    _picture(MARGIN, _FIGURE_WIDTH),
                    _panel(_text("Text", 1, RIGHT - _SIDE, _SIDE, BESIDE), 80 / 24),
                    *FOOT,
                ),
            ),
            Layout("Two columns", "twoObj", (TITLE, *_columns(("Left", "Right"), COLUMN), *FOOT)),
            Layout(
                "Three columns",
                "",
                (TITLE, *_columns(("Left", "Middle", "Right"), PANEL), *FOOT),
            ),
            Layout("Comparison", "twoTxTwoObj", (TITLE, *_compared(), *FOOT)),
            Layout("Table", "tbl", (TITLE, _TABLE, *FOOT)),
            Layout("Big number", "", (TITLE, _NUMBER, _NUMBER_TEXT, *FOOT)),
            Layout(
                "Quotation",
                "",
                (_DARK_TITLE, _QUOTE, _ATTRIBUTION, _AFTER, *_ON_DARK),
                dark=True,
            ),
            Layout("Sources", "", (_SHORT_TITLE, *_SOURCES, FOOTER, SLIDE_NUMBER)),
            Layout(
                "Closing",
                "",
                (
                    Placeholder("Title", Role.TITLE, "title", 0, frame(MARGIN, 0.95, 7.5, 2.9),
                                (54, 48, 44, 40, 36), "bg1", bold=True, lines=4),
                    Placeholder("Text", Role.CONTENT, "body", 1, frame(MARGIN, 4.1, 7.5, 2.6),
                                (28, 24, 20), "bg1"),
                    _QR,
                    _ADDRESS,
                    replace(SOURCE, color="bg1"),
                ),
                dark=True,
            ),
            Layout(
                "Number and figure",
                "",
                (
                    TITLE,
                    _NUMBER_BESIDE,
                    _TEXT_BESIDE,
                    _picture(RIGHT - _BESIDE_NUMBER, _BESIDE_NUMBER),
                    *FOOT,
                ),
            ),
            Layout(
                "Panels",
                "",
                (
                    TITLE,
                    *(
                        _panel(box, 88 / 24)
                        for box in _columns(("Left", "Middle", "Right"), BESIDE)
                    ),
                    *FOOT,
                ),
            ),
            Layout("Steps", "", (TITLE, _LEAD, *_steps(), *_outcomes(), *FOOT)),
            Layout("Timeline", "", (TITLE, *_LANES, *_events(), *FOOT)),
            Layout(
                "Photograph",
                "",
                (
                    _PHOTO_TITLE,
                    _PHOTO_TEXT,
                    _PHOTO,
                    replace(
                        _REST[0], frame=frame(_WORDS, 6.42, _WORDS_WIDTH, 0.4), name="Source"
                    ),
                    replace(
                        _REST[1], frame=frame(_WORDS, FOOT_TOP, _WORDS_WIDTH - 0.6, 0.21), align="l"
                    ),
                    _REST[2],
                ),
                dark=True,
            ),
            Layout(
                "Title with picture",
                "",
                (
                    _beside_photo(_dark_title("ctrTitle", (44, 40, 36, 32, 28), 5)),
                    _beside_photo(_dark_text("Subtitle", Role.SUBTITLE, "subTitle", 1.2)),
                    _beside_photo(replace(_META, frame=frame(MARGIN, 5.95, WIDTH, 1.2))),
                    _COVER_PHOTO,
                ),
                dark=True,
                bars=(DARK_ACCENT,),
                logo=LOGO,
            ),
        )
    )
}  # fmt: skip
