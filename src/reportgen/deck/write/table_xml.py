"""Writes a fitted table as DrawingML (ECMA-376 part 1, 21.1.3)."""

from reportgen.deck.drawingml import TABLE_STYLE, Element, el, emu, hundredths
from reportgen.deck.model import Para, Run, TablePart, Type
from reportgen.deck.plan.tables import ROW_MARGIN, margins
from reportgen.deck.write.text_xml import TextWriter
from reportgen.document import Align
from reportgen.scripts import direction_of_table

TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
ALIGNS = {Align.LEFT: "l", Align.CENTER: "ctr", Align.RIGHT: "r"}


def table_xml(part: TablePart, text: TextWriter, family: str) -> Element:
    """Return a table with its first row marked as head, in the template's table style."""
    type_ = Type(family, part.size)
    cells = ("".join(run.text for run in cell) for row in part.rows for cell in row)
    turned = direction_of_table(cells, text.direction) == "rtl"
    grid = [el("a:gridCol", {"w": emu(width)}) for width in part.widths]
    rows = [
        el(
            "a:tr",
            {"h": emu(height)},
            *(
                _cell(part, row, at, text, type_, head=not number, turned=turned)
                for at in range(len(grid))
            ),
        )
        for number, (row, height) in enumerate(zip(part.rows, part.heights, strict=True))
    ]
    table = el(
        "a:tbl",
        {},
        el("a:tblPr", {"rtl": True if turned else None, "firstRow": True}, _style_id()),
        el("a:tblGrid", {}, *grid),
        *rows,
    )
    return el("a:graphic", {}, el("a:graphicData", {"uri": TABLE}, table))


def _style_id() -> Element:
    made = el("a:tableStyleId")
    made.text = TABLE_STYLE
    return made


def _cell(
    part: TablePart,
    row: tuple[tuple[Run, ...], ...],
    at: int,
    text: TextWriter,
    type_: Type,
    *,
    head: bool,
    turned: bool,
) -> Element:
    left, right = margins(at, len(part.widths))
    if turned:
        left, right = right, left
    runs = row[at] if at < len(row) else ()
    align = ALIGNS[part.table.columns[at].align]
    paragraphs = text.paragraphs((Para(runs),), type_, align=align)
    for look in (look for para in paragraphs for look in para.iter("{*}rPr")):
        look.set("sz", str(hundredths(part.size)))
    if not runs:
        paragraphs[0].append(el("a:endParaRPr", {"sz": hundredths(part.size)}))
    return el(
        "a:tc",
        {},
        el("a:txBody", {}, el("a:bodyPr"), el("a:lstStyle"), *paragraphs),
        el(
            "a:tcPr",
            {
                "marL": emu(left),
                "marR": emu(right),
                "marT": emu(ROW_MARGIN),
                "marB": emu(ROW_MARGIN),
                "anchor": "b" if head else "t",
            },
        ),
    )
