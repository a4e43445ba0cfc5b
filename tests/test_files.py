from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from lmskg.errors import OutputError, SourceFormatError, SourceNotFoundError
from lmskg.files import decode_text, read_bytes, read_text, write_bytes


def test_text_keeps_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("one\r\ntwo\u00a0\n".encode())
    assert read_text(path) == "one\r\ntwo\u00a0\n"


def test_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gone.txt"
    with pytest.raises(SourceNotFoundError) as caught:
        read_bytes(path)
    assert str(caught.value) == f"{path}: no such file; check the path"


def test_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="is a folder, a file was expected"):
        read_bytes(tmp_path)


def test_file_that_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SourceNotFoundError, match="Permission denied"):
        read_bytes(tmp_path / "a")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "f: the file is empty"),
        (b" \n\t", "f: the file is empty"),
        (b"a\0b", "f: the file is binary, text was expected"),
        (b"ok\ncaf\xe9 \n", "f:2:4: byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"\xff", "f:1:1: byte 0xff is not UTF-8; save the file as UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises(SourceFormatError) as caught:
        decode_text(data, "f")
    assert str(caught.value) == message


def test_written_file_holds_the_bytes_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")
    write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["a.ttl"]


def test_link_is_followed_and_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_bytes(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_device_is_written_to_and_stays() -> None:
    write_bytes(Path(os.devnull), b"x")
    assert not Path(os.devnull).is_file()


def test_written_file_is_as_readable_as_any_new_file(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a", b"x")
    (tmp_path / "b").write_bytes(b"x")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_full_disk_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: str, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "a"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError) as caught:
        write_bytes(path, b"new")
    reason = "cannot write: No space left on device; nothing there was changed"
    assert str(caught.value) == f"{path}: {reason}"
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("folder", ["gone", "a-file"])
def test_output_needs_a_folder(tmp_path: Path, folder: str) -> None:
    (tmp_path / "a-file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot write"):
        write_bytes(tmp_path / folder / "x", b"new")
