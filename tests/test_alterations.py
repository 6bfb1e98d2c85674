"""Finished files that were changed: told part by part, once for each thing, with its place."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageOps
from pptx import Presentation
from pptx.util import Pt

import alterer
from conftest import TINY, Built, copy_project, edit
from reportgen.checks.alterations import meaning
from reportgen.checks.alterations.change import Change, text_changes
from reportgen.checks.alterations.ledger import csv_changes, json_changes
from reportgen.checks.alterations.meaning import compared_meaning
from reportgen.checks.alterations.other_document import other_document
from reportgen.checks.alterations.pdf_rendered import readable
from reportgen.checks.alterations.pictures import look_alike
from reportgen.checks.alterations.telling import tell
from reportgen.diagnostics import Diagnostics, Level, Rule
from reportgen.files.project import Project
from reportgen.recipes.authenticity import compare
from reportgen.recipes.building import build
from reportgen.recipes.checking import check

MORE = """There is more [on the site](https://example.org/more?a=1), as [@roe2021] says.

| Year | People |
|------|-------:|
| 2019 | 1,200  |
| 2020 | 1,500  |

: **By hand.** {#tbl-hand}

::: {.slide #s-table}
## A table of people

![](#tbl-hand)

::: notes
Say it, once more.
:::
:::

"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A finished pair with tables, links, a chart of PowerPoint's own, notes, attachments."""
    root = copy_project(TINY, tmp_path_factory.mktemp("altered") / "pair")
    edit(root, "# About", MORE + "# About")
    return Built(root)


def told(path: str, true: bytes, found: bytes) -> list[str]:
    compared = compare(path, true, found)
    return [compared] if isinstance(compared, str) else list(tell(compared.met))


# --- the grammar of both formats --------------------------------------------------------------


@pytest.mark.parametrize("end", ["pdf", "pptx"])
def test_whatever_is_changed_is_found_and_told_in_a_few_lines(pair: Built, end: str) -> None:
    data = pair.pdf if end == "pdf" else pair.pptx
    tried = list(alterer.tried(f"x.{end}", data, range(1000, 1020)))
    assert [one.altered.what for one in tried if not one.lines and not one.altered.harmless] == []
    few = [one for one in tried if len(one.lines) <= 3]
    assert len(few) >= 0.9 * len(tried)


def test_a_file_that_is_the_same_has_no_change(pair: Built) -> None:
    assert told("x.pdf", pair.pdf, pair.pdf) == []
    assert told("x.pptx", pair.pptx, pair.pptx) == []


# --- as a reader would say it -----------------------------------------------------------------

PdfChange = Callable[[pikepdf.Pdf], None]


def painted(data: bytes) -> PdfChange:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].contents_add(data)

    return change


def _turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].rotate(90, relative=True)


def _language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = pikepdf.String("ko")


def _author(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "Somebody"


def _page_gone(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def _opened(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _alternative(pdf: pikepdf.Pdf) -> None:
    one = next(each for each in pdf.objects if _is(each, "/Figure"))
    one.Alt = pikepdf.String("Another")


def _cell(pdf: pikepdf.Pdf) -> None:
    next(each for each in pdf.objects if _is(each, "/TH")).S = pikepdf.Name.TD


def _is(thing: Any, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == kind


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (painted(b"q 1 1 1 rg 0 0 600 800 re f Q"), "page 2: a shape was added, over “"),
        (_turned, "page 2: the page is turned by 90°"),
        (_language, "the language of the document is “ko”, not “en-GB”"),
        (_author, "the author in the document information is “Somebody”, not “Example House”"),
        (_page_gone, "page 2: the page is gone"),
        (_opened, "what happens when the document is opened (OpenAction) was added"),
        (_alternative, "page 2: the alternative of a figure"),
        (_cell, "page 2: a head cell “Year” is tagged as TD now, not TH"),
    ],
)
def test_a_change_of_the_brief_is_told_once(pair: Built, change: PdfChange, line: str) -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pair.pdf)) as pdf:
        change(pdf)
        pdf.save(written)
    lines = told("x.pdf", pair.pdf, written.getvalue())
    assert len(lines) == 1, lines
    assert lines[0].startswith(line)


DeckChange = Callable[[Any], None]


def _shape(name: str) -> Callable[[Any], Any]:
    def find(deck: Any) -> Any:
        return next(one for slide in deck.slides for one in slide.shapes if one.name == name)

    return find


def _word(deck: Any) -> None:
    run = deck.slides[1].shapes.title.text_frame.paragraphs[0].runs[0]
    run.text = run.text.replace("Key", "Other")


def _tiny(deck: Any) -> None:
    deck.slides[1].shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(1)


def _hidden(deck: Any) -> None:
    deck.slides[2]._element.set("show", "0")


def _moved(deck: Any) -> None:
    listed = deck.slides._sldIdLst
    listed.insert(1, listed[2])


def _box(deck: Any) -> None:
    deck.slides[1].shapes.add_textbox(0, 0, 10, 10).text_frame.text = "More words"


def _table(deck: Any) -> None:
    table = next(one for slide in deck.slides for one in slide.shapes if one.has_table).table
    table.cell(1, 1).text_frame.paragraphs[0].runs[0].text = "9"


def _notes(deck: Any) -> None:
    deck.slides[2].notes_slide.notes_text_frame.paragraphs[0].runs[0].text = "Say nothing."


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (_word, "slide 2, the title: “Key” is now “Other”"),
        (_tiny, "slide 2, the title: the size of text of “Key findings” was added: “1 pt”"),
        (_hidden, "slide 3: whether the slide is shown (show) was added: “0”"),
        (_moved, "slide 2: the slide stands at place 3"),
        (_box, "slide 2: the text box “TextBox"),
        (_table, "slide 4, the table “"),
        (_notes, "the notes of slide 3, the text box"),
    ],
)
def test_a_change_of_the_deck_is_told_once(pair: Built, change: DeckChange, line: str) -> None:
    deck, written = Presentation(io.BytesIO(pair.pptx)), io.BytesIO()
    change(deck)
    deck.save(written)
    lines = told("x.pptx", pair.pptx, written.getvalue())
    assert len(lines) == 1, lines
    assert lines[0].startswith(line)


