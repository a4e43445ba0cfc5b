"""Send a request over HTTP, and again where the fault may pass.

Every request of this package may be sent twice: a query changes nothing, and an update says in
which state of the store it holds. Redirects are not followed: they would carry credentials away.
"""

from __future__ import annotations

import re
import time
import urllib.request
from collections.abc import Sequence
from functools import cached_property
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPSConnection,
    IncompleteRead,
    RemoteDisconnected,
)
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from ..errors import StoreAnswerError, StoreUnreachableError

CONNECT_S = 10.0
PATIENCE_S = 600.0  # most seconds without a byte
WAITS_S = (0.5, 1.0, 2.0, 4.0)  # before the second, third, … try

_TIMED_OUT = re.compile(rb"time[sd]?[ -]?out", re.IGNORECASE)
OVERLOADED = frozenset({502, 503, 504})
BROKEN = (RemoteDisconnected, IncompleteRead, ConnectionResetError, BrokenPipeError)
BROKE_OFF = "the connection broke off"
NO_HTTP = "what listens here does not speak HTTP"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Answer(NamedTuple):
    """What came back: the status, the media type without its parameters, and the body."""

    status: int
    type: str
    body: bytes
    location: str = ""


class _Passing(Exception):  # noqa: N818 - no error yet: it may pass
    """A fault that may be gone at the next try."""


class Transport:
    """A way to send requests that waits, tries again, and tells what is wrong in one line.

    Parameters
    ----------
    authorization
        Value of the header of this name; it is sent to every address that is asked.
    timeout_s
        Longest silence of the other side, in seconds.
    waits_s
        Seconds before each new try; those of `WAITS_S` by default.
    """

    def __init__(
        self,
        authorization: str | None = None,
        *,
        timeout_s: float = PATIENCE_S,
        waits_s: Sequence[float] | None = None,
    ) -> None:
        self.authorization = authorization
        self.timeout_s = timeout_s
        self.waits_s = tuple(WAITS_S if waits_s is None else waits_s)

    def send(self, address: str, *, body: bytes | None = None, **headers: str) -> Answer:
        """Return the answer to a GET, or to a POST of `body`, whatever its status.

        Headers are named as in Python: `content_type`, `accept`.

        Raises
        ------
        StoreUnreachableError
            If nothing listens, or the connection breaks off each time, or nothing comes in time.
        StoreAnswerError
            If what listens does not speak HTTP.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.authorization:
            named["authorization"] = self.authorization
        request = urllib.request.Request(address, body, named)  # noqa: S310 - checked before
        for wait in (*self.waits_s, None):
            try:
                return self._once(request)
            except _Passing as fault:
                if wait is None:
                    tries = f"{len(self.waits_s) + 1} times"
                    raise StoreUnreachableError(address, f"{fault}, {tries}") from fault
                time.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _once(self, request: urllib.request.Request) -> Answer:
        address = request.full_url
        try:
            with self._opener(address).open(request, timeout=self.timeout_s) as response:
                return _answer(response)
        except HTTPError as error:
            with error:
                refusal = _refusal(error)
            if error.code in OVERLOADED and not _is_too_long(refusal):
                raise _Passing(f"the store is overloaded ({error.code})") from error
            return refusal
        except URLError as error:
            raise _fault(address, error.reason, self.timeout_s) from error
        except (OSError, HTTPException, UnicodeError) as error:
            raise _fault(address, error, self.timeout_s) from error

    def _opener(self, address: str) -> urllib.request.OpenerDirector:
        return self._direct if is_loopback(address) else self._proxied

    @cached_property
    def _direct(self) -> urllib.request.OpenerDirector:
        return opener(_NoRedirect, is_direct=True)

    @cached_property
    def _proxied(self) -> urllib.request.OpenerDirector:
        return opener(_NoRedirect)


def is_loopback(address: str) -> bool:
    """Return whether an address is on this machine, where no proxy has a part."""
    return urlsplit(address).hostname in _LOOPBACK


def opener(
    redirects: type[urllib.request.HTTPRedirectHandler], *, is_direct: bool = False
) -> urllib.request.OpenerDirector:
    """Return a way to open addresses that waits less for a connection than for an answer."""
    direct = (urllib.request.ProxyHandler({}),) if is_direct else ()
    return urllib.request.build_opener(*direct, redirects, _Http, _Https)


def _answer(response: Any) -> Answer:
    headers = response.headers
    type = headers.get_content_type() if headers.get("content-type") else ""
    return Answer(response.status, type, response.read(), headers.get("location", ""))


def _refusal(error: HTTPError) -> Answer:
    try:
        return _answer(error)
    except (OSError, HTTPException):  # the status says enough
        return Answer(error.code, "", b"")


def _is_too_long(refusal: Answer) -> bool:
    """Return whether the store gave up on a query, as it would again."""
    return refusal.type == "text/plain" and _TIMED_OUT.search(refusal.body) is not None


def _fault(address: str, cause: object, timeout_s: float) -> Exception:
    """Return the error that says in our words what went wrong on the way."""
    if isinstance(cause, BROKEN):
        return _Passing(BROKE_OFF)
    if isinstance(cause, HTTPException):
        return StoreAnswerError(address, NO_HTTP)
    return StoreUnreachableError(address, unreachable(cause, timeout_s))


def unreachable(cause: object, timeout_s: float) -> str:
    """Return why there is no connection, in our words."""
    if isinstance(cause, TimeoutError):
        seconds = f"{timeout_s:g} s" if timeout_s < CONNECT_S else f"{CONNECT_S:g} s or more"
        return f"no answer within {seconds}"
    if isinstance(cause, ConnectionRefusedError):
        return "nothing listens here"
    said = getattr(cause, "strerror", None) or getattr(cause, "reason", None) or cause
    return f"no connection: {' '.join(str(said).split())}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Take a redirect for the answer that it is."""

    def redirect_request(self, *_: object) -> None:
        """Refuse to follow."""


class _Connection(HTTPConnection):
    def connect(self) -> None:
        """Connect, waiting less for a connection than for an answer."""
        patience, self.timeout = self.timeout, _at_most(CONNECT_S, self.timeout)
        super().connect()
        self.sock.settimeout(patience)


class _SecureConnection(HTTPSConnection):
    def connect(self) -> None:
        """Connect, waiting less for a connection than for an answer."""
        patience, self.timeout = self.timeout, _at_most(CONNECT_S, self.timeout)
        super().connect()
        self.sock.settimeout(patience)


def _at_most(most: float, timeout: float | None) -> float:
    return most if timeout is None else min(most, timeout)


class _Http(urllib.request.HTTPHandler):
    def http_open(self, request: urllib.request.Request) -> Any:
        return self.do_open(_Connection, request)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, request: urllib.request.Request) -> Any:
        return self.do_open(_SecureConnection, request)
