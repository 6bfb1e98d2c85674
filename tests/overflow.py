"""Evidence that nothing overflows: random slides, rendered by LibreOffice, read back with places.

Run by hand: `python tests/overflow.py [SLIDES] [SEED] [TEMPLATE.pptx]`; 400 slides make more than
1,000 boxes and 100 tables. The tests run a small share. A box overflows where a letter of it stands
below or beside its frame; the letters of each box are known by their order on the page.
"""

import random
import re
import shutil
import subprocess
import sys
import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import pdfplumber

import deck_sample as sample
from deck_sample import Part, Run, S, bullets, p, row, slide, t
from reportgen.deck.design.foreign_template import open_design
from reportgen.deck.model import (
    Frame,
    PicturePart,
    Placeholder,
    PlannedSlide,
    Role,
    ShapePart,
    TablePart,
    TextPart,
)
from reportgen.deck.plan.plan import Plan, plan, slide_places
from reportgen.deck.write.deck import write
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import (
    Align,
    Caption,
    Column,
    Columns,
    FigureQuote,
    Foreign,
    NoteMark,
    Quote,
    Style,
    Styled,
    Table,
)

ENGLISH = (
    "people arrived border year province permit China ministry women counted few since who of "
)
ENGLISH += (
    "the in and to a from resettlement internationally Convention repatriation 1,997 78% 2,914 "
)
GERMAN = "Grenzübertrittsbescheinigung Aufenthaltsbestimmungsrecht Genehmigungsverfahren über für "
KOREAN = "북한이탈주민의 보호 및 정착지원에 관한 법률은 군사분계선 대한민국 생활 영역에서 "
BEGINNING = 6
HANGUL_BEYOND = 0.2
SLACK = 1.0
"""Points that a letter may stand out: a pixel of a projector, and the overhang of letters."""


@dataclass(frozen=True, slots=True)
class Overflow:
    """A letter outside of its box: on which slide, of which box, by how many points."""

    slide: str
    box: str
    text: str
    excess: float


def rendered(pptx: bytes, folder: Path) -> Path | None:
    """Return a deck as LibreOffice's PDF, None where that is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return None
    (folder / "deck.pptx").write_bytes(pptx)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*command, str(folder / "deck.pptx")], check=True, capture_output=True, timeout=1800
    )
    return folder / "deck.pdf"


class Chance:
    """Makes random content, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def words(self, least: int, most: int, source: str = "") -> str:
        kinds = [ENGLISH, ENGLISH, ENGLISH, GERMAN + ENGLISH, KOREAN]
        known = (source or self.random.choice(kinds)).split()
        return " ".join(self.random.choices(known, k=self.random.randint(least, most)))

    def runs(self, least: int, most: int) -> tuple[Run, ...]:
        """Return a text with looks: bold, italic, Korean, note marks."""
        found: list[str | Run] = []
        for _ in range(self.random.randint(1, 3)):
            said = self.words(least, most)
            look = self.random.random()
            if look < 0.15:
                found.append(Styled(Style.STRONG, t(said)))
            elif look < 0.3:
                found.append(Styled(Style.EMPHASIS, t(said)))
            elif said.split()[0] in KOREAN:
                found.append(Foreign("ko", t(said)))
            else:
                found.append(said)
            found.append(" ")
        if self.random.random() < 0.4:
            found.append(NoteMark(self.random.randint(1, 40)))
        return t(*found)

    def item(self, level: int = 0) -> tuple[Part, ...]:
        own: list[Part] = [p(*self.runs(1, 9))]
        if level < 2 and self.random.random() < 0.35:
            count = self.random.randint(1, 3)
            own.append(bullets(*(self.item(level + 1) for _ in range(count))))
        return tuple(own)

    def listed(self, most: int) -> Part:
        start = 1 if self.random.random() < 0.25 else None
        count = self.random.randint(1, most)
        return bullets(*(self.item() for _ in range(count)), start=start)

    def text(self, most: int = 7) -> Part:
        return self.listed(most) if self.random.random() < 0.7 else p(*self.runs(4, 20))

    def table(self, number: int) -> Part:
        wide, high = self.random.randint(2, 7), self.random.randint(1, 24)
        align = [self.random.choice((Align.LEFT, Align.RIGHT)) for _ in range(wide)]
        return Table(
            id=f"tbl-{number}",
            columns=tuple(Column(one) for one in align),
            head=(row(*(t(self.words(1, 4, ENGLISH)) for _ in range(wide))),),
            rows=tuple(
                row(*(t(self.words(1, 1 if one is Align.RIGHT else 6)) for one in align))
                for _ in range(high)
            ),
            caption=Caption(t("A table. "), ()),
            span=S,
            number=number,
        )

    def slide(self, number: int) -> Part:
        title = f"{number} {self.words(2, 11, ENGLISH)}"
        kind = self.random.random()
        blocks: tuple[Part, ...]
        layout = ""
        if kind < 0.28:
            blocks = (self.table(number),)
        elif kind < 0.5:
            blocks = (self.listed(9),)
        elif kind < 0.78:
            first = self.random.choice((0.35, 0.5, 0.6))
            shares = self.random.choice(((first, 1 - first), (1 / 3, 1 / 3, 1 / 3)))
            blocks = (Columns(tuple((share, (self.text(5),)) for share in shares)),)
        elif kind < 0.86:
            blocks = (FigureQuote("fig-b", S), self.listed(4))
        elif kind < 0.92:
            blocks, layout = (p(f"{number} %"), p(*self.runs(2, 9))), "Big number"
        elif kind < 0.96:
            blocks = (Quote((p(self.words(6, 30, ENGLISH)),)), p(self.words(1, 4, ENGLISH)))
        else:
            blocks, layout = (p(self.words(3, 12)),), "Section"
        return slide(f"s-random-{number}", title, *blocks, layout=layout)


