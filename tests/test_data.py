"""Datasets: how files of other people are read, what is told of them, and what is refused."""

import io
import json
import os
import random
from collections.abc import Mapping
from pathlib import Path

import msgspec
import openpyxl
import polars as pl
import pytest

from reportgen.data.about import ENDINGS, About, ColumnInfo
from reportgen.data.dataset import Dataset
from reportgen.data.datasets import Datasets
from reportgen.data.delimited import _even, _rows
from reportgen.data.expressions import BadExpression, rows_with, work_out
from reportgen.data.grid import Unreadable
from reportgen.data.numerals import STYLES, agree, fitting, in_style
from reportgen.data.workbooks import _by_calamine
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import TABLE_FILES
from reportgen.files.project import Project

HERE = Span("content/brief.md")


class Read:
    """A dataset as it was read, with what was found on the way."""

    def __init__(self, root: Path, files: Mapping[str, str | bytes], name: str = "d") -> None:
        for path, data in files.items():
            place = root / "content/data" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data if isinstance(data, bytes) else data.encode())
        self.diagnostics = Diagnostics()
        self.dataset = Datasets(Project(root), self.diagnostics).get(name, HERE)

    @property
    def data(self) -> Dataset:
        assert self.dataset is not None, [one.message for one in self.diagnostics]
        return self.dataset

    def column(self, name: str) -> list[object]:
        return self.data.frame[name].to_list()

    @property
    def rules(self) -> list[str]:
        return [one.rule.code for one in self.diagnostics]

    @property
    def fault(self) -> str:
        (found,) = set(self.data.faults.values())
        return f"{found.span.line}:{found.span.column} {found.message} → {found.help}"


