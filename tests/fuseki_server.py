"""A real Apache Jena Fuseki for tests: one server a process, on a free port of this machine.

It runs below a shell that waits for the end of its standard input, so that it ends with the
process that uses it, however that comes about.
"""

from __future__ import annotations

import http.client
import os
import shlex
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .java_tools import jars, java

MOST_S = 60.0
USER, PASSWORD = "loader", "not-a-secret"
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_SERVICE = """
<#{name}> a fuseki:Service ; fuseki:name "{name}" ; {more}
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] ,
    [ fuseki:operation fuseki:query ] {writing} ;
  fuseki:dataset [ {dataset} ] .
"""
_WRITING = """, [ fuseki:operation fuseki:update ; fuseki:name "update" ] ,
    [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ]"""
_MEMORY = "a ja:MemoryDataset"
_DISK = 'a tdb2:DatasetTDB2 ; tdb2:location "--mem--"'
_LIMIT = 'ja:context [ ja:cxtName "arq:queryTimeout" ; ja:cxtValue "1500" ]'
_CONFIG = """
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX ja: <http://jena.hpl.hp.com/2005/11/Assembler#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
[] a fuseki:Server ; fuseki:passwd "users" ; fuseki:auth "basic" .
""" + "".join(
    _SERVICE.format(name=name, dataset=dataset, more=more, writing=writing)
    for name, dataset, more, writing in (
        ("bundled", _MEMORY, "", _WRITING),
        ("union", f"{_DISK} ; tdb2:unionDefaultGraph true", "", _WRITING),
        ("scratch", _MEMORY, "", _WRITING),
        ("disk", _DISK, "", _WRITING),
        ("closed", _MEMORY, f'fuseki:allowedUsers "{USER}" ;', _WRITING),
        ("limited", f"{_MEMORY} ; {_LIMIT}", "", _WRITING),
        ("fixed", _MEMORY, "", ""),
    )
)


@contextmanager
def started(home: Path) -> Iterator[str]:
    """Start Fuseki in an empty folder and give its address; or skip the test with the reason."""
    (jar,) = jars("fuseki").glob("*.jar")
    (home / "config.ttl").write_text(_CONFIG)
    (home / "users").write_text(f"{USER}: {PASSWORD}\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # pays for short runs
    command = [java(), *quick, "-Xmx600m", "-jar", str(jar), f"--port={port}", "--localhost"]
    command += ["--ping", "--quiet", "--config=config.ttl"]
    watched = f"{shlex.join(command)} & cat >/dev/null; kill -9 $!"
    with (home / "said").open("wb") as said:
        shell = subprocess.Popen(
            ["/bin/sh", "-c", watched],
            cwd=home,
            env={**os.environ, "FUSEKI_BASE": str(home / "run")},
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # an interrupt at the terminal is not for the server
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, home / "said")
        yield address
    finally:
        assert shell.stdin
        shell.stdin.close()
        shell.wait(MOST_S)


def _wait(address: str, said: Path) -> None:
    end = time.monotonic() + MOST_S
    while time.monotonic() < end:
        try:
            with DIRECT.open(f"{address}/$/ping", timeout=5):
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    pytest.fail(f"Fuseki did not start: {said.read_text()[-2000:]}")


def clear(address: str) -> None:
    """Empty a dataset."""
    request = urllib.request.Request(  # noqa: S310
        f"{address}/update", b"DROP ALL", {"Content-Type": "application/sparql-update"}
    )
    with DIRECT.open(request, timeout=60):
        pass
