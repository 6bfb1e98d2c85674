"""Writes what a speaker says as paragraphs of a notes page, with their lists and links."""

from collections.abc import Iterable

from reportgen.deck.drawingml import Element, Value, el, text_el
from reportgen.deck.model import LINE_BREAK, Mark, Para, Run
from reportgen.deck.write.text_xml import TextWriter, numbering, starts_of
from reportgen.scripts import direction_of, direction_of_language

Side = dict[str, Value | None]
"""Attributes that say which way a paragraph runs."""
INDENT = 228_600
"""How far an item of a list stands in at each level, in EMU (a quarter of an inch)."""


def notes_text(paras: Iterable[Para], text: TextWriter, lang: str) -> list[Element]:
    """Return paragraphs of notes; plain ones take all their looks from the notes master."""
    known = list(paras)
    return [
        el("a:p", {}, _properties(para, start, _side(para.text, lang)), *_runs(para, text, lang))
        for para, start in zip(known, starts_of(known), strict=True)
    ]


def _runs(para: Para, text: TextWriter, lang: str) -> list[Element]:
    is_plain = len(para.runs) == 1 and para.runs[0] == Run(para.runs[0].text)
    if is_plain and LINE_BREAK not in para.text:
        return [el("a:r", {}, el("a:rPr", {"lang": lang}), text_el("a:t", para.text))]
    return [made for run in para.runs for made in text.run(run)]


def _side(line: str, lang: str) -> Side:
    """Return which way a paragraph runs, where that is not from left to right (21.1.2.2.7)."""
    around = direction_of_language(lang)
    way = direction_of(line, around)
    if around == way == "ltr":
        return {}
    return {"algn": "r" if way == "rtl" else "l", "rtl": way == "rtl"}


def _properties(para: Para, start: int, side: Side) -> Element | None:
    """Return what makes a paragraph another than its place is for: an item, a direction."""
    if para.mark is Mark.NONE and not para.level:
        return el("a:pPr", side) if side else None
    left = INDENT * (para.level + 1)
    is_item = para.mark in (Mark.BULLET, Mark.NUMBER)
    made = el(
        "a:pPr",
        {
            "marL": left,
            "lvl": min(para.level, 8) or None,
            "indent": -INDENT if is_item else 0,
            **side,
        },
    )
    if para.mark is Mark.BULLET:
        made.append(el("a:buFont", {"typeface": "Arial"}))
        made.append(el("a:buChar", {"char": "•"}))
    elif para.mark is Mark.NUMBER:
        made.append(el("a:buFont", {"typeface": "+mj-lt"}))
        made.append(numbering(para, start))
    return made
