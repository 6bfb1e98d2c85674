"""The shapes of a slide as its package has them, with their places and what stands above them."""

from lxml.etree import _Element as Element

from reportgen.openxml.package import A, P, Package

FEET = ("dt", "ftr", "sldNum")
TITLES = ("title", "ctrTitle")
Frame = tuple[int, int, int, int]
"""Left, top, right and bottom in EMU."""


def kind_of(shape: Element) -> str:
    """Return the type of the placeholder that a shape is, "" for none."""
    held = next(shape.iter(f"{P}ph"), None)
    return "" if held is None else held.get("type", "obj")


class SlideShapes:
    """A slide of a package: its shapes in their order, its layout and master."""

    def __init__(self, package: Package, name: str) -> None:
        self.package, self.name = package, name
        self.tree = package.trees[name]
        drawn = self.tree.find(f"{P}cSld/{P}spTree")
        kinds = ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")
        self.shapes = [
            one
            for one in (() if drawn is None else drawn)
            if one.tag in {P + kind for kind in kinds}
        ]
        layouts = self.layouts = package.related(name, "slideLayout")
        masters = package.related(layouts[0], "slideMaster") if layouts else ()
        self.above = [package.trees[one] for one in (*layouts, *masters) if one in package.trees]
        self.masters = masters
        self.themes = package.related(masters[0], "theme") if masters else ()

    def size(self) -> tuple[int, int]:
        """Return the width and height of slides in EMU."""
        size = self.package.trees["ppt/presentation.xml"].find(f"{P}sldSz")
        return (0, 0) if size is None else (int(size.get("cx", "0")), int(size.get("cy", "0")))

    def frame(self, shape: Element) -> Frame | None:
        """Return the place of a shape, its own or that of its placeholder above."""
        held = next(shape.iter(f"{P}ph"), None)
        above = [] if held is None else [self.like(held, tree) for tree in self.above]
        for one in (shape, *(found for found in above if found is not None)):
            place = next(one.iter(f"{A}xfrm", f"{P}xfrm"), None)
            offset, extent = (
                (None, None) if place is None else (place.find(f"{A}off"), place.find(f"{A}ext"))
            )
            if offset is not None and extent is not None:
                left, top = int(offset.get("x", "0")), int(offset.get("y", "0"))
                return (
                    left,
                    top,
                    left + int(extent.get("cx", "0")),
                    top + int(extent.get("cy", "0")),
                )
        return None

    def like(self, held: Element, tree: Element) -> Element | None:
        """Return the shape of a layout or master that a placeholder takes its place from."""
        kind, at = held.get("type", "obj"), held.get("idx", "0")
        for shape in tree.iter(f"{P}sp", f"{P}pic"):
            other = next(shape.iter(f"{P}ph"), None)
            if other is None:
                continue
            if kind in TITLES and other.get("type") in TITLES:
                return shape
            if kind in FEET and other.get("type") == kind:
                return shape
            if kind not in TITLES and other.get("idx", "0") == at and at != "0":
                return shape
        return None

    def of_master(self, held: Element) -> Element | None:
        """Return the shape of the master that a placeholder takes its text's look from: its body,
        for all but titles and feet (19.7.10).
        """
        kind = held.get("type", "obj")
        kinds = TITLES if kind in TITLES else (kind,) if kind in FEET else ("body",)
        shapes = self.above[-1].iter(f"{P}sp") if len(self.above) > 1 else ()
        return next((one for one in shapes if kind_of(one) in kinds), None)
