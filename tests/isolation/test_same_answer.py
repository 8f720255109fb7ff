"""What belongs to others answers exactly as what does not exist: nobody learns that it is there."""

import re
from dataclasses import asdict

import pytest

from tests.isolation.matrix import IN_WORKSPACE, WITH_IDS
from tests.isolation.people import MEMBERS, OUTSIDERS, OWNER
from tests.isolation.route import MISSING_ID, Route
from tests.isolation.world import Answer, World

NOWHERE = "no-such-workspace"
TRIED = ("GET", "POST", "DELETE")


def comparable(answer: Answer) -> dict[str, object]:
    """All of the answer, its SQL without the values that were asked for."""
    return asdict(answer) | {"queries": [without_values(sql) for sql in answer.queries]}


def without_values(sql: str) -> str:
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)


@pytest.mark.parametrize("route", IN_WORKSPACE, ids=lambda route: route.name)
def test_a_workspace_of_others_is_as_if_it_did_not_exist(route: Route, world: World):
    theirs, nowhere = route.path(world.acme), route.path(world.acme, slug=NOWHERE)
    for person in OUTSIDERS:
        for method in TRIED:
            answer = comparable(world.ask(person, method, theirs))

            assert answer == comparable(world.ask(person, method, nowhere))
            assert answer["status"] == 404


@pytest.mark.parametrize("route", WITH_IDS, ids=lambda route: route.name)
def test_an_object_of_another_workspace_is_as_if_it_did_not_exist(route: Route, world: World):
    foreign = route.path(world.acme, ids=route.ids(world.globex))
    missing = route.path(world.acme, ids=[MISSING_ID])
    for person in MEMBERS:
        for method in TRIED:
            answer = comparable(world.ask(person, method, foreign, route.data(world.acme, method)))

            assert answer == comparable(
                world.ask(person, method, missing, route.data(world.acme, method))
            )
            if route.expected(person, method) not in (403, 405):
                assert answer["status"] == 404


def test_an_object_is_found_in_its_own_workspace_only(world: World):
    """The other way round: the same ids do open something, where they belong."""
    for route in WITH_IDS:
        if "GET" in route.answers:
            own = world.ask(OWNER, "GET", route.path(world.acme)).status
            assert own == route.expected(OWNER, "GET") != 404
            assert world.ask(OWNER, "GET", route.path(world.globex)).status == 404
