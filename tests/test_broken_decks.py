"""Decks broken on purpose, one way each: `check` finds every one, and nothing in a sound deck."""

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

import deck_sample as sample
from reportgen.checks.repairs import repairs
from reportgen.checks.standards import check_pptx
from reportgen.deck.package import package
from reportgen.deck.plan.plan import plan, slide_places
from reportgen.deck.write.deck import write
from reportgen.diagnostics import Diagnostics, Span
from reportgen.openxml.package import read_package

Parts = dict[str, bytes]
REL = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN, RELS = "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"
TYPES = "[Content_Types].xml"


@cache
def sound() -> bytes:
    document, theme, diagnostics = sample.document(), sample.theme(), Diagnostics()
    slides = plan(document, theme, diagnostics, sample.design())
    return write(document, slides, sample.drawings(slide_places(slides)))


def parts() -> Parts:
    with zipfile.ZipFile(io.BytesIO(sound())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def found(data: bytes) -> list[str]:
    diagnostics = Diagnostics()
    check_pptx(data, "deck.pptx", diagnostics)
    return [one.message for one in diagnostics]


def test_a_sound_deck_has_no_fault() -> None:
    assert found(sound()) == []


def slide_with(held: Parts, *marks: str) -> str:
    """Return the first slide that holds some pieces of XML."""
    return next(
        name
        for name, data in sorted(held.items())
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)
        and all(mark.encode() in data for mark in marks)
    )


def change(
    pattern: str, new: str, *marks: str, part: str = "", count: int = 1
) -> Callable[[Parts], Parts]:
    """Return what replaces a pattern in a part, or in the first slide with all of `marks`."""

    def broken(held: Parts) -> Parts:
        name = part or slide_with(held, *marks)
        text, number = re.subn(
            pattern.encode(), new.encode(), held[name], count=count, flags=re.DOTALL
        )
        assert number, f"`{pattern}` is not in {name}"
        return {**held, name: text}

    return broken


def layout_of(held: Parts, *marks: str) -> str:
    """Return the layout of the first slide that holds some pieces of XML."""
    name = slide_with(held, *marks).rpartition("/")[2]
    found = re.search(rb"slideLayouts/slideLayout\d+\.xml", held[f"ppt/slides/_rels/{name}.rels"])
    assert found is not None
    return f"ppt/{found[0].decode()}"


def without(part: str) -> Callable[[Parts], Parts]:
    def broken(held: Parts) -> Parts:
        assert part in held
        return {name: data for name, data in held.items() if name != part}

    return broken


def also(part: str, data: bytes = b"<a/>") -> Callable[[Parts], Parts]:
    return lambda held: {**held, part: data}


def related(kind: bytes, target: bytes, mode: bytes = b"") -> Callable[[Parts], Parts]:
    """Return what gives the presentation one more relationship."""
    more = b'<Relationship Id="rId999" Type="%s%s" Target="%s"%s/></Relationships>'

    def broken(held: Parts) -> Parts:
        end = more % (REL, kind, target, mode)
        return {**held, RELS: held[RELS].replace(b"</Relationships>", end)}

    return broken


def both(*changes: Callable[[Parts], Parts]) -> Callable[[Parts], Parts]:
    def broken(held: Parts) -> Parts:
        for one in changes:
            held = one(held)
        return held

    return broken


PICTURE, TABLE, TEXT = "<p:pic>", "<a:tbl>", 'type="body"'
RUN = r"<a:rPr([^>]*?)(/>|>)"

