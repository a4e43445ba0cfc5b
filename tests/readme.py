"""Run the commands that the README shows, and put what they print in its place.

A command stands after `$ ` as the first line of a `console` block, or in a comment before a
block of another kind, or before a picture, which is a file beside. `make readme` rewrites all; a
test compares.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
_CONSOLE = re.compile(r"(```console\n\$ (?P<command>[^\n]+)\n)(?P<output>.*?)(```\n)", re.DOTALL)
_COMMENT = re.compile(
    r"(<!-- (?P<command>lmskg [^\n]+) -->\n```\w+\n)(?P<output>.*?)(```\n)", re.DOTALL
)
_PICTURE = re.compile(r"<!-- (?P<command>lmskg [^\n]+) -->\n!\[[^\]]*\]\((?P<file>[^)]+)\)")


def output_of(command: str) -> str:
    """Return what a command prints on stdout; `echo '…' | lmskg …` feeds its standard input."""
    head, _, tail = command.rpartition(" | ")
    given = shlex.split(head)[1] if head else None
    arguments = shlex.split(tail)[1:]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "lmskg", *arguments],
            input=given,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            check=True,
        )
    return done.stdout


def renewed(text: str) -> str:
    """Return the text of a page with the output of each of its commands as it is now."""

    def put(match: re.Match[str]) -> str:
        return match[1] + output_of(match["command"]) + match[4]

    return _COMMENT.sub(put, _CONSOLE.sub(put, text))


def pictures(text: str) -> dict[Path, str]:
    """Return the files of a page's pictures, with what each should hold now."""
    return {
        README.parent / match["file"]: output_of(match["command"])
        for match in _PICTURE.finditer(text)
    }


if __name__ == "__main__":
    for path, picture in pictures(README.read_text(encoding="utf-8")).items():
        path.write_text(picture, encoding="utf-8")
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
