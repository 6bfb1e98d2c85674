"""What readers meet of a slide, however a program writes it: words, marks, links, pictures, tables.

Looks that programs write in their own ways (places of defaults, sizes of boxes) are left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reportgen.checks.alterations.package import Package
from reportgen.checks.alterations.xml_nodes import Node, read_xml

ASIDE = frozenset({"sldNum", "dt", "ftr"})
"""Placeholders that say the same on every slide."""

WHOLE = 100_000
"""Thousandths of a per cent of a whole."""

FINE = 500
"""By so many of them what is cropped may differ."""

Lines = tuple[str, ...]
Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as it is shown: its file's bytes, what is cut off, how it is turned, recoloured."""

    data: bytes
    cut: tuple[int, ...]
    turned: Lines
    effects: Lines


@dataclass(frozen=True, slots=True)
class Met:
    """What readers meet of a slide."""

    texts: Lines
    raised: Lines
    struck: Lines
    languages: Lines
    aside: Lines
    numbers: Lines
    behind: Lines
    tables: tuple[Cells, ...]
    heads: Lines
    charts: Lines
    alternatives: Lines
    pictures: tuple[Shown, ...]
    drawings: tuple[bytes, ...]
    links: Lines
    notes: Lines
    spoken_links: Lines
    shapes: Lines
    advance: Lines
    hidden: bool


def met(deck: Package, name: str, slides: list[str]) -> Met:
    """Return what readers meet of a slide; `slides` are all of them, in their order."""
    root, notes = deck.node(name), deck.leads(name, "notesSlide")
    raw = read_xml(deck.parts[name])
    shown = [shape for shape in _shapes(root) if _kind(shape) not in ASIDE]
    return Met(
        texts=tuple(text for shape in shown for text in lines(shape)),
        raised=tuple(_runs(shown, lambda look: _number(look.get("baseline")) > 0)),
        struck=tuple(_runs(shown, lambda look: look.get("strike") in ("sngStrike", "dblStrike"))),
        languages=tuple(
            one
            for shape in root.each("p:sp", "a:tbl")
            if _kind(shape) != "sldNum"
            for one in _languages(shape)
        ),
        aside=tuple(_in(root, "ftr", "dt")),
        numbers=tuple(_in(root, "sldNum")),
        behind=tuple(_behind(deck, name)),
        tables=tuple(_cells(table) for table in root.each("a:tbl")),
        heads=tuple(one for table in root.each("a:tblPr") for one in _heads(table)),
        charts=tuple(one for one in deck.leads(name, "chart") if one in deck.parts),
        alternatives=tuple(_alternatives(root)),
        pictures=tuple(_pictures(deck, name, raw)),
        drawings=tuple(_files(deck, name, raw, "asvg:svgBlip")),
        links=tuple(sorted(_links(deck, name, raw, slides))),
        notes=tuple(_notes(deck, notes[0])) if notes else (),
        spoken_links=tuple(_spoken_links(deck, notes[0])) if notes else (),
        shapes=tuple(sorted(_bare(root))),
        advance=tuple(_advance(root)),
        hidden=root.get("show") in ("0", "false"),
    )


def lines(shape: Node) -> list[str]:
    """Return the paragraphs of a shape that say something."""
    found = (" ".join(one.said.split()) for one in shape.each("a:p"))
    return [text for text in found if text]


def _shapes(root: Node) -> Iterator[Node]:
    yield from root.each("p:sp")


def _kind(shape: Node) -> str:
    return next((one.get("type") for one in shape.each("p:ph")), "")


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdigit() and len(text) < 12 else 0


def _runs(shapes: list[Node], wanted: Callable[[Node], bool]) -> Iterator[str]:
    """Yield the text of runs whose look is wanted, those side by side as one."""
    for shape in shapes:
        for paragraph in shape.each("a:p"):
            text = ""
            for run in paragraph.kids:
                look = run.child("a:rPr")
                if look is not None and wanted(look):
                    text += run.said
                elif text.strip():
                    yield text.strip()
                    text = ""
            if text.strip():
                yield text.strip()


def _languages(shape: Node) -> Iterator[str]:
    """Yield each stretch of text of one language, with the language."""
    for paragraph in shape.each("a:p"):
        spans: list[tuple[str, str]] = []
        for run in paragraph.kids:
            look = run.child("a:rPr")
            said = run.said
            if look is None or run.name not in ("a:r", "a:fld") or not said.strip():
                continue
            lang = look.get("lang")
            if spans and spans[-1][0] == lang:
                spans[-1] = (lang, spans[-1][1] + said)
            else:
                spans.append((lang, said))
        yield from (f"{lang}: {' '.join(said.split())}" for lang, said in spans)


def _in(root: Node, *kinds: str) -> Iterator[str]:
    """Yield what placeholders of some kinds say."""
    for shape in _shapes(root):
        if _kind(shape) in kinds:
            yield from lines(shape)


def _behind(deck: Package, name: str) -> Iterator[str]:
    """Yield what stands on a slide from its layout and master: texts, pictures."""
    for layout in deck.leads(name, "slideLayout")[:1]:
        if layout not in deck.parts:
            continue
        root = deck.node(layout)
        yield from _own(root)
        masters = deck.leads(layout, "slideMaster")[:1]
        if root.get("showMasterSp") not in ("0", "false"):
            yield from (
                one for part in masters if part in deck.parts for one in _own(deck.node(part))
            )


