"""Measure lmskg side by side with the bare engines, in one run, and print ratios.

Seconds differ from machine to machine and from minute to minute, ratios hardly. So each pair runs
in turn (ours, theirs, ours, theirs, …), each run is a fresh process, and the medians are compared.
`make bench` builds `dist/` first; start it from the root of the checkout.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BARE = Path(__file__).parent / "bare"
GRAPH = "dist/lms.nq"
QUERY = "queries/answers/risk-factors.rq"
DISEASE = "https://w3id.org/lmskg/Leiomyosarcoma"
LMSKG = str(Path(sys.executable).with_name("lmskg"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two commands that do the same work, and the aim for ours divided by theirs."""

    name: str
    ours: list[str]
    theirs: list[str]
    aim: float
    # pySHACL needs minutes for the SPARQL shapes: one run tells a factor of a hundred well enough
    is_slow: bool = False


def pairs(shapes: list[str]) -> list[Pair]:
    """Return what is compared; `shapes` are the SHACL files that both validators read."""
    python, setting = sys.executable, f"disease={DISEASE}"
    return [
        Pair(
            "lmskg --help : import click",
            [LMSKG, "--help"],
            [python, "-c", "import click"],
            1.5,
        ),
        Pair(
            "lmskg query, cold : bare pyoxigraph",
            [LMSKG, "query", "risk-factors", "--set", setting],
            [python, str(BARE / "with_pyoxigraph.py"), GRAPH, QUERY, setting],
            1.5,
        ),
        Pair(
            "load and query, graph room : bare rdflib",
            [python, str(BARE / "with_lmskg.py"), GRAPH, QUERY, setting],
            [python, str(BARE / "with_rdflib.py"), GRAPH, QUERY, setting],
            1 / 3,
        ),
        Pair(
            "lmskg validate : bare pySHACL",
            [LMSKG, "validate", GRAPH],
            [python, str(BARE / "with_pyshacl.py"), GRAPH, *shapes],
            1 / 10,
            is_slow=True,
        ),
    ]


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the wall time of one fresh process.

    Raises
    ------
    SystemExit
        If the command fails: the time of a failure says nothing.
    """
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    elapsed = time.perf_counter() - start
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        sys.exit(f"bench: exit {done.returncode} from {' '.join(command)}: {last}")
    return elapsed


def medians(commands: list[list[str]], rounds: int, environment: dict[str, str]) -> list[float]:
    """Return the median seconds of each command, run in turn `rounds` times.

    More than one round has a warm-up before it.
    """
    if rounds > 1:
        for command in commands:
            seconds(command, environment)
    timings = [[seconds(command, environment) for command in commands] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*timings, strict=True)]


def main() -> None:
    """Measure everything and print one table."""
    parser = argparse.ArgumentParser(description="Measure lmskg against the bare engines.")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each command (default: 5)")
    rounds = parser.parse_args().rounds
    # Users have byte code cached; a developer's setting that forbids it would count compile time.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    shapes = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "shapes").glob("*.ttl"))

    print(f"medians of {rounds} fresh processes (pySHACL: 1), in turn; ratio = ours : theirs")
    print(f"{'':42} {'ours s':>8} {'theirs s':>9} {'ratio':>7} {'aim':>8}")
    for pair in pairs(shapes):
        n_runs = 1 if pair.is_slow else rounds
        ours, theirs = medians([pair.ours, pair.theirs], n_runs, environment)
        ratio = ours / theirs
        verdict = "" if ratio <= pair.aim else "  missed"
        print(f"{pair.name:42} {ours:8.3f} {theirs:9.3f} {ratio:7.2f} {pair.aim:8.2f}{verdict}")
    (build,) = medians([[LMSKG, "build", "-o", "dist"]], rounds, environment)
    verdict = "" if build < 10 else "  missed"
    print(f"{'lmskg build, warm':42} {build:8.3f} {'':9} {'':7} {'< 10 s':>8}{verdict}")


if __name__ == "__main__":
    main()
