"""Takes a signature out of a PDF that is opened: what is left is what was signed.

A signature is a form of one field without a look, outside of its page (ISO 32000-1, 12.7.4.5). A
form that is or does anything else is a change like others, and stays.
"""

from typing import Any

import pikepdf

FORM = frozenset({"/Fields", "/SigFlags"})
FIELD = frozenset({"/FT", "/T", "/TU", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V"})
SIGNATURE = frozenset({"/Type", "/Filter", "/SubFilter", "/ByteRange", "/Contents", "/M"})
EXTENSIONS = frozenset({"/ESIC", "/ISO_"})
"""What PAdES and newer ciphers are declared by (ISO 32000-1, 7.12)."""


def take_signature(pdf: pikepdf.Pdf) -> bool:
    """Take the signature out of a PDF, where it has one that is nothing else; return whether."""
    root: Any = pdf.Root
    form = root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary) or not _keys(form) <= FORM:
        return False
    fields = list(form.get("/Fields", []))
    if len(fields) != 1 or not _is_signature(fields[0]):
        return False
    for page in pdf.pages:
        held: Any = page.obj.get("/Annots", [])
        left = [one for one in held if one.objgen != fields[0].objgen]
        if len(left) == len(held):
            continue
        if not _is_outside(fields[0], page):
            return False
        page.obj["/Annots"] = pikepdf.Array(left)
        if not left:
            del page.obj["/Annots"]
    del root["/AcroForm"]
    declared = root.get("/Extensions")
    if isinstance(declared, pikepdf.Dictionary) and _keys(declared) <= EXTENSIONS:
        del root["/Extensions"]
    return True


def _keys(held: Any) -> set[str]:
    return {str(key) for key in held.keys()}  # noqa: SIM118  # pikepdf's own iteration is untyped


def _is_signature(field: Any) -> bool:
    """Return whether a field is a signature that is signed, and does and shows nothing."""
    if not isinstance(field, pikepdf.Dictionary) or not _keys(field) <= FIELD:
        return False
    value = field.get("/V")
    signed = isinstance(value, pikepdf.Dictionary) and _keys(value) <= SIGNATURE
    return field.get("/FT") == "/Sig" and field.get("/Subtype") == "/Widget" and signed


def _is_outside(field: Any, page: Any) -> bool:
    """Return whether a field lies outside of what is shown of its page."""
    left, bottom, right, top = (float(one) for one in field.get("/Rect", [0, 0, 0, 0]))
    box = [float(one) for one in page.cropbox]
    return (
        max(left, right) < box[0]
        or min(left, right) > box[2]
        or (max(bottom, top) < box[1] or min(bottom, top) > box[3])
    )
