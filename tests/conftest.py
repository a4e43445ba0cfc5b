"""What all tests share: the bundled project, the mini project, and no network."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad, Store

from lmskg.assemble import assemble
from lmskg.graph.store import store_of
from lmskg.resources import Project, bundled, open_project

DATA = Path(__file__).parent / "data"
collect_ignore = ["kgx"]  # runs in an environment of its own


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[Any, ...] | str) -> None:
        host = address[0] if isinstance(address, tuple) else address
        if self.family != socket.AF_UNIX and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's cache out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LMSKG_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def project() -> Project:
    """Return the bundled project."""
    return bundled()


@pytest.fixture(scope="session")
def quads(project: Project) -> list[Quad]:
    """Return all layers of the bundled project."""
    return assemble(project)


@pytest.fixture
def store(quads: list[Quad]) -> Store:
    """Return a store of the bundled project that a test may change."""
    return store_of(quads)


@pytest.fixture
def mini(tmp_path: Path) -> Project:
    """Return a copy of the mini project that a test may break."""
    return open_project(Path(shutil.copytree(DATA / "mini", tmp_path / "mini")))


@pytest.fixture(scope="session")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a real Fuseki for the tests of this process, and give its address."""
    from .fuseki_server import started

    with started(tmp_path_factory.mktemp("fuseki")) as address:
        yield address
