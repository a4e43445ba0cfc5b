"""A real Neo4j for tests: one server for the whole run, and its administration tool.

The parallel workers of a run share the server; a test that uses it has it for itself and finds it
empty. It ends by itself when the last process that uses it has ended, however that came about.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .java_tools import POMS, jars, java

MOST_S = 120.0
PASSWORD = "not-a-secret"  # noqa: S105 # of a server that lives for one test
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")

_held: list[int] = []  # locks of this process, kept open until it ends
_servers: list[subprocess.Popen[bytes]] = []  # they end after this process, by themselves
_shared: dict[Path, str] = {}


class _Lock:
    """A lock between processes, on a file; POSIX frees it when its holder dies."""

    def __init__(self, path: Path, *, is_shared: bool = False) -> None:
        self._path, self._is_shared, self._descriptor = path, is_shared, -1

    def __enter__(self) -> int:
        fcntl = pytest.importorskip("fcntl", reason="file locks of POSIX are missing here")
        self._descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR)
        fcntl.lockf(self._descriptor, fcntl.LOCK_SH if self._is_shared else fcntl.LOCK_EX)
        return self._descriptor

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)


@contextmanager
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the run's server, empty and for this test alone; or skip the test."""
    place = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        place = place.parent
    with _Lock(place / "neo4j.lock"):
        if place not in _shared:
            _shared[place] = _found_or_started(place / "neo4j.home")
        uri = _shared[place]
        _empty(uri)
        yield uri


def _found_or_started(note: Path) -> str:
    found = _joined(Path(note.read_text())) if note.is_file() else None
    if found:
        return found
    home = new_home()
    uri = start(home)
    note.write_text(str(home))
    return uri


def _joined(home: Path) -> str | None:
    """Return the address of the server at `home`, which from now on waits for this process."""
    try:
        _held.append(_Lock(home / "users", is_shared=True).__enter__())
        return (home / "address").read_text()
    except FileNotFoundError:
        return None


def new_home() -> Path:
    """Return a folder for a server, which the server removes."""
    return Path(tempfile.mkdtemp(prefix="lmskg-neo4j-"))


def start(home: Path, *, is_guarded: bool = False) -> str:
    """Start a server that lives as long as this process, and return its address."""
    jar_folder = jars("neo4j")
    _held.append(_Lock(home / "users", is_shared=True).__enter__())
    with (home / "said").open("wb") as said:
        server = subprocess.Popen(
            [
                *(java(), *_QUICK, "-Xmx400m", "-cp", f"{jar_folder}/*"),
                *(str(POMS / "neo4j" / "Launcher.java"), str(home), str(is_guarded).lower()),
            ],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # an interrupt at the terminal is not for the server
        )
    _servers.append(server)
    address, end = home / "address", time.monotonic() + MOST_S
    while not address.is_file():
        if server.poll() is not None or time.monotonic() > end:
            server.kill()
            pytest.fail(f"Neo4j did not start: {(home / 'said').read_text()[-2000:]}")
        time.sleep(0.1)
    return address.read_text()


def administer(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `neo4j-admin`, which is a class of the same jars; the caller looks at the exit code."""
    (home / "neo4j.conf").touch()
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home)}
    return subprocess.run(
        [
            *(java(), *_QUICK, "-Xmx512m", "-cp", f"{jars('neo4j')}/*"),
            *("org.neo4j.cli.AdminTool", *arguments),
        ],
        env=environment,
        capture_output=True,
        text=True,
        timeout=MOST_S,
        check=False,
    )


def _empty(uri: str) -> None:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(uri) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        for record in driver.execute_query("SHOW CONSTRAINTS YIELD name").records:
            driver.execute_query(f"DROP CONSTRAINT `{record['name']}`")