def workbook(*rows: list[object], **formats: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for address, form in formats.items():
        sheet[address].number_format = form
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


# --- text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        ("year,total\n2019,1\n2020,2\n", [2, 3]),
        ("\n\nyear,total\n\n2019,1\n\n2020,2\n\n", [5, 7]),
        ("year,total\r\n2019,1\r\n2020,2\r\n", [2, 3]),
        ("year,total\r2019,1\r2020,2\r", [2, 3]),
        ("\ufeffyear,total\n2019,1\n2020,2\n", [2, 3]),
        ("year;total\n2019;1\n2020;2\n", [2, 3]),
        ("year\ttotal\n2019\t1\n2020\t2\n", [2, 3]),
        ("year|total\n2019|1\n2020|2\n", [2, 3]),
        ("sep=;\nyear;total\n2019;1\n2020;2\n", [3, 4]),
        (" year , total \n 2019 , 1 \n 2020 , 2 \n", [2, 3]),
        ("year,total,,\n2019,1,,\n2020,2,,\n,,,\n", [2, 3]),
        ("year,total\n2019,1,\n2020,2,\n", [2, 3]),
        ("#date+year,#affected\n2019,1\n2020,2\n", [2, 3]),
        ("year,total\n#date+year,#affected+all\n2019,1\n2020,2\n", [3, 4]),
        ("# Source: UNHCR, Geneva\nyear,total\n2019,1\n2020,2\n", [3, 4]),
        ("Source: UNHCR\n\nyear,total\n2019,1\n2020,2\n", [4, 5]),
        ("Arrivals,\nyear,total\n2019,1\n2020,2\n", [3, 4]),
        ("year,total\n2019,1\n2020,2\nSource: the ministry,\n", [2, 3]),
        ("year,total\n2019,1\n2020,2\n\n* without camps\n", [2, 3]),
        ('"year\nof arrival",total\n2019,1\n2020,2\n', [3, 4]),
    ],
)
def test_the_table_in_a_file_is_found_and_its_lines_are_an_editors(
    tmp_path: Path, data: str, lines: list[int]
) -> None:
    read = Read(tmp_path, {"d.csv": data})
    years, totals = read.data.frame.columns
    assert (read.column(years), read.column(totals)) == ([2019, 2020], [1, 2])
    assert list(read.data.lines) == lines
    assert read.data.address(1, totals) == f"line {lines[1]}"
    assert set(read.rules) <= {"assumed"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_are_read_whatever_the_encoding(tmp_path: Path, encoding: str) -> None:
    text = "year,Größe\n2019,süß\n2020,Straße über Öl\n"
    read = Read(tmp_path, {"d.csv": text.encode(encoding)})
    assert read.column("Größe") == ["süß", "Straße über Öl"]
    assert read.rules == (["assumed"] if encoding == "cp1252" else [])


def test_korean_in_the_encoding_of_korean_windows_is_read(tmp_path: Path) -> None:
    text = "연도,입국인원,비고\n2019,1047,통일부 북한이탈주민 입국 현황 통계\n2020,229,잠정치이다\n"
    read = Read(tmp_path, {"d.csv": text.encode("cp949")})
    assert read.data.frame.columns == ["연도", "입국인원", "비고"]
    assert read.data.infos["연도"].format == "year"


def test_a_head_of_two_lines_names_columns_by_both(tmp_path: Path) -> None:
    data = ",Refugees,,IDPs,\nyear,male,female,male,female\n2019,1,2,3,4\n2020,5,6,7,8\n"
    read = Read(tmp_path, {"d.csv": data})
    assert read.data.frame.columns[1:3] == ["Refugees male", "Refugees female"]
    assert list(read.data.lines) == [3, 4]


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (
            "Region,Men,,Women,\n,2019,2020,2019,2020",
            "Region Men 2019 Men 2020 Women 2019 Women 2020",
        ),
        ("Region,Men,,,\n,2019,2020,2021,2022", "Region Men 2019 Men 2020 Men 2021 Men 2022"),
        (
            "Region,People,,Area,\n,men,women,km2,acres",
            "Region People men People women Area km2 Area acres",
        ),
        (
            "Region,Men,Men,Women,Women\nName,N,Share,N,Share",
            "Region Name Men N Men Share Women N Women Share",
        ),
        (
            "Region,Men,Men.1,Women,Women.1\n,N,Share,N,Share",
            "Region Men N Men Share Women N Women Share",
        ),
        ("Region,2019,2020,2021,2022", "Region 2019 2020 2021 2022"),
        ("Born,Left,,Came,Died\nAnna,1950,2000,2001,2002", "Born Left C Came Died"),
    ],
)
def test_groups_of_a_head_are_kept_where_its_second_line_stands_below_gaps_or_doubles(
    tmp_path: Path, head: str, names: str
) -> None:
    """Years below a head with gaps are names; over a column of years they are its first row."""
    last = "Bob,1951,2001,2002,2003" if "Anna" in head else "South,20,21,22,23"
    rows = "Cid,1952,2002,2003,2004" if "Anna" in head else "North,10,11,12,13"
    read = Read(tmp_path, {"d.csv": f"{head}\n{rows}\n{last}\n"})
    assert " ".join(read.data.frame.columns) == names
    assert read.data.frame.height == (3 if "Anna" in head else 2)


def test_a_row_of_words_below_the_head_is_told_with_the_setting_that_makes_it_head(
    tmp_path: Path,
) -> None:
    read = Read(tmp_path, {"d.csv": "Region,a,b\nArea,persons,see note\nX,1,2\nY,3,4\nZ,5,6\n"})
    assert "`header: 2` where line 2 belongs to the head" in read.fault


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252", "cp850", "cp1250", "cp1251", "cp874"])
def test_an_encoding_is_told_where_it_alone_gives_words(tmp_path: Path, encoding: str) -> None:
    words = {
        "cp1250": "Česko Polsko Rakousko Łódź Poznań", "cp1251": "Россия Украина Болгария",
        "cp874": "ไทย ลาว ญี่ปุ่น",
    }.get(encoding, "Österreich Türkiye España Köln Réunion")  # fmt: skip
    data = "name,n\n" + "".join(f"{word},1\n" for word in words.split())
    read = Read(tmp_path, {"d.csv": data.encode(encoding)})
    assert read.column("name") == words.split()
    assert read.rules == ["assumed"]


