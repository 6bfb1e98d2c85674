"""What of a PDF is read aloud, element by element in its order, however a program wrote it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reportgen.checks.alterations.change import Change, aligned, quoted, text_changes
from reportgen.checks.alterations.pdf_file import PdfFile
from reportgen.checks.alterations.pdf_objects import Value
from reportgen.checks.alterations.pdf_structure import Element, Leaf

BROKEN = re.compile(r"[\s\u00ad\u2010]+")
"""What lines that are broken elsewhere add to a text, or leave out."""

SAID = {
    "/Lang": "the language",
    "/Alt": "the alternative",
    "/ActualText": "what is read instead (ActualText)",
    "/E": "what an abbreviation stands for (E)",
}
CONTENTS = frozenset({"TOCI", "TOC", "Reference"})
"""Elements whose text ends with the number of a page."""

Said = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """An element: its type, its own text without spaces, and what is said of it."""

    type: str
    text: str
    said: Said
    scope: Value = ()
    whole: str = field(default="", compare=False)
    """Its text with that of what it holds."""


def spoken_changes(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    """Yield what is read aloud otherwise: words at their place, types, languages, alternatives."""
    for _, olds, news in aligned([*spoken(old)], [*spoken(new)]):
        if len(olds) == len(news):
            for before, after in zip(olds, news, strict=True):
                yield from _element(before, after)
            continue
        for one in olds:
            if one not in news:
                yield Change("", f"{_named(one)} is not read any more, or not there")
        for one in news:
            if one not in olds:
                yield Change("", f"{_named(one)} is read that was not, or not there")


def _named(one: Spoken) -> str:
    text = one.whole or next((said for _, said in one.said), "")
    return f"an element {one.type} {quoted(text)}"


def _element(old: Spoken, new: Spoken) -> Iterator[Change]:
    if old.text != new.text:
        yield from text_changes(f"the element {old.type}", old.text, new.text)
    if old.type != new.type:
        yield Change("", f"{_named(old)} is tagged as {new.type} now")
    elif old.scope != new.scope:
        yield Change("", f"{_named(old)} is the head of other cells")
    before, after = dict(old.said), dict(new.said)
    for key in SAID:
        was, now = before.get(key, ""), after.get(key, "")
        if was != now:
            what = f"{SAID[key]} of {_named(old)} is {quoted(now or 'nothing')}"
            yield Change("", f"{what}, not {quoted(was or 'nothing')}")


def spoken(file: PdfFile) -> Iterator[Spoken]:
    """Yield the elements of a file in the order of reading."""
    texts: dict[tuple[int, int], list[str]] = {}
    for at, number in enumerate(file.numbers):
        for item in file.painted(at).items:
            if item.kind == "text" and item.spot >= 0:
                texts.setdefault((number, item.spot), []).append(item.text)
    for element, within in _elements(file.structure, contents=False):
        leaves = [one for one in element.kids if isinstance(one, Leaf)]
        text, whole = (
            BROKEN.sub("", "".join(_texts(some, texts))) for some in (leaves, element.leaves())
        )
        said = tuple(
            (key, str(element.said[key][1])) for key in SAID if _is_text(element.said.get(key))
        )
        shown = text.rstrip("0123456789") if within else text
        scope = element.said.get("/A", ()) if element.type == "TH" else ()
        yield Spoken(element.type, shown, said, scope, whole)


def _texts(leaves: Iterable[Leaf], texts: dict[tuple[int, int], list[str]]) -> Iterator[str]:
    for leaf in leaves:
        if leaf.kind == "MCID":
            yield from texts.get((leaf.page, leaf.number), ())


def _is_text(value: Value) -> bool:
    return isinstance(value, tuple) and len(value) > 1 and value[0] == "string"


def _elements(element: Element, *, contents: bool) -> Iterator[tuple[Element, bool]]:
    """Yield elements, each with whether it lies in a table of contents."""
    within = contents or element.type in CONTENTS
    yield element, within
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _elements(kid, contents=within)
