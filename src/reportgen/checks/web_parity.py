"""Compares the web edition with the document and with the finished PDF: they say the same.

It reads the HTML with a reader of its own (lxml), as a browser shows it to someone who hears it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import lxml.html

from reportgen.checks.read_back import FinishedBrief
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import ResolvedDocument, figures, plain_text
from reportgen.language import words
from reportgen.ledger.passages import folded, passages, squeezed

LOADING = ("src", "srcset", "poster", "action", "formaction", "background")
NUMBER = re.compile(r"\d[\d.,\u202f\u00a0']*\d|\d")
APART = (
    *("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "div", "pre"),
    *("figcaption", "caption", "summary", "br"),
)
"""What stands apart from what follows it, without a space between."""
MOST = 5


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """What an HTML file says: its text, alternatives, addresses, language, and what it asks for."""

    text: str
    data: str
    alternatives: tuple[str, ...]
    addresses: frozenset[str]
    lang: str
    asks: tuple[str, ...]


def read_page(html: bytes) -> FinishedPage:
    """Return what a web edition says. Raises ValueError, or what lxml raises, where it is none."""
    page: Any = lxml.html.document_fromstring(html.decode())
    asks = tuple(_asked(page))
    for one in [*page.iter("style", "script", "title")]:
        one.drop_tree()
    pictures = [one.get("aria-label") or one.get("alt") or "" for one in page.iter("svg", "img")]
    for one in [*page.iter("svg")]:
        one.drop_tree()
    for one in [*page.xpath("//*[@aria-hidden='true']")]:
        one.drop_tree()
    tables = [*page.find_class("figure-data")]
    for one in page.iter(*APART):
        one.tail = "\n" + (one.tail or "")
    data = "\n".join(one.text_content() for one in tables)
    for one in tables:
        one.drop_tree()
    links = (one.get("href", "") for one in page.iter("a"))
    return FinishedPage(
        text=page.text_content(),
        data=data,
        alternatives=tuple(dict.fromkeys(filter(None, pictures))),
        addresses=frozenset(one for one in links if not one.startswith("#")),
        lang=page.get("lang", ""),
        asks=asks,
    )


def _asked(page: Any) -> Iterator[str]:
    """Yield what a browser would load or run beside the file."""
    for one in page.iter():
        if not isinstance(one.tag, str):
            continue
        if one.tag in ("script", "iframe", "object", "embed", "base", "form"):
            yield f"<{one.tag}>"
        if one.tag == "link" and one.get("rel") != "canonical":
            yield one.get("href", "<link>")
        for name, value in one.attrib.items():
            if name.startswith("on"):
                yield f"{name}=…"
            elif name in LOADING and not value.startswith("data:"):
                yield value
        if one.tag == "style" or one.get("style"):
            text = one.text if one.tag == "style" else one.get("style")
            yield from re.findall(r"url\(\s*['\"]?((?!data:|#)[^)'\"]+)", text or "")
            yield from re.findall(r"@import[^;]+", text or "")


def check_page(
    path: str,
    page: FinishedPage,
    brief: FinishedBrief,
    document: ResolvedDocument,
    diagnostics: Diagnostics,
) -> int:
    """Report where the web edition at `path` differs; return how many passages were compared."""
    place = Span(path)

    def report(kind: str, found: Iterable[str]) -> None:
        listed = list(dict.fromkeys(found))
        for one in listed[:MOST]:
            diagnostics.add(Rule.TWINS_DIFFER, f"{kind}: {one}", place, HELP)
        if len(listed) > MOST:
            message = f"{kind}: {len(listed) - MOST} more"
            diagnostics.add(Rule.TWINS_DIFFER, message, place, HELP)

    text, compared = folded(page.text), 0
    lost = []
    for one in passages(document):
        if one.target != "brief" or one.hidden or not one.marked.text:
            continue
        compared += 1
        if one.marked.text not in text and one.bare.text not in text:
            lost.append(f"“{one.bare.text[:60]}”")
    report("the page lacks text of the brief", lost)
    alternatives = {squeezed(one) for one in page.alternatives}
    wanted = (plain_text(one.alt) for one in figures(document))
    report(
        "the page lacks a figure",
        (f"“{one[:60]}”" for one in wanted if one and squeezed(one) not in alternatives),
    )
    report("the page has words that the PDF has not", _strange(page, brief, document))
    report("the page has numbers that the PDF has not", _numbers(page, brief))
    report("it loads or runs what is not in it", page.asks)
    if page.lang != document.metadata.lang:
        report("its language is another", [page.lang or "none"])
    return compared


def _strange(page: FinishedPage, brief: FinishedBrief, document: ResolvedDocument) -> Iterator[str]:
    """Yield the words of the page that neither the PDF nor the tool explains."""
    known = brief.text.casefold()
    own = squeezed(" ".join(words(document.metadata.lang).values())).casefold()
    for word in page.text.split():
        plain = squeezed(word).casefold().strip(".,;:·")
        if plain and plain not in known and plain not in own:
            yield f"“{word}”"


def _numbers(page: FinishedPage, brief: FinishedBrief) -> Iterator[str]:
    there = brief.text
    for number in NUMBER.findall(page.text):
        if squeezed(number) not in there:
            yield number


HELP = "delete it, and run `reportgen build --to html`"
