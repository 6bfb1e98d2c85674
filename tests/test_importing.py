"""A draft of Word becomes a project that builds; what is left out is told, and no word is lost."""

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from PIL import Image

import reportgen
from reportgen.diagnostics import UsageError
from reportgen.importing import nodes
from reportgen.pandoc import executable
from reportgen.recipes import importing
from reportgen.recipes.importing import Imported, import_draft

DRAFT = """\
---
title: Who leaves, and how
author: Ann Lee
date: 2026-01-02
---

# Findings

They left in 2019.[^1] Some went *back* [to the north](https://example.org/north).

1. One thing
2. Another

![A river at night](river.png)

| Year | People |
|------|-------:|
| 2019 |  1,047 |
| 2020 |    229 |

: Arrivals by year

## Findings

{long}

[^1]: A note that says more.
"""
LONG = "| Year | A | B |\n|---|---|---|\n" + "".join(
    f"| {1990 + at} | {at} | {at}.5 |\n" for at in range(14)
)
BOX = (
    '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-'
    'compatibility/2006"><mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>Words in a box'
    "</w:t></w:r></w:p></w:txbxContent></mc:Choice></mc:AlternateContent></w:r></w:p>"
)
WHO = 'w:author="Bo" w:date="2026-01-01T00:00:00Z"'
SAID = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
CHANGED = (
    f"<w:p>{SAID.format('It was ')}"
    f'<w:ins w:id="7" {WHO}>{SAID.format("entirely")}</w:ins>'
    f'<w:del w:id="8" {WHO}><w:r><w:delText>hardly</w:delText></w:r></w:del>'
    f"{SAID.format(' so.')}</w:p>"
    '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
)


