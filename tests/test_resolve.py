"""What both files are made from: the resolved document, whole."""

import re
import unicodedata
from pathlib import Path

from conftest import GOLDEN, ROOT, TINY
from outline import outline
from reportgen.diagnostics import Diagnostics
from reportgen.document import (
    NoteMark,
    ResolvedDocument,
    Section,
    SourceList,
    brief_blocks,
    figures,
    plain_text,
    runs,
    tables,
    walk,
    walk_inlines,
)
from reportgen.files.project import Project
from reportgen.recipes.prepared import prepare


def resolved(root: Path) -> ResolvedDocument:
    diagnostics = Diagnostics()
    document = prepare(Project(root), "content/brief.md", diagnostics).document
    assert not list(diagnostics)
    return document


def test_the_resolved_document_is_as_it_was_read_and_approved() -> None:
    """Read a difference before you accept it: this text is what people are told."""
    assert outline(resolved(TINY)) == (GOLDEN / "tiny.txt").read_text()


def test_the_real_document_is_settled_whole_whatever_its_words_are() -> None:
    document = resolved(ROOT)
    text = outline(document)
    assert not re.search(r"\{\{|\[@|\[\^[^\d\]]|:::", text)
    marks = [
        one.number
        for block in brief_blocks(document)
        for run in runs(block)
        for one in walk_inlines(run)
        if isinstance(one, NoteMark)
    ]
    assert [*dict.fromkeys(marks)] == [one.number for one in document.notes]
    for kind in (figures(document), tables(document)):
        numbers = [one.number for one in kind if one.number]
        assert numbers == [*range(1, len(numbers) + 1)]
    sections = [
        one.number for one in document.blocks if isinstance(one, Section) and one.number.isdigit()
    ]
    assert sections == [str(at + 1) for at in range(len(sections))]


def text_of(tiny: Path, body: str, **settings: str) -> ResolvedDocument:
    front = {"title": "T", "lang": "en-GB", "bibliography": "references.json", **settings}
    head = "\n".join(f"{key}: {value}" for key, value in front.items())
    (tiny / "content/brief.md").write_text(f"---\n{head}\n---\n\n{body}\n")
    return resolved(tiny)


def test_a_note_mark_stands_behind_the_punctuation(tiny: Path) -> None:
    text = "It grew [@doe2020], they say [@roe2021]. “It did [@doe2020, 3].” End."
    document = text_of(tiny, text)
    body = outline(document).splitlines()[3]
    assert body == "It grew,[^1] they say.[^2] “It did.”[^3] End."


def test_marks_that_meet_are_parted_and_stand_behind_the_punctuation(tiny: Path) -> None:
    document = text_of(tiny, "One [@doe2020] [@roe2021].^[Two.] Three.")
    run = next(run for block in brief_blocks(document) for run in runs(block))
    said = [str(one.number) if isinstance(one, NoteMark) else plain_text((one,)) for one in run]
    assert said == ["One.", "1", ",", "2", ",", "3", " Three."]


def test_citing_the_same_again_leads_to_the_same_note(tiny: Path) -> None:
    document = text_of(tiny, "One [@doe2020, 3]. Two [@roe2021]. Again [@doe2020, 3].")
    assert outline(document).splitlines()[3] == "One.[^1] Two.[^2] Again.[^1]"
    assert [len(note.marks) for note in document.notes] == [2, 1]


def test_a_slide_names_the_note_that_is_about_its_work_alone(tiny: Path) -> None:
    body = (
        "Both [@doe2020; @roe2021]. One [@roe2021].\n\n::: {.slide #s-a}\n## A title\n\n"
        "- Point [@roe2021].\n- Both [@roe2021; @doe2020].\n\n::: notes\nSaid.\n:::\n:::\n"
    )
    text = outline(text_of(tiny, body))
    assert "Point.[^2]" in text
    assert "Both.[^1]" in text.split("slide #s-a")[1]


def test_a_citation_in_a_footnote_makes_no_second_note(tiny: Path) -> None:
    document = text_of(tiny, "One.^[As [@doe2020, p. 3] says, {{ two }} did.] Two [@roe2021].")
    assert len(document.notes) == 2
    first = outline(document).split("NOTES\n")[1].splitlines()[0]
    assert "⟨two=1,500⟩" in first
    assert "Jane Doe" in first


def test_a_slide_carries_the_numbers_of_the_brief(tiny: Path) -> None:
    body = (
        "One [@roe2021]. Two [@doe2020].\n\n::: {.slide #s-a}\n## A title\n\n"
        "- Point [@doe2020; @roe2021].\n\n::: notes\nSaid [@doe2020].\n:::\n:::\n"
    )
    text = outline(text_of(tiny, body))
    assert "Point.[^1]superscript(,)[^2]" in text
    assert "Said.[^2]" in text


def test_an_author_date_style_prints_in_the_text_and_lists_its_works(tiny: Path) -> None:
    document = text_of(tiny, "One [@roe2021, p. 3].^[A note.]", csl="apa")
    text = outline(document)
    assert "One (Roe, 2021, p. 3).[^1]" in text
    assert document.prints_entries
    assert [entry.key for entry in document.entries] == ["roe2021"]


def test_each_use_of_a_fact_is_recorded_with_its_place(tiny: Path) -> None:
    document = resolved(tiny)
    uses = {(use.name, use.target, use.within) for use in document.uses if use.kind == "fact"}
    assert ("two", "brief", "sec-growth") in uses
    assert ("growth", "slide", "s-growth") in uses
    spans = [str(use.span) for use in document.uses if use.name == "one"]
    assert "content/brief.md:30:20" in spans


def test_korean_keeps_its_language(tiny: Path) -> None:
    assert "ko(사람)" in outline(resolved(tiny))
    assert plain_text(resolved(tiny).metadata.title) == "A tiny brief"


def test_an_archived_copy_is_printed_beside_the_live_address(tiny: Path) -> None:
    works = tiny / "content/references.json"
    copy = "https://web.archive.org/web/2026/https://example.org/"
    works.write_text(works.read_text().replace('"DOI"', f'"archive_location": "{copy}", "DOI"'))
    note = outline(text_of(tiny, "One [@roe2021].")).split("NOTES\n")[1]
    assert f"→https://doi.org/10.1000/xyz123 (archived at ({copy})→{copy})." in note


def test_a_list_of_sources_stands_where_it_is_asked_for(tiny: Path) -> None:
    body = "One [@roe2021]. Two [@doe2020].\n\n# Sources {.unnumbered}\n\n::: {#refs}\n:::\n"
    document = text_of(tiny, body)
    assert any(isinstance(block, SourceList) for block in walk(document.blocks))
    assert [entry.key for entry in document.entries] == ["doe2020", "roe2021"], "by the style"
    assert document.cited_at == {"roe2021": ("mark-1",), "doe2020": ("mark-2",)}


def test_hangul_typed_in_parts_is_set_in_syllables(tiny: Path) -> None:
    document = text_of(tiny, unicodedata.normalize("NFD", "국경 지역에서 출발하는 경우"))
    assert "국경 지역에서 출발하는 경우" in outline(document)
