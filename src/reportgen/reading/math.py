"""Reads formulas: TeX as MathML and Office Math, all of a document in two calls of pandoc."""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from reportgen.document import Math
from reportgen.pandoc import Node, PandocError, converted_file
from reportgen.reading import math_text

ENVIRONMENT = re.compile(
    r"\s*\\begin\{(equation|align|alignat|gather|multline|eqnarray|displaymath|math)\*?\}"
)
"""TeX that is a formula by itself."""
IDENTIFIER = re.compile(r"\{#(eq-[\w:.\-]+)\}")
HOLDS_TEX = re.compile(r"[\\^_=+*/<>|{}]")
PROSE = re.compile(r"[A-Za-z]{2,}")
"""A word of prose, which TeX would set as a product of letters."""
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
TO_MATHML = ["-f", "json", "-t", "html", "--mathml"]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
TOO_LONG = 20_000
"""So many characters of TeX make no formula that anyone reads."""

Key = tuple[bool, str]
"""Whether a formula is displayed, and its TeX."""


@dataclass(frozen=True, slots=True)
class Formulas:
    """The formulas of a document, and why others are none."""

    known: Mapping[Key, Math] = field(default_factory=dict)
    faults: Mapping[Key, str] = field(default_factory=dict)


def is_formula(tex: str) -> bool:
    """Return whether raw TeX is a formula by itself: `\\begin{equation}` and its like."""
    return ENVIRONMENT.match(tex) is not None


def reads_as_prose(tex: str) -> bool:
    """Return whether what stands between dollar signs is prose: "5 in US", between two prices."""
    return HOLDS_TEX.search(tex) is None and " " in tex and PROSE.search(tex) is not None


@dataclass(frozen=True, slots=True)
class Displayed:
    """A displayed equation in a paragraph: its TeX, and the identifier behind it."""

    tex: str
    id: str


def parted(nodes: list[Node]) -> Iterator[list[Node] | Displayed]:
    """Yield a paragraph's nodes parted at its displayed equations."""
    text: list[Node] = []
    rest = list(nodes)
    while rest:
        node = rest.pop(0)
        if (tex := _displayed(node)) is None:
            text.append(node)
            continue
        if text := _trimmed(text):
            yield text
        text = []
        name, rest = _named(rest)
        yield Displayed(tex, name)
    if text := _trimmed(text):
        yield text


def _displayed(node: Node) -> str | None:
    """Return the TeX of a displayed equation, None for any other node."""
    match node:
        case {"t": "Math", "c": [{"t": "DisplayMath"}, tex]}:
            return str(tex)
        case {"t": "RawInline", "c": ["tex" | "latex", tex]} if is_formula(tex):
            return str(tex)
    return None


def _named(rest: list[Node]) -> tuple[str, list[Node]]:
    """Return the identifier that nodes begin with, "" without one, and what follows it."""
    following = _trimmed(rest)
    if following and following[0]["t"] == "Str":
        found = IDENTIFIER.match(following[0]["c"])
        if found is not None:
            left = following[0]["c"][found.end() :]
            return found[1], [*([{"t": "Str", "c": left}] if left else []), *following[1:]]
    return "", rest


def _trimmed(nodes: list[Node]) -> list[Node]:
    """Return nodes without white space at their ends."""
    spaces = ("Space", "SoftBreak", "LineBreak")
    start, end = 0, len(nodes)
    while start < end and nodes[start]["t"] in spaces:
        start += 1
    while end > start and nodes[end - 1]["t"] in spaces:
        end -= 1
    return nodes[start:end]


def read_formulas(tree: Any) -> Formulas:
    """Return every formula of pandoc's tree; displayed ones as Office Math too."""
    written = list(dict.fromkeys(_keys(tree)))
    known: dict[Key, Math] = {}
    faults = {key: words for key in written if (words := _beyond_measure(key[1]))}
    keys = [key for key in written if key not in faults]
    if not keys:
        return Formulas(known, faults)
    office = dict(zip(keys, _as_office(keys), strict=True)) if any(one for one, _ in keys) else {}
    for key, mathml in zip(keys, _as_mathml(keys), strict=True):
        if mathml is None:
            faults[key] = _fault(key)
            continue
        line = math_text.line(mathml)
        if not line:
            faults[key] = "it is empty"
            continue
        known[key] = Math(
            tex=key[1].strip(),
            mathml=etree.tostring(mathml, encoding="unicode", with_tail=False),
            text=line,
            inlines=math_text.inlines(mathml),
            omml=office.get(key, "") if key[0] else "",
        )
    return Formulas(known, faults)


DEEPEST = 20
"""So many braces and environments of a formula may stand in each other: nobody writes ten."""

OPENING = {"{": 1, "\\left": 1, "\\begin": 1, "}": -1, "\\right": -1, "\\end": -1}


