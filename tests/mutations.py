"""Seeded changes to finished files, each of which `check` has to find.

`python tests/mutations.py [DIR] [N]` tries N of each kind on the files in DIR/build.
"""

import io
import random
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree

from reportgen.deck.package import package
from reportgen.diagnostics import Diagnostics, Level
from reportgen.document import Drawings
from reportgen.files.project import Project
from reportgen.recipes.finished_files import check_finished
from reportgen.recipes.outputs import brief
from reportgen.recipes.prepared import Prepared, prepare, quiet

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

Parts = dict[str, bytes]
Change = Callable[[Parts, random.Random], bool]
"""Changes the parts of a deck in place; returns False where there is nothing to change."""


def parts_of(pptx: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(pptx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def other_digit(text: str, chance: random.Random) -> str:
    """Change one digit of a text to another."""
    at = chance.choice([at for at, one in enumerate(text) if one.isdigit()])
    return text[:at] + chance.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]


def other_letter(text: str, chance: random.Random) -> str:
    at = chance.choice([at for at, one in enumerate(text) if one.isalpha()])
    return text[:at] + ("q" if text[at].lower() != "q" else "x") + text[at + 1 :]


def _slides(parts: Parts, folder: str = "slides/slide") -> list[str]:
    return sorted(name for name in parts if re.match(rf"ppt/{folder}\d+\.xml$", name))


def _kind(shape: etree._Element) -> str:
    found = shape.find(f".//{P}ph")
    return str(found.get("type", "")) if found is not None else ""


def _runs(
    parts: Parts,
    folder: str,
    wanted: Callable[[etree._Element, etree._Element], bool],
) -> list[tuple[str, etree._Element, etree._Element]]:
    """Return (part, root, text element) of each run of text that is wanted."""
    found = []
    for name in _slides(parts, folder):
        root = etree.fromstring(parts[name])
        for shape in root.iter(f"{P}sp", f"{P}graphicFrame"):
            for run in shape.iter(f"{A}r"):
                text = run.find(f"{A}t")
                if text is not None and (text.text or "").strip() and wanted(shape, run):
                    found.append((name, root, text))
    return found


def _edit(
    change: Callable[[str, random.Random], str],
    holds: str,
    wanted: Callable[[etree._Element, etree._Element], bool],
    folder: str = "slides/slide",
) -> Change:
    def apply(parts: Parts, chance: random.Random) -> bool:
        runs = [one for one in _runs(parts, folder, wanted) if re.search(holds, one[2].text or "")]
        if not runs:
            return False
        name, root, text = chance.choice(runs)
        text.text = change(text.text or "", chance)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return True

    return apply


def _is_raised(run: etree._Element) -> bool:
    properties = run.find(f"{A}rPr")
    return properties is not None and int(properties.get("baseline", "0")) > 0


def _is_body(shape: etree._Element, run: etree._Element) -> bool:
    name = shape.find(f".//{P}cNvPr")
    source = name is not None and "Source" in str(name.get("name"))
    return _kind(shape) not in ("ftr", "sldNum", "dt") and not source and not _is_raised(run)


def _is_source(shape: etree._Element, run: etree._Element) -> bool:
    name = shape.find(f".//{P}cNvPr")
    return name is not None and "Source" in str(name.get("name")) and not _is_raised(run)


def _swap(text: str, pattern: str, new: Callable[[re.Match[str]], str]) -> str:
    return re.sub(pattern, new, text, count=1)


def _alt(parts: Parts, chance: random.Random) -> bool:
    names = [name for name in _slides(parts) if re.search(rb'descr="[^"]*\d', parts[name])]
    if not names:
        return False
    name = chance.choice(names)
    text = parts[name].decode()
    parts[name] = _swap(
        text, r'descr="[^"]*\d[^"]*"', lambda found: "descr=" + other_digit(found[0][6:], chance)
    ).encode()
    return True


def _relations(parts: Parts) -> list[tuple[str, str, str]]:
    """Return (part, id, target) of each picture of a slide."""
    return [
        (name, *found)
        for name in sorted(parts)
        if name.startswith("ppt/slides/_rels/")
        for found in re.findall(
            r'Id="(\w+)"[^>]*Target="(\.\./media/[^"]+\.png)"', _ordered(parts[name])
        )
    ]


def _ordered(data: bytes) -> str:
    """Return relationships with the Id first."""
    return re.sub(r'(Type="[^"]*") (Target="[^"]*") (Id="\w+")', r"\3 \1 \2", data.decode())


def _other_picture(parts: Parts, chance: random.Random) -> bool:
    found = _relations(parts)
    others = sorted(name for name in parts if name.endswith(".png"))
    if not found or len(others) < 2:
        return False
    name, _, target = chance.choice(found)
    other = chance.choice([one for one in others if not one.endswith(target.rsplit("/", 1)[1])])
    parts[name] = parts[name].replace(
        target.encode(), f"../media/{other.rsplit('/', 1)[1]}".encode()
    )
    return True


def _pixels(parts: Parts, chance: random.Random) -> bool:
    from PIL import Image

    names = sorted(name for name in parts if name.endswith(".png"))
    if not names:
        return False
    name = chance.choice(names)
    image = Image.open(io.BytesIO(parts[name])).convert("RGB")
    image.putpixel((chance.randrange(image.width), chance.randrange(image.height)), (255, 0, 1))
    written = io.BytesIO()
    image.save(written, "PNG")
    parts[name] = written.getvalue()
    return True


def _hide(parts: Parts, chance: random.Random) -> bool:
    name = chance.choice(_slides(parts))
    parts[name] = re.sub(rb"<p:sld ", b'<p:sld show="0" ', parts[name], count=1)
    return True


def _reorder(parts: Parts, chance: random.Random) -> bool:
    root = etree.fromstring(parts["ppt/presentation.xml"])
    slides = root.find(f"{P}sldIdLst")
    assert slides is not None
    own = [at for at, one in enumerate(slides) if at]
    at = chance.choice(own[:2])
    slides.insert(at, slides[at + 1])
    parts["ppt/presentation.xml"] = etree.tostring(root)
    return True


def _drop(parts: Parts, chance: random.Random) -> bool:
    root = etree.fromstring(parts["ppt/presentation.xml"])
    slides = root.find(f"{P}sldIdLst")
    assert slides is not None
    slides.remove(slides[chance.randrange(1, len(slides))])
    parts["ppt/presentation.xml"] = etree.tostring(root)
    return True


def _line_removed(parts: Parts, chance: random.Random) -> bool:
    """Remove a paragraph from a text that has others."""
    roots = {name: etree.fromstring(parts[name]) for name in _slides(parts)}
    bodies = [
        (name, body)
        for name, root in roots.items()
        for body in root.iter(f"{P}txBody")
        if len(body.findall(f"{A}p")) > 1
    ]
    if not bodies:
        return False
    name, body = chance.choice(bodies)
    body.remove(chance.choice(body.findall(f"{A}p")))
    parts[name] = etree.tostring(roots[name])
    return True


def _property(tag: str, new: str) -> Change:
    def apply(parts: Parts, _: random.Random) -> bool:
        data = parts["docProps/core.xml"].decode()
        parts["docProps/core.xml"] = re.sub(
            rf"(<\w+:{tag}\b[^>]*>)[^<]*", rf"\g<1>{new}", data
        ).encode()
        return True

    return apply


def _part(name: str, data: bytes) -> Change:
    def apply(parts: Parts, _: random.Random) -> bool:
        parts[name] = data
        return True

    return apply


def _evidence(parts: Parts, chance: random.Random) -> bool:
    data = parts["customXml/item1.xml"].decode()
    spots = [
        found.start(1) for found in re.finditer(r'(?:facts|sha256|png)="([0-9a-f]{64})"', data)
    ]
    at = chance.choice(spots) + chance.randrange(64)
    parts["customXml/item1.xml"] = (
        data[:at] + ("0" if data[at] != "0" else "1") + data[at + 1 :]
    ).encode()
    return True


def _link(parts: Parts, chance: random.Random) -> bool:
    names = [
        n for n in sorted(parts) if n.startswith("ppt/slides/_rels") and b'"External"' in parts[n]
    ]
    if not names:
        return False
    name = chance.choice(names)
    parts[name] = re.sub(
        rb'Target="(https?://[^"]+)"', rb'Target="\1?utm_source=deck"', parts[name], count=1
    )
    return True


DECK: dict[str, Change] = {
    "digit in a slide's text": _edit(other_digit, r"\d", _is_body),
    "letter in a slide's text": _edit(other_letter, r"[a-z]", _is_body),
    "digit in a source line": _edit(other_digit, r"\d", _is_source),
    "letter in a source line": _edit(other_letter, r"[a-z]{3}", _is_source),
    "note mark on a slide": _edit(
        lambda t, c: str(int(t) + 1), r"^\d+$", lambda _, r: _is_raised(r)
    ),
    "digit in the notes": _edit(other_digit, r"\d", lambda *_: True, "notesSlides/notesSlide"),
    "edition or date in a footer": _edit(other_digit, r"\d", lambda s, _: _kind(s) == "ftr"),
    "digit in an alternative": _alt,
    "another picture": _other_picture,
    "a pixel of a picture": _pixels,
    "a bullet or line removed": _line_removed,
    "a slide hidden": _hide,
    "two slides in another order": _reorder,
    "a slide removed": _drop,
    "title in the properties": _property("title", "Another title"),
    "version in the properties": _property("version", "9.9"),
    "an editor's name": _property("lastModifiedBy", "Jane Doe"),
    "digests in the evidence": _evidence,
    "a comment": _part("ppt/comments/comment1.xml", b"<c/>"),
    "a thumbnail": _part("docProps/thumbnail.jpeg", b"\xff\xd8\xff\xd9"),
    "a tracking parameter": _link,
}


# --- the brief --------------------------------------------------------------------------------

PdfChange = Callable[[pikepdf.Pdf, random.Random], bool]


def _codes(font: pikepdf.Object) -> dict[bytes, str]:
    """Return what a font's codes of two bytes mean, by its ToUnicode map."""
    data = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>\s*\n", data + "\n")
    return {bytes.fromhex(code): chr(int(text, 16)) for code, text in pairs}


def _digit(pdf: pikepdf.Pdf, chance: random.Random) -> bool:
    """Change one digit that is drawn on a page to another one of the same font."""
    page = chance.choice(list(pdf.pages))
    content: list[Any] = list(pikepdf.parse_content_stream(page))
    fonts = page.Resources.Font
    maps: dict[str, dict[bytes, str]] = {}
    spots: list[tuple[int, int, int, list[bytes]]] = []
    known: dict[bytes, str] = {}
    for at, (operands, operator) in enumerate(content):
        if str(operator) == "Tf":
            name = str(operands[0])
            known = maps.setdefault(
                name, _codes(fonts[name]) if "/ToUnicode" in fonts[name] else {}
            )
        texts = (
            list(operands[0])
            if str(operator) == "TJ"
            else operands
            if str(operator) == "Tj"
            else []
        )
        for number, text in enumerate(texts):
            if isinstance(text, pikepdf.String):
                data = bytes(text)
                for start in range(0, len(data), 2):
                    if known.get(data[start : start + 2], "").isdigit():
                        digits = [
                            c
                            for c, m in known.items()
                            if m.isdigit() and c != data[start : start + 2]
                        ]
                        spots.append((at, number, start, digits))
    spots = [spot for spot in spots if spot[3]]
    if not spots:
        return False
    at, number, start, digits = chance.choice(spots)
    operands, operator = content[at]
    texts = list(operands[0]) if str(operator) == "TJ" else list(operands)
    data = bytes(texts[number])
    texts[number] = pikepdf.String(data[:start] + chance.choice(digits) + data[start + 2 :])
    new = [pikepdf.Array(texts)] if str(operator) == "TJ" else texts
    content[at] = pikepdf.ContentStreamInstruction(new, operator)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))
    return True


