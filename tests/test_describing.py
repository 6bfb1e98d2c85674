"""`reportgen describe`: alternatives proposed from data, in the language of the document."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from reportgen.cli import cli
from reportgen.files.project import theme_file

DATA = "year,women,men\n2018,40,35\n2019,52,61\n2020,,11\n2021,9,8\n"
PLACES = "place,low,high,kind\nKR,1,4,returns\nCN,,9,returns\nJP,2,2,lets go\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("described")
    data = root / "content/data"
    data.mkdir(parents=True)
    (data / "people.csv").write_text(DATA)
    (data / "places.csv").write_text(PLACES)
    for name in ("people", "places"):
        (data / f"{name}.yaml").write_text("title: T\nsource: []\nlicense: CC0\n")
    for lang, name in (("en", "brief"), ("de", "bericht")):
        (root / f"content/{name}.md").write_text(
            f"""---
title: T
author: A
date: 2026-11-23
lang: {lang}
---

![**A.** B.](data/people.csv){{#fig-{name}-lines chart=lines x=year y="women,men"}}

![**A.** B.](data/places.csv){{#fig-{name}-map chart=map place=place value=high}}

![**A.** B.](data/places.csv){{#fig-{name}-kinds chart=map place=place value=kind}}

![**A.** B.](data/places.csv){{#fig-{name}-ranges chart=ranges x=place low=low high=high}}
"""
        )
    return root


def described(root: Path, name: str) -> str:
    done = CliRunner().invoke(cli, ["describe", name, "--project", str(root)])
    assert done.exit_code == 0, done.output
    return done.output.strip()


def test_lines_are_described_by_their_ends_changes_and_gaps(project: Path) -> None:
    said = described(project, "fig-brief-lines")
    assert said.startswith("Lines: Women, Men, 2018–2021. ")
    assert "Women – Highest: 52 (2019). Lowest: 9 (2021)." in said
    assert "No value: 2020" in said
    assert "Largest fall: 61 → 11 (2019, 2020)" in said


def test_maps_name_their_places_in_the_documents_language(project: Path) -> None:
    assert "Highest: China (9), South Korea (4), Japan (2)" in described(project, "fig-brief-map")
    said = described(project, "fig-bericht-map")
    assert said == "Karte: High. Anzahl: 3. Höchster Wert: China (9), Südkorea (4), Japan (2)."
    kinds = described(project, "fig-brief-kinds")
    assert kinds == "Map: Kind. returns: South Korea, China; lets go: Japan."


def test_ranges_are_said_from_low_to_high(project: Path) -> None:
    assert described(project, "fig-brief-ranges").endswith("KR: 1–4; CN: ≤ 9; JP: 2.")


def test_what_a_module_draws_is_described_where_it_can_be_read(tiny: Path) -> None:
    done = CliRunner().invoke(cli, ["describe", "fig-count", "--project", str(tiny)])
    assert "say yourself what it shows" in str(done.exception)
    module = tiny / "figures/count.py"
    text = module.read_text()
    module.write_text(
        text.replace('color=brand.color("primary")', 'color=brand.color("primary"), label="People"')
    )
    assert "1,500" in described(tiny, "fig-count")


def test_a_figure_that_is_none_has_a_near_name(project: Path) -> None:
    done = CliRunner().invoke(cli, ["describe", "fig-brief-maps", "--project", str(project)])
    assert "a similar name: `fig-brief-map`" in str(done.exception)


def test_every_language_has_every_word() -> None:
    table = yaml.safe_load(theme_file("describing.yml").read_text("utf-8"))
    words = yaml.safe_load(theme_file("words.yml").read_text("utf-8"))
    assert set(table) == set(words)
    assert all(set(known) == set(table["en"]) for known in table.values())
