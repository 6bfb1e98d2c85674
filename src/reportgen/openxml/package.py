"""A presentation as a package of parts with relations (ECMA-376 part 2)."""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
CONTENT_TYPES = "[Content_Types].xml"
MAIN = "ppt/presentation.xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: the last word of its type, and the part or address that it leads to."""

    type: str
    target: str
    is_external: bool


@dataclass(frozen=True, slots=True)
class Package:
    """A package: names of its entries as they come, bytes of its parts, and those that are XML."""

    names: tuple[str, ...]
    parts: Mapping[str, bytes]
    trees: Mapping[str, Element]
    torn: tuple[str, ...]
    """Parts whose XML is not well-formed."""
    relations: Mapping[str, Mapping[str, Relation]] = field(default_factory=dict)

    @property
    def slides(self) -> tuple[str, ...]:
        """The names of the slides' parts in the order of the presentation."""
        root, relations = self.trees.get(MAIN), self.relations.get(MAIN, {})
        listed = [] if root is None else root.findall(f"{P}sldIdLst/{P}sldId")
        found = (relations.get(one.get(f"{R}id", "")) for one in listed)
        return tuple(one.target for one in found if one and one.target in self.trees)

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """Return the parts that a part leads to by relations of a type ("slideLayout")."""
        found = self.relations.get(part, {}).values()
        return tuple(one.target for one in found if one.type == kind and not one.is_external)


def read_package(pptx: bytes) -> Package:
    """Return the parts of a presentation. Raises zipfile.BadZipFile for what is none."""
    with zipfile.ZipFile(io.BytesIO(pptx)) as archive:
        names = tuple(archive.namelist())
        parts = {name: archive.read(name) for name in names}
    trees: dict[str, Element] = {}
    torn = []
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = etree.fromstring(data)
            except etree.XMLSyntaxError:
                torn.append(name)
    relations = {
        _source(name): {
            one.get("Id", ""): _relation(name, one) for one in tree if one.get("Target") is not None
        }
        for name, tree in trees.items()
        if name.endswith(".rels")
    }
    return Package(names, parts, trees, tuple(torn), relations)


def _source(rels: str) -> str:
    """Return the part whose relationships a part holds (ECMA-376 part 2, 6.5.2.3)."""
    folder, _, name = rels.rpartition("_rels/")
    return folder + name.removesuffix(".rels")


def _relation(rels: str, one: Element) -> Relation:
    target, is_external = one.get("Target", ""), one.get("TargetMode") == "External"
    if not is_external:
        base = posixpath.dirname(_source(rels))
        target = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
    return Relation(one.get("Type", "").rpartition("/")[2], target, is_external)
