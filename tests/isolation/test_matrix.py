"""Every route, every method, every person: the answers are those of the table."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.isolation.headers import what_is_wrong
from tests.isolation.matrix import ROUTES
from tests.isolation.people import PERSONS
from tests.isolation.route import METHODS, SIGN_IN, Result, Route
from tests.isolation.routes import walk
from tests.isolation.world import Answer, World
from workspaces.models import Role

# So many there were when this was written: the walker must not have gone blind.
KNOWN_ROUTES = 42

REFUSALS = (SIGN_IN, 403, 404)
REMEMBERS = 'SET "last_workspace_id"'

by_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


def result(answer: Answer, path: str) -> Result:
    sign_in = f"{reverse('login')}?next={quote(path)}"
    if answer.status == 302 and answer.headers["Location"] == sign_in:
        return SIGN_IN
    return answer.status


def test_the_table_holds_every_route():
    found = [name for name, _ in walk() if not name.startswith("admin:")]

    table = {route.name for route in ROUTES}
    assert {"not in the table": set(found) - table, "no longer there": table - set(found)} == {
        "not in the table": set(),
        "no longer there": set(),
    }
    assert len(found) == len(ROUTES), "A route is there twice."
    assert len(found) >= KNOWN_ROUTES


def test_every_page_below_a_workspace_asks_for_the_role_of_the_table():
    asked = {name: getattr(view, "workspace_role", None) for name, view in walk()}

    assert {route.name: asked[route.name] for route in ROUTES} == {
        route.name: route.least if isinstance(route.least, Role) else None for route in ROUTES
    }


@by_route
def test_the_answers_are_those_of_the_table(route: Route, world: World):
    """Refusals write nothing, and every answer has its headers."""
    path = route.path(world.acme)
    given, expected, written, headers = {}, {}, {}, {}
    for person in PERSONS:
        for method in METHODS:
            asked = (person.name, method)
            answer = world.ask(person, method, path, route.data(world.acme, method))
            given[asked] = result(answer, path)
            expected[asked] = route.expected(person, method)
            writes = answer.writes
            if (person, method) in route.exceptions:
                # Let into the workspace, which is remembered as open last, refused by the page.
                writes = [sql for sql in writes if REMEMBERS not in sql]
            if given[asked] in REFUSALS and writes:
                written[asked] = writes
            if wrong := what_is_wrong(answer.headers):
                headers[asked] = wrong

    assert given == expected
    assert written == {}
    assert headers == {}
