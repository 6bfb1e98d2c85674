"""Turns the tree of a draft into what authors of briefs write: figures, tables, headings with ids.

What is left out, and what the author has to look at, is told.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from reportgen.characters import forbidden, without
from reportgen.importing.nodes import (
    Node,
    inlines_of,
    plain,
    rebuilt,
    rebuilt_inlines,
    str_node,
)
from reportgen.importing.tables import numbers_in, without_widths

CAPTION = re.compile(r"caption|beschriftung|l[ée]gende|illustration|figure|table", re.IGNORECASE)
"""Styles of captions, as Word and LibreOffice name them."""
LABEL = re.compile(
    r"^\s*(fig(ure|\.)?|table|tab\.|abbildung|abb\.|tabelle|tableau|figura|tabla|그림|표)\s*"
    r"\d+([.\-–]\d+)*\s*[.:–—-]?\s*",
    re.IGNORECASE,
)
"""What a caption begins with, and the tool prints itself."""
CONTENTS = re.compile(
    r"^(toc|contents|table of (figures|contents)|inhaltsverzeichnis)", re.IGNORECASE
)
LIST_OF_WORKS = re.compile(r"^bibliograph", re.IGNORECASE)
SHOWN = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".bmp")
"""Pictures that both files can show."""
SIGN = re.compile(r"((?<!\w)@(?=\w)|\[(?=\w[^()\[\]]*$)|(?<=\w)\](?=[\s.,;]*$))")
"""Signs that mean themselves where they stand: of a mention, and brackets around words."""
A_PICTURE, A_TABLE = "A picture of the draft.", "A table of the draft."
"""Captions of what the draft gives none."""
TASK = re.compile(r"\[[ xX]\]$")
FILE_NAME = re.compile(
    r"^\s*(?:[A-Za-z]:\\|/|file:|https?:)|\\|^\S+\.(?:png|jpe?g|gif|tiff?|bmp|svg|[ew]mf|webp)$",
    re.IGNORECASE,
)
"""A description that Word or a browser made of a picture's place."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the draft: its id, where it was in the draft's file, and what is said of it."""

    id: str
    source: str
    path: str
    alt: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """A table of numbers that became a dataset: id, name, title, and cells, the head first."""

    id: str
    name: str
    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass
class Tidied:
    """What became of a draft's tree."""

    blocks: list[Node] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    datasets: list[Numbers] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    """Texts that were left out on purpose, since the tool makes them."""
    told: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)


def tidy(
    blocks: list[Node], keys: Mapping[str, str], known: Collection[str], *, has_works: bool
) -> Tidied:
    """Return a draft's blocks as a brief has them.

    `known` are the pictures that are there, by their names in the tree; `keys` are the names that
    works have from now on, by those in the draft. With `has_works` a list of works is left out: the
    tool prints one.
    """
    made = Tidied()
    tidier = _Tidier(made, keys, known, has_works)
    blocks = rebuilt(tidier.without_styles(blocks), tidier.inline, tidier.block)
    made.blocks = tidier.linked(tidier.with_exhibits(blocks))
    return made


