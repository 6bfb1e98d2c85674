"""Trust: the ledger, numbers without a source, twins, what must not be published, corrections."""

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

import mutations
from conftest import TINY, Built, copy_project, edit
from reportgen.checks.do_not_publish import matches, names
from reportgen.diagnostics import Diagnostics, Rule, UsageError
from reportgen.files.project import Project
from reportgen.ledger.changes import compare
from reportgen.ledger.claims import COLUMNS, Claim, Ledger, from_json
from reportgen.ledger.passages import stands
from reportgen.recipes.building import build
from reportgen.recipes.checking import check
from reportgen.recipes.history import ledgers_at
from reportgen.recipes.ledgers import read_ledgers
from reportgen.recipes.prepared import prepare

FORMATS = ("pdf", "pptx")


def built(root: Path) -> Diagnostics:
    diagnostics = Diagnostics()
    list(build(Project(root), FORMATS, diagnostics))
    return diagnostics


def found(root: Path, *, publish: bool = False) -> list[tuple[Rule, str]]:
    diagnostics = Diagnostics()
    list(check(Project(root), diagnostics, publish=publish))
    return [(one.rule, f"{one.span}: {one.message}") for one in diagnostics]


def claims(ledger: Ledger) -> dict[str, Claim]:
    return {one.name: one for one in ledger.claims}


def ledger_of(root: Path) -> Ledger:
    return next(iter(read_ledgers(Project(root))))


# --- the ledger -------------------------------------------------------------------------------


def test_the_ledger_says_where_each_number_is_from_and_where_it_stands(tiny_built: Built) -> None:
    found = claims(ledger_of(tiny_built.root))
    two, growth = found["two"], found["growth"]
    assert (two.printed, two.value, two.kind) == ("1,500", 1500, "data")
    assert (two.data_file, two.data_cell, two.data_column) == (
        "content/data/count.csv",
        "line 3",
        "total",
    )
    assert two.sources == ("doe2020",)
    assert (growth.kind, growth.formula) == ("formula", "(two - one) / one")
    assert growth.operands == ("one", "two")
    slides = dict(enumerate(texts_of_slides(tiny_built.pptx), 1))
    for claim in found.values():
        assert claim.pages, claim.name
        assert all(claim.printed in slides[number] for number in claim.slides), claim
    assert growth.slides == (2, 3)
    assert growth.spoken == (2, 3)


def texts_of_slides(pptx: bytes) -> list[str]:
    from pptx import Presentation

    return [
        "\n".join(
            (shape.text_frame.text if shape.has_text_frame else "")
            + str(shape._element.xpath("string(.//@descr)"))
            for shape in slide.shapes
        )
        for slide in Presentation(io.BytesIO(pptx)).slides
    ]


def test_a_number_that_a_figure_draws_is_in_the_ledger_with_the_figure(tiny: Path) -> None:
    edit(tiny, "growth:", "spare: {value: 7, cite: doe2020}\ngrowth:", "content/facts.yaml")
    code = (tiny / "figures/count.py").read_text()
    added = "    figure.suptitle(f\"{facts['spare']} more\")\n"
    (tiny / "figures/count.py").write_text(code + added)
    built(tiny)
    spare = claims(ledger_of(tiny))["spare"]
    assert spare.figures == ("fig-count",)
    assert spare.pages
    assert spare.slides == (3,)


def test_the_table_of_claims_has_the_columns_that_are_documented(tiny_built: Built) -> None:
    table = (tiny_built.root / "build/brief.claims.csv").read_text()
    assert tuple(next(csv.reader(io.StringIO(table)))) == COLUMNS
    page = (Path(__file__).parent.parent / "docs/ledger.md").read_text()
    for column in (*COLUMNS, *Claim.__struct_fields__, *Ledger.__struct_fields__):
        assert f"`{column}`" in page, column


def test_a_ledger_of_other_files_is_refused(tiny_built: Built, tmp_path: Path) -> None:
    root = copy_project(tiny_built.root, tmp_path / "copy")
    shutil.copytree(tiny_built.root / "build", root / "build")
    (root / "build/brief.pdf").write_bytes(tiny_built.pdf + b"\n")
    with pytest.raises(UsageError, match="is not of this"):
        ledger_of(root)


