"""A form for a new workspace that is sent twice makes one."""

import pytest
from django.test import Client

from tests import factories
from tests.contacts.at_once import at_once
from workspaces import invitations, members
from workspaces.models import AuditEntry, Membership, Role, User, Workspace

NEW = "/workspaces/new/"

pytestmark = pytest.mark.django_db(transaction=True)


def create(client: Client, name: str = "Hill & Co", after: object = None) -> str:
    """Press the button; where it leads."""
    posted = {"name": name, "time_zone": "UTC"} | ({} if after is None else {"after": after})
    answer = client.post(NEW, posted)
    assert answer.status_code == 302
    return answer.url


def shown(client: Client) -> int:
    """What the form on the page says."""
    number = client.get(NEW).text.partition('name="after" value="')[2].partition('"')[0]
    assert number.isdecimal()
    return int(number)


def test_parallel_clicks_make_one_workspace(as_ada: Client, acme: Workspace, ada: User):
    after = shown(as_ada)

    led_to = at_once(*[lambda: create(as_ada, after=after)] * 4)

    made = Workspace.objects.get(name="Hill & Co")
    assert led_to == [f"/w/{made.slug}/"] * 4
    assert made.memberships.get().user == ada
    assert AuditEntry.objects.filter(action="workspace.created").count() == 1


def test_a_second_click_leads_to_the_first_one_and_says_it_once(as_ada: Client):
    after = shown(as_ada)
    assert after == 0

    assert (first := create(as_ada, after=after)) == create(as_ada, after=after)
    assert as_ada.get(first).text.count("is ready. Add the first contacts.") == 1


def test_the_form_opened_again_makes_another(as_ada: Client):
    assert create(as_ada, after=shown(as_ada)) != create(as_ada, after=shown(as_ada))


def test_another_name_or_person_makes_another(as_ada: Client, as_gus: Client):
    after = shown(as_ada)

    led_to = {create(as_ada, after=after), create(as_ada, "Dale", after)}
    led_to.add(create(as_gus, after=0))

    assert len(led_to) == 3


def test_one_that_others_made_stands_for_none(as_ada: Client, ada: User, gus: User):
    """Who was made an owner of it meanwhile did not click twice."""
    after = shown(as_ada)
    elsewhere = factories.make_workspace("Hill & Co", owner=gus)
    AuditEntry.record("workspace.created", actor=gus, workspace=elsewhere)
    invitations.accept(invitations.invite(elsewhere, ada.email, Role.OWNER, gus), ada)

    assert create(as_ada, after=after) != f"/w/{elsewhere.slug}/"


def test_one_that_was_left_stands_for_none(as_ada: Client, ada: User, gus: User):
    after = shown(as_ada)
    first = create(as_ada, after=after)
    made = Workspace.objects.get()
    factories.add_member(made, gus, Role.OWNER)
    members.remove(Membership.objects.get(workspace=made, user=ada), ada)

    assert create(as_ada, after=after) != first


@pytest.mark.parametrize("after", [None, "", "x", "-1", "9" * 30, "\x00"])
def test_without_a_number_each_post_makes_one(as_ada: Client, after):
    assert create(as_ada, after=after) != create(as_ada, after=after)
