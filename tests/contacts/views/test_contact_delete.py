"""Deleting a contact, and contacts that are not there."""

import pytest
from django.test import Client

from contacts import writing
from contacts.models import Contact, ContactChange, Interaction
from tests import factories
from tests.contacts.views.meanwhile import meanwhile
from workspaces.models import AuditEntry, User, Workspace

NEW = "/w/acme/contacts/new/"


def url(contact: Contact, action: str = "") -> str:
    return contact.get_absolute_url() + action


def test_delete_says_what_goes_and_then_deletes_for_good(
    as_eve: Client, eve: User, acme: Workspace
):
    contact = factories.make_contact(
        acme, [acme.flags.get(name="VIP")], name="Ann", phone="+14155552671", notes="Likes tea."
    )

    for _ in range(2):
        factories.make_interaction(contact, eve)

    page = as_eve.get(url(contact, "delete/")).content.decode()

    for text in (
        "Ann",
        "+1 415-555-2671",
        "preferences and notes",
        "1 entry",
        "VIP",
        "2 interactions",
    ):
        assert text in page, text
    assert "must not be called" not in page
    response = as_eve.post(url(contact, "delete/"))
    assert response["Location"] == "/w/acme/contacts/"
    assert acme.contacts.count() == 0
    assert ContactChange.objects.count() == 0
    assert Interaction.objects.count() == 0
    entry = AuditEntry.objects.get(action="contact.deleted")
    assert (entry.actor, entry.workspace) == (eve, acme)
    assert as_eve.get(url(contact)).status_code == 404
    assert as_eve.post(url(contact, "delete/")).status_code == 404


def test_delete_of_a_contact_deleted_meanwhile_is_a_404(as_eve: Client, acme: Workspace):
    contact = factories.make_contact(acme)

    with meanwhile(lambda: writing.delete(Contact.objects.get(), None)):
        response = as_eve.post(url(contact, "delete/"))

    assert response.status_code == 404
    assert AuditEntry.objects.filter(action="contact.deleted").count() == 1


def test_delete_of_a_contact_that_must_not_be_called_warns(as_eve: Client, acme: Workspace):
    contact = factories.make_contact(acme, [acme.flags.get(name="Do Not Call")])

    page = as_eve.get(url(contact, "delete/")).content.decode()

    assert "it carries “Do Not Call”" in page


@pytest.mark.parametrize("page", ["", "edit/", "delete/"])
@pytest.mark.parametrize("pk", ["999999", "9" * 30, "9" * 5000])
def test_a_contact_that_is_not_there_is_a_404(as_eve: Client, page: str, pk: str):
    assert as_eve.get(f"/w/acme/contacts/{pk}/{page}").status_code == 404
    assert as_eve.post(f"/w/acme/contacts/{pk}/{page}").status_code in (404, 405)


def test_methods_that_a_page_does_not_know_are_refused(as_eve: Client, acme: Workspace):
    contact = factories.make_contact(acme)

    assert as_eve.post(url(contact)).status_code == 405
    for page in (NEW, url(contact, "edit/"), url(contact, "delete/")):
        assert as_eve.put(page).status_code == 405
        assert as_eve.head(page).status_code == 200
