"""Makes of a file as anyone saved it a package of parts that can be a deck's template.

Templates (.potx), shows (.ppsx), themes (.thmx) and those with macros (.potm, .pptm, whose macros
are left out) are read, and Strict Open XML (ISO/IEC 29500-1) as what Transitional calls it; what
is of another kind, or locked, is told apart.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from lxml import etree

from reportgen.deck.design.template_roots import odd_part
from reportgen.deck.package import CONTENT_TYPES
from reportgen.files.door import SAVE_PRESENTATION

COMPOUND = b"\xd0\xcf\x11\xe0"
"""How a file of old Office begins, and one that a password protects ([MS-CFB] 2.2)."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of a file that a password protects ([MS-OFFCRYPTO] 2.3.1)."""
MOST_BYTES = 300_000_000
MAIN = "application/vnd.openxmlformats-officedocument.presentationml."
MAIN_PPTX = f"{MAIN}presentation.main+xml"
OTHER_MAINS = (
    f"{MAIN}template.main+xml",
    f"{MAIN}slideshow.main+xml",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml",
)
"""The content types of templates, shows, and those with macros (ECMA-376 part 1, 13.3.6)."""
OTHER_KINDS = (
    ("word/", "it is a Word document"),
    ("xl/", "it is an Excel workbook"),
    ("Index/Document.iwa", "it is a Keynote presentation"),
    ("Index.zip", "it is a Keynote presentation"),
    ("content.xml", "it is an OpenDocument presentation"),
)
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/")
STRICT_NAMES: tuple[tuple[bytes, bytes], ...] = (
    (b"officeDocument/relationships/metadata/thumbnail",
     b"package/2006/relationships/metadata/thumbnail"),
    (b"officeDocument/relationships/extendedProperties",
     b"officeDocument/2006/relationships/extended-properties"),
    (b"officeDocument/relationships/customProperties",
     b"officeDocument/2006/relationships/custom-properties"),
    (b"officeDocument/extendedProperties", b"officeDocument/2006/extended-properties"),
    (b"officeDocument/customProperties", b"officeDocument/2006/custom-properties"),
    (b"officeDocument/", b"officeDocument/2006/"),
    (b"drawingml/", b"drawingml/2006/"),
    (b"presentationml/", b"presentationml/2006/"),
    (b"spreadsheetml/", b"spreadsheetml/2006/"),
    (b"schemaLibrary/", b"schemaLibrary/2006/"),
)  # fmt: skip
"""What namespaces and relations of Strict are called in Transitional (ISO/IEC 29500-4)."""
SHARE = re.compile(rb'="(-?\d+(?:\.\d+)?)%"')
CODE = re.compile(r"vba(Project\w*\.bin|Data\.xml)")
"""The parts that hold macros, their signatures, and what programs keep of them."""
OF_THEME = "in PowerPoint, apply it to a presentation and save that as .potx"
ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)

Parts = dict[str, bytes]


