"""Mappings and terminologies side by side, as the checks see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ..model import Finding
from ..namespaces import compress
from ..sssom import Mapping as Row
from .pool import Pool, is_exact, triple_of


class Placed(NamedTuple):
    """A row and the file in which it stands."""

    row: Row
    file: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What is held against what."""

    placed: tuple[Placed, ...]
    pool: Pool

    def links(self) -> dict[tuple[str, str], str]:
        """Return the pairs of terms that are said to be one, each with its first file."""
        found: dict[tuple[str, str], str] = {}
        for row, file in self.placed:
            if is_exact(row):
                found.setdefault((row.slots["subject_id"], row.slots["object_id"]), file)
        return found

    def focus(self, row: Row) -> str:
        """Return how a finding names a row."""
        return " ".join(compress(part, self.pool.prefixes) for part in triple_of(row))

    def where(self, pairs: Iterable[tuple[str, str]]) -> str:
        """Return the files that hold some of the links."""
        links = self.links()
        return ", ".join(sorted({links[pair] for pair in pairs if pair in links}))

    def finding(self, placed: Placed, message: str, slot: str = "", value: str = "") -> Finding:
        """Return a finding about a row; severity and name are those of its check."""
        version = placed.row.slots.get(f"{slot.partition('_')[0]}_source_version")
        message += f"; the row is of version {version}" if version else ""
        return Finding("error", "", self.focus(placed.row), message, slot, value, placed.file)
