"""The tool's own words, quotation marks and directions, language by language."""

import re

import pytest
import yaml

from reportgen.files.project import theme_file
from reportgen.language import counted_word, parse_locale, quotes, words
from reportgen.scripts import direction_of, direction_of_language, script_of, visible

UNITED_NATIONS = ("ar", "zh", "en", "fr", "ru", "es")
LANGUAGES = (*UNITED_NATIONS, "ko", "de", "he", "fa", "ur")


@pytest.mark.parametrize("name", ["words.yml", "deck_words.yml"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_word(name: str, lang: str) -> None:
    """A word that a language lacks would print in English without anybody being told."""
    table = yaml.safe_load(theme_file(name).read_text("utf-8"))
    assert list(table[lang]) == list(table["en"])
    assert all(isinstance(word, str) and word.strip() for word in table[lang].values())


@pytest.mark.parametrize("name", ["words.yml", "deck_words.yml"])
def test_no_language_stands_in_one_list_only(name: str) -> None:
    """What prints French words in the brief has them in the deck too."""
    assert set(yaml.safe_load(theme_file(name).read_text("utf-8"))) == set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_counted_words_have_each_form_of_their_language(lang: str) -> None:
    """Each has a form for any number, under names that CLDR knows or for one exact number."""
    table = yaml.safe_load(theme_file("counted_words.yml").read_text("utf-8"))
    assert set(table) == set(LANGUAGES)
    assert list(table[lang]) == list(table["en"])
    categories = {*parse_locale(lang).plural_form.tags, "other"}
    for forms in table[lang].values():
        assert "other" in forms
        assert all(one in categories or one.startswith("=") for one in forms)
        assert all(word.strip() for word in forms.values())


@pytest.mark.parametrize(
    ("lang", "count", "word"),
    [
        ("en-GB", 1, "Source"), ("en-GB", 2, "Sources"), ("ru", 1, "Источник"),
        ("ru", 21, "Источники"), ("ar", 1, "المصدر"), ("ar", 2, "المصدران"), ("ar", 3, "المصادر"),
        ("ko", 1, "출처"), ("xx", 1, "Source"),
    ],
)  # fmt: skip
def test_a_word_before_things_says_how_many(lang: str, count: int, word: str) -> None:
    """One source is no "Sources", two are a dual in Arabic, and 21 are many in Russian too."""
    assert counted_word(lang, "sources", count) == word


def test_a_word_comes_by_language_whatever_the_region() -> None:
    """Arabic of Egypt and Chinese of Taiwan have the words of their languages."""
    assert words("ar-EG")["figure"] == words("ar")["figure"]
    assert words("zh-Hant-TW")["figure"] == "图"


@pytest.mark.parametrize(
    ("lang", "outer", "inner"),
    [
        ("en-GB", "“”", "‘’"),
        ("de", "„“", "‚‘"),
        ("de-AT", "„“", "‚‘"),
        ("de-CH", "«»", "‹›"),
        ("ru", "«»", "„“"),
        ("zh-CN", "“”", "‘’"),
        ("zh-TW", "「」", "『』"),
        ("ja", "「」", "『』"),
        ("he", "””", "’’"),
        ("xx", "“”", "‘’"),
    ],
)
def test_quotation_marks_are_those_of_the_language(lang: str, outer: str, inner: str) -> None:
    """The longest tag that is known decides; an unknown language has those of English."""
    assert "".join(quotes(lang)) == outer
    assert "".join(quotes(lang, inner=True)) == inner


def test_french_marks_keep_their_space() -> None:
    """A guillemet never stands at the end of a line alone."""
    assert quotes("fr-FR") == ("«\u202f", "\u202f»")


def test_languages_run_as_their_scripts_do() -> None:
    """A script subtag beats what a language is most often written in."""
    assert [direction_of_language(one) for one in ("ar", "he-IL", "fa", "ur", "dv")] == ["rtl"] * 5
    assert [direction_of_language(one) for one in ("en", "ko", "zh", "az", "xx")] == ["ltr"] * 5
    assert direction_of_language("az-Arab") == "rtl"
    assert direction_of_language("ar-Latn") == "ltr"


def test_a_paragraph_runs_as_most_of_its_letters() -> None:
    """An English work in an Arabic list of sources ends with its full stop at the right."""
    assert direction_of("Smith, Human Rights (2023).", "rtl") == "ltr"
    assert direction_of("שורה שלמה בעברית (OK) 42", "ltr") == "rtl"
    assert direction_of("English, with חם", "ltr") == "ltr"
    assert direction_of("42 %", "rtl") == "rtl"


def test_what_cannot_be_seen_is_known() -> None:
    """Joiners, marks of direction, selectors of variants; spaces and dashes are seen."""
    text = "a\u00ad\u034f\u061c\u200b\u200d\u200e\u202b\u2060\u2066\ufe0f\ufeff b–"
    assert visible(text) == "a b–"


def test_pictures_are_no_script() -> None:
    """Emoji are told apart from letters and from signs."""
    assert [script_of(one) for one in "aж漢🇰✅→"] == [
        "Latn", "Cyrl", "Hani", "emoji", "emoji", "symbols"
    ]  # fmt: skip


def test_stylesheets_name_no_side_that_does_not_turn_round() -> None:
    """A rule for the left side would stay there in a document from right to left."""
    sides = re.compile(
        r"(?:padding|margin|border)-(?:left|right):|float: (?:left|right)|align: left"
    )
    for name in ("brief.css", "onepager.css", "handout.css"):
        css = theme_file(f"templates/{name}").read_text("utf-8")
        rules = [line for line in css.splitlines() if sides.search(line)]
        assert [line for line in rules if not line.startswith((".dots", '[dir="rtl"] pre'))] == []
