"""Small inputs that would keep a build busy for hours, or take all memory: told at once."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops

from conftest import edit
from reportgen.checks.do_not_publish import Index, names
from reportgen.checks.read_back import page_texts
from reportgen.diagnostics import ContentError, Diagnostics
from reportgen.document import Place, Size, mm
from reportgen.drawing import heavy
from reportgen.drawing.figure import _render
from reportgen.files.project import Project
from reportgen.recipes.building import build

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
USES = "".join(f'<g id="a{at + 1}">{f"""<use href="#a{at}"/>""" * 10}</g>' for at in range(8))
GROWING = "".join(f"--a{at + 1}: {f'var(--a{at}) ' * 10};" for at in range(8))
PICTURE = '![**C.** Source: mine.](a.svg){#fig-a alt="Alt."}'

TRAPS = {
    "brackets": (
        {"# About": f"Text {'[' * 40}a.\n\n# About"}, {}, "content/brief.md:48:20", "14 brackets"),
    "marks": (
        {"# About": "e" + "\u0301" * 500 + "\n\n# About"}, {}, "content/brief.md:48:2", "30 marks"),
    "word": (
        {"# About": "a" * 5000 + "\n\n# About"}, {}, "content/brief.md:48:1", "4,000 letters"),
    "variables": (
        {}, {"templates/a.css": f":root {{\n--a0: xxxxxxxx;\n{GROWING}\n}}"},
        "templates/a.css:3:", "stands for more than 100000"),
    "calculations": (
        {}, {"templates/a.css": f"p {{ margin: {'calc(' * 90}1pt{')' * 90} }}"},
        "templates/a.css:1:", "more than 60 brackets"),
    "text times a number": (
        {}, {"templates/brief.html": "\n{{ 'x' * 10 ** 10 }}"}, "templates/brief.html:2", "two n"),
    "uses in uses": (
        {"# About": f"{PICTURE}\n\n# About"},
        {"content/a.svg": f'{SVG}<g id="a0"><path d="M0 0h1"/></g>{USES}<use href="#a8"/></svg>'},
        "content/brief.md:48:", "more than 100000 parts"),
    "columns": (
        {"# About": "![**W.** Source: [@doe2020].](data/wide.csv){#tbl-w}\n\n# About"},
        {"content/data/wide.csv": ",".join(f"c{at}" for at in range(9000)) + "\n",
         "content/data/wide.yaml": "title: T\nsource: doe2020\nlicense: CC0\n"},
        "content/data/wide.csv:1", "9,000 columns"),
    "cell": (
        {"# About": "![**W.** Source: [@doe2020].](data/w.csv){#tbl-w}\n\n# About"},
        {"content/data/w.csv": f"a,b\nx,1\n{'word ' * 1100},2\n",
         "content/data/w.yaml": "title: T\nsource: doe2020\nlicense: CC0\n"},
        "content/data/w.csv:3", "3,000 are the most"),
    "abstract": (
        {"license: CC BY 4.0": f"series: {'word ' * 7000}"}, {}, "content/brief.md:", "32,767"),
    "a stylesheet that hides all": (
        {}, {"templates/a.css": "body { margin-left: 3000mm }"},
        "templates/a.css", "texts are lost or run over"),
    "ticks": (
        {}, {"figures/count.py": "def draw(figure, count):\n    axes = figure.subplots()\n"
             "    axes.set_xticks([at / 5000 for at in range(5000)])\n"},
        "figures/count.py", "the x axis has 5,000 ticks"),
    "texts": (
        {}, {"figures/count.py": "def draw(figure, count):\n    axes = figure.subplots()\n"
             "    for at in range(2500): axes.text(at / 2500, 0, str(at))\n"},
        "figures/count.py", "2,500 texts"),
    "quotations": (
        {"# About": f"{'> ' * 60}x\n\n# About"}, {}, "content/brief.md:48:1", "in each other"),
    "lists": (
        {"# About": "\n".join(f"{'  ' * at}- x" for at in range(60)) + "\n\n# About"}, {},
        "content/brief.md:87:1", "in each other"),
    "a deep formula": (
        {"# About": f"${chr(92)}sqrt{'{x^' * 300}1{'}' * 300}$\n\n# About"}, {},
        "content/brief.md:48:1", "20 brackets stand"),
    "a long formula": (
        {"# About": f"${'x + ' * 2000}y$\n\n# About"}, {},
        "content/brief.md:48:1", "5,000 letters"),
    "a long heading": (
        {"# About": f"# {'word ' * 300}\n\n# About"}, {}, "content/brief.md:48:1", "this heading"),
    "backticks": (
        {"# About": " ".join("`" * (at % 300 + 1) + "a" for at in range(600)) + "\n\n# About"}, {},
        "content/brief.md:48:", "backticks are open"),
    "a template that makes pages": (
        {}, {"templates/brief.html": '{% extends "default/brief.html" %}\n{% block cover %}\n'
             "{% for at in range(99999) %}\n<p>word {{ at }} and more words</p>\n"
             "{% endfor %}{% endblock %}"},
        "templates/brief.html:4", "letters are printed"),
    "a stylesheet that prints": (
        {}, {"templates/a.css": "p::before {\n content: '" + "word " * 900 + "' }"},
        "templates/a.css:2", "more than 2,000 letters"),
    "a figure that yields": (
        {}, {"figures/count.py": "def draw(figure, count):\n    inner = lambda: (yield)\n"
             "    yield figure.subplots()\n"},
        "figures/count.py:3", "nothing of it is run"),
    "a thread": (
        {}, {"figures/count.py": "import threading, time\ndef draw(figure, count):\n"
             "    threading.Thread(target=time.sleep, args=(3,), name='own').start()\n"},
        "figures/count.py", "it left a thread running (`own`)"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_told_at_its_place(name: str, tiny: Path) -> None:
    edits, files, place, words = TRAPS[name]
    for old, new in edits.items():
        edit(tiny, old, new)
    for path, text in files.items():
        (tiny / path).parent.mkdir(exist_ok=True)
        (tiny / path).write_text(text)
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(tiny), ("pdf",), diagnostics))
    (found,) = diagnostics
    assert str(found.span).startswith(place)
    assert words in found.message


def test_sentences_in_the_first_column_of_data_break(tiny: Path) -> None:
    edit(tiny, "# About", "![**W.** Source: [@doe2020].](data/w.csv){#tbl-w}\n\n# About")
    (tiny / "content/data/w.csv").write_text(f"a,b\n{'word ' * 40},2\nx,3\n")
    (tiny / "content/data/w.yaml").write_text("title: T\nsource: doe2020\nlicense: CC0\n")
    diagnostics = Diagnostics()
    list(build(Project(tiny), ("pdf",), diagnostics))
    assert not diagnostics.errors


def test_a_long_list_of_names_is_looked_up_and_not_walked() -> None:
    index = Index(names("\n".join(f"Name{at} Family" for at in range(50_000)) + "\n김철수\n"))
    found = index.matches("Here came Family Name, and 김철수가 왔다. " * 50)
    assert {one.hangul for one in found} == {"", "김철수"}


def test_many_bars_are_drawn_as_one_and_look_as_they_did() -> None:
    def bars(count: int) -> Any:
        def drawn(figure: Any) -> None:
            axes = figure.subplots()
            axes.bar(range(count), [at * 7919 % 997 for at in range(count)], color="teal")

        return drawn

    place = Place("deck", Size(mm(60), mm(30)))
    before = heavy.MOST_ARTISTS
    looks = []
    for most in (before, 100):
        heavy.MOST_ARTISTS = most
        try:
            looks.append(_render(bars(400), place, {}))
        finally:
            heavy.MOST_ARTISTS = before
    apart, together = (Image.open(io.BytesIO(one[1])).convert("L") for one in looks)
    assert max(ImageChops.difference(apart, together).tobytes()) < 8
    assert len(looks[1][0]) < len(looks[0][0]) / 3, "pixels inside the vector figure"


def test_a_scatter_of_many_dots_is_pixels_and_its_words_are_text(tiny: Path) -> None:
    (tiny / "figures/count.py").write_text(
        "def draw(figure, count):\n"
        "    axes = figure.subplots()\n"
        "    axes.scatter(range(20000), [at * 7 % 1000 for at in range(20000)])\n"
        "    axes.set_title('Many dots')\n"
    )
    diagnostics = Diagnostics()
    list(build(Project(tiny), ("pdf",), diagnostics))
    assert list(diagnostics) == []
    data = (tiny / "build/brief.pdf").read_bytes()
    assert len(data) < 400_000
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pictures = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        assert [one for one in pictures if one.get("/Subtype") == "/Image"]
    assert "Many dots" in "".join(page_texts(data))
