"""Every setting of a document changes one of its files: none is accepted and read by nobody."""

import io
from pathlib import Path

import pytest
from PIL import Image

import reportgen
import templates as made_templates
from reportgen.reading.front_matter import Settings

BASE = {
    "title": "A small brief",
    "author": "Ann Lee",
    "organisation": "A House",
    "date": "2026-01-02",
    "bibliography": "one.yaml",
}
CHANGES = {
    "title": "Another brief",
    "subtitle": "Below the title",
    "abstract": "What it says.",
    "changes": "[A number was corrected.]",
    "contact": "the desk",
    "author": "{name: Ann Lee, affiliation: A University}",
    "organisation": "Another House",
    "date": "2026-01-03",
    "data-date": "2025-12-31",
    "lang": "de",
    "keywords": "[one, two]",
    "edition": "2",
    "status": "draft",
    "license": "CC BY 4.0",
    "url": "https://example.org/brief",
    "papersize": "letter",
    "bibliography": "[one.yaml, two.yaml]",
    "csl": "apa",
    "nocite": '"@two"',
    "sources": "end",
    "reference-doc": "own.pptx",
    "native": "true",
    "series": "Policy brief",
    "corrections": "https://example.org/editions.txt",
    "cover-image": "cover.png",
    "theme": "field-note",
    "addresses": "host",
    "pdf-standard": "ua-1",
}
WORK = """\
- id: {0}
  type: book
  title: A Book Called {0}
  author: [{{family: {0}, given: A.}}]
  issued: {{date-parts: [[2020]]}}
  publisher: A Press
  publisher-place: London
  URL: https://example.org/books/{0}/a-page
"""
FIGURE = """\
def draw(figure, data):
    figure.add_subplot().bar(data["year"].cast(str), data["total"], label="All")
"""
TEXT = """\
# One {#sec-one}

A book says so [@one].

![**A caption.**](figures/bars.py){#fig-bars alt="Two columns"}

::: {.slide #s-one}
## A message
![](#fig-bars)

::: notes
Say this [@one].
:::
:::
"""


def project(root: Path, settings: dict[str, str]) -> Path:
    for folder in ("content/data", "figures"):
        (root / folder).mkdir(parents=True)
    front = "".join(f"{name}: {value}\n" for name, value in settings.items())
    extra = "nocite: '@two'\n" if settings["bibliography"].startswith("[") else ""
    (root / "content/brief.md").write_text(f"---\n{front}{extra}---\n\n{TEXT}")
    for name in ("one", "two"):
        (root / f"content/{name}.yaml").write_text(WORK.format(name))
    if "nocite" in settings:
        (root / "content/one.yaml").write_text(WORK.format("one") + WORK.format("two"))
    (root / "content/data/data.csv").write_text("year,total\n2020,1\n2021,2\n")
    (root / "content/data/data.yaml").write_text("title: T\nsource: one\nlicense: CC0\n")
    (root / "figures/bars.py").write_text(FIGURE)
    cover = io.BytesIO()
    Image.new("RGB", (400, 600), "#336699").save(cover, "PNG")
    (root / "content/cover.png").write_bytes(cover.getvalue())
    (root / "content/own.pptx").write_bytes(made_templates.MAKERS["german"]())
    return root


def outputs(root: Path) -> tuple[bytes, bytes]:
    result = reportgen.build(root)
    assert result.ok, [f"{one.span}: {one.message}" for one in result.findings]
    first, second = ((root / "build" / f"brief.{one}").read_bytes() for one in ("pdf", "pptx"))
    return first, second


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    return outputs(project(tmp_path_factory.mktemp("plain") / "p", BASE))


def test_the_table_has_every_setting() -> None:
    elsewhere = {"replaces", "editions"}  # of seals; which files there are
    assert {*CHANGES} == {*Settings.__struct_encode_fields__} - elsewhere


@pytest.mark.parametrize("name", CHANGES)
def test_a_setting_changes_an_output(name: str, tmp_path: Path, plain: tuple[bytes, bytes]) -> None:
    assert outputs(project(tmp_path / "p", {**BASE, name: CHANGES[name]})) != plain