@dataclass
class _Tidier:
    made: Tidied
    keys: Mapping[str, str]
    known: Collection[str]
    has_works: bool
    ids: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    # --- styles ---

    def without_styles(self, blocks: list[Node]) -> list[Node]:
        """Return blocks out of the divs that name their styles; captions keep theirs."""
        found: list[Node] = []
        for block in blocks:
            if block["t"] != "Div":
                found.append(block)
                continue
            attr, content = block["c"]
            style = dict(attr[2]).get("custom-style", "")
            if CONTENTS.match(style) or attr[0] in ("refs", "toc") or "toc" in attr[1]:
                self._drop("contents or list that the tool makes itself", content)
            elif self.has_works and LIST_OF_WORKS.match(style):
                self._drop("list of works: it is made of references.json", content)
            elif CAPTION.search(style):
                found.append({"t": "Div", "c": [["", ["caption"], []], content]})
            else:
                found += self.without_styles(content)
        return found

    def _drop(self, what: str, content: list[Node]) -> None:
        self.made.told[what] += 1
        self.made.dropped.append(plain(content))

    # --- inlines ---

    def inline(self, node: Node) -> list[Node]:
        kind = node["t"]
        if kind == "Str":
            return self._signs(node)
        if kind == "Span":
            attr, content = node["c"]
            keys = dict(attr[2])
            if attr[0]:
                self.ids.setdefault(attr[0], "")
            if "lang" in keys and content:
                return [{"t": "Span", "c": [["", [], [["lang", keys["lang"]]]], content]}]
            return list(content)
        if kind == "Underline":
            self.made.told["underlined text is plain: emphasis is `*text*`"] += 1
            return list(node["c"])
        if kind == "Cite":
            return [self._cite(node)]
        if kind in ("Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"):
            return [node] if node["c"] else []
        if kind == "RawInline":
            self.made.told["raw code within text"] += 1
            return [str_node(node["c"][1])] if node["c"][1].strip() else []
        if kind == "Note":
            self.made.counts["footnote"] += 1
        if kind == "Math":
            self.made.counts["equation"] += 1
        return [node]

    def _signs(self, node: Node) -> list[Node]:
        """Return a word without what no text can hold, with signs that are read as signs.

        pandoc writes a bracket as `\\[`, which begins a formula here, and `@` often bare.
        """
        if any(forbidden(node["c"])):
            self.made.told["a character that no text can hold: left out"] += 1
        text = without(node["c"].replace("\x85", " "), "")
        parts = SIGN.split(text) if not TASK.match(text) else [text]
        found: list[Node] = []
        for at, part in enumerate(parts):
            if at % 2:
                written = {"@": "\\@"}.get(part, part)
                found.append({"t": "RawInline", "c": ["markdown", written]})
            elif part:
                found.append({"t": "Str", "c": part})
        return found

    def _cite(self, node: Node) -> Node:
        citations = [
            {**one, "citationId": self.keys.get(one["citationId"], one["citationId"])}
            for one in node["c"][0]
        ]
        self.made.counts["citation"] += 1
        return {"t": "Cite", "c": [citations, []]}

    # --- blocks ---

    def block(self, block: Node) -> list[Node]:
        kind = block["t"]
        if kind == "Header":
            return self._header(block)
        if kind in ("Para", "Plain"):
            content = _stripped(block["c"])
            return [{**block, "c": content}] if content else []
        if kind == "HorizontalRule":
            self.made.told["rule between paragraphs: a heading says more"] += 1
            return []
        if kind == "Div" and block["c"][0][1] != ["caption"]:
            return list(block["c"][1])
        if kind in ("BulletList", "OrderedList"):
            self.made.counts["list"] += 1
        return [block]

    def _header(self, block: Node) -> list[Node]:
        level, attr, content = block["c"]
        content = _stripped(content)
        if not content:
            return []
        text = plain(content)
        name = re.sub(r"[^\w]+", "-", text.casefold(), flags=re.UNICODE).strip("-_")[:48].strip("-")
        name = f"sec-{name or 'heading'}"
        taken = self.taken
        made, at = name, 2
        while made in taken:
            made, at = f"{name}-{at}", at + 1
        self.taken.add(made)
        self.ids[attr[0] or made] = made
        self.made.counts["heading"] += 1
        pictures = [one for one in content if one["t"] == "Image"]
        content = [one for one in content if one["t"] != "Image"]
        header = {"t": "Header", "c": [level, [made, [], []], content]}
        return [header, *({"t": "Para", "c": [one]} for one in pictures)]

    # --- figures and tables ---

    def with_exhibits(self, blocks: list[Node]) -> list[Node]:
        """Return blocks with figures and tables that have captions, ids and alternatives."""
        found: list[Node] = []
        waiting: list[Node] | None = None  # a caption that stands before what it is of
        for at, block in enumerate(blocks):
            after = blocks[at + 1] if at + 1 < len(blocks) else None
            if _is_caption(block):
                if found and found[-1].get("wants"):
                    found[-1] = self._captioned(found[-1], _caption(block))
                elif after is not None and (after["t"] == "Table" or _pictures(after)):
                    waiting = _caption(block)
                else:
                    found += block["c"][1]
                continue
            made = self._exhibits(block, waiting)
            waiting = None
            found += made
        return [self._finished(one) for one in found]

    def _exhibits(self, block: Node, caption: list[Node] | None) -> list[Node]:
        if block["t"] == "Table":
            table, *figures = self._pictures_within(block)
            return [{"wants": caption is None, "table": table, "caption": caption}, *figures]
        if block["t"] == "Figure":
            own = [one for part in block["c"][1][1] for one in part["c"]]
            images = _images(block["c"][2])
            return [self._figure(one, own or caption or []) for one in images] or block["c"][2]
        images = _pictures(block)
        if images:
            rest = _stripped([one for one in block["c"] if one["t"] != "Image"])
            figures = [self._figure(one, caption) for one in images]
            return [*([{**block, "c": rest}] if rest else []), *figures]
        return self._pictures_within(block)

    def _pictures_within(self, block: Node) -> list[Node]:
        """Return a block, and behind it the pictures that stood in its text."""
        images: list[Node] = []

        def taken(node: Node) -> list[Node]:
            if node["t"] != "Image":
                return [node]
            images.append(node)
            return []

        if block["t"] in ("Para", "Plain"):
            content = _stripped(rebuilt_inlines(block["c"], taken, lambda one: [one]))
            made = [{**block, "c": content}] if content else []
        else:
            made = rebuilt([block], taken, lambda one: [one])
        if images:
            self.made.told["picture within text: it stands behind its paragraph now"] += len(images)
        return [*made, *(self._figure(one, None) for one in images)]

    def _figure(self, image: Node, caption: list[Node] | None) -> Node:
        (_, _, keys), alt, (source, title) = image["c"]
        number = sum(1 for one in self.made.pictures) + 1
        name = PurePosixPath(source).name or f"picture-{number}"
        words = plain(alt) or dict(keys).get("alt", "")
        if FILE_NAME.search(words):
            self.made.told["a picture's description is the name of its file: left out"] += 1
            self.made.dropped.append(words)
            words = ""
        if caption and words == plain(caption):  # pandoc writes a caption there again
            words = ""
        shown = PurePosixPath(name).suffix.lower() in SHOWN and source in self.known
        path = f"images/{name}" if shown else ""
        picture = Picture(f"fig-{number}", source, path, words)
        self.made.pictures.append(picture)
        return {"wants": not caption, "picture": picture, "caption": caption, "title": title}

    def _captioned(self, node: Node, caption: list[Node]) -> Node:
        return {**node, "wants": False, "caption": caption}

    def _finished(self, node: Node) -> Node:
        if "picture" in node:
            return self._finished_figure(node)
        if "table" in node:
            return self._finished_table(node)
        if node.get("t") == "Div":
            return {"t": "Div", "c": node["c"]}
        return node

    def _finished_figure(self, node: Node) -> Node:
        picture: Picture = node["picture"]
        caption = self._unlabelled(node["caption"] or [])
        if not picture.path:
            name = PurePosixPath(picture.source).name
            text = f"[A picture of the draft, {name}, cannot be shown.]"
            return {"t": "Para", "c": [*inlines_of(text), {"t": "Space"}, *caption]}
        alt = picture.alt or "A picture of the draft, not described yet"
        caption = caption or inlines_of(A_PICTURE)
        image = [[picture.id, [], [["alt", alt]]], caption, [picture.path, ""]]
        return {"t": "Para", "c": [{"t": "Image", "c": image}]}

    def _finished_table(self, node: Node) -> Node:
        number = self.made.counts["table"] = self.made.counts["table"] + 1
        _, own, _, head, bodies, foot = node["table"]["c"]
        caption = node["caption"] or [one for part in own[1] for one in part["c"]]
        caption = self._unlabelled(caption) or inlines_of(A_TABLE)
        name = f"tbl-{number}"
        if (rows := numbers_in(node["table"])) is not None:
            dataset = Numbers(name, f"table_{number}", plain(caption), rows)
            self.made.datasets.append(dataset)
            image = [[name, [], []], caption, [f"data/{dataset.name}.csv", ""]]
            return {"t": "Para", "c": [{"t": "Image", "c": image}]}
        mark = {"t": "RawInline", "c": ["markdown", f"{{#{name}}}"]}
        titled = [None, [{"t": "Plain", "c": [*caption, {"t": "Space"}, mark]}]]
        columns = without_widths(node["table"])
        return {"t": "Table", "c": [["", [], []], titled, columns, head, bodies, foot]}

    def _unlabelled(self, caption: list[Node]) -> list[Node]:
        rest = _unlabelled(caption)
        said, left = plain(caption), plain(rest)
        if said.endswith(left):
            self.made.dropped.append(said[: len(said) - len(left)])
        return rest

    # --- links ---

    def linked(self, blocks: list[Node]) -> list[Node]:
        """Return blocks whose links within the draft lead to headings; others are plain text."""

        def inline(node: Node) -> list[Node]:
            if node["t"] != "Link":
                return [node]
            _, content, (target, title) = node["c"]
            if not target.startswith("#"):
                if not re.match(r"(https?|mailto):", target):
                    self.made.told["link to a file of someone's machine: plain text now"] += 1
                    return list(content)
                return [{"t": "Link", "c": [["", [], []], content, [target, title]]}]
            heading = self.ids.get(target[1:])
            if heading:
                return [{"t": "Link", "c": [["", [], []], content, [f"#{heading}", ""]]}]
            self.made.told["link within the draft: plain text now, `@fig-1` or `@sec-…` leads"] += 1
            return list(content)

        return rebuilt(blocks, inline, lambda one: [one])


