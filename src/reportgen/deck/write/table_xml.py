"""Writes a fitted table as DrawingML (ECMA-376 part 1, 21.1.3)."""

from dataclasses import replace

from reportgen.deck.drawingml import (
    NAMESPACES,
    TABLE_STYLE,
    Element,
    el,
    emu,
    hundredths,
    solid_fill,
    text_fill,
)
from reportgen.deck.model import Para, Paras, Placeholder, TablePart, Type, size_of
from reportgen.deck.plan.tables import ROW_MARGIN, margins
from reportgen.deck.write.text_xml import TextWriter
from reportgen.document import Align
from reportgen.scripts import direction_of_table

TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
ALIGNS = {Align.LEFT: "l", Align.CENTER: "ctr", Align.RIGHT: "r"}


def table_xml(
    part: TablePart, text: TextWriter, family: str, look: Placeholder | None = None
) -> Element:
    """Return a table, its head and foot marked as such, in the template's table style.

    `look` is what text looks like in a template of others, whose table style has neither its
    colour on this layout nor its font.
    """
    type_ = Type(family, part.size)
    cells = (para.text for row in part.rows for cell in row for para in cell)
    turned = direction_of_table(cells, text.direction) == "rtl"
    grid = [el("a:gridCol", {"w": emu(width)}) for width in part.widths]
    first_foot = len(part.rows) - part.feet
    rows = [
        el(
            "a:tr",
            {"h": emu(height)},
            *(
                _cell(
                    part,
                    row,
                    at,
                    text,
                    type_,
                    head=number < part.heads,
                    foot=number >= first_foot,
                    turned=turned,
                )
                for at in range(len(grid))
            ),
        )
        for number, (row, height) in enumerate(zip(part.rows, part.heights, strict=True))
    ]
    looks = {
        "firstRow": True if part.heads else None,
        "firstCol": None if part.heads else True,  # what has no head is read row by row
        "lastRow": True if part.feet else None,
    }
    if look is not None:
        for run in (one for row in rows for one in row.iter(f"{{{NAMESPACES['a']}}}rPr")):
            _dress(run, look)
        for cell in (one for row in rows for one in row.iter(f"{{{NAMESPACES['a']}}}tcPr")):
            if look.fill:
                cell.append(solid_fill(look.fill))
    table = el(
        "a:tbl",
        {},
        el("a:tblPr", {"rtl": True if turned else None, **looks}, _style_id()),
        el("a:tblGrid", {}, *grid),
        *rows,
    )
    return el("a:graphic", {}, el("a:graphicData", {"uri": TABLE}, table))


def _dress(run: Element, look: Placeholder) -> None:
    """Give a run the colour and the font of a template's text, unless it has its own."""
    if (fill := text_fill(look)) is not None:
        run.insert(0, fill)
    latin = f"{{{NAMESPACES['a']}}}latin"
    if run.find(latin) is None and look.family:
        run.insert(0 if fill is None else 1, el("a:latin", {"typeface": look.family}))


def _style_id() -> Element:
    made = el("a:tableStyleId")
    made.text = TABLE_STYLE
    return made


def _cell(
    part: TablePart,
    row: tuple[Paras, ...],
    at: int,
    text: TextWriter,
    type_: Type,
    *,
    head: bool,
    foot: bool,
    turned: bool,
) -> Element:
    left, right = margins(at, len(part.widths))
    if turned:
        left, right = right, left
    paras = (row[at] if at < len(row) else ()) or (Para(()),)
    if foot:
        paras = tuple(
            replace(para, runs=tuple(replace(run, bold=True) for run in para.runs))
            for para in paras
        )
    align = ALIGNS[part.table.columns[at].align]
    paragraphs = text.paragraphs(paras, type_, align=align)
    for para, made in zip(paras, paragraphs, strict=True):
        size = str(hundredths(size_of(para, type_)))
        for look in made.iter("{*}rPr"):
            look.set("sz", size)
        if not para.runs:
            made.append(el("a:endParaRPr", {"sz": hundredths(part.size)}))
    return el(
        "a:tc",
        {},
        el("a:txBody", {}, el("a:bodyPr"), el("a:lstStyle"), *paragraphs),
        el(
            "a:tcPr",
            {
                "marL": emu(left),
                "marR": emu(right),
                "marT": emu(ROW_MARGIN + part.spread / 2),
                "marB": emu(ROW_MARGIN + part.spread / 2),
                "anchor": "b" if head else "t",
            },
        ),
    )
