"""The look that text on a slide takes from above: its layout, its master, the presentation."""

from collections.abc import Iterator, Sequence

from lxml.etree import _Element as Element

from reportgen.openxml.package import A, P

FILLS = tuple(A + name for name in ("solidFill", "noFill", "gradFill", "blipFill", "pattFill"))
STYLES = {"title": "titleStyle", "ctrTitle": "titleStyle", "": "otherStyle"}
"""The styles of a master by the type of a placeholder, "" for what is none (19.3.1.52)."""


def looks_above(
    shape: Element,
    kind: str,
    like: Sequence[Element],
    master: Element | None,
    usual: Element | None,
) -> "Looks":
    """Return where text of a shape takes its look from, the nearest first.

    `kind` is the type of the placeholder that it is, `like` those of layout and master that it
    follows, `usual` the presentation's own style.
    """
    held = [one.find(f"{P}txBody/{A}lstStyle") for one in (shape, *like)]
    styles = None if master is None else master.find(f"{P}txStyles")
    general = None if styles is None else styles.find(P + STYLES.get(kind, "bodyStyle"))
    own = shape.find(f"{P}style/{A}fontRef") if not kind else None
    return Looks([one for one in (*held, general, usual) if one is not None], own)


class Looks:
    """Styles of lists, the nearest first, and the colour of a shape's own style between them."""

    def __init__(self, styles: Sequence[Element], own: Element | None) -> None:
        self.styles, self.own = styles, own

    def color(self, level: int) -> Element | None:
        """Return what fills the letters of a level, as an element that holds a colour."""
        for look in self._looks(level):
            for fill in look:
                if fill.tag in FILLS:
                    return fill if fill.tag == f"{A}solidFill" else None
        return self.own

    def said(self, level: int, name: str) -> str:
        """Return what is said of a level's letters: `sz` in hundredths of a point, `b`."""
        return next((look.get(name, "") for look in self._looks(level) if look.get(name)), "")

    def _looks(self, level: int) -> Iterator[Element]:
        for style in self.styles:
            look = style.find(f"{A}lvl{level + 1}pPr/{A}defRPr")
            if look is not None:
                yield look


def unsaid(shape: Element) -> Iterator[tuple[int, Element | None]]:
    """Yield level and look of each run of a shape whose colour is said above; links have theirs."""
    for paragraph in shape.iterfind(f"{P}txBody/{A}p"):
        about = paragraph.find(f"{A}pPr")
        level = int(about.get("lvl", "0")) if about is not None else 0
        for run in paragraph.iter(f"{A}r", f"{A}fld"):
            look = run.find(f"{A}rPr")
            if not (run.findtext(f"{A}t") or "").strip():
                continue
            if look is None:
                yield level, None
            elif not any(one.tag in FILLS or one.tag == f"{A}hlinkClick" for one in look):
                yield level, look
