"""`reportgen figure`: one figure with its words as a picture for the web."""

import io
import json
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from reportgen.diagnostics import Diagnostics, UsageError
from reportgen.files.project import Project
from reportgen.recipes.figure_picture import write_figure

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def written(tiny: Path) -> dict[str, bytes]:
    for form in ("png", "svg"):
        write_figure(Project(tiny), "fig-count", form, 720, Diagnostics())
    return {path.suffix: path.read_bytes() for path in (tiny / "build").glob("fig-count.*")}


def test_a_figure_alone_carries_its_words_its_alternative_and_its_data(
    written: dict[str, bytes],
) -> None:
    image = Image.open(io.BytesIO(written[".png"]))
    told = json.loads(written[".json"])
    assert image.width == 720
    assert image.text["Description"] == told["alternative"] != ""  # type: ignore[attr-defined]
    assert told["exhibit"]["data"][0][0] == "content/data/count.csv"
    root = etree.fromstring(written[".svg"])
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}desc") == told["alternative"]
    text = " ".join(" ".join(map(str, one.itertext())) for one in root.iter(f"{SVG}text"))
    for words in (told["title"], told["source"]):
        assert set(words.split()) <= set(text.split()), words
    shown = [" ".join(map(str, one.itertext())).strip() for one in root.iter(f"{SVG}text")]
    assert shown[0] in told["title"], "no running line of a page stands above it"
    style = root.findtext(f"{SVG}style") or ""
    assert "url(data:font/woff2;base64," in style, "it asks for no font of the machine"
    assert "url(http" not in style


def test_a_figure_that_no_document_has_is_named_with_one_that_is_alike(tiny: Path) -> None:
    with pytest.raises(UsageError, match="`fig-count`"):
        write_figure(Project(tiny), "fig-cuont", "png", 720, Diagnostics())


def test_a_figure_is_that_of_the_edition_in_a_language(tiny: Path) -> None:
    text = (tiny / "content/brief.md").read_text()
    lang = next(line for line in text.splitlines() if line.startswith("lang:"))
    (tiny / "content/brief.ko.md").write_text(text.replace(lang, "lang: ko"))
    project = Project(tiny)
    made = write_figure(project, "fig-count", "png", 400, Diagnostics(), lang="ko")
    assert made == ("build/fig-count.ko.png", "build/fig-count.ko.json")
    assert json.loads((tiny / made[1]).read_bytes())["document"] == "content/brief.ko.md"
    with pytest.raises(UsageError, match=r"no document is in `fr`; there is: .*ko"):
        write_figure(project, "fig-count", "png", 400, Diagnostics(), lang="fr")
