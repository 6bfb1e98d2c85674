"""Languages of parts: `lang` of a block or a span reaches its words and its quotation marks."""

from pathlib import Path

from reportgen.diagnostics import Diagnostics
from reportgen.document import Foreign, ItemList, Paragraph, Section, Slide, plain_text
from reportgen.files.project import Project
from reportgen.reading.blocks import read

TEXT = """---
title: '"Titel"'
lang: de
---

# "Kopf" {#sec-one}

"Außen 'innen' außen" und ["out 'in'"]{lang=en-GB}.

::: {lang=fr}
"dehors" et

- "dedans"^["note"]
:::

::: {lang=ar dir=rtl}
::: {.slide #s-one}
## "عنوان"

- "نقطة"
:::
:::
"""


def test_marks_and_languages_of_parts(tmp_path: Path) -> None:
    """Text of a German document has German marks, a French block French ones."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/brief.md").write_text(TEXT)
    diagnostics = Diagnostics()
    document = read("content/brief.md", Project(tmp_path), diagnostics)
    assert document is not None
    assert not list(diagnostics)
    assert plain_text(document.metadata.title) == "„Titel“"
    section = document.blocks[0]
    assert isinstance(section, Section)
    assert plain_text(section.heading) == "„Kopf“"
    text, french, items, slide = section.blocks
    assert isinstance(text, Paragraph)
    assert plain_text(text.content) == "„Außen ‚innen‘ außen“ und “out ‘in’”."
    assert isinstance(french, Paragraph)
    assert french.content[0] == Foreign("fr", french.content[0].content)  # type: ignore[union-attr]
    assert plain_text(french.content) == "«\u202fdehors\u202f» et"
    assert isinstance(items, ItemList)
    item = items.items[0][0]
    assert isinstance(item, Paragraph)
    assert isinstance(item.content[0], Foreign)
    assert item.content[0].lang == "fr"
    note = item.content[0].content[-1]
    assert plain_text(note.blocks[0].content) == "«\u202fnote\u202f»"  # type: ignore[union-attr]
    assert note.blocks[0].content[0].lang == "fr"  # type: ignore[union-attr]
    assert isinstance(slide, Slide)
    assert slide.title == (Foreign("ar", slide.title[0].content, "rtl"),)  # type: ignore[union-attr]
    assert plain_text(slide.title) == "«عنوان»"
