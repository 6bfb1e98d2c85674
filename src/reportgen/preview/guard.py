"""Lets only the user's own browser in: a token in the address, this host, reading alone."""

from hmac import compare_digest
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""What a page may load and run (Content Security Policy level 3): what this server serves."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """Answers only requests to read, at this host and port, with the token first in the path.

    Host and Origin are compared, so that no other page reaches the server by a name of its own (DNS
    rebinding).
    """

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app = app
        self.token = token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        status = self._refusal(scope)
        answer: Any = self.app if not status else PlainTextResponse("no", status)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await answer(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> int:
        """Return the status that refuses a request, 0 where it is let in."""
        headers = Headers(scope=scope)
        if scope["method"] not in ("GET", "HEAD"):
            return 405
        origin = headers.get("origin")
        if headers.get("host") not in self.hosts:
            return 421
        if origin is not None and origin.removeprefix("http://") not in self.hosts:
            return 403
        given = scope["path"].split("/")[1:2]
        if not given or not compare_digest(given[0].encode(), self.token.encode()):
            return 404
        return 0