def test_text_is_told_with_the_words_before_it() -> None:
    before = "In 2023, 196 people came to the South and more followed"
    lines = [str(one) for one in text_changes("page 2", before, before.replace("more", "1 more"))]
    assert lines == ["page 2, after “came to the South and”: text added: “1”"]


def test_five_changes_are_told_and_the_others_counted() -> None:
    changes = [Change(f"slide {at}", f"thing {'abcdefghi'[at]}") for at in range(9)]
    lines = list(tell(changes))
    assert len(lines) == 6
    assert lines[-1].startswith("and 4 more changes")
    assert len(list(tell(changes, everything=True))) == 9


def test_the_same_of_several_places_is_told_once_with_its_places() -> None:
    turned = [Change(f"page {at}", "the page is turned by 90°") for at in (1, 3, 4)]
    assert [*tell(turned)] == ["page 1; page 3; page 4: the page is turned by 90°"]


def test_cells_that_were_exchanged_are_told_at_their_places(pair: Built) -> None:
    deck, written = Presentation(io.BytesIO(pair.pptx)), io.BytesIO()
    table = next(one for slide in deck.slides for one in slide.shapes if one.has_table).table
    runs = [table.cell(2, at).text_frame.paragraphs[0].runs[0] for at in (0, 1)]
    runs[0].text, runs[1].text = runs[1].text, runs[0].text
    deck.save(written)
    lines = told("x.pptx", pair.pptx, written.getvalue())
    assert [line.partition("row 3, ")[2] for line in lines] == [
        "column 1 of the table: “2020” is now “1,500”",
        "column 2 of the table: “1,500” is now “2020”",
    ]


