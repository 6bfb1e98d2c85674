"""Runs pandoc, and turns its inlines into ours."""

import json
import re
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Generic, Literal, assert_never

from reportgen.characters import composed
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
from reportgen.files.last_word import at_work
from reportgen.language import quotes
from reportgen.platforms import install_commands

OLDEST = (3, 9)
PATIENCE = 12.0
"""Seconds of work for one call of pandoc: dozens of open brackets would keep it busy for years."""

A_SECOND = 20_000
"""For so many characters more it may work a second longer."""

PACKED_A_SECOND = 15_000
"""For so many bytes more of a file that is packed (.docx, .odt) it may work a second longer."""

SLOWEST = 1.5
"""So many times as long the guard of a build waits for it."""

CLOCK = 8.0
"""So many times as long it may take by the clock, where the machine has other things to do."""

HEAP = "1500M"
"""The memory that pandoc may take: a few lines of BibTeX would make it ask for all there is."""

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


@dataclass(frozen=True, slots=True)
class Warned:
    """What pandoc warns of, in its words, and in which line and column it saw it (0: nowhere)."""

    message: str
    line: int
    column: int


_WARNING = re.compile(r"\[WARNING\] (.*?)(?=^\[|\Z)", re.MULTILINE | re.DOTALL)


def run(arguments: list[str], text: str, size: int = 0) -> Any:
    """Return what `pandoc --sandbox ARGUMENTS -t json` makes of `text`, parsed.

    The sandbox keeps it from reading any file but those named in the arguments, and from the
    network; `size` are the bytes of such a file, which take longer than text. Raises PandocError
    with its words where it fails.
    """
    return json.loads(_done(["-t", "json", *arguments], text, size / PACKED_A_SECOND).stdout)


def run_warned(arguments: list[str], text: str) -> tuple[Any, tuple[Warned, ...]]:
    """Return what `run` does, and what pandoc warned of."""
    done = _done(["-t", "json", *arguments], text)
    return json.loads(done.stdout), tuple(_warnings(done.stderr.decode(errors="replace")))


def converted(arguments: list[str], text: str) -> str:
    """Return what `pandoc --sandbox ARGUMENTS` makes of `text`, as text. Raises PandocError."""
    return converted_file(arguments, text).decode()


def converted_file(arguments: list[str], text: str) -> bytes:
    """Return what `pandoc --sandbox ARGUMENTS` makes of `text`: a file. Raises PandocError."""
    return _done(arguments, text).stdout


class PandocOverLimit(PandocError):
    """pandoc was ended: it took too much time or memory."""


def _done(
    arguments: list[str], text: str, seconds: float = 0.0
) -> subprocess.CompletedProcess[bytes]:
    command = [executable(), "+RTS", f"-M{HEAP}", "-RTS", "--sandbox", *arguments]
    patience = PATIENCE + len(text) / A_SECOND + seconds
    with (
        at_work("pandoc", times=SLOWEST * patience / PATIENCE),
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process,
    ):
        try:
            out, said = _answer(process, text.encode(), patience)
        except BaseException:
            process.kill()
            raise
    if process.returncode == HEAP_OVERFLOW:
        raise PandocOverLimit(f"it asked for more than {HEAP[:-1]} MB of memory")
    if process.returncode:
        words = said.decode(errors="replace").strip()
        raise PandocError(words or f"pandoc was ended (code {process.returncode})")
    return subprocess.CompletedProcess(command, 0, out, said)


HEAP_OVERFLOW = 251
"""The exit code of a Haskell program that has no memory left."""


def _answer(
    process: "subprocess.Popen[bytes]", text: bytes, patience: float
) -> tuple[bytes, bytes]:
    """Return what pandoc writes. Raises PandocOverLimit where it works for too long."""
    start, given = time.monotonic(), text
    while True:
        try:
            return process.communicate(given or None, timeout=1.0)
        except subprocess.TimeoutExpired:
            given = b""
            if max(_worked(process.pid), (time.monotonic() - start) / CLOCK) > patience:
                message = f"it gave no answer in {patience:.0f} s: something is nested too deeply"
                raise PandocOverLimit(message) from None


def _worked(pid: int) -> float:
    """Return the seconds that a process has worked."""
    import psutil

    try:
        times = psutil.Process(pid).cpu_times()
        return times.user + times.system
    except psutil.Error:
        return 0.0


def _warnings(said: str) -> Iterable[Warned]:
    for found in _WARNING.finditer(said):
        words = " ".join(found[1].split())
        place = re.search(r"line (\d+) column (\d+)", words)
        yield Warned(words, *((int(place[1]), int(place[2])) if place else (0, 0)))


class BlockKind(StrEnum):
    """The blocks of pandoc's tree (pandoc-types 1.23)."""

    PLAIN = "Plain"
    PARA = "Para"
    LINE_BLOCK = "LineBlock"
    CODE_BLOCK = "CodeBlock"
    RAW_BLOCK = "RawBlock"
    BLOCK_QUOTE = "BlockQuote"
    ORDERED_LIST = "OrderedList"
    BULLET_LIST = "BulletList"
    DEFINITION_LIST = "DefinitionList"
    HEADER = "Header"
    HORIZONTAL_RULE = "HorizontalRule"
    TABLE = "Table"
    FIGURE = "Figure"
    DIV = "Div"


