"""Who is locked out behind a proxy of ours: asked of the real server, which reads its headers."""

import contextlib
import http.client
import json
import sqlite3
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.load.site import Site, running_site
from tests.load.visitor import TOKEN
from workspaces.lockout import client_address

GUESSER, HONEST = "9.9.9.9", "8.8.8.8"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PROXY_COUNT", "1")
        with running_site("sqlite", 0, 1) as site:
            yield site


def guess(site: Site, name: str, forwarded: str) -> int:
    """The status of a sign-in by a wrong password; 200 is the form again."""
    body = urlencode({"username": name, "password": "guess", "csrfmiddlewaretoken": TOKEN})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={TOKEN}",
        "X-Forwarded-For": forwarded,
    }
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    with contextlib.closing(connection):
        connection.request("POST", "/accounts/login/", body, headers)
        return connection.getresponse().status


def rows(site: Site, sql: str) -> list[tuple[str, ...]]:
    opened = sqlite3.connect(site.database_url.removeprefix("sqlite:///"), timeout=20)
    with contextlib.closing(opened):
        return opened.execute(sql).fetchall()


def test_a_guesser_locks_out_nobody_at_another_address(site: Site):
    guesses = [guess(site, "ada", GUESSER) for _ in range(6)]

    assert guesses == [200, 200, 200, 200, 429, 429]
    assert guess(site, "ada", HONEST) == 200
    attempts = rows(site, "SELECT ip_address FROM axes_accessattempt WHERE username = 'ada'")
    assert sorted(attempts) == [(HONEST,), (GUESSER,)]
    told = rows(site, "SELECT detail FROM workspaces_auditentry WHERE action = 'user.locked_out'")
    assert {json.loads(detail)["address"] for (detail,) in told} == {GUESSER}


def test_what_a_client_says_of_itself_changes_nothing(site: Site):
    """Our proxy adds the last address; whatever stands before came with the request."""
    guesses = [guess(site, "vic", f"{HONEST}, 10.0.0.{n}, {GUESSER}") for n in range(5)]
    assert guesses == [200, 200, 200, 200, 429]

    assert guess(site, "vic", f"10.0.0.9, {GUESSER}") == 429
    assert guess(site, "vic", f"{GUESSER}, {HONEST}") == 200


def test_ipv4_written_as_ipv6_is_one_address_with_any_port(site: Site):
    """Of a line without brackets the server takes the last part for a port."""
    written = ("::ffff:{}", "::ffff:{}:4711", "[::ffff:{}]", "[::ffff:{}]:4711", "{}:4712")

    guesses = [guess(site, "eve", form.format(GUESSER)) for form in written]

    assert guesses == [200, 200, 200, 200, 429]
    assert [guess(site, "eve", form.format(HONEST)) for form in written[:2]] == [200, 200]
    attempts = rows(site, "SELECT ip_address FROM axes_accessattempt WHERE username = 'eve'")
    assert sorted(attempts) == [(HONEST,), (GUESSER,)]


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("9.9.9.9", "9.9.9.9"),
        ("2001:DB8:1:2:3::1", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", None),
        ("unknown", None),
        ("9.9.9.9, 8.8.8.8", None),
        ("9" * 100_000, None),
    ],
)
def test_only_an_address_is_one(rf, told: str, address: str | None):
    forged = {"HTTP_X_FORWARDED_FOR": HONEST, "HTTP_FORWARDED": f"for={HONEST}"}

    assert client_address(rf.get("/", REMOTE_ADDR=told, **forged)) == address
