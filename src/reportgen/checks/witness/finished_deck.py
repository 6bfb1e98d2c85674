"""Reads a presentation's parts as they stand in the package (ECMA-376 part 1)."""

import io
import posixpath
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from reportgen.checks.witness.finished import FinishedTexts, Lead, Piece

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
         (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
ASIDE = ("dt", "ftr", "sldNum", "hdr")
"""Placeholders of date, footer, number and header."""


def read_deck(pptx: bytes) -> FinishedTexts:
    """Return the texts of a presentation, slide by slide in its order."""
    reading = _Reading(_parts(pptx))
    reading.read()
    return FinishedTexts(
        shown=tuple(reading.shown),
        spoken=tuple(reading.spoken),
        alternatives=tuple(reading.alternatives),
        about=tuple(reading.about),
        aside=tuple(reading.aside),
        formulas=reading.formulas,
        leads=tuple(reading.leads),
    )


def _parts(pptx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pptx)) as package:
        wanted = (".xml", ".rels")
        return {name: package.read(name) for name in package.namelist() if name.endswith(wanted)}


@dataclass
class _Reading:
    """Goes through the slides of a package and gathers their texts."""

    parts: dict[str, bytes]
    shown: list[Piece] = field(default_factory=list)
    spoken: list[Piece] = field(default_factory=list)
    alternatives: list[Piece] = field(default_factory=list)
    about: list[Piece] = field(default_factory=list)
    aside: list[Piece] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    formulas: int = 0
    tables: int = 0

    def read(self) -> None:
        """Read slides, notes and properties."""
        main = "ppt/presentation.xml"
        targets = self._targets(main)
        for number, one in enumerate(self._tree(main).iter(f"{P}sldId"), 1):
            self._slide(targets[one.get(f"{R}id")][1], number)
        if "docProps/core.xml" in self.parts:
            for element in self._tree("docProps/core.xml").iter():
                if element.text and element.text.strip() and "T00:" not in element.text:
                    self.about.append(_piece("property", element.text, 0))

    def _tree(self, name: str) -> Any:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(self.parts[name], parser)

    def _relations(self, name: str) -> Any:
        """Return the relationships of a part."""
        folder, _, base = name.rpartition("/")
        path = f"{folder}/_rels/{base}.rels"
        return self._tree(path).iter(RELATION) if path in self.parts else ()

    def _addresses(self, name: str) -> dict[str, str]:
        """Return where the relationships of a part lead, "" for those within the file."""
        return {
            one.get("Id"): one.get("Target", "") if one.get("TargetMode") == "External" else ""
            for one in self._relations(name)
        }

    def _targets(self, name: str) -> dict[str, tuple[str, str]]:
        """Return type and part of each relationship of a part."""
        folder = name.rpartition("/")[0]
        return {
            one.get("Id"): (
                one.get("Type", "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target"))).lstrip("/"),
            )
            for one in self._relations(name)
            if one.get("TargetMode") != "External"
        }

    def _slide(self, name: str, number: int) -> None:
        root = self._tree(name)
        self.leads += _leads(root, self._addresses(name), number, spoken=False)
        for shape in _shapes(root):
            self._shape(shape, number)
        for kind, target in self._targets(name).values():
            if kind == "notesSlide" and target in self.parts:
                self._notes(target, number)
            elif kind == "chart" and target in self.parts:
                values = [one.text or "" for one in self._tree(target).iter(f"{C}v", f"{A}t")]
                self.aside.append(_piece("chart", "\n".join(values), number))

    def _notes(self, name: str, number: int) -> None:
        root = self._tree(name)
        self.leads += _leads(root, self._addresses(name), number, spoken=True)
        for shape in _shapes(root):
            if _role(shape) == "body":
                self.spoken += [_piece("notes", text, number) for text in _texts(shape)]

    def _shape(self, shape: Any, number: int) -> None:
        self.formulas += sum(1 for _ in shape.iter(f"{M}oMath"))
        named = next((one for one in shape.iter(f"{P}cNvPr")), None)
        if named is not None and named.get("descr"):
            self.alternatives.append(_piece("picture", named.get("descr"), number))
        self.alternatives += [_piece("link", tip, number) for tip in _tips(shape)]
        tables = list(shape.iter(f"{A}tbl"))
        for table in tables:
            self._table(table, number)
        if not tables:
            role = _role(shape)
            into = self.aside if role in ASIDE else self.shown
            into += [_piece(role or "text", text, number) for text in _texts(shape)]

    def _table(self, table: Any, number: int) -> None:
        self.tables += 1
        for row, line in enumerate(table.iter(f"{A}tr"), 1):
            for column, cell in enumerate(line.iter(f"{A}tc"), 1):
                place = (self.tables, row, column)
                for text in _texts(cell) or [""]:
                    self.shown.append(_piece("cell", text, number, place))


