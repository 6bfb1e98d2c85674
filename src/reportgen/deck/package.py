"""Makes a file of parts the same, byte for byte, whenever and wherever it is made."""

import io
import zipfile
from collections.abc import Mapping

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


def finished(data: bytes) -> bytes:
    """Return a ZIP file with the same parts, packed by `package`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return package({name: archive.read(name) for name in archive.namelist()})
