"""Bodies that are too large, or not what their head says, sent to the real server over a socket.

Each is refused in words; nothing of it stays, in files or in memory, and others are served.
"""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from contactsite.channels import UPLOADS_OF_SESSION
from tests.load.site import Site, running_site
from tests.load.visitor import TOKEN, Figures, Visitor
from tests.tooling.waiting import eventually

MB = 1024 * 1024
GROWTH_MAX = 50 * MB
UPLOAD = "/w/acme/imports/new/"
PART = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'
FIELDS = (
    b'--edge\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n' * 10_000 + b"--edge--\r\n"
)
TOO_MUCH, UNREADABLE = "This is too much to take in at once", "This request could not be read"


@pytest.fixture(scope="module")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server puts what arrives."""
    return tmp_path_factory.mktemp("arriving")


@pytest.fixture(scope="module")
def site(uploads: Path) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("UPLOAD_TEMP_DIR", str(uploads))
        with running_site("sqlite", 300, 1) as site:
            yield site


def peaks(site: Site) -> dict[str, int]:
    """The most memory that each of the server's processes has had, in bytes (Linux)."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(stat[1]) == site.server:
                status = (folder / "status").read_text()
                found[folder.name] = int(status.partition("VmHWM:")[2].split()[0]) * 1024
    return found


def open_files(site: Site) -> list[str]:
    """What the server's processes have open (Linux)."""
    found = []
    for name in peaks(site):
        for link in Path("/proc", name, "fd").iterdir():
            with contextlib.suppress(OSError):
                found.append(os.readlink(link))
    return found


