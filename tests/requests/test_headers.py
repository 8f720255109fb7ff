"""What every answer carries, whoever asks for whatever."""

import pytest

from tests.isolation.matrix import METHODS, ROUTES, Route
from tests.isolation.people import EDITOR, FOREIGNER, OWNER, STRANGER, VIEWER
from tests.isolation.world import World

# Between them they meet every kind of answer: page, redirect, 403, 404, 405.
ASKING = (STRANGER, VIEWER, EDITOR, OWNER, FOREIGNER)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}


def policy(header: str) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in header.split(";")]
    return {name: value for name, _, value in parts}


def what_is_wrong(headers: dict[str, str]) -> dict[str, object]:
    wrong: dict[str, object] = {
        name: headers.get(name) for name, value in FIXED.items() if headers.get(name) != value
    }
    if policy(headers.get("Content-Security-Policy", "")) != DIRECTIVES:
        wrong["Content-Security-Policy"] = headers.get("Content-Security-Policy")
    if "no-store" not in headers.get("Cache-Control", ""):
        wrong["Cache-Control"] = headers.get("Cache-Control")
    for telling in ("Server", "X-Powered-By", "Access-Control-Allow-Origin"):
        if telling in headers:
            wrong[telling] = headers[telling]
    return wrong


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_answer_has_the_headers(route: Route, world: World):
    wrong = {}
    for person in ASKING:
        for method in METHODS:
            answer = world.ask(
                person, method, route.path(world.acme), route.data(world.acme, method)
            )
            if what_is_wrong(answer.headers):
                wrong[person.name, method] = what_is_wrong(answer.headers)

    assert wrong == {}


@pytest.mark.parametrize(
    "path", ["/nothing/here/", "/admin/", "/admin/login/", "/admin/workspaces/user/"]
)
def test_pages_beyond_the_table_have_them_too(path: str, world: World):
    for person in (STRANGER, OWNER):
        assert what_is_wrong(world.ask(person, "GET", path).headers) == {}


def test_a_broken_request_is_answered_with_the_headers(world: World):
    too_many = "&".join(f"f{n}=1" for n in range(10_000)).encode()
    answers = [
        world.ask(
            OWNER,
            "POST",
            f"/w/{world.acme.slug}/contacts/new/",
            too_many,
            content_type="application/x-www-form-urlencoded",
        ),
        world.ask(OWNER, "GET", "/", headers={"Host": "evil.example"}),
    ]

    assert [answer.status for answer in answers] == [400, 400]
    for answer in answers:
        assert what_is_wrong(answer.headers) == {}


def test_no_cache_stands_between(settings):
    assert [name for name in settings.MIDDLEWARE if "cache" in name.lower()] == []
