from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lmskg.cli import run
from lmskg.errors import (
    FetchAddressError,
    FetchAnswerError,
    FetchChecksumError,
    FetchRefusedError,
    FetchUnreachableError,
    OutputError,
)
from lmskg.fetch import RELEASES, Fetched, Release, fetch
from lmskg.fetch.cache import place

from .release_server import (
    FILE,
    Fault,
    Reply,
    Server,
    cut,
    dropped,
    page,
    serving,
    silent,
    status,
    without,
)

OLD = b"".join(b"[Term]\nid: X:%06d\nname: old %d\n\n" % (n, n) for n in range(1000))
NEW = OLD.replace(b"old", b"new and longer")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test an empty cache of its own, and waits that are short."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("LMSKG_CACHE", str(folder))
    monkeypatch.setattr("lmskg.fetch.opening.WAITS_S", (0.0, 0.0))
    return folder


@pytest.fixture
def server() -> Iterator[Server]:
    """Run a home that publishes `OLD`."""
    with serving() as served:
        served.publish(OLD, "v1")
        yield served


def files(cache: Path) -> list[str]:
    """Return the names of what is kept, but for locks."""
    return sorted(p.name for p in cache.rglob("*") if p.is_file() and p.suffix != ".lock")


def begin(server: Server, release: Release, at: int) -> None:
    """Leave a part of so many bytes behind."""
    server.faults = [cut(at), dropped, dropped]
    with pytest.raises(FetchUnreachableError, match="broke off"):
        fetch(release)
    server.seen.clear()


