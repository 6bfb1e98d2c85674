"""Holds each part of a template against what its content type says that it is: by its root."""

from collections.abc import Iterator, Mapping

from lxml import etree

from reportgen.openxml.package import A, P

OFFICE = "application/vnd.openxmlformats-officedocument."
ROOTS = {
    f"{OFFICE}theme+xml": f"{A}theme",
    f"{OFFICE}presentationml.slideMaster+xml": f"{P}sldMaster",
    f"{OFFICE}presentationml.slideLayout+xml": f"{P}sldLayout",
    f"{OFFICE}presentationml.notesMaster+xml": f"{P}notesMaster",
    f"{OFFICE}presentationml.handoutMaster+xml": f"{P}handoutMaster",
    f"{OFFICE}presentationml.slide+xml": f"{P}sld",
    f"{OFFICE}presentationml.presProps+xml": f"{P}presentationPr",
    f"{OFFICE}presentationml.viewProps+xml": f"{P}viewPr",
    f"{OFFICE}presentationml.tableStyles+xml": f"{A}tblStyleLst",
}
"""The root of a part of each content type (ECMA-376 part 1, 13.3 and 14.2)."""

OF_THEME = ("clrScheme", "fontScheme", "fmtScheme")
"""What every theme has: its colours, fonts and formats (20.1.6.10)."""
SLOTS = 12
"""So many colours are in a scheme (20.1.6.2)."""


def odd_part(types: bytes, parts: Mapping[str, bytes]) -> str | None:
    """Return what is wrong with the first part that is not what `types` says, None for none.

    `types` is `[Content_Types].xml`; all parts are well-formed XML.
    """
    return next(_odd(types, parts), None)


def _odd(types: bytes, parts: Mapping[str, bytes]) -> Iterator[str]:
    for one in etree.fromstring(types):
        name, root = one.get("PartName", "").lstrip("/"), ROOTS.get(one.get("ContentType", ""))
        if root is None or name not in parts:
            continue
        tree = etree.fromstring(parts[name])
        if tree.tag != root:
            yield f"its part `{name}` is no <{root.rpartition('}')[2]}>"
        elif root == f"{A}theme" and (lacking := _lacking(tree)):
            yield f"the theme in its part `{name}` has no {lacking}"


def _lacking(theme: etree._Element) -> str:
    """Return what a theme lacks that slides are drawn with, "" for nothing."""
    held = theme.find(f"{A}themeElements")
    for name in OF_THEME:
        if held is None or held.find(A + name) is None:
            return f"<{name}>"
    colors = held.find(f"{A}clrScheme") if held is not None else None
    return "" if colors is not None and len(colors) >= SLOTS else "twelve colours"
