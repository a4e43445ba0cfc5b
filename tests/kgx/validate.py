"""Hold a folder of KGX files against KGX's own validator, without a network.

    python validate.py FOLDER jsonl|tsv

Runs in an environment of its own (requirements.txt says how). The prefixes of the folder's own
identifiers (context.jsonld) are added to those of the model, as KGX's setting `jsonld-context`
allows: its validator knows no others. Prints one JSON object.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path

from offline import prefixes_of_biolink, prepare  # type: ignore[import-not-found] # beside this


def main(folder: Path, form: str) -> None:
    own = json.loads((folder / "context.jsonld").read_text())["@context"]
    prepare(own)
    found = validate([str(folder / f"{part}.{form}") for part in ("nodes", "edges")], form)
    found["foreign_prefixes"] = sorted(set(own) - set(prefixes_of_biolink()))
    sys.stdout.write(json.dumps(found) + "\n")


def validate(paths: list[str], form: str) -> dict[str, object]:
    from kgx.transformer import Transformer  # type: ignore[import-not-found] # in KGX's environment
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
