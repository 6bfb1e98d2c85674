"""Numbers that name something are no claims, and those that claim are told: in every language."""

from pathlib import Path

import pytest

from reportgen.checks.unsourced_numbers import check_numbers
from reportgen.data.datasets import Datasets
from reportgen.data.facts import Facts
from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project
from reportgen.reading.blocks import read

NAMING = {
    "en": (
        "Signed in 1953, see p. 12 and pp. 35–38. See Article 33, chap. 2 and sec. 4, para. 3. She "
        "is 24 years old. Between 12 and 17 years of age. On 12 October they came, women over 40. "
        "In stage 2, the 19th century and the 90s: vol. 3, no. 2, grades 7 and 8, goal 16 at 2 pm."
    ),
    "de": (
        "Siehe S. 12, Kapitel 2 und Abschnitt 4, Abs. 3 Nr. 2. Sie ist 24 Jahre alt. Am 12. "
        "Oktober 2019, in Phase 2, um 14 Uhr, im 19. Jahrhundert, in den 90er Jahren, Bd. 3, H. 2. "
        "Am 1.\u00a01. 2020, Tel. 030 1234567, IBAN DE89 3704, ISBN 978-3-16-148410-0."
    ),
    "fr": (
        "Voir p. 12, l’article 33, le chapitre 2 et le tableau 3. Elle a 24 ans. À l’étape 2, le "
        "1er mai, à 14 h 30, dans les années 90, au 19e siècle, n° 5, t. 3."
    ),
    "es": (
        "Véase págs. 35–38, el artículo 33 y la tabla 3. Tiene 24 años. En la etapa 2, el 12 de "
        "octubre, en el siglo 19, el 1.º de mayo, en los años 90, núm. 5."
    ),
    "it": "Si veda p. 12, l’articolo 33, la tabella 3. Ha 24 anni. Il 12 ottobre, nella fase 2.",
    "pt": "Ver p. 12, o artigo 33, a tabela 3. Tem 24 anos. Em 12 de outubro, na fase 2.",
    "ru": (
        "См. с. 12, статью 33, главу 2 и табл. 4, № 5. Ей 24 года. 12 октября, на этапе 2, в 19 "
        "веке, женщины старше 40 лет. Резолюция 1718 Совета."
    ),
    "ar": (
        "انظر ص ٣٥–٣٨ والمادة ٣٣ والفصل ٢ في عام ١٩٥٣. عمره ٢٤ سنة. "
        "في ١٢ أكتوبر ٢٠١٩، في المرحلة ٢."
    ),
    "he": "ראו עמ' 12, סעיף 33 ופרק 2. בן 24 שנים. ב־12 באוקטובר 2019, בשלב 2, במאה ה־19.",
    "zh": "见第12页、第33条和表3。她24岁。2019年10月12日，第2阶段，19世纪，90年代，上午9点30分。",
    "ja": "12ページ、第33条、表3を参照。彼女は24歳。2019年10月12日、90年代、3回目の試み。",
    "ko": (
        "12쪽, 제33조와 표 3을 참조. 그녀는 24세이다. 2019년 10월 12일, 2단계, 19세기, 90년대, "
        "오전 9시 30분, 3번째 시도."
    ),
}
CLAIMS = {
    "en": ("Over 314 left.", "314"),
    "de": ("Es kamen 33.523 Menschen.", "33.523"),
    "fr": ("Il y eut 1500 personnes.", "1500"),
    "es": ("Llegaron 33.523 personas.", "33.523"),
    "it": ("Arrivarono 229 donne.", "229"),
    "pt": ("Chegaram 229 mulheres.", "229"),
    "ru": ("Прибыли 229 человек.", "229"),
    "ar": ("وصل ٣٣٬٥٢٣ شخصا.", "٣٣٬٥٢٣"),
    "he": ("הגיעו 229 נשים.", "229"),
    "zh": ("共有33,523人到达。", "33,523"),
    "ja": ("229人が到着した。", "229"),
    "ko": ("모두 33,523명이 왔다.", "33,523"),
}


def told(text: str, lang: str, folder: Path) -> list[str]:
    head = f"---\ntitle: T\nlang: {lang}\ndate: 2026-01-02\nedition: '1'\n---\n\n# A {{#sec-a}}\n\n"
    (folder / "content").mkdir(exist_ok=True)
    (folder / "content/brief.md").write_text(f"{head}{text}\n", encoding="utf-8")
    project, diagnostics = Project(folder), Diagnostics()
    document = read("content/brief.md", project, diagnostics)
    assert document is not None, list(diagnostics)
    datasets = Datasets(project, diagnostics)
    facts = Facts(project, datasets, lang, diagnostics)
    check_numbers(document, head + text, facts, datasets, diagnostics)
    return [one.message.split(" has neither")[0] for one in diagnostics if "neither" in one.message]


@pytest.mark.parametrize("lang", NAMING)
def test_pages_ages_days_and_numbered_things_are_no_claims(lang: str, tmp_path: Path) -> None:
    claim, number = CLAIMS[lang]
    assert told(f"{NAMING[lang]}\n\n{claim}", lang, tmp_path) == [number]


def test_an_abbreviation_ends_no_sentence(tmp_path: Path) -> None:
    cited = "Es kamen z. B. Frauen, bzw. 229 Menschen, laut Hrsg. Kim et al. [@kim]."
    assert told(cited, "de", tmp_path) == []


def test_a_sentence_ends_in_any_script(tmp_path: Path) -> None:
    assert told("Так пишут [@kim]. Прибыли 229 человек.", "ru", tmp_path) == ["229"]
    assert told("如此[@kim]。共有229人。", "zh", tmp_path) == ["229"]
