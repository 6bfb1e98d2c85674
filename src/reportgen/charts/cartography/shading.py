"""How areas are filled: numbers in classes, words in kinds, and what the legend says of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from reportgen.charts.cartography.base import Fill
from reportgen.charts.cartography.content import Content, MapSpec, is_number
from reportgen.charts.cartography.legend import HATCH, Steps, Swatch
from reportgen.charts.cartography.places import MILLION
from reportgen.charts.grammar import ChartFault
from reportgen.charts.look import Look, mix
from reportgen.charts.table import Table, minus
from reportgen.diagnostics import suggestion
from reportgen.language import compact, print_value, words
from reportgen.maps.classes import METHODS, Classes, classified, given

PALEST = 0.74
"""How much of the ground is in the colour of the lowest class."""
MOST_CLASSES = 9
BELOW = "\\\\\\\\"
"""How classes below zero are drawn beside their colour, for grey print."""


def classes_of(spec: MapSpec, values: Sequence[float]) -> Classes:
    """Return the classes of values, as `breaks` says. Raises ChartFault for words of no method."""
    if not 2 <= spec.classes <= MOST_CLASSES or spec.classes != int(spec.classes):
        message = f"a map has 2 to {MOST_CLASSES} classes, not {spec.classes:g}"
        raise ChartFault(message, "five are read with ease", "classes")
    if spec.breaks in METHODS:
        return _about_zero(values, spec.breaks, int(spec.classes))
    bounds = [one.strip() for one in spec.breaks.split(",")]
    if not all(is_number(one) for one in bounds):
        hint = suggestion(spec.breaks, list(METHODS), "method")
        hint = f'{hint}, or write the bounds: `breaks="1, 5, 10"`'
        raise ChartFault(f"`breaks` cannot be `{spec.breaks}`", hint, "breaks")
    return given(values, [float(one) for one in bounds])


def _about_zero(values: Sequence[float], method: str, count: int) -> Classes:
    """Return classes of which none has values on both sides of zero."""
    below = [value for value in values if value < 0]
    above = [value for value in values if value >= 0]
    if not below or not above:
        return classified(values, method, count)
    under = min(count - 1, max(1, round(count * len(below) / len(values))))
    lower, upper = classified(below, method, under), classified(above, method, count - under)
    return Classes(lower.least, (*lower.bounds[:-1], 0.0, *upper.bounds))


def fills_of(
    look: Look, spec: MapSpec, table: Table, content: Content
) -> tuple[dict[str, Fill], Steps | None, list[Swatch]]:
    """Return how each area is filled, and what the legend says of it."""
    empty = Fill(mix(look.mist, look.ground, 0.4), HATCH)
    said = words(content.atlas.lang)["no-data"]
    values = {key: value for key, (_, value) in content.areas.items()}
    lacking = [Swatch(empty.color, said, HATCH)] if None in values.values() and spec.value else []
    if spec.value and spec.value in table.numeric and not spec.origin:
        numbers = {key: float(value) for key, value in values.items() if value is not None}
        classes = classes_of(spec, list(numbers.values()))
        ramp = _ramp(look, classes)
        fills = {key: ramp[classes.of(numbers[key])] if key in numbers else empty
                 for key in values}  # fmt: skip
        bounds = [_bound(table, spec.value, one) for one in (classes.least, *classes.bounds)]
        steps = Steps([one.color for one in ramp], bounds, [one.pattern for one in ramp])
        return fills, steps, lacking
    if spec.value and not spec.origin:
        kinds = kinds_of(spec, values.values())
        special = {str(values[key]) for key in content.highlight if key in values}
        colors = dict(zip(kinds, look.series(max(len(kinds), 2)), strict=False))
        colors |= {kind: look.accent for kind in special if kind in colors}
        fills = {key: empty if value is None else Fill(colors[str(value)])
                 for key, value in values.items()}  # fmt: skip
        alone = [key for key in content.highlight if key not in fills]
        fills |= dict.fromkeys(alone, Fill(look.accent))
        return fills, None, [*(Swatch(colors[one], one) for one in kinds), *lacking]
    plain = Fill(mix(look.main, look.ground, 0.62))
    fills = dict.fromkeys(content.keys, plain)
    return fills | dict.fromkeys(content.highlight, Fill(look.accent)), None, []


def kinds_of(spec: MapSpec, values: Iterable[Any]) -> list[str]:
    """Return the kinds that areas have, in the order of `kinds`, else of the data.

    Raises ChartFault where `kinds` names none that there is.
    """
    found = list(dict.fromkeys(str(value) for value in values if value is not None))
    unknown = next((one for one in spec.kinds if one not in found), None)
    if unknown is not None:
        hint = suggestion(unknown, found, "kind")
        raise ChartFault(f"no area is of the kind `{unknown}`", hint, "kinds")
    return [*spec.kinds, *(one for one in found if one not in spec.kinds)]


def _bound(table: Table, column: str, value: float) -> str:
    """Return the bound of a class as it prints: with no digits that it does not need."""
    header = table.headers.get(column)
    unit = header.unit if header else ""
    if abs(value) >= MILLION and not (header and header.format):
        return compact(value, str(table.locale), short=True)
    digits = next((one for one in range(4) if round(value, one) == value), None)
    if digits is None:
        digits = header.digits if header and header.digits is not None else 1
    return minus(print_value(value, table.locale, header.format if header else "", unit, digits))


def _ramp(look: Look, classes: Classes) -> list[Fill]:
    """Return the fills of classes: darker for more; below zero in the accent, and dotted."""
    below = sum(bound <= 0 for bound in classes.bounds)
    above = len(classes.bounds) - below
    if below and not above:
        return [Fill(mix(look.main, look.ground, tone)) for tone in reversed(_tones(below))]
    under = [Fill(mix(look.accent, look.ground, tone), BELOW) for tone in reversed(_tones(below))]
    return under + [Fill(mix(look.main, look.ground, tone)) for tone in _tones(above)]


def _tones(count: int) -> list[float]:
    """Return how much of the ground is in the colour of each class, the least value first."""
    if count < 2:
        return [0.3] * count
    return [PALEST * (1 - at / (count - 1)) for at in range(count)]
