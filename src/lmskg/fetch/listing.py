"""Ask a home on GitHub which release is the newest, and what it says of a file."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from ..errors import FetchAnswerError
from .opening import opened, read_chunk, retried

_HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
_LONGEST = 8_000_000
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")


class Wanted(NamedTuple):
    """A file to download, with what its home says of it, `None` where that says nothing."""

    address: str
    version: str | None = None
    sha256: str | None = None
    size_bytes: int | None = None


def read_listing(address: str, file: str, timeout_s: float) -> Wanted:
    """Return what a home publishes of a file in its newest release.

    Parameters
    ----------
    address
        Where GitHub's API describes the newest release.
    file
        The name of the file.
    timeout_s
        Longest silence of the other side, in seconds.

    Raises
    ------
    FetchError
        If the home cannot be asked, answers something else, or has no file of this name.
    """
    said = retried(address, lambda: _read(address, timeout_s))
    try:
        assets = [asset for asset in said["assets"] if asset["name"] == file]
        if not assets:
            raise FetchAnswerError(address, f"the newest release has no file {file}")
        return _wanted(said, assets[0])
    except (KeyError, TypeError) as error:
        raise FetchAnswerError(address, "this is no description of a release") from error


def _read(address: str, timeout_s: float) -> Any:
    with opened(address, _HEADERS, timeout_s) as response:
        data = b""
        while chunk := read_chunk(response, _LONGEST, timeout_s):
            data += chunk
            if len(data) > _LONGEST:
                break
    try:
        return json.loads(data)
    except ValueError as error:
        raise FetchAnswerError(address, "this is no description of a release") from error


def _wanted(release: dict[str, Any], asset: dict[str, Any]) -> Wanted:
    digest = _DIGEST.fullmatch(str(asset.get("digest") or ""))
    size = asset.get("size")
    return Wanted(
        str(asset["browser_download_url"]),
        str(release["tag_name"]),
        digest and digest[1],
        size if isinstance(size, int) else None,
    )
