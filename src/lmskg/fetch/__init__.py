"""Releases of external ontologies from the web, kept whole, verified and resumable.

`releases` is the table of what can be fetched, `opening` opens an address and tells what is wrong
in one line, `listing` asks a home for the checksum that it publishes, `download` receives a file
and goes on where another try ended, and `cache` keeps what came, with a record that proves it.
Not here: what stands in the files, which the room `terminology` reads.
"""

from .cache import Fetched, Record, fetch
from .releases import RELEASES, Release

__all__ = ["RELEASES", "Fetched", "Record", "Release", "fetch"]
