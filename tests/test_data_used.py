"""What facts, tables and figures make of datasets."""

import io
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from conftest import Built
from reportgen.cli import cli
from reportgen.data.datasets import Datasets
from reportgen.data.facts import Facts
from reportgen.diagnostics import Diagnostics, Span
from reportgen.drawing.text_axes import texts_for_numbers
from reportgen.files.project import Project

HERE = Span("content/brief.md")


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return root


def worked_out(root: Path, data: str, fact: str, lang: str = "en-GB") -> tuple[str, list[str]]:
    """Return how a fact prints ("" where there is none), and the findings with their lines."""
    write(root, {"content/data/d.csv": data, "content/facts.yaml": f"x: {fact}\n"})
    project, diagnostics = Project(root), Diagnostics()
    found = Facts(project, Datasets(project, diagnostics), lang, diagnostics).get("x", HERE)
    return str(found or ""), [f"{one.rule.code} {one.span.line}" for one in diagnostics]


@pytest.mark.parametrize(
    ("data", "fact", "text"),
    [
        ("year,n\n2019,1234\n", "{data: d, where: {n: 1234}, column: year}", "2019"),
        ("year,n\n2019,1234\n", "{data: d, where: 'year > 2000', column: n}", "1,234"),
        ("iso,n\n004,5\n010,6\n", "{data: d, where: {iso: '004'}, column: iso}", "004"),
        ("k,n\na,11.55\nb,2\n", "{data: d, where: {k: a}, column: n}", "11.55"),
        ("k,n\na,12.5%\nb,3%\n", "{data: d, where: {k: a}, column: n}", "12.5%"),
        ("k,n\na,true\nb,false\n", "{data: d, where: {k: a}, column: n}", "true"),
        ("k,n\na,1\n\nb,6\n", "{data: d, where: 'k = b', column: n}", "6"),
    ],
)
def test_a_fact_prints_what_its_cell_says(tmp_path: Path, data: str, fact: str, text: str) -> None:
    assert worked_out(tmp_path, data, fact) == (text, [])


@pytest.mark.parametrize(
    ("data", "fact", "finding"),
    [
        ("k,n\na,\nb,2\n", "{data: d, where: {k: a}, column: n}", "no-single-row 1"),
        ("k,n\na,n/a\nb,2\n", "{data: d, where: {k: b}, column: n}", "mixed-column 2"),
        ("k,n\na,NaN\nb,2.5\n", "{data: d, where: {k: a}, column: n}", "mixed-column 2"),
        ("iso,n\n007,5\n010,6\n", "{data: d, where: {iso: 7}, column: n}", "no-single-row 1"),
        ("k,n\na,1\n", "{data: d, where: 'k ==', column: n}", "bad-formula 1"),
        ("k,n\na,1\n", "{data: d, where: 'm == 1', column: n}", "missing-column 1"),
        ("k,n\na,1\n", "{data: d, where: {k: a}, column: n, quoted: true}", "bad-setting 1"),
        ("k,n\na,1\n", "{value: 1" + "0" * 400 + "}", "bad-setting 1"),
        ("k,n\na,12 kr\n", "{data: d, where: {k: a}, column: n}", "mixed-column 2"),
    ],
)
def test_a_fact_without_a_number_is_one_finding(
    tmp_path: Path, data: str, fact: str, finding: str
) -> None:
    text, found = worked_out(tmp_path, data, fact)
    assert not text
    assert len(found) == 1
    assert found[0] in (finding, "bad-yaml 1")


def test_a_formula_of_a_text_says_which_setting_makes_it_a_number(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "content/data/d.csv": "k,n\na,12 km\nb,7 km\n",
            "content/facts.yaml": "far: {data: d, where: {k: a}, column: n}\n"
            "twice: {compute: far * 2}\n",
        },
    )
    diagnostics = Diagnostics()
    project = Project(tmp_path)
    facts = Facts(project, Datasets(project, diagnostics), "en", diagnostics)
    assert facts.get("twice", HERE) is None
    (found,) = diagnostics
    assert found.help.startswith("`far` is the text “12 km”; in `content/data/d.yaml` write")
    assert "`marks: [km]`" in found.help


def test_a_chain_of_facts_may_be_long(tmp_path: Path) -> None:
    chain = "f0: {value: 1}\n" + "".join(
        f"f{n}: {{compute: f{n - 1} + 1}}\n" for n in range(1, 1500)
    )
    write(tmp_path, {"content/facts.yaml": chain + "a: {compute: b}\nb: {compute: a}\n"})
    project, diagnostics = Project(tmp_path), Diagnostics()
    facts = Facts(project, Datasets(project, diagnostics), "en", diagnostics)
    last = facts.get("f1499", HERE)
    assert last is not None
    assert last.value == 1500
    assert facts.get("a", HERE) is None
    assert [one.message for one in diagnostics] == ["facts that need each other: a → b → a"]


