"""`make` as the front door: what it builds, and when it has nothing to do."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from conftest import ROOT, TINY, copy_project
from reportgen.files.project import theme_file


def with_make(root: Path) -> Path:
    """Give a project the Makefile, and this environment in place of its own."""
    copy_makefiles(root)
    for name in ("pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "tools", root / "tools")
    environment = root / ".venv/bin"
    environment.mkdir(parents=True)
    (environment / "reportgen").symlink_to(Path(sys.executable).parent / "reportgen")
    (root / ".venv/ready").touch()
    return root


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny project, built once by make."""
    root = with_make(copy_project(TINY, tmp_path_factory.mktemp("first") / "made"))
    assert make(root).count("reportgen build") == 1, "one process makes both files"
    return root


@pytest.fixture
def made(first: Path, tmp_path: Path) -> Path:
    """The tiny project, built: a copy, with the times of its files."""
    return Path(shutil.copytree(first, tmp_path / "made", symlinks=True))


def run_make(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = ["make", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def copy_makefiles(root: Path) -> None:
    """Copy the Makefile, and the one that it shares with every project."""
    for name in ("Makefile", "src/reportgen/starter/Makefile"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)


def make(root: Path, *arguments: str) -> str:
    done = run_make(root, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_make_builds_both_files_and_then_has_nothing_to_do(made: Path) -> None:
    assert "Nothing to be done" in make(made)
    (made / "content/data/count.csv").write_text("year,total\n2019,1000\n2020,1500\n")
    again = make(made)
    assert again.count("reportgen build") == 1, "one process makes both"
    assert "unchanged" not in again


WITH_TWO_FIGURES = """
![**Shares.** Parts of a year.](figures/share.py){#fig-share alt="Two columns."}

![A logo.](logo.png){#fig-logo alt="A square."}

::: {.slide #s-share}
## Shares changed

![](#fig-share)

::: notes
Say how.
:::
:::

# About"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one of each kind of input, built by make."""
    root = with_make(copy_project(TINY, tmp_path_factory.mktemp("exact") / "made"))
    source = root / "content/brief.md"
    source.write_text(source.read_text().replace("\n# About", WITH_TWO_FIGURES))
    (root / "content/data/share.csv").write_text("year,share\n2019,4\n2020,6\n")
    (root / "content/data/unread.csv").write_text("a,b\n1,2\n")
    (root / "figures/share.py").write_text(
        "from _through import ink\n\ndef draw(figure, share):\n"
        "    figure.subplots().bar(['a', 'b'], share['share'], color=ink())\n"
    )
    (root / "figures/_through.py").write_text("from _ink import ink\n")
    (root / "figures/_ink.py").write_text("def ink():\n    return '#336699'\n")
    (root / "templates/fonts").mkdir(parents=True)
    shutil.copy(theme_file("templates/brief.html"), root / "templates/brief.html")
    (root / "templates/own.css").write_text("h2 { color: #123456 !important }\n")
    (root / "templates/_brand.yml").write_text("color: {primary: '#336699'}\n")
    shutil.copy(theme_file("fonts/SourceSans3-Regular.ttf"), root / "templates/fonts/own.ttf")
    Image.new("RGB", (60, 60), "#123456").save(root / "content/logo.png")
    make(root)
    return root


PDF, PPTX, COUNT, SHARE = "brief.pdf", "brief.pptx", "en-GB-fig-count", "en-GB-fig-share"
EVERYTHING = {PDF, PPTX, COUNT, SHARE}


@pytest.mark.parametrize(
    ("what", "file", "old", "new", "made"),
    [
        ("a caption", "content/brief.md", "Parts of a year", "Parts of each", {PDF, PPTX}),
        ("text of the brief alone", "content/brief.md", "counted twice", "counted thrice", {PDF}),
        ("a speaker note", "content/brief.md", "Say how.", "Say when.", {PPTX}),
        ("data of a figure", "content/data/share.csv", "2020,6", "2020,7", {PDF, PPTX, SHARE}),
        ("data of a fact", "content/data/count.csv", "2020,1", "2020,2", {PDF, PPTX, COUNT}),
        ("a fact", "content/facts.yaml", "value: 2020", "value: 2021", {PDF, PPTX}),
        ("a source", "content/references.json", '"House"', '"Home"', {PDF, PPTX}),
        ("a figure module", "figures/share.py", "bar(", "barh(", {PDF, PPTX, SHARE}),
        ("a module behind it", "figures/_ink.py", "336699", "993366", {PDF, PPTX, SHARE}),
        ("an image", "content/logo.png", "", "", {PDF}),
        ("a rule of CSS", "templates/own.css", "123456", "654321", {PDF}),
        ("a template", "templates/brief.html", "<body>", "<body><p>Ours</p>", {PDF}),
        ("the brand", "templates/_brand.yml", "336699", "336688", EVERYTHING),
        ("a font", "templates/fonts/own.ttf", "", "", {COUNT, SHARE}),
        ("a file saved as it was", "content/brief.md", "", "", set()),
        ("a file that nothing reads", "content/data/unread.csv", "1", "2", None),
    ],
)
def test_what_a_change_makes_anew(
    whole: Path, what: str, file: str, old: str, new: str, made: set[str] | None
) -> None:
    """`made` is None where make has nothing to do, and starts no Python."""
    before, drawn = contents(whole), drawings(whole)
    changed(whole / file, old, new)
    said = make(whole)
    if made is None:
        assert "Nothing to be done" in said
    else:
        anew = {name for name, data in contents(whole).items() if data != before[name]}
        anew |= {
            name.partition("-deck")[0].partition("-brief")[0]
            for name, at in drawings(whole).items()
            if drawn.get(name) != at
        }
        assert anew == made, f"{what}: {said}"
    assert "Nothing to be done" in make(whole)


def changed(file: Path, old: str, new: str) -> None:
    """Change a text; or a picture, or a font, so that it stays one."""
    if file.suffix == ".png":
        Image.new("RGB", (60, 60), "#654321").save(file)
    elif file.suffix == ".ttf":
        shutil.copy(theme_file("fonts/SourceSans3-It.ttf"), file)
    else:
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))


def contents(root: Path) -> dict[str, bytes]:
    return {name: (root / "build" / name).read_bytes() for name in (PDF, PPTX)}


def drawings(root: Path) -> dict[str, int]:
    found = (root / "build/.reportgen").glob("*.drawing")
    return {path.name: path.stat().st_mtime_ns for path in found}


def test_a_new_stylesheet_counts_as_soon_as_it_is_there(made: Path) -> None:
    (made / "templates").mkdir()
    (made / "templates/own.css").write_text("h2 { color: #123456 !important }\n")
    said = make(made)
    assert "build/brief.pdf  unchanged" not in said
    assert "build/brief.pptx  unchanged" in said


def test_an_output_that_was_deleted_is_made_again(made: Path) -> None:
    (made / "build/brief.pptx").unlink()
    said = make(made)
    assert "build/brief.pdf  unchanged" in said
    assert (made / "build/brief.pptx").exists()


@pytest.mark.parametrize("name", ["brief.pdf", "brief.pptx"])
def test_an_output_that_was_altered_is_made_again(made: Path, name: str) -> None:
    path = made / "build" / name
    whole = path.read_bytes()
    path.write_bytes(whole + b"more")
    make(made)
    assert path.read_bytes() == whole
    assert "reportgen build" not in make(made)


def test_an_input_that_was_deleted_does_not_stop_make(made: Path) -> None:
    source = made / "content/brief.md"
    (made / "figures/count.py").rename(made / "figures/total.py")
    source.write_text(source.read_text().replace("figures/count.py", "figures/total.py"))
    assert "build/brief.pdf" in make(made)


def test_a_fault_costs_no_file_and_is_told_until_it_is_mended(made: Path) -> None:
    before, source = contents(made), made / "content/brief.md"
    text = source.read_text()
    source.write_text(text.replace("[@doe2020, p. 3]", "[@nobody]"))
    for _ in range(2):
        done = run_make(made)
        assert done.returncode == 2
        assert "no reference `@nobody`" in done.stderr
        assert contents(made) == before
    source.write_text(text)
    assert "unchanged" in make(made)


def test_a_warning_is_told_by_every_build_until_it_is_mended(made: Path) -> None:
    (made / "templates").mkdir()
    (made / "templates/own.css").write_text("h1 { colour: red }\n")
    for _ in range(2):
        done = run_make(made)
        assert "templates/own.css:1:6: warning" in done.stderr
        (made / "content/brief.md").touch()
    (made / "templates/own.css").write_text("h2 { color: #123456 !important }\n")
    assert "warning" not in run_make(made).stderr


def test_make_builds_two_documents_at_once(made: Path) -> None:
    shutil.copy(made / "content/brief.md", made / "content/other.md")
    make(made, "-j8")
    for name in ("brief.pdf", "brief.pptx", "other.pdf", "other.pptx"):
        assert (made / "build" / name).stat().st_size > 1000
    assert "Nothing to be done" in make(made, "-j8")


def test_a_path_with_a_space_is_refused_in_words(tmp_path: Path) -> None:
    root = tmp_path / "a folder"
    root.mkdir()
    copy_makefiles(root)
    done = subprocess.run(["make"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "a path with a space in it" in done.stderr


def test_help_lists_the_verbs() -> None:
    listed = make(ROOT, "help")
    for verb in ("test", "lint", "check", "clean", "distclean"):
        assert f"make {verb}" in listed
