"""Writes the deck's template from the brand: a presentation without slides."""

import io
import zipfile
from collections import deque
from dataclasses import replace

from reportgen.brand import Brand
from reportgen.code_tokens import token_colors
from reportgen.deck.design.master_xml import layout_xml, master_xml
from reportgen.deck.design.own_layouts import LAYOUTS, PART, PART_BESIDE_MARK
from reportgen.deck.design.theme_xml import table_styles_xml, theme_xml
from reportgen.deck.drawingml import el, to_bytes
from reportgen.deck.mirror import mirrored_box, mirrored_layout
from reportgen.deck.model import SLIDE, Design, Layout, Placeholder, Role
from reportgen.deck.notes_page import notes_master_xml
from reportgen.deck.package import CONTENT_TYPES, package
from reportgen.deck.plan.parts import tracked
from reportgen.language import with_region
from reportgen.scripts import direction_of_language
from reportgen.theme import Theme

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.presentationml."
TYPES = {
    "ppt/presentation.xml": f"{MAIN}presentation.main+xml",
    "ppt/presProps.xml": f"{MAIN}presProps+xml",
    "ppt/viewProps.xml": f"{MAIN}viewProps+xml",
    "ppt/tableStyles.xml": f"{MAIN}tableStyles+xml",
    "ppt/slideMasters/": f"{MAIN}slideMaster+xml",
    "ppt/slideLayouts/": f"{MAIN}slideLayout+xml",
    "ppt/notesMasters/": f"{MAIN}notesMaster+xml",
    "ppt/theme/": "application/vnd.openxmlformats-officedocument.theme+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
MAIN_PPTX = f"{MAIN}presentation.main+xml".encode()
MAIN_POTX = f"{MAIN}template.main+xml".encode()
NOTES_SIZE = (6_858_000, 9_144_000)
FIRST_ID = 2_147_483_648
"""Masters and layouts are numbered from here on (ECMA-376 part 1, 19.7.12)."""

Relations = tuple[tuple[str, str], ...]


def own_design(theme: Theme, lang: str, parts: tuple[str, ...] = ()) -> Design:
    """Return the design that the brand makes, with the parts of the talk at its layouts' top."""
    return Design(
        template(theme, lang, parts),
        _layouts(theme.brand),
        theme.brand.deck,
        ink=theme.brand.color("foreground"),
        tokens=token_colors(theme.brand.colors, "background"),
        mirrored=direction_of_language(lang) == "rtl",
        parts=parts,
    )


def part_of(brand: Brand) -> Placeholder:
    """Return the box of the tracker: shorter where the small logo stands beside it."""
    return PART if brand.logos.page is None else PART_BESIDE_MARK


def _layouts(brand: Brand) -> dict[str, Layout]:
    part = part_of(brand)
    return {
        name: replace(
            layout,
            boxes=tuple(
                replace(box, frame=part.frame) if box.role is Role.PART else box
                for box in layout.boxes
            ),
        )
        for name, layout in LAYOUTS.items()
    }


def template(theme: Theme, lang: str, parts: tuple[str, ...] = ()) -> bytes:
    """Return a .pptx file (16:9) without slides, in the brand's colours and the deck's font.

    `lang` is the BCP 47 tag of the text in it; where that runs from right to left, the layouts are
    turned round. The same brand gives the same bytes, so a process that makes many decks keeps
    the last templates.
    """
    asked = (theme.brand, lang, parts)
    for made_of, made in _MADE:
        if made_of == asked:
            return made
    _MADE.appendleft((asked, _template(*asked)))
    return _MADE[0][1]


_MADE: deque[tuple[tuple[Brand, str, tuple[str, ...]], bytes]] = deque(maxlen=8)
"""The last templates, each behind what it was made of."""


def _template(brand: Brand, lang: str, parts: tuple[str, ...]) -> bytes:
    language = with_region(lang)
    layouts_of = _layouts(brand)
    count = len(layouts_of)
    turned = direction_of_language(lang) == "rtl"
    shown = [mirrored_layout(one) if turned else one for one in layouts_of.values()]
    track = tracked(parts, brand.deck, part_of(brand))
    track = tuple(map(mirrored_box, track)) if turned else track
    layouts = [f"slideLayout{at}.xml" for at in range(1, count + 1)]
    files: dict[str, bytes] = {
        "ppt/presentation.xml": _presentation(language, count, rtl=turned),
        "ppt/presProps.xml": to_bytes(el("p:presentationPr")),
        "ppt/viewProps.xml": to_bytes(el("p:viewPr")),
        "ppt/tableStyles.xml": table_styles_xml(brand),
        "ppt/theme/theme1.xml": theme_xml(brand, lang),
        "ppt/theme/theme2.xml": theme_xml(brand, lang),
        "ppt/slideMasters/slideMaster1.xml": master_xml(brand, language, _layout_ids(count)),
        "ppt/notesMasters/notesMaster1.xml": notes_master_xml(language),
        "docProps/app.xml": app_properties(),
        "docProps/core.xml": _core(),
    }
    relations: dict[str, Relations] = {
        "": (
            (f"{OFFICE}/relationships/officeDocument", "ppt/presentation.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{OFFICE}/relationships/extended-properties", "docProps/app.xml"),
        ),
        "ppt/presentation.xml": (
            (f"{OFFICE}/relationships/slideMaster", "slideMasters/slideMaster1.xml"),
            (f"{OFFICE}/relationships/notesMaster", "notesMasters/notesMaster1.xml"),
            (f"{OFFICE}/relationships/presProps", "presProps.xml"),
            (f"{OFFICE}/relationships/viewProps", "viewProps.xml"),
            (f"{OFFICE}/relationships/theme", "theme/theme1.xml"),
            (f"{OFFICE}/relationships/tableStyles", "tableStyles.xml"),
        ),
        "ppt/slideMasters/slideMaster1.xml": (
            *((f"{OFFICE}/relationships/slideLayout", f"../slideLayouts/{x}") for x in layouts),
            (f"{OFFICE}/relationships/theme", "../theme/theme1.xml"),
        ),
        "ppt/notesMasters/notesMaster1.xml": (
            (f"{OFFICE}/relationships/theme", "../theme/theme2.xml"),
        ),
    }
    for name, layout in zip(layouts, shown, strict=True):
        path = f"ppt/slideLayouts/{name}"
        files[path] = layout_xml(layout, brand, language, track)
        master = f"{OFFICE}/relationships/slideMaster"
        relations[path] = ((master, "../slideMasters/slideMaster1.xml"),)
    for owner, targets in relations.items():
        folder, _, name = owner.rpartition("/")
        files[f"{folder}/_rels/{name}.rels".lstrip("/")] = _relations(targets)
    files["[Content_Types].xml"] = _content_types(files)
    return package(files)


def _layout_ids(count: int) -> tuple[int, ...]:
    return tuple(FIRST_ID + at for at in range(1, count + 1))


def _presentation(lang: str, count: int, *, rtl: bool) -> bytes:
    """Return ppt/presentation.xml (ECMA-376 part 1, 19.2.1.26); rId1 is the master, rId2 notes."""
    levels = [
        el(
            f"a:lvl{level}pPr",
            {"marL": 0, "algn": "r" if rtl else "l", "rtl": True if rtl else None},
            el("a:defRPr", {"sz": 1800, "lang": lang}),
        )
        for level in range(1, 10)
    ]
    root = el(
        "p:presentation",
        {
            "saveSubsetFonts": True,
            "autoCompressPictures": False,
            "rtl": True if rtl else None,
        },
        el("p:sldMasterIdLst", {}, el("p:sldMasterId", {"id": FIRST_ID, "r:id": "rId1"})),
        el("p:notesMasterIdLst", {}, el("p:notesMasterId", {"r:id": "rId2"})),
        el("p:sldSz", {"cx": SLIDE.width.emu, "cy": SLIDE.height.emu}),
        el("p:notesSz", {"cx": NOTES_SIZE[0], "cy": NOTES_SIZE[1]}),
        el("p:defaultTextStyle", {}, *levels),
    )
    return to_bytes(root)


def as_potx(pptx: bytes) -> bytes:
    """Return a presentation as a template (.potx), which PowerPoint opens as a new deck."""
    with zipfile.ZipFile(io.BytesIO(pptx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(MAIN_PPTX, MAIN_POTX)
    return package(parts)


def app_properties() -> bytes:
    """Return docProps/app.xml, which names the program and nothing else."""
    space = f"{OFFICE}/extended-properties"
    text = f'<Properties xmlns="{space}"><Application>reportgen</Application></Properties>'
    return text.encode()


def _core() -> bytes:
    space = f"{PACKAGE}/metadata/core-properties"
    return f'<cp:coreProperties xmlns:cp="{space}"/>'.encode()


def _relations(targets: Relations) -> bytes:
    rows = "".join(
        f'<Relationship Id="rId{at}" Type="{type_}" Target="{target}"/>'
        for at, (type_, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'.encode()


def _content_types(parts: dict[str, bytes]) -> bytes:
    rows = [
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
        '<Default Extension="xml" ContentType="application/xml"/>',
    ]
    for name in sorted(parts):
        kind = next((type_ for start, type_ in TYPES.items() if name.startswith(start)), "")
        if kind and "/_rels/" not in name:
            rows.append(f'<Override PartName="/{name}" ContentType="{kind}"/>')
    return f'<Types xmlns="{PACKAGE}/content-types">{"".join(rows)}</Types>'.encode()
