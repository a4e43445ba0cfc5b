"""A graph into a running Neo4j and back, over Bolt.

`server` opens the connection, `loading` writes, `reading` reads. What the database then holds is
said in `export.database`, for the bulk files and the script leave the same.
"""

from __future__ import annotations

from .loading import load_tables
from .reading import read_server
from .server import Server, connect

__all__ = ["Server", "connect", "load_tables", "read_server"]