class NoTemplate(Exception):
    """Says why a file cannot be a deck's template, and what would help."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.why, self.hint = why, hint


def template_parts(data: bytes) -> Parts:
    """Return the parts of a template as those of a presentation. Raises NoTemplate."""
    if data.startswith(COMPOUND):
        if ENCRYPTED in data:
            raise NoTemplate("it is protected by a password", "save it without a password")
        raise NoTemplate("it is of a PowerPoint older than 2007", "save it as .pptx or .potx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                raise NoTemplate("it is larger than 300 MB", "take pictures and videos out of it")
            parts = {name: archive.read(name) for name in archive.namelist() if name[-1:] != "/"}
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise NoTemplate("it is no sound PowerPoint file", SAVE_PRESENTATION) from error
    for begins, why in OTHER_KINDS:
        if any(name.startswith(begins) for name in parts) and not _has_masters(parts):
            raise NoTemplate(why, "save it as .pptx or .potx")
    return _as_presentation(parts)


def _has_masters(parts: Mapping[str, bytes]) -> bool:
    return any("slideMasters/" in name for name in parts)


def _as_presentation(parts: Parts) -> Parts:
    if CONTENT_TYPES not in parts:
        raise NoTemplate("it is no sound PowerPoint file", SAVE_PRESENTATION)
    if any(name.startswith("theme/theme/") for name in parts) and not _has_masters(parts):
        raise NoTemplate("it is a theme of colours and fonts, without layouts", OF_THEME)
    for name, data in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        if any(map(_is_strict, (data,))):
            parts[name] = _transitional(data)
        if ENTITIES.search(data):
            raise NoTemplate("it is no sound PowerPoint file", SAVE_PRESENTATION)
        try:
            etree.fromstring(parts[name])
        except etree.XMLSyntaxError as error:
            why = f"its part `{name}` is not well-formed XML"
            raise NoTemplate(why, SAVE_PRESENTATION) from error
    if wrong := odd_part(parts[CONTENT_TYPES], parts):
        raise NoTemplate(wrong, SAVE_PRESENTATION)
    if "theme/presentation.xml" in parts and "ppt/presentation.xml" not in parts:
        parts = _of_theme(parts)
    types = parts[CONTENT_TYPES]
    for kind in OTHER_MAINS:
        types = types.replace(kind.encode(), MAIN_PPTX.encode())
    parts[CONTENT_TYPES] = types
    return parts


def _is_strict(data: bytes) -> bool:
    return STRICT.search(data) is not None


def _transitional(data: bytes) -> bytes:
    """Return a Strict part as a Transitional one: names, and shares in per cent."""
    for strict, name in STRICT_NAMES:
        data = data.replace(
            b"http://purl.oclc.org/ooxml/" + strict, b"http://schemas.openxmlformats.org/" + name
        )
    data = re.sub(rb'\sconformance="strict"', b"", data)
    return SHARE.sub(lambda found: b'="%d"' % round(float(found[1]) * 1000), data)


def _of_theme(parts: Parts) -> Parts:
    """Return the presentation that an Office theme (.thmx) holds in its folder `theme`."""
    moved: Parts = {}
    for name, data in parts.items():
        inner = name.startswith("theme/")
        moved[f"ppt/{name.removeprefix('theme/')}" if inner else name] = data
    moved[CONTENT_TYPES] = moved[CONTENT_TYPES].replace(b'"/theme/', b'"/ppt/')
    rels = moved.get("_rels/.rels", b"")
    moved["_rels/.rels"] = rels.replace(
        b"theme/theme/themeManager.xml", b"ppt/presentation.xml"
    ).replace(b'"theme/', b'"ppt/')
    for name in moved:
        if name.endswith(".rels"):
            moved[name] = moved[name].replace(b'"/theme/', b'"/ppt/')
    return moved


def code_parts(parts: Mapping[str, bytes]) -> set[str]:
    """Return the names of the parts that are macros ([MS-OFFMACRO2] 2.2)."""
    return {name for name in parts if CODE.fullmatch(PurePosixPath(name).name)}


def without_macros(parts: Parts) -> Parts:
    """Return the parts without code, and without what leads to it."""
    code = code_parts(parts)
    if not code:
        return parts
    kept = {name: data for name, data in parts.items() if name not in code}
    for name in [one for one in kept if one.endswith(".rels")]:
        if PurePosixPath(name).name.removesuffix(".rels") in {
            PurePosixPath(one).name for one in code
        }:
            del kept[name]
            continue
        kept[name] = re.sub(
            rb'<Relationship\s[^>]*Target="[^"]*vba(Project\w*\.bin|Data\.xml)"[^>]*?/>',
            b"",
            kept[name],
        )
    kept[CONTENT_TYPES] = re.sub(
        rb'<Override\s[^>]*PartName="[^"]*vba(Project\w*\.bin|Data\.xml)"[^>]*?/>',
        b"",
        kept[CONTENT_TYPES],
    )
    return kept