def test_an_encoding_that_cannot_be_told_is_a_finding_that_shows_how_each_reads(
    tmp_path: Path,
) -> None:
    """Kšln, Köln: one byte alone says nothing."""
    read = Read(tmp_path, {"d.csv": "city,n\nKöln,1\nBonn,2\n".encode("mac_roman")})
    assert read.dataset is None
    (found,) = read.diagnostics
    assert "`mac_roman` reads “Köln”" in found.help
    assert Read(tmp_path, {"d.yaml": "encoding: mac_roman\n"}).column("city") == ["Köln", "Bonn"]


def test_metadata_above_a_table_is_one_warning_and_none_once_it_is_said(tmp_path: Path) -> None:
    data = '"Data Source","WDI",\n\n"Last Updated","2024-05-30",\n\n"Name","Code","1960","2020",\n'
    data += '"Aruba","ABW","","12",\n"Korea, Rep.","KOR","3","4",\n'
    read = Read(tmp_path, {"d.csv": data})
    assert read.column("2020") == [12, 4]
    assert read.rules == ["assumed"]
    (found,) = read.diagnostics
    assert "`skip: 4`" in found.help
    assert Read(tmp_path, {"d.yaml": "skip: 4\n"}).rules == []


def test_a_file_of_a_statistical_office_is_read(tmp_path: Path) -> None:
    data = "GENESIS-Tabelle: 11111-0001\nFläche: Länder, Stichtag;\nFläche (qkm);\n;Stichtag\n"
    data += ";31.12.2022\nBayern;70541,58\nBerlin;891,12\nInsgesamt;357595,99\n__________\n"
    data += '"Fläche:\nBerlin (1995)"\n© Destatis, 2023\nStand: 12.07.2024 / 08:47:19\n'
    read = Read(tmp_path, {"d.csv": data.encode("cp1252")})
    assert read.column("31.12.2022") == [70541.58, 891.12, 357595.99]
    assert list(read.data.lines) == [6, 7, 8]
    assert read.rules == ["assumed"]


@pytest.mark.parametrize(
    "data",
    ["n\n1\n\n2\n", "name,n\nA,1\n\nB,2\n\nC,\n", "name,n\nA,1\nB,2\nC,\n", "c,0,5,10\nA,1,2,3\n"],
)
def test_no_row_is_taken_for_a_note_or_a_head(tmp_path: Path, data: str) -> None:
    read = Read(tmp_path, {"d.csv": data})
    assert read.data.frame.height == len(data.split()) - 1
    assert read.rules == []


def test_hxl_tags_say_which_row_is_the_head(tmp_path: Path) -> None:
    data = "Qué,,Para quién,,\nRegistro,Sector,Hombres,Mujeres,Fecha\n"
    data += ",#sector+es,#targeted+f,#targeted+m,#date\n1,WASH,100,50,2015-03-31\n"
    read = Read(tmp_path, {"d.csv": data})
    assert read.data.frame.columns == ["Registro", "Sector", "Hombres", "Mujeres", "Fecha"]
    assert read.column("Hombres") == [100]


def test_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    read = Read(tmp_path, {"d.csv": "year,total,total\n2019,1,2\n"})
    assert read.data.frame.columns == ["year", "total (B)", "total (C)"]
    assert Read(tmp_path, {"d.yaml": "names: [year, old, new]\n"}).column("new") == [2]


def test_one_cause_in_many_columns_is_one_fault(tmp_path: Path) -> None:
    read = Read(tmp_path, {"d.csv": "a,b,c,d\n1,2,NA,x\nNA,5,6,y\n7,NA,9,z\n"})
    (fault,) = set(read.data.faults.values())
    assert fault.message.startswith("the columns `a`, `b`, `c` should hold numbers: `NA` (line 2)")
    assert fault.span.line == 2


def test_a_quote_that_goes_on_is_kept_as_it_is(tmp_path: Path) -> None:
    read = Read(tmp_path, {"d.csv": 'name,"Poor" (2002)\n"a" b,1\n"c, d",2\n'})
    assert read.data.frame.columns == ["name", '"Poor" (2002)']
    assert read.column("name") == ['"a" b', "c, d"]


