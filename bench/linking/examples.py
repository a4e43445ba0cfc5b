"""The examples of docs/linking.md: files, commands, and tables of what the commands wrote.

A file stands indented below `<!-- file: NAME -->`; the commands of `console` blocks run one after
another in a folder with these files, and what they print, on stdout and stderr, stands below them.
A table below `<!-- rows of NAME: SLOT SLOT … -->` shows those columns of a mapping set.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

_FILE = re.compile(r"<!-- file: (?P<name>[\w.-]+) -->\n(?P<lines>(?:    .*\n)+)")
_PART = re.compile(
    r"(?P<head>```console\n)(?P<body>.*?)(?P<tail>```\n)"
    r"|(?P<mark><!-- rows of (?P<name>[\w.-]+): (?P<slots>[\w ]+) -->\n\n)"
    r".*?(?P<end>\n<!-- end -->)",
    re.DOTALL,
)


def output_of(command: str, folder: Path | None = None, *, with_notes: bool = False) -> str:
    """Return what an `lmskg` command prints, on stderr too `with_notes`.

    Raises
    ------
    CalledProcessError
        If it ends with an exit code above 1: findings are no failure.
    """
    done = subprocess.run(
        [sys.executable, "-m", "lmskg", *shlex.split(command)[1:]],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if with_notes else None,
        text=True,
        cwd=folder,
        check=False,
    )
    if done.returncode > 1:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout)
    return done.stdout


def renewed_examples(text: str) -> str:
    """Return the page with the output of each of its commands as it is now."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for match in _FILE.finditer(text):
            lines = match["lines"].splitlines()
            content = "".join(f"{line.removeprefix('    ')}\n" for line in lines)
            (folder / match["name"]).write_text(content, encoding="utf-8")
        return _PART.sub(lambda match: _part(match, folder), text)


def _part(match: re.Match[str], folder: Path) -> str:
    if match["head"] is None:
        rows = _rows(folder / match["name"], match["slots"].split())
        return match["mark"] + rows + match["end"]
    commands = re.findall(r"^\$ (.+)$", match["body"], re.MULTILINE)
    shown = [f"$ {command}\n{output_of(command, folder, with_notes=True)}" for command in commands]
    return match["head"] + "".join(shown) + match["tail"]


def _rows(path: Path, slots: list[str]) -> str:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    header, *rows = (line.split("\t") for line in lines)
    shown = [[row[header.index(slot)] for slot in slots] for row in rows]
    table = [slots, ["---"] * len(slots), *shown]
    return "".join(f"| {' | '.join(cell.replace('|', ' / ') for cell in row)} |\n" for row in table)
