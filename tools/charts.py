"""Write the parts of docs/charts.md anew that tell of forms and settings, from the forms' data."""

import re
from collections.abc import Iterable
from pathlib import Path

from reportgen.charts.forms import forms
from reportgen.charts.grammar import SHARED, Form, Setting

PAGE = Path(__file__).resolve().parent.parent / "docs/charts.md"
BEGIN, END = "<!-- made by tools/charts.py -->\n", "<!-- end -->\n"


def page() -> str:
    """Return the page with its made parts as the forms say them."""
    made = iter((_table(SHARED), _forms()))
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    return pattern.sub(lambda _: f"{BEGIN}\n{next(made)}\n{END}", PAGE.read_text())


def _forms() -> str:
    return "\n".join(_form(one) for one in forms().values())


def _form(form: Form) -> str:
    return (
        f"### `{form.name}`\n\n{form.says}\n\n"
        f"```markdown\n![**Message.** What is shown. Source: [@key]](data/x.csv){{#fig-x\n"
        f'   {form.example} alt="..."}}\n```\n\n{_table(form.settings)}'
    )


def _table(settings: Iterable[Setting]) -> str:
    rows = "".join(f"| {_name(one)} | {_value(one)} | {one.says} |\n" for one in settings)
    return "| setting | is | does |\n|---|---|---|\n" + rows


def _name(setting: Setting) -> str:
    return f"**`{setting.name}`**" if setting.needed else f"`{setting.name}`"


def _value(setting: Setting) -> str:
    if not setting.choices:
        words, more = str(setting.kind), " of numbers" if setting.numbers else ""
        first, comma, rest = words.partition(",")
        return first + more + comma + rest
    words = ", ".join(f"`{one}`" for one in setting.choices)
    short = ", ".join(f"`.{name}`" for name, _ in setting.classes)
    return f"{words}; in short {short}" if short else words


if __name__ == "__main__":
    PAGE.write_text(page())
