"""Measure `lmskg link`, and put the tables into docs/linking.md; `make linking`.

The data lie outside the project: `--data`, or the variable `LMSKG_DATA`, names their folder.
Without them, what needs none is renewed (the account, the examples), and the exit code is 2. It
takes some forty runs of linking, of about ten seconds each.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from lmskg.mapping.score import Score
from lmskg.resources import bundled

from . import given_back, page, runs
from .examples import renewed_examples

DATA = Path(__file__).parents[3] / "shared" / "data"


def main() -> None:
    """Renew the page.

    Raises
    ------
    SystemExit
        With 2 if a file of the data is not there.
    """
    parser = argparse.ArgumentParser(description="Measure lmskg link for docs/linking.md.")
    folder = os.environ.get("LMSKG_DATA", DATA)
    parser.add_argument("--data", type=Path, default=folder, help="folder of the data")
    data: Path = parser.parse_args().data
    put(page.own_blocks(bundled()))
    absent = [name for name in (*runs.FILES, *given_back.FILES) if not (data / name).is_file()]
    if absent:
        print(
            f"linking: {data / absent[0]} is not here; name the folder of the data with --data or "
            "LMSKG_DATA. Only the account and the examples were renewed",
            file=sys.stderr,
        )
        sys.exit(2)
    put(measured(data))


def put(blocks: dict[str, str]) -> None:
    """Write blocks into the page, and its examples."""
    text = page.PAGE.read_text(encoding="utf-8")
    page.PAGE.write_text(renewed_examples(page.renewed(text, blocks)), encoding="utf-8")


def measured(data: Path) -> dict[str, str]:
    """Return the blocks that need the data."""
    targets = given_back.read_targets(data)
    found = {name: given_back.given_back(bundled(), target) for name, target in targets.items()}
    return {
        "bundled": page.given_block(found),
        "misses": page.misses_block(found),
        "bolder": page.bolder_block(found),
        **benchmark(runs.read_task(data)),
    }


def benchmark(task: runs.Task) -> dict[str, str]:
    """Return the blocks about NCIt and DOID."""
    links = runs.links_of(task)
    plain_links = runs.links_of(task, ["repair"])
    whole, plain = (runs.judged(task, each, n_bootstrap=1000) for each in (links, plain_links))
    lost = {
        "by default": runs.missed(task, links),
        "without repair": runs.missed(task, plain_links),
    }
    errors = runs.errors_of(task, plain_links)
    ladder = list(told(runs.ladder(task)))
    left_out = list(told(runs.each_left_out(task), "without "))
    return {
        "score": page.score_block({"default": whole, "without repair": plain}),
        "peers": page.peers_block(whole, plain),
        "aim": page.aim_block(whole, plain, errors, runs.repaired(task, links), lost),
        "confidence": page.confidence_block(runs.bands_of(task, links)),
        "steps": page.steps_block(ladder),
        "left out": page.left_out_block(whole, left_out),
    }


def told(scores: Iterable[tuple[str, Score]], sign: str = "+ ") -> Iterator[tuple[str, Score]]:
    """Yield scores, each with a line on stderr."""
    start = time.perf_counter()
    for step, score in scores:
        seconds = time.perf_counter() - start
        print(f"{sign}{step}: F1 {score.reachable.f1 or 0.0:.4f}, {seconds:.0f} s", file=sys.stderr)
        yield step, score


if __name__ == "__main__":
    main()
