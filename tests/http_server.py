"""A server of this machine for tests: runs a handler on a free port for as long as it is used."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class QuietHandler(BaseHTTPRequestHandler):
    """Answers GET, says nothing of it, and does not mind that who asked may be gone."""

    def answer(self) -> None:
        """Send the answer."""
        raise NotImplementedError

    def do_GET(self) -> None:
        with suppress(ConnectionError):
            self.answer()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run a handler; gives the address of its root, without a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}"
        finally:
            http.shutdown()
            thread.join()
