"""`lmskg fetch`: the current release of an external ontology."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

from .load import say_interrupted
from .options import quiet_option, say

if TYPE_CHECKING:
    from ..fetch import Fetched

_CHUNK_BYTES = 1_048_576


@click.command()
@click.argument("name", required=False)
@click.option("--list", "is_list", is_flag=True, help="List what can be fetched and stop.")
@click.option("--from", "address", metavar="URL", help="Get it here instead; has no checksum.")
@click.option("--force", is_flag=True, help="Download it though it is kept and current.")
@click.option(
    "--timeout-s",
    type=click.FloatRange(0, 86_400, min_open=True),
    default=60,
    show_default=True,
    help="Most seconds without a byte.",
)
@click.option(
    "-o", "--output", help="File for a copy, - for stdout; by default the kept file is named."
)
@quiet_option
def fetch(
    name: str | None,
    is_list: bool,
    address: str | None,
    force: bool,
    timeout_s: float,
    output: str | None,
    quiet: bool,
) -> int:
    """Download the current release of an external ontology, and print where it lies.

    What is kept in the cache and still current is not sent again; what broke off goes on where it
    stood. Where the home publishes a SHA-256, the file is held against it; else that of what came
    is put on record, and the kept file is held against the record at each use.

    Example: lmskg fetch --list
    """
    from ..fetch import RELEASES
    from ..fetch import fetch as fetch_release

    if is_list:
        click.echo(_list())
        return 0
    if name is None:
        raise click.UsageError("name what to fetch; --list shows what there is")
    if name not in RELEASES:
        raise click.BadParameter(f"no release '{name}'; known are {', '.join(RELEASES)}")
    try:
        with _Bar(quiet) as bar:
            found = fetch_release(
                RELEASES[name],
                address=address,
                is_forced=force,
                timeout_s=timeout_s,
                on_progress=bar.show,
            )
    except KeyboardInterrupt:
        return say_interrupted()
    for note in found.notes:
        say(quiet, f"{name}: {note}")
    say(quiet, f"{name}: {_account(found)}")
    _put(found.path, output)
    return 0


def _list() -> str:
    from ..fetch import RELEASES
    from ..model import format_table

    rows = [
        [r.name, r.title, r.licence, "published" if r.listing else "of what came", r.address]
        for r in RELEASES.values()
    ]
    return format_table(("name", "title", "licence", "SHA-256", "address"), rows, width=100)


def _account(found: Fetched) -> str:
    """Return in a line what was fetched, and how far it is proven."""
    record = found.record
    version = f"release {record.version}, " if record.version else ""
    date = f"of {record.last_modified}, " if record.last_modified and not record.version else ""
    kept = "kept, and current" if found.is_current else "kept"
    state = "fetched" if found.is_new else kept
    proof = "as its home publishes" if record.is_published else "of what came; none is published"
    proven = f"SHA-256 {record.sha256[:12]}… ({proof})"
    return f"{state}: {version}{date}{record.size_bytes:,} bytes, {proven}"


def _put(path: Path, output: str | None) -> None:
    """Name the kept file, or copy it to where it was asked for."""
    if output is None:
        click.echo(path)
    elif output == "-":
        sys.stdout.flush()
        for chunk in _chunks(path):
            sys.stdout.buffer.write(chunk)
    else:
        from ..files import write_chunks

        write_chunks(Path(output), _chunks(path))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk


class _Bar:
    """A bar of bytes on a terminal, drawn from when the size is known."""

    def __init__(self, quiet: bool) -> None:
        self._is_hidden = quiet or not sys.stderr.isatty()
        self._bar: Any = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind, value, traceback)

    def show(self, n_received: int, n_total: int | None) -> None:
        """Draw how far it is; a download that begins anew moves the bar back."""
        if self._is_hidden or not n_total:
            return
        if self._bar is None:
            self._bar = click.progressbar(length=n_total, label="fetching", file=sys.stderr)
            self._bar.__enter__()
        self._bar.length = n_total
        self._bar.update(n_received - self._bar.pos)
