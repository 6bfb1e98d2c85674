"""Sets the addresses in notes in short: the host, a DOI whole, a repository with its owner."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from reportgen.document import (
    Block,
    Blocks,
    Cited,
    Foreign,
    Inline,
    Inlines,
    Link,
    Note,
    Settled,
    Styled,
    Text,
    plain_text,
    rebuilt,
)

DOI = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/(10\..+)")
FRONT = re.compile(r"^(?:www\d*|m|mobile|amp)\.")
"""What a host is not known by."""
HOSTING = {
    "github.com": 2, "gitlab.com": 2, "codeberg.org": 2, "bitbucket.org": 2, "huggingface.co": 3,
    "kaggle.com": 3, "zenodo.org": 2, "osf.io": 1, "figshare.com": 4,
}  # fmt: skip
"""Hosts of everyone's work, which alone name nobody's: how many steps of the way name a work."""


def with_hosts(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Return notes in which an address prints as its host: "rfa.org", "doi.org/10.1080/…"."""
    return tuple(replace(note, blocks=_blocks(note.blocks)) for note in notes)


def _blocks(blocks: Blocks[Settled]) -> Blocks[Settled]:
    return tuple(_block(block) for block in blocks)


def _block(block: Block[Settled]) -> Block[Settled]:
    return rebuilt(block, _inlines, _blocks)


def _inlines(inlines: Inlines[Settled]) -> Inlines[Settled]:
    return tuple(_inline(one) for one in inlines)


def _inline(one: Inline[Settled]) -> Inline[Settled]:
    match one:
        case Link(target, content):
            is_address = plain_text(content).startswith(("http://", "https://"))
            return replace(one, content=(Text(printed_address(target)),)) if is_address else one
        case Styled(_, content) | Foreign(_, content) | Cited(_, content):
            return replace(one, content=_inlines(content))
        case _:
            return one


def printed_address(target: str) -> str:
    """Return an address as notes print it: a DOI whole, a repository, else the host."""
    if found := DOI.fullmatch(target):
        return f"doi.org/{found[1]}"
    parts = urlsplit(target)
    host = FRONT.sub("", parts.netloc)
    way = [one for one in parts.path.split("/") if one][: HOSTING.get(host, 0)]
    return "/".join((host, *way)) if host else target
