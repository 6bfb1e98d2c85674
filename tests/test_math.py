"""Formulas: set in both files, told in words, or refused; dollar signs in prose stay."""

import io
import re
import zipfile

import pytest

from projects import Made
from reportgen.checks.formula_parity import is_picture_of, signs
from reportgen.checks.read_back import read_deck
from reportgen.diagnostics import Diagnostics
from reportgen.document import Math, Plain, Styled, Text
from reportgen.files.project import Project
from reportgen.formula import set_formula
from reportgen.pandoc import run
from reportgen.reading.math import read_formulas
from reportgen.recipes.checking import check

TEXT = r"""# Math $E = mc^2$ {#sec-one}

Mass is $E = mc^2$, a price of $5 and one of $10, less than $\frac{a}{b}$: see @eq-one, or
[-@eq-one]. It goes on.^[A note with $\hat{y} = \beta_0$ in it.]

$$
\frac{a+b}{c_1} = \begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}
$$ {#eq-one}

\begin{equation}
y = \alpha x
\end{equation}

| a | $\sigma$ |
|---|---|
| 1 | $\sqrt{2}$ |

::: {.slide #s-one}
## Energy is $E = mc^2$

- Mass: $E = mc^2$ on 5 km^2^

$$\int_0^1 x^2 dx = \frac{1}{3}$$

![](#eq-one)

::: notes
As $\frac{a}{b}$ says:

$$\sqrt{x}$$
:::
:::
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("math"), TEXT)


def formula(tex: str) -> Math:
    found = read_formulas(run(["-f", "markdown"], f"${tex}$")).known
    return found[False, tex]


def said(inlines: tuple[Plain, ...]) -> str:
    parts = []
    for one in inlines:
        match one:
            case Text(text):
                parts.append(text.replace("\u00a0", " "))
            case Styled(style, content):
                parts.append(f"<{style}:{said(content)}>")
    return "".join(parts)


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        ("E = mc^2", "E = mc²"),
        (r"\frac{a+b}{c_1}", "(a + b)/c₁"),
        (r"\sum_{i=1}^{n} x_i^2", "∑_(i=1)ⁿ x_i²"),
        (r"\hat{y} = \beta_0 + \beta_1 x", "ŷ = β₀ + β₁x"),
        (r"\sqrt{x^2+y^2}", "√(x² + y²)"),
        ("10^{-3}", "10⁻³"),
        ("n = 33{,}000", "n = 33,000"),
        (r"\lim_{x \to 0} f(x)", "lim_(x→0) f(x)"),
        (r"90^\circ", "90°"),
        (r"f(x) = \sin x", "f(x) = sin x"),
    ],
)
def test_a_formula_is_said_in_a_line(tex: str, line: str) -> None:
    assert formula(tex).text == line


@pytest.mark.parametrize(
    ("tex", "runs"),
    [
        ("E = mc^2", "<emphasis:E> = <emphasis:m><emphasis:c><superscript:2>"),
        ("p < 0.05", "<emphasis:p> < 0.05"),
        (r"\log_{10} x", "log<subscript:10> <emphasis:x>"),
        (r"N(\mu, \sigma^2)", "<emphasis:N>(<emphasis:μ>, <emphasis:σ><superscript:2>)"),
        (r"\frac{a}{b}", ""),
        (r"\bar{x}", ""),
        ("a^{b^c}", ""),
        (r"\sum_i x", ""),
    ],
)
def test_runs_of_text_say_a_formula_whole_or_not_at_all(tex: str, runs: str) -> None:
    assert said(formula(tex).inlines) == runs


def test_a_formula_stands_on_its_baseline() -> None:
    flat, deep = set_formula(formula("x")), set_formula(formula(r"\frac{a}{b}"))
    assert abs(flat.depth) < 0.06
    assert deep.depth > 0.2
    assert b"<text" not in deep.svg


def test_both_files_are_sound(made: Made) -> None:
    assert made.errors == []


def test_the_brief_holds_each_formula_with_its_alternative(made: Made) -> None:
    assert sorted(made.brief.formulas) == sorted(
        ["E = mc²", "E = mc²", "a/b", "ŷ = β₀", "(a + b)/c₁ = (1, 0; 0, 1)", "y = αx", "σ", "√2"]
    )
    text = "".join(made.brief.pages)
    assert "a price of $5 and one of $10" in re.sub(r"\s+", " ", text)
    assert "(1)" in text
    assert "Equation\xa01" in text or "Equation 1" in text
    assert not re.search(r"\\[a-z]+|\$\$", text)


def test_slides_hold_equations_as_office_math_and_as_picture(made: Made) -> None:
    slide = made.deck.slides[1]
    assert [one.alternatives for one in slide.equations] == [
        ("∫₀¹ x²dx = 1/3", "∫₀¹ x²dx = 1/3"),
        ("(a + b)/c₁ = (1, 0; 0, 1)", "(a + b)/c₁ = (1, 0; 0, 1)"),
    ]
    assert slide.equations[0].signs == "01x2dx=13"
    assert all(one.png.startswith(b"\x89PNG") and one.svg for one in slide.equations)
    assert "Energy is E\xa0=\xa0mc" in slide.title
    assert "As a/b says:\n√x" in slide.notes


def test_the_deck_is_valid(made: Made) -> None:
    from openxml_audit import OpenXmlValidator

    path = str(made.root / "build/brief.pptx")
    assert list(OpenXmlValidator().validate(path).errors) == []


def test_pictures_and_signs_are_held_to_the_formula(made: Made) -> None:
    first, second = made.deck.slides[1].equations
    known = read_formulas(run(["-f", "markdown"], r"$$\int_0^1 x^2 dx = \frac{1}{3}$$")).known
    (math,) = known.values()
    assert signs(math) == first.signs != second.signs
    assert is_picture_of(math, first.svg, first.png)
    assert not is_picture_of(math, first.svg, second.png)
    assert not is_picture_of(math, second.svg, second.png)


def test_a_change_of_either_branch_is_found(made: Made) -> None:
    path, whole = made.root / "build/brief.pptx", made.pptx
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    other = read_deck(whole).slides[1].equations[1].png
    name = next(one for one, data in parts.items() if one.endswith(".png") and data != other)
    changes = {
        "Office Math": ("ppt/slides/slide2.xml", b"<m:t>3</m:t>", b"<m:t>4</m:t>"),
        "a picture": (name, parts[name], other),
        "in words": ("ppt/slides/slide2.xml", b"= 1/3", b"= 1/4"),
    }
    try:
        for word, (part, old, new) in changes.items():
            assert old in parts[part]
            written = io.BytesIO()
            with zipfile.ZipFile(written, "w") as archive:
                for one, data in parts.items():
                    archive.writestr(one, data.replace(old, new) if one == part else data)
            path.write_bytes(written.getvalue())
            diagnostics = Diagnostics()
            list(check(Project(made.root), diagnostics))
            assert [one for one in diagnostics if one.level == "error"], word
    finally:
        path.write_bytes(whole)