def _pdf_alt(pdf: pikepdf.Pdf, chance: random.Random) -> bool:
    elements = (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary))
    figures = (one for one in elements if one.get("/S") == "/Figure")
    found = [one for one in figures if re.search(r"\d", str(one.get("/Alt", "")))]
    if not found:
        return False
    one = chance.choice(found)
    one.Alt = pikepdf.String(other_digit(str(one.Alt), chance))
    return True


def _pdf_title(pdf: pikepdf.Pdf, _: random.Random) -> bool:
    pdf.docinfo["/Title"] = "Another title"
    return True


def _attachment(pdf: pikepdf.Pdf, chance: random.Random) -> bool:
    name = chance.choice(sorted(pdf.attachments))
    spec = pdf.attachments[name]
    data = spec.get_file().read_bytes().decode()
    spec.obj.EF.F.write(other_digit(data, chance).encode())
    return True


def _no_attachment(pdf: pikepdf.Pdf, chance: random.Random) -> bool:
    del pdf.attachments[chance.choice(sorted(pdf.attachments))]
    return True


def _no_page(pdf: pikepdf.Pdf, chance: random.Random) -> bool:
    del pdf.pages[chance.randrange(len(pdf.pages))]
    return True


def _pages_swapped(pdf: pikepdf.Pdf, chance: random.Random) -> bool:
    at = chance.randrange(len(pdf.pages) - 1)
    page = pdf.pages[at]
    del pdf.pages[at]
    pdf.pages.insert(at + 1, page)
    return True