def word(folder: Path, *more: str) -> Path:
    """Return a Word file, with paragraphs of WordprocessingML at its end."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "#123456").save(buffer, "PNG")
    (folder / "river.png").write_bytes(buffer.getvalue())
    draft = folder / "draft.docx"
    text = DRAFT.replace("{long}", LONG)
    command = [executable(), "-f", "markdown", "-o", str(draft)]
    subprocess.run(command, input=text.encode(), cwd=folder, check=True)
    with zipfile.ZipFile(draft) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    end = b"<w:sectPr"
    document = parts["word/document.xml"]
    at = document.rindex(end) if end in document else document.rindex(b"</w:body>")
    parts["word/document.xml"] = document[:at] + "".join(more).encode() + document[at:]
    with zipfile.ZipFile(draft, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return draft


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Imported]:
    folder = tmp_path_factory.mktemp("word")
    made = import_draft(word(folder, BOX, CHANGED), folder / "made")
    return folder / "made", made


def test_the_project_builds_and_says_what_the_draft_says(imported: tuple[Path, Imported]) -> None:
    root, _ = imported
    result = reportgen.build(root)
    assert [one.message for one in result.findings if one.level == "error"] == []
    text = (root / "content/brief.md").read_text()
    assert "# Findings {#sec-findings}" in text
    assert "## Findings {#sec-findings-2}" in text
    assert "[to the north](https://example.org/north)" in text
    assert "A note that says more." in text
    assert "![A river at night](images/" in text
    assert "{#fig-1 alt=" in text
    assert ": Arrivals by year {#tbl-1}" in text


def test_a_long_table_of_numbers_is_a_dataset(imported: tuple[Path, Imported]) -> None:
    root, _ = imported
    rows = (root / "content/data/table_2.csv").read_text().splitlines()
    assert (rows[0], rows[1], len(rows)) == ("Year,A,B", "1990,0,0.5", 15)
    assert "](data/table_2.csv){#tbl-2}" in (root / "content/brief.md").read_text()


def test_what_did_not_come_over_is_told(imported: tuple[Path, Imported]) -> None:
    root, made = imported
    told = dict(made.told)
    assert told["text box: lost"] == 1
    assert told["page break: lost"] == 1
    assert told["tracked change: taken in (`--track list` shows each)"] == 2
    assert "It was entirely so." in (root / "content/brief.md").read_text()
    in_text = "Words in a box" in (root / "content/brief.md").read_text()
    assert in_text or ("Words in a box", 4) in made.lost
    lines = (root / "content/brief.md").read_text().splitlines()
    for line, what in made.todo:
        assert 1 <= line <= len(lines), what


@pytest.mark.parametrize(
    ("track", "text", "shown"),
    [("reject", "It was hardly so.", 0), ("list", "It was entirely so.", 2)],
)
def test_tracked_changes_are_out_or_listed(
    track: str, text: str, shown: int, tmp_path: Path
) -> None:
    made = import_draft(word(tmp_path, CHANGED), tmp_path / "made", track)  # type: ignore[arg-type]
    assert text in (tmp_path / "made/content/brief.md").read_text()
    assert len(made.remarks) == shown
    assert made.lost == ()


def test_a_lost_word_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = nodes.plain
    monkeypatch.setattr(importing, "plain", lambda tree: whole(tree).replace("Another", ""))
    made = import_draft(word(tmp_path), tmp_path / "made")
    assert ("Another", 1) in made.lost


def test_citation_fields_become_references(tmp_path: Path) -> None:
    csl = {
        "citationItems": [
            {
                "id": 3,
                "itemData": {
                    "id": 3,
                    "type": "book",
                    "title": "On Rivers",
                    "author": [{"family": "Müller", "given": "Ä."}],
                    "issued": {"date-parts": [["2020"]]},
                },
            }
        ],
        "properties": {"noteIndex": 0},
    }
    code = f"ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(csl)}".replace('"', "&quot;")

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    shown = SAID.format("(Müller 2020)")
    cite = f"{mark('begin')}{instruction}{mark('separate')}{shown}{mark('end')}"
    field = f"<w:p>{SAID.format('As said ')}{cite}{SAID.format('.')}</w:p>"
    made = import_draft(word(tmp_path, field), tmp_path / "made")
    assert "As said [@muller2020]." in (tmp_path / "made/content/brief.md").read_text()
    (work,) = json.loads((tmp_path / "made/content/references.json").read_text())
    assert (work["id"], work["title"]) == ("muller2020", "On Rivers")
    assert made.lost == ()
    assert reportgen.build(tmp_path / "made").ok


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", b"no zip", "cannot be read as docx"),
        ("a.pages", b"", "no draft that can be read"),
        ("none.docx", None, "there is no file"),
    ],
)
def test_what_is_no_draft_is_said(
    name: str, data: bytes | None, words: str, tmp_path: Path
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=words):
        import_draft(tmp_path / name, tmp_path / "made")
    assert not (tmp_path / "made").exists()


def test_signs_of_a_draft_are_read_as_signs(tmp_path: Path) -> None:
    said = ("[Example: one two]", "@XmlRoot is mailed by a@b.org", "Ends\x85here", "[x]")
    draft = word(tmp_path, *(f"<w:p>{SAID.format(one)}</w:p>" for one in said))
    made = import_draft(draft, tmp_path / "made")
    lines = (tmp_path / "made/content/brief.md").read_text().splitlines()
    assert "[Example: one two]" in lines
    assert "\\@XmlRoot is mailed by a@b.org" in lines
    assert "Ends here" in lines
    assert made.lost == ()
    result = reportgen.build(tmp_path / "made", to=["pptx"])
    assert [one.message for one in result.findings if one.level == "error"] == []


QUARTO = """\
---
title: Who leaves
author:
  - name: Ann Lee
    affiliations: [An institute]
date: today
format: html
bibliography: works.bib
reader-mode: true
---

# Findings {#sec-findings}

They left in 2019 [@a]; see [the methods](methods.qmd).

```{r}
#| label: fig-years
#| fig-cap: "Arrivals by year"
plot(cars)
```

```r
shown <- 1
```

![A river](/pics/river.png){fig-alt="Water."}

{{< include parts/_end.qmd >}}

