"""A package of parts (ECMA-376 part 2) opened to be compared: parts, and what leads to them."""

import hashlib
import io
import posixpath
import zipfile
import zlib
from functools import cached_property

from lxml import etree

from reportgen.checks.alterations.xml_nodes import Node, read_xml

MOST_BYTES = 400_000_000
"""A package whose parts are larger together is not opened."""

MEDIA = ("image", "audio", "video", "media")


class BrokenPackage(Exception):
    """The file is no package, is damaged, or is too large."""


class Package:
    """A presentation or workbook: its parts by name."""

    def __init__(self, data: bytes) -> None:
        self.parts = _parts(data)
        self._nodes: dict[str, Node] = {}
        self.labels: dict[str, str] = {}
        """What parts are called where others lead to them: "slide 3"."""

    def node(self, name: str) -> Node:
        """Return an XML part. Raises BrokenPackage where it is not there or broken."""
        if name not in self._nodes:
            try:
                relations = self.relations(name)
                self._nodes[name] = read_xml(
                    self.parts[name], lambda key: relations.get(key, ("", f"? {key}"))[1]
                )
            except (KeyError, etree.XMLSyntaxError, RecursionError) as error:
                raise BrokenPackage(f"`{name}` is missing or broken") from error
        return self._nodes[name]

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the relationships of a part: for each id its type and what it leads to."""
        return {key: (kind, self._told(kind, target)) for key, kind, target in self.targets(name)}

    def targets(self, name: str) -> list[tuple[str, str, str]]:
        """Return id, type and target of each relationship of a part ("→" before an address)."""
        folder, _, file = name.rpartition("/")
        held = self.parts.get(f"{folder}/_rels/{file}.rels".lstrip("/"))
        if held is None:
            return []
        try:
            root = read_xml(held)
        except etree.XMLSyntaxError as error:
            raise BrokenPackage(f"the relationships of `{name}` are broken") from error
        found = []
        for one in root.kids:
            kind, target = one.get("Type").rsplit("/", 1)[-1], one.get("Target")
            if one.get("TargetMode") == "External":
                target = f"→{target}"
            else:
                target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
            found.append((one.get("Id"), kind, target))
        return found

    def leads(self, name: str, kind: str) -> list[str]:
        """Return the parts to which a part leads by relationships of a type."""
        return [target for _, one, target in self.targets(name) if one == kind]

    def _told(self, kind: str, target: str) -> str:
        """Return what a relationship leads to: an address, the digest of media, or which part."""
        if target.startswith("→"):
            return target
        if kind in MEDIA:
            data = self.parts.get(target)
            return hashlib.sha256(data).hexdigest() if data is not None else "nothing"
        return self.labels.get(target) or (kind if target in self.parts else "nothing")

    @cached_property
    def main(self) -> str:
        """The main part: the presentation or workbook."""
        found = self.leads("", "officeDocument")
        if not found or found[0] not in self.parts:
            raise BrokenPackage("it has no main part")
        return found[0]

    def referred(self, name: str, tag: str) -> list[str]:
        """Return the parts that elements of a name in the main part lead to, in their order."""
        targets = {key: target for key, _, target in self.targets(name)}
        root = read_xml(self.parts[name])
        return [targets.get(one.get("r:id"), "") for one in root.each(tag)]


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [one for one in archive.infolist() if not one.is_dir()]
            if sum(one.file_size for one in infos) > MOST_BYTES:
                raise BrokenPackage("its parts are larger than any deck's")
            if any(one.flag_bits & 1 for one in infos):
                raise BrokenPackage("it is encrypted")
            if len({one.filename for one in infos}) < len(infos):
                raise BrokenPackage("it has two parts of one name")
            return {one.filename: archive.read(one) for one in infos}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        OSError,
        RuntimeError,
    ) as error:
        raise BrokenPackage("it is no ZIP file, or a damaged one") from error
