"""Serves a preview on this machine alone, until Ctrl-C."""

import asyncio
import json
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from reportgen.brief.html import screen_style
from reportgen.diagnostics import UsageError
from reportgen.files.project import Project
from reportgen.preview.guard import Guard
from reportgen.preview.session import Session

PAGE = Path(str(files("reportgen") / "preview/page"))
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
HOST = "127.0.0.1"
PAUSE = 0.2
"""So many seconds at most pass until an open stream sees that the server ends."""
ALIVE = 15.0
"""After so many seconds of silence a stream says that it is there."""


class Preview:
    """A server for one document, or one of its editions. `address` is its page, with the token."""

    def __init__(self, project: Project, path: str, port: int = 0, subject: str = "") -> None:
        try:
            self.socket = socket.create_server((HOST, port))
        except OSError as error:
            raise UsageError(f"port {port} cannot be taken: {error.strerror}") from error
        port = self.socket.getsockname()[1]
        token = secrets.token_urlsafe(16)
        self.address = f"http://{HOST}:{port}/{token}/"
        self.session = Session(project, path, self._tell, subject)
        self._streams: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        routes = {
            "/": self._page, "/events": self._events, "/slides.css": self._style,
            "/font/{number:int}": self._font, "/page/{number:int}/{at:int}.png": self._finished,
            "/drawing/{address:path}": self._drawing, "/{name}": self._asset,
        }  # fmt: skip
        app = Starlette(routes=[Route(f"/{token}{at}", one) for at, one in routes.items()])
        config = uvicorn.Config(
            Guard(app, token, port),
            log_level="error",
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        self.server = uvicorn.Server(config)

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until KeyboardInterrupt; `ready` is called when the page can be opened."""

        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            self.session.follow()
            ready()
            await self.server.serve(sockets=[self.socket])

        try:
            asyncio.run(serve())
        finally:
            self.session.end()

    def _tell(self) -> None:
        """Wake every stream; called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for one in self._streams:
            one.set()

    # --- answers --------------------------------------------------------------------------

    async def _page(self, _: Request) -> Response:
        return _file("index.html")

    async def _asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ("page.css", "page.js"):
            raise HTTPException(404)
        return _file(name)

    async def _style(self, _: Request) -> Response:
        theme = self.session.draft.theme
        if theme is None:
            return Response("", media_type="text/css")
        numbers = {face: number for number, face in enumerate(theme.fonts)}
        family = self.session.draft.family
        style = screen_style(theme, lambda face: f"font/{numbers[face]}", family)
        return Response(style, media_type="text/css")

    async def _font(self, request: Request) -> Response:
        theme, number = self.session.draft.theme, request.path_params["number"]
        if theme is None or number >= len(theme.fonts):
            raise HTTPException(404)
        data = await run_in_threadpool(theme.fonts[number].path.read_bytes)
        return Response(data, media_type="font/ttf", headers={"Cache-Control": "max-age=3600"})

    async def _drawing(self, request: Request) -> Response:
        found = self.session.picture(request.path_params["address"])
        if found is None:
            raise HTTPException(404)
        return Response(found[0], media_type=found[1])

    async def _finished(self, request: Request) -> Response:
        number, at = request.path_params["number"], request.path_params["at"]
        try:
            scale = min(4.0, max(0.5, float(request.query_params.get("scale", "2"))))
        except ValueError:
            raise HTTPException(400) from None
        data = await run_in_threadpool(self.session.page, number, at, scale)
        if data is None:
            raise HTTPException(404)
        return Response(data, media_type="image/png", headers={"Cache-Control": "max-age=3600"})

    async def _events(self, request: Request) -> Response:
        return StreamingResponse(
            self._stream(request),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},
        )

    async def _stream(self, request: Request) -> AsyncIterator[str]:
        """Yield what is to be shown, now and after each change (HTML, server-sent events)."""
        new = asyncio.Event()
        new.set()
        self._streams.add(new)
        silent = 0.0
        try:
            while not self.server.should_exit and not await request.is_disconnected():
                if new.is_set():
                    new.clear()
                    state = await run_in_threadpool(self.session.state)
                    yield f"data: {json.dumps(state, ensure_ascii=False)}\n\n"
                    silent = 0
                try:
                    await asyncio.wait_for(new.wait(), PAUSE)
                except TimeoutError:
                    silent += PAUSE
                if silent >= ALIVE:
                    yield ": here\n\n"
                    silent = 0
        finally:
            self._streams.discard(new)


@cache
def _file(name: str) -> Response:
    path = PAGE / name
    return Response(path.read_bytes(), media_type=KINDS[path.suffix])
