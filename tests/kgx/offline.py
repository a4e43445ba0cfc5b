"""KGX without a network: what it fetches from the web comes from packages that lie beside it.

    python offline.py transform ...

runs KGX's own command line. KGX fetches the Biolink Model when it is imported and prefixes when
it first shortens an IRI; they lie in the packages biolink-model and prefixcommons. It also fetches
two ontologies, RO and BFO, for the labels of their properties; here it goes without, so that such a
property keeps its identifier as its name.
"""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Mapping
from importlib.resources import files

import bmt.toolkit  # type: ignore[import-not-found] # stands in an environment of its own

MODEL = files("biolink_model")


def prepare(own: Mapping[str, str]) -> None:
    """Let KGX be imported; its prefixes are those of the model and `own`."""
    bmt.toolkit.Toolkit.__init__.__defaults__ = (
        str(MODEL / "schema/biolink_model.yaml"),
        {"predicate mappings": []},
    )
    _stand_in_for_pyarrow()
    import kgx.config  # type: ignore[import-not-found] # in an environment of its own
    from prefixcommons.curie_util import read_biocontext  # type: ignore[import-not-found] # likewise

    kgx.config.get_config()["ontologies"] = {}
    contexts = {name: read_biocontext(name) for name in ("monarch_context", "obo_context")}
    contexts["biolink"] = {**own, **prefixes_of_biolink()}
    kgx.config.jsonld_context_map.update(contexts)


def prefixes_of_biolink() -> dict[str, str]:
    """Return the namespace of each prefix that the model knows."""
    text = (MODEL / "prefixmaps/biolink-model-prefix-map.json").read_text()
    prefixes: dict[str, str] = json.loads(text)
    return prefixes


def _stand_in_for_pyarrow() -> None:
    """KGX imports it, 130 MB, for a file format that is not read here; pandas does without."""
    import pandas  # noqa: F401

    for name, part in (("pyarrow", "Table"), ("pyarrow.parquet", "write_table")):
        sys.modules[name] = types.ModuleType(name)
        setattr(sys.modules[name], part, None)


if __name__ == "__main__":
    prepare({})
    from kgx.cli import cli  # type: ignore[import-not-found] # likewise

    cli()
