"""What a Word file holds beside what pandoc carries: changes, comments, boxes, words of its parts.

ECMA-376 part 1, 17 (WordprocessingML).
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741  the schema's own prefix
V = "{urn:schemas-microsoft-com:vml}"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
CITES = re.compile(r"ZOTERO_ITEM|CSL_CITATION|Mendeley Citation|EN\.CITE|^\s*CITATION\b")
LISTS = re.compile(r"ZOTERO_BIBL|CSL_BIBLIOGRAPHY|Mendeley Bibliography|EN\.REFLIST|BIBLIOGRAPHY")
MADE = re.compile(r"^\s*(TOC|PAGEREF|PAGE|NUMPAGES|TC|INDEX|XE)\b")
SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, or a tracked change: its kind, who made it, its words, and the words around it."""

    kind: str
    author: str
    text: str
    near: str


@dataclass(frozen=True, slots=True)
class OfficeParts:
    """What was found in a Word file.

    `words` are those that a reader of the draft sees, as far as they are the author's: not those of
    contents, page numbers, and citations made by a program. `left` names what pandoc has no word
    for, with how often it is there. `fields` counts citation fields, `equations`
    formulas; `lang` is a BCP 47 tag or "".
    """

    paragraphs: tuple[str, ...]
    remarks: tuple[Remark, ...]
    left: tuple[tuple[str, int], ...]
    fields: int
    equations: int
    lang: str
    title: str


def read_parts(file: zipfile.ZipFile, *, accept: bool) -> OfficeParts:
    """Return what a .docx holds. With `accept` its tracked changes are in, else they are out.

    Raises KeyError, zipfile.BadZipFile or lxml.etree.XMLSyntaxError for what is no Word file.
    """
    main = _main_part(file)
    trees = [_tree(file, main)]
    trees += [_tree(file, name) for name in NOTES if name in file.namelist()]
    words = _Words(accept)
    paragraphs = [text for tree in trees for text in words.paragraphs(tree)]
    return OfficeParts(
        tuple(paragraphs),
        tuple(_remarks(file, trees[0])),
        tuple(_left(file, trees[0])),
        words.cites,
        words.equations,
        _lang(file),
        _title(file),
    )


