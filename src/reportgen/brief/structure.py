"""Gives the PDF's structure tree what the HTML says and WeasyPrint leaves out.

WeasyPrint makes a tree of tags out of boxes, and every page and every column of a paragraph, list
or table has boxes of its own. Here the parts of one HTML element become one tag again; repeated
table heads and running lines become artifacts; languages, scopes of header cells, descriptions of
links and the tags that HTML has no element for (`data-tag="Note"`) are put in. What is wrapped are
three functions of WeasyPrint that are not its public API, which is why it is pinned; those of the
tree act as ever outside of `mended()`, so others who use WeasyPrint in this process see none of it.
The tests read the tree back.

ISO 32000-1, 14.8 (tagged PDF); ISO 14289-1, 7.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pydyf
from weasyprint import anchors
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

TAG = "data-tag"
"""The attribute that names the structure type of an element (ISO 32000-1, 14.8.4)."""

WRAPPING = ("Reference", "Lbl")
"""Types that stand around a link, where others take the place of the element's own type."""

READ = "data-read"
"""Whether an element is read after the next one: it is a float, and stands before it in HTML."""

PARTS = (boxes.BlockLevelBox, boxes.TableRowGroupBox, boxes.TableRowBox, boxes.TableCellBox)
"""What may go on in another column or on another page."""


def mark_artifacts(pages: list[Any]) -> None:
    """Mark the running lines, and the table heads that come again, in laid out `pages`."""
    heads: set[int] = set()
    for page in pages:
        for box in _walk(page._page_box):
            is_running = isinstance(box, boxes.MarginBox)
            own = box.element is not None and (_comes_again(box, heads) or _is_decoration(box))
            if is_running or own:
                for inner in _walk(box):
                    inner.is_artifact = True
                    inner.mark = pydyf.Dictionary({"A": pydyf.Dictionary()})  # as cells have it


def _is_decoration(box: Any) -> bool:
    """Return whether a box shows a picture that says nothing (ISO 14289-1, 7.3)."""
    return bool(box.element_tag == "img" and box.element.get("alt") == "")


def _comes_again(box: Any, heads: set[int]) -> bool:
    if not (isinstance(box, boxes.TableRowGroupBox) and box.is_header):
        return False
    seen = id(box.element) in heads
    heads.add(id(box.element))
    return seen


