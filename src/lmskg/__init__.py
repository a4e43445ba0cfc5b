"""A knowledge graph of leiomyosarcoma, and the toolkit that builds, proves and asks it.

>>> import lmskg
>>> g = lmskg.load()
>>> table = lmskg.query(g, "subtypes")
>>> "uterine leiomyosarcoma" in str(table)
True

Importing this package opens nothing and loads no engine; each name below is brought in when
it is first used. This is no medical advice.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .api import compare, from_networkx, load, query, questions, show, to_networkx, validate
    from .errors import LmskgError
    from .link import link_terms, mapping_set
    from .model import Finding, Report, Table
    from .network.routes import paths
    from .network.views import affirmed, neighbourhood
    from .resources import Project, bundled, open_project
    from .search import build_index, search
    from .terminology import read_terminology

_HOME = {
    "Finding": "model",
    "LmskgError": "errors",
    "Project": "resources",
    "Report": "model",
    "Table": "model",
    "affirmed": "network.views",
    "build_index": "search",
    "bundled": "resources",
    "compare": "api",
    "from_networkx": "api",
    "link_terms": "link",
    "load": "api",
    "mapping_set": "link",
    "neighbourhood": "network.views",
    "open_project": "resources",
    "paths": "network.routes",
    "query": "api",
    "questions": "api",
    "read_terminology": "terminology",
    "search": "search",
    "show": "api",
    "to_networkx": "api",
    "validate": "api",
}

__all__ = [
    "Finding",
    "LmskgError",
    "Project",
    "Report",
    "Table",
    "affirmed",
    "build_index",
    "bundled",
    "compare",
    "from_networkx",
    "link_terms",
    "load",
    "mapping_set",
    "neighbourhood",
    "open_project",
    "paths",
    "query",
    "questions",
    "read_terminology",
    "search",
    "show",
    "to_networkx",
    "validate",
]


class _Door(ModuleType):
    """The package, whose function `query` keeps its name when the room `query` is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        # Python sets a submodule as an attribute of its package; here it would hide the function
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door


def __getattr__(name: str) -> Any:
    """Bring in a public name from its module."""
    if name not in _HOME:
        raise AttributeError(f"module 'lmskg' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted([*__all__, "__version__"])
