"""A text that every datum of a workspace holds is never seen from another one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.isolation.matrix import IN_WORKSPACE, ROUTES, WITH_IDS
from tests.isolation.people import BOTH, MEMBERS, OUTSIDERS, PERSONS, VIEWER, Person
from tests.isolation.route import METHODS
from tests.isolation.world import World

# All of these find somebody, or something, in each of the workspaces.
SEARCHES = ("Zebulon", "example.com", "+4420794601", "20 7946", "a")

by_member = pytest.mark.parametrize("person", MEMBERS, ids=lambda person: person.name)


def leaked(text: str, world: World, person: Person) -> list[str]:
    """Canaries of the other workspace in the text; its name is no secret to its own people."""
    canaries = [world.globex.canary]
    if person is not BOTH:
        canaries += [world.globex.name_canary, world.globex.slug]
    return [canary for canary in canaries if canary in text]


@pytest.mark.parametrize("person", PERSONS, ids=lambda person: person.name)
def test_no_page_shows_anything_of_another_workspace(person: Person, world: World):
    found = {}
    for route in IN_WORKSPACE:
        for method in ("GET", "POST"):
            answer = world.ask(
                person, method, route.path(world.acme), route.data(world.acme, method)
            )
            if leaks := leaked(answer.text, world, person):
                found[route.name, method] = leaks

    assert found == {}


@by_member
def test_an_id_of_another_workspace_brings_nothing_of_it(person: Person, world: World):
    found = {}
    for route in WITH_IDS:
        path = route.path(world.acme, ids=route.ids(world.globex))
        for method in METHODS:
            answer = world.ask(person, method, path, route.data(world.acme, method))
            if leaks := leaked(answer.text, world, person):
                found[route.name, method] = leaks

    assert found == {}


@by_member
@pytest.mark.parametrize("query", SEARCHES)
def test_search_and_export_find_nobody_of_another_workspace(
    person: Person, query: str, world: World
):
    for page in (
        "contacts/",
        "contacts/missing/",
        "search/",
        "contacts/export/",
        "imports/",
        "flags/",
        "members/",
    ):
        answer = world.ask(person, "GET", f"/w/{world.acme.slug}/{page}", {"q": query})
        assert leaked(answer.text, world, person) == []
        htmx = {"headers": {"HX-Request": "true"}}
        answer = world.ask(person, "GET", f"/w/{world.acme.slug}/{page}", {"q": query}, **htmx)
        assert leaked(answer.text, world, person) == []


def test_the_searches_do_find_the_own_contact(world: World):
    """Or the test above would hold of a search that finds nothing."""
    for query in SEARCHES:
        answer = world.ask(VIEWER, "GET", f"/w/{world.acme.slug}/contacts/", {"q": query})
        assert f"contacts/{world.acme.contact.pk}/" in answer.text, query


def test_an_empty_result_names_another_workspace_only_to_its_own_people(world: World):
    path, query = f"/w/{world.acme.slug}/contacts/", {"q": world.globex.contact.phone}

    assert "is found in" in world.ask(BOTH, "GET", f"{path}missing/", query).text
    for person in MEMBERS:
        for page in (path, f"{path}missing/"):
            answer = world.ask(person, "GET", page, query)
            assert leaked(answer.text, world, person) == []


def test_an_empty_result_does_not_tell_who_is_in_a_workspace_of_strangers(world: World):
    strangers = factories.make_workspace("Strangers")
    factories.make_contact(strangers, name="Quixote")

    for page in ("contacts/", "contacts/missing/"):
        answer = world.ask(BOTH, "GET", f"/w/{world.acme.slug}/{page}", {"q": "Quixote"})
        assert "is found in" not in answer.text


def test_a_review_names_no_contact_of_another_workspace(world: World):
    """Its phones are no duplicates here; one that is, is named by the own contact's name."""
    lines = ["name,phone,email,state,brokerage"]
    lines += [f"New,{space.contact.phone},,," for space in (world.globex, world.acme)]
    file = SimpleUploadedFile("people.csv", "\n".join(lines).encode())
    client = world.client(BOTH)

    response = client.post(f"/w/{world.acme.slug}/imports/new/", {"file": file}, follow=True)

    contact_import = world.acme.workspace.imports.first()
    assert (contact_import.valid_rows, contact_import.duplicate_rows) == (1, 1)
    assert world.acme.contact.name in response.text
    assert world.globex.canary not in response.text
    errors = client.get(f"/w/{world.acme.slug}/imports/{contact_import.pk}/errors.csv")
    assert world.globex.canary.encode() not in b"".join(errors.streaming_content)


def test_pages_outside_workspaces_show_outsiders_nothing(world: World):
    found = {}
    for route in ROUTES:
        if route.in_workspace or route.name == "invitation_accept":
            continue
        for person in OUTSIDERS:
            text = world.ask(person, "GET", route.path(world.acme)).text
            if world.acme.canary in text or world.acme.name_canary in text:
                found[route.name] = person.name

    assert found == {}
