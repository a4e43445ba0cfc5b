"""Measure the ways out on three million triples, side by side with the field's tools.

Each command is a fresh process; its wall seconds, processor seconds and peak memory are printed,
ours beside theirs, in one run. The graph lies outside the project (`LMSKG_SCALE` names its path);
without it nothing is measured. A peer that is not here or that fails is skipped and says why; only
a failure of ours ends the run. `make bench` runs it.
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
# KGX pins old versions of what we use, so it lives in an environment of its own; it is started
# by a script that keeps it off the network, for it fetches its model there before it reads a line
KGX_PYTHON = os.environ.get("LMSKG_KGX_PYTHON")
KGX = ROOT / "tests/kgx/offline.py"


class RunError(Exception):
    """A command that was to be measured failed: the cost of a failure says nothing."""


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
    RunError
        If it cannot be started or fails; with the last line that it said.
    """
    folder.mkdir()
    try:
        return _cost(command, folder)
    except OSError as error:
        raise RunError(f"{error.strerror}: {command[0]}") from None
    finally:
        shutil.rmtree(folder)


def _cost(command: list[str], folder: Path) -> Cost:
    """Return what a command costs, run in a folder that is there."""
    start = time.perf_counter()
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        last = (folder / "said").read_text(errors="replace").strip().rpartition("\n")[2]
        raise RunError(f"exit {process.returncode} from {' '.join(command)}: {last}")
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


def show_peer(name: str, command: list[str], folder: Path, ours: Cost) -> None:
    """Measure a peer and print its row, or why there is none."""
    try:
        show(name, cost(command, folder), ours)
    except RunError as error:
        print(f"{name}: skipped; {error}", flush=True)


def main() -> None:
    """Measure and print one table.

    Raises
    ------
    SystemExit
        If a command of ours fails.
    """
    if not GRAPH.is_file():
        print(f"{GRAPH.name} is not here; name it with LMSKG_SCALE")
        return
    print(f"{GRAPH.name}; a factor says how many times theirs takes of ours")
    print(f"{'':44} {'wall s':>8} {'processor':>9} {'MB':>8} {'x time':>8} {'x memory':>8}")
    with tempfile.TemporaryDirectory() as place:
        try:
            measure(Path(place, "run"))
        except RunError as error:
            sys.exit(f"bench: {error}")


def measure(folder: Path) -> None:
    """Measure each command of ours and its peers, and print their rows."""
    python = sys.executable
    csv = cost([LMSKG, "export", "neo4j-csv", str(GRAPH), "-q", "-o", "out"], folder)
    show("Neo4j CSV: lmskg export neo4j-csv", csv)
    plain = [python, str(BARE / "neo4j_csv.py"), str(GRAPH), "out"]
    show_peer("  a plain script with the csv module", plain, folder, csv)
    if KGX_PYTHON:
        kgx = [KGX_PYTHON, str(KGX), *"transform -i nt -c gz -f tsv -o out".split(), str(GRAPH)]
        show_peer("  KGX, transform to TSV", kgx, folder, csv)
    else:
        print("  KGX: skipped; LMSKG_KGX_PYTHON names no Python with tests/kgx/requirements.txt")
    ours = cost([python, str(BARE / "networkx_with_lmskg.py"), str(GRAPH)], folder)
    show("networkx: lmskg.to_networkx", ours)
    theirs = [python, str(BARE / "networkx_with_rdflib.py"), str(GRAPH)]
    show_peer("  rdflib's parse and converter", theirs, folder, ours)


if __name__ == "__main__":
    main()
