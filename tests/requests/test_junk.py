"""Nothing that can be sent breaks a page: a refusal or a normal page, never an error of ours."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.test.client import BOUNDARY

from tests.isolation.matrix import ROUTES
from tests.isolation.people import OWNER, STRANGER, Person
from tests.isolation.route import OPEN, Route
from tests.isolation.world import World

by_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)

PARAMETERS = (
    "q", "flags", "without", "match", "state", "brokerage", "added_since", "not_updated_since",
    "warning", "import", "sort", "cursor", "count", "shape", "before", "next", "another",
    "part", "after",
)  # fmt: skip
FIELDS = (
    "name", "phone", "email", "state", "brokerage", "notes", "flags", "reason", "revision",
    "use_phone", "save_anyway", "colour", "description", "suppressing", "contact_count", "role",
    "kind", "at", "text", "outcome", "time_zone", "username", "password", "password1",
    "old_password", "new_password1",
)  # fmt: skip
# As they stand in a query string or an encoded form.
VALUES = {
    "NUL": "%00",
    "invalid UTF-8": "%FF%FE%C3",
    "half a surrogate": "%ED%A0%80",
    "beyond 64 bits": "9" * 30,
    "too long a number for int()": "9" * 5_000,
    "negative": "-1",
    "no number": "1e309",
    "another script's digits": "%D9%A1%D9%A2",
    "100 kB": "x" * 100_000,
    "markup": "%3Cscript%3E%7B%7B7*7%7D%7D%7B%25%20url%20%25%7D",
    "line ends": "%0D%0AX-Injected:%201",
    "date that is none": "2026-02-31",
    "year beyond": "99999-01-01",
}
FORM_TYPE = "application/x-www-form-urlencoded"

BODIES = {
    "JSON": ("application/json", b'{"name": ["x"]}'),
    "no type": ("", b"name=x"),
    "plain text": ("text/plain", b"name=x"),
    "unknown character set": (f"{FORM_TYPE}; charset=utf-99", b"name=x"),
    "other character set": (f"{FORM_TYPE}; charset=utf-16", b"\xff\xfen\x00"),
    "no boundary": ("multipart/form-data", b"--x"),
    "boundary that is never there": ("multipart/form-data; boundary=x", b"no parts"),
    "empty boundary": ("multipart/form-data; boundary=", b"--\r\n"),
    "bytes": (FORM_TYPE, bytes(range(256))),
    "10,000 fields": (FORM_TYPE, b"&".join(b"f%d=1" % n for n in range(10_000))),
    "one field 10,000 times": (FORM_TYPE, b"&".join([b"flags=1"] * 10_000)),
    "2 MB": (FORM_TYPE, b"name=" + b"x" * 2_000_000),
}


def junk_forms() -> Iterator[tuple[str, str, bytes]]:
    for kind, (content_type, body) in BODIES.items():
        yield kind, content_type, body
    for kind, value in VALUES.items():
        yield kind, FORM_TYPE, "&".join(f"{field}={value}" for field in FIELDS).encode()
    for kind, header in {
        "NUL in a name": 'form-data; name="na\x00me"',
        "no name": "form-data",
        "a file where text is expected": 'form-data; name="name"; filename="x"',
        "a path for a file's name": 'form-data; name="file"; filename="../../../etc/passwd"',
        "NUL in a file's name": 'form-data; name="file"; filename="a\x00b.csv"',
        "an empty file's name": 'form-data; name="file"; filename=""',
        "a file's name of 10 kB": f'form-data; name="file"; filename="{"n" * 10_000}.csv"',
    }.items():
        yield kind, f"multipart/form-data; boundary={BOUNDARY}", multipart(header, "x")
    parts = [multipart(f'form-data; name="f{n}"', "1", close=False) for n in range(10_000)]
    yield "10,000 parts", f"multipart/form-data; boundary={BOUNDARY}", b"".join(parts)
    base64 = 'form-data; name="name"\r\nContent-Transfer-Encoding: base64'
    yield "bad base64", f"multipart/form-data; boundary={BOUNDARY}", multipart(base64, "é!")


def multipart(header: str, content: str, *, close: bool = True) -> bytes:
    end = f"--{BOUNDARY}--\r\n" if close else ""
    return f"--{BOUNDARY}\r\nContent-Disposition: {header}\r\n\r\n{content}\r\n{end}".encode()


def asking(route: Route) -> tuple[Person, ...]:
    """A stranger only where he gets in: elsewhere he is refused before anything is read."""
    return (OWNER, STRANGER) if route.least == OPEN else (OWNER,)


@by_route
def test_junk_in_the_query_breaks_no_page(route: Route, world: World):
    broken = {}
    for person in asking(route):
        for kind, value in VALUES.items():
            together = "&".join(f"{name}={value}" for name in PARAMETERS)
            for query in (together, f"{value}={value}&{value}&&=&=={value}"):
                answer = world.ask(person, "GET", route.path(world.acme), QUERY_STRING=query)
                if answer.status >= 500:
                    broken[person.name, kind] = answer.status

    assert broken == {}


@pytest.mark.parametrize("page", ["contacts/", "contacts/export/", "imports/"])
@pytest.mark.parametrize("name", PARAMETERS)
def test_junk_in_one_parameter_of_a_list_is_no_wider_list(page: str, name: str, world: World):
    """One at a time: together, the first refused would hide the others."""
    answers = {}
    for kind, value in VALUES.items():
        answer = world.ask(
            OWNER, "GET", f"/w/{world.acme.slug}/{page}", QUERY_STRING=f"{name}={value}"
        )
        answers[kind] = answer.status

    assert {kind: status for kind, status in answers.items() if status not in (200, 400)} == {}


@by_route
def test_junk_in_the_body_breaks_no_page(route: Route, world: World):
    broken = {}
    for person in asking(route):
        for kind, content_type, body in junk_forms():
            answer = world.ask(
                person, "POST", route.path(world.acme), body, content_type=content_type
            )
            if answer.status >= 500:
                broken[person.name, kind] = answer.status

    assert broken == {}


@pytest.mark.parametrize(
    "path",
    [
        "/%00", "/%FF", "/w/%00/", "/w/%FF/contacts/", "/w/{slug}/contacts/%00/",
        "/w/{slug}/contacts/%FF/", "/w/{slug}/contacts/{huge}/", "/w/{slug}/contacts/{endless}/",
        "/w/{slug}/contacts/-1/", "/w/{slug}/contacts/1e3/", "/w/{slug}/contacts/%D9%A1/",
        "/w/{slug}/contacts/%0D%0A/", "/w/{slug}/flags/{huge}/edit/", "/w/../../etc/passwd",
        "/w/{slug}/imports/{huge}/", "/w/{slug}/imports/{huge}/file.csv", "/static/../manage.py",
        "/w/{slug}/members/{endless}/edit/", "/w/" + "s" * 5_000 + "/", "//w/{slug}/", "/%5C/",
        "/accounts/invitations/%00/", "/accounts/invitations/" + "x:" * 1_000 + "/",
        "/accounts/reset/%FF/x-y/", "/accounts/reset/MQ/%00/", "/static/%00", "/static/%FF",
        "/accounts/reset/" + "M" * 5_000 + "/x-y/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_junk_in_the_path_is_no_page(path: str, method: str, world: World):
    numbers = {"slug": world.acme.slug, "huge": "9" * 30, "endless": "9" * 5_000}
    for person in (OWNER, STRANGER):
        answer = world.ask(person, method, path.format(**numbers))

        assert answer.status in (200, 302, 400, 403, 404, 405), person.name


def test_junk_in_headers_breaks_no_page(world: World):
    junk: tuple[Any, ...] = ("\x00", "\xff\xfe", "x" * 60_000, "../..", "'\"<>", "-1", "")
    names = ("Accept", "Accept-Language", "Cookie", "HX-Request", "HX-Current-URL", "HX-Target",
             "HX-Boosted", "If-Modified-Since", "If-None-Match", "Origin", "Range", "Referer",
             "User-Agent", "X-Forwarded-For", "X-CSRFToken", "X-HTTP-Method-Override")  # fmt: skip
    broken = {}
    for name in names:
        for value in junk:
            answer = world.ask(
                OWNER, "GET", f"/w/{world.acme.slug}/contacts/", headers={name: value}
            )
            if answer.status >= 500:
                broken[name] = value[:20]

    assert broken == {}


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "utf-7", "hex", "idna", "utf-99"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_character_set_is_refused_before_anything_is_read(
    db: None, charset: str, method: str
):
    """Also where the CSRF check reads the form, as it does for people's browsers."""
    client = Client(enforce_csrf_checks=True)

    answer = client.generic(
        method, "/accounts/login/", b"username=x", f"{FORM_TYPE}; charset={charset}"
    )

    assert answer.status_code == 415
    assert "UTF-8" in answer.content.decode()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