def test_rows_that_do_not_fit_the_head_are_one_finding(tmp_path: Path) -> None:
    rows = "".join(f"{year},1,2\n" for year in range(1900, 2000))
    read = Read(tmp_path, {"d.csv": f"year,total\n{rows}"})
    assert read.rules == ["bad-csv"]
    (found,) = read.diagnostics
    assert found.message == "line 2 has 3 cells, the head has 2; so it is with 99 more lines"


@pytest.mark.parametrize(
    ("data", "words", "line"),
    [
        ('name,total\n"abc,1\ndef,2\n', "never closed", 2),
        ("", "the file is empty", 1),
        ("year,total\n", "no rows", 1),
        ("2019,1234\n2020,2345\n", "holds numbers, not the names", 1),
        ("Bayern,70541\nBerlin,891\n", "holds numbers, not the names", 1),
        ("year,total\n2019,1\n".encode("utf-16-le"), "UTF-16", 1),
    ],
)
def test_what_is_no_table_is_refused_at_its_line(
    tmp_path: Path, data: str | bytes, words: str, line: int
) -> None:
    read = Read(tmp_path, {"d.csv": data})
    (found,) = read.diagnostics
    assert words in found.message
    assert (found.span.line, found.rule) == (line, Rule.BAD_CSV)
    assert found.help


def test_the_quick_reader_gives_what_the_careful_one_does() -> None:
    order = random.Random(7)
    rows = [f"{order.randrange(10**9)}, a{at} ,,{order.random():.6f}" for at in range(50_000)]
    text = "\n".join(["id,name,none,share", *rows]) + "\n"
    quick = _even(text, ",")
    assert quick is not None
    cells, lines, _ = _rows(text.replace(", a7 ,", ',"a7",', 1), ",")
    assert cells.equals(quick[0])
    assert list(lines) == list(quick[1])
    assert _even(text + "1,2\n", ",") is None, "rows of other lengths are for the careful one"


# --- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1234,5", "10,1"], [1234.5, 10.1]),
        (["1.234,5", "10,1"], [1234.5, 10.1]),
        (["1,234,567", "12"], [1234567, 12]),
        (["1\u202f234", "\u00a02 345"], [1234, 2345]),
        (["1'234", "2’345"], [1234, 2345]),
        (["−55", "-4"], [-55, -4]),
        (["+5", "1e3"], [5.0, 1000.0]),
        (["12.5%", "13 %"], [12.5, 13.0]),
        (["1,00,000", "12,34,567.5", "5,000", "7"], [100000.0, 1234567.5, 5000.0, 7.0]),
    ],
)
def test_numbers_that_read_in_one_way_are_read(
    tmp_path: Path, cells: list[str], numbers: list[float]
) -> None:
    rows = "".join(f'x,"{cell}"\n' for cell in cells)
    assert Read(tmp_path, {"d.csv": f"name,n\n{rows}"}).column("n") == numbers


@pytest.mark.parametrize("cell", ["1e400", "1e-400", "9" * 400 + ".5"])
def test_a_number_that_no_float_holds_is_none(tmp_path: Path, cell: str) -> None:
    read = Read(tmp_path, {"d.csv": f"name,n\nx,{cell}\ny,2\n"})
    assert read.column("n") == [cell, "2"]


@pytest.mark.parametrize(
    ("cells", "setting"),
    [
        (["1,234", "2,345"], 'thousands: ","'),
        (["1", "n/a", "12"], 'na: ["n/a"]'),
        (["1.5", "NaN"], 'na: ["NaN"]'),
        (["1.5", "inf"], "na: [inf]"),
        (["223*", "345†", "12"], 'marks: ["*", "†"]'),
        (["$1234", "$55"], 'marks: ["$"]'),
        (["12 kr", "345 kr"], "marks: [kr]"),
        (["CHF 12.-", "CHF 7.-"], 'marks: [CHF, ".-"]'),
        (["1200원", "345원"], "marks: [원]"),
        (["12.5%", "13"], "percent: true"),
        (["2019", "2020", "Total"], "skip: [4]"),
        (["2019", "2020*", "2021*"], 'marks: ["*"]'),
    ],
)
def test_a_column_of_numbers_by_half_is_one_fault_with_the_setting_that_mends_it(
    tmp_path: Path, cells: list[str], setting: str
) -> None:
    rows = "".join(f'"{cell}",x\n' for cell in cells)
    read = Read(tmp_path, {"d.csv": f"n,name\n{rows}"})
    assert setting in read.fault
    assert read.column("n") == cells, "the cells stay as they are, none is read by half"
    assert read.rules == [], "whoever uses the column reports it"
    mended = Read(tmp_path, {"d.yaml": setting + "\n"})
    assert mended.data.frame["n"].dtype.is_numeric()
    assert not mended.data.faults
    assert mended.rules == []


