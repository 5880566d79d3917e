"""The page of a review, served by a process of its own, and asked without a browser."""

from __future__ import annotations

import json
import multiprocessing
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from cutstat.library.store import Library
from cutstat.review.page import serve_audit, serve_review
from cutstat.study.audit import draw_audit
from cutstat.study.study import Study

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["support.review"])


def _serve(folder: Path, target: str, is_audit: bool, sender: Connection) -> None:
    with Library(folder) as library:
        study = Study(library)
        if is_audit:
            drawn = draw_audit(study, target, boundaries=6, candidates=6, strips=2, seed=1)
            serve_audit(study, drawn, started=sender.send)
        else:
            serve_review(study, target, started=sender.send)


@dataclass
class Served:
    """A page that is served."""

    address: str
    kill: Callable[[], None]
    """End its process at once, as with kill -9."""

    @property
    def base(self) -> str:
        return self.address.partition("#")[0]

    @property
    def token(self) -> str:
        return self.address.partition("#")[2]

    def ask(self, name: str) -> Any:
        return self.call(f"api/{name}")[1]

    def tell(self, name: str, **said: Any) -> Any:
        status, answer = self.call(f"api/{name}", json.dumps(said).encode())
        assert status == 200, answer
        return answer

    def call(
        self,
        path: str,
        body: bytes | None = None,
        *,
        headers: dict[str, str] | None = None,
        token: str | None = None,
    ) -> tuple[int, Any]:
        sent = {"X-Cutstat-Token": self.token if token is None else token, **(headers or {})}
        request = urllib.request.Request(self.base + path, body, sent)
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return response.status, json.loads(response.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())


@contextmanager
def served(folder: Path, target: str, *, is_audit: bool = False) -> Iterator[Served]:
    """Serve the page on a series or an episode, and end it with the block."""
    receiver, sender = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_serve, args=(folder, target, is_audit, sender))
    process.start()
    sender.close()

    def kill() -> None:
        process.kill()
        process.join()

    try:
        assert receiver.poll(30), "the page is not served"
        yield Served(receiver.recv(), kill)
    finally:
        kill()
        receiver.close()
        process.close()
