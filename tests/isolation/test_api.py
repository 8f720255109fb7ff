"""The API keeps workspaces apart: with a token of one, nothing of another is there."""

import json

import pytest
from django.urls import reverse

from tests.isolation.matrix import MISSING_UUID, ROUTES
from tests.isolation.people import STRANGER
from tests.isolation.route import MISSING_ID
from tests.isolation.spaces import Space
from tests.isolation.world import Answer, World

NO_PHONE = "+442079460888"

# Each route by token: the ids and the query of a workspace's own thing, and of one that is nowhere.
BY_TOKEN = {
    "api:audiences": (lambda space: ([], {}), None),
    "api:audience": (lambda space: ([space.audience.uuid], {}), ([MISSING_UUID], {})),
    "api:audience-contacts": (lambda space: ([space.audience.uuid], {}), ([MISSING_UUID], {})),
    "api:contacts": (
        lambda space: ([], {"phone": space.contact.phone, "include": "all"}),
        ([], {"phone": NO_PHONE, "include": "all"}),
    ),
    "api:contact": (
        lambda space: ([space.contact.pk], {"include": "all"}),
        ([MISSING_ID], {"include": "all"}),
    ),
    "api:contact-interactions": (
        lambda space: ([space.contact.pk], {}),
        ([MISSING_ID], {}),
    ),
    "api:number": (lambda space: ([space.contact.phone], {}), ([NO_PHONE], {})),
}
# What is posted there; all others are read.
POSTED = {"api:contact-interactions": {"kind": "note", "text": "Posted"}}
by_route = pytest.mark.parametrize("name", BY_TOKEN)


def ask(world: World, space: Space, name: str, ids: list, query: dict) -> Answer:
    """Ask with the token of the workspace."""
    bearer = {"Authorization": f"Bearer {space.secret}"}
    if name in POSTED:
        headers = bearer | {"Idempotency-Key": "1"}
        return world.ask(
            STRANGER, "POST", reverse(name, args=ids), json.dumps(POSTED[name]).encode(),
            content_type="application/json", headers=headers,
        )  # fmt: skip
    return world.ask(STRANGER, "GET", reverse(name, args=ids), query, headers=bearer)


def test_the_table_holds_every_route_of_the_api():
    routes = {route.name for route in ROUTES if route.name.startswith("api:")}
    assert set(BY_TOKEN) == routes - {"api:api-root", "api:openapi-json"}


@by_route
def test_its_own_workspace_answers(name, world: World):
    own, _ = BY_TOKEN[name]
    answer = ask(world, world.acme, name, *own(world.acme))
    assert answer.status == (201 if name in POSTED else 200)
    assert name == "api:number" or world.acme.canary in answer.text


@by_route
def test_foreign_and_missing_are_one_answer(name, world: World):
    own, nowhere = BY_TOKEN[name]
    ids, query = own(world.globex)

    foreign = ask(world, world.acme, name, ids, query)

    assert world.globex.canary not in foreign.text
    assert world.globex.name_canary not in foreign.text
    if nowhere:
        missing = ask(world, world.acme, name, *nowhere)
        assert neutral(foreign, world) == neutral(missing, world)
        assert len(foreign.queries) == len(missing.queries)


def neutral(answer: Answer, world: World) -> tuple[int, dict[str, str], bytes]:
    """Without what was asked for and when: both are in the answer to any question."""
    body = answer.body.replace(world.globex.contact.phone.encode(), NO_PHONE.encode())
    body, as_of, rest = body.partition(b'"as_of"')
    return answer.status, answer.headers, body + as_of + rest[60:]


@by_route
def test_no_page_of_the_list_leads_across(name, world: World):
    """A cursor of one workspace's list shows nothing of it to another's token."""
    own, _ = BY_TOKEN[name]
    ids, query = own(world.acme)
    cursor = "WyJhZGRlZCIsbnVsbCwxLGZhbHNlLDBd"  # behind id 1, oldest first

    answer = ask(world, world.acme, name, ids, query | {"cursor": cursor})

    assert world.globex.canary not in answer.text