def test_a_link_within_the_document_that_leads_elsewhere_is_found_however_it_is_laid_out(
    pair: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "compare_elsewhere", lambda *_: None)  # as if laid out otherwise

    def changed(change: Callable[[pikepdf.Pdf], None]) -> list[str]:
        with pikepdf.open(io.BytesIO(pair.pdf)) as pdf:
            change(pdf)
            pdf.save(written := io.BytesIO())
        return [str(one) for one in compared_meaning("x.pdf", pair.pdf, written.getvalue())]

    def lead(pdf: pikepdf.Pdf) -> None:
        links = (one for page in pdf.pages for one in page.get("/Annots", []))
        next(one for one in links if one.get("/Dest") == "note-1")["/Dest"] = pikepdf.String("x")

    def move(pdf: pikepdf.Pdf) -> None:
        names = pdf.Root.Names.Dests.Names
        at, to = (
            next(i for i in range(0, len(names), 2) if names[i] == name)
            for name in ("sec-growth", "sec-about")
        )
        names[at + 1] = names[to + 1]

    assert changed(lambda _: None) == []
    assert changed(lead) == ["the link “1”: it leads to “x”, not to “note-1”"]
    (line,) = changed(move)
    assert line.startswith("the heading “1 Numbers grew”: links to it (`sec-growth`) lead")


# --- honest re-saves --------------------------------------------------------------------------


def test_a_pdf_saved_again_has_no_change_that_a_reader_meets(pair: Built) -> None:
    import pypdf

    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pair.pdf)) as pdf:
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    cloned = io.BytesIO()
    pypdf.PdfWriter(clone_from=io.BytesIO(pair.pdf)).write(cloned)
    for data in (written.getvalue(), cloned.getvalue()):
        assert data != pair.pdf
        assert told("x.pdf", pair.pdf, data) == []


def test_ligatures_that_a_program_garbled_are_read_as_their_letters_and_nothing_else() -> None:
    garbled, true = "o\u6600\ucf00cial le\u6600\u7400 in 2019, 가", "official left in 2019, 가"
    assert readable(garbled, true) == true
    assert readable("o\u6600cial", "oxxxxxcial") == "o\u6600cial"
    assert readable("o\u6600 19", "off 19") == "off 19"
    assert readable("in 2\u66009", "in 2019") == "in 2\u66009"  # digits are no ligature


def test_a_deck_saved_or_packed_again_has_no_change_that_a_reader_meets(pair: Built) -> None:
    saved, packed = io.BytesIO(), io.BytesIO()
    Presentation(io.BytesIO(pair.pptx)).save(saved)
    with (
        zipfile.ZipFile(io.BytesIO(pair.pptx)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new,
    ):
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    for data in (saved.getvalue(), packed.getvalue()):
        assert data != pair.pptx
        assert told("x.pptx", pair.pptx, data) == []


# --- what check says --------------------------------------------------------------------------


def found(root: Path, **options: Any) -> list[tuple[Rule, Level, str]]:
    diagnostics = Diagnostics()
    list(check(Project(root), diagnostics, **options))
    return [(one.rule, one.level, one.message) for one in diagnostics]


@pytest.fixture
def own(pair: Built, tmp_path: Path) -> Path:
    """A copy of the project with its files, and no record of their build."""
    root = copy_project(pair.root, tmp_path / "own")
    (root / "build").mkdir()
    for name in ("brief.pdf", "brief.pptx", "brief.claims.json", "brief.claims.csv"):
        (root / "build" / name).write_bytes((pair.root / "build" / name).read_bytes())
    return root


def test_a_save_is_a_warning_and_an_error_where_it_is_published(pair: Built, own: Path) -> None:
    deck = own / "build/brief.pptx"
    Presentation(str(deck)).save(str(deck))
    assert [(rule, level) for rule, level, _ in found(own)] == [(Rule.SAVED_AGAIN, Level.WARNING)]
    published = found(own, publish=True)
    assert [(rule, level) for rule, level, _ in published] == [(Rule.SAVED_AGAIN, Level.ERROR)]


def test_inputs_that_changed_since_are_named(own: Path) -> None:
    (own / "content/facts.yaml").write_text(
        (own / "content/facts.yaml").read_text().replace("doe2020", "roe2021", 1)
    )
    edit(own, 'edition: "1.0"', 'edition: "1.1"')
    rules = found(own)
    assert {rule for rule, _, _ in rules} == {Rule.OUT_OF_DATE}
    (message,) = (message for _, _, message in rules)
    assert message.startswith("`build/brief.pdf` and `build/brief.pptx` were built before these")
    assert message.endswith("`content/brief.md`, `content/facts.yaml`")


def test_what_changes_no_byte_of_the_files_is_no_fault(own: Path) -> None:
    (own / "content/facts.yaml").write_text(
        "# a remark\n" + (own / "content/facts.yaml").read_text()
    )
    assert Rule.ALTERED not in {rule for rule, _, _ in found(own)}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"words", b"PK\x03\x04broken"])