KINDS: dict[str, tuple[Callable[[Parts], Parts], str]] = {
    # the package
    "XML that is not well-formed": (change("</p:sld>", ""), "not well-formed"),
    "a part without a content type": (also("ppt/media/film.xyz"), "no content type"),
    "a slide without a content type": (
        change(r'<Override[^>]*slide3\.xml"[^>]*/>', "", part=TYPES), "no content type"),
    "a content type without a part": (without("ppt/presProps.xml"), "but is not there"),
    "a relationship to a part that is not there": (
        without("ppt/slideLayouts/slideLayout3.xml"), "which is not there"),
    "a relationship used that is not there": (
        change(r'r:embed="\w+"', 'r:embed="rId77"', PICTURE), "which it does not have"),
    "a part that nothing leads to": (
        also("ppt/media/left.png", b"\x89PNG"), "reached from nowhere"),
    "a slide that is not listed": (
        change(r"<p:sldId [^>]*/>", "", part=MAIN), "sections that do not hold each slide"),
    "two slides of one id": (
        change(r'<p:sldId id="256"(.*?)<p:sldId id="257"',
               r'<p:sldId id="256"\1<p:sldId id="256"', part=MAIN), "2 slides the id"),
    "a slide id out of range": (
        change(r'<p:sldId id="256"', '<p:sldId id="12"', part=MAIN), "out of range"),
    "a master and a layout of one id": (
        change(r'<p:sldLayoutId id="\d+"', '<p:sldLayoutId id="2147483648"',
               part="ppt/slideMasters/slideMaster1.xml"), "masters or layouts the id"),
    "a slide of two layouts": (
        change("</Relationships>", f'<Relationship Id="rId50" Type="{REL.decode()}slideLayout" '
               'Target="../slideLayouts/slideLayout1.xml"/></Relationships>',
               part="ppt/slides/_rels/slide2.xml.rels"), "one layout"),
    "no notes master in the list": (
        change(r"<p:notesMasterIdLst>.*?</p:notesMasterIdLst>", "", part=MAIN), "notes master"),
    "a section without one of its slides": (
        change(r"<p14:sldId [^>]*/>", "", part=MAIN), "sections"),
    "a template, not a deck": (
        change(r"presentation\.main\+xml", "template.main+xml", part=TYPES), "is a template"),
    "a macro": (
        both(also("ppt/vbaProject.bin"), related(b"vbaProject", b"vbaProject.bin")),
        "carries code"),
    "a picture from elsewhere": (
        related(b"image", b"https://tracker.example/x.png", b' TargetMode="External"'),
        "when it is opened"),
    "a link to a file of the author's": (
        change(r'Target="https?:[^"]*"', 'Target="file:///C:/Users/kim/a.doc"',
               part="ppt/slides/_rels/slide3.xml.rels"), "no address"),
    "a link that runs a program": (
        change(r'action="ppaction://hlinksldjump"', 'action="ppaction://program"',
               "hlinksldjump"), "runs a program"),
    "a picture that is none": (
        lambda held: {**held, next(n for n in held if n.endswith(".png")): b"GIF89a"},
        "not what its name says"),
    # the shapes
    "two shapes of one id": (
        change(r'<p:cNvPr id="3"', '<p:cNvPr id="2"', PICTURE), "several shapes of the id"),
    "a placeholder that the layout has not": (
        change(r'<p:ph type="pic" idx="\d+"', '<p:ph type="pic" idx="77"', 'type="pic"'),
        "its layout has not"),
    "a placeholder filled twice": (
        change(r'(<p:sp>(?:(?!</p:sp>).)*?type="body" idx="\d+".*?</p:sp>)', r"\1\1", TEXT),
        "2 times"),
    "an empty placeholder": (
        change(r'(type="body" idx="\d+".*?<p:txBody>.*?)<a:p>.*?</p:txBody>',
               r"\1<a:p/></p:txBody>", TEXT), "empty placeholder"),
    "a shape without a size": (
        change(r'<a:ext cx="\d+" cy="\d+"', '<a:ext cx="0" cy="0"', PICTURE), "without a size"),
    "a shape outside of the slide": (
        change(r'<a:off x="\d+"', '<a:off x="11900000"', PICTURE), "outside of the slide"),
    "two shapes on each other": (
        change(r'(<p:graphicFrame>.*?<a:off x="\d+" y=)"\d+"', r'\1"300000"', TABLE),
        "on each other"),
    "a picture that is cropped": (
        change(r"<a:stretch>", '<a:srcRect r="19000"/><a:stretch>', PICTURE), "cropped"),
    "text scaled to fit": (
        change(r"<a:normAutofit/>", '<a:normAutofit fontScale="62500"/>', "<a:normAutofit/>"),
        "scaled to fit"),
    # what PowerPoint and Keynote repair or refuse
    "two relationships of one id": (
        change(r'(<Relationship [^>]*Id="(\w+)"[^>]*/>)', r"\1\1",
               part="ppt/slides/_rels/slide2.xml.rels"), "relationships of the id"),
    "two relationships to one target": (
        change(r'(<Relationship [^>]*)Id="(\w+)"([^>]*/>)',
               r'\1Id="\2"\3\1Id="more"\3', part="ppt/slides/_rels/slide2.xml.rels"),
        "leads 2 times"),
    "settings of a printer": (
        both(also("ppt/printerSettings/printerSettings1.bin"),
             related(b"printerSettings", b"printerSettings/printerSettings1.bin")),
        "settings of a printer"),
    "slides that are called 4:3": (
        change(r"<p:sldSz ", '<p:sldSz type="screen4x3" ', part=MAIN), "which they are not"),
    "a cell without a paragraph": (
        change(r"(<a:tc>.*?<a:lstStyle/>)<a:p>.*?</a:p>(?=</a:txBody>)", r"\1", TABLE),
        "cell without a paragraph"),
    "a shape of no kind": (change(r'prst="rect"', 'prst="oval"', 'prst="rect"'), "`oval`"),
    "a rectangle that is adjusted": (
        change(r'prst="rect"><a:avLst/>', 'prst="rect"><a:avLst><a:gd name="adj" fmla="val 9"/>'
               "</a:avLst>", 'prst="rect"'), "adjusts a `rect` by `adj`"),
    "a colour by its name": (
        change(r"<a:rPr ([^>]*)/>", r'<a:rPr \1><a:solidFill><a:srgbClr val="red"/></a:solidFill>'
               "</a:rPr>", TEXT), "a colour that is none"),
    "a theme with two lines": (
        change(r"(<a:lnStyleLst>)<a:ln .*?</a:ln>", r"\1", part="ppt/theme/theme1.xml"),
        "2 entries in `lnStyleLst`"),
    "an SVG without pixels": (
        change(r'<a:blip r:embed="\w+"', "<a:blip", "svgBlip"), "in SVG without pixels"),
    "an SVG of another shape": (
        lambda held: {**held, **{name: re.sub(
            rb'viewBox="[^"]*"', b'viewBox="0 0 10 90"', data)
            for name, data in held.items() if name.endswith(".svg")}},
        "not as wide for their height"),
    "a bare font": (
        both(also("ppt/fonts/font1.fntdata", b"\x00\x01\x00\x00"),
             related(b"font", b"fonts/font1.fntdata")), "a bare font"),
    "a font without its regular face": (
        change(r"</p:presentation>", '<p:embeddedFontLst><p:embeddedFont><p:font typeface="X"/>'
               '<p:bold r:id="rId1"/></p:embeddedFont></p:embeddedFontLst></p:presentation>',
               part=MAIN), "without its regular face"),
    "a font twice": (
        change(r"</p:presentation>", "<p:embeddedFontLst>" + 2 * (
            '<p:embeddedFont><p:font typeface="X"/><p:regular r:id="rId1"/></p:embeddedFont>')
            + "</p:embeddedFontLst></p:presentation>", part=MAIN), "embeds the font X 2 times"),
    "notes without their master": (
        change(r'<Relationship [^>]*/notesMaster"[^>]*/>', "",
               part="ppt/notesSlides/_rels/notesSlide2.xml.rels"), "has no notes master"),
    "notes that print without the slide": (
        change(r'type="sldImg"', 'type="pic"', part="ppt/notesSlides/notesSlide2.xml"),
        "prints without its slide"),
    "a notes master without a theme": (
        change(r"<Relationship [^>]*/>", "",
               part="ppt/notesMasters/_rels/notesMaster1.xml.rels"), "has no theme"),
    "a notes master without a footer": (
        change(r'type="ftr"', 'type="hdr"', part="ppt/notesMasters/notesMaster1.xml"),
        "lacks placeholders: ftr"),
    # the readers
    "no title": (
        change(r'<p:sp>(?:(?!</p:sp>).)*?type="title".*?</p:sp>', "", 'type="title"'),
        "has no title"),
    "a title that is read last": (
        change(r'(<p:sp>(?:(?!</p:sp>).)*?type="title".*?</p:sp>)(.*)</p:spTree>',
               r"\2\1</p:spTree>", 'type="title"', PICTURE), "does not begin with its title"),
    "what stands above is heard later": (
        change(r'(<p:sp>(?:(?!</p:sp>).)*?name="Number".*?</p:sp>)(<p:sp>.*?</p:sp>)', r"\2\1",
               'name="Number"'), "lets `Text` be heard before `Number`, which is above it"),
    "a picture without an alternative": (
        change(r'descr="[^"]*"', 'descr=""', PICTURE), "without a text alternative"),
    "a layout that leads to no master": (
        without("ppt/slideLayouts/_rels/slideLayout1.xml.rels"), "does not have one master"),
    "a notes master that leads to no theme": (
        without("ppt/notesMasters/_rels/notesMaster1.xml.rels"), "does not have one theme"),
    "notes that lead to no slide": (
        change(r"<Relationship [^>]*/slide\"[^>]*/>", "",
               part="ppt/notesSlides/_rels/notesSlide2.xml.rels"), "does not have one slide"),
    "a table without an alternative": (
        change(r'(<p:graphicFrame>.*?) descr="[^"]*"', r"\1", TABLE), "table without a text alt"),
    "a group without an alternative": (
        change(r"(<p:sp>.*?</p:sp>)", '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="90" name="G"/>'
               r"<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/></p:grpSp>\1", PICTURE),
        "group of shapes without"),
    "a section without a name": (
        change(r'<p14:section name="[^"]*"', '<p14:section name="Default Section"', part=MAIN),
        "section without a name"),
    "a file's name for an alternative": (
        change(r'descr="[^"]*"', 'descr="chart_3.png"', PICTURE), "a file's name"),
    "no speaker notes": (
        change(r"<a:t>[^<]*</a:t>", "<a:t></a:t>", part="ppt/notesSlides/notesSlide2.xml",
               count=0), "no speaker notes"),
    "a table without a head": (change(r' firstRow="\w+"', "", TABLE), "without a head row"),
    "a table with merged cells": (change(r"<a:tc>", '<a:tc gridSpan="2">', TABLE), "merged"),
    "a table with a cell too few": (change(r"<a:tc>.*?</a:tc>", "", TABLE), "of one length"),
    "text of no language": (change(r'<a:rPr lang="[^"]*"', "<a:rPr"), "no language"),
    "Korean without a font for it": (
        change(r'<a:ea typeface="[^"]*"/>(?=</a:rPr>)', "", "북한이탈주민"), "without a font"),
    "text that is too small": (
        change(r'<a:rPr lang="en-GB"', '<a:rPr lang="en-GB" sz="800"', TEXT), "8 points"),
    "grey text on white": (
        change(r'<a:rPr lang="en-GB"/>', '<a:rPr lang="en-GB"><a:solidFill><a:srgbClr '
               'val="BBBBBB"/></a:solidFill></a:rPr>', "three levels"), "contrast of 1.9:1"),
    "a title that is grey by the master's": (
        lambda held: change(
            r'(<p:ph type="title".*?)<a:lstStyle>.*?</a:lstStyle>', r"\1<a:lstStyle/>",
            part=layout_of(held, "three levels"))(
            change(r'(<p:ph type="title".*?<a:solidFill>)<a:schemeClr[^>]*/>',
                   r'\1<a:srgbClr val="CCCCCC"/>',
                   part="ppt/slideMasters/slideMaster1.xml")(held)),
        "contrast of 1.6:1 (#cccccc on #ffffff)"),
    "text that is grey by the layout's style": (
        lambda held: change(r'(<p:ph[^>]*idx="1".*?<a:lvl1pPr.*?<a:defRPr[^>]*><a:solidFill>)'
               r'<a:schemeClr val="tx1"/>', r'\1<a:srgbClr val="CCCCCC"/>',
               part=layout_of(held, "three levels"))(
            change(r"<a:lstStyle>.*?</a:lstStyle>", "<a:lstStyle/>", "three levels")(held)),
        "contrast of 1.6:1 (#cccccc on #ffffff)"),
    "a link that says “here”": (
        change(r">its register<", ">here<", ">its register<"), "where it leads: “here”"),
    "a slide that goes on by itself": (
        change(r"</p:clrMapOvr>", '</p:clrMapOvr><p:transition advTm="3000"/>'), "by itself"),
    "an animation": (change(r"</p:clrMapOvr>", "</p:clrMapOvr><p:timing/>"), "animation"),
    "no title of the whole": (
        change(r"(<dc:title[^>]*>)[^<]*<", r"\1<", part="docProps/core.xml"), "no title"),
    "no language of the whole": (
        change(r"(<dc:language[^>]*>)[^<]*<", r"\1<", part="docProps/core.xml"), "no language"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_broken_deck_is_found(kind: str) -> None:
    broken, message = KINDS[kind]
    faults = found(package(broken(parts())))
    assert [one for one in faults if message in one], faults


def test_a_fault_of_a_slide_stands_where_the_source_has_the_slide() -> None:
    broken = change(r'(<p:sp>(?:(?!</p:sp>).)*?type="title".*?</p:sp>)', "", 'name="s-long-3"')
    diagnostics, here = Diagnostics(), Span("content/brief.md", 7)
    check_pptx(package(broken(parts())), "build/brief.pptx", diagnostics, {"s-long": here})
    [one] = [one for one in diagnostics if "has no title" in one.message]
    assert (one.span, "of `build/brief.pptx`" in one.message) == (here, True)


def charted() -> Parts:
    """Return the parts of a presentation with one chart of PowerPoint's own."""
    slides: Any = pptx.Presentation()
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ("1990", "2000")
    data.add_series("People", (5, 8.5))
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    box = (Inches(1), Inches(1), Inches(5), Inches(3))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *box, data)
    written = io.BytesIO()
    slides.save(written)
    with zipfile.ZipFile(written) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<c:v>8.5</c:v>", "<c:v>9.5</c:v>", "shows `9.5` where its workbook has another value"),
        ("<c:v>2000</c:v>", "<c:v>2001</c:v>", "shows `2001`"),
        ("<c:v>8.5</c:v>", "<c:v>NaN</c:v>", "no number: `NaN`"),
        ("Sheet1!$B$2:$B$3", "Table!$B$2:$B$3", "which its workbook has not"),
        ("", "", ""),
    ],
)
def test_a_chart_that_is_not_as_its_workbook_is_found(old: str, new: str, message: str) -> None:
    held = charted()
    name = next(one for one in held if one.startswith("ppt/charts/chart"))
    assert old.encode() in held[name]
    held[name] = held[name].replace(old.encode(), new.encode())
    faults = [fault for part, fault in repairs(read_package(package(held))) if part == name]
    assert [one for one in faults if message in one] if message else not faults, faults


def test_a_part_that_stands_twice_in_the_file_is_found() -> None:
    written = io.BytesIO(sound())
    with zipfile.ZipFile(written, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(MAIN, b"<a/>")
    assert [one for one in found(written.getvalue()) if "stands 2 times" in one]