# --- numbers ----------------------------------------------------------------------------------


def said_of(root: Path, sentence: str) -> list[tuple[str, str]]:
    """Return what is said of a sentence: the rule, and the number that it is about."""
    edit(root, "# About", f"{sentence}\n\n# About")
    rules = (Rule.UNSOURCED_NUMBER, Rule.TYPED_FACT, Rule.SOURCE_NOT_CITED)
    diagnostics = Diagnostics()
    list(check(Project(root), diagnostics))
    return [
        (one.rule.code, one.span.source[one.span.column - 1 :][: one.span.width])
        for one in diagnostics
        if one.rule in rules and one.span.source == sentence
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "It was so in 2019, and from 2019 to 2020.",
        "On 4 February 2026 and 9 October it was decided; see February 4.",
        "Article 13 of the law, page 7, § 5 and Section 2.1 say so.",
        "Women aged 20 to 39, people over 60, and a 15-year-old spoke.",
        "She said “there were 400 of us”.",
        "It is CC BY 4.0, at 10:30, 1:50, A4 and COVID-19.",
        "There were 77 of them [@doe2020].",
        "There were 77 of them.^[[@doe2020].]",
        "The 1990s and the 21st century.",
    ],
)
def test_what_names_or_has_a_source_is_no_unsourced_number(tiny: Path, sentence: str) -> None:
    assert said_of(tiny, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("There were 77 of them. That is known [@doe2020].", "77"),
        ("Some 12.5% left, in 2019.", "12.5%"),
        ("In 2019, 2000 people came.", "2000"),
        ("Over 500 people left.", "500"),
        ("It is known [@doe2020]. Then 3,400 came.", "3,400"),
    ],
)
def test_a_number_without_a_source_is_named_with_its_place(
    tiny: Path, sentence: str, number: str
) -> None:
    assert said_of(tiny, sentence) == [("unsourced-number", number)]


def test_a_typed_number_that_is_a_fact_is_an_error(tiny: Path) -> None:
    assert said_of(tiny, "There were 1500 of them [@doe2020].") == [("typed-fact", "1500")]


def test_a_fact_whose_source_is_not_cited_beside_it_is_named(tiny: Path) -> None:
    assert said_of(tiny, "There were {{ two }} of them.") == [("source-not-cited", "{{ two }}")]


# --- twins ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*mutations.DECK, *mutations.PDF])
def test_a_change_of_a_finished_file_is_found(kind: str, tiny_checked: "Checked") -> None:
    for seed in range(2):
        changed = mutations.mutated(kind, tiny_checked.pdf, tiny_checked.pptx, seed)
        assert changed is not None, "there is something to change"
        assert mutations.errors(tiny_checked.prepared, tiny_checked.drawings, *changed), seed


class Checked:
    """The tiny project, prepared for many checks."""

    def __init__(self, built: Built) -> None:
        self.prepared = prepare(Project(built.root), "content/brief.md", Diagnostics())
        self.drawings = mutations.brief_drawings(self.prepared)
        self.pdf, self.pptx = built.pdf, built.pptx


MORE = """![**Again.** Source: [@doe2020].](figures/again.py){#fig-again alt="{{ one }} columns."}

There is more [on the site](https://example.org/more?a=1), as [@roe2021] says.

::: {.slide #s-again}
## It grew again

![](#fig-again)

- First point of {{ two }} [@doe2020]
- Second point on [the site](https://example.org/more?a=1)

::: notes
Say it again.
:::
:::

"""


@pytest.fixture(scope="module")
def tiny_checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    root = copy_project(TINY, tmp_path_factory.mktemp("checked") / "tiny")
    module = (root / "figures/count.py").read_text()
    (root / "figures/again.py").write_text(module.replace("primary", "secondary"))
    edit(root, "# About", MORE + "# About")
    checked = Checked(Built(root))
    untouched = mutations.errors(checked.prepared, checked.drawings, checked.pdf, checked.pptx)
    assert untouched == []
    return checked