def _stripped(content: list[Node]) -> list[Node]:
    spaces = ("Space", "SoftBreak", "LineBreak")
    start, end = 0, len(content)
    while start < end and content[start]["t"] in spaces:
        start += 1
    while end > start and content[end - 1]["t"] in spaces:
        end -= 1
    return content[start:end]


def _is_caption(block: Node) -> bool:
    return block.get("t") == "Div" and block["c"][0][1] == ["caption"]


def _caption(block: Node) -> list[Node]:
    return [one for part in block["c"][1] if part["t"] in ("Para", "Plain") for one in part["c"]]


def _pictures(block: Node) -> list[Node]:
    """Return the images of a paragraph of images only."""
    if block.get("t") not in ("Para", "Plain"):
        return []
    images = [one for one in block["c"] if one["t"] == "Image"]
    others = [
        one for one in block["c"] if one["t"] not in ("Image", "Space", "SoftBreak", "LineBreak")
    ]
    return images if not others else []


def _images(blocks: list[Node]) -> list[Node]:
    found: list[Node] = []

    def keep(node: Node) -> list[Node]:
        if node["t"] == "Image":
            found.append(node)
        return [node]

    rebuilt(blocks, keep, lambda one: [one])
    return found


def _unlabelled(caption: list[Node]) -> list[Node]:
    """Return a caption without "Figure 3:", which the tool prints itself."""
    words = caption
    text = ""
    for at, one in enumerate(words):
        text += one["c"] if one["t"] == "Str" else " " if one["t"] == "Space" else "\0"
        if "\0" in text or at > 6:
            break
    found = LABEL.match(text)
    if found is None or found.end() == 0:
        return _stripped(words)
    left, rest = found.end(), []
    for at, one in enumerate(words):
        size = len(one["c"]) if one["t"] == "Str" else 1
        if left >= size:
            left -= size
            continue
        rest = [*([str_node(one["c"][left:])] if left else [one]), *words[at + 1 :]]
        break
    return _stripped(rest) or _stripped(words)
