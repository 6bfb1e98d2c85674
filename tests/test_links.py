"""Links are asked of a server of the test's own: every answer is told apart, politely."""

import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest
import trustme

from reportgen.checks.links import Address, Answer, State, check_links
from reportgen.cli.printing import print_answers
from reportgen.diagnostics import Diagnostics, EnvironmentFault, Rule, Span

ASKED: Counter[tuple[str, str]] = Counter()
TIMES: list[float] = []


class Handler(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        ASKED[self.command, self.path] += 1
        TIMES.append(time.monotonic())
        place = self.path.strip("/")
        if place == "never":
            time.sleep(5)
            return
        if place == "recovers":
            place = "200" if ASKED[self.command, self.path] > 1 else "503"
        if place == "head-refused":
            place = "405" if self.command == "HEAD" else "200"
        if place == "loop":
            place = "301/loop"
        status, _, target = place.partition("/")
        self.send_response(int(status))
        if target:
            self.send_header("Location", f"/{target}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815

    def log_message(self, *_: object) -> None:
        return None


def serving(server: ThreadingHTTPServer) -> Iterator[str]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def host() -> Iterator[str]:
    ASKED.clear()
    TIMES.clear()
    yield from serving(ThreadingHTTPServer(("localhost", 0), Handler))


@pytest.fixture
def tls_host() -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    server = ThreadingHTTPServer(("localhost", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    server.socket = context.wrap_socket(server.socket, server_side=True)
    yield from serving(server)


def asked(*urls: str) -> tuple[tuple[Answer, ...], list[tuple[Rule, str, str]]]:
    diagnostics = Diagnostics()
    wanted = [Address(url, Span("brief.md", line)) for line, url in enumerate(urls, 1)]
    answers = check_links(wanted, diagnostics, timeout=1.0, pause=0.05)
    return answers, [(one.rule, one.message, one.help) for one in diagnostics]


@pytest.mark.parametrize(
    ("place", "state", "status", "rule"),
    [
        ("200", State.FINE, 200, None),
        ("head-refused", State.FINE, 200, None),
        ("302/200", State.FINE, 200, None),
        ("recovers", State.FINE, 200, None),
        ("301/200", State.MOVED, 200, Rule.MOVED_LINK),
        ("403", State.REFUSED, 403, None),
        ("404", State.DEAD, 404, Rule.DEAD_LINK),
        ("410", State.DEAD, 410, Rule.DEAD_LINK),
        ("301/404", State.DEAD, 404, Rule.DEAD_LINK),
        ("loop", State.DEAD, 0, Rule.DEAD_LINK),
        ("500", State.FAILED, 500, Rule.UNREACHED_LINK),
        ("503", State.FAILED, 503, Rule.UNREACHED_LINK),
        ("never", State.SILENT, 0, Rule.UNREACHED_LINK),
    ],
)
def test_each_answer_is_told_apart(
    host: str, place: str, state: State, status: int, rule: Rule | None
) -> None:
    (answer,), found = asked(f"http://{host}/{place}")
    assert (answer.state, answer.status) == (state, status)
    assert [one for one, _, _ in found] == ([rule] if rule else [])


def test_where_a_page_moved_to_is_proposed(host: str) -> None:
    _, ((_, message, hint),) = asked(f"http://{host}/301/200")
    assert f"http://{host}/301/200 has moved for good" in message
    assert hint == f"write http://{host}/200"


def test_a_certificate_that_nobody_signed_is_a_finding(tls_host: str) -> None:
    (answer,), ((rule, message, _),) = asked(f"https://{tls_host}/200")
    assert answer.state is State.UNTRUSTED
    assert rule is Rule.UNREACHED_LINK
    assert "certificate" in message


def test_a_server_that_speaks_no_tls_is_a_finding(host: str) -> None:
    (answer,), (_,) = asked(f"https://{host}/200")
    assert answer.state in (State.UNTRUSTED, State.SILENT)


def test_a_port_where_nothing_listens_is_a_finding() -> None:
    with socket.create_server(("localhost", 0)) as closed:
        port = closed.getsockname()[1]
    (answer,), (_,) = asked(f"http://localhost:{port}/200")
    assert answer.state is State.SILENT


def test_an_address_that_is_none_is_dead() -> None:
    for url in ("http://", "http://[broken/"):
        (answer,), (_,) = asked(url)
        assert answer.state in (State.DEAD, State.SILENT)


def test_a_machine_without_a_network_is_told_so_once() -> None:
    with pytest.raises(EnvironmentFault, match="none of 2 hosts answers"):
        asked("http://nowhere.invalid/a", "http://nowhere-else.invalid/b")


def test_one_host_is_asked_with_pauses_and_in_the_order_of_the_content(host: str) -> None:
    answers, _ = asked(*(f"http://{host}/{status}" for status in (200, 404, 302)))
    assert [one.address.span.line for one in answers] == [1, 2, 3]
    assert all(later - first >= 0.04 for first, later in pairwise(TIMES))


def test_a_lasting_fault_is_asked_three_times_at_most(host: str) -> None:
    asked(f"http://{host}/503")
    assert ASKED == {("HEAD", "/503"): 3}


def test_the_table_shows_every_address_whole(capsys: pytest.CaptureFixture[str]) -> None:
    url = "https://example.org/" + "x" * 200 + "[bold]"
    print_answers([Answer(Address(url, Span("a")), State.DEAD, 404)])
    (_, row) = capsys.readouterr().out.splitlines()
    assert row.split() == ["dead", "404", url]
