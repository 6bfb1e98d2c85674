"""Asks each address of a document whether it still answers: the one use of a network.

Addresses of one host are asked one after the other, with a pause; several hosts at the same time.
"""

import re
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

import urllib3

from reportgen.citing.references import References, archived_copy
from reportgen.diagnostics import Diagnostics, EnvironmentFault, Rule, Span, span_in
from reportgen.document import Document, Link, runs, walk, walk_inlines
from reportgen.version import __version__

HOSTS_AT_ONCE = 8
PAUSE = 1.0
"""Seconds between two requests to one host."""

TIMEOUT = 15.0
"""Seconds to wait for a connection, and again for an answer."""

TRIED_AGAIN = (429, 502, 503, 504)
RETRIES = 2

REDIRECTS = (301, 302, 303, 307, 308)
FOR_GOOD = (301, 308)
MOST_REDIRECTS = 6
REFUSALS = (401, 403, 429)

RESOLVERS = ("doi.org", "dx.doi.org", "hdl.handle.net")
"""Hosts whose redirect is the answer: what they lead to often refuses programs."""

HEADERS = {"User-Agent": f"reportgen/{__version__} (checks links of a document)", "Accept": "*/*"}


class State(StrEnum):
    """What became of a request."""

    FINE = "fine"
    MOVED = "moved"
    REFUSED = "refuses programs"
    DEAD = "dead"
    FAILED = "server error"
    SILENT = "no answer"
    UNTRUSTED = "TLS fault"


REPORTED = {
    State.MOVED: (Rule.MOVED_LINK, "has moved for good"),
    State.DEAD: (Rule.DEAD_LINK, "leads nowhere"),
    State.FAILED: (Rule.UNREACHED_LINK, "answers with an error of its server"),
    State.SILENT: (Rule.UNREACHED_LINK, "does not answer"),
    State.UNTRUSTED: (Rule.UNREACHED_LINK, "has no certificate that can be trusted"),
}


@dataclass(frozen=True, slots=True)
class Address:
    """An address that the document prints, and where it stands in the content."""

    url: str
    span: Span


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: HTTP status (0 for none), where it leads now, a fault's words."""

    address: Address
    state: State
    status: int = 0
    leads_to: str = ""
    fault: str = ""


def addresses(
    document: Document, text: str, references: References, cited: Iterable[str]
) -> tuple[Address, ...]:
    """Return each http(s) address of the `cited` works, and of the links in a document.

    `text` is the document's file, where the links are looked up.
    """
    found: dict[str, Span] = {}
    for key in cited:
        work = references.works[key]
        if doi := str(work.get("DOI", "")):
            found.setdefault(urljoin("https://doi.org/", doi), references.place(key, "DOI"))
        for url in (str(work.get("URL", "")), archived_copy(work)):
            found.setdefault(url, references.place(key, "URL"))
    for block in walk(document.blocks):
        for run in runs(block):
            for inline in walk_inlines(run):
                if isinstance(inline, Link):
                    at = max(0, text.find(inline.target))
                    place = span_in(document.path, text, at, at + len(inline.target))
                    found.setdefault(inline.target, place)
    web = ("http://", "https://")
    return tuple(Address(url, span) for url, span in found.items() if url.startswith(web))


def check_links(
    wanted: Iterable[Address],
    diagnostics: Diagnostics,
    *,
    timeout: float = TIMEOUT,
    pause: float = PAUSE,
) -> tuple[Answer, ...]:
    """Return what each address answers, in their order; report those that lead nowhere.

    `timeout` and `pause` are seconds. An address that refuses programs (401, 403, 429) is no
    finding: a person may well open it. Raises EnvironmentFault where nothing answers at all.
    """
    hosts: dict[str, list[Address]] = defaultdict(list)
    for address in wanted:
        hosts[address.url.split("/")[2]].append(address)
    asker = _Asker(timeout, pause)
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        answered = [one for answers in pool.map(asker.ask_all, hosts.values()) for one in answers]
    if len(hosts) > 1 and all(one.state is State.SILENT for one in answered):
        message = f"none of {len(hosts)} hosts answers"
        raise EnvironmentFault(message, "connect to the network, or leave `--links` out")
    for answer in answered:
        _report(answer, diagnostics)
    return tuple(sorted(answered, key=lambda one: one.address.span))


def _report(answer: Answer, diagnostics: Diagnostics) -> None:
    if answer.state not in REPORTED:
        return
    rule, words = REPORTED[answer.state]
    details = f" ({answer.status or answer.fault})"
    hint = {
        Rule.MOVED_LINK: f"write {answer.leads_to}",
        Rule.DEAD_LINK: "find its new address, or an archived copy (`archive-url`)",
        Rule.UNREACHED_LINK: "open it by hand, or try again later",
    }[rule]
    diagnostics.add(rule, f"{answer.address.url} {words}{details}", answer.address.span, hint)


class _Asker:
    def __init__(self, timeout: float, pause: float) -> None:
        self.pause = pause
        retries = urllib3.Retry(
            total=RETRIES,
            redirect=False,
            status_forcelist=TRIED_AGAIN,
            backoff_factor=pause / 2,
            backoff_max=timeout,
            raise_on_status=False,
        )
        self.pool = urllib3.PoolManager(
            headers=HEADERS, timeout=urllib3.Timeout(timeout), retries=retries
        )

    def ask_all(self, addresses: list[Address]) -> list[Answer]:
        """Ask the addresses of one host, one after the other."""
        answers = []
        for number, address in enumerate(addresses):
            if number:
                time.sleep(self.pause)
            answers.append(self.ask(address))
        return answers

    def ask(self, address: Address) -> Answer:
        """Follow an address to its end."""
        url, moved_to, at_home = address.url, "", True
        try:
            for _ in range(MOST_REDIRECTS):
                response = self._request(url)
                status, location = response.status, response.headers.get("Location", "")
                if status not in REDIRECTS or not location:
                    return _answer(address, status, moved_to)
                if urlsplit(url).hostname in RESOLVERS:
                    return Answer(address, State.FINE, status, location)
                url = urljoin(url, location)
                at_home = at_home and status in FOR_GOOD
                moved_to = url if at_home else moved_to
        except urllib3.exceptions.HTTPError as error:
            reason = getattr(error, "reason", None) or error
            untrusted = isinstance(reason, urllib3.exceptions.SSLError)
            state = State.UNTRUSTED if untrusted else State.SILENT
            return Answer(address, state, fault=_words(reason))
        except (ValueError, OSError) as error:
            return Answer(address, State.DEAD, fault=_words(error))
        return Answer(address, State.DEAD, fault=f"more than {MOST_REDIRECTS} redirects")

    def _request(self, url: str) -> urllib3.BaseHTTPResponse:
        """Ask for the head of a page, and for the page where the server does not know that."""
        response = self.pool.request("HEAD", url, redirect=False)
        if response.status < 400 or response.status in TRIED_AGAIN:
            return response
        time.sleep(self.pause)
        response = self.pool.request("GET", url, redirect=False, preload_content=False)
        response.close()
        return response


def _answer(address: Address, status: int, moved_to: str) -> Answer:
    if status in REFUSALS:
        return Answer(address, State.REFUSED, status)
    if status >= 500:
        return Answer(address, State.FAILED, status)
    if status >= 400:
        return Answer(address, State.DEAD, status)
    return Answer(address, State.MOVED if moved_to else State.FINE, status, moved_to)


def _words(error: object) -> str:
    """Return what an error of urllib3 says, without the connection that it names first."""
    return re.sub(r"^<?\w+\(.*?\)>?: ", "", str(error))
