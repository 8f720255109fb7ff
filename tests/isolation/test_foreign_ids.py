"""Ids of another workspace in forms and query strings are ids of nothing."""

import pytest

from contacts.models import Contact
from tests.isolation.matrix import PHONE
from tests.isolation.people import BOTH, EDITOR, MEMBERS, OWNER, Person
from tests.isolation.route import MISSING_ID
from tests.isolation.world import World

LISTS = ("contacts/", "contacts/export/", "contacts/verdict/")


def page(world: World, rest: str) -> str:
    return f"/w/{world.acme.slug}/{rest}"


@pytest.mark.parametrize("person", MEMBERS, ids=lambda person: person.name)
@pytest.mark.parametrize("page_name", LISTS)
@pytest.mark.parametrize("name", ["flags", "without", "import", "frozen"])
def test_a_foreign_filter_value_gives_nobody_and_the_message_of_an_unknown_one(
    world: World, person: Person, page_name: str, name: str
):
    space = world.globex
    rows = {"import": space.ready, "frozen": space.frozen}
    foreign = str(rows.get(name, space.flag).pk)

    given = world.ask(person, "GET", page(world, page_name), {name: foreign})
    unknown = world.ask(person, "GET", page(world, page_name), {name: str(MISSING_ID)})

    assert given.status == unknown.status == (400 if "export" in page_name else 200)
    for answer in (given, unknown):
        del answer.headers["Content-Length"]  # the numbers asked for differ in length
    assert given.text == unknown.text.replace(str(MISSING_ID), foreign)
    assert f"contacts/{world.acme.contact.pk}/" not in given.text
    assert len(given.queries) == len(unknown.queries)


@pytest.mark.parametrize("person", [EDITOR, BOTH, OWNER], ids=lambda person: person.name)
@pytest.mark.parametrize("rest", ["contacts/new/", "contacts/{}/edit/"])
def test_a_foreign_flag_on_a_contact_is_refused_as_an_unknown_one(
    world: World, person: Person, rest: str
):
    path = page(world, rest.format(world.acme.contact.pk))
    values = {"name": "New", "phone": PHONE}
    kept = [world.acme.flag.pk]

    given = world.ask(person, "POST", path, values | {"flags": [*kept, world.globex.flag.pk]})
    unknown = world.ask(person, "POST", path, values | {"flags": [*kept, MISSING_ID]})

    assert given.status == unknown.status == 200
    assert "A chosen flag does not exist in this workspace" in given.text
    assert given.text == unknown.text
    assert given.writes == []


def test_a_phone_of_another_workspace_raises_no_question(world: World):
    values = {"name": "New", "phone": world.globex.contact.phone}

    assert world.ask(EDITOR, "POST", page(world, "contacts/new/"), values).status == 302


def test_a_flag_name_of_another_workspace_is_free(world: World):
    values = {"name": world.globex.flag.name}

    assert world.ask(EDITOR, "POST", page(world, "flags/new/"), values).status == 302


def test_an_invitation_to_a_member_of_another_workspace_is_possible(world: World):
    values = {"email": world.globex.member.user.email, "role": "viewer"}

    assert world.ask(OWNER, "POST", page(world, "invitations/new/"), values).status == 302


def test_posted_fields_beyond_the_form_change_nothing(world: World):
    """No field of a form names the workspace, the author or the import of a contact."""
    client = world.client(EDITOR)
    foreign = world.globex
    client.post(
        page(world, "contacts/new/"),
        {
            "name": "New",
            "phone": PHONE,
            "workspace": foreign.workspace.pk,
            "workspace_id": foreign.workspace.pk,
            "contact_import": foreign.ready.pk,
            "created_by": foreign.member.user.pk,
            "id": foreign.contact.pk,
            "pk": foreign.contact.pk,
        },
    )

    contact = Contact.objects.get(phone=PHONE)
    assert contact.workspace == world.acme.workspace
    assert contact.contact_import is None
    assert contact.created_by != foreign.member.user
    foreign.contact.refresh_from_db()
    assert foreign.contact.workspace == foreign.workspace
    assert foreign.contact.name == f"Zebulon {foreign.canary}"


def test_a_cursor_made_in_another_workspace_opens_nothing_of_it(world: World):
    """A cursor is a place in an order, never a right."""
    from_globex = f"/w/{world.globex.slug}/contacts/"
    for index in range(60):
        Contact.objects.create(
            workspace=world.globex.workspace, name=f"More {index}", phone=f"+4420794700{index:02}"
        )
    response = world.client(BOTH).get(from_globex)
    cursor = response.text.split("cursor=", 1)[1].split('"', 1)[0].split("&", 1)[0]

    answer = world.ask(EDITOR, "GET", f"{page(world, 'contacts/')}?cursor={cursor}")

    assert answer.status == 200
    assert world.globex.canary not in answer.text
    assert "+4420794700" not in answer.text