# --- figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("drawn", "wrong"),
    [
        ("axes.bar([1, 2], ['1,234', '12'])", 1),
        ("axes.bar(['a', 'b'], ['1,234', '12'])", 1),
        ("axes.plot([1, 2], ['1,234', 'n/a'])", 1),
        ("axes.barh(['a', 'b'], ['$5', '$7'])", 1),
        ("axes.scatter(['1', '2'], ['3', '4'])", 2),
        ("axes.bar(['2019', '2020'], [1, 2])", 0),
        ("axes.barh(['2019', '2020'], [1, 2])", 0),
        ("axes.barh(['North', 'South'], [1, 2])", 0),
        ("axes.scatter([1, 2], ['North', 'South'])", 0),
        ("axes.plot([1, 2], ['12 km', '7 km'])", 1),
        ("axes.scatter([1, 2], ['5 years', '10 years'])", 0),
        ("axes.plot([1, 2], [3, 4])", 0),
    ],
)
def test_texts_where_a_figure_has_lengths_are_found(drawn: str, wrong: int) -> None:
    from matplotlib.figure import Figure

    canvas = Figure()
    exec(drawn, {"axes": canvas.subplots()})
    canvas.savefig(io.BytesIO(), format="svg")
    assert len(texts_for_numbers(canvas)) == wrong


def test_a_figure_of_a_mixed_column_is_one_finding_and_no_picture(tiny: Path) -> None:
    write(tiny, {"content/data/count.csv": 'year,total\n2019,"1,234"\n2020,n/a\n2021,12\n'})
    result = CliRunner().invoke(
        cli, ["build", str(tiny), "--output-format", "concise", "--to", "pdf"]
    )
    assert result.exit_code == 1
    lines = [line for line in result.output.splitlines() if "error" in line]
    assert [line.split(": ")[1] for line in lines] == ["error[mixed-column]"]
    assert lines[0].startswith("content/data/count.csv:3:6:")


# --- tables -----------------------------------------------------------------------------------


TABLE = """---
title: A brief
author: A
date: 2026-11-23
---

# One

![**T.**](data/d.csv){#tbl-d %s}
"""


def test_a_table_shows_columns_and_rows_as_wanted(tmp_path: Path) -> None:
    data = 'year,"Arrivals, total",iso,share,sex\n'
    data += "2019,1234,004,1,women\n2020,22345,010,2.50,women\n2020,7,011,,men\n"
    wanted = 'columns="year, Arrivals, total, iso, share" where="year >= 2019 and sex = \'women\'"'
    write(tmp_path, {"content/data/d.csv": data, "content/brief.md": TABLE % wanted})
    result = CliRunner().invoke(cli, ["build", str(tmp_path), "--to", "pdf"])
    assert result.exit_code == 0, result.output
    import pypdfium2

    pages = pypdfium2.PdfDocument(tmp_path / "build/brief.pdf")
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    words = text.split()
    for cell in ("2019", "1,234", "004", "1.00", "22,345", "2.50"):
        assert cell in words, cell
    assert "011" not in words


@pytest.mark.parametrize(("rows", "rule"), [(10_001, "table-too-long"), (501, "long-table")])
def test_a_long_table_is_told_and_one_too_long_refused(
    tmp_path: Path, rows: int, rule: str
) -> None:
    from reportgen.document import Caption, DataTable
    from reportgen.language import parse_locale
    from reportgen.resolving.data_tables import DataTables

    data = "n\n" + "".join(f"{n}\n" for n in range(rows))
    write(tmp_path, {"content/data/d.csv": "k," + data.replace("\n", "\na,")[:-2]})
    diagnostics = Diagnostics()
    tables = DataTables(
        Datasets(Project(tmp_path), diagnostics), diagnostics, parse_locale("en"), "no data"
    )
    made = tables.made(DataTable("tbl-d", "content/data/d.csv", Caption((), ()), (), "", HERE))
    assert [one.rule.code for one in diagnostics] == [rule]
    assert len(made.rows) == (rows if rule == "long-table" else 0)


def test_a_table_is_of_the_file_that_is_named(tmp_path: Path) -> None:
    files = {"content/data/d.csv": "k,n\na,1\n", "content/other/d.csv": "k,n\na,2\n"}
    text = (TABLE % "").replace("data/d.csv", "other/d.csv")
    write(tmp_path, {**files, "content/brief.md": text})
    result = CliRunner().invoke(
        cli, ["build", str(tmp_path), "--output-format", "concise", "--to", "pdf"]
    )
    assert result.exit_code == 1
    assert "`content/other/d.csv` is not the dataset `d`: `content/data/d.csv` is" in result.output


# --- what is handed out and printed -----------------------------------------------------------


def test_public_data_are_attached_as_read_with_what_is_told_of_them(tiny_built: Built) -> None:
    with pikepdf.open(io.BytesIO(tiny_built.pdf)) as pdf:
        described = {name: one.description for name, one in pdf.attachments.items()}
    assert not any(name.endswith(".xlsx") for name in described)


def test_the_verb_shows_a_dataset_as_it_was_read(tmp_path: Path) -> None:
    data = "Source: the ministry\n\nyear;n\n2019;1,5\n2020;2,25\n"
    write(tmp_path, {"content/data/d.csv": data, "content/data/d.yaml": "notes: Mind the gap\n"})
    result = CliRunner().invoke(cli, ["data", "d", "--project", str(tmp_path)])
    assert result.exit_code == 0, result.output
    for words in ("2 rows, 2 columns", "line 1 above the head", "2.25", "Mind the gap", "decimal"):
        assert words in result.output, words
    assert CliRunner().invoke(cli, ["data", "--project", str(tmp_path)]).output == "d\n"
    missing = CliRunner().invoke(cli, ["data", "e", "--project", str(tmp_path)])
    assert missing.exit_code != 0