def _main_part(file: zipfile.ZipFile) -> str:
    """Return the name of the main part (ECMA-376 part 2: the package's relationships)."""
    for one in _tree(file, "_rels/.rels"):
        if str(one.get("Type", "")).endswith("/officeDocument"):
            return str(one.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _tree(file: zipfile.ZipFile, name: str) -> Element:
    return etree.fromstring(file.read(name), SAFE)


class _Words:
    """Reads the words of paragraphs; fields go on over paragraphs, so they are counted through."""

    def __init__(self, accept: bool) -> None:  # noqa: FBT001
        self.accept = accept
        self.cites = 0
        self.equations = 0
        self._fields: list[str] = []

    def paragraphs(self, tree: Element) -> Iterator[str]:
        """Yield the text of each paragraph, that of boxes apart from the paragraph they hang on."""
        for note in tree.iter(f"{W}footnote", f"{W}endnote"):
            if note.get(f"{W}type") in SEPARATORS:
                note.clear()
        initial = ""
        for paragraph in tree.iter(f"{W}p"):
            if not _is_out(paragraph, (f"{MC}Fallback",)):
                text = initial + "".join(self._runs(paragraph))
                initial = ""
                frame = paragraph.find(f"{W}pPr/{W}framePr")
                if frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin"):
                    initial = text.strip()  # the letter begins the paragraph that follows
                elif text.strip():
                    yield " ".join(text.split())

    def _runs(self, element: Element) -> Iterator[str]:
        out = (f"{W}del", f"{W}moveFrom") if self.accept else (f"{W}ins", f"{W}moveTo")
        for child in element:
            tag = child.tag
            if tag in (*out, f"{MC}Fallback", f"{W}txbxContent", f"{W}p", f"{W}pPr"):
                continue
            if tag == f"{W}fldChar":
                self._field(str(child.get(f"{W}fldCharType")))
            elif tag == f"{W}instrText" and self._fields:
                self._fields[-1] += child.text or ""
            elif tag == f"{W}fldSimple" and self._is_made(str(child.get(f"{W}instr", ""))):
                continue
            elif any(map(self._is_made, self._fields)):
                yield from self._silent(child)
            elif tag == f"{M}oMath":
                self.equations += 1  # its signs are told by their number: TeX has other words
                yield " "
            elif tag == f"{W}t" or (tag == f"{W}delText" and not self.accept):
                yield child.text or ""
            elif tag in (f"{W}tab", f"{W}br", f"{W}cr"):
                yield " "
            elif tag == f"{W}noBreakHyphen":
                yield "\u2011"
            else:
                yield from self._runs(child)

    def _silent(self, element: Element) -> Iterator[str]:
        for child in element.iter(f"{W}fldChar"):
            self._field(str(child.get(f"{W}fldCharType")))
        yield " "

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self.cites += bool(CITES.search(self._fields.pop()))

    def _is_made(self, code: str) -> bool:
        """Return whether a field's result is made by a program: cites, their list, page numbers."""
        return any(one.search(code) for one in (CITES, LISTS, MADE))


def _is_out(element: Element, tags: tuple[str, ...]) -> bool:
    return any(one.tag in tags for one in element.iterancestors())


def _text(element: Element) -> str:
    said = (one.text or "" for one in element.iter(f"{W}t", f"{W}delText"))
    return " ".join("".join(said).split())


def _remarks(file: zipfile.ZipFile, tree: Element) -> Iterator[Remark]:
    """Yield comments with the words that they are about, and tracked changes."""
    if "word/comments.xml" in file.namelist():
        marked = {
            str(one.get(f"{W}id")): one.getparent() for one in tree.iter(f"{W}commentRangeStart")
        }
        for one in _tree(file, "word/comments.xml").iter(f"{W}comment"):
            at = marked.get(str(one.get(f"{W}id")))
            near = _text(at) if at is not None else ""
            yield Remark("comment", str(one.get(f"{W}author", "")), _text(one), near)
    for tag, kind in (("ins", "insertion"), ("del", "deletion"), ("moveTo", "move")):
        for one in tree.iter(f"{W}{tag}"):
            if text := _text(one):
                near = next((_text(up) for up in one.iterancestors(f"{W}p")), "")
                yield Remark(kind, str(one.get(f"{W}author", "")), text, near)


def _left(file: zipfile.ZipFile, tree: Element) -> Iterator[tuple[str, int]]:
    """Yield what pandoc drops without a word, and how often it is there."""
    count: Counter[str] = Counter()
    for one in tree.iter(f"{W}br"):
        count["page break"] += one.get(f"{W}type") == "page"
    count["section break"] += max(0, sum(1 for _ in tree.iter(f"{W}sectPr")) - 1)
    for tag, what in (
        (f"{W}txbxContent", "text box"),
        (f"{V}textpath", "WordArt"),
        (f"{C}chart", "chart of Office"),
        (f"{DGM}relIds", "SmartArt diagram"),
        (f"{O}OLEObject", "embedded object"),
        (f"{W}ffData", "form field"),
    ):
        count[what] += sum(not _is_out(one, (f"{MC}Fallback",)) for one in tree.iter(tag))
    for name in file.namelist():
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            count["text of a " + name[5:11]] += bool(_text(_tree(file, name)))
    yield from ((what, number) for what, number in count.items() if number)


def _lang(file: zipfile.ZipFile) -> str:
    if "word/styles.xml" not in file.namelist():
        return ""
    found = _tree(file, "word/styles.xml").find(f"{W}docDefaults//{W}lang")
    return str(found.get(f"{W}val", "")) if found is not None else ""


def _title(file: zipfile.ZipFile) -> str:
    """Return the title of the core properties; their author is some machine's user."""
    if "docProps/core.xml" not in file.namelist():
        return ""
    tree = _tree(file, "docProps/core.xml")
    return (tree.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip()
