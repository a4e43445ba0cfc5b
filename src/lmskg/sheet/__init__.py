"""The curator's sheet: claims as tables that a person edits, and back into the claim files.

`make_sheet` lays out claims, evidence, measurements, phases, comparisons, explanations,
attributions, lists, spans, sources and texts as a workbook or a folder of TSV files. `plan` reads
such a sheet back, says what it changes, names every fault by its cell, and makes the new files
only when the whole project is right with them; `write_plan` puts them in place. A record that
nobody changed keeps its bytes. Not here: the definitions of terms, and mappings.
"""

from .apply import Plan, format_of_sheet, make_sheet, plan, read_sheet, write_plan
from .changes import Change, change_lines

__all__ = [
    "Change",
    "Plan",
    "change_lines",
    "format_of_sheet",
    "make_sheet",
    "plan",
    "read_sheet",
    "write_plan",
]