def send(site: Site, length: str, body: bytes, size: int, *, signed_in: bool) -> tuple[int, str]:
    """Post `body`, filled up to `size` bytes, under this Content-Length; status and page."""
    signed = f"Cookie: sessionid={site.keys[0]}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n"
    head = (
        f"POST {UPLOAD} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary=edge\r\n{length}"
        f"{signed if signed_in else ''}\r\n"
    )
    answer = b""
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as connection:
        # The server may hang up before all is sent: its answer is there nevertheless.
        with contextlib.suppress(ConnectionError):
            connection.sendall(head.encode() + body)
            for _ in range((size - len(body)) // 65_536):
                connection.sendall(b"x" * 65_536)
        with contextlib.suppress(ConnectionError):
            while received := connection.recv(65_536):
                answer += received
    return int(answer.split(b" ", 2)[1]), answer.decode(errors="replace")


CASES = {
    "an editor's 200 MB": (f"Content-Length: {200 * MB}\r\n", PART, 200 * MB, True, 413, TOO_MUCH),
    "a stranger's 200 MB": (
        f"Content-Length: {200 * MB}\r\n", PART, 200 * MB, False, 413, TOO_MUCH,
    ),
    "a stranger's 90 MB": (f"Content-Length: {90 * MB}\r\n", PART, 90 * MB, False, 413, TOO_MUCH),
    "a stranger's 65 kB": (f"Content-Length: {65 * 1024}\r\n", PART, 0, False, 413, TOO_MUCH),
    "a stranger's, of a length not said": (
        "Transfer-Encoding: chunked\r\n", b"10000\r\n" + b"x" * 65_537, 0, False, 413, TOO_MUCH,
    ),
    "a made-up token's 65 kB": (
        f"Authorization: Bearer ct_x\r\nContent-Length: {65 * 1024}\r\n", PART, 0, False, 413,
        TOO_MUCH,
    ),
    "a stranger's 65 kB with a name and a password": (
        f"Authorization: Basic YTpi\r\nContent-Length: {65 * 1024}\r\n", PART, 0, False, 413,
        TOO_MUCH,
    ),
    "a stranger's 63 kB": (
        f"Content-Length: {63 * 1024}\r\n", PART.ljust(63 * 1024), 0, False, 302,
        "accounts/login/",
    ),
    "10,000 parts": (
        f"Content-Length: {len(FIELDS)}\r\n", FIELDS, 0, True, 400, "",
    ),
    "more than it says": ("Content-Length: 1000\r\n", PART, 90 * MB, True, 200, "Choose the CSV"),
    "a length below zero": ("Content-Length: -5\r\n", PART, 0, True, 400, UNREADABLE),
    "a length that is no number": ("Content-Length: many\r\n", PART, 0, True, 400, UNREADABLE),
    "two lengths": (
        "Content-Length: 10\r\nContent-Length: 20\r\n", PART, 0, True, 400, UNREADABLE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_is_refused_in_words_and_leaves_nothing(case: str, site: Site, uploads: Path):
    length, body, size, signed_in, status, words = CASES[case]
    before = peaks(site)

    answer = send(site, length, body, size, signed_in=signed_in)

    assert answer[0] == status
    assert words in answer[1]
    assert "Traceback" not in answer[1]
    assert [file for file in uploads.rglob("*.upload*") if file.is_file()] == []
    after = peaks(site)
    assert len(before) >= 3  # web processes and the worker
    assert {name for name in before if after[name] - before[name] > GROWTH_MAX} == set()


def test_the_server_is_well_afterwards_and_holds_no_file(site: Site):
    figures = Figures()
    visitor = Visitor(site, site.keys[0], figures)

    with contextlib.closing(visitor.connection):
        page = visitor.get("/w/acme/contacts/")

    assert figures.errors == []
    assert "Add Contact" in page
    assert [name for name in open_files(site) if ".upload" in name] == []


def test_what_has_not_arrived_whole_lies_where_it_is_to(site: Site, uploads: Path):
    """Also what the server itself keeps, before Django has heard of the request."""
    with begin(site, 2 * MB, f"sessionid={site.keys[0]}"):
        eventually(lambda: nameless(site) != [])

        assert [name for name in nameless(site) if not name.startswith(str(uploads))] == []


@pytest.mark.parametrize(
    ("cookie", "path"),
    [
        ("", UPLOAD),
        ("session=forged; notsessionid=forged", UPLOAD),
        ("sessionid=forged", UPLOAD),
        ("sessionid=é{}'--", UPLOAD),
        ("sessionid=forged", "/w/acme/contacts/new/"),
    ],
)
def test_what_is_no_upload_of_somebody_signed_in_never_lies_on_disk(
    cookie: str, path: str, site: Site
):
    with begin(site, 90 * MB, cookie, path) as connection:
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413 ")

        assert nameless(site) == []


def heard(connection: socket.socket) -> str:
    """What the server says within half a second: the head may come alone, and the page after it."""
    connection.settimeout(0.5)
    answer = b""
    with contextlib.suppress(TimeoutError, ConnectionError):
        while received := connection.recv(65_536):
            answer += received
    return answer.decode()


def test_a_session_holds_a_few_large_bodies_at_most(site: Site):
    web_processes, answers = 2, []
    with contextlib.ExitStack() as held:
        for _ in range(web_processes * UPLOADS_OF_SESSION + 10):
            connection = held.enter_context(begin(site, 90 * MB, f"sessionid={site.keys[0]}"))
            if answer := heard(connection):
                answers.append(answer)

        assert len(nameless(site)) <= web_processes * UPLOADS_OF_SESSION
    assert len(answers) >= 10
    assert {answer.split(" ", 2)[1] for answer in answers} == {"429"}
    assert "Too many uploads at once" in answers[0]
    assert "\r\nRetry-After: 60\r\n" in answers[0]

    eventually(lambda: nameless(site) == [])
    length = f"Content-Length: {3 * MB}\r\n"
    assert send(site, length, PART.ljust(3 * MB), 0, signed_in=False)[0] == 413
    assert send(site, length, PART.ljust(3 * MB), 0, signed_in=True)[0] == 200


def begin(site: Site, length: int, cookie: str, path: str = UPLOAD) -> socket.socket:
    """Announce a body of this length, and send a part that the server would not keep in memory."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: {cookie}\r\nContent-Length: {length}\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", site.port), timeout=60)
    with contextlib.suppress(ConnectionError):
        connection.sendall(head.encode() + b"x" * MB)
    return connection


def nameless(site: Site) -> list[str]:
    return [name for name in open_files(site) if name.endswith("(deleted)")]