In all `r nrow(cars)` of them.
"""


@pytest.fixture
def quarto(tmp_path: Path) -> Path:
    """A project of Quarto with all that a document may name."""
    for folder in ("parts", "pics"):
        (tmp_path / "from" / folder).mkdir(parents=True)
    root = tmp_path / "from"
    (root / "report.qmd").write_text(QUARTO)
    (root / "parts/_end.qmd").write_text("The end of it.\n\n![It](../pics/river.png)\n")
    (root / "works.bib").write_text("@book{a, title={A}, author={Lee, A}, year=2019}\n")
    Image.new("RGB", (40, 30), "#123456").save(root / "pics/river.png", "PNG")
    return root


def test_a_quarto_document_comes_over_and_what_does_not_is_told_with_its_line(
    quarto: Path, tmp_path: Path
) -> None:
    made = import_draft(quarto / "report.qmd", tmp_path / "made")
    text = (tmp_path / "made/content/brief.md").read_text()
    assert "- name: Ann Lee\n  affiliation: An institute" in text
    assert "format" not in text
    assert "see the methods." in text
    assert "![A river](pics/river.png)" in text
    assert "{{< include parts/_end.md >}}" in text
    assert "<!-- Code of the draft: chunks/01-fig-years.r. Its caption: " in text
    assert "```r\nshown <- 1\n```" in text
    assert (tmp_path / "made/chunks/01-fig-years.r").read_text().endswith("plot(cars)\n")
    assert (tmp_path / "made/content/parts/_end.md").is_file()
    assert (tmp_path / "made/content/pics/river.png").is_file()
    assert made.lost == ()
    told = {what.split(": ")[0] for what, _ in made.told}
    assert told == {f"report.qmd:{line}" for line in (6, 9, 14, 16, 30)}


def test_a_quarto_book_is_one_document(quarto: Path, tmp_path: Path) -> None:
    (quarto / "_quarto.yml").write_text(
        "project: {type: book}\nbook:\n  title: All of it\n  chapters:\n"
        "    - index.qmd\n    - part: Two\n      chapters: [two.qmd]\n"
    )
    (quarto / "index.qmd").write_text("# Before\n\nWords.\n")
    (quarto / "two.qmd").write_text(
        "---\ntitle: Second\n---\n\n```{r child='parts/_end.qmd'}\n```\n"
    )
    made = import_draft(quarto, tmp_path / "made")
    text = (tmp_path / "made/content/brief.md").read_text()
    assert "title: All of it" in text
    assert "{{< include _two.md >}}" in text
    second = (tmp_path / "made/content/_two.md").read_text()
    assert second == "# Second\n\n\n{{< include parts/_end.md >}}\n"
    assert made.lost == ()
    result = reportgen.build(tmp_path / "made", to=["pptx"])
    faults = [(one.rule.code, one.span.path, one.span.line) for one in result.findings]
    assert faults == [("missing-alt", "content/parts/_end.md", 3)]


RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\info{\title No}}\f0 Caf\'e9 in 2019.\par "
    r"A second{\footnote A note} line \u8212?here.\par {\pict\pngblip\picw40\pich30 PNG}\par"
    r"{\*\shptxt Words in a box\par}\page }"
)


def test_rtf_brings_its_pictures_and_no_word_is_lost(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "#123456").save(buffer, "PNG")
    draft = tmp_path / "draft.rtf"
    draft.write_text(RTF.replace("PNG", buffer.getvalue().hex()))
    made = import_draft(draft, tmp_path / "made")
    text = (tmp_path / "made/content/brief.md").read_text()
    assert "Café in 2019." in text
    (picture,) = (tmp_path / "made/content/images").iterdir()
    assert picture.read_bytes() == buffer.getvalue()
    assert dict(made.told) == {"text box: lost": 1, "page break: lost": 1}
    assert made.lost == ()


def test_opendocument_tells_its_comments_and_what_is_lost(tmp_path: Path) -> None:
    draft = tmp_path / "draft.odt"
    command = [executable(), "-f", "markdown", "-o", str(draft)]
    subprocess.run(command, input=b"# One\n\nTwo three.[^1]\n\n[^1]: Four.\n", check=True)
    with zipfile.ZipFile(draft) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    added = (
        '<text:p text:style-name="P9">Seen <text:expression text:formula="1+1">two hundred'
        "</text:expression><office:annotation><dc:creator>Bo</dc:creator><text:p>Why?</text:p>"
        "</office:annotation></text:p><text:p><draw:frame><draw:text-box><text:p>Boxed words"
        "</text:p></draw:text-box></draw:frame></text:p><text:table-of-content><text:index-body>"
        "<text:p>One 1</text:p></text:index-body></text:table-of-content></office:text>"
    )
    content = parts["content.xml"].decode().replace("</office:text>", added)
    parts["content.xml"] = content.encode()
    with zipfile.ZipFile(draft, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    made = import_draft(draft, tmp_path / "made")
    assert [(one.kind, one.author, one.text) for one in made.remarks] == [("comment", "Bo", "Why?")]
    assert ("text box: lost", 1) in made.told
    assert ("list of contents (the tool makes its own): lost", 1) in made.told
    assert {text for text, _ in made.lost} == {"Seen two hundred", "Boxed words"}