def test_where_semicolons_divide_cells_dots_may_be_thousands(tmp_path: Path) -> None:
    read = Read(tmp_path, {"d.csv": "land;n\nA;1.234\nB;2.345\n"})
    assert "`1.234` (line 2) is 1234 or 1.234" in read.fault
    assert Read(tmp_path, {"d.yaml": 'thousands: "."\n'}).column("n") == [1234, 2345]
    assert Read(tmp_path, {"d.yaml": 'decimal: "."\n'}).column("n") == [1.234, 2.345]


def test_decimal_commas_of_one_column_say_what_dots_are_in_another(tmp_path: Path) -> None:
    read = Read(tmp_path, {"d.csv": "land;n;share\nA;1.234;10,5\nB;345;0,25\n"})
    assert (read.column("n"), read.column("share")) == ([1234, 345], [10.5, 0.25])
    assert read.rules == ["assumed"]


def test_columns_may_be_written_apart_where_each_reads_in_one_way(tmp_path: Path) -> None:
    read = Read(tmp_path, {"d.csv": "land;n;share;m\nA;1.5;10,5;1.234\nB;345;0,25;2.345\n"})
    assert (read.column("n"), read.column("share")) == ([1.5, 345.0], [10.5, 0.25])
    assert list(read.data.faults) == ["m"]


@pytest.mark.parametrize(
    ("head", "cells", "kept"),
    [
        ("code", ["007", "012"], ["007", "012"]),
        ("period", ["to 1998", "1999-2001", "2002", "2003"], None),
        ("age", ["0-9", "10-19", "70+"], None),
        ("house", ["12", "12a", "Haus B", "Haus C"], None),
        ("id", ["123456789012345678901", "1"], None),
        ("route", ["M1", "M2"], None),
    ],
)
def test_names_that_look_like_numbers_stay_as_they_are(
    tmp_path: Path, head: str, cells: list[str], kept: list[str] | None
) -> None:
    rows = "".join(f"{cell},1\n" for cell in cells)
    read = Read(tmp_path, {"d.csv": f"{head},n\n{rows}"})
    assert read.column(head) == (kept or cells)
    assert not read.data.faults


def test_what_a_column_holds_can_be_said(tmp_path: Path) -> None:
    data = "a,b,c\n007,1000000000000000000000,TRUE\n008,5,FALSE\n"
    read = Read(tmp_path, {"d.csv": data})
    assert read.column("c") == [True, False]
    assert [read.data.kinds[one] for one in "ab"] == ["codes", "codes"]
    said = Read(
        tmp_path, {"d.yaml": "columns: {a: {type: number}, b: {type: number}, c: {type: text}}\n"}
    )
    assert (said.column("a"), said.column("b")) == ([7, 8], [1e21, 5.0])
    assert said.column("c") == ["TRUE", "FALSE"]


def test_groups_of_two_ways_in_one_column_are_a_fault(tmp_path: Path) -> None:
    read = Read(tmp_path, {"d.csv": 'n,k\n"1,00,000",a\n"1,234,567",b\n"5,000",c\n'})
    assert "`1,00,000` (line 2)" in read.fault
    assert "thousands in one way in the file" in read.fault


def test_digits_of_other_scripts_and_points_among_commas_are_faults(tmp_path: Path) -> None:
    read = Read(tmp_path, {"d.csv": "n,k\n12,a\n１２,b\n1٣,c\n"})
    assert "digits as 0 to 9" in read.fault
    said = Read(tmp_path, {"d.csv": "n,k\n1,a\n2.50,b\n", "d.yaml": 'decimal: ","\n'})
    assert "`2.50` (line 3) has a point" in said.fault
    assert Read(tmp_path, {"d.yaml": "header: 9\n"}).rules == ["bad-setting"]


