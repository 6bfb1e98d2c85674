"""The templates of a brief: the project's before the theme's, in Jinja2's sandbox."""

import re
from typing import Any

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.loaders import PrefixLoader
from jinja2.sandbox import SandboxedEnvironment

from reportgen.brief.template_words import report_unshown
from reportgen.diagnostics import Diagnostics, Span
from reportgen.files.project import DEFAULT_THEME, LITTER
from reportgen.theme import ALL_TEMPLATES, Theme

TEMPLATES = {
    "onepager": "onepager.html",
    "handout": "handout.html",
    "slides": "slides.html",
    "figure": "figure.html",
    "web": "web.html",
}
"""By form of a brief the template that is not named like its theme."""


class _Templates(SandboxedEnvironment):
    """Jinja2's sandbox, in which no text is multiplied to fill the memory."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator != "%" and not numbers:
            raise SecurityError(f"`{operator}` stands between two numbers")
        if operator == "**" and max(abs(left), abs(right)) > LARGEST_POWER:
            raise SecurityError("this power is too large")
        if operator == "%" and isinstance(left, str) and WIDE.search(left):
            raise SecurityError("this makes a text of thousands of letters")
        return super().call_binop(context, operator, left, right)


LARGEST_POWER = 1000
WIDE = re.compile(r"%[-+ #0]*(?:\*|\d{4})|\.(?:\*|\d{4})")
"""A width or precision that is given elsewhere, or of thousands."""


class _Compiled(BytecodeCache):
    """Keeps the code of templates by their text: a process that makes many briefs compiles once."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (code := self._code.get((bucket.key, bucket.checksum))) is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if len(self._code) >= MOST_TEMPLATES:
            self._code.clear()
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


MOST_TEMPLATES = 100
_COMPILED = _Compiled()


def environment(theme: Theme, diagnostics: Diagnostics) -> Environment:
    """Return Jinja2 with the project's templates before ours; ours are also `default/NAME`."""
    ours = FileSystemLoader(DEFAULT_THEME / "templates")
    own = FileSystemLoader(theme.project.absolute("templates"))
    found = _Templates(
        loader=ChoiceLoader(
            [
                *(() if ALL_TEMPLATES in theme.ignored else (own,)),
                ours,
                PrefixLoader({"default": ours}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_COMPILED,
    )
    for name in found.list_templates(extensions=["html", "css"]):
        is_meant = not name.rpartition("/")[2].startswith(LITTER)
        if is_meant and (path := theme.override(name)):
            theme.project.read_text(path, diagnostics)  # reports what is no text
    report_unshown(found, theme, diagnostics)
    return found


def syntax_words(error: TemplateSyntaxError) -> str:
    """Return what Jinja2 says of a template that it cannot read, in words of templates."""
    said = (error.message or "").split("\n")[0]
    named = re.findall(r"'((?:[^'\\]|\\.)*)'", said)
    opened = re.search(r"needs to be closed is '(\w+)'", said)
    if said.lower().startswith("unexpected end of template"):
        return f"`{{% end{opened[1]} %}}` is missing" if opened else "a `{{` or `{%` is not closed"
    if said.startswith("Encountered unknown tag"):
        inside = f"; `{{% {opened[1]} %}}` is still open" if opened else ""
        return f"there is no tag `{{% {named[0]} %}}` here{inside}"
    if "end of statement block" in said or "end of print statement" in said:
        tag = "{% … %}" if "block" in said else "{{ … }}"
        if said.startswith("expected token 'end of"):
            return f"`{named[-1]}` is one thing too many in this `{tag}`"
        return f"something is missing at the end of this `{tag}`"
    if odd := re.match(r"unexpected char (['\"])(.+)\1 at", said):
        return f"`{odd[2]}` is not understood where it stands"
    if said.startswith("expected token") and len(named) > 1:
        return f"`{named[0]}` is missing before `{named[1]}`"
    if said.startswith("unexpected") and named:
        return f"`{named[0]}` is not understood where it stands"
    return said or "it cannot be read"


def first_own(theme: Theme, name: str) -> Span | None:
    """Return the project's own template of a name, or the first that it has; None for none."""
    own = [one for one in (name, "brief.html", *TEMPLATES.values()) if theme.override(one)]
    return Span(f"templates/{own[0]}") if own else None


def line_of(error: Exception, theme: Theme) -> Span | None:
    """Return the deepest line of a template of the project that an exception passed through."""
    import traceback

    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        inside = theme.project.relative(frame.filename)
        if inside is not None and inside.startswith("templates/"):
            return Span(inside, frame.lineno or 1)
    return first_own(theme, "brief.html")
