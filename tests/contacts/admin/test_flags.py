"""A site admin works on flags; what guards a suppressing one holds here too."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contacts import writing
from contacts.models import Flag
from tests import factories
from workspaces.models import AuditEntry, Workspace

LIST = reverse("admin:contacts_flag_changelist")
ADD = reverse("admin:contacts_flag_add")


def page_of(flag: Flag, action: str = "change") -> str:
    return reverse(f"admin:contacts_flag_{action}", args=[flag.pk])


def posted(workspace: Workspace, **changed: Any) -> dict[str, Any]:
    return {"workspace": workspace.pk, "name": "Seller", "colour": "teal", **changed}


def test_adding_a_suppressing_flag_is_audited(acme, site_admin, as_admin: Client):
    assert as_admin.post(ADD, posted(acme, suppressing="on")).status_code == 302

    assert acme.flags.get(name="Seller").created_by == site_admin
    assert AuditEntry.objects.filter(action="flag.marked_suppressing").count() == 1


def test_name_that_is_taken_is_an_error_of_the_form(acme, globex, as_admin: Client):
    response = as_admin.post(ADD, posted(acme, name="vip"))

    assert "already has a flag" in str(response.context["adminform"].form.errors)
    assert acme.flags.filter(name_key="vip").count() == 1


def test_name_taken_elsewhere_is_free(acme, globex, as_admin: Client):
    factories.make_flag(globex, "Seller")

    assert as_admin.post(ADD, posted(acme)).status_code == 302


def test_renaming_to_a_taken_name_is_an_error(acme, as_admin: Client):
    vip = acme.flags.get(name="VIP")

    response = as_admin.post(page_of(vip), posted(acme, name="hot lead"))

    assert response.status_code == 200
    assert acme.flags.filter(name="VIP").exists()


def test_flag_keeps_its_workspace_and_a_suppressing_one_its_mark(acme, globex, as_admin: Client):
    stop = acme.flags.get(name="Do Not Call")

    as_admin.post(page_of(stop), posted(globex, name="Never Call"))

    stop.refresh_from_db()
    assert (stop.name, stop.suppressing, stop.workspace) == ("Never Call", True, acme)


def test_deleting_takes_the_flag_off_contacts_and_is_audited(acme, as_admin: Client):
    vip = acme.flags.get(name="VIP")
    contact = factories.make_contact(acme, flags=[vip])

    assert "carried by 1 contact" in as_admin.get(page_of(vip, "delete")).content.decode()
    as_admin.post(page_of(vip, "delete"), {"post": "yes"})

    contact.refresh_from_db()
    assert (contact.flags.count(), contact.revision) == (0, 2)
    assert AuditEntry.objects.filter(action="flag.deleted").count() == 1


def test_suppressing_flag_is_not_deleted_here(acme, as_admin: Client):
    stop, vip = acme.flags.get(name="Do Not Call"), acme.flags.get(name="VIP")

    assert as_admin.post(page_of(stop, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [stop.pk, vip.pk], "post": "yes"}
    response = as_admin.post(LIST, chosen)

    assert "Do Not Call (suppressing)" in response.content.decode()
    assert acme.flags.filter(pk__in=[stop.pk, vip.pk]).count() == 2


def test_deleting_several_flags(acme, as_admin: Client):
    chosen = [factories.make_flag(acme).pk for _ in range(2)]

    as_admin.post(LIST, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})

    assert not acme.flags.filter(pk__in=chosen).exists()
    assert AuditEntry.objects.filter(action="flag.deleted").count() == 2


@pytest.mark.parametrize(("typed", "found"), [("ÉTÉ", 1), ("vip", 1), ("nothing", 0)])
def test_search_does_not_mind_case(typed, found, acme, as_admin: Client):
    factories.make_flag(acme, "Été")

    assert as_admin.get(LIST, {"q": typed}).context["cl"].result_count == found


def test_the_memory_of_numbers_is_read_and_shows_none(as_admin: Client, acme: Workspace, ada):
    stop = acme.flags.get(suppressing=True)
    contact = factories.make_contact(acme, [stop])
    writing.delete(contact, ada)
    row = acme.suppressed_numbers.get()

    records = "/admin/contacts/suppressednumber/"

    for url in (records, f"{records}{row.pk}/change/"):
        page = as_admin.get(url).content.decode()
        assert "Do Not Call" in page
        assert row.digest not in page
        assert contact.phone not in page
        assert contact.phone[1:] not in page
    assert as_admin.post(f"{records}{row.pk}/delete/").status_code == 403


def test_a_flag_deleted_in_the_admin_goes_as_everywhere(as_admin: Client, acme: Workspace):
    """A site admin is no member, and no owner."""
    vip = acme.flags.get(name="VIP")
    contact = factories.make_contact(acme, [vip])

    as_admin.post(f"/admin/contacts/flag/{vip.pk}/delete/", {"post": "yes"})

    assert list(contact.flags.all()) == []
    contact.refresh_from_db()
    assert contact.revision == 2
