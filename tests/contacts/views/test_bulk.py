"""The pages of bulk actions: who may, what is said beforehand, what happens then."""

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from contacts.models import Contact, Flag, Job
from tests.factories import make_contact
from workspaces.models import AuditEntry

TEXAS = {"all": "1", "query": "state=Texas"}


@pytest.fixture
def vip(acme) -> Flag:
    return acme.flags.get(name="VIP")


@pytest.fixture
def stop(acme) -> Flag:
    return acme.flags.get(suppressing=True)


@pytest.fixture
def crowd(acme, vip) -> list[Contact]:
    texans = [
        make_contact(acme, [vip] if n < 2 else [], name=f"Texan {n}", state="Texas")
        for n in range(10)
    ]
    make_contact(acme, name="Ann Elsewhere", state="Ohio")
    return texans


def address(name: str, **data: object) -> str:
    return f"{reverse(name, args=['acme'])}?{urlencode(data, doseq=True)}"


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_choosing_flags_comes_before_the_numbers(as_eve, crowd, vip, stop):
    page = text(as_eve.get(address("bulk_add_flags", **TEXAS)))

    assert "Which flags to add?" in page
    assert "<strong>10 contacts</strong> in Acme" in page
    assert "in state Texas" in page
    assert "Texan 9" in page and "Texan 1<" not in page
    assert "and 2 more" in page
    assert f'name="flags" value="{stop.pk}"' in page

    again = text(as_eve.get(address("bulk_add_flags", chosen=1, **TEXAS)))
    assert "Choose at least one flag." in again


def test_numbers_are_said_before_flags_are_added(as_eve, acme, crowd, vip):
    page = text(as_eve.get(address("bulk_add_flags", chosen=1, flags=vip.pk, **TEXAS)))

    assert "<td>8</td><td>2</td>" in page
    assert "Add to 8 contacts" in page
    assert not Job.objects.exists()

    response = as_eve.post(
        reverse("bulk_add_flags", args=["acme"]), {**TEXAS, "flags": vip.pk, "count": "10"}
    )

    assert response["Location"] == reverse("contact_list", args=["acme"]) + "?state=Texas"
    assert vip.contacts.count() == 10
    shown = text(as_eve.get(response["Location"]))
    assert "8 contacts got “VIP”." in shown
    assert f'<a href="/w/acme/jobs/{Job.objects.get().pk}/">Details and undo</a>' in shown


def test_suppressing_flag_is_announced_as_one_that_stays(as_eve, crowd, stop):
    page = text(as_eve.get(address("bulk_add_flags", chosen=1, flags=stop.pk, **TEXAS)))

    assert "“Do Not Call” keeps contacts from being called. It cannot be taken off many" in page


def test_suppressing_flags_are_not_offered_nor_taken_off(as_eve, acme, crowd, stop):
    make_contact(acme, [stop], name="Silent", state="Texas")

    assert f'value="{stop.pk}"' not in text(as_eve.get(address("bulk_remove_flags", **TEXAS)))
    response = as_eve.post(
        reverse("bulk_remove_flags", args=["acme"]), {**TEXAS, "flags": stop.pk, "count": "11"}
    )

    assert "does not exist in this workspace" in text(response)
    assert stop.contacts.count() == 1
    assert not Job.objects.exists()


def test_flags_are_removed_from_picked_contacts(as_eve, acme, crowd, vip):
    ids = [crowd[0].pk, crowd[5].pk]
    page = text(as_eve.get(address("bulk_remove_flags", contact=ids, chosen=1, flags=vip.pk)))
    assert "Remove from 1 contact<" in page

    as_eve.post(
        reverse("bulk_remove_flags", args=["acme"]),
        {"contact": ids, "flags": vip.pk, "count": "2"},
    )

    assert [contact.name for contact in vip.contacts.all()] == ["Texan 1"]


def test_list_that_has_changed_is_shown_again_before_anything_happens(as_eve, acme, crowd, vip):
    crowd[3].delete()

    response = as_eve.post(
        reverse("bulk_add_flags", args=["acme"]), {**TEXAS, "flags": vip.pk, "count": "10"}
    )

    page = text(response)
    assert "The list has changed since" in page
    assert "Add to 7 contacts" in page
    assert vip.contacts.count() == 2


def test_nothing_to_change_offers_no_button(as_eve, crowd, vip):
    page = text(as_eve.get(address("bulk_add_flags", contact=crowd[0].pk, chosen=1, flags=vip.pk)))

    assert "All of them have it already." in page
    assert "Add to" not in page


def test_deleting_demands_the_number(as_eve, acme, crowd):
    page = text(as_eve.get(address("bulk_delete", **TEXAS)))
    assert "Delete 10 contacts?" in page
    assert "Type 10 to delete them." in page
    url, data = reverse("bulk_delete", args=["acme"]), {**TEXAS, "count": "10"}

    assert "Type the number of contacts: 10." in text(
        as_eve.post(url, {**data, "contact_count": "9"})
    )
    assert acme.contacts.count() == 11
    response = as_eve.post(url, {**data, "contact_count": "10"})

    assert response.status_code == 302
    assert [contact.name for contact in acme.contacts.all()] == ["Ann Elsewhere"]
    assert "10 contacts are deleted for good." in text(
        as_eve.get(reverse("contact_list", args=["acme"]))
    )


def test_number_typed_for_another_list_deletes_nobody(as_eve, acme, crowd):
    make_contact(acme, name="Late", state="Texas")

    response = as_eve.post(
        reverse("bulk_delete", args=["acme"]), {**TEXAS, "count": "10", "contact_count": "10"}
    )

    assert "Type the number of contacts: 11." in text(response)
    assert acme.contacts.count() == 12