def test_years_have_no_grouping_and_decimals_are_even(tmp_path: Path) -> None:
    data = "Jahr,n,x,y\n2019,2019,1,0.123456789\n2020,1500,2.50,0.2\n2021,3000,10,0.3\n"
    read = Read(tmp_path, {"d.csv": data})
    infos = read.data.infos
    assert (infos["Jahr"].format, infos["n"].format) == ("year", "")
    assert (infos["x"].digits, infos["y"].digits) == (2, 3)


@pytest.mark.parametrize("seed", range(6))
def test_no_style_reads_a_number_as_another(seed: int) -> None:
    order = random.Random(seed)
    for _ in range(400):
        value = round(order.uniform(-(10**6), 10**6), order.choice([0, 1, 2, 3]))
        whole, _, part = f"{value:,.3f}".rstrip("0").rstrip(".").partition(".")
        for style in (one for one in STYLES if not one.lakhs):
            written = whole.replace(",", style.groups[:1]) + (style.decimal + part if part else "")
            found = in_style(written, style)
            assert found is not None, (written, style)
            assert float(found) == float(value)
            others = fitting([written], STYLES)
            alone = agree([written], others)
            assert alone or {float(in_style(written, one) or 0) for one in others} > {float(value)}


# --- other kinds ------------------------------------------------------------------------------


def test_a_workbook_keeps_what_its_cells_show(tmp_path: Path) -> None:
    data = workbook(
        ["iso", "year", "share", "n"],
        [4, 2019, 0.125, 1234.5],
        [10, 2020, 0.5, 2],
        A2="000", A3="000", C2="0.0%", C3="0.0%",
    )  # fmt: skip
    read = Read(tmp_path, {"d.xlsx": data})
    assert read.column("iso") == ["004", "010"]
    assert read.column("share") == [0.125, 0.5]
    assert (read.data.infos["share"].format, read.data.infos["share"].digits) == ("percent", 1)
    assert read.data.infos["year"].format == "year"
    assert read.data.address(1, "n") == "Sheet!D3"


def test_a_table_need_not_begin_in_the_corner(tmp_path: Path) -> None:
    data = workbook([], [None, "Title of it"], [], [None, "year", "n"], [None, 2019, 1])
    read = Read(tmp_path, {"d.xlsx": data})
    assert read.column("n") == [1]
    assert read.data.address(0, "n") == "Sheet!C5"
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.create_sheet("More")
    book["More"].append(["year", "n"])
    book["More"].append([2020, 7])
    many = Read(tmp_path, {"d.xlsx": saved(book)})
    assert many.rules == ["assumed"]
    assert "not `More`" in next(iter(many.diagnostics)).message
    assert Read(tmp_path, {"d.yaml": "sheet: More\n"}).column("n") == [7]
    assert Read(tmp_path, {"d.yaml": "sheet: Sheet\nrange: B4:C5\n"}).column("n") == [1]
    assert Read(tmp_path, {"d.yaml": "sheet: Moer\n"}).rules == ["bad-setting"]


def test_error_cells_and_formulas_without_results_are_findings(tmp_path: Path) -> None:
    read = Read(tmp_path, {"d.xlsx": workbook(["year", "n"], [2019, "#DIV/0!"], [2020, 2])})
    assert "has errors: `#DIV/0!` (row 2)" in read.fault
    assert Read(tmp_path, {"d.yaml": 'na: ["#DIV/0!"]\n'}).column("n") == [None, 2]
    formula = Read(tmp_path, {"d.xlsx": workbook(["year", "n"], [2019, "=1+1"])})
    assert formula.rules == ["bad-workbook"]
    assert "`Sheet!B2`" in next(iter(formula.diagnostics)).message


