"""Writes whole projects by chance: every construct, script and setting that authors bring along."""

from random import Random

from fuzz.wider import Wider
from fuzz.writer import KEYS, SCRIPTS, Writer

LANGUAGES = (
    "en",
    "en-GB",
    "en-US",
    "de",
    "de-CH",
    "fr",
    "ko",
    "ar",
    "he",
    "ru",
    "es",
    "nl",
    "fa",
    "pt",
)
STYLES = (
    "chicago-notes-bibliography", "chicago-shortened-notes-bibliography", "chicago-author-date",
    "apa", "american-sociological-association", "nlm-citation-sequence", "ieee",
    "modern-language-association",
)  # fmt: skip
REFERENCES = """[
{"id": "doe2020", "type": "book", "title": "Counting borders", "publisher": "House",
 "publisher-place": "Oxford", "author": [{"family": "Doe", "given": "Jane"}],
 "issued": {"date-parts": [[2020]]}},
{"id": "roe2021", "type": "article-journal", "title": "Crossing & leaving",
 "author": [{"family": "Roe", "given": "Ann"}, {"family": "O’Neil", "given": "Ben"}],
 "container-title": "Journal of Counts", "volume": "3", "issue": "2", "page": "1-20",
 "DOI": "10.1000/xyz123", "issued": {"date-parts": [[2021, 3]]}},
{"id": "kim2018", "type": "article-newspaper", "title": "“Quoted” title: a subtitle",
 "author": [{"family": "김", "given": "철수"}], "container-title": "Daily",
 "issued": {"date-parts": [[2018, 1, 2]]}},
{"id": "nodate", "type": "webpage", "title": "No date at all", "URL": "https://example.org/a_b",
 "accessed": {"date-parts": [[2024, 5, 6]]}}
]"""
FACTS = """\
one: {data: count, where: {year: 2019}, column: total, unit: people}
two: {data: count, where: {year: 2020}, column: total}
growth: {compute: (two - one) / one, format: percent}
quoted: {value: 70, unit: percent, cite: doe2020, quoted: true}
"""
DATA = "year,total,share\n2019,1200,12.5\n2020,1500,30\n"
ABOUT = "title: People\nsource: doe2020\ncolumns:\n  year: {label: Year, format: year}\n"
FIGURE = '''"""Columns."""


def draw(figure, count):
    axes = figure.subplots()
    axes.bar(count["year"].cast(str), count["total"], label="People")
'''


def front_matter(write: Writer, random: Random) -> str:
    """Return settings, each of them now and then."""
    title = write.words(2, 5)
    lines = [
        f'title: "{title}"',
        f"lang: {random.choice(LANGUAGES)}",
        "bibliography: references.json",
    ]
    options = (
        f'subtitle: "{write.words()}"', f'author: "{write.words(1, 2)}"',
        f'author:\n  - {{name: "{write.words(1, 2)}", affiliation: "{write.words(1, 2)}"}}',
        f'organisation: "{write.words(1, 2)}"', "date: 2026-01-31", "data-date: 2026-01-15",
        'edition: "1.0"', "status: draft", f"abstract: |\n  {write.words()}.",
        f"keywords:\n  - {write.words(1, 1)}", f'changes:\n  - "{write.words()}"',
        f"csl: {random.choice(STYLES)}", f"sources: {random.choice(('slide', 'end', 'both'))}",
        f'license: "{write.words(1, 2)}"', f'contact: "{write.words(1, 3)}"', "papersize: letter",
        "url: https://example.org/brief", "native: true", "pdf-standard: [ua-1, a-2a]",
        f"theme: {random.choice(('field-note', 'brief@1'))}", "addresses: host",
        'nocite: "@*"', f'series: "{write.words(1, 2)}"',
        "cover-image: none", f'subtitle: "{write.words()} *{write.words()}* {{{{ two }}}}"',
        f"abstract: |\n  {write.words()}\n\n  - {write.words()} **{write.words()}**",
    )  # fmt: skip
    chosen: dict[str, str] = {}
    for option in options:
        if random.random() < (0.1 if option.startswith("theme") else 0.25):
            chosen[option.split(":")[0]] = option
    return "\n".join([*lines, *chosen.values()])


def document(random: Random, size: int) -> dict[str, str]:
    """Return the files of a project, written by a source of random numbers."""
    write = Wider(random, random.choice(SCRIPTS))
    head = front_matter(write, random)
    parts = []
    if random.random() < 0.2:
        parts.append(write.text())
    for _ in range(random.randint(1, size)):
        parts.append(write.section(random.choice((1, 1, 1, 2, 3))))
        if random.random() < 0.7:
            parts.append(write.slide())
    if any("#refs" not in part for part in parts) and random.random() < 0.1:
        parts.append("# Works\n\n::: {#refs}\n:::")
    cited = " ".join(f"[@{key}]" for key in KEYS)
    parts.append(f"Sources: {cited}. Of {{{{ two }}}} in all.")
    assert write.notes is not None
    text = "\n\n".join([*parts, *write.notes])
    if "[^again]" in text:
        text += f"\n\n[^again]: {write.words()}"
    return {
        "content/brief.md": f"---\n{head}\n---\n\n{text}\n",
        "content/_part.md": f"{Writer(random, count=5000).text(1)}\n",
        "content/references.json": REFERENCES,
        "content/facts.yaml": FACTS,
        "content/data/count.csv": DATA,
        "content/data/count.yaml": ABOUT,
        "figures/columns.py": FIGURE,
    }
