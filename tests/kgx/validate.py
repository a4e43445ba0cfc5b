"""Hold a folder of KGX files against KGX's own validator, without a network.

    python validate.py FOLDER jsonl|tsv

Runs in an environment of its own (requirements.txt says how). KGX fetches the Biolink Model and its
prefixes from the web when it is imported; here it gets both from the package biolink-model.
The prefixes of the folder's own identifiers (context.jsonld) are added to those of the model, as
KGX's setting `jsonld-context` allows: its validator knows no others. Prints one JSON object.
"""

from __future__ import annotations

import io
import json
import sys
import types
from contextlib import redirect_stdout
from importlib.resources import files
from pathlib import Path

import bmt.toolkit  # type: ignore[import-not-found] # stands in an environment of its own

MODEL = files("biolink_model")


def main(folder: Path, form: str) -> None:
    bmt.toolkit.Toolkit.__init__.__defaults__ = (
        str(MODEL / "schema/biolink_model.yaml"),
        {"predicate mappings": []},
    )
    _stand_in_for_pyarrow()
    import kgx.config  # type: ignore[import-not-found] # in an environment of its own

    own = json.loads((folder / "context.jsonld").read_text())["@context"]
    of_biolink = json.loads((MODEL / "prefixmaps/biolink-model-prefix-map.json").read_text())
    kgx.config.get_config()
    kgx.config.jsonld_context_map["biolink"] = {**own, **of_biolink}
    found = validate([str(folder / f"{part}.{form}") for part in ("nodes", "edges")], form)
    found["foreign_prefixes"] = sorted(set(own) - set(of_biolink))
    sys.stdout.write(json.dumps(found) + "\n")


def _stand_in_for_pyarrow() -> None:
    """KGX imports it, 130 MB, for a file format that is not read here; pandas does without."""
    import pandas  # noqa: F401

    for name, part in (("pyarrow", "Table"), ("pyarrow.parquet", "write_table")):
        sys.modules[name] = types.ModuleType(name)
        setattr(sys.modules[name], part, None)


def validate(paths: list[str], form: str) -> dict[str, object]:
    from kgx.transformer import Transformer  # type: ignore[import-not-found] # likewise
    from kgx.utils.kgx_utils import GraphEntityType  # type: ignore[import-not-found]
    from kgx.validator import Validator  # type: ignore[import-not-found]

    counts = {GraphEntityType.NODE: 0, GraphEntityType.EDGE: 0}

    def inspect(kind: object, record: object) -> None:
        counts[kind] += 1
        validator(kind, record)

    with redirect_stdout(io.StringIO()) as log:
        validator = Validator()
        Transformer(stream=True).transform(
            input_args={"filename": paths, "format": form},
            output_args={"format": "null"},
            inspector=inspect,
        )
    return {
        "model": validator.get_validation_model_version(),
        "nodes": counts[GraphEntityType.NODE],
        "edges": counts[GraphEntityType.EDGE],
        "errors": validator.get_errors(),
        "log": sorted(set(log.getvalue().splitlines()))[:20],
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
