"""Reads charts: settings beside a picture's address, or in a block of YAML below the picture."""

import re
from dataclasses import replace
from typing import Any

from reportgen.charts.forms import NAMES, form
from reportgen.charts.grammar import Form
from reportgen.diagnostics import Rule, Span, span_in, suggestion
from reportgen.document import ChartWords, SettingWords
from reportgen.document.charts import SLIDES
from reportgen.files.yaml_file import Yaml, parse_yaml
from reportgen.pandoc import Attributes, Node
from reportgen.reading.context import Context
from reportgen.reading.inlines import FACT

BLOCK = "chart"
"""The class of a fenced block that holds the settings of the chart above it."""
OF_FIGURES = ("alt", "fig-alt", "height", "width", "fig-align", "charts", "native")
"""Attributes that any figure takes, charts too."""
ITEM = re.compile(
    r"""[#.][^\s{}"'=]+ | [\w:.-]+\s*=\s*(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s{}"']*)
    | -(?=[\s}])""",
    re.VERBOSE | re.DOTALL,
)
"""What may stand in an attribute block (https://pandoc.org/MANUAL.html#extension-attributes)."""


def is_block(node: Node) -> bool:
    """Return whether a block of code holds the settings of a chart."""
    return bool(node["t"] == "CodeBlock" and BLOCK in node["c"][0][1])


def chart_words(
    attributes: Attributes, block: str | None, place: Span, context: Context
) -> ChartWords | None:
    """Return what a picture's attributes and the block below it say of a chart, None for none."""
    is_given = attributes.gives("chart")
    name = attributes.take("chart")
    below = _below(block, place, context) if block is not None else ()
    named = next((one for one in below if one.name == "chart"), None)
    if not is_given and named is None and block is None:
        return None
    where = (
        context.source.attribute(place, "chart=") if is_given else named.span if named else place
    )
    name = name or (named.value if named else "")
    if name not in NAMES:
        message = f"there is no chart `{name}`" if name else "this chart has no form"
        hint = suggestion(name, list(NAMES), "chart") if name else 'name one: "chart=columns"'
        context.diagnostics.add(Rule.BAD_CHART, message, where, hint)
        _strike(attributes)
        return None
    made = form(name)
    settings = [*_beside(attributes, made, place, context)]
    settings += [one for one in below if one is not named and _is_known(one, made, context)]
    for at, one in enumerate(settings):
        if any(other.name == one.name for other in settings[:at]):
            hint = "leave one of the two out"
            message = f"`{one.name}` is given twice"
            context.diagnostics.add(Rule.BAD_CHART, message, one.span, hint)
    return ChartWords(name, tuple(settings))


def _beside(
    attributes: Attributes, made: Form, place: Span, context: Context
) -> list[SettingWords]:
    """Return the settings that stand in braces beside the picture's address."""
    found = []
    for setting in made.known.values():
        for shorthand, value in setting.classes:
            if attributes.take_class(shorthand):
                found.append(SettingWords(setting.name, value, place))
    for key in [one.rstrip("=") for one in attributes.left if one.endswith("=")]:
        if key in OF_FIGURES:
            continue
        span = context.source.attribute(place, f"{key}=")
        value = attributes.take(key)
        facts = tuple(
            (one[1], context.source.place("fact", one[1])) for one in FACT.finditer(value)
        )
        words = SettingWords(key, value, span, facts=facts)
        if _is_known(words, made, context):
            found.append(words)
    return found


def _is_known(words: SettingWords, made: Form, context: Context) -> bool:
    """Return whether a form has a setting; report one that it has not."""
    name = words.name.removeprefix(SLIDES)
    if name in made.known:
        return True
    hint = suggestion(name, list(made.known), "setting")
    message = f"a chart of {made.name} has no setting `{name}`"
    context.diagnostics.add(Rule.BAD_CHART, message, words.span, hint)
    return False


def _strike(attributes: Attributes) -> None:
    """Take what may be settings of the unknown form: one cause gives one finding."""
    for key in [one.rstrip("=") for one in attributes.left if one.endswith("=")]:
        if key not in OF_FIGURES:
            attributes.take(key)
    attributes.take_class(*attributes.classes)


# --- the block below --------------------------------------------------------------------------


def _below(block: str, place: Span, context: Context) -> tuple[SettingWords, ...]:
    source = context.source
    start = source.text.find(block, source.offset(place))
    if start < 0:  # indented: in a list, or a quotation
        parsed = parse_yaml(context.path, block, context.diagnostics)
        parsed = Yaml(parsed.value, place)
    else:
        whole = source.text[: start + len(block)]
        parsed = parse_yaml(context.path, whole, context.diagnostics, start)
    if not isinstance(parsed.value, dict):
        hint = "write one setting a line: `x: year`"
        context.diagnostics.add(Rule.BAD_CHART, "this block holds no settings", parsed.whole, hint)
        return ()
    return tuple(_setting(str(name), value, parsed) for name, value in parsed.value.items())


def _setting(name: str, value: Any, parsed: Yaml) -> SettingWords:
    parts: tuple[tuple[str, str], ...] = ()
    if isinstance(value, dict):
        parts = tuple((str(key), _text(one)) for key, one in value.items())
    elif isinstance(value, list):
        parts = tuple(("", _text(one)) for one in value)
    written = ", ".join(f"{key}={one}" if key else one for key, one in parts)
    words = SettingWords(name, written if parts else _text(value), parsed.span(name), parts)
    said = [(name,)] if not parts else [
        (name, key if isinstance(value, dict) else at) for at, (key, _) in enumerate(parts)
    ]  # fmt: skip
    texts = [words.value] if not parts else [one for _, one in parts]
    facts = tuple(
        (found[1], parsed.span(*path))
        for path, text in zip(said, texts, strict=True)
        for found in FACT.finditer(text)
    )
    return replace(words, facts=facts)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


# --- a bare word ------------------------------------------------------------------------------


def report_bare_word(content: list[Node], context: Context) -> bool:
    """Report braces behind a picture that pandoc takes for text, since a bare word is in them."""
    if len(content) < 2 or content[0]["t"] != "Image" or not _opens(content[1]):
        return False
    place = context.source.place("target", content[0]["c"][2][0])
    text, start = context.source.text, context.source.offset(place)
    start = text.find("{", start + place.width)
    at = start + 1
    while start > 0 and (found := re.compile(r"\s*").match(text, at)) is not None:
        item = ITEM.match(text, found.end())
        if item is None:
            at = found.end()
            break
        at = item.end()
    word = re.compile(r"[^\s}]+").match(text, at) if start > 0 else None
    if word is None:
        return False
    span = span_in(context.path, text, *word.span())
    message = f"`{word[0]}` is a bare word, so these braces would be printed as text"
    hint = f"write it with a dot, `.{word[0]}`, or as a setting, like `bars=stacked`"
    context.diagnostics.add(Rule.BAD_CHART, message, span, hint)
    return True


def _opens(node: Node) -> bool:
    return bool(node["t"] == "Str" and str(node["c"]).startswith("{"))
