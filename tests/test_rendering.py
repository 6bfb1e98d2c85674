"""What WeasyPrint warns of, and what it lets fall, becomes a finding with a place."""

from pathlib import Path

import pytest

from conftest import Built
from reportgen.build import build
from reportgen.diagnostics import ContentError, Diagnostics, Rule
from reportgen.project import Project


def test_a_faulty_stylesheet_is_named_with_line_and_column(tiny: Path) -> None:
    (tiny / "templates").mkdir()
    (tiny / "templates/own.css").write_text(
        "/* ours */\nh2 { colour: red }\nfigure { width: 12parsec }\n"
        '.cover { background: url("templates/missing.png") }\n'
    )
    found = [(str(one.span), one.message) for one in Built(tiny).diagnostics]
    assert [place for place, _ in found] == [
        "templates/own.css:2:6",
        "templates/own.css:3:10",
        "templates/own.css:4:37",
    ]
    assert "`colour: red" in found[0][1]


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ("div.notes { display: none }", "note 1"),
        ("p { display: none }", "paragraph"),
        ("h2 { display: none }", "heading"),
        ("figure { display: none }", "figure 1"),
        ("tbody tr:last-child { display: none }", "of 3 rows of tables"),
    ],
)
def test_what_a_theme_hides_fails_the_build_and_leaves_the_old_file(
    tiny: Path, rule: str, what: str
) -> None:
    (tiny / "templates").mkdir()
    (tiny / "templates/own.css").write_text(rule)
    (tiny / "build").mkdir()
    (tiny / "build/brief.pdf").write_bytes(b"old")
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(tiny), ("pdf",), diagnostics))
    lost = [one.message for one in diagnostics if one.rule is Rule.LOST_IN_LAYOUT]
    assert any(what in message for message in lost), lost
    assert (tiny / "build/brief.pdf").read_bytes() == b"old"