def test_hidden_rows_and_columns_are_told_and_never_handed_out_unseen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["year", "n", "name"], [2019, 1, "Kim"], [2020, 2, "Lee"]):
        sheet.append(row)
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    read = Read(tmp_path, {"d.xlsx": saved(book)})
    assert read.rules == ["assumed"]
    assert "row 3 and column C" in next(iter(read.diagnostics)).message
    assert Read(tmp_path, {"d.yaml": "public: true\n"}).rules == ["bad-setting"]
    shown = Read(tmp_path, {"d.yaml": "public: true\nhidden: false\n"})
    assert shown.data.as_csv() == b"year,n\n2019,1\n"
    assert shown.rules == []


def test_of_large_workbooks_what_is_hidden_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.data.workbooks.LARGE", 10)
    data = workbook(["year", "share"], [2019, 0.5], [2020, None])
    read = Read(tmp_path, {"d.xlsx": data})
    assert (read.column("year"), read.column("share")) == ([2019, 2020], [0.5, None])
    assert read.data.address(1, "year") == "Sheet!A3"
    assert Read(tmp_path, {"d.yaml": "public: true\n"}).rules == ["bad-setting"]
    assert Read(tmp_path, {"d.yaml": "hidden: false\n"}).rules == ["bad-setting"]
    assert Read(tmp_path, {"d.yaml": "public: true\nhidden: true\n"}).rules == []


def test_records_are_rows(tmp_path: Path) -> None:
    records = [{"year": 2019, "n": 1, "iso": "004"}, {"year": 2020, "iso": "010"}]
    for text in (
        json.dumps(records),
        json.dumps({"count": 2, "items": records}),
        "\n".join(map(json.dumps, records)),
        json.dumps([{"page": 1}, records]),
    ):
        read = Read(tmp_path, {"d.json": text})
        assert (read.column("n"), read.column("iso")) == ([1, None], ["004", "010"])
        assert read.data.address(1, "n") == "record 2"
    nested = Read(tmp_path, {"d.json": '[{"a": {"b": 1.50}}]'})
    assert nested.column("a.b") == [1.5]
    long = Read(tmp_path, {"d.json": '[{"n": 1' + "0" * 5000 + "}]"})
    assert long.data.kinds["n"] == "codes"
    assert Read(tmp_path, {"d.json": '{"a": 1}'}).rules == ["bad-json"]
    assert Read(tmp_path, {"d.json": "[{]"}).rules == ["bad-json"]


def test_parquet_is_read(tmp_path: Path) -> None:
    data = io.BytesIO()
    pl.DataFrame({"year": [2019, 2020], "n": [1.5, None], "iso": ["004", "x"]}).write_parquet(data)
    read = Read(tmp_path, {"d.parquet": data.getvalue()})
    assert (read.column("year"), read.column("n")) == ([2019, 2020], [1.5, None])
    assert Read(tmp_path, {"d.parquet": b"PAR1 and no more"}).rules == ["bad-workbook"]


def test_a_workbook_under_another_ending_is_read_and_a_broken_one_refused(tmp_path: Path) -> None:
    data = workbook(["year", "n"], [2019, 1])
    assert Read(tmp_path, {"d.csv": data}).column("n") == [1]
    broken = Read(tmp_path, {"d.csv": data[:-200]})
    assert broken.rules == ["bad-csv"]


def test_two_files_of_one_name_are_a_finding(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"d.csv": "year,n\n2019,1\n"}
    files["d.xlsx"] = workbook(["year", "n"], [2019, 2])
    read = Read(tmp_path, files)
    assert read.rules == ["duplicate-id"]


# --- settings, conditions, checks -------------------------------------------------------------


def test_settings_of_columns_that_are_not_there_are_findings(tmp_path: Path) -> None:
    files = {"d.csv": "year,n\n2019,1\n", "d.yaml": "columns: {m: {digits: 1}, n: {type: int}}\n"}
    read = Read(tmp_path, files)
    assert read.rules == ["missing-column", "bad-setting"]


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ({"year": 2019}, [0, 1]),
        ({"year": "2019", "sex": "women"}, [0]),
        ("sex=women, year=2020", [2]),
        ("year >= 2020 and sex == 'women'", [2]),
        ("year = 2019 and not sex = 'men'", [0]),
        ("n > 10 or sex in ['men']", [1, 2, 3]),
        ("`Share (%)` * 2 > 10", [1, 3]),
        ("code == 7", []),
        ("code == '007'", [0]),
        ("", [0, 1, 2, 3]),
    ],
)
def test_conditions_pick_rows(where: str | dict[str, object], rows: list[int]) -> None:
    frame = pl.DataFrame(
        {
            "year": [2019, 2019, 2020, 2020],
            "sex": ["women", "men", "women", "men"],
            "n": [1, 2, 30, None],
            "Share (%)": [1.0, 6.0, 5.0, 9.0],
            "code": ["007", "8", "9", "10"],
        }
    )
    assert rows_with(frame, where).to_list() == rows


