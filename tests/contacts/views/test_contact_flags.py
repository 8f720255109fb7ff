"""The flags of a contact, chosen on its own page and saved alone."""

import pytest
from django.test import Client

from contacts import writing
from contacts.models import ChangeKind, Contact, Flag
from tests import factories
from tests.contacts.views.meanwhile import meanwhile
from workspaces.models import User, Workspace


@pytest.fixture
def vip(acme: Workspace) -> Flag:
    return acme.flags.get(name="VIP")


@pytest.fixture
def dnc(acme: Workspace) -> Flag:
    return acme.flags.get(name="Do Not Call")


def url(contact: Contact) -> str:
    return f"{contact.get_absolute_url()}flags/"


def names(contact: Contact) -> list[str]:
    return list(contact.flags.order_by("name_key").values_list("name", flat=True))


def test_flags_are_saved_and_nothing_else(as_eve: Client, acme: Workspace, vip: Flag):
    hot = acme.flags.get(name="Hot Lead")
    contact = factories.make_contact(acme, [hot], name="Ann", notes="Likes tea.")

    response = as_eve.post(url(contact), {"flags": [vip.pk], "revision": 1})

    assert response["Location"] == contact.get_absolute_url()
    contact.refresh_from_db()
    assert (names(contact), contact.name, contact.notes) == (["VIP"], "Ann", "Likes tea.")
    kinds = acme.contactchange_set.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == [ChangeKind.CREATED, ChangeKind.FLAGGED, ChangeKind.UNFLAGGED]


def test_the_contacts_page_offers_them_to_editors(
    as_eve: Client, as_vic: Client, acme: Workspace, vip: Flag
):
    contact = factories.make_contact(acme, [vip])

    page = as_eve.get(contact.get_absolute_url()).text
    assert f'action="{url(contact)}"' in page
    assert 'name="reason"' not in page
    assert url(contact) not in as_vic.get(contact.get_absolute_url()).text
    assert as_eve.get(url(contact)).status_code == 200


def test_a_suppressing_flag_goes_only_with_a_reason(as_eve: Client, acme: Workspace, dnc: Flag):
    contact = factories.make_contact(acme, [dnc])
    assert 'name="reason"' in as_eve.get(contact.get_absolute_url()).text

    refused = as_eve.post(url(contact), {"revision": 1})
    assert refused.context["flags_form"].errors == {
        "reason": ["Say why “Do Not Call” is taken off this contact."]
    }
    assert names(contact) == ["Do Not Call"]

    as_eve.post(url(contact), {"revision": 1, "reason": "Asked to be called again."})
    assert names(contact) == []
    assert acme.contactchange_set.first().reason == "Asked to be called again."


def test_a_flag_that_became_suppressing_meanwhile_asks_for_the_reason(
    as_eve: Client, acme: Workspace, vip: Flag
):
    contact = factories.make_contact(acme, [vip])

    with meanwhile(lambda: Flag.objects.filter(pk=vip.pk).update(suppressing=True)):
        response = as_eve.post(url(contact), {"revision": 1})

    assert "Say why “VIP” is taken off" in response.text
    assert names(contact) == ["VIP"]


def test_what_somebody_saved_meanwhile_is_shown_and_kept(
    as_eve: Client, ada: User, acme: Workspace, vip: Flag, dnc: Flag
):
    contact = factories.make_contact(acme)
    writing.change(contact, ada, {}, [dnc], revision=1)

    response = as_eve.post(url(contact), {"flags": [vip.pk], "revision": 1})

    assert "Ada changed this contact meanwhile." in response.text
    assert names(contact) == ["Do Not Call"]
    form = response.context["flags_form"]
    assert (form["revision"].value(), form["flags"].value()) == ("2", [str(vip.pk)])
    assert 'name="reason"' in response.text
    again = as_eve.post(url(contact), {"flags": [vip.pk, dnc.pk], "revision": 2})
    assert again.status_code == 302
    assert names(contact) == ["Do Not Call", "VIP"]


def test_the_same_choice_by_two_people_is_no_conflict(
    as_eve: Client, ada: User, acme: Workspace, vip: Flag
):
    contact = factories.make_contact(acme)
    writing.change(contact, ada, {}, [vip], revision=1)

    assert as_eve.post(url(contact), {"flags": [vip.pk], "revision": 1}).status_code == 302


def test_a_contact_deleted_meanwhile_is_a_404(as_eve: Client, acme: Workspace, vip: Flag):
    contact = factories.make_contact(acme)

    with meanwhile(lambda: writing.delete(Contact.objects.get(), None)):
        assert as_eve.post(url(contact), {"flags": [vip.pk]}).status_code == 404


@pytest.mark.parametrize("flag", ["999999", "x", "9" * 30, "\0"])
def test_a_flag_that_is_not_there_is_refused(as_eve: Client, acme: Workspace, flag: str):
    contact = factories.make_contact(acme)

    response = as_eve.post(url(contact), {"flags": [flag]})

    assert list(response.context["flags_form"].errors) == ["flags"]
    assert names(contact) == []


def test_a_foreign_flag_is_refused_like_one_that_is_not_there(
    as_eve: Client, acme: Workspace, globex: Workspace
):
    contact = factories.make_contact(acme)

    response = as_eve.post(url(contact), {"flags": [globex.flags.first().pk]})

    assert "A chosen flag does not exist in this workspace" in response.text
    assert names(contact) == []