def _walk(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from _walk(child)


class _Tree:
    """The tags of one PDF while they are made: each HTML element's first, by how deep it stands.

    Boxes that CSS makes up inside an element bear its name too; they stand one level deeper.
    """

    def __init__(self) -> None:
        self.firsts: dict[tuple[int, int], tuple[Any, int]] = {}
        self.depths: dict[int, int] = {}
        self.later: set[bytes] = set()


_tree: ContextVar[_Tree | None] = ContextVar("tree", default=None)
"""The tags of the PDF that is being written in this context, None where it is not ours."""
_build = tags._build_box_tree
_marked = Stream.marked
_gathered = anchors.gather_anchors


def _build_mended(
    box: Any, parent: Any, pdf: Any, page: int, nums: Any, links: Any, marks: Any
) -> Iterator[Any]:
    """Yield the tags of a box as WeasyPrint does, mended (see the module)."""
    if (tree := _tree.get()) is None:
        yield from _build(box, parent, pdf, page, nums, links, marks)
        return
    box = getattr(box, "_box", box)
    if getattr(box, "is_artifact", False):
        return
    made = _build(box, parent, pdf, page, nums, links, marks)
    element = box.element
    if element is None or box.element_tag in ("html", "body"):
        yield from made
        return
    if "::" in box.element_tag:  # what CSS puts before or after an element
        yield from made
        return
    key = id(element), tree.depths.get(id(element), 0)
    tree.depths[id(element)] = key[1] + 1
    found = list(made)
    tree.depths[id(element)] = key[1]
    for tag in found:
        if key[1] == 0:
            _mend(tag, box, pdf)
            if element.get(READ):
                tree.later.add(tag.reference)
        tag["K"] = pydyf.Array(_read_later(tag["K"], tree.later))
        first, first_page = tree.firsts.setdefault(key, (tag, page))
        goes_on = key[1] == 0 or (tag["S"] == "/LBody" and page != first_page)
        if first is not tag and isinstance(box, PARTS) and first["S"] == tag["S"] and goes_on:
            _append(first, tag, pdf)
        elif wrapper := _wrapper(tag, element, pdf):
            yield wrapper
        else:
            yield tag


def _read_later(children: list[Any], later: set[bytes]) -> Iterator[Any]:
    """Yield the children of a tag, each float behind the block that it stands beside."""
    waiting: list[Any] = []
    for child in children:
        if child in later:
            waiting.append(child)
            continue
        yield child
        yield from waiting
        waiting = []
    yield from waiting


def _mend(tag: Any, box: Any, pdf: Any) -> None:
    element = box.element
    name = element.get(TAG)
    if name and name not in WRAPPING:
        tag["S"] = f"/{name}"
    if name == "Note":
        tag["ID"] = pydyf.String(element.get("id"))  # ISO 14289-1, 7.9
    if lang := element.get("lang"):
        tag["Lang"] = pydyf.String(lang)
    if tag["S"] == "/TH":
        tag["A"]["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
    if tag["S"] == "/Table":
        for cell in _walk(box):
            if (mark := getattr(cell, "mark", None)) is not None:
                mark.pop("ID", None)  # scopes say it in less
                mark["A"].pop("Headers", None)
    if (annotation := getattr(box, "link_annotation", None)) is not None:
        tag["S"] = "/Link"  # also for what stands in a link: it gets an annotation of its own
        annotation["Contents"] = pydyf.String(_description(element, annotation))


def _description(element: Any, annotation: Any) -> str:
    """Return what a link says of itself: its title, else its words, and where it leads."""
    words = " ".join("".join(_said(element)).split())
    address = str(annotation["A"]["URI"].string) if "A" in annotation else words
    return str(element.get("title") or (words if address == words else f"{words} ({address})"))


def _said(element: Any) -> Iterator[str]:
    """Yield the text in an element; a line break parts words."""
    yield element.text or ""
    for child in element:
        yield from (" ",) if child.tag == "br" else _said(child)
        yield child.tail or ""


def _append(first: Any, tag: Any, pdf: Any) -> None:
    """Let the children of a tag follow those of the tag that came first."""
    for reference in tag["K"]:
        if isinstance(reference, bytes):
            child = pdf.objects[int(reference.split()[0])]
            if child.get("Type") == "/StructElem":
                child["P"] = first.reference
        first["K"].append(reference)
    tag["K"] = pydyf.Array()


def _wrapper(tag: Any, element: Any, pdf: Any) -> Any:
    if element.get(TAG) not in WRAPPING or tag["S"] != "/Link":
        return None
    wrapper = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": f"/{element.get(TAG)}",
            "K": pydyf.Array([tag.reference]),
            "Pg": tag["Pg"],
            "P": tag["P"],
        }
    )
    pdf.add_object(wrapper)
    tag["P"] = wrapper.reference
    return wrapper


def _gather(box: Any, *arguments: Any, **named: Any) -> None:
    """Gather links as WeasyPrint does; a line break in one is no link of its own."""
    if box.element_tag != "br":
        _gathered(box, *arguments, **named)


def _marked_or_artifact(stream: Any, box: Any, tag: Any) -> Any:
    return stream.artifact() if getattr(box, "is_artifact", False) else _marked(stream, box, tag)


@contextmanager
def mended() -> Iterator[None]:
    """Let the PDF that is written inside have a tree that says what the HTML says."""
    token = _tree.set(_Tree())
    try:
        yield
    finally:
        _tree.reset(token)


tags._build_box_tree = _build_mended
Stream.marked = _marked_or_artifact
anchors.gather_anchors = _gather
