"""Settings of the right type whose value cannot be: a finding of the build, at the setting."""

from pathlib import Path

import pytest

from test_cases import said

PAGE = "---\n{}\n---\n\n# One\n\nText.\n"


@pytest.mark.parametrize(
    ("settings", "place", "says"),
    [
        ('title: ""', "2:1", "the title is empty"),
        ("title:", "2:1", "the title is empty"),
        ('title: "\\u200b\\u00ad"', "2:1", "the title is empty"),
        ("title: T\ncorrections: 'http://[::1'", "3:1", "is no address"),
        ('title: "<!-- none -->"', "2:1", "the title is empty"),
        ("title: [a, b]", "2:1", "YAML reads this as a list"),
        ("title: no", "2:1", "YAML reads this as true or false"),
        ("title: T\nurl: not an address", "3:1", "this is no address"),
        ("title: T\nurl: 'http://[::1'", "3:1", "this is no address"),
        ("title: T\nlang: nonsense tag", "3:1", "this is no tag of a language"),
        ("title: T\nlang: x", "3:1", "this is no tag of a language"),
        ('title: T\ncontact: "a\\n\\nb"', "3:1", "`contact` is more than a line of text"),
        ("title: T\nsubtitle: |\n  - a\n  - b", "3:1", "`subtitle` is more than a line of text"),
        ("title: T\nchanges: {a: b}", "3:1", "this is no list of texts"),
        ("title: T\nauthor: {nmae: A}", "3:10", "unknown setting `nmae`"),
        ("title: T\ncsl: none-such", "3:1", "there is no citation style"),
        ("title: T\nbibliography: none.json", "3:1", "there is no file"),
        ("title: T\nreference-doc: none.pptx", "3:1", "there is no file"),
        ("title: T\norganisation: " + "wide " * 200, "3:1", "too high"),
    ],
)
def test_a_setting_that_cannot_be_stands_at_its_key(
    settings: str, place: str, says: str, tmp_path: Path
) -> None:
    files = {"content/brief.md": PAGE.format(settings)}
    found = said(files, tmp_path)
    assert f"content/brief.md:{place}: error" in found
    assert says in found


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("See [there](#nope).", "5:5", "nothing has the identifier `#nope`"),
        ("See [there](other.md).", "5:5", "`other.md` is no address"),
        ("[a]()", "5:1", "this link leads nowhere"),
        ("[a](javascript:b)", "5:1", "is no address"),
        ("[a](file:///etc/hosts)", "5:1", "is no address"),
        ("[사람]{lang=korean!}", "5:11", "`korean!` is no tag of a language"),
        ("[a]{dir=up}", "5:9", "`up` is no direction of text"),
        ("[a]{lang=de dir='rl'}", "5:18", "`rl` is no direction of text"),
    ],
)
def test_links_and_languages_of_the_text_are_looked_at(
    text: str, place: str, says: str, tmp_path: Path
) -> None:
    found = said({"content/brief.md": f"---\ntitle: T\n---\n\n{text}\n\n# One\n"}, tmp_path)
    assert f"content/brief.md:{place}: error" in found
    assert says in found


def test_a_language_without_words_of_the_tool_is_told_once_at_its_setting(tmp_path: Path) -> None:
    found = said({"content/brief.md": PAGE.format("title: T\nlang: it")}, tmp_path)
    assert found.count("no-words") == 1
    assert "content/brief.md:3:1: warning[no-words]" in found
    assert "there are words in en, ar, de" in found