def test_a_file_that_cannot_be_read_is_one_error(own: Path, data: bytes) -> None:
    for name in ("brief.pdf", "brief.pptx"):
        whole = (own / "build" / name).read_bytes()
        (own / "build" / name).write_bytes(data)
        errors = [one for one in found(own) if one[1] is Level.ERROR]
        assert len(errors) == 1, errors
        (own / "build" / name).write_bytes(whole)


def test_a_ledger_that_was_changed_is_an_error_with_its_place(own: Path) -> None:
    ledger = own / "build/brief.claims.json"
    ledger.write_text(ledger.read_text().replace('"printed": "1,500"', '"printed": "1,600"', 1))
    assert [(rule, message) for rule, _, message in found(own)] == [
        (Rule.ALTERED, "claim `two`, `printed`: “1,600”, not “1,500”")
    ]


def test_what_a_ledger_says_of_inputs_and_machine_is_compared(own: Path) -> None:
    ledger = own / "build/brief.claims.json"
    said = json.loads(ledger.read_text())
    said["inputs"].pop("content/facts.yaml")
    said["environment"].pop("pandoc")
    said["claims"].append(said["claims"][0])
    ledger.write_text(json.dumps(said))
    assert [(rule, message) for rule, _, message in found(own)] == [
        (Rule.ALTERED, "inputs: `content/facts.yaml` is gone"),
        (Rule.ALTERED, "environment: `pandoc` is gone"),
        (Rule.ALTERED, f"claim `{said['claims'][0]['name']}`: it is there twice"),
    ]


Said = dict[str, Any]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda said: said["claims"].pop(0), "claim `one`: it is gone"),
        (lambda said: said["claims"].reverse(), "the claims stand in another order"),
        (lambda said: said.update(schema="x/9"), "schema: “x/9”, not “reportgen-claims/2”"),
        (lambda said: said.pop("inputs"), "`inputs` is gone"),
        (
            lambda said: said.update(files={"a.pdf": "0", "a.pptx": "1"}),
            "the ledger of other files",
        ),
        (lambda said: said.update(title=7), "no ledger that can be read: Expected `str`"),
        (lambda said: said["exhibits"].pop(), "exhibit `tbl-count`: it is gone"),
    ],
)
def test_one_change_of_a_ledger_is_told_once(
    pair: Built, change: Callable[[Said], object], message: str
) -> None:
    true = (pair.root / "build/brief.claims.json").read_bytes()
    said = json.loads(true)
    change(said)
    (told,) = json_changes(json.dumps(said).encode(), true)
    assert message in str(told)


def test_another_form_of_a_ledger_is_no_change_and_a_value_given_twice_is_one(pair: Built) -> None:
    true = (pair.root / "build/brief.claims.json").read_bytes()
    assert not [*json_changes(json.dumps(json.loads(true)).encode(), true)]
    (told,) = json_changes(true.replace(b'"title": "A', b'"title": "B", "title": "A', 1), true)
    assert "`title` stands twice" in str(told)
    table = (pair.root / "build/brief.claims.csv").read_bytes()
    assert not [*csv_changes(table.replace(b"\r\n", b"\n"), table)]
    lines = table.splitlines(keepends=True)
    changed = {
        b"".join(lines[:-1]): "row `year_two`: it is gone",
        table + lines[1]: "row `one`: it is there twice",
        table.replace(b"1,200", b"1,300", 1): "row `one`, printed: “1,300”, not “1,200”",
        b"a,b\r\n": "it is another table",
    }
    for data, message in changed.items():
        (told,) = csv_changes(data, table)
        assert message in str(told)