@pytest.mark.django_db(transaction=True)
def test_large_action_leads_to_its_progress(as_eve, acme, crowd, vip, settings, run_worker):
    settings.IMPORT_INLINE_ROWS = 5
    response = as_eve.post(
        reverse("bulk_add_flags", args=["acme"]), {**TEXAS, "flags": vip.pk, "count": "10"}
    )

    job = Job.objects.get()
    assert response["Location"] == reverse("job_detail", args=["acme", job.pk])
    page = text(as_eve.get(response["Location"]))
    assert "Add “VIP” to 10 contacts" in page
    assert "0 of 10 contacts" in page
    run_worker()
    page = text(as_eve.get(response["Location"]))
    assert "8 contacts got “VIP”." in page
    assert "2 contacts had it already." in page
    assert reverse("job_undo", args=["acme", job.pk]) in page


def test_undo_says_what_it_keeps(as_eve, as_vic, acme, crowd, vip):
    as_eve.post(reverse("bulk_add_flags", args=["acme"]), {**TEXAS, "flags": vip.pk, "count": "10"})
    job = Job.objects.get()
    Contact.objects.filter(pk=crowd[4].pk).update(revision=3)
    url = reverse("job_undo", args=["acme", job.pk])
    assert url not in text(as_vic.get(reverse("job_detail", args=["acme", job.pk])))

    page = text(as_eve.get(url))
    assert "Undo for 7 contacts" in page
    assert "1 contact was changed since and stays as it is." in page
    response = as_eve.post(url)

    assert vip.contacts.count() == 3
    page = text(as_eve.get(response["Location"]))
    assert "7 contacts are as before." in page
    assert ">Texan 4</a>" in page
    assert as_eve.post(url).status_code == 302
    assert vip.contacts.count() == 3


def test_selection_is_exported_by_viewers_too(as_vic, acme, crowd):
    response = as_vic.get(address("bulk_export", contact=[crowd[1].pk, crowd[2].pk]))

    lines = b"".join(response.streaming_content).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["Texan 2", "Texan 1"]
    assert AuditEntry.objects.get(action="contacts.exported").detail["contacts"] == 2

    everybody = as_vic.get(address("bulk_export", all=1, query="state=Texas&sort=name"))
    lines = b"".join(everybody.streaming_content).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [f"Texan {n}" for n in range(10)]


@pytest.mark.parametrize(
    "name", ["bulk_add_flags", "bulk_remove_flags", "bulk_delete", "bulk_export"]
)
def test_empty_or_damaged_selection_leads_back_with_a_message(as_eve, crowd, name):
    response = as_eve.get(address(name, query="q=texan"))
    assert response["Location"] == "/w/acme/contacts/?q=texan"
    assert "Choose at least one contact first." in text(as_eve.get(response["Location"]))

    response = as_eve.get(address(name, contact="\0"))
    assert response.status_code == 302
    response = as_eve.get(address(name, all=1, query="flags=99999999999999999999999"))
    assert response["Location"] == "/w/acme/contacts/?flags=99999999999999999999999"


ROUTES = {
    "bulk_add_flags": ("chosen", "flags", "count"),
    "bulk_remove_flags": ("chosen", "flags", "count"),
    "bulk_delete": ("count", "contact_count"),
    "bulk_export": (),
}
OTHERS = ("import", "state", "q", "frozen", "sort", "junk", "x" * 300, "\0")


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("stray", [*OTHERS, "flags", "count", "chosen", "contact_count"])
def test_filter_beside_the_query_chooses_nobody(as_eve, acme, crowd, vip, name, stray):
    """Whoever writes `?all=1&import=5` means an import, and by no means everybody."""
    url, everybody = reverse(name, args=["acme"]), {"all": "1", "query": ""}
    if stray not in ROUTES[name] or stray == "flags":
        response = as_eve.get(url, {**everybody, stray: vip.pk})

        assert (response.status_code, response.get("Location")) == (302, "/w/acme/contacts/")
        page = text(as_eve.get(response["Location"]))
        assert "does not say who is meant here. Choose from the list again." in page
    if name == "bulk_export" or stray in ROUTES[name]:
        return
    whole = {**everybody, "flags": vip.pk, "count": "11", "contact_count": "11"}
    form = {field: whole[field] for field in (*everybody, *ROUTES[name]) if field in whole}

    assert as_eve.post(url, {**form, stray: "1"}).status_code == 302
    assert as_eve.post(f"{url}?{urlencode({stray: 1})}", form).status_code == 302

    assert acme.contacts.count() == 11
    assert vip.contacts.count() == 2
    assert not Job.objects.exists()


def test_form_posted_to_the_address_of_its_page_is_understood(as_eve, crowd, vip):
    url = address("bulk_add_flags", **TEXAS, chosen=1, flags=vip.pk)

    as_eve.post(url, {**TEXAS, "flags": vip.pk, "count": "10"})

    assert vip.contacts.count() == 10


def test_contact_of_another_workspace_is_not_reached(as_eve, acme, globex, crowd, vip):
    foreign = make_contact(globex, name="Foreign")

    page = text(as_eve.get(address("bulk_delete", contact=foreign.pk)))
    assert "Foreign" not in page
    as_eve.post(
        reverse("bulk_delete", args=["acme"]),
        {"contact": [foreign.pk, crowd[0].pk], "count": "1", "contact_count": "1"},
    )

    assert globex.contacts.count() == 1
    assert acme.contacts.count() == 10
