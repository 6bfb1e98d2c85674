"""Makes a document by hand, with one of each thing that a deck can hold."""

import io
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw

from reportgen.deck.design.own_template import own_design
from reportgen.deck.model import Design
from reportgen.diagnostics import Diagnostics, Span
from reportgen.document import (
    Align,
    Author,
    Block,
    Box,
    Caption,
    Cell,
    Column,
    Columns,
    Drawing,
    Drawings,
    Entry,
    Figure,
    FigureQuote,
    Foreign,
    Inline,
    ItemList,
    Link,
    Metadata,
    Note,
    NoteMark,
    Paragraph,
    Place,
    Quote,
    Reference,
    ResolvedDocument,
    Row,
    Section,
    Settled,
    Slide,
    Style,
    Styled,
    Table,
    Text,
    Value,
)
from reportgen.files.project import Project
from reportgen.theme import Theme, load_theme

S = Span("content/brief.md", 10)
Run = Inline[Settled]
Part = Block[Settled]
LONG = (
    "Women made up 78 per cent of all arrivals in the years before the border was closed, "
    "most of them aged between twenty and thirty-nine, and most from two provinces "
)


def theme() -> Theme:
    return load_theme(Project(Path("/nonexistent")), Diagnostics())


def design() -> Design:
    """Return the design that the default brand gives."""
    return own_design(theme(), "en-GB")


