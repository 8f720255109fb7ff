"""Who may not is refused before a byte of the body is read, and before the CSRF check."""

from io import BytesIO

import pytest

from tests.isolation.matrix import ROUTES
from tests.isolation.people import EDITOR, INACTIVE, OWNER, STRANGER
from tests.isolation.route import OPEN, SIGN_IN, Route
from tests.isolation.test_matrix import result
from tests.isolation.world import World

CHANGING = [route for route in ROUTES if "POST" in route.answers]
by_route = pytest.mark.parametrize("route", CHANGING, ids=lambda route: route.name)


class Counted(BytesIO):
    """A body that knows how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(size)
        self.taken += len(content)
        return content


@by_route
@pytest.mark.parametrize("person", [STRANGER, INACTIVE], ids=lambda person: person.name)
def test_a_stranger_is_refused_unread(route: Route, person, world: World):
    if route.least == OPEN:
        return
    body, path = Counted(b"x" * 100_000), route.path(world.acme)
    client = world.client(person, enforce_csrf_checks=True)

    answer = world.ask_by(
        client,
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": body, "CONTENT_LENGTH": "100000"},
    )

    assert result(answer, path) == SIGN_IN
    assert body.taken == 0


@by_route
def test_a_form_from_elsewhere_is_refused(route: Route, world: World):
    client = world.client(OWNER, enforce_csrf_checks=True)

    answer = world.ask_by(client, "POST", route.path(world.acme), route.data(world.acme, "POST"))

    # What is posted to the feed knows no cookies: whoever is signed in is a stranger to it.
    assert answer.status == (401 if 401 in route.answers.values() else 403)
    assert answer.writes == []


def test_an_upload_of_somebody_who_may_not_is_refused_unread(world: World):
    """The upload checks the token late, so that its limit holds; the role has spoken before."""
    body = Counted(b"x" * 100_000)
    client = world.client(EDITOR, enforce_csrf_checks=True)

    answer = world.ask_by(
        client,
        "POST",
        f"/w/{world.globex.slug}/imports/new/",
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": body, "CONTENT_LENGTH": "100000"},
    )

    assert answer.status == 404
    assert body.taken == 0


def test_the_body_of_somebody_who_may_is_read(world: World):
    """Or the tests above would hold of a body that nobody can read."""
    body = Counted(b"x" * 1_000)

    world.ask(
        EDITOR,
        "POST",
        f"/w/{world.acme.slug}/contacts/new/",
        content_type="application/x-www-form-urlencoded",
        **{"wsgi.input": body, "CONTENT_LENGTH": "1000"},
    )

    assert body.taken == 1_000
