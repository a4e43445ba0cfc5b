"""The tables of docs/linking.md, and their places in it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lmskg.link import STEPS
from lmskg.mapping.rates import Interval, Rates
from lmskg.mapping.score import Score
from lmskg.namespaces import SKOS
from lmskg.resources import Project
from lmskg.sssom import read_mappings

from .examples import output_of
from .given_back import NOT_THERE, GivenBack
from .runs import Band, Errors, Missed, Repaired

PAGE = Path(__file__).parents[2] / "docs" / "linking.md"
# as the issue quotes them; none was run here but lexmatch, whose seconds and rates are in MEASURED
PEERS = (
    ("a direct submission to OAEI, taken on trust", 0.918),
    ("LogMapBio", 0.908),
    ("BERTMap, a trained model", 0.883),
    ("LogMap", 0.867),
    ("exact matching of labels and synonyms, about", 0.84),
    ("BERTMapLt", 0.839),
    ("OAK `lexmatch`, in 71 s", 0.83),
)
AIM = 0.93
_MINUS = "\N{MINUS SIGN}"
_BLOCK = re.compile(
    r"(<!-- made by `make linking`: (?P<name>[a-z ]+) -->\n\n).*?(\n<!-- end -->)", re.DOTALL
)


def renewed(text: str, blocks: Mapping[str, str]) -> str:
    """Return the page with some of its blocks as they are now; the others stay.

    Raises
    ------
    ValueError
        If the page has no place for a block.
    """
    places = {match["name"] for match in _BLOCK.finditer(text)}
    if strange := sorted(blocks.keys() - places):
        raise ValueError(f"{PAGE.name} has no place for {', '.join(strange)}")

    def put(match: re.Match[str]) -> str:
        return match[1] + blocks.get(match["name"], block(text, match["name"])) + match[3]

    return _BLOCK.sub(put, text)


def block(text: str, name: str) -> str:
    """Return what stands in a block of the page."""
    (found,) = (match for match in _BLOCK.finditer(text) if match["name"] == name)
    return found[0].removeprefix(found[1]).removesuffix(found[3])


def table(head: Sequence[str], rows: Iterable[Sequence[object]], n_words: int = 1) -> str:
    """Return a Markdown table; the first `n_words` columns hold words, the others numbers."""
    marks = ["---"] * n_words + ["---:"] * (len(head) - n_words)
    lines = [head, marks, *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|")


def share(value: float | None) -> str:
    """Return a share with three decimals."""
    return "–" if value is None else f"{value:.3f}"


def points(value: float) -> str:
    """Return a difference of shares in points of a hundred, with its sign."""
    rounded = round(100 * value, 2)
    return f"{rounded:+.2f}".replace("-", _MINUS) if rounded else "0"


def own_blocks(project: Project) -> dict[str, str]:
    """Return the blocks that need no data from outside the project."""
    return {"account": account_block(), "crosswalk": crosswalk_block(project)}


def score_block(scores: Mapping[str, Score]) -> str:
    """Return precision, recall and F1 of each run, of pairs within reach and of all pairs."""
    rows = []
    for name, score in scores.items():
        for which, rates, ending in (
            ("pairs within reach", score.reachable, "_reachable"),
            ("all pairs", score.overall, ""),
        ):
            found = score.intervals
            rows.append(
                [
                    f"{name}; {which}",
                    rates.n_right,
                    rates.n_predicted - rates.n_right,
                    rates.n_gold - rates.n_right,
                    _with_interval(rates.precision, found["precision"]),
                    _with_interval(rates.recall, found[f"recall{ending}"]),
                    _with_interval(rates.f1, found[f"f1{ending}"]),
                ]
            )
    return table(("", "right", "wrong", "not found", "precision", "recall", "F1"), rows)


def _with_interval(value: float | None, interval: Interval) -> str:
    return f"{share(value)} ({interval.low:.3f}–{interval.high:.3f})"


def confidence_block(bands: Iterable[Band]) -> str:
    """Return how many links of a confidence are right."""
    rows = [
        (
            f"{band.low} to {band.high}",
            band.n_judged,
            band.n_right,
            share(band.n_right / band.n_judged if band.n_judged else None),
        )
        for band in bands
    ]
    return table(("confidence", "judged", "right", "share"), rows)


def peers_block(whole: Score, plain: Score) -> str:
    """Return what others get, beside the two figures of ours."""
    rows = [
        ("**`lmskg link --without repair`**, train codes, within reach", plain.reachable.f1),
        ("**`lmskg link`**, train codes, within reach", whole.reachable.f1),
        *PEERS,
    ]
    rows.sort(key=lambda row: -(row[1] or 0.0))
    return table(("", "F1"), [(name, f"{value:.3f}") for name, value in rows])


def aim_block(
    whole: Score, plain: Score, errors: Errors, taken: Repaired, lost: Mapping[str, Missed]
) -> str:
    """Return by how much the aim is missed, and why, in sentences."""
    best, default = plain.reachable.f1 or 0.0, whole.reachable.f1 or 0.0
    gap, cost = 100 * (AIM - best), 100 * (best - default)
    state = "missed" if gap > 0 else "passed"
    n_all = plain.overall.n_gold
    n_absent = plain.n_absent + plain.n_retired
    reasons = ", ".join(f"{n} because {reason}" for reason, n in taken.reasons.items())
    lines = [
        f"The aim of {AIM} is {state} by {abs(gap):.1f} points without repair "
        f"({best:.3f}), by {abs(gap + cost):.1f} with it ({default:.3f}).",
        f"**The same label, and yet no pair.** Of the {errors.n_wrong} wrong links (without "
        f"repair), {errors.n_same_label} have the very same label on both sides but for case and "
        f"punctuation; the reference gives the code no counterpart ({errors.n_without}) or another "
        f"({errors.n_same_label - errors.n_without}). No matcher that goes by names can know that. "
        f"If all other errors vanished, F1 would be {errors.best_f1:.3f}.",
        f"**Repair** takes {taken.n_right + taken.n_wrong + taken.n_not_judged} links away "
        f"({reasons}): {taken.n_right} that the reference has, {taken.n_wrong} that it has not, "
        f"{taken.n_not_judged} of codes outside both files. {taken.n_suggested} of them are given "
        f"as close matches, with the reason. That costs {cost:.1f} points.",
        f"**Out of reach** are {n_absent} of the {n_all} pairs: a term is not in these two files "
        f"({plain.n_absent}) or is obsolete there ({plain.n_retired}).",
        *(f"**Not found**, {name}: {_missed(found)}." for name, found in lost.items()),
    ]
    return "".join(f"- {line}\n" for line in lines)


def _missed(found: Missed) -> str:
    total = sum(found.by_predicate.values())
    total += found.n_with_another + found.n_without_name + found.n_too_weak
    kinds = ", ".join(f"{n} {predicate}" for predicate, n in found.by_predicate.items()) or "none"
    return (
        f"of {total} pairs within reach, {kinds} by their suggestion; of {found.n_with_another} "
        f"a term has another exact counterpart; {found.n_without_name} share no name at any "
        f"degree of folding; for {found.n_too_weak} too little speaks"
    )


def steps_block(scores: Sequence[tuple[str, Score]]) -> str:
    """Return the ladder: each step added to those before it."""
    rows = []
    before: Score | None = None
    for step, score in scores:
        gain = "" if before is None else points(_f1(score.reachable) - _f1(before.reachable))
        more = "" if before is None else f"{score.n_not_judged - before.n_not_judged:+d}"
        rows.append([*_step(step), *_rates(score), gain, score.n_not_judged, _minus(more)])
        before = score
    head = ("+ step", "", *_RATES, "gain", "links outside", "change")
    return table(head, rows, n_words=2)


def left_out_block(whole: Score, scores: Sequence[tuple[str, Score]]) -> str:
    """Return what is lost if one step alone is left out."""
    rows = []
    for step, score in scores:
        loss = points(_f1(score.reachable) - _f1(whole.reachable))
        more = f"{score.n_not_judged - whole.n_not_judged:+d}"
        rows.append([f"`{step}`", *_rates(score), loss, score.n_not_judged, _minus(more)])
    nothing = ["nothing", *_rates(whole), "", whole.n_not_judged, ""]
    return table(("left out", *_RATES, "change", "links outside", "change"), [nothing, *rows])


_RATES = ("right", "wrong", "precision", "recall", "F1")


def _rates(score: Score) -> list[object]:
    rates = score.reachable
    shares = map(share, (rates.precision, rates.recall, rates.f1))
    return [rates.n_right, rates.n_predicted - rates.n_right, *shares]


def _f1(rates: Rates) -> float:
    return rates.f1 or 0.0


def _step(step: str) -> tuple[str, str]:
    return (f"`{step}`", STEPS[step]) if step in STEPS else (step, "labels equal up to case")


def _minus(number: str) -> str:
    return "0" if number == "+0" else number.replace("-", _MINUS)


def given_block(found: Mapping[str, GivenBack]) -> str:
    """Return how many curated mappings come back from each list."""
    head = ("NCIt as", "curated exact", "come back exact", "misses", "bolder", "not curated")
    rows = [
        (name, g.n_curated, g.n_exact, len(g.misses), len(g.bolder), g.n_uncurated)
        for name, g in found.items()
    ]
    return table(head, rows)


def misses_block(found: Mapping[str, GivenBack]) -> str:
    """Return every miss, with its reason."""
    rows = [
        (name, miss.term, miss.code, miss.outcome, miss.reason)
        for name, given in found.items()
        for miss in sorted(given.misses, key=lambda miss: (miss.outcome == NOT_THERE, miss))
    ]
    return table(("NCIt as", "term", "curated", "found", "reason"), rows, n_words=5)


def bolder_block(found: Mapping[str, GivenBack]) -> str:
    """Return every exact link that the curators hold to be less than exact."""
    rows = [(name, *bolder) for name, given in found.items() for bolder in given.bolder]
    return table(("NCIt as", "term", "linked with", "curated as", "what spoke for it"), rows, 5)


_KINDS = ("exact", "close", "broad", "narrow", "related")


def crosswalk_block(project: Project) -> str:
    """Return how many mappings of each kind a project has, by vocabulary."""
    rows = []
    for path in project.mappings:
        mapping_set = read_mappings(path, project.prefixes())
        slots = [mapping.slots for mapping in mapping_set.mappings]
        kinds = Counter(row["predicate_id"].removeprefix(SKOS) for row in slots)
        title = mapping_set.metadata["mapping_set_title"].rpartition(" to ")[2]
        counts = [kinds[f"{kind}Match"] or "–" for kind in _KINDS]
        rows.append([f"`{path.name}`", title, *counts])
    return table(("file", "vocabulary", *_KINDS), rows, n_words=2)


def account_block() -> str:
    """Return where the terms of the project's own account are."""
    counts = json.loads(output_of("lmskg map coverage -f json"))["counts"]
    places = {
        "exact": "exactly a class here",
        "close": "close to a class here",
        "narrow": "a kind of a class here, and no class of its own",
    }
    rows = [(what, counts[kind]) for kind, what in places.items() if kind in counts]
    rows += [
        (f"left out: {kind.partition(': ')[2]}", n)
        for kind, n in sorted(counts.items())
        if kind.startswith("excluded: ")
    ]
    rows += [("unaccounted for", counts.get("missing", 0)), ("**all**", counts["terms"])]
    return table(("Where a term is", "terms"), rows)
