"""Text of every kind of file: what no text can hold is a finding at its line and column."""

import json
from pathlib import Path

import pytest

from reportgen.data.expressions import BadExpression, operands
from reportgen.diagnostics import ContentError, Diagnostics, concise
from reportgen.files.json_faults import of_json
from reportgen.files.project import Project
from reportgen.files.text import sound_text
from reportgen.files.yaml_file import convert, parse_yaml
from reportgen.reading.front_matter import Settings
from reportgen.recipes.building import build
from test_cases import said


def found_in(text: str) -> list[str]:
    diagnostics = Diagnostics()
    parse_yaml("a.yaml", text, diagnostics)
    return [concise(one) for one in diagnostics]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (0x00, "U+0000 (NUL)"),
        (0x07, "U+0007 (bell)"),
        (0x1B, "U+001B (escape)"),
        (0x7F, "U+007F (delete)"),
        (0x92, "U+0092 (control character)"),
        (0x2029, "U+2029 (paragraph separator)"),
        (0xFDD0, "U+FDD0 (no character)"),
        (0xFFFE, "U+FFFE (no character)"),
        (0x1FFFF, "U+1FFFF (no character)"),
    ],
)
def test_a_character_that_no_text_can_hold_is_named(code: int, name: str) -> None:
    diagnostics = Diagnostics()
    text = sound_text("content/a.md", f"one\ntw{chr(code)}o\n".encode(), diagnostics)
    assert text == "one\ntw\ufffdo\n"
    assert [concise(one) for one in diagnostics] == [
        f"content/a.md:2:3: error[bad-text]: no text can hold the character {name}"
    ]


@pytest.mark.parametrize("value", ["\x00", "a\x01b", "\x7f: 2"])
def test_what_comes_of_such_a_character_is_not_told_again(tmp_path: Path, value: str) -> None:
    output = said({"content/facts.yaml": f"a: {value}\n"}, tmp_path)
    assert output.count("content/facts.yaml:1") == 1, output
    assert "no text can hold" in output


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"one\nna\xefve\n", 2, "no UTF-8 text: it has the byte EF"),
        ("a: b\n".encode("utf-16"), 1, "UTF-16, not UTF-8"),
        ("a: b\n".encode("utf-16-le"), 1, "UTF-16, not UTF-8"),
    ],
)
def test_bytes_that_are_no_text_are_told_with_their_place(
    data: bytes, line: int, says: str
) -> None:
    diagnostics = Diagnostics()
    assert sound_text("content/facts.yaml", data, diagnostics) is None
    (one,) = diagnostics
    assert (one.rule.code, one.span.line) == ("bad-yaml", line)
    assert says in one.message


def test_an_entity_of_such_a_character_is_found_but_not_in_code(tmp_path: Path) -> None:
    text = "---\ntitle: T\n---\n\nA&#7;b `&#7;` &#xD800;\n"
    assert said({"content/brief.md": text}, tmp_path).splitlines()[::2] == [
        "content/brief.md:5:2: error[bad-text]: no text can hold the character U+0007 (bell)",
        "content/brief.md:5:15: error[bad-text]: no text can hold the character U+D800 "
        "(half of a pair of surrogates)",
    ]


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("a: 1\nb: 2026-02-30", "2:4", "there is no such day"),
        ("a: !!int ''", "1:4", "this is no number"),
        ("a: !!timestamp ''", "1:4", "this is no date"),
        ("a: !!set {b}", "1:4", "the tag `!!set` is not read"),
        ("a: !!python/name:os.x ''", "1:4", "is not read"),
        ("a: " + "9" * 5000, "1:4", "too many digits"),
        ('a: "\\UFFFFFFFF"', "1:7", "this escape names no character"),
        ('a: "\\udcff"', "1:4", "this text holds U+DCFF"),
        ("? [a]\n: b", "1:3", "a key is text"),
        ("a:\n\tb: 1", "2:1", "a tab indents"),
        ("title: {{ x }}", "1:9", "a key is text"),
    ],
)
def test_what_yaml_cannot_read_stands_at_its_value(text: str, place: str, says: str) -> None:
    (one,) = found_in(text)
    assert one.startswith(f"a.yaml:{place}: error[bad-yaml]: ")
    assert says in one


def test_what_looks_like_a_number_to_the_base_of_60_or_8_is_text() -> None:
    read = parse_yaml("a.yaml", "a: 12:30\nb: 0101\nno: 0\n2019: 1_000", Diagnostics())
    assert read.value == {"a": "12:30", "b": "0101", "no": 0, "2019": 1000}


@pytest.mark.parametrize(
    ("setting", "says", "helps"),
    [
        ("lang: no", "YAML reads this as true or false", "put it in quotes"),
        ("status: finished", "`finished` is not known here", "one of: `draft`, `final`"),
        ("keywords: {a: b}", "this is keys with values, not text or a list", "write text or"),
        ("author: [{name: 4}]", "YAML reads this as a number", "put it in quotes"),
        ("lagn: en", "unknown setting `lagn`", "`lang`"),
        ("papersize: " + "x" * 3000, "is not known here", "one of: `a4`"),
    ],
)
def test_a_bad_setting_says_what_is_allowed(setting: str, says: str, helps: str) -> None:
    diagnostics = Diagnostics()
    convert(parse_yaml("a.md", f"title: T\n{setting}", diagnostics), Settings, diagnostics)
    (one,) = diagnostics
    assert one.span.line == 2
    assert says in one.message
    assert helps in one.help
    assert len(one.message) < 200


def test_litter_of_file_systems_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for name in ("brief.md", "._brief.md", ".#brief.md", "~$brief.md"):
        (tmp_path / "content" / name).write_bytes(b"\x00\x05\x16\x07")
    assert Project(tmp_path).documents() == ("content/brief.md",)


def test_a_finding_prints_no_control_character(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    parse_yaml("a.yaml", '"\\e[31m": 1\n"\\e[31m": 2', diagnostics)
    assert all("\x1b" not in concise(one) + one.help for one in diagnostics)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("(one + 2", "a bracket of it is not closed"),
        ("one plus 2", "`plus` is not understood where it stands"),
        ("one *", "something is missing at its end"),
    ],
)
def test_a_formula_is_told_of_in_words_of_formulas(formula: str, words: str) -> None:
    with pytest.raises(BadExpression, match=words):
        operands(formula)


@pytest.mark.parametrize("text", ['{"a" 1}', '{"a": }', "{'a': 1}", '["a" 1]', '["a\n"]', "[1] 2"])
def test_json_is_told_of_in_an_authors_words(text: str) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(text)
    assert of_json(caught.value) != caught.value.msg


def test_what_a_register_that_is_no_text_lacks_is_not_told(tmp_path: Path) -> None:
    brief = "---\ntitle: T\n---\n\n# One\n\nThere are {{ one }} and {{ two }}.\n"
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "brief.md").write_text(brief)
    (folder / "facts.yaml").write_bytes(b"one: {value: 1, note: caf\xe9}\n")
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(tmp_path), ("pdf",), diagnostics))
    assert [str(one.span) for one in diagnostics] == ["content/facts.yaml:1:26"]