def t(*parts: str | Run) -> tuple[Run, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def p(*parts: str | Run) -> Paragraph[Settled]:
    return Paragraph(t(*parts), S)


def bullets(*items: str | tuple[Part, ...], start: int | None = None) -> ItemList[Settled]:
    made = tuple((p(item),) if isinstance(item, str) else item for item in items)
    return ItemList(made, start)


def slide(name: str, title: str, *blocks: Part, layout: str = "", notes: bool = True) -> Part:
    said = (p("Say it slowly", NoteMark(3), "."),) if notes else ()
    return Slide(name, t(title), blocks, said, layout, S)


def marks(numbers: Iterable[int]) -> list[Run]:
    """Return note marks with raised commas between them, as resolve makes them."""
    comma: Run = Styled(Style.SUPERSCRIPT, t(","))
    return [run for number in numbers for run in (comma, NoteMark(number))][1:]


def figure(name: str, number: int, alt: str = "Columns that grow") -> Figure[Settled]:
    caption: Caption[Settled] = Caption(t("Arrivals grew. "), t("People a year. ", NoteMark(7)))
    return Figure(name, f"figures/{name}.py", caption, t(alt) if alt else (), S, number)


def row(*cells: tuple[Run, ...]) -> Row[Settled]:
    """Return a row of a table: each cell a paragraph."""
    return tuple(Cell((Paragraph(cell, S),)) for cell in cells)


def table(name: str, rows: int, number: int = 1) -> Table[Settled]:
    head = t("Year"), t("Women"), t("Men"), t("Share of women, per cent of all arrivals")
    return Table(
        id=name,
        columns=(Column(Align.LEFT), *(Column(Align.RIGHT) for _ in range(3))),
        head=(row(*head),),
        rows=tuple(
            row(t(str(1996 + at)), t(f"{1000 + 37 * at:,}"), t(f"{300 + 11 * at:,}"), t("78"))
            for at in range(rows)
        ),
        caption=Caption(t("Arrivals by year. "), t("Source: ", NoteMark(8))),
        span=S,
        number=number,
        dataset="arrivals",
    )


def slides() -> tuple[Part, ...]:
    tiers = bullets(
        (p("First level, with a mark", NoteMark(1), Styled(Style.SUPERSCRIPT, t(",")), NoteMark(2)),
         bullets((p("Second level"), bullets("Third level"))),
         p("The item goes on in a second paragraph.")),
        (p("A ", Styled(Style.STRONG, t("strong")), " word, an ",
           Styled(Style.EMPHASIS, t("emphasis")), ", H", Styled(Style.SUBSCRIPT, t("2")), "O, ",
           Value("arrivals", "34,183"), " people, see ", Reference("fig-a", "Figure 1"), "."),),
        (p("A ", Link("https://example.org/a", t("its register")), " and ",
           Foreign("ko", t("북한이탈주민")), " in the text"),),
    )  # fmt: skip
    korean = bullets(
        (p(Foreign("ko", t(
            "북한이탈주민의 보호 및 정착지원에 관한 법률은 군사분계선 이북지역에서 "
            "벗어나 대한민국의 보호를 받으려는 주민이 정치, 경제, 사회, 문화 등 모든 "
            "생활 영역에서 신속히 적응하고 정착하는 데 필요한 보호 및 "
            "지원에 관한 사항을 규정함을 목적으로 한다."))),),
        "The law of 1997 in English: Act on the Protection of those who fled",
    )  # fmt: skip
    return (
        slide("s-tiers", "Lists have three levels", tiers),
        slide("s-long", "A long list goes on, on the next slide", bullets(
            *(f"{at}. {LONG * 2}" for at in range(1, 13)))),
        slide("s-numbers", "Steps are numbered", bullets(
            *(f"Step {at} of many" for at in range(1, 12)), start=1)),
        slide("s-korean", "Korean text breaks between syllables", korean),
        slide("s-figure", "A figure takes the whole slide, and its title says what it shows in two "
              "lines when it must, which this one does", FigureQuote("fig-a", S)),
        slide("s-beside", "A figure with text beside it", FigureQuote("fig-b", S), bullets(
            "It grew until 2009", "It fell after 2012", "It stopped in 2020")),
        slide("s-two", "Two columns, of which the first is wider", Columns((
            (0.6, (p("Left, "), bullets("one", "two"))), (0.4, (p("Right"), bullets("three"))),
        ))),
        slide("s-three", "Three columns", Columns(tuple(
            (1 / 3, (p(Styled(Style.STRONG, t(name))), bullets(LONG))) for name in "ABC"))),
        slide("s-table", "A long table goes on with its head", FigureQuote("tbl-a", S)),
        slide("s-small-table", "A small table with a remark", table("tbl-own", 6),
              p("Data as of 2024.", NoteMark(9))),
        slide("s-quote", "What one of them said", Quote((
            p("We did not leave because we wanted to. We left because there was no rice."),
            p("— A woman from North Hamgyong, 2011", NoteMark(4)),
        ))),
        slide("s-number", "Most of those who came are women", p("78 %"),
              p("of the people who arrived between 1998 and 2023 were women", NoteMark(5), "."),
              layout="Big number"),
        slide("s-many", "A slide can cite many notes", bullets(
            (p("All of them", *marks(range(10, 41))),))),
        slide("s-section", "What follows from it", layout="Section"),
        slide("s-closing", "Thank you", p("Example House"), p(
            Link("mailto:mail@example.org", t("mail@example.org"))), layout="Closing"),
    )  # fmt: skip


def document(*more: Part) -> ResolvedDocument:
    points = Box("key-points", (), (bullets("Point one", "Point two"),), S)
    notes = tuple(
        Note(
            number,
            (p(f"Note {number}: ", Styled(Style.EMPHASIS, t("A Book of Leaving")),
               f" (Seoul: House {number}, 2020), 12–{number + 20}, ",
               Link(f"https://example.org/{number}", t(f"https://example.org/{number}")), "."),),
            ("lee",) if number % 2 else ("cohen", "park"),
            (f"mark-{number}",),
        )
        for number in range(1, 41)
    )  # fmt: skip
    entries = (
        Entry("lee", t("Lee, A. 2020."), "Lee et al. 2020"),
        Entry("cohen", t("Cohen, B. 2014."), "Cohen 2014"),
        Entry("park", t("Park, C. 2011."), "Park & Kim 2011"),
    )
    blocks: tuple[Part, ...] = (
        Section("sec-key", 1, t("Key findings"), (points,), S),
        Section("sec-one", 1, t("Who came"), (
            figure("fig-a", 1), figure("fig-b", 2), table("tbl-a", 28), *slides()[:8]), S, "1"),
        Section("sec-two", 1, t("What they said"), (*slides()[8:], *more), S, "2"),
    )  # fmt: skip
    return ResolvedDocument(
        path="content/brief.md",
        name="brief",
        metadata=Metadata(
            title=t("Leaving North Korea: who came, when, and why"),
            subtitle=t("Three decades of arrivals in the South"),
            abstract=(p("An abstract that the speaker may read."),),
            changes=(),
            authors=(Author("A. Writer"), Author("B. Writer")),
            organisation="Example House",
            date="2026-01-31",
            data_date="2026-01-15",
            lang="en-GB",
            keywords=("migration",),
            status="final",
            edition="1.0",
            license="CC BY 4.0",
            url="",
            corrections="",
            contact=(),
            papersize="a4",
            bibliography=(),
            csl="",
            nocite=(),
            reference_doc="",
            charts="picture",
            sources="both",
            pdf_standards=("ua-1", "a-3a"),
        ),
        blocks=blocks,
        notes=notes,
        entries=entries,
        cited_at={},
        prints_entries=False,
        uses=(),
    )


def drawings(places: tuple[tuple[str, Place], ...]) -> Drawings:
    return {(name, place): _drawing(name, place) for name, place in places}


def _drawing(name: str, place: Place) -> Drawing:
    """Return a drawing at the place's size: pixels by hand, since matplotlib is slow to import."""
    wide, high = (round(side.inches * 40) for side in (place.size.width, place.size.height))
    image = Image.new("RGB", (wide, high), "#eef2f4")
    pen = ImageDraw.Draw(image)
    for at in range(8):
        left = wide * at // 8 + 4
        pen.rectangle((left, high - high * (at + 1) // 9, left + wide // 11, high), "#123f56")
    png = io.BytesIO()
    image.save(png, "PNG")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}"><rect/></svg>'
    return Drawing(name, place, svg.encode(), png.getvalue(), datasets=("arrivals",))