def test_what_was_compared_is_written_only_where_it_is_asked_for(
    tiny: Path, tmp_path: Path
) -> None:
    built(tiny)
    before = {path: path.stat().st_mtime_ns for path in tiny.rglob("*") if path.is_file()}
    report = tmp_path / "parity.json"
    diagnostics = Diagnostics()
    list(check(Project(tiny), diagnostics, report=report))
    assert not diagnostics.errors
    (parity,) = json.loads(report.read_text())
    assert parity["document"] == "content/brief.md"
    assert parity["differences"] == []
    assert parity["compared"]["numbers"] > 0
    assert parity["compared"]["pictures"] > 0
    assert before == {path: path.stat().st_mtime_ns for path in tiny.rglob("*") if path.is_file()}


# --- safe to publish --------------------------------------------------------------------------


PHOTOGRAPH = """![**A photograph.** Taken.](images/photo.jpg){#fig-photo alt='Red.'}

::: {.slide #s-photo}
## A red photograph

![](#fig-photo)

::: notes
Say it.
:::
:::

"""


def test_a_photograph_comes_without_exif_and_upright(tiny: Path) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera of J. Doe", 6
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 58.0)
    image = Image.new("RGB", (80, 40), "red")
    (tiny / "content/images").mkdir()
    image.save(tiny / "content/images/photo.jpg", exif=exif, comment=b"by J. Doe")
    edit(tiny, "# About", PHOTOGRAPH + "# About")
    built(tiny)
    pptx = (tiny / "build/brief.pptx").read_bytes()
    assert b"J. Doe" not in b"".join(mutations.parts_of(pptx).values())
    assert found(tiny) == []
    photos = [data for name, data in mutations.parts_of(pptx).items() if name.endswith(".jpeg")]
    assert [Image.open(io.BytesIO(one)).size for one in photos] == [(40, 80)]


@pytest.mark.parametrize(
    ("listed", "text"),
    [
        ("Kim Ha-eun", "Kim Ha‑Eun left"),
        ("Kim Ha-eun", "as HA EUN KIM said"),
        ("Kim Ha-eun", "김하은은 말했다"),
        ("김하은", "Gim Haeun"),
        ("김하은", "Ha-eun Kim"),
        ("Pak Chi-sŏng", "Park Ji-sung"),
        ("이정희", "Lee Jung-hee"),
        ("리정희", "Yi Chŏng-hŭi"),
        ("Onsong", "in Onsŏng county"),
        ("Onsong", "온성군에서"),
        ("José", "JOSE\u0301"),
    ],
)
def test_a_listed_name_is_found_however_it_is_written(listed: str, text: str) -> None:
    assert matches(text, list(names(listed)))


@pytest.mark.parametrize(
    ("listed", "text"),
    [
        ("Kim Ha-eun", "Kim had a euro"),
        ("Min", "the minister"),
        ("김하은", "Kim Jong Un and Haeundae"),
    ],
)
def test_other_words_are_no_listed_name(listed: str, text: str) -> None:
    assert not matches(text, list(names(listed)))


@pytest.mark.parametrize(
    ("listed", "text", "held"),
    [
        ("Hassan", "Every district has an open clinic. Has an end come?", False),
        ("Hassan", "Mr Hassan, HASSAN's, has-san.jpg", True),
        ("Minji", "so said Min Ji", True),
        ("Minji", "photos/min-ji.jpg", True),
        ("Kim Minji", "kim min ji", True),
        ("Theman", "the man who left", False),
    ],
)
def test_small_words_of_running_text_make_no_name(listed: str, text: str, held: bool) -> None:
    assert bool(matches(text, list(names(listed)))) is held


def test_a_listed_name_in_the_files_is_reported_by_its_line_and_not_by_itself(tiny: Path) -> None:
    built(tiny)
    (tiny / "do-not-publish.txt").write_text("# private\nsomebody else\nROE\n")
    rules = [message for rule, message in found(tiny) if rule is Rule.NOT_FOR_PUBLICATION]
    assert any("line 3" in message and "page" in message for message in rules)
    assert not any("roe" in message.lower() for message in rules)
    assert (tiny / "build/brief.pdf").exists()


@pytest.mark.parametrize("kind", ["dangling link", "folder", "link to elsewhere"])
def test_a_private_list_that_cannot_be_read_is_an_error(
    kind: str, tiny: Path, tmp_path: Path
) -> None:
    built(tiny)
    path = tiny / "do-not-publish.txt"
    (tmp_path / "names.txt").write_text("ROE\n")
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / ("nothing" if kind == "dangling link" else "names.txt"))
    assert [rule for rule, _ in found(tiny)] == [Rule.NOT_FOR_PUBLICATION]