@pytest.mark.parametrize("where", ["yeer == 1", "year ==", "n + 1", "open('x')", "''.__class__"])
def test_what_is_no_condition_is_refused(where: str) -> None:
    with pytest.raises(BadExpression):
        rows_with(pl.DataFrame({"year": [1], "n": [2]}), where)


@pytest.mark.parametrize("formula", ["1e999", "1/0", "10**400", "2**1000**2", "a b", "()", "-" * 9])
def test_what_is_no_number_is_refused(formula: str) -> None:
    with pytest.raises(BadExpression):
        work_out(formula, {})


@pytest.mark.parametrize(
    ("check", "line"),
    [
        ("total = men + women", 4),
        ("share = women / total", 3),
        ("total == cumulative(men) + women", 3),
        ("unique(sex)", 2),
        ("no_gaps(year)", 4),
        ("0 <= share <= 0.69", 3),
        ("sum(men) = 7", 0),
        ("men = 1 or women = 2", 4),
    ],
)
def test_what_does_not_hold_is_one_finding_at_its_line(
    tmp_path: Path, check: str, line: int
) -> None:
    data = "year,sex,men,women,total,share\n2018,a,1,2,3,0.67\n2019,b,1,4,5,0.7\n"
    data += "2021,a,4,4,9,0.44\n"
    holds = "[men >= 1, 'unique(year, sex)', 'share = women / total or year = 2019', sum(men) = 6]"
    assert Read(tmp_path, {"d.csv": data, "d.yaml": f"checks: {holds}\n"}).rules == []
    read = Read(tmp_path, {"d.yaml": f"checks: ['{check}']\n"})
    (found,) = read.diagnostics
    assert found.rule is Rule.FAILED_CHECK
    where = ("content/data/d.csv", line) if line else ("content/data/d.yaml", 1)
    assert (found.span.path, found.span.line) == where


def test_every_setting_is_documented() -> None:
    page = (Path(__file__).parent.parent / "docs/data.md").read_text()
    for name in (*About.__struct_fields__, *ColumnInfo.__struct_fields__):
        assert f"`{name}`" in page, name
    for ending in ENDINGS:
        assert f"`{ending}`" in page, ending
    assert set(ENDINGS) - set(TABLE_FILES) == {".geojson"}
    assert msgspec.convert({"sheet": 2023, "na": [".", -9]}, About).blanks == {".", "-9"}


def test_yaml_without_its_data_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "content/data"
    folder.mkdir(parents=True)
    (folder / "arrivals.yaml").write_text("title: T\n")
    (folder / "arrival.csv").write_text("year,n\n2020,1\n")
    (folder / "arrival.yaml").write_text("title: T\n")
    diagnostics = Diagnostics()
    Datasets(Project(tmp_path), diagnostics).check_all()
    found = [(one.rule, one.span.path, one.help) for one in diagnostics]
    hint = "there is a dataset with a similar name: `arrival`"
    assert found == [(Rule.NO_DATA_FILE, "content/data/arrivals.yaml", hint)]


def test_what_a_library_of_rust_says_when_it_gives_up_is_not_printed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def panics(data: object) -> None:
        os.write(2, b"thread '<unnamed>' panicked at src/xls.rs\n")
        raise ValueError("range end index 64 out of range")

    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", panics, raising=False)
    with pytest.raises(Unreadable):
        _by_calamine(b"\xd0\xcf\x11\xe0", About())
    assert capfd.readouterr().err == ""
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"
