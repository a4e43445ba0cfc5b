"""A small server of releases for tests, which can be told to fail.

It knows `Range`, `If-Range`, `If-None-Match` and `If-Modified-Since`, as RFC 9110 has them, and
breaks off, changes its file, redirects or falls silent where a test wants it.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar

from lmskg.fetch import Release

from .http_server import QuietHandler, running

FILE = "mini.obo"


@dataclass
class Reply:
    """What the server sends: the body breaks off at `cut`, and the end comes after `pause_s`."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    pause_s: float = 0.0


Fault = Callable[[Reply], "Reply | None"]


def cut(at: int) -> Fault:
    """Break off after so many bytes of the body."""
    return lambda reply: Reply(reply.status, reply.body, reply.headers, cut=at)


def silent(at: int, pause_s: float) -> Fault:
    """Fall silent after so many bytes of the body."""
    return lambda reply: Reply(reply.status, reply.body, reply.headers, at, pause_s)


def dropped(_: Reply) -> None:
    """Close the connection without a word."""


def status(number: int, **headers: str) -> Fault:
    """Answer with a status and nothing else."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Reply(number, b"no", named)


def page(reply: Reply) -> Reply:
    """Send a web page, as the sign-in of a hotel does."""
    return Reply(200, b"<html>Welcome</html>", {"Content-Type": "text/html"})


def without(*names: str) -> Fault:
    """Leave headers out; without its length a body ends where the connection does."""

    def fault(reply: Reply) -> Reply:
        kept = {name: value for name, value in reply.headers.items() if name not in names}
        return Reply(reply.status, reply.body, kept)

    return fault


class Server:
    """A home of one file at `address`, with a list of its newest release at `listing`.

    `faults` holds one for each of the next requests for the file, `None` for none; `always` is
    that of every other. `is_knowing` tells whether it knows `Range` and `If-Range`.
    """

    def __init__(self) -> None:
        self.data = b""
        self.version = "v1"
        self.etag: str | None = None
        self.date = "Tue, 04 Aug 2026 10:00:00 GMT"
        self.digest: str | None = None
        self.listed_size: int | None = None
        self.knows_range = self.knows_if_range = True
        self.faults: list[Fault | None] = []
        self.always: Fault | None = None
        self.listing_fault: Fault | None = None
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.root = ""

    def publish(self, data: bytes, version: str, date: str | None = None) -> None:
        """Put another file in place, with the validators and the checksum of it."""
        self.data, self.version = data, version
        self.etag = f'"{version}"'
        self.date = date or self.date
        self.digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
        self.listed_size = len(data)

    @property
    def address(self) -> str:
        """Where the file is."""
        return f"{self.root}/latest/{FILE}"

    @property
    def plain(self) -> Release:
        """The release of a home that publishes no checksum."""
        return Release("mini", "A mini ontology", "CC0 1.0", self.address)

    @property
    def listed(self) -> Release:
        """The release of a home that publishes a checksum."""
        return self.plain._replace(listing=f"{self.root}/listing")

    @property
    def ranges(self) -> list[str | None]:
        """What each request for the file asked for."""
        return [headers.get("Range") for path, headers in self.seen if path.endswith(FILE)]

    def reply(self, path: str, headers: dict[str, str]) -> Reply | None:
        """Return the answer to a request, `None` to close the connection."""
        path = path.partition("?")[0]
        self.seen.append((path, headers))
        if path == "/listing":
            reply = self._listing()
            return self.listing_fault(reply) if self.listing_fault else reply
        if path.startswith("/moved"):
            return Reply(302, b"", {"Location": f"{self.root}{path.removeprefix('/moved')}"})
        if path == "/circle":
            return Reply(302, b"", {"Location": f"{self.root}/circle"})
        if not path.endswith(FILE):
            return Reply(404, b"no")
        fault = self.faults.pop(0) if self.faults else self.always
        reply = self._file(headers)
        return fault(reply) if fault else reply

    def _listing(self) -> Reply:
        asset = {
            "name": FILE,
            "browser_download_url": f"{self.root}/{self.version}/{FILE}",
            "size": self.listed_size,
            "digest": self.digest,
        }
        return Reply(200, json.dumps({"tag_name": self.version, "assets": [asset]}).encode())

    def _file(self, asked: dict[str, str]) -> Reply:
        headers = {"Last-Modified": self.date}
        if self.etag:
            headers["ETag"] = self.etag
        if asked.get("If-None-Match", "-") == self.etag or (
            "If-None-Match" not in asked and asked.get("If-Modified-Since") == self.date
        ):
            return Reply(304, b"", headers)
        if_range = asked.get("If-Range")
        is_same = if_range in (None, self.etag, self.date) or not self.knows_if_range
        if "Range" not in asked or not self.knows_range or not is_same:
            return Reply(200, self.data, headers | {"Content-Length": str(len(self.data))})
        start, size = int(asked["Range"].removeprefix("bytes=").rstrip("-")), len(self.data)
        if start >= size:
            return Reply(416, b"", {"Content-Range": f"bytes */{size}"})
        rest = {
            "Content-Range": f"bytes {start}-{size - 1}/{size}",
            "Content-Length": str(size - start),
        }
        return Reply(206, self.data[start:], headers | rest)


class _Handler(QuietHandler):
    served: ClassVar[Server]

    def answer(self) -> None:
        reply = self.served.reply(self.path, dict(self.headers.items()))
        self.close_connection = True
        if reply is None:
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body[: reply.cut])
        if reply.pause_s:
            self.wfile.flush()
            time.sleep(reply.pause_s)


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server for as long as it is used."""
    served = Server()
    with running(type("Handler", (_Handler,), {"served": served})) as served.root:
        yield served