def _pdf_link(pdf: pikepdf.Pdf, chance: random.Random) -> bool:
    annotations = [one for page in pdf.pages for one in page.get("/Annots", [])]
    found = [one for one in annotations if "/A" in one and "/URI" in one.A]
    if not found:
        return False
    one = chance.choice(found)
    one.A.URI = pikepdf.String(other_letter(str(one.A.URI), chance))
    return True


def _pdf_comment(pdf: pikepdf.Pdf, chance: random.Random) -> bool:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="x"
    )
    page = chance.choice(list(pdf.pages))
    page.Annots = pikepdf.Array([*page.get("/Annots", []), pdf.make_indirect(note)])
    return True


PDF: dict[str, PdfChange] = {
    "digit on a page": _digit,
    "digit in a figure's alternative": _pdf_alt,
    "title in the metadata": _pdf_title,
    "digit in an attachment": _attachment,
    "an attachment removed": _no_attachment,
    "a page removed": _no_page,
    "two pages in another order": _pages_swapped,
    "an address": _pdf_link,
    "a comment in the PDF": _pdf_comment,
}


# --- trying them ------------------------------------------------------------------------------


def mutated(kind: str, pdf: bytes, pptx: bytes, seed: int) -> tuple[bytes, bytes] | None:
    """Return both files after a change of a kind, None where there is nothing to change."""
    chance = random.Random(f"{kind} {seed}")
    if kind in DECK:
        parts = parts_of(pptx)
        return (pdf, package(parts)) if DECK[kind](parts, chance) else None
    with pikepdf.open(io.BytesIO(pdf)) as file:
        if not PDF[kind](file, chance):
            return None
        written = io.BytesIO()
        file.save(written)
    return written.getvalue(), pptx