def _own(root: Node) -> Iterator[str]:
    for shape in _shapes(root):
        if not any(True for _ in shape.each("p:ph")):
            yield from lines(shape)
    yield from ("a picture" for _ in root.each("p:pic"))


def _cells(table: Node) -> Cells:
    rows = (row for row in table.kids if row.name == "a:tr")
    return tuple(
        tuple(" ".join(cell.said.split()) for cell in row.kids if cell.name == "a:tc")
        for row in rows
    )


def _heads(about: Node) -> Iterator[str]:
    """Yield which row or column of a table is its head (`about` is its properties)."""
    for key, words in (("firstRow", "the first row"), ("firstCol", "the first column")):
        if about.get(key) in ("1", "true"):
            yield words


def _alternatives(root: Node) -> Iterator[str]:
    for shape in root.each("p:pic", "p:graphicFrame", "p:sp", "p:grpSp", "p:cxnSp"):
        about = next(iter(shape.each("p:cNvPr")), None)
        for key in ("descr", "title"):
            if about is not None and about.get(key).strip():
                yield about.get(key).strip()


def _pictures(deck: Package, name: str, raw: Node) -> Iterator[Shown]:
    relations = {key: target for key, _, target in deck.targets(name)}
    holders: list[tuple[Node | None, Node]] = []
    _with_holders(raw, None, holders)
    for shape, blip in holders:
        fill = next((one for one in (shape or raw).each("p:blipFill", "a:blipFill")), None)
        cut = fill.child("a:srcRect") if fill is not None else None
        frame = next((shape or raw).each("a:xfrm"), None) if shape is not None else None
        yield Shown(
            deck.parts.get(relations.get(blip.get("r:embed"), ""), b""),
            tuple(_number(cut.get(side)) // FINE if cut is not None else 0 for side in "ltrb"),
            tuple(
                f"{key} {frame.get(key)}"
                for key in ("flipH", "flipV", "rot")
                if frame is not None and frame.get(key) not in ("", "0", "false")
            ),
            tuple(_effects(blip)),
        )


def _with_holders(node: Node, holder: Node | None, found: list[tuple[Node | None, Node]]) -> None:
    """List each picture with the shape that shows it, None for a background."""
    for kid in node.kids:
        if kid.name == "a:blip":
            found.append((holder, kid))
        _with_holders(kid, kid if kid.name in ("p:pic", "p:sp") else holder, found)


def _effects(blip: Node) -> Iterator[str]:
    for one in blip.kids:
        whole = one.name == "a:alphaModFix" and one.get("amt") in ("", str(WHOLE))
        if one.name != "a:extLst" and not whole:
            yield one.name.removeprefix("a:")


def _files(deck: Package, name: str, raw: Node, tag: str) -> Iterator[bytes]:
    relations = {key: target for key, _, target in deck.targets(name)}
    for one in raw.each(tag):
        yield deck.parts.get(relations.get(one.get("r:embed"), ""), b"")


def _links(deck: Package, name: str, raw: Node, slides: list[str]) -> Iterator[str]:
    """Yield where each link leads, with the words that it stands on."""
    leads = {key: target for key, _, target in deck.targets(name)}
    for holder in raw.each("a:r", "a:fld", "p:cNvPr"):
        for link in holder.each("a:hlinkClick", "a:hlinkHover", "a:hlinkMouseOver"):
            target = leads.get(link.get("r:id"), "")
            action = link.get("action").partition("?")
            if target in slides:
                target = f"slide {slides.index(target) + 1}"
            elif not target:
                target = action[2].removeprefix("jump=") or action[0]
            yield target.removeprefix("→")


def _notes(deck: Package, name: str) -> Iterator[str]:
    for shape in _shapes(deck.node(name)):
        if _kind(shape) not in ASIDE and _kind(shape) != "sldImg":
            yield from lines(shape)


def _spoken_links(deck: Package, name: str) -> Iterator[str]:
    """Yield what links of notes lead to."""
    yield from sorted(
        target.removeprefix("→") for _, _, target in deck.targets(name) if target.startswith("→")
    )


def _bare(root: Node) -> Iterator[str]:
    """Yield the kind of each thing on a slide that says nothing and is seen."""
    for shape in root.each("p:sp", "p:cxnSp", "p:pic", "p:graphicFrame"):
        if shape.name == "p:sp" and (shape.said.strip() or not _is_painted(shape)):
            continue
        yield {"p:pic": "a picture", "p:graphicFrame": "a frame"}.get(shape.name, "a shape")


def _is_painted(shape: Node) -> bool:
    about = shape.child("p:spPr")
    fills = ("a:solidFill", "a:gradFill", "a:blipFill", "a:pattFill")
    line = about.child("a:ln") if about is not None else None
    holders = [one for one in (about, line) if one is not None]
    return (
        any(one.child(*fills) is not None for one in holders) or shape.child("p:style") is not None
    )


def _advance(root: Node) -> Iterator[str]:
    """Yield how a slide goes on by itself, or does not by a click."""
    for one in root.each("p:transition"):
        if one.get("advTm"):
            yield "it goes on by itself"
        if one.get("advClick") in ("0", "false"):
            yield "it does not go on by a click"
    if any(one.get("presetClass") == "exit" for one in root.each("p:cTn")):
        yield "an animation takes something away"
