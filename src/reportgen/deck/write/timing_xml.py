"""Writes what appears on a slide by clicks: paragraphs, as PowerPoint's own "Appear" does it.

ECMA-376 part 1, 19.5 (animation).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from reportgen.deck.drawingml import Element, Value, el, text_el

APPEAR = 1
"""PowerPoint's number of the effect "Appear"."""


@dataclass(frozen=True, slots=True, order=True)
class Appearing:
    """A paragraph that appears: by which click, its shape's number, its place there from 0 on."""

    click: int
    shape: int
    paragraph: int


def timing_xml(appearing: Sequence[Appearing]) -> Element:
    """Return the timing of a slide; what appears by the same click appears at once."""
    numbers = count(1)
    root, sequence = next(numbers), next(numbers)
    clicks = [
        _click(list(together), numbers)
        for _, together in groupby(sorted(appearing), key=lambda one: one.click)
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
    shapes = dict.fromkeys(one.shape for one in appearing)
    builds = [el("p:bldP", {"spid": shape, "grpId": 0, "build": "p"}) for shape in shapes]
    return el(
        "p:timing",
        {},
        el("p:tnLst", {}, el("p:par", {}, whole)),
        el("p:bldLst", {}, *builds),
    )


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
    lines = el("p:pRg", {"st": one.paragraph, "end": one.paragraph})
    target = el("p:spTgt", {"spid": one.shape}, el("p:txEl", {}, lines))
    behaviour = el(
        "p:cBhvr",
        {},
        el("p:cTn", {"id": inner, "dur": 1, "fill": "hold"}, _delay("0")),
        el("p:tgtEl", {}, target),
        el("p:attrNameLst", {}, text_el("p:attrName", "style.visibility")),
    )
    shown = el("p:to", {}, el("p:strVal", {"val": "visible"}))
    look: dict[str, Value | None] = {
        "id": own, "presetID": APPEAR, "presetClass": "entr", "presetSubtype": 0,
        "fill": "hold", "grpId": 0, "nodeType": "clickEffect" if first else "withEffect",
    }  # fmt: skip
    effect = el("p:set", {}, behaviour, shown)
    return el("p:par", {}, el("p:cTn", look, _delay("0"), el("p:childTnLst", {}, effect)))


def _delay(value: str) -> Element:
    return el("p:stCondLst", {}, el("p:cond", {"delay": value}))


def _on_slide(event: str) -> Element:
    target = el("p:tgtEl", {}, el("p:sldTgt"))
    return el("p:cond", {"evt": event, "delay": "0"}, target)
