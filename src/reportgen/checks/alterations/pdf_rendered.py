"""Pages of two PDFs as readers see them: their text, and their pixels."""

from collections.abc import Iterator

from reportgen.checks.alterations.change import Change, Kind, text_changes

SCALE = 1.0
"""Pages are drawn at 72 dots an inch: letters that are others differ, edges hardly."""

DARKER = 70
"""A dot (0 to 255) that differs by so much is another one."""

MOST_DOTS = 0.0008
"""The share of other dots that two renderings of one page have at most."""


class Rendered:
    """Two PDFs as PDFium shows them."""

    def __init__(self, old: bytes, new: bytes) -> None:
        import pypdfium2

        self._old, self._new = pypdfium2.PdfDocument(old), pypdfium2.PdfDocument(new)

    def changes(self, old: int, new: int, place: str) -> Iterator[Change]:
        """Yield how two pages (from 0) that were written in other ways read and look otherwise."""
        before, after = (
            " ".join(document[at].get_textpage().get_text_range().split())
            for document, at in ((self._old, old), (self._new, new))
        )
        if "".join(before.split()) != "".join(after.split()):
            yield from text_changes(place, before, after)
        elif where := self._differs(old, new):
            yield Change(place, f"it looks otherwise {where}", Kind.MEANING)

    def _differs(self, old: int, new: int) -> str:
        """Return in which part of a page dots differ, "" where it looks the same."""
        from PIL import Image, ImageChops, ImageFilter

        one, other = (
            document[at].render(scale=SCALE).to_pil().convert("L")
            for document, at in ((self._old, old), (self._new, new))
        )
        if one.size != other.size:
            return "in its size"
        soft = [image.filter(ImageFilter.BoxBlur(1)) for image in (one, other)]
        differing = ImageChops.difference(*soft).point([0] * DARKER + [255] * (256 - DARKER))
        count = differing.histogram()[255]
        box = differing.getbbox()
        if box is None or count <= MOST_DOTS * one.size[0] * one.size[1]:
            return ""
        assert isinstance(one, Image.Image)
        middle = (box[1] + box[3]) / 2 / one.size[1]
        return (
            "in its upper third"
            if middle < 1 / 3
            else ("in its lower third" if middle > 2 / 3 else "in its middle")
        )

    def close(self) -> None:
        """Close both files."""
        self._old.close()
        self._new.close()