LONGEST = 5_000
"""Letters of a formula: one of a whole page has half of them."""


def _beyond_measure(tex: str) -> str:
    """Return what nobody sets of a formula, or pandoc never ends with; "" for a sound one."""
    if len(tex) > LONGEST:
        return f"it has more than {LONGEST:,} letters"
    return f"more than {DEEPEST} brackets stand in each other" if _depth(tex) > DEEPEST else ""


def _depth(tex: str) -> int:
    """Return how many brackets and environments of a formula stand in each other at most."""
    deep = most = 0
    for sign in re.findall(r"\\[A-Za-z]+|\\.|[{}]", tex):
        deep = max(0, deep + OPENING.get(sign, 0))
        most = max(most, deep)
    return most


def has_formula(tree: Any) -> bool:
    """Return whether a formula stands somewhere below a node of pandoc's tree."""
    return next(_keys(tree), None) is not None


def _keys(node: Any) -> Iterator[Key]:
    """Yield the formulas below a node of pandoc's tree."""
    rest = [node]
    while rest:
        match rest.pop():
            case {"t": "Math", "c": [{"t": kind}, tex]}:
                yield kind == "DisplayMath", tex
            case {"t": "RawInline" | "RawBlock", "c": ["tex" | "latex", tex]} if is_formula(tex):
                yield True, tex
            case dict() as inside:
                rest.extend(reversed(list(inside.values())))
            case list() as inside:
                rest.extend(reversed(inside))


def _document(keys: list[Key]) -> str:
    """Return a document of pandoc's with a formula in each paragraph."""
    kinds = {True: "DisplayMath", False: "InlineMath"}
    blocks: list[Node] = [
        {"t": "Para", "c": [{"t": "Math", "c": [{"t": kinds[shown]}, tex]}]} for shown, tex in keys
    ]
    return json.dumps({"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks})


def _as_mathml(keys: list[Key]) -> Iterator[etree._Element | None]:
    """Yield each formula as MathML without what repeats its TeX, None where it is none."""
    made = converted_file(TO_MATHML, _document(keys))
    root = etree.fromstring(b"<div>" + made + b"</div>", etree.XMLParser(huge_tree=False))
    for paragraph in root:
        found = paragraph.find(f"{MATHML}math")
        if found is None or len(paragraph) != 1:
            yield None
            continue
        for semantics in found.findall(f"{MATHML}semantics"):
            found[:] = [one for one in semantics if one.tag != f"{MATHML}annotation"]
        etree.cleanup_namespaces(found)
        _join_thousands(found)
        yield found


def _join_thousands(formula: etree._Element) -> None:
    """Make one number of the parts of 33{,}000, which would be set like two in a list."""
    for comma in [one for one in formula.iter(f"{MATHML}mo") if one.text == ","]:
        before, after = comma.getprevious(), comma.getnext()
        if before is None or after is None or (before.tag, after.tag) != (f"{MATHML}mn",) * 2:
            continue
        if re.fullmatch(r"\d{1,3}(,\d{3})*", before.text or "") and len(after.text or "") == 3:
            before.text = f"{before.text},{after.text}"
            row = before.getparent()
            assert row is not None, "a number stands in a row"
            row.remove(comma)
            row.remove(after)


def _as_office(keys: list[Key]) -> Iterator[str]:
    """Yield each formula as Office Math, "" where it is none."""
    archive = zipfile.ZipFile(
        io.BytesIO(converted_file(["-f", "json", "-t", "docx"], _document(keys)))
    )
    body = etree.fromstring(archive.read("word/document.xml"))[0]
    for paragraph in body.findall(f"{WORD}p"):
        found = next(paragraph.iter(f"{OFFICE}oMath"), None)
        if found is None:
            yield ""
            continue
        alone = etree.fromstring(etree.tostring(found, with_tail=False))
        for column in alone.iter(f"{OFFICE}mcPr"):  # pandoc has these the other way round
            column[:] = sorted(column, key=lambda one: one.tag != f"{OFFICE}count")
        for look in alone.iter(f"{OFFICE}rPr"):  # normal text has no style of its own (22.1.2.85)
            if look.find(f"{OFFICE}nor") is not None:
                look[:] = [one for one in look if one.tag != f"{OFFICE}sty"]
        etree.cleanup_namespaces(alone)
        yield etree.tostring(alone, encoding="unicode")


def _fault(key: Key) -> str:
    """Return why pandoc cannot read a formula, in its own words."""
    if len(key[1]) > TOO_LONG:
        return "it is too long"
    try:
        converted_file(
            ["-f", "json", "-t", "html", "--mathml", "--fail-if-warnings"], _document([key])
        )
    except PandocError as error:
        found = re.search(r"\^\n\s*(unexpected [^\n]+)", str(error))
        return found[1] if found else "pandoc does not know how to set it"
    return "pandoc does not know how to set it"
