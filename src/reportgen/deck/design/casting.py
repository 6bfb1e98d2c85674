"""Gives the layouts of any template their roles: which of them plays which of ours.

They are told by the layout's type, the types of its placeholders and where these stand, and by what
covers are called in many languages; for content the one with most free room is taken. What a
template lacks is made of its layout for text: parts of its frame, as text boxes where it has no
placeholder. A layout with the very name and placeholders of one of ours is that one, edited.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.deck.design.layout_choice import LayoutChoice
from reportgen.deck.design.master_casting import MUCH_MORE, PICTURED, MasterCasting
from reportgen.deck.design.own_layouts import LAYOUTS
from reportgen.deck.design.template_layouts import TemplateLayout
from reportgen.deck.design.template_roles import Cast
from reportgen.deck.model import Layout, Role
from reportgen.document import Size

COVERS = ("Title", "Section", "Closing")


def cast(sheets: Sequence[TemplateLayout], size: Size, family: str) -> Cast:
    """Return who plays what, for slides of a size whose running text is set in `family`.

    The first master plays them all, unless another has more of the roles or much more room for
    text: then the first is for covers, as in templates of LibreOffice. `sheets` holds one at least.
    """
    masters = sorted({sheet.master for sheet in sheets})
    casts = [
        MasterCasting(
            LayoutChoice([one for one in sheets if one.master == master], size, family)
        ).cast()
        for master in masters
    ]
    has_title = {sheet.at: sheet.title is not None for sheet in sheets}
    best = casts[0]
    for other in casts[1:]:
        has_more = len(other.lacking) < len(best.lacking)
        has_room = other.lacking == best.lacking and _room(other) > MUCH_MORE * _room(best)
        if has_more or has_room:
            best = other
    titled = {
        name for name in COVERS if has_title[casts[0].layouts[name].at]
    }  # one without a title plays no better what others lack too
    covers = {
        name: casts[0].layouts[name]
        for name in COVERS
        if name not in casts[0].lacking or (name in best.lacking and name in titled)
    }
    opens = casts[0] if "Title" in covers else best
    best = replace(best, layouts=_with(best.layouts, PICTURED, opens.layouts.get(PICTURED)))
    everyone = MasterCasting(LayoutChoice(sheets, size, family))
    own = _Named(everyone, {one.name: one for one in reversed(sheets) if one.name not in LAYOUTS})
    return replace(best, layouts={**best.layouts, **covers}, named=own)


def _with(layouts: Mapping[str, Layout], name: str, own: Layout | None) -> dict[str, Layout]:
    """Return layouts of which one is another, or, where that is None, is none of them."""
    return {
        **{key: one for key, one in layouts.items() if key != name},
        **({name: own} if own else {}),
    }


class _Named(Mapping[str, Layout]):
    """The layouts of a template by their own names, each read when a slide asks for it."""

    def __init__(self, casting: MasterCasting, sheets: Mapping[str, TemplateLayout]) -> None:
        self._casting = casting
        self._sheets = dict(reversed(list(sheets.items())))
        self._read: dict[str, Layout] = {}

    def __getitem__(self, name: str) -> Layout:
        if name not in self._read:
            self._read[name] = self._casting.as_named(self._sheets[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)


def _room(cast: Cast) -> int:
    """Return the area for text on a slide, in square EMU."""
    box = cast.layouts["Text"].box(Role.CONTENT)
    return box.frame.area if box is not None else 0