def brief_drawings(prepared: Prepared) -> Drawings:
    return prepared.draw(brief(prepared, Diagnostics(), quiet))


def errors(prepared: Prepared, drawings: Drawings, pdf: bytes, pptx: bytes) -> list[str]:
    """Return what `check` finds to be wrong with both files."""
    diagnostics = Diagnostics()
    check_finished(prepared, drawings, pdf, pptx, diagnostics)
    return [one.message for one in diagnostics if one.level is Level.ERROR]


def main(folder: str = ".", count: str = "4") -> int:
    project = Project(Path(folder))
    path = project.documents()[0]
    prepared = prepare(project, path, Diagnostics())
    drawings = brief_drawings(prepared)
    pdf, pptx = (
        project.read_bytes(f"build/{prepared.document.name}.{end}") for end in ("pdf", "pptx")
    )
    write = sys.stdout.write
    write(f"untouched: {len(errors(prepared, drawings, pdf, pptx))} alarms\n")
    tried_all = found_all = 0
    for kind in (*DECK, *PDF):
        tried = found = 0
        for seed in range(int(count)):
            changed = mutated(kind, pdf, pptx, seed)
            if changed is None:
                continue
            tried += 1
            if errors(prepared, drawings, *changed):
                found += 1
            else:
                write(f"   not found: {kind}, seed {seed}\n")
        write(f"{kind:36} {tried:3} {found:3}\n")
        tried_all, found_all = tried_all + tried, found_all + found
    write(f"{'all':36} {tried_all:3} {found_all:3}\n")
    return 0 if tried_all == found_all else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
