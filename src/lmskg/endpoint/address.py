"""Where a store is, and who asks: addresses without secrets, credentials from the environment."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from ..errors import StoreAddressError

USER = "LMSKG_ENDPOINT_USER"
PASSWORD = "LMSKG_ENDPOINT_PASSWORD"  # noqa: S105 - the name of a variable
TOKEN = "LMSKG_ENDPOINT_TOKEN"  # noqa: S105

_SENDABLE = re.compile(r"[\x21-\x7e]+")


def check_address(address: str) -> str:
    """Return the address of an endpoint without a slash at its end.

    Raises
    ------
    StoreAddressError
        If it is no http or https address, or holds credentials, a query string or a fragment;
        the message leaves out what may be secret.

    Examples
    --------
    >>> check_address("http://127.0.0.1:3030/lms/")
    'http://127.0.0.1:3030/lms'
    """
    parts = split_address(address)
    if place := without_credentials(parts):
        raise StoreAddressError(place, f"no credentials in an address; set {USER} and {PASSWORD}")
    if parts.query or parts.fragment:
        place = f"{parts.scheme}://{parts.netloc}{parts.path}"
        raise StoreAddressError(place, "write the address without what follows ? or #")
    if not is_http(address, parts):
        raise StoreAddressError(
            sayable(address), "no address of a store; write http://host:port/name"
        )
    return address.rstrip("/")


def split_address(address: str) -> SplitResult:
    """Return the parts of an address, all of them empty where it cannot be taken apart."""
    try:
        parts = urlsplit(address)
        _ = parts.port, parts.hostname
    except ValueError:  # a port that is no number, a bracket that is not closed
        return urlsplit("")
    return parts


def without_credentials(parts: SplitResult) -> str | None:
    """Return an address that holds credentials without them, `None` for one that holds none."""
    if parts.username is None and parts.password is None:
        return None
    return f"{parts.scheme}://…@{parts.netloc.rpartition('@')[2]}{parts.path}"


def is_http(address: str, parts: SplitResult) -> bool:
    """Return whether an address is one of http or https with a host, and can be sent."""
    is_plain = _SENDABLE.fullmatch(address) is not None
    is_whole = bool(parts.hostname) and parts.port != 0
    return parts.scheme in ("http", "https") and is_whole and is_plain


def sayable(address: str) -> str:
    """Return how a message names a text that is no address, and may hold a secret."""
    return address if len(address) < 80 and "@" not in address else "the address"


def authorization(address: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the value of the header `Authorization`, `None` where no credentials are set.

    Raises
    ------
    StoreAddressError
        If only one half is set, a token stands beside a user, or a token cannot be sent.
    """
    user, password, token = (environment.get(name) for name in (USER, PASSWORD, TOKEN))
    if token:
        if user or password:
            raise StoreAddressError(address, f"set {TOKEN}, or {USER} and {PASSWORD}, not both")
        if not _SENDABLE.fullmatch(token):
            raise StoreAddressError(address, f"{TOKEN} holds a space or a sign that no token has")
        return f"Bearer {token}"
    if not user and not password:
        return None
    if not user or not password:
        set_one, missing = (USER, PASSWORD) if user else (PASSWORD, USER)
        raise StoreAddressError(address, f"{set_one} is set and {missing} is not; set both")
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
