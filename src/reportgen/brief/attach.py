"""Attaches files to a PDF that is about to be written (ISO 19005-3, 6.8).

What the file carries tells on which of its pages a number stands, so the pages have to be there
first. Drawing them a second time, only to attach, would take as long as the first.
"""

import copy
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import md5
from typing import Any

import pydyf

from reportgen.ledger.evidence import Attached

UNDATED = "1980-01-01"
"""The date of attachments of a document without a date."""

TYPES = {"csv": "/text#2fcsv", "json": "/application#2fjson"}


@dataclass(frozen=True)
class Attacher:
    """Attaches what `files` gives for the bytes of the PDF as it would be without them.

    `date` is the document's (ISO 8601, or ""): the attachments bear it, whenever they are made.
    """

    files: Callable[[bytes], Iterable[Attached]]
    date: str = ""

    def __call__(self, pdf: Any) -> None:
        """Add the files to a pydyf.PDF, as embedded and as associated files of the document."""
        attached = list(self.files(_as_it_is(pdf)))
        files = [(one.name, self._added(pdf, one)) for one in attached]
        if files:
            _associate(pdf, zip(attached, (file for _, file in files), strict=True))
            listed = [part for name, file in files for part in (pydyf.String(name), file)]
            names = pydyf.Dictionary({"Names": pydyf.Array(listed)})
            pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = names
            pdf.catalog["AF"] = pydyf.Array([file for _, file in files])

    def _added(self, pdf: Any, file: Attached) -> bytes:
        """Add one file (ISO 32000-1, 7.11.4), and return the reference to its specification."""
        moment = datetime.fromisoformat(self.date or UNDATED).strftime("D:%Y%m%d%H%M%SZ")
        parameters = pydyf.Dictionary(
            {
                "CheckSum": f"<{md5(file.data, usedforsecurity=False).hexdigest()}>",
                "Size": len(file.data),
                "CreationDate": pydyf.String(moment),
                "ModDate": pydyf.String(moment),
            }
        )
        kind = TYPES[file.name.rpartition(".")[2]]
        extra = {"Type": "/EmbeddedFile", "Subtype": kind, "Params": parameters}
        stream = pydyf.Stream([file.data], extra, compress=True)
        pdf.add_object(stream)
        specification = pydyf.Dictionary(
            {
                "Type": "/Filespec",
                "F": pydyf.String(file.name),
                "UF": pydyf.String(file.name),
                "EF": pydyf.Dictionary({"F": stream.reference}),
                "Desc": pydyf.String(file.description),
                "AFRelationship": f"/{file.relationship}",
            }
        )
        pdf.add_object(specification)
        reference: bytes = specification.reference
        return reference


def _associate(pdf: Any, files: Iterable[tuple[Attached, bytes]]) -> None:
    """Lead from the tag of each figure to the tables that it shows (ISO 19005-3, 6.8).

    Programs that read a page aloud thus come from the picture to its data in one step.
    """
    tables: dict[str, list[bytes]] = {}
    for one, reference in files:
        for alternative in one.shown_in:
            tables.setdefault(alternative, []).append(reference)
    for element in pdf.objects:
        if isinstance(element, pydyf.Dictionary) and element.get("S") == "/Figure":
            said = element.get("Alt")
            own = tables.get(said.string) if isinstance(said, pydyf.String) else None
            if own:
                element["AF"] = pydyf.Array(own)


def _as_it_is(pdf: Any) -> bytes:
    """Return a PDF as it would be written now."""
    draft, written = copy.copy(pdf), io.BytesIO()
    draft.objects = list(pdf.objects)
    draft.write(written)
    return written.getvalue()
