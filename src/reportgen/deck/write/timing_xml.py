"""Writes what appears on a slide by clicks, as PowerPoint's own "Appear" does it.

Paragraphs, pictures, and the series or categories of charts of PowerPoint's own.

ECMA-376 part 1, 19.5 (animation).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from reportgen.deck.drawingml import Element, Value, el, text_el

APPEAR = 1
"""PowerPoint's number of the effect "Appear"."""


WHOLE = -1
"""Instead of the place of a paragraph or of a part of a chart: all of the shape."""
ALL = {"series": {"categoryIdx": -4}, "category": {"seriesIdx": -4}}
"""What PowerPoint writes for all of the other kind, where a chart appears by one of them."""


@dataclass(frozen=True, slots=True, order=True)
class Appearing:
    """What appears: by which click, its shape's number, which paragraph of it, from 0 on.

    `step` counts within a click of the plan: the parts of a figure take a click each. `chart` is
    "series" or "category" where it is a part of a chart, the one at `part` from 0 on.
    """

    click: int
    step: int
    shape: int
    part: int = WHOLE
    chart: str = ""


def timing_xml(appearing: Sequence[Appearing]) -> Element:
    """Return the timing of a slide; what appears by the same click appears at once."""
    numbers = count(1)
    root, sequence = next(numbers), next(numbers)
    clicks = [
        _click(list(together), numbers)
        for _, together in groupby(sorted(appearing), key=lambda one: (one.click, one.step))
    ]
    main = el(
        "p:cTn",
        {"id": sequence, "dur": "indefinite", "nodeType": "mainSeq"},
        el("p:childTnLst", {}, *clicks),
    )
    steps = el(
        "p:seq",
        {"concurrent": True, "nextAc": "seek"},
        main,
        el("p:prevCondLst", {}, _on_slide("onPrev")),
        el("p:nextCondLst", {}, _on_slide("onNext")),
    )
    whole = el(
        "p:cTn",
        {"id": root, "dur": "indefinite", "restart": "never", "nodeType": "tmRoot"},
        el("p:childTnLst", {}, steps),
    )
    builds = [_build(*one) for one in dict.fromkeys((one.shape, one.chart) for one in appearing
              if one.part != WHOLE)]  # fmt: skip
    return el(
        "p:timing",
        {},
        el("p:tnLst", {}, el("p:par", {}, whole)),
        el("p:bldLst", {}, *builds) if builds else None,
    )


def _build(shape: int, chart: str) -> Element:
    """Return the entry of a shape that appears by parts; a chart's axes and legend stand there."""
    if not chart:
        return el("p:bldP", {"spid": shape, "grpId": 0, "build": "p"})
    parts = el("p:bldSub", {}, el("a:bldChart", {"bld": chart, "animBg": False}))
    return el("p:bldGraphic", {"spid": shape, "grpId": 0}, parts)


def _click(together: list[Appearing], numbers: Iterator[int]) -> Element:
    outer, inner = next(numbers), next(numbers)
    effects = [_effect(one, numbers, first=not at) for at, one in enumerate(together)]
    held = el(
        "p:par",
        {},
        el("p:cTn", {"id": inner, "fill": "hold"}, _delay("0"), el("p:childTnLst", {}, *effects)),
    )
    return el(
        "p:par",
        {},
        el(
            "p:cTn",
            {"id": outer, "fill": "hold"},
            _delay("indefinite"),
            el("p:childTnLst", {}, held),
        ),
    )


def _effect(one: Appearing, numbers: Iterator[int], *, first: bool) -> Element:
    own, inner = next(numbers), next(numbers)
    target = el("p:spTgt", {"spid": one.shape}, _part(one))
    behaviour = el(
        "p:cBhvr",
        {},
        el("p:cTn", {"id": inner, "dur": 1, "fill": "hold"}, _delay("0")),
        el("p:tgtEl", {}, target),
        el("p:attrNameLst", {}, text_el("p:attrName", "style.visibility")),
    )
    shown = el("p:to", {}, el("p:strVal", {"val": "visible"}))
    group = None if one.part == WHOLE else 0  # of an entry in the list of builds
    look: dict[str, Value | None] = {
        "id": own, "presetID": APPEAR, "presetClass": "entr", "presetSubtype": 0,
        "fill": "hold", "grpId": group, "nodeType": "clickEffect" if first else "withEffect",
    }  # fmt: skip
    effect = el("p:set", {}, behaviour, shown)
    return el("p:par", {}, el("p:cTn", look, _delay("0"), el("p:childTnLst", {}, effect)))


def _part(one: Appearing) -> Element | None:
    """Return which part of a shape appears (19.5.81), None for the whole of it."""
    if one.part == WHOLE:
        return None
    if not one.chart:
        return el("p:txEl", {}, el("p:pRg", {"st": one.part, "end": one.part}))
    own = {"seriesIdx": one.part, "categoryIdx": one.part, **ALL[one.chart]}
    return el("p:graphicEl", {}, el("a:chart", {**own, "bldStep": one.chart}))


def _delay(value: str) -> Element:
    return el("p:stCondLst", {}, el("p:cond", {"delay": value}))


def _on_slide(event: str) -> Element:
    target = el("p:tgtEl", {}, el("p:sldTgt"))
    return el("p:cond", {"evt": event, "delay": "0"}, target)