def test_another_document_in_place_of_ours_is_told_as_such(pair: Built) -> None:
    with pikepdf.open(io.BytesIO(pair.pdf)) as pdf:
        claims = pdf.attachments["claims.json"].get_file().read_bytes()
        other = claims.replace(b"A tiny brief", b"Another brief")
        pdf.attachments["claims.json"] = pikepdf.AttachedFileSpec(pdf, other)
        pdf.save(written := io.BytesIO())
    told = other_document("brief.pdf", pair.pdf, written.getvalue(), 9)
    assert told.startswith("it is another file: “Another brief”, edition “1.0” of 2026-01-31")
    assert not other_document("brief.pdf", pair.pdf, written.getvalue(), 2)
    for path, data in (("brief.pdf", pair.pdf), ("brief.pptx", pair.pptx)):
        assert not other_document(path, data, data, 9)
    Presentation().save(empty := io.BytesIO())
    told = other_document("brief.pptx", pair.pptx, empty.getvalue(), 9)
    assert told.startswith("it is another document: it has no words")


def test_a_build_elsewhere_is_said_once(own: Path) -> None:
    ledger = own / "build/brief.claims.json"
    text = ledger.read_text()
    ledger.write_text(text.replace('"python": "', '"python": "2.'))
    deck = own / "build/brief.pptx"
    Presentation(str(deck)).save(str(deck))
    assert [rule for rule, _, _ in found(own)] == [Rule.BUILT_ELSEWHERE]
    made = Presentation(str(deck))
    _word(made)
    made.save(str(deck))
    assert [(rule, message) for rule, _, message in found(own) if rule is Rule.ALTERED] == [
        (Rule.ALTERED, "slide 2, the title: “Key” is now “Other”")
    ]


def test_the_record_of_a_build_is_enough_for_an_untouched_pair(pair: Built, tmp_path: Path) -> None:
    root = copy_project(pair.root, tmp_path / "recorded")
    list(build(Project(root), ("pdf", "pptx"), Diagnostics()))
    stages: list[str] = []

    def stage(name: str) -> Any:
        from contextlib import nullcontext

        stages.append(name)
        return nullcontext()

    list(check(Project(root), Diagnostics(), stage))
    assert not [name for name in stages if "anew" in name]
    stages.clear()
    list(check(Project(root), Diagnostics(), stage, rebuild=True))
    assert len([name for name in stages if "anew" in name]) == 2


# --- another environment, and pictures that were saved again ----------------------------------


def test_fonts_cut_down_by_another_library_hide_no_change(
    pair: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weasyprint.pdf import fonts

    monkeypatch.setattr(fonts, "harfbuzz_subset", None)
    root = copy_project(pair.root, tmp_path / "elsewhere")
    list(build(Project(root), ("pdf",), Diagnostics()))
    there = (root / "build/brief.pdf").read_bytes()
    assert there != pair.pdf
    assert compared_meaning("x.pdf", pair.pdf, there) == ()
    for change, line in (
        (_turned, "page 2: the page is turned by 90°"),
        (painted(b"q 1 1 1 rg 0 0 600 800 re f Q"), "page 2: a shape was added, over “"),
        (_alternative, "page 2: the alternative of a figure"),
    ):
        written = io.BytesIO()
        with pikepdf.open(io.BytesIO(there)) as pdf:
            change(pdf)
            pdf.save(written)
        lines = [str(one) for one in compared_meaning("x.pdf", pair.pdf, written.getvalue())]
        assert len(lines) == 1, lines
        assert lines[0].startswith(line)


def test_a_picture_saved_again_is_the_same_and_a_digit_less_is_none(pair: Built) -> None:
    with zipfile.ZipFile(io.BytesIO(pair.pptx)) as deck:
        name = next(one for one in deck.namelist() if one.endswith(".png"))
        data = deck.read(name)
    whole = Image.open(io.BytesIO(data)).convert("RGB")

    def saved(image: Image.Image, kind: str = "PNG") -> bytes:
        written = io.BytesIO()
        image.save(written, kind, quality=80)
        return written.getvalue()

    half = whole.resize((whole.width // 2, whole.height // 2))
    assert look_alike(data, saved(whole, "JPEG"))
    assert look_alike(data, saved(half))
    dark = whole.convert("L").point([255] * 100 + [0] * 156).getbbox()
    assert dark is not None
    less = whole.copy()
    less.paste("white", (dark[0], dark[1], dark[0] + whole.width // 12, dark[3]))
    assert not look_alike(data, saved(less))
    assert not look_alike(data, saved(ImageOps.mirror(whole)))
    assert not look_alike(data, b"no picture")