def _piece(kind: str, text: str, at: int, cell: tuple[int, int, int] | None = None) -> Piece:
    return Piece(kind, unicodedata.normalize("NFC", text), at, cell)


def _leads(root: Any, addresses: dict[str, str], number: int, *, spoken: bool) -> Iterator[Lead]:
    """Yield what leads somewhere (21.1.2.3.5): runs side by side that lead to one place as one."""
    for paragraph in root.iter(f"{A}p"):
        runs = [(_led(run, addresses), run) for run in paragraph.iter(f"{A}r")]
        for address, same in groupby(runs, key=lambda pair: pair[0]):
            if address is not None:
                said = "".join(one.text or "" for _, run in same for one in run.iter(f"{A}t"))
                yield Lead(unicodedata.normalize("NFC", said), address, number, spoken)


def _led(run: Any, addresses: dict[str, str]) -> str | None:
    """Return where a run of text leads, None where it leads nowhere."""
    found = next(run.iter(f"{A}hlinkClick"), None)
    return None if found is None else addresses.get(str(found.get(f"{R}id", "")), "")


ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def _tips(shape: Any) -> Iterator[str]:
    """Yield what links out of a deck say of themselves (20.1.2.2.35), where it is no address."""
    for one in shape.iter(f"{A}hlinkClick"):
        tip = str(one.get("tooltip", ""))
        if tip and not one.get("action") and not ADDRESS.match(tip):
            yield tip


def _shapes(root: Any) -> Iterator[Any]:
    """Yield shapes, pictures and frames in the order in which they are read."""
    yield from root.iter(f"{P}sp", f"{P}pic", f"{P}graphicFrame", f"{P}cxnSp")


def _role(shape: Any) -> str:
    """Return the type of a shape's placeholder (19.3.1.36), "" where it is none."""
    place = next(shape.iter(f"{P}ph"), None)
    return "" if place is None else str(place.get("type", "body"))


def _texts(holder: Any) -> list[str]:
    """Return the paragraphs of a shape or cell, each with its number as it is shown."""
    numbers = _Numbers()
    return [numbers.before(one) + _text(one) for one in holder.iter(f"{A}p")]


def _text(paragraph: Any) -> str:
    """Return the text of a paragraph; the parts of an equation stand apart in it."""
    wanted = paragraph.iter(f"{A}t", f"{M}t", f"{A}br")
    said = {f"{A}br": "\n", f"{M}t": " {} ", f"{A}t": "{}"}
    return "".join(said[one.tag].format(one.text or "") for one in wanted)


@dataclass
class _Numbers:
    """Counts numbered paragraphs as PowerPoint does (21.1.2.4.1): by level, scheme and start."""

    counts: dict[int, tuple[str, int]] = field(default_factory=dict)

    def before(self, paragraph: Any) -> str:
        """Return the number before a paragraph, "" where it has none."""
        settings = paragraph.find(f"{A}pPr")
        level = int(settings.get("lvl", 0)) if settings is not None else 0
        number = settings.find(f"{A}buAutoNum") if settings is not None else None
        for deeper in [one for one in self.counts if one > level]:
            del self.counts[deeper]
        if number is None:
            self.counts.pop(level, None)
            return ""
        scheme = f"{number.get('type')} {number.get('startAt', 1)}"
        known, count = self.counts.get(level, ("", 0))
        count = count + 1 if known == scheme else int(number.get("startAt", 1))
        self.counts[level] = (scheme, count)
        return f"{_numeral(str(number.get('type')), count)} "


def _numeral(scheme: str, count: int) -> str:
    """Return a count as a scheme of 20.1.10.61 writes it."""
    if scheme.startswith("alpha"):
        text = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif scheme.startswith("roman"):
        text, left = "", count
        for value, sign in ROMAN:
            text += sign * (left // value)
            left %= value
    else:
        text = str(count)
    text = text.upper() if "Uc" in scheme else text
    ends = {"ParenBoth": "({})", "ParenR": "{})", "Period": "{}."}
    return next((form for end, form in ends.items() if scheme.endswith(end)), "{}").format(text)