class InlineKind(StrEnum):
    """The inlines of pandoc's tree (pandoc-types 1.23)."""

    STR = "Str"
    EMPH = "Emph"
    UNDERLINE = "Underline"
    STRONG = "Strong"
    STRIKEOUT = "Strikeout"
    SUPERSCRIPT = "Superscript"
    SUBSCRIPT = "Subscript"
    SMALL_CAPS = "SmallCaps"
    QUOTED = "Quoted"
    CITE = "Cite"
    CODE = "Code"
    SPACE = "Space"
    SOFT_BREAK = "SoftBreak"
    LINE_BREAK = "LineBreak"
    MATH = "Math"
    RAW_INLINE = "RawInline"
    LINK = "Link"
    IMAGE = "Image"
    NOTE = "Note"
    SPAN = "Span"


Special = Literal[
    InlineKind.CITE, InlineKind.NOTE, InlineKind.IMAGE, InlineKind.RAW_INLINE, InlineKind.MATH
]
"""Inlines that each reader takes in its own way."""


class Attributes:
    """The identifier, classes and keys of a node (pandoc's Attr): what is read is struck off.

    What is left in the end nobody read: a finding, not a loss.
    """

    def __init__(self, attr: Any = ("", (), ())) -> None:
        self.id: str = attr[0]
        self.classes: list[str] = list(attr[1])
        self._keys: dict[str, str] = dict(attr[2])

    def take(self, key: str) -> str:
        """Return the value of a key, "" where it is not given."""
        return self._keys.pop(key, "")

    def peek(self, key: str) -> str:
        """Return the value of a key without striking it off, "" where it is not given."""
        return self._keys.get(key, "")

    def gives(self, key: str) -> bool:
        """Return whether a key is given and was not yet taken."""
        return key in self._keys

    def take_class(self, *names: str) -> str:
        """Return the first of `names` that is a class here, "" for none; all of them are read."""
        found = next((one for one in self.classes if one in names), "")
        self.classes = [one for one in self.classes if one not in names]
        return found

    @property
    def left(self) -> tuple[str, ...]:
        """The classes (`.name`) and keys (`name=`) that nobody has read."""
        return (*(f".{one}" for one in self.classes), *(f"{one}=" for one in self._keys))


STYLES = {
    InlineKind.EMPH: Style.EMPHASIS,
    InlineKind.UNDERLINE: Style.UNDERLINE,
    InlineKind.STRONG: Style.STRONG,
    InlineKind.SUPERSCRIPT: Style.SUPERSCRIPT,
    InlineKind.SUBSCRIPT: Style.SUBSCRIPT,
    InlineKind.SMALL_CAPS: Style.SMALL_CAPS,
    InlineKind.STRIKEOUT: Style.STRIKEOUT,
}
SPAN_STYLES = {"smallcaps": Style.SMALL_CAPS, "underline": Style.UNDERLINE, "ul": Style.UNDERLINE}
"""Classes of spans that are styles (https://pandoc.org/MANUAL.html#small-caps)."""


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
        kind = InlineKind(node["t"])
        content: Any = node.get("c")
        match kind:
            case InlineKind.STR:
                return (Text(composed(content)),)
            case InlineKind.SPACE | InlineKind.SOFT_BREAK:
                return (Text(" "),)
            case InlineKind.LINE_BREAK:
                return (Break(),)
            case (
                InlineKind.EMPH
                | InlineKind.UNDERLINE
                | InlineKind.STRONG
                | InlineKind.SUPERSCRIPT
                | InlineKind.SUBSCRIPT
                | InlineKind.SMALL_CAPS
                | InlineKind.STRIKEOUT
            ):
                return (Styled(STYLES[kind], self.inlines(content)),)
            case InlineKind.QUOTED:
                opening, closing = quotes(self.lang, inner=content[0]["t"] == "SingleQuote")
                return (Text(opening), *self.inlines(content[1]), Text(closing))
            case InlineKind.CODE:
                return self.code(Attributes(content[0]), content[1])
            case InlineKind.LINK:
                attributes, nodes, (target, title) = content
                return self.link(target, self.inlines(nodes), Attributes(attributes), title)
            case InlineKind.SPAN:
                return self.span(Attributes(content[0]), content[1])
            case (
                InlineKind.CITE
                | InlineKind.NOTE
                | InlineKind.IMAGE
                | InlineKind.RAW_INLINE
                | InlineKind.MATH
            ):
                return self.special(kind, content)
            case _:
                assert_never(kind)

    def code(self, attributes: Attributes, text: str) -> Inlines[M]:
        attributes.take_class(*attributes.classes[:1])  # the language
        self.account(attributes, "code")
        return (Code(text),)

    def link(
        self,
        target: str,
        content: Inlines[M],
        attributes: Attributes,
        title: str,
    ) -> Inlines[M]:
        attributes.take_class("uri", "email")  # of pandoc's own, on <addresses>
        self.account(attributes, "link")
        return (Link(target, content, title),)

    def span(self, attributes: Attributes, nodes: list[Node]) -> Inlines[M]:
        lang, direction = attributes.take("lang"), attributes.take("dir")
        content = self.inlines_in(lang or self.lang, nodes)
        if lang or direction:
            content = (Foreign(lang, content, direction),)
        if name := attributes.take_class(*SPAN_STYLES):
            content = (Styled(SPAN_STYLES[name], content),)
        self.account(attributes, "span")
        return content

    def account(self, attributes: Attributes, what: str) -> None:
        """See to what nobody read of a node's attributes; a subclass reports it."""

    def special(self, kind: Special, content: Any) -> Inlines[M]:
        """Return what an inline becomes that only some readers know."""
        return ()
