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

POM = Path(__file__).parent / "java" / "pom.xml"


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
    programs = {name: shutil.which(name) for name in ("java", "mvn")}
    missing = [name for name, place in programs.items() if place is None]
    java, mvn = programs["java"], programs["mvn"]
    if java is None or mvn is None:
        pytest.skip(f"not on the PATH: {', '.join(missing)}")
    return Robot(java, _jars(mvn))


def _jars(mvn: str) -> Path:
    """Return the folder of jars that the POM names, filled on first use.

    The POM's hash is part of the name, so that a new version gets a new folder; it is filled
    beside its place and renamed, so that a killed or a parallel run leaves no half one.
    """
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    digest = hashlib.sha256(POM.read_bytes()).hexdigest()[:16]
    folder = home / "lmskg-tests" / f"robot-{digest}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _Lock(folder.with_suffix(".lock")):
        if not folder.is_dir():
            _fetch(mvn, folder)
    return folder


def _fetch(mvn: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        target = Path(temporary, "jars")
        command = [mvn, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
        run = subprocess.run(
            [*command, f"-DoutputDirectory={target}"], capture_output=True, text=True, check=False
        )
        if run.returncode != 0 or not list(target.glob("robot-core-*.jar")):
            said = (run.stdout + run.stderr).strip().partition("\n")[0]
            pytest.skip(f"Maven could not fetch the artefacts of tests/java/pom.xml: {said}")
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
