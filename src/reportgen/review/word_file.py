"""Writes a document as a Word file (WordprocessingML) by pandoc, the same bytes each time."""

import io
import json
import re
import zipfile
from collections.abc import Mapping

from reportgen.document import Drawing, ResolvedDocument
from reportgen.pandoc import converted_file
from reportgen.review.tree import as_tree

EPOCH = (1980, 1, 1, 0, 0, 0)
TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
"""When it was made, which says when somebody ran the tool."""
ADDRESSES = re.compile(rb' descr="data:image/[^"]*"')
"""What pandoc writes as the origin of a picture: all of the picture, once more."""

RESTART = re.compile(rb'<w:numRestart w:val="eachSect" ?/>')
"""pandoc lets footnotes begin anew in each section; LibreOffice takes a heading for one."""
LEFT_OUT = (ADDRESSES, TIMES, RESTART)


def to_word(document: ResolvedDocument, drawings: Mapping[str, Drawing]) -> bytes:
    """Return a document for review. `drawings` are the brief's, by id. Raises PandocError."""
    tree = json.dumps(as_tree(document, drawings))
    data = converted_file(["-f", "json", "-t", "docx", "-o", "-"], tree)
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as made,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            part = made.read(name)
            for pattern in LEFT_OUT:
                part = pattern.sub(b"", part)
            archive.writestr(entry, part)
    return written.getvalue()
