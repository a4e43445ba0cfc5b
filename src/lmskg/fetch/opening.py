"""Open an address over HTTP, follow where it leads, and tell passing faults from lasting ones.

A redirect is followed, for the permanent addresses of releases are nothing else; never from https
to http, and never to a file of this machine. No credentials are sent.
"""

from __future__ import annotations

import re
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from typing import NoReturn, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from .. import __version__
from ..endpoint.address import is_http, sayable, split_address, without_credentials
from ..endpoint.transport import (
    BROKE_OFF,
    BROKEN,
    NO_HTTP,
    OVERLOADED,
    is_loopback,
    opener,
    unreachable,
)
from ..errors import (
    FetchAddressError,
    FetchAnswerError,
    FetchRefusedError,
    FetchUnreachableError,
)

WAITS_S = (0.5, 2.0, 5.0, 10.0)  # before the second, third, … try
LONGEST_WAIT_S = 60.0  # that a home may ask for
NOT_MODIFIED, UNSATISFIABLE, TOO_MANY = 304, 416, 429

T = TypeVar("T")


class PassingError(Exception):
    """A fault that may be gone at the next try, after `wait_s` seconds at least."""

    def __init__(self, reason: str, wait_s: float = 0.0) -> None:
        super().__init__(reason, wait_s)
        self.reason, self.wait_s = reason, wait_s


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow a redirect unless it gives up what https promises."""

    def redirect_request(
        self, request: urllib.request.Request, *answer: object
    ) -> urllib.request.Request | None:
        """Return the request to send next, `None` to take the redirect for a refusal."""
        target = urlsplit(str(answer[-1]))
        if target.scheme != "https" and (target.scheme != "http" or request.type == "https"):
            return None
        return super().redirect_request(request, *answer)  # type: ignore[arg-type] # passed on


def check_address(address: str) -> None:
    """Raise what is wrong with an address to download from.

    Raises
    ------
    FetchAddressError
        If it is no http or https address, or holds credentials, which the message leaves out.
    """
    parts = split_address(address)
    if place := without_credentials(parts):
        raise FetchAddressError(place, "no credentials in an address")
    if not is_http(address, parts):
        raise FetchAddressError(sayable(address), "no address of a file; write https://host/file")


@contextmanager
def opened(address: str, headers: Mapping[str, str], timeout_s: float) -> Iterator[HTTPResponse]:
    """Give the answer to a GET, to be read; those of `NOT_MODIFIED` and `UNSATISFIABLE` too.

    Raises
    ------
    FetchError
        If the home cannot be reached, or refuses.
    PassingError
        If it is worth another try.
    """
    check_address(address)
    named = {"User-Agent": f"lmskg/{__version__}", **headers}
    request = urllib.request.Request(address, headers=named)  # noqa: S310 - checked
    way = opener(_Redirects, is_direct=is_loopback(address))
    try:
        response = way.open(request, timeout=timeout_s)
    except HTTPError as error:
        if error.code not in (NOT_MODIFIED, UNSATISFIABLE):
            with error:
                _refuse(address, error)
        response = error
    except URLError as error:
        raise _fault(address, error.reason, timeout_s) from error
    except (OSError, HTTPException, UnicodeError) as error:
        raise _fault(address, error, timeout_s) from error
    with response:
        yield response


def _refuse(address: str, error: HTTPError) -> NoReturn:
    status = error.code
    if status in OVERLOADED or status == TOO_MANY:
        wait_s = _asked_wait_s(error)
        raise PassingError(f"the server is overloaded ({status})", wait_s) from error
    known = {404: "there is nothing here (404)", 410: "this was taken away (410)"}
    said = known.get(status, f"refused ({status})")
    if 300 <= status < 400:
        said = f"leads in a circle, or away from https ({status})"
    raise FetchRefusedError(address, said) from error


def _asked_wait_s(error: HTTPError) -> float:
    said = error.headers.get("retry-after", "")
    return min(float(said), LONGEST_WAIT_S) if re.fullmatch(r"\d{1,6}", said) else 0.0


def _fault(address: str, cause: object, timeout_s: float) -> Exception:
    if isinstance(cause, BROKEN):
        return PassingError(BROKE_OFF)
    if isinstance(cause, HTTPException):
        return FetchAnswerError(address, NO_HTTP)
    return FetchUnreachableError(address, unreachable(cause, timeout_s))


def read_chunk(response: HTTPResponse, size: int, timeout_s: float) -> bytes:
    """Return the bytes of an answer that came, `size` at most, none at its end.

    Raises
    ------
    PassingError
        If the connection breaks off or falls silent.
    """
    try:
        return response.read1(size)  # what is there now, so that none of it is lost
    except TimeoutError as error:
        raise PassingError(f"nothing more came within {timeout_s:g} s") from error
    except (OSError, HTTPException) as error:
        raise PassingError(BROKE_OFF) from error


def retried(address: str, attempt: Callable[[], T]) -> T:
    """Return what an attempt returns, the first, second, … that does not meet a passing fault.

    Raises
    ------
    FetchUnreachableError
        If every attempt meets one.
    FetchError
        As the attempt does.
    """
    for wait_s in (*WAITS_S, None):
        try:
            return attempt()
        except PassingError as fault:
            if wait_s is None:
                reason = f"{fault.reason}, {len(WAITS_S) + 1} times"
                raise FetchUnreachableError(address, reason) from fault
            time.sleep(max(wait_s, fault.wait_s))
    raise AssertionError("the last attempt returns or raises")
