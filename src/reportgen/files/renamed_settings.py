"""Reads settings by the names that earlier releases had for them, with a warning."""

from dataclasses import replace

from reportgen.diagnostics import Diagnostics, Rule
from reportgen.files.yaml_file import Yaml
from reportgen.releases import renamed_in


def with_new_names(parsed: Yaml, file: str, diagnostics: Diagnostics) -> Yaml:
    """Return settings by their names of today; `file` says of what they are (`releases.py`).

    A setting that is given by both names keeps the new one's value.
    """
    if not isinstance(parsed.value, dict):
        return parsed
    value, places = dict(parsed.value), dict(parsed.places)
    for release, one in renamed_in(file):
        if str(value.get(one.old)) != one.old_value:
            continue
        message = f"`{one.old}: {one.old_value}` is `{one.line}` since reportgen {release.version}"
        hint = f"write `{one.line}`, or run `reportgen upgrade --write`; it works until {one.until}"
        diagnostics.add(Rule.DEPRECATED_SETTING, message, parsed.span(one.old), hint)
        del value[one.old]
        value.setdefault(one.new, {"true": True, "false": False}.get(one.new_value, one.new_value))
        places.setdefault((one.new,), parsed.span(one.old))
    return replace(parsed, value=value, places=places)