def holding(body: bytes, number: int = 200, **headers: str) -> Fault:
    """Send another body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Reply(number, body, {"Content-Length": str(len(body)), **named})


def assert_kept(found: Fetched, data: bytes, *, is_new: bool) -> None:
    assert found.path.read_bytes() == data
    assert found.record.size_bytes == len(data)
    assert found.is_new == is_new


def test_release_comes_with_its_record(server: Server, cache: Path) -> None:
    found = fetch(server.listed)
    assert_kept(found, OLD, is_new=True)
    assert (found.record.version, found.record.is_published) == ("v1", True)
    assert found.notes == ()
    assert files(cache) == [FILE, f"{FILE}.json"]
    # the file of the release that was listed, not of whatever is the latest by then
    assert [path for path, _ in server.seen] == ["/listing", f"/v1/{FILE}"]


def test_home_without_checksums_is_said_to_be_one(server: Server) -> None:
    found = fetch(server.plain)
    assert_kept(found, OLD, is_new=True)
    assert (found.record.version, found.record.is_published) == (None, False)
    assert found.record.etag == '"v1"'
    assert found.record.last_modified == server.date


def test_current_release_is_not_sent_again(server: Server) -> None:
    fetch(server.listed)
    server.seen.clear()
    assert_kept(fetch(server.listed), OLD, is_new=False)
    assert [path for path, _ in server.seen] == ["/listing"]


@pytest.mark.parametrize("etag", ['"v1"', 'W/"v1"', None], ids=["strong", "weak", "none"])
def test_current_file_is_not_sent_again(server: Server, etag: str | None) -> None:
    server.etag = etag
    fetch(server.plain)
    assert_kept(fetch(server.plain), OLD, is_new=False)


@pytest.mark.parametrize("is_listed", [True, False])
def test_newer_release_takes_the_place(server: Server, cache: Path, is_listed: bool) -> None:
    release = server.listed if is_listed else server.plain
    fetch(release)
    server.publish(NEW, "v2")
    found = fetch(release)
    assert_kept(found, NEW, is_new=True)
    assert files(cache) == [FILE, f"{FILE}.json"]


def test_force_sends_again(server: Server) -> None:
    fetch(server.listed)
    assert_kept(fetch(server.listed, is_forced=True), OLD, is_new=True)


@pytest.mark.parametrize("is_listed", [True, False])
def test_broken_off_download_goes_on_in_the_same_run(server: Server, is_listed: bool) -> None:
    server.faults = [cut(10_000), cut(5_000)]
    seen: list[int] = []
    release = server.listed if is_listed else server.plain
    found = fetch(release, on_progress=lambda received, _: seen.append(received))
    assert_kept(found, OLD, is_new=True)
    assert server.ranges == [None, "bytes=10000-", "bytes=15000-"]
    assert seen == sorted(seen)
    assert seen[-1] == len(OLD)


def test_broken_off_download_goes_on_in_the_next_run(server: Server, cache: Path) -> None:
    begin(server, server.plain, 12_345)
    assert files(cache) == [f"{FILE}.part", f"{FILE}.part.json"]
    assert_kept(fetch(server.plain), OLD, is_new=True)
    assert server.ranges == ["bytes=12345-"]
    assert files(cache) == [FILE, f"{FILE}.json"]


def test_part_goes_on_by_date_where_there_is_no_etag(server: Server) -> None:
    server.etag = None
    begin(server, server.plain, 500)
    assert_kept(fetch(server.plain), OLD, is_new=True)
    assert server.ranges == ["bytes=500-"]


def test_part_of_a_weak_etag_is_begun_anew(server: Server) -> None:
    server.etag = 'W/"v1"'
    begin(server, server.plain, 500)
    assert_kept(fetch(server.plain), OLD, is_new=True)
    assert server.ranges == [None]


def test_rest_is_asked_for_only_of_the_same_file(server: Server) -> None:
    begin(server, server.plain, 500)
    fetch(server.plain)
    assert server.seen[0][1]["If-Range"] == '"v1"'


def test_rest_from_another_place_is_not_taken(server: Server) -> None:
    begin(server, server.plain, 500)
    size = len(OLD)
    server.faults = [holding(OLD[400:], 206, Content_Range=f"bytes 400-{size - 1}/{size}")]
    assert_kept(fetch(server.plain), OLD, is_new=True)
    assert server.ranges == ["bytes=500-", None]


@pytest.mark.parametrize("knows_if_range", [True, False])
@pytest.mark.parametrize("is_listed", [True, False])
def test_file_that_changed_meanwhile_is_begun_anew(
    server: Server, is_listed: bool, knows_if_range: bool
) -> None:
    release = server.listed if is_listed else server.plain
    begin(server, release, 12_345)
    server.knows_if_range = knows_if_range
    server.publish(NEW, "v2")
    assert_kept(fetch(release), NEW, is_new=True)


def test_parts_of_two_files_with_the_same_validators_are_told_by_the_checksum(
    server: Server,
) -> None:
    begin(server, server.listed, 12_345)
    part = place(server.listed).with_name(f"{FILE}.part")
    part.write_bytes(b"x" * 12_345)
    assert_kept(fetch(server.listed), OLD, is_new=True)
    assert server.ranges == ["bytes=12345-", None]


def test_server_without_ranges_sends_all(server: Server) -> None:
    begin(server, server.plain, 12_345)
    server.knows_range = False
    assert_kept(fetch(server.plain), OLD, is_new=True)


def test_part_that_is_whole_already(server: Server) -> None:
    begin(server, server.plain, 12_345)
    place(server.plain).with_name(f"{FILE}.part").write_bytes(OLD)
    assert_kept(fetch(server.plain), OLD, is_new=True)
    assert server.ranges == [f"bytes={len(OLD)}-"]


def test_part_that_is_too_long_is_begun_anew(server: Server) -> None:
    begin(server, server.plain, 12_345)
    place(server.plain).with_name(f"{FILE}.part").write_bytes(OLD + b"x")
    assert_kept(fetch(server.plain), OLD, is_new=True)
    assert server.ranges == [f"bytes={len(OLD) + 1}-", None]


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"address": "other"}', b'{"x": 1}'])
def test_part_with_a_broken_note_is_begun_anew(server: Server, note: bytes) -> None:
    begin(server, server.plain, 12_345)
    place(server.plain).with_name(f"{FILE}.part.json").write_bytes(note)
    assert_kept(fetch(server.plain), OLD, is_new=True)
    assert server.ranges == [None]


def test_silence_in_the_middle_is_waited_out(server: Server) -> None:
    server.faults = [silent(700, 0.6)]
    assert_kept(fetch(server.plain, timeout_s=0.2), OLD, is_new=True)
    assert server.ranges == [None, "bytes=700-"]


def test_silence_that_stays(server: Server) -> None:
    server.always = silent(0, 0.6)
    with pytest.raises(FetchUnreachableError, match=r"nothing more came within 0\.1 s, 3 times"):
        fetch(server.plain, timeout_s=0.1)


@pytest.mark.parametrize("number", [429, 502, 503, 504])
def test_overload_passes(server: Server, number: int) -> None:
    server.faults = [status(number)]
    assert_kept(fetch(server.plain), OLD, is_new=True)


def test_wait_that_the_home_asks_for_is_kept(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("lmskg.fetch.opening.time.sleep", waits.append)
    server.faults = [status(503, Retry_After="7"), status(503, Retry_After="99999")]
    fetch(server.plain)
    assert waits == [7.0, 60.0]


def test_overload_that_stays(server: Server) -> None:
    server.always = status(503)
    with pytest.raises(FetchUnreachableError, match=r"overloaded \(503\), 3 times; do the same"):
        fetch(server.plain)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (status(404), r"there is nothing here \(404\); name another place with --from"),
        (status(410), r"taken away \(410\)"),
        (status(403), r"refused \(403\)"),
        (status(500), r"refused \(500\)"),
    ],
    ids=["404", "410", "403", "500"],
)
def test_refusal(server: Server, cache: Path, fault: Fault, reason: str) -> None:
    server.always = fault
    with pytest.raises(FetchRefusedError, match=reason):
        fetch(server.plain)
    assert files(cache) == []


def test_wrong_checksum_leaves_nothing(server: Server, cache: Path) -> None:
    server.digest = f"sha256:{'0' * 64}"
    with pytest.raises(FetchChecksumError, match="its home says 000000000000…") as raised:
        fetch(server.listed)
    assert raised.value.expected == "0" * 64
    assert files(cache) == []


def test_wrong_checksum_leaves_the_kept_one(server: Server, cache: Path) -> None:
    fetch(server.listed)
    server.publish(NEW, "v2")
    server.digest = f"sha256:{'0' * 64}"
    with pytest.raises(FetchChecksumError):
        fetch(server.listed)
    assert place(server.listed).read_bytes() == OLD
    assert files(cache) == [FILE, f"{FILE}.json"]


def test_wrong_length(server: Server, cache: Path) -> None:
    server.listed_size = 7
    with pytest.raises(FetchAnswerError, match=f"{len(OLD)} bytes are offered, its home says 7"):
        fetch(server.listed)
    server.always = without("Content-Length")
    with pytest.raises(FetchAnswerError, match=f"{len(OLD)} bytes came, its home says 7"):
        fetch(server.listed)
    assert files(cache) == []


def test_length_that_no_header_tells_is_that_of_the_listing(server: Server) -> None:
    server.digest = None
    server.faults = [
        without("Content-Length"),
    ]
    assert_kept(fetch(server.listed), OLD, is_new=True)
    assert not fetch(server.listed).record.is_published


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (page, "a web page came, not the file"),
        (status(206), "the rest is of another file"),
        (status(304), "says that a file is not newer, and none was named"),
        (holding(b""), "the file is empty"),
        (holding(b"\x1f\x8b", Content_Encoding="gzip"), "the file came packed"),
    ],
    ids=["page", "part", "not-modified", "empty", "packed"],
)
def test_answer_that_is_not_the_file(
    server: Server, cache: Path, fault: Fault, reason: str
) -> None:
    server.always = fault
    with pytest.raises((FetchAnswerError, FetchUnreachableError), match=reason):
        fetch(server.plain)
    assert files(cache) == []


def test_what_speaks_no_http() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(b"220 mail.example.org ready\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/a.obo"
        with pytest.raises(FetchAnswerError, match="does not speak HTTP"):
            fetch(RELEASES["ncit"], address=address)
        thread.join()


def test_nothing_listens(server: Server) -> None:
    address = "http://127.0.0.1:9/a.obo"
    with pytest.raises(FetchUnreachableError, match="nothing listens here"):
        fetch(server.plain, address=address)


@pytest.mark.parametrize("is_listed", [True, False])
def test_kept_file_serves_where_the_home_is_down(server: Server, is_listed: bool) -> None:
    release = server.listed if is_listed else server.plain
    fetch(release)
    server.always = server.listing_fault = dropped
    found = fetch(release)
    assert_kept(found, OLD, is_new=False)
    assert not found.is_current
    assert "its home cannot be asked for a newer one" in found.notes[-1]
    with pytest.raises(FetchUnreachableError):
        fetch(release, is_forced=True)


@pytest.mark.parametrize("change", [b"", OLD[:-1], OLD[:-1] + b"x"], ids=["empty", "cut", "byte"])
def test_kept_file_that_is_not_its_records_is_fetched_anew(server: Server, change: bytes) -> None:
    fetch(server.plain)
    place(server.plain).write_bytes(change)
    assert_kept(fetch(server.plain), OLD, is_new=True)


def test_listing_that_cannot_be_read_is_told(server: Server) -> None:
    server.listing_fault = status(403)
    found = fetch(server.listed)
    assert_kept(found, OLD, is_new=True)
    assert not found.record.is_published
    assert "not held against it" in found.notes[0]
    assert "refused (403)" in found.notes[0]


@pytest.mark.parametrize("said", [b"{", b"[]", b"{}", b'{"assets": [{"name": "mini.obo"}]}'])
def test_listing_of_another_form_is_told(server: Server, said: bytes) -> None:
    server.listing_fault = holding(said)
    assert "this is no description of a release" in fetch(server.listed).notes[0]


def test_listing_without_the_file_is_told(server: Server) -> None:
    release = server.listed._replace(address=f"{server.root}/latest/other-{FILE}")
    assert f"the newest release has no file other-{FILE}" in fetch(release).notes[0]


def test_redirects_are_followed(server: Server) -> None:
    address = f"{server.root}/moved/moved/latest/{FILE}"
    assert_kept(fetch(server.plain, address=address), OLD, is_new=True)


def test_range_survives_a_redirect(server: Server) -> None:
    release = server.plain._replace(address=f"{server.root}/moved/latest/{FILE}")
    begin(server, release, 999)
    assert_kept(fetch(release), OLD, is_new=True)
    assert server.ranges[-1] == "bytes=999-"


def test_circle_of_redirects(server: Server) -> None:
    with pytest.raises(FetchRefusedError, match="leads in a circle"):
        fetch(server.plain, address=f"{server.root}/circle")


def test_redirect_to_a_file_of_this_machine_is_refused(server: Server) -> None:
    server.always = status(302, Location="file:///etc/hostname")
    with pytest.raises(FetchRefusedError):
        fetch(server.plain)


@pytest.mark.parametrize(
    ("old", "new", "is_followed"),
    [
        ("https", "https", True),
        ("http", "https", True),
        ("http", "http", True),
        ("https", "http", False),
        ("http", "ftp", False),
    ],
)
def test_redirect_never_leaves_https(old: str, new: str, is_followed: bool) -> None:
    from email.message import Message
    from io import BytesIO
    from urllib.request import Request

    from lmskg.fetch.opening import _Redirects

    target = f"{new}://example.org/b"
    request = Request(f"{old}://example.org/a")  # noqa: S310 - nothing is opened
    found = _Redirects().redirect_request(request, BytesIO(), 302, "Found", Message(), target)
    assert (found is not None) == is_followed


@pytest.mark.parametrize(
    "address", ["mini.obo", "ftp://example.org/a.obo", "http://", "http://h:x/", "http://a b/"]
)
def test_address_that_is_none(server: Server, address: str) -> None:
    with pytest.raises(FetchAddressError, match="write https://host/file"):
        fetch(server.plain, address=address)


def test_credentials_in_an_address_are_not_repeated(server: Server) -> None:
    with pytest.raises(FetchAddressError) as raised:
        fetch(server.plain, address="https://me:secret@example.org/a.obo")
    assert "secret" not in str(raised.value)


def test_mirror_has_a_place_of_its_own(server: Server) -> None:
    fetch(server.listed)
    found = fetch(server.listed, address=f"{server.address}?mirror=1")
    assert found.path != place(server.listed)
    assert not found.record.is_published


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("https://example.org/x/ncit.owl.gz?download=1", "ncit.owl.gz"),
        ("https://example.org/download/..", "mini.obo"),
        ("https://example.org/", "mini.obo"),
        ("https://example.org/a%2Fb", "mini.obo"),
    ],
)
def test_name_of_the_file_is_that_of_the_address(server: Server, address: str, file: str) -> None:
    assert place(server.plain, address).name == file


def test_another_process_at_the_same_file(server: Server) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no flock")
    import fcntl

    path = place(server.plain)
    path.parent.mkdir(parents=True)
    with path.with_name(f"{FILE}.lock").open("wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="another `lmskg fetch` is at it"):
            fetch(server.plain)
    assert_kept(fetch(server.plain), OLD, is_new=True)


def test_cache_that_cannot_be_made(server: Server, cache: Path) -> None:
    cache.write_text("a file")
    with pytest.raises(OutputError):
        fetch(server.plain)


# --- the command


@pytest.fixture
def named(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Put the server's file into the table, under the name `mini`."""
    monkeypatch.setitem(RELEASES, "mini", server.listed)
    return server


