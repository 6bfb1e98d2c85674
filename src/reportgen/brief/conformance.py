"""Makes one PDF meet two standards at once: PDF/UA-1 and a level of PDF/A.

WeasyPrint writes either. The file is written as PDF/A; here, just before its end is written, it
is also declared as PDF/UA-1, and what neither may hold is taken out. What is touched are the
insides of WeasyPrint and pydyf, which is why both are pinned; the tests validate every file.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pydyf

from reportgen.document import mm

PDFUA_METADATA = b"""
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Part of ISO 14289 that the file meets</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
  <pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
"""
"""The identification of PDF/UA (ISO 14289-1, 5), and its schema, which PDF/A asks for
(ISO 19005-3, 6.6.2.3.2): in the one RDF block of the file, since readers look at no second."""


BLEED = mm(3)
"""What is printed beyond the trimmed page, in a page that has room around it."""


def _set_bleed(page: Any) -> None:
    """Set the BleedBox (ISO 32000-1, 14.11.2): WeasyPrint makes it 10 pt, all that is around."""
    left, bottom, right, top = page["TrimBox"]
    if page["MediaBox"] != page["TrimBox"]:
        room = BLEED.pt
        page["BleedBox"] = pydyf.Array([left - room, bottom - room, right + room, top + room])


def _read_to_the_end(kind: Any) -> type:
    """Return a kind of pydyf stream whose data is followed by CR LF instead of LF, made once.

    The file is written twice, to see its pages before what tells of them is attached: what is
    compressed then is kept.

    Where data happens to end in CR, a reader takes CR LF for the line end that follows it, and the
    stream is a byte shorter than it says (ISO 32000-1, 7.3.8.1): about one stream in 256.
    """

    def data(self: Any) -> bytes:
        painted = vars(self).get("painted")
        if "_kept" not in vars(self):
            whole: bytes = (painted and painted.data) or kind.data.fget(self)
            self._kept = whole.removesuffix(b"\nendstream") + b"\r\nendstream"
            if painted is not None:  # the page may come again as it is
                painted.data = whole
        kept: bytes = self._kept
        return kept

    return type(kind.__name__, (kind,), {"data": property(data)})


_data = pydyf.Stream.data.fget


def _whole_data(stream: Any) -> bytes:
    """Return the data of a stream; that of compressed objects (7.5.7) as above where it ends in CR.

    pydyf makes it while it writes, after the finisher: nothing else than this reaches it.
    """
    data: bytes = _data(stream)
    is_torn = stream.extra.get("Type") == "/ObjStm" and data.endswith(b"\r\nendstream")
    return data.removesuffix(b"\nendstream") + b"\r\nendstream" if is_torn else data


pydyf.Stream.data = property(_whole_data)


def with_whole_references(pdf: bytes) -> bytes:
    """Return a PDF whose last stream is followed by CR LF where its data ends in CR, as above.

    It is the cross-reference stream (ISO 32000-1, 7.5.8), which pydyf writes after the finisher.
    """
    head, end, tail = pdf.rpartition(b"\nendstream")
    return head + b"\r" + end + tail if head.endswith(b"\r") else pdf


@dataclass(frozen=True)
class Finisher:
    """Mends a PDF just before its end is written, and declares PDF/UA-1 beside a level of PDF/A.

    `attach` adds to the pydyf.PDF what it is to carry.
    """

    declare_ua: bool
    attach: Callable[[Any], None] | None = None

    def __call__(self, _: object, pdf: Any) -> None:
        for part in pdf.objects:
            if isinstance(part, dict) and part.get("Type") == "/Page":
                _set_bleed(part)
        first = pydyf.Dictionary({"S": "/D"})  # pages are called 1, 2, 3, as they say themselves
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, first])})
        self._mend(pdf.objects)
        if self.attach is not None:
            there = len(pdf.objects)
            self.attach(pdf)
            self._mend(pdf.objects[there:])

    def _mend(self, objects: Iterable[Any]) -> None:
        """Mend streams, and declare what the metadata of the document shall say."""
        streams = [part for part in objects if isinstance(part, pydyf.Stream)]
        mended = {kind: _read_to_the_end(kind) for kind in {type(part) for part in streams}}
        for part in streams:
            part.__class__ = mended[type(part)]
            if part.extra.get("Type") == "/Metadata":
                self._declare(part)
            if part.extra.get("Subtype") == "/Image" and "Interpolate" in part.extra:
                part.extra["Interpolate"] = "false"  # ISO 19005-3, 6.2.8

    def _declare(self, metadata: Any) -> None:
        metadata.compress = False  # ISO 19005-3, 6.6.2.1
        if self.declare_ua:
            text = b"".join(metadata.stream)
            metadata.stream = [text.replace(b"</rdf:RDF>", PDFUA_METADATA + b"</rdf:RDF>", 1)]
