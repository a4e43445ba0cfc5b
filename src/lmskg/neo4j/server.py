"""A connection to a Neo4j server; the driver's errors become ours, and none holds a password."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from ..errors import (
    MissingExtraError,
    StoreAddressError,
    StoreRefusedError,
    StoreUnreachableError,
)

if TYPE_CHECKING:
    from neo4j import ManagedTransaction, Session

T = TypeVar("T")

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
RETRY_S = 30.0
OLDEST = (5, 26)


@dataclass(frozen=True, slots=True)
class Server:
    """An open session with one database of a server."""

    address: str
    session: Session

    def write(self, work: Callable[[ManagedTransaction], T]) -> T:
        """Return what `work` does in one transaction, which may be tried again."""
        return self.session.execute_write(work)

    def rows(self, cypher: str, **parameters: Any) -> Iterator[list[Any]]:
        """Yield the rows of a query as they come, each the list of its values."""
        for record in self.session.run(cypher, parameters):
            yield record.values()

    def run(self, cypher: str, **parameters: Any) -> list[list[Any]]:
        """Return the rows of a statement that runs in a transaction of its own."""
        return list(self.rows(cypher, **parameters))


@contextmanager
def connect(uri: str, database: str | None = None, *, retry_s: float = RETRY_S) -> Iterator[Server]:
    """Open a session with a server, with the credentials of the environment.

    Parameters
    ----------
    uri
        Address, such as `bolt://127.0.0.1:7687`.
    database
        Name of the database; the server's default if not given.
    retry_s
        Longest time, in seconds, for which a broken transaction is tried again.

    Raises
    ------
    MissingExtraError
        If the driver is not installed.
    StoreAddressError
        If the address or the credentials cannot be used.
    StoreUnreachableError, StoreRefusedError
        If the server is down, breaks off, or refuses.
    """
    address = _address(uri)
    auth = _credentials(address)
    try:
        from neo4j import GraphDatabase
    except ImportError as error:
        cure = "install it with: pip install 'lmskg[neo4j]'"
        raise MissingExtraError("the Neo4j driver", cure) from error
    with _translated(address):
        settings = {"max_transaction_retry_time": retry_s, "notifications_min_severity": "OFF"}
        with (
            GraphDatabase.driver(uri, auth=auth, **settings) as driver,  # type: ignore[arg-type] # each has its type
            driver.session(database=database) as session,
        ):
            check_version(address, session)  # and a server that is down is told at once
            yield Server(address, session)


def check_version(address: str, session: Session) -> None:
    """Refuse a server that does not know labels and types as data of a statement."""
    found = session.run("CALL dbms.components() YIELD versions RETURN versions[0]").single()
    version = str(found[0]) if found else "?"
    numbers = tuple(map(int, re.findall("[0-9]+", version)[:2]))  # 5.27-aura too
    if numbers < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise StoreRefusedError(address, f"is Neo4j {version}; {oldest} or newer is needed")


def _address(uri: str) -> str:
    """Return the address as messages name it: never with what may be secret."""
    reason = "is no address of a Neo4j server; write it as bolt://host:7687"
    if "@" in uri:
        reason = "take the credentials out of it; they come from NEO4J_USERNAME and NEO4J_PASSWORD"
        raise StoreAddressError("the address", reason)
    try:
        parts = urlsplit(uri)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise StoreAddressError("the address", reason) from None
    if parts.scheme not in SCHEMES or not host or parts.path.strip("/") or parts.fragment:
        raise StoreAddressError(uri, reason)
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}"


def _credentials(uri: str) -> tuple[str, str] | None:
    user, password = (os.environ.get(f"NEO4J_{name}") for name in ("USERNAME", "PASSWORD"))
    if bool(user) != bool(password):
        raise StoreAddressError(uri, "set both NEO4J_USERNAME and NEO4J_PASSWORD, or none of them")
    return (user, password) if user and password else None


@contextmanager
def _translated(address: str) -> Iterator[None]:
    from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError

    try:
        yield
    except AuthError as error:
        reason = "refuses the credentials; set NEO4J_USERNAME and NEO4J_PASSWORD to those it knows"
        raise StoreRefusedError(address, reason) from error
    except ConfigurationError as error:
        raise StoreAddressError(address, str(error)) from error
    except Neo4jError as error:
        if error.code and error.code.startswith("Neo.TransientError"):
            raise StoreUnreachableError(address, error.message or error.code) from error
        raise StoreRefusedError(address, error.message or str(error.code)) from error
    except UnicodeError as error:
        raise StoreAddressError(address, "has a host name that cannot be one") from error
    except (DriverError, OSError, ValueError) as error:
        # the driver goes on with addresses and causes of causes
        raise StoreUnreachableError(address, str(error).partition(" (resolved")[0]) from error
