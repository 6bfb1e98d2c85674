"""Says a formula in text: as runs with italics and scripts, where these hold it, and as a line."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.document import Plain, Style, Styled, Text

Element = etree._Element  # the only name that lxml has for it

RAISED = dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
GROUPS = ("math", "mrow", "mstyle", "mpadded", "semantics")
ATOMS = ("mi", "mn", "mo", "mtext", "ms")
SCRIPTS = {"msup": ("sup",), "msub": ("sub",), "msubsup": ("sub", "sup")}
LIMITS = {"mover": ("sup",), "munder": ("sub",), "munderover": ("sub", "sup")}
ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "‾": "\u0305", "¯": "\u0305",
    "\u0302": "\u0302", "\u0303": "\u0303", "→": "\u20d7", "⃗": "\u20d7",
    "˙": "\u0307", "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306",
}  # fmt: skip
"""What stands over a letter, as the combining character (Unicode 16, 7.9) that says the same."""
INVISIBLE = "\u2061\u2062\u2063\u2064"
DEGREES = ("∘", "°")
TIGHT = "()[]{}|‖⟨⟩⌊⌋⌈⌉!,;:.'′″/"
"""Operators without space before them; after a comma or colon stands one."""
CLOSING = ")]}!|"
PREFIXES = "∑∏∐∫∬∭∮⋂⋃∇∂√¬∀∃∄"
UPRIGHT = ("normal", "bold", "double-struck")


def line(formula: Element) -> str:
    """Return a formula in a line of text: "(a + b)/c₁", "√(x² + y²)"."""
    return unicodedata.normalize("NFC", " ".join(_said(formula).split()))


def inlines(formula: Element) -> tuple[Plain, ...]:
    """Return a formula as runs with italics, sub- and superscript, () where these lose some."""
    try:
        return tuple(_joined(_runs(formula, in_script=False)))
    except _Unsayable:
        return ()


# --- parts --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """An operator, or something between operators, in a row."""

    element: Element
    is_operator: bool


def _name(element: Element) -> str:
    return etree.QName(element).localname


def _children(element: Element) -> list[Element]:
    """Return what an element holds, without annotations and comments."""
    inside = [one for one in element if isinstance(one.tag, str)]
    return [one for one in inside if not _name(one).startswith("annotation")]


def _flat(elements: Sequence[Element]) -> Iterator[_Part]:
    """Yield the parts of a row; rows without fences in it are part of it."""
    for element in elements:
        if _name(element) in GROUPS:
            yield from _flat(_children(element))
        elif _sign(element) not in INVISIBLE or _children(element):
            yield _Part(element, _name(element) == "mo")
        elif _name(element) == "mspace":
            yield _Part(element, is_operator=False)


def _content(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def _sign(element: Element) -> str:
    return _content(element).strip()


def _spaced(parts: Sequence[_Part], at: int) -> tuple[str, str]:
    """Return the space before and after the operator at a place in a row (MathML 3, 3.2.5)."""
    sign, element = _sign(parts[at].element), parts[at].element
    if sign in ",;:":
        return "", " "
    before = parts[at - 1] if at else None
    is_first = before is None or (before.is_operator and _sign(before.element) not in CLOSING)
    if sign in TIGHT or element.get("stretchy") == "true" or element.get("form") == "prefix":
        return "", ""
    if sign in PREFIXES:
        return (" ", " ")
    return ("", "") if is_first or at == len(parts) - 1 else (" ", " ")


# --- as runs ------------------------------------------------------------------------------------


class _Unsayable(Exception):
    """Runs of text cannot say this part of a formula."""


def _runs(element: Element, *, in_script: bool) -> Iterator[Plain]:
    """Yield an element as runs. Raises _Unsayable for a part that they cannot say."""
    parts = list(_flat([element]))
    for at, part in enumerate(parts):
        name = _name(part.element)
        if name == "mo":
            before, after = ("", "") if in_script else _spaced(parts, at)
            yield Text(f"{_hard(before)}{_sign(part.element)}{_hard(after)}")
        elif name == "mi":
            yield _identifier(part.element, parts, at)
        elif name in ATOMS:
            yield Text(_content(part.element))
        elif name == "mspace":
            yield Text("\u00a0" if _is_wide(part.element) else "")
        elif name in SCRIPTS and not in_script:
            yield from _scripted(part.element, SCRIPTS[name])
            follows = at + 1 < len(parts) and not parts[at + 1].is_operator
            if follows and _leads(_children(part.element)[0]):
                yield Text("\u00a0")
        else:
            raise _Unsayable


def _scripted(element: Element, where: tuple[str, ...]) -> Iterator[Plain]:
    base, *scripts = _children(element)
    if _sign(base) in PREFIXES and _sign(base):
        raise _Unsayable
    yield from _runs(base, in_script=False)
    for place, script in zip(where, scripts, strict=True):
        if place == "sup" and _sign(script) in DEGREES:
            yield Text("°")
            continue
        style = Style.SUPERSCRIPT if place == "sup" else Style.SUBSCRIPT
        yield Styled(style, tuple(_joined(_runs(script, in_script=True))))


def _identifier(element: Element, parts: Sequence[_Part], at: int) -> Plain:
    """Return a letter in italics, or the name of a function upright and apart from what follows."""
    text = _content(element)
    if len(text) == 1 and (name := unicodedata.name(text, "")).startswith("MATHEMATICAL"):
        if "BOLD" not in name or "SCRIPT" in name or "FRAKTUR" in name:
            raise _Unsayable
        return Styled(Style.STRONG, (Text(unicodedata.normalize("NFKC", text)),))
    if len(text) == 1 and text.isalpha() and element.get("mathvariant") not in UPRIGHT:
        return Styled(Style.EMPHASIS, (Text(text),))
    follows = at + 1 < len(parts) and not parts[at + 1].is_operator and len(text) > 1
    return Text(text + ("\u00a0" if follows else ""))


def _is_wide(space: Element) -> bool:
    width = space.get("width", "0em").removesuffix("em")
    try:
        return float(width) > 0.15
    except ValueError:
        return True


def _hard(space: str) -> str:
    """Return a space at which no line breaks: short formulas stay in one line."""
    return space.replace(" ", "\u00a0")


def _joined(runs: Iterator[Plain]) -> Iterator[Plain]:
    """Yield runs with neighbouring text in one piece."""
    held = ""
    for run in runs:
        if isinstance(run, Text):
            held += run.text
            continue
        if held:
            yield Text(held)
        held = ""
        yield run
    if held:
        yield Text(held)


# --- as a line ----------------------------------------------------------------------------------


def _said(element: Element) -> str:
    """Return an element in a line of text."""
    name, children = _name(element), _children(element)
    if name in GROUPS:
        parts = list(_flat([element]))
        return "".join(_said_part(parts, at) for at in range(len(parts)))
    if name in ATOMS and _sign(element) in INVISIBLE:
        return ""
    if name in ATOMS:
        return _content(element)
    if name == "mspace":
        return " " if _is_wide(element) else ""
    said = [_said(child) for child in children]
    if name == "mfrac":
        return f"{_grouped(said[0], children[0])}/{_grouped(said[1], children[1])}"
    if name == "msqrt":
        return f"√{_grouped(''.join(said), element if len(children) > 1 else children[0])}"
    if name == "mroot":
        return f"root {said[1]} of {_grouped(said[0], children[0])}"
    if name in SCRIPTS or name in LIMITS:
        return _said_script(element, children, said)
    if name == "mtable":
        rows = (", ".join(_said(cell) for cell in _children(row)) for row in children)
        return "; ".join(rows)
    return " ".join(said)


def _said_part(parts: Sequence[_Part], at: int) -> str:
    element = parts[at].element
    if parts[at].is_operator:
        before, after = _spaced(parts, at)
        return f"{before}{_sign(element)}{after}"
    said = _said(element)
    is_word = len(_sign(element)) > 1 and _name(element) == "mi"
    is_word |= _name(element) in (*SCRIPTS, *LIMITS) and _leads(_children(element)[0])
    follows = at + 1 < len(parts) and not parts[at + 1].is_operator
    return said + (" " if is_word and follows else "")


def _leads(base: Element) -> bool:
    """Return whether a base is a sum's sign or a function's name, with what it is of behind it."""
    return any(
        _sign(one.element) in PREFIXES or len(_sign(one.element)) > 1 for one in _flat([base])
    )


def _said_script(element: Element, children: list[Element], said: list[str]) -> str:
    name = _name(element)
    base = _grouped(said[0], children[0])
    accent = ACCENTS.get(said[1].strip())
    if name == "mover" and accent and len(said[0]) == 1:
        return said[0] + accent
    where = {**SCRIPTS, **LIMITS}[name]
    marks = [_script(one, place) for one, place in zip(said[1:], where, strict=True)]
    return base + "".join(marks)


def _script(text: str, place: str) -> str:
    """Return a script with Unicode's own signs where there are such for all of it."""
    text = re.sub(r" ([=→≤≥<>+−,]) ?", r"\1", text.strip()).replace(", ", ",")
    if place == "sup" and text in DEGREES:
        return "°"
    table = RAISED if place == "sup" else LOWERED
    if text in ("′", "″", "‴"):
        return text
    if text and all(one in table for one in text):
        return "".join(table[one] for one in text)
    sign = "^" if place == "sup" else "_"
    return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"


def _grouped(text: str, element: Element) -> str:
    """Return text in brackets where it is more than one thing."""
    inside = list(_flat([element])) if _name(element) in (*GROUPS, "msqrt") else []
    is_one = _name(element) not in ("mfrac", "msqrt", "mtable") and len(inside) < 2
    return text if is_one else f"({text.strip()})"
