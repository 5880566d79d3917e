"""The server of the page: this machine alone can reach it, and only who has its address."""

from __future__ import annotations

import hmac
import json
import queue
import secrets
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from cutstat.errors import CutstatError, InputError

T = TypeVar("T")
HOST = "127.0.0.1"
TOKEN_HEADER = "X-Cutstat-Token"
"""A header of our own: pages of other origins may not send it without being allowed to."""

MOST_BYTES = 1 << 20
"""Longest body of a request."""

TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:"
)
"""What the page may load: its own files, and pictures that came with answers."""

Route = Callable[[Mapping[str, Any]], Any]
"""Takes what was asked, gives what can be written as JSON."""


class Errands:
    """Work that the threads of a server hand to the one that has opened the library."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[tuple[Callable[[], Any], Future[Any]]] = queue.Queue()

    def do(self, work: Callable[[], T]) -> T:
        """Have something done, and wait for it; called by other threads."""
        done: Future[T] = Future()
        self._waiting.put((work, done))
        return done.result()

    def run(self) -> None:
        """Do what is asked for until Ctrl-C; called by the thread that has the library."""
        while True:
            try:
                work, done = self._waiting.get(timeout=0.5)  # Windows sees no Ctrl-C in a long wait
            except queue.Empty:
                continue
            try:
                done.set_result(work())
            except Exception as error:
                done.set_exception(error)


class PageServer(ThreadingHTTPServer):
    """Serves the files of the page to anyone here, and answers to who has the token.

    Parameters
    ----------
    port : int >= 0
        0 takes one that is free.
    reads, writes : mapping of str to callable
        What is asked with GET and with POST, by the last part of the address.

    Raises
    ------
    InputError
        If the port cannot be had.
    """

    daemon_threads = True
    # Windows gives a port that is taken to who asks for its reuse.
    allow_reuse_address = False

    def __init__(
        self, *, port: int, reads: Mapping[str, Route], writes: Mapping[str, Route]
    ) -> None:
        self.routes = {"GET": reads, "POST": writes}
        self.token = secrets.token_urlsafe(24)
        self.files = {
            f"/{file.name}": file.read_bytes()
            for file in resources.files("cutstat.review").joinpath("static").iterdir()
            if file.name.rpartition(".")[2] in TYPES
        }
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            raise InputError(
                f"port {port} cannot be had ({error}); choose another one with --port"
            ) from error
        self.hosts = {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    @property
    def address(self) -> str:
        """Where the page is; what follows the # never leaves the browser but as the token."""
        return f"http://{HOST}:{self.server_port}/#{self.token}"

    def serve_beside(self) -> threading.Thread:
        """Serve in a thread of its own."""
        thread = threading.Thread(target=self.serve_forever, name="review page", daemon=True)
        thread.start()
        return thread


class _Handler(BaseHTTPRequestHandler):
    server: PageServer
    protocol_version = "HTTP/1.1"
    server_version = "cutstat"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is the user's."""

    def _answer(self, method: str) -> None:
        address = urlsplit(self.path)
        body = self._body() if method == "POST" else b""
        if self.headers.get("Host") not in self.server.hosts:
            self._send_json(HTTPStatus.FORBIDDEN, {"error": "this page is called otherwise"})
        elif method == "GET" and (file := self._file(address.path)) is not None:
            self._send(HTTPStatus.OK, file[0], file[1])
        elif not self._is_ours():
            self._send_json(
                HTTPStatus.FORBIDDEN, {"error": "open the address that `cutstat` has printed"}
            )
        elif body is None:
            self._send_json(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"error": "that is too long"})
        else:
            self._route(method, address.path, body or address.query.encode())

    def _file(self, path: str) -> tuple[bytes, str] | None:
        name = "/index.html" if path == "/" else path
        data = self.server.files.get(name)
        kind = TYPES.get(name.rpartition(".")[2], "")
        return None if data is None else (data, f"{kind}; charset=utf-8")

    def _is_ours(self) -> bool:
        """Whether who asks has the token, and is no page of another origin."""
        token = self.headers.get(TOKEN_HEADER, "")
        origin = self.headers.get("Origin")
        is_own = origin is None or origin.removeprefix("http://") in self.server.hosts
        return is_own and hmac.compare_digest(token.encode(), self.server.token.encode())

    def _body(self) -> bytes | None:
        """Read what was sent; None if it is too long, and then the connection ends."""
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > MOST_BYTES:
            self.close_connection = True
            return None
        return self.rfile.read(int(length))

    def _route(self, method: str, path: str, said: bytes) -> None:
        route = self.server.routes[method].get(path.removeprefix("/api/"))
        if route is None or not path.startswith("/api/"):
            self._send_json(HTTPStatus.NOT_FOUND, {"error": "there is nothing of this name"})
            return
        try:
            asked = (
                json.loads(said)
                if method == "POST"
                else {name: values[-1] for name, values in parse_qs(said.decode()).items()}
            )
            answer = route(asked)
        except CutstatError as error:
            self._send_json(HTTPStatus.CONFLICT, {"error": str(error)})
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            self._send_json(HTTPStatus.BAD_REQUEST, {"error": f"not understood: {error}"})
        else:
            self._send_json(HTTPStatus.OK, answer)

    def _send_json(self, status: HTTPStatus, answer: object) -> None:
        data = json.dumps(answer, ensure_ascii=False, allow_nan=False)
        # File names may hold bytes that are no text.
        self._send(status, data.encode("utf-8", "backslashreplace"), "application/json")

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(data))),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
