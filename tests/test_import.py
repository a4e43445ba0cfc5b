from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ["networkx", "owlready2", "pandas", "pyoxigraph", "pyshacl", "rapidfuzz", "rdflib"]
HEAVY += ["rustdl", "shacl", "yaml"]
WATCHED = """
import json, logging, os, sys, threading, warnings
before = (list(logging.getLogger().handlers), list(warnings.filters), dict(os.environ))
{code}
after = (list(logging.getLogger().handlers), list(warnings.filters), dict(os.environ))
print(json.dumps({{
    "loaded": sorted({{name.partition(".")[0] for name in sys.modules}}),
    "is_same": before == after,
    "n_threads": threading.active_count(),
}}))
"""


def watched(code: str) -> dict[str, object]:
    """Run code in a fresh interpreter; return what is different after it."""
    command = [sys.executable, "-c", WATCHED.format(code=code)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    found: dict[str, object] = json.loads(ended.stdout)  # fails if anything else was printed
    return found


@pytest.mark.parametrize(
    "code",
    [
        "import lmskg",
        "import lmskg; lmskg.LmskgError; lmskg.Table; lmskg.Project; dir(lmskg)",
        "import lmskg.cli",
        "from contextlib import redirect_stdout as r; from io import StringIO as s\n"
        "from lmskg.cli import run\n"
        "with r(s()): assert run(['--help']) == 0",
    ],
    ids=["import", "plain names", "command line", "help"],
)
def test_nothing_is_printed_opened_or_started_and_no_engine_is_loaded(code: str) -> None:
    found = watched(code)
    loaded = found["loaded"]
    assert isinstance(loaded, list)
    assert [name for name in HEAVY if name in loaded] == []
    assert "lmskg" in loaded
    assert found["is_same"] is True
    assert found["n_threads"] == 1


def test_query_needs_no_rdflib() -> None:
    code = (
        "from contextlib import redirect_stdout as r; from io import StringIO as s\n"
        "from lmskg.cli import run\n"
        "run(['query', 'subtypes', '-o', __import__('os').devnull])\n"
        "run(['query', 'subtypes', '-o', __import__('os').devnull])"
    )
    loaded = watched(code)["loaded"]
    assert isinstance(loaded, list)
    assert "pyoxigraph" in loaded
    assert [name for name in HEAVY if name in loaded and name in ("rdflib", "pyshacl")] == []
