"""Makes a file of parts the same, byte for byte, whenever and wherever it is made."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from pptx.opc.serialized import PackageWriter

CONTENT_TYPES = "[Content_Types].xml"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can hold; it stands for no time."""
UNIX = 3


def package(parts: Mapping[str, bytes]) -> bytes:
    """Return parts by name as a ZIP file (ECMA-376 part 2, 7): sorted, without times."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return written.getvalue()


class _Parts(dict[str, bytes]):
    """Parts by name, as python-pptx writes them one by one."""

    def write(self, name: Any, data: bytes) -> None:
        self[name.membername] = data


def parts_of(presentation: Any) -> dict[str, bytes]:
    """Return the parts of a presentation of python-pptx as it would save them.

    It packs what it saves, and `package` would pack it again: each takes as long.
    """
    held, parts = presentation.part.package, _Parts()
    writer: Any = PackageWriter(io.BytesIO(), held._rels, tuple(held.iter_parts()))
    writer._write_content_types_stream(parts)
    writer._write_pkg_rels(parts)
    writer._write_parts(parts)
    return parts


def finished(data: bytes) -> bytes:
    """Return a ZIP file with the same parts, packed by `package`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return package({name: archive.read(name) for name in archive.namelist()})
