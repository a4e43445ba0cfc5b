"""Measure the ways out on three million triples, side by side with the field's tools.

Each command is a fresh process; its wall seconds, processor seconds and peak memory are printed,
ours beside theirs, in one run. The graph lies outside the project (`LMSKG_SCALE` names its path);
without it, or without a peer, that row is skipped and says why. `make bench` runs it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BARE = Path(__file__).parent / "bare"
GRAPH = Path(
    os.environ.get("LMSKG_SCALE", ROOT.parent / "shared/data/scale/biomed_union.nt.gz")
).resolve()
LMSKG = str(Path(sys.executable).with_name("lmskg"))
# KGX pins old versions of what we use, so it lives in an environment of its own
KGX = os.environ.get("LMSKG_KGX") or shutil.which("kgx") or ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took: wall and processor seconds, and peak memory in MB."""

    wall: float
    processor: float
    memory: float


def cost(command: list[str], folder: Path) -> Cost:
    """Return what a command costs, run in an empty folder.

    Raises
    ------
    SystemExit
        If it fails: the cost of a failure says nothing.
    """
    folder.mkdir()
    start = time.perf_counter()
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        last = (folder / "said").read_text(errors="replace").strip().rpartition("\n")[2]
        sys.exit(f"bench: exit {process.returncode} from {' '.join(command)}: {last}")
    shutil.rmtree(folder)
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def show(name: str, found: Cost, ours: Cost | None = None) -> None:
    """Print one row; `ours` gives the factor by which the peer is slower and larger."""
    factor = ""
    if ours is not None:
        factor = f"{found.wall / ours.wall:8.1f} {found.memory / ours.memory:8.1f}"
    print(
        f"{name:44} {found.wall:8.1f} {found.processor:9.1f} {found.memory:8.0f} {factor}",
        flush=True,
    )


def main() -> None:
    """Measure and print one table."""
    if not GRAPH.is_file():
        print(f"{GRAPH.name} is not here; name it with LMSKG_SCALE")
        return
    python = sys.executable
    print(f"{GRAPH.name}; a factor says how many times theirs takes of ours")
    print(f"{'':44} {'wall s':>8} {'processor':>9} {'MB':>8} {'x time':>8} {'x memory':>8}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "run")
        csv = cost([LMSKG, "export", "neo4j-csv", str(GRAPH), "-q", "-o", "out"], folder)
        show("Neo4j CSV: lmskg export neo4j-csv", csv)
        plain = [python, str(BARE / "neo4j_csv.py"), str(GRAPH), "out"]
        show("  a plain script with the csv module", cost(plain, folder), csv)
        if KGX:
            kgx = [KGX, "transform", "-i", "nt", "-f", "tsv", "-o", "out", str(GRAPH)]
            show("  KGX, transform to TSV", cost(kgx, folder), csv)
        else:
            print("  KGX: not here; name its command with LMSKG_KGX")
        ours = cost([python, str(BARE / "networkx_with_lmskg.py"), str(GRAPH)], folder)
        show("networkx: lmskg.to_networkx", ours)
        theirs = [python, str(BARE / "networkx_with_rdflib.py"), str(GRAPH)]
        show("  rdflib's parse and converter", cost(theirs, folder), ours)


if __name__ == "__main__":
    main()
