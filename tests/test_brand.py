"""brand.yml as its makers describe it: palette, typefaces, fonts, logos; and what is legible."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

from reportgen.brand import FACES
from reportgen.contrast import contrast, readable
from reportgen.diagnostics import Diagnostics, concise
from reportgen.files.project import Project, theme_file
from reportgen.theme import Theme, load_theme

SANS = next(name for name, family, *_ in FACES if family == "Source Sans 3")


def loaded(root: Path, text: str) -> tuple[Theme, list[str]]:
    """Return the theme of a project with this brand file, and what was found."""
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates/_brand.yml").write_text(text, "utf-8")
    diagnostics = Diagnostics()
    return load_theme(Project(root), diagnostics), [
        f"{concise(one)} {one.help}" for one in diagnostics
    ]


def pictures(root: Path, *names: str) -> None:
    (root / "templates").mkdir(exist_ok=True)
    for name in names:
        Image.new("RGB", (30, 10), "#336699").save(root / "templates" / name)


@pytest.mark.parametrize(
    ("written", "color"),
    [
        ('"#369"', "#336699"),
        ('"#336699ff"', "#336699"),
        ('"rgb(51, 102, 153)"', "#336699"),
        ("rebeccapurple", "#663399"),
        ("sea", "#1f4d6a"),
        ("deep", "#1f4d6a"),
        ('{light: sea, dark: "#ffffff"}', "#1f4d6a"),
    ],
)
def test_a_colour_is_one_of_css_or_a_name(tmp_path: Path, written: str, color: str) -> None:
    palette = '{deep: sea, sea: "#1F4D6A"}'
    theme, found = loaded(tmp_path, f"color:\n  palette: {palette}\n  primary: {written}\n")
    assert (theme.brand.color("primary"), found) == (color, [])


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("primary: {light: sea}", "2:3: error[bad-setting]: `sea` is neither a colour"),
        ('primary: "#11223344"', "2:3: error[bad-setting]: `#11223344` can be seen through"),
        (
            'primary: "oklch(0.5 0.1 200)"',
            "`oklch(0.5 0.1 200)` is neither",
        ),
        ("primary: {light: sea}\n  palette: {sea: see, see: sea}", "leads back to itself"),
        ("primry: '#112233'", "2:3: error[bad-setting]: brand.yml has no colour `primry`"),
    ],
)
def test_what_is_no_colour_is_told_at_its_place(tmp_path: Path, written: str, message: str) -> None:
    _, found = loaded(tmp_path, f"color:\n  {written}\n")
    assert message in found[0].replace("templates/_brand.yml:", "")


@pytest.mark.parametrize("written", ["size: banana", "line-height: -1", "size: 12:30"])
def test_a_size_that_is_none_is_told(tmp_path: Path, written: str) -> None:
    _, found = loaded(tmp_path, f"typography:\n  base: {{{written}}}\n")
    assert "is no size" in found[0]


def test_a_typeface_is_a_family_or_a_mapping(tmp_path: Path) -> None:
    theme, found = loaded(
        tmp_path,
        "meta: {name: {short: A, full: Alpha}, link: 'https://example.org'}\n"
        "typography:\n  base: Source Serif 4\n  monospace: Source Code Pro\n"
        "  headings: {family: Source Serif 4, weight: bold, line-height: 1.1}\n"
        "  link: {decoration: underline}\n",
    )
    brand = theme.brand
    assert found == []
    assert (brand.base, brand.base_size, brand.headings) == ("Source Serif 4", "10pt",
                                                            "Source Serif 4")  # fmt: skip
    assert (brand.heading_weight, brand.display) == (700, "Source Serif 4"), "titles follow"


def test_a_family_that_no_file_holds_is_told_once_with_what_mends_it(tmp_path: Path) -> None:
    theme, found = loaded(
        tmp_path,
        "typography:\n  fonts:\n    - {family: Inter, source: google, weight: [400, 700]}\n"
        "  base: Inter\n  headings: Inter\n  monospace: {family: Sorce Code Pro}\n",
    )
    assert len(found) == 2
    assert "4:3: error[bad-setting]: no file holds the family `Inter`" in found[0]
    assert "downloads nothing" in found[0]
    assert "`Source Code Pro`" in found[1]
    assert theme.brand.base == "Inter"


def test_a_family_of_the_machine_needs_no_file(tmp_path: Path) -> None:
    text = "typography:\n  fonts:\n    - {family: Univers, source: system}\n  base: Univers\n"
    theme, found = loaded(tmp_path, text)
    assert found == []
    assert theme.brand.system_fonts == ("Univers",)


def test_fonts_come_from_files_beside_the_brand(tmp_path: Path) -> None:
    (tmp_path / "templates/type").mkdir(parents=True)
    shutil.copy(theme_file(f"fonts/{SANS}"), tmp_path / "templates/type/own.ttf")
    text = (
        "typography:\n  fonts:\n    - family: {}\n      source: file\n      files:\n"
        "        - {{path: type/own.ttf, weight: 400}}\n  base: {}\n"
    )
    theme, found = loaded(tmp_path, text.format("Source Sans 3", "Source Sans 3"))
    assert found == []
    assert theme.fonts[-1].path == tmp_path / "templates/type/own.ttf"
    _, found = loaded(tmp_path, text.format("Mine", "Mine"))
    assert (
        "6:11: error[bad-setting]: `templates/type/own.ttf` holds the family `Source Sans 3`"
        in found[0]
    )
    (tmp_path / "templates/type/own.ttf").write_bytes(b"torn")
    _, found = loaded(tmp_path, text.format("Mine", "Mine"))
    assert len(found) == 1, "that nothing holds the family is the same fault"
    assert "own.ttf` is no font that can be read" in found[0]
    (tmp_path / "templates/type/own.ttf").unlink()
    _, found = loaded(tmp_path, text.format("Source Sans 3", "Source Sans 3"))
    assert "error[missing-file]: there is no file `templates/type/own.ttf`" in found[0]


@pytest.mark.parametrize(
    ("written", "cover", "dark", "page"),
    [
        ("a.png", "a", "a", ""),
        ("{medium: a.png}", "a", "a", ""),
        ("{path: a.png, alt: House}", "a", "a", ""),
        ("{medium: {light: a.png, dark: b.png}, small: c.png}", "a", "b", "c"),
        ("{large: {dark: {path: b.png, alt: House}}}", "b", "b", ""),
        ("{images: {one: {path: c.png, alt: House}}, small: one}", "c", "c", "c"),
    ],
)
def test_a_logo_has_sizes_and_grounds(
    tmp_path: Path, written: str, cover: str, dark: str, page: str
) -> None:
    pictures(tmp_path, "a.png", "b.png", "c.png")
    theme, found = loaded(tmp_path, f"logo: {written}\n")
    assert found == []
    shown = (theme.logo("House"), theme.logo("House", dark=True), theme.mark())
    names = [Path(one.source).stem if one else "" for one in shown]
    assert names == [cover, dark, page]


def test_a_colour_that_cannot_be_read_is_told_with_the_nearest_that_can(tmp_path: Path) -> None:
    theme, found = loaded(tmp_path, 'color:\n  primary: "#ff9933"\n')
    assert len(found) == 1, "one cause, one finding"
    assert "2:3: warning[low-contrast]: `primary`, #ff9933, has a contrast of" in found[0]
    near = readable("#ff9933", (("#ffffff", 4.5), (theme.brand.color("light"), 4.5)))
    assert near in found[0]
    assert theme.brand.color("primary") == near, "words are set in it, and stand on it"
    assert 4.5 <= contrast(near, theme.brand.color("light")) < 4.7
    _, found = loaded(tmp_path, f'color:\n  primary: "{near}"\n')
    assert found == []
    _, found = loaded(tmp_path, 'color:\n  background: "#808080"\n')
    assert len(found) > 3
    assert all(":2:3: warning[low-contrast]" in one for one in found)


def test_a_section_that_brand_yml_does_not_have_is_told(tmp_path: Path) -> None:
    _, found = loaded(tmp_path, "colour:\n  primary: '#112233'\n")
    assert "1:1: error[bad-setting]: brand.yml has no `colour`" in found[0]
