"""Put the table of forms, as the code has it, into docs/formats.md; `python -m tests.formats`."""

from __future__ import annotations

import re
from pathlib import Path

from lmskg.export import FORMS, Form

PAGE = Path(__file__).parents[1] / "docs" / "formats.md"
_TABLE = re.compile(r"(<!-- table of forms -->\n\n).*?(\n<!-- end -->)", re.DOTALL)
_HEAD = (
    "| `lmskg export` | What it is | Written as | Way back | Left out |\n|---|---|---|---|---|\n"
)


def row(form: Form) -> str:
    """Return the row of one form."""
    cells = (
        f"`{form.name}`",
        form.what,
        "a folder" if form.is_folder else "a file",
        "yes" if form.reader else "no",
        form.losses.replace("|", "\\|") or "nothing",
    )
    return f"| {' | '.join(cells)} |\n"


def renewed(text: str) -> str:
    """Return the page with the table as it is now."""
    table = _HEAD + "".join(map(row, FORMS.values()))
    return _TABLE.sub(lambda match: match[1] + table + match[2], text)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
