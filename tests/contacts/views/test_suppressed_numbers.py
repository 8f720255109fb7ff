"""A number that must not be called, at every door: the forms, the admin, a repaired import."""

import pytest
from django.test import Client
from django.urls import reverse

from contacts import uploads, writing
from contacts.models import Contact, Flag
from tests import factories
from tests.contacts.admin import test_contacts as in_admin
from tests.contacts.imports.files import confirm, csv_bytes, upload, work_off
from tests.contacts.views.test_contact_edit import edit, typed
from workspaces.models import User, Workspace

PHONE, OTHER = "+14155552671", "+14155552672"


@pytest.fixture
def stop(acme: Workspace) -> Flag:
    return acme.flags.get(name="Do Not Call")


@pytest.fixture
def gone(acme: Workspace, ada: User, stop: Flag) -> None:
    """Somebody with PHONE asked not to be called, and was deleted."""
    writing.delete(factories.make_contact(acme, [stop], phone=PHONE), ada)


@pytest.fixture
def ann(acme: Workspace) -> Contact:
    return factories.make_contact(acme, [acme.flags.get(name="VIP")], name="Ann", phone=OTHER)


def flags_of(contact: Contact) -> list[str]:
    return list(contact.flags.order_by("name").values_list("name", flat=True))


def test_a_contact_that_is_added_with_it_is_given_its_flag(as_eve, acme, gone):
    form = {"name": "Back", "phone": PHONE}
    assert as_eve.post(reverse("contact_create", args=["acme"]), form).status_code == 302

    assert flags_of(acme.contacts.get(name="Back")) == ["Do Not Call"]


def test_a_contact_whose_phone_becomes_it_is_given_its_flag(as_eve: Client, ann, gone):
    """The form was made while nothing spoke against a call: what it posts has no such flag."""
    assert as_eve.post(edit(ann), typed(ann, phone=PHONE)).status_code == 302

    assert flags_of(ann) == ["Do Not Call", "VIP"]


def test_a_phone_that_is_typed_over_leaves_its_flag_behind(as_eve: Client, acme, stop):
    ann = factories.make_contact(acme, [stop], name="Ann", phone=PHONE)
    assert as_eve.post(edit(ann), typed(ann, phone=OTHER)).status_code == 302

    assert flags_of(ann) == ["Do Not Call"]
    assert flags_of(factories.make_contact(acme, phone=PHONE)) == ["Do Not Call"]


def test_the_admin_gives_its_flag_to_whom_it_adds(as_admin: Client, acme, gone):
    form = {"workspace": acme.pk, "name": "Back", "phone": PHONE}
    form |= dict.fromkeys(("email", "state", "brokerage", "notes"), "")
    assert as_admin.post(in_admin.ADD, form).status_code == 302

    assert flags_of(acme.contacts.get(name="Back")) == ["Do Not Call"]


def test_the_admin_gives_its_flag_to_whose_phone_becomes_it(as_admin: Client, ann, gone):
    vip = ann.flags.get()
    form = in_admin.form_of(ann, [vip.pk], phone=PHONE)
    assert as_admin.post(in_admin.page_of(ann), form).status_code == 302

    assert flags_of(ann) == ["Do Not Call", "VIP"]


@pytest.mark.parametrize("several", [False, True])
def test_the_admin_remembers_it_of_whom_it_deletes(as_admin: Client, acme, stop, several):
    doomed = factories.make_contact(acme, [stop], phone=PHONE)
    url, form = reverse("admin:contacts_contact_delete", args=[doomed.pk]), {"post": "yes"}
    if several:
        url = in_admin.LIST
        form |= {"action": "delete_selected", "_selected_action": [doomed.pk]}
    assert as_admin.post(url, form).status_code == 302
    assert not acme.contacts.exists()

    assert flags_of(factories.make_contact(acme, phone=PHONE)) == ["Do Not Call"]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_repaired_to_it_is_given_its_flag(acme, ada, gone):
    contact_import = upload(acme, ada, csv_bytes("Ann,+1 (415) 555-2671,,,", f"Bo,{OTHER},,,"))
    assert uploads.repair(contact_import, ada, ["phone_needs_cleaning"])
    work_off(contact_import)
    assert contact_import.problems["warning_suppressed"]["count"] == 1
    confirm(contact_import, ada)

    flags = {contact.name: flags_of(contact) for contact in acme.contacts.all()}
    assert flags == {"Ann": ["Do Not Call"], "Bo": []}
