"""Runs pandoc, and turns its inlines into ours."""

import json
import re
import subprocess
from functools import cache
from typing import Any, Generic

from reportgen.diagnostics import EnvironmentFault
from reportgen.document import (
    Break,
    Code,
    Foreign,
    Inline,
    Inlines,
    Link,
    M,
    Style,
    Styled,
    Text,
)
from reportgen.language import quotes
from reportgen.platforms import install_commands

OLDEST = (3, 9)
PATIENCE = 120
"""Seconds for one call of pandoc: dozens of open brackets would keep it busy for years."""

Node = dict[str, Any]


class PandocError(Exception):
    """pandoc ended with an error; its words are the message."""


def executable() -> str:
    """Return pandoc's path. Raises EnvironmentFault where there is none, or an older one."""
    return located()[0]


@cache
def located() -> tuple[str, str]:
    """Return pandoc's path and version. Raises EnvironmentFault for none, or an older one."""
    import pypandoc

    hint = " && ".join(install_commands("pandoc"))
    try:
        path = str(pypandoc.get_pandoc_path())
        words = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise EnvironmentFault("pandoc is missing", hint) from error
    found = re.search(r"pandoc\S* ((\d+)\.(\d+)\S*)", words.stdout)
    if found is None or (int(found[2]), int(found[3])) < OLDEST:
        needed = ".".join(map(str, OLDEST))
        other = found[1] if found else "another program of that name"
        raise EnvironmentFault(f"pandoc {needed} or newer is needed, not {other}", hint)
    return path, found[1]


def run(arguments: list[str], text: str) -> Any:
    """Return what `pandoc --sandbox ARGUMENTS -t json` makes of `text`, parsed.

    The sandbox keeps it from reading any file but those named in the arguments, and from the
    network. Raises PandocError with its words where it fails.
    """
    command = [executable(), "--sandbox", "-t", "json", *arguments]
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        message = f"it gave no answer in {PATIENCE} s: the text is nested too deeply"
        raise PandocError(message) from error
    if done.returncode:
        raise PandocError(done.stderr.decode(errors="replace").strip())
    return json.loads(done.stdout)


STYLES = {
    "Emph": Style.EMPHASIS,
    "Underline": Style.EMPHASIS,
    "Strong": Style.STRONG,
    "Superscript": Style.SUPERSCRIPT,
    "Subscript": Style.SUBSCRIPT,
    "SmallCaps": Style.SMALL_CAPS,
    "Strikeout": Style.STRIKEOUT,
}


class InlineReader(Generic[M]):
    """Turns pandoc's inlines into ours; a subclass says what the special ones become.

    `lang` is the language (BCP 47) of what is being read: its quotation marks are printed.
    """

    lang = "en"

    def inlines(self, nodes: list[Node]) -> Inlines[M]:
        """Return inlines with neighbouring text in one piece."""
        found: list[Inline[M]] = []
        for node in nodes:
            for inline in self.inline(node):
                if isinstance(inline, Text) and found and isinstance(found[-1], Text):
                    found[-1] = Text(found[-1].text + inline.text)
                else:
                    found.append(inline)
        return self.finish(tuple(found))

    def inlines_in(self, lang: str, nodes: list[Node]) -> Inlines[M]:
        """Return inlines in another language than that around them."""
        around, self.lang = self.lang, lang
        found = self.inlines(nodes)
        self.lang = around
        return found

    def finish(self, inlines: Inlines[M]) -> Inlines[M]:
        """Return the inlines of one run after what only shows in the whole run was seen to."""
        return inlines

    def inline(self, node: Node) -> Inlines[M]:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind in STYLES:
            return (Styled(STYLES[kind], self.inlines(content)),)
        match kind:
            case "Str":
                return (Text(content),)
            case "Space" | "SoftBreak":
                return (Text(" "),)
            case "LineBreak":
                return (Break(),)
            case "Quoted":
                opening, closing = quotes(self.lang, inner=content[0]["t"] == "SingleQuote")
                return (Text(opening), *self.inlines(content[1]), Text(closing))
            case "Code":
                return (Code(content[1]),)
            case "Link":
                return self.link(content[2][0], self.inlines(content[1]))
            case "Span":
                return self.span(dict(content[0][2]), content[0][1], content[1])
            case _:
                return self.special(kind, content)

    def link(self, target: str, content: Inlines[M]) -> Inlines[M]:
        return (Link(target, content),)

    def span(self, attributes: dict[str, str], classes: list[str], nodes: list[Node]) -> Inlines[M]:
        if "lang" in attributes or "dir" in attributes:
            lang, direction = attributes.get("lang", ""), attributes.get("dir", "")
            return (Foreign(lang, self.inlines_in(lang or self.lang, nodes), direction),)
        if "smallcaps" in classes:
            return (Styled(Style.SMALL_CAPS, self.inlines(nodes)),)
        return self.inlines(nodes)

    def special(self, kind: str, content: Any) -> Inlines[M]:
        """Return what an inline becomes that only some readers know: Cite, Note, Image, Math."""
        return ()