def random_plan(
    slides: int, seed: int, template: bytes = b""
) -> tuple[bytes, Plan, frozenset[str]]:
    """Return a deck of random slides, its plan, and the slides that were refused."""
    chance, diagnostics = Chance(seed), Diagnostics()
    document = sample.document(*(chance.slide(number) for number in range(1, slides + 1)))
    brand = sample.theme().brand
    design = open_design(template, brand, Span("t"), diagnostics) if template else sample.design()
    assert design is not None
    made = plan(document, sample.theme(), diagnostics, design)
    refused = {one.message.split("`")[1] for one in diagnostics if one.rule is Rule.TEXT_OVERFLOW}
    data = write(document, made, sample.drawings(slide_places(made)))
    return data, made, frozenset(refused)


def overflows(pdf: Path, made: Plan) -> tuple[Counter[str], list[Overflow]]:
    """Return how many boxes were read back by kind, and the letters that stand out of theirs."""
    counts: Counter[str] = Counter()
    found: list[Overflow] = []
    with pdfplumber.open(pdf) as pages:
        printed = [one for one in made.slides if not one.hidden]  # as LibreOffice exports them
        for planned, page in zip(printed, pages.pages, strict=True):
            letters = [one for one in page.chars if one["text"].strip()]
            for kind, box, frame, text in _expected(planned):
                own, letters = _own(letters, text)
                counts[kind] += 1
                if not own:
                    found.append(Overflow(planned.id, box, text, 999.0))
                excess = max((_excess(one, frame) for one in own), default=0.0)
                if excess > SLACK:
                    found.append(Overflow(planned.id, box, text[:60], round(excess, 1)))
            page.close()
    return counts, found


def _expected(planned: PlannedSlide) -> Iterator[tuple[str, str, Frame, str]]:
    """Yield the boxes of a slide with text: kind, name, frame, and its letters, as drawn."""
    title = planned.title
    yield "title", "title", title.frame, _letters(title)
    for number, part in enumerate(planned.parts):
        if isinstance(part, TextPart) and _letters(part):
            yield "text", f"text {number}", part.frame, _letters(part)
        elif isinstance(part, TablePart):
            said = "".join(para.text for row in part.rows for cell in row for para in cell)
            yield "table", f"table {number}", part.frame, _squeezed(said)
        else:
            assert isinstance(part, PicturePart | TextPart | ShapePart)
    source = next((box for box in planned.layout.boxes if box.role is Role.SOURCE), None)
    if planned.source_line and source is not None:
        said = "".join(para.text for para in planned.source_line)
        yield "source line", "source line", source.frame, _squeezed(said)


def _letters(part: TextPart) -> str:
    said = "".join(para.text for para in part.paragraphs)
    return _squeezed(said.upper() if isinstance(part.box, Placeholder) and part.box.caps else said)


def _squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def _own(letters: list[Any], text: str) -> tuple[list[Any], list[Any]]:
    """Return the letters of a page that spell a text, with the marks between, and those after.

    They begin where some of them spell its beginning in a row.
    """
    known = [_squeezed(one["text"]) for one in letters]
    ends = list(accumulate(map(len, known)))
    found = "".join(known).find(text[:BEGINNING])
    start = bisect_right(ends, found) if found >= 0 else 0
    at, own = 0, []
    for number, one in enumerate(letters[start:], start):
        said = _squeezed(one["text"])
        if at < len(text) and text.startswith(said, at):
            own.append(one)
            at += len(said)
            if at == len(text):
                return own, letters[:start] + letters[number + 1 :]
    return [], letters


def _excess(letter: Any, frame: Frame) -> float:
    """Return by how many points a letter stands out of a frame, to the right, left or below.

    LibreOffice itself sets Hangul up to a fifth of its size beyond the right edge of a line that it
    broke there; that is no word too wide, and nothing that a deck could say would change it.
    """
    own_fault = HANGUL_BEYOND * letter["size"] if "가" <= letter["text"] <= "힣" else 0.0
    beside = max(
        letter["x1"] - (frame.left + frame.width).pt - own_fault, frame.left.pt - letter["x0"]
    )
    return float(max(beside, letter["bottom"] - frame.bottom.pt))


def main() -> None:
    slides, seed = (int(one) for one in (*sys.argv[1:3], *("400", "1")[len(sys.argv[1:3]) :]))
    template = Path(sys.argv[3]).read_bytes() if len(sys.argv) > 3 else b""
    data, made, refused = random_plan(slides, seed, template)
    with tempfile.TemporaryDirectory() as folder:
        pdf = rendered(data, Path(folder))
        if pdf is None:
            raise SystemExit("LibreOffice is not installed")
        counts, found = overflows(pdf, made)
    pattern = re.compile(r"-\d+(?=$)")
    found = [one for one in found if not {one.slide, pattern.sub("", one.slide)} & refused]
    print(f"{len(made.slides)} slides, {len(refused)} refused in words: {dict(counts)}")
    print(f"{len(found)} of {counts.total()} boxes overflow")
    for one in found[:40]:
        print(f"  {one.slide} {one.box}: {one.excess} pt: {one.text}")


if __name__ == "__main__":
    main()
