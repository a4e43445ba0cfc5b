"""All layers of a project in one dataset, from the cache where no input has changed.

The dataset holds the asserted layers, what the reasoner entails, and what rules derive. It is
kept as N-Quads in the user's cache folder, named by the SHA-256 of every file it rests on and
of the code that makes it, so that a question costs the reading of one file. The file opens with
the SHA-256 of its own content. A cache that cannot be read or written, or is not whole, is passed
over: it saves time and decides nothing.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import sys
from collections.abc import Collection
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Store

from .errors import OutputError, SourceNotFoundError, UnknownTermError
from .files import read_bytes, write_bytes
from .graph.store import in_graph, parse_bytes, serialise
from .namespaces import GRAPH, LAYERS
from .resources import Project

# what decides the bytes of a dataset beside its inputs
_CODE = ("assemble.py", "build.py", "namespaces.py", "sssom/*.py", "graph/*.py", "reason/*.py")


def assemble(project: Project) -> list[Quad]:
    """Return all layers of a project, each in its named graph, canonical and sorted.

    Raises
    ------
    LmskgError
        If a file is missing or broken, or the ontology has a contradiction; see `build` and
        `reason`.
    """
    return parse_bytes(_assemble(project), RdfFormat.N_QUADS, project.root)


def _assemble(project: Project) -> bytes:
    # the fast path, a cached dataset, must not pay for these
    from .build import definitions, derive, in_order, read_layers
    from .reason import entailed

    layers = read_layers(project)
    defining = definitions(layers)
    layers["entailed"] = in_graph(entailed(defining), GRAPH + "entailed")
    for rule in in_order(project.rules):
        layers[rule.stem] = derive(layers, rule)
    return serialise((quad for quads in layers.values() for quad in quads), RdfFormat.N_QUADS, {})


def dataset(project: Project) -> bytes:
    """Return all layers as canonical N-Quads, from the cache where it holds them.

    Raises
    ------
    LmskgError
        As `assemble` does.
    """
    path = cache_path(project)
    data = read_sealed(path)
    if data is None:
        data = _assemble(project)
        write_sealed(path, data)
    return data


def read_sealed(path: Path) -> bytes | None:
    """Return what `write_sealed` wrote, `None` where it is not there or not whole."""
    try:
        seal, _, data = read_bytes(path).partition(b"\n")
    except SourceNotFoundError:
        return None
    return data if seal == _seal(data) else None


def write_sealed(path: Path, data: bytes) -> None:
    """Write into the cache, with the SHA-256 on top; where that fails, time is lost and no more."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(path, _seal(data) + b"\n" + data)
    except (OSError, OutputError):
        return


def _seal(data: bytes) -> bytes:
    """Return the first line of a file in the cache, a comment of N-Quads that proves the rest."""
    return b"# SHA-256 of what follows: " + hashlib.sha256(data).hexdigest().encode()


def load(project: Project) -> Store:
    """Return a store of all layers of a project; see `dataset`.

    Raises
    ------
    LmskgError
        As `assemble` does.
    """
    store = Store()
    # checked when it was made and sealed since, so the IRIs need no second look
    store.load(dataset(project), RdfFormat.N_QUADS, lenient=True)
    return store


def load_quads(project: Project, layers: Collection[str] | None = None) -> list[Quad]:
    """Return the quads of all layers of a project, or of those named in `layers`.

    Raises
    ------
    UnknownTermError
        If there is no layer of this name.
    LmskgError
        As `assemble` does.
    """
    quads = parse_bytes(dataset(project), RdfFormat.N_QUADS, project.root)
    if layers is None:
        return quads
    graphs = {f"<{GRAPH}{name}>" for name in layers}
    present = {str(quad.graph_name) for quad in quads}
    for name in layers:
        if name not in LAYERS and f"<{GRAPH}{name}>" not in present:
            raise UnknownTermError(name, "layers", difflib.get_close_matches(name, LAYERS, n=2))
    return [quad for quad in quads if str(quad.graph_name) in graphs]


def cache_path(project: Project) -> Path:
    """Return where the dataset of a project, as its files are now, is or would be kept."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    code = sorted(path for pattern in _CODE for path in package.glob(pattern))
    for path in (*project.inputs(), *code):
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(read_bytes(path)).digest())
    digest.update(f"{pyoxigraph.__version__} {_version('rustdl')}".encode())
    return cache_folder() / f"{digest.hexdigest()[:32]}.nq"


def _version(package: str) -> str:
    """Return what tells one installed version of a package from another, without importing it."""
    from importlib.util import find_spec

    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return "absent"
    origin = Path(spec.origin)
    found = sorted(path.name for path in origin.parents[1].glob(f"{package}-*.dist-info"))
    return " ".join(found) or str(origin.stat().st_size)


def cache_folder() -> Path:
    """Return this package's folder in the user's cache, by the custom of the system."""
    if os.environ.get("LMSKG_CACHE"):
        return Path(os.environ["LMSKG_CACHE"])
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "lmskg"