def test_command_prints_where_the_file_lies(
    named: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fetch", "mini"]) == 0
    out, err = capsys.readouterr()
    assert out == f"{place(named.listed)}\n"
    assert err.startswith("mini: fetched: release v1, 34,890 bytes, SHA-256 ")
    assert err.endswith("… (as its home publishes)\n")
    assert run(["fetch", "mini"]) == 0
    assert capsys.readouterr().err.startswith("mini: kept, and current: release v1")


def test_command_says_what_is_not_proven(named: Server, capsys: pytest.CaptureFixture[str]) -> None:
    named.listing_fault = status(403)
    assert run(["fetch", "mini"]) == 0
    named.always = dropped
    assert run(["fetch", "mini"]) == 0
    first, second, third, fourth, fifth = capsys.readouterr().err.splitlines()
    assert "its home's checksum is not known" in first
    assert "fetched: of Tue, 04 Aug 2026 10:00:00 GMT, " in second
    assert "(of what came; none is published)" in second
    assert first == third
    assert "cannot be asked for a newer one" in fourth
    assert fifth.startswith("mini: kept: ")


def test_command_copies(
    named: Server, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    target = tmp_path / "own.obo"
    assert run(["fetch", "mini", "-q", "-o", str(target)]) == 0
    assert capfdbinary.readouterr() == (b"", b"")
    assert target.read_bytes() == OLD
    assert run(["fetch", "mini", "-q", "-o", str(tmp_path / "none" / "own.obo")]) == 2


def test_command_takes_a_mirror(named: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fetch", "ncit", "--from", named.address, "--force", "-q"]) == 0
    assert Path(capsys.readouterr().out.strip()).read_bytes() == OLD


def test_command_lists_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fetch", "--list"]) == 0
    out = capsys.readouterr().out
    for release in RELEASES.values():
        assert release.name in out
        assert release.address in out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "name what to fetch; --list shows what there is"),
        (("nothing",), "no release 'nothing'; known are ncit, mondo, "),
    ],
    ids=["none", "unknown"],
)
def test_command_without_a_known_name(
    args: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fetch", *args]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1


def test_interrupted_command_keeps_the_part(server: Server, cache: Path) -> None:
    server.faults = [silent(20_000, 5)]
    command = [sys.executable, "-m", "lmskg", "fetch", "ncit", "--from", server.address]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    part = place(RELEASES["ncit"], server.address).with_name(f"{FILE}.part")
    for _ in range(400):
        if part.exists() and part.stat().st_size == 20_000:
            break
        time.sleep(0.05)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=20)
    assert (started.returncode, out) == (130, b"")
    assert err == b"lmskg: interrupted; the same command goes on where this stood\n"
    assert files(cache) == [f"{FILE}.part", f"{FILE}.part.json"]
    assert_kept(fetch(RELEASES["ncit"], address=server.address), OLD, is_new=True)
    assert server.ranges == [None, "bytes=20000-"]


def test_record_is_plain(server: Server) -> None:
    found = fetch(server.plain)
    said = json.loads(found.path.with_name(f"{FILE}.json").read_text())
    assert said == {
        "address": server.address,
        "version": None,
        "etag": '"v1"',
        "last_modified": server.date,
        "size_bytes": len(OLD),
        "sha256": found.record.sha256,
        "is_published": False,
    }


@pytest.mark.parametrize("name", sorted(RELEASES))
def test_every_release_has_a_home_over_https(name: str) -> None:
    release = RELEASES[name]
    assert release.name == name
    assert release.address.startswith("https://")
    assert release.listing is None or release.listing.startswith("https://api.github.com/repos/")
    assert release.title
    assert release.licence.startswith("CC")
