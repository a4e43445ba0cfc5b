"""Java tools that tests compare with, fetched once by Maven into the user's cache.

A test that needs one skips where Java, Maven or the artefacts are missing, and says which.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

POMS = Path(__file__).parent / "java"


class Robot:
    """ROBOT, the ontology tool, as a command."""

    def __init__(self, java: str, jars: Path) -> None:
        quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # pays for short runs
        jars_in = ["-cp", str(jars / "*")]
        self._command = [java, *quick, *jars_in, "org.obolibrary.robot.CommandLineInterface"]

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run ROBOT; the caller looks at the exit code."""
        command = [*self._command, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)

    def convert(self, source: Path, target: Path) -> Path:
        """Convert an ontology to the format that the ending of `target` names."""
        run = self.run("convert", "--input", source, "--output", target)
        assert run.returncode == 0, run.stdout + run.stderr
        return target


def find_robot() -> Robot:
    """Return ROBOT, or skip the test with what is missing."""
    return Robot(java(), jars("robot"))


def java() -> str:
    """Return the path of Java, or skip the test."""
    return _program("java")


def jars(name: str) -> Path:
    """Return the folder of jars that `tests/java/<name>/pom.xml` asks for, or skip the test.

    It is filled on first use. The POM's hash is part of its name, so that a new version gets a
    new folder; it is filled beside its place and renamed, so that a killed or a parallel run
    leaves no half one.
    """
    java(), _program("mvn")
    pom = POMS / name / "pom.xml"
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    digest = hashlib.sha256(pom.read_bytes()).hexdigest()[:16]
    folder = home / "lmskg-tests" / f"{name}-{digest}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _Lock(folder.with_suffix(".lock")):
        if not folder.is_dir():
            _fetch(pom, folder)
    return folder


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"not on the PATH: {name}")
    return found


def _fetch(pom: Path, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        target = Path(temporary, "jars")
        command = [_program("mvn"), "-q", "-B", "-f", str(pom), "dependency:copy-dependencies"]
        run = subprocess.run(
            [*command, f"-DoutputDirectory={target}"], capture_output=True, text=True, check=False
        )
        if run.returncode != 0 or not list(target.glob("*.jar")):
            said = (run.stdout + run.stderr).strip().partition("\n")[0]
            place = pom.relative_to(POMS.parent.parent)
            pytest.skip(f"Maven could not fetch the artefacts of {place}: {said}")
        target.rename(folder)


class _Lock:
    """A lock between processes, so that parallel test workers fetch once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def __enter__(self) -> None:
        fcntl = pytest.importorskip("fcntl", reason="file locks of POSIX are missing here")
        self._descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)