def test_a_draft_says_so_on_every_page_and_slide_and_is_not_published(tiny: Path) -> None:
    edit(tiny, 'edition: "1.0"', 'edition: "1.0"\nstatus: draft')
    built(tiny)
    assert found(tiny) == []
    assert [rule for rule, _ in found(tiny, publish=True)] == [Rule.DRAFT]
    from reportgen.checks.read_back import page_texts

    pages = page_texts((tiny / "build/brief.pdf").read_bytes())
    assert all("Draft, not for publication" in page for page in pages)
    slides = texts_of_slides((tiny / "build/brief.pptx").read_bytes())
    assert all("Draft, not for publication" in slide for slide in slides)


# --- evidence ---------------------------------------------------------------------------------


def test_the_brief_carries_ledger_references_and_public_data_only(tiny: Path) -> None:
    edit(tiny, "public: true", "public: false", "content/data/count.yaml")
    built(tiny)
    with pikepdf.open(tiny / "build/brief.pdf") as pdf:
        assert set(pdf.attachments) == {"claims.json", "claims.csv", "references.json"}
    edit(tiny, "public: false", "public: true", "content/data/count.yaml")
    built(tiny)
    with pikepdf.open(tiny / "build/brief.pdf") as pdf:
        data = pdf.attachments["count.csv"]
        assert data.obj.AFRelationship == "/Data"
        assert data.get_file().read_bytes() == (tiny / "content/data/count.csv").read_bytes()
        carried = from_json(pdf.attachments["claims.json"].get_file().read_bytes())
    assert claims(carried)["two"].pages
    assert found(tiny) == []


def test_the_deck_carries_the_same_digest_and_is_valid(tiny_built: Built, tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    part = mutations.parts_of(tiny_built.pptx)["customXml/item1.xml"].decode()
    assert f'facts="{ledger_of(tiny_built.root).facts_sha256}"' in part
    path = tmp_path / "deck.pptx"
    path.write_bytes(tiny_built.pptx)
    assert OpenXmlValidator().validate(str(path)).errors == []
    assert "Data: content/data/count.csv (year, total)" in _notes(tiny_built.pptx)


def _notes(pptx: bytes) -> str:
    from pptx import Presentation

    slides = Presentation(io.BytesIO(pptx)).slides
    return "\n".join(slide.notes_slide.notes_text_frame.text for slide in slides)


# --- corrections ------------------------------------------------------------------------------


def test_what_changed_between_two_revisions_is_named_with_its_places(tiny: Path) -> None:
    def git(*arguments: str) -> None:
        name = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", "-C", str(tiny), *name, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    edit(tiny, "1500", "1800", "content/data/count.csv")
    edit(tiny, 'edition: "1.0"', 'edition: "1.1"')
    built(tiny)
    project = Project(tiny)
    old, new = ledgers_at(project, "HEAD"), ledgers_at(project, "")
    changes = {
        (one.kind, one.name): one
        for one in compare(*(one["content/brief.md"] for one in (old, new)))
    }
    assert changes["edition", "edition"].after == "1.1"
    two = changes["number", "two"]
    assert (two.before, two.after) == ("1,500", "1,800")
    assert two.new_places.startswith("p. ")
    assert "slide" in changes["number", "growth"].new_places
    assert ("data", "content/data/count.csv") in changes
    assert ("number", "one") not in changes
    with pytest.raises(UsageError, match="no revision `nowhere`"):
        ledgers_at(project, "nowhere")


def test_a_text_stands_on_a_page_or_goes_on_over_several_without_a_gap() -> None:
    """A paragraph of three pages is whole; one that lacks a word at the end of a page is not."""
    words = [f"word{number}" for number in range(600)]
    pages = ["".join(words[:200]) + "foot", "".join(words[200:400]) + "foot", "".join(words[400:])]
    assert stands("".join(words), pages)
    assert stands("".join(words[:300]), pages)
    assert not stands("".join(words), [pages[0], pages[1].replace("word399", ""), pages[2]])
    assert not stands("".join(words), pages[:2])
