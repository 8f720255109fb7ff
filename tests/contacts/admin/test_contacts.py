"""A site admin works on contacts by the product's rules: journal, revision, flags, deletion."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contacts import writing
from contacts.models import ChangeKind, Contact, ContactChange
from tests import factories
from workspaces.models import AuditEntry, User, Workspace

LIST = reverse("admin:contacts_contact_changelist")
ADD = reverse("admin:contacts_contact_add")


@pytest.fixture
def contact(acme: Workspace) -> Contact:
    vip = acme.flags.get(name="VIP")
    return factories.make_contact(acme, flags=[vip], name="Élodie", phone="+33199001234")


def page_of(contact: Contact) -> str:
    return reverse("admin:contacts_contact_change", args=[contact.pk])


def form_of(contact: Contact, flags: list[int], **changed: Any) -> dict[str, Any]:
    """What a browser posts: the fields, and a row for each flag; `flags` are their ids."""
    links = {link.flag_id: link.pk for link in contact.flag_links.all()}
    rows = list(dict.fromkeys([*links, *flags]))
    posted = {field: getattr(contact, field) for field in ("name", "phone", "email", "state")}
    posted |= {
        "brokerage": contact.brokerage,
        "notes": contact.notes,
        "reason": "",
        "edited_revision": contact.revision,
        "flag_links-TOTAL_FORMS": len(rows),
        "flag_links-INITIAL_FORMS": len(links),
    }
    for number, flag in enumerate(rows):
        posted |= {
            f"flag_links-{number}-flag": flag,
            f"flag_links-{number}-id": links.get(flag, ""),
            f"flag_links-{number}-contact": contact.pk,
        }
        if flag not in flags:
            posted[f"flag_links-{number}-DELETE"] = "on"
    return posted | changed


def errors(response: Any) -> str:
    """All that the page says is wrong."""
    form, formsets = response.context["adminform"].form, response.context["inline_admin_formsets"]
    found = [str(form.errors)]
    for inline in formsets:
        found += [str(inline.formset.errors), str(inline.formset.non_form_errors())]
    return " ".join(found)


def journal(contact: Contact) -> list[ChangeKind]:
    changes = ContactChange.objects.filter(contact_id=contact.pk).order_by("id")
    return [ChangeKind(change.kind) for change in changes]


def test_adding_a_contact_writes_its_journal(acme, site_admin: User, as_admin: Client):
    response = as_admin.post(
        ADD, {"workspace": acme.pk, "name": " Bo ", "phone": " +12025550123 ", "email": ""}
    )

    assert response.status_code == 302
    contact = acme.contacts.get()
    assert (contact.name, contact.phone, contact.created_by) == ("Bo", "+12025550123", site_admin)
    assert journal(contact) == [ChangeKind.CREATED]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("phone", "+1 (415) 555-2671", "+14155552671"),
        ("phone", "", "missing"),
        ("name", "a\x00b", "U+0000"),
        ("name", "x" * 201, "at most 200"),
        ("name", "\u200b", "Fill this in"),
        ("email", "nobody", "no e-mail address"),
        ("workspace", "999999", "valid choice"),
    ],
)
def test_adding_keeps_the_rules_of_values(field, value, message, acme, as_admin: Client):
    posted = {"workspace": acme.pk, "name": "Bo", "phone": "+12025550123", field: value}

    response = as_admin.post(ADD, posted)

    assert response.status_code == 200
    assert message in errors(response)
    assert not acme.contacts.exists()


def test_adding_the_phone_of_another_contact_says_whose_it_is(contact, acme, as_admin: Client):
    posted = {"workspace": acme.pk, "name": "Bo", "phone": contact.phone}

    page = as_admin.post(ADD, posted, follow=True).content.decode()

    assert "+33199001234 is also the phone of Élodie." in page


def test_editing_writes_values_and_flags_with_their_journal(
    contact, acme, site_admin: User, as_admin: Client
):
    hot = acme.flags.get(name="Hot Lead")

    response = as_admin.post(page_of(contact), form_of(contact, [hot.pk], notes="Two\r\nlines"))

    assert response.status_code == 302
    contact.refresh_from_db()
    assert contact.notes == "Two\nlines"
    assert (contact.revision, contact.updated_by) == (2, site_admin)
    assert [flag.name for flag in contact.flags.all()] == ["Hot Lead"]
    assert journal(contact) == [
        ChangeKind.CREATED,
        ChangeKind.CHANGED,
        ChangeKind.FLAGGED,
        ChangeKind.UNFLAGGED,
    ]


def test_saving_unchanged_writes_nothing(contact, as_admin: Client):
    carried = [flag.pk for flag in contact.flags.all()]

    assert as_admin.post(page_of(contact), form_of(contact, carried)).status_code == 302

    contact.refresh_from_db()
    assert contact.revision == 1


def test_workspace_never_changes(contact, acme, globex, as_admin: Client):
    posted = form_of(contact, [], workspace=globex.pk)

    as_admin.post(page_of(contact), posted)

    contact.refresh_from_db()
    assert contact.workspace == acme


@pytest.mark.parametrize("foreign", [True, False])
def test_flag_that_is_not_the_workspaces_is_an_error_of_the_form(
    foreign, contact, globex, as_admin: Client
):
    flag = globex.flags.get(name="VIP").pk if foreign else 99999999999999999999

    response = as_admin.post(page_of(contact), form_of(contact, [flag]))

    assert response.status_code == 200
    assert "Select a valid choice" in errors(response)
    assert [flag.workspace for flag in contact.flags.all()] == [contact.workspace]


def test_only_the_workspaces_flags_are_offered(contact, acme, globex, as_admin: Client):
    factories.make_flag(globex, "Globex only")

    page = as_admin.get(page_of(contact)).content.decode()

    assert "Hot Lead" in page
    assert "Globex only" not in page


def test_suppressing_flag_comes_off_only_with_a_reason(acme, as_admin: Client):
    stop = acme.flags.get(name="Do Not Call")
    contact = factories.make_contact(acme, flags=[stop])

    refused = as_admin.post(page_of(contact), form_of(contact, []))
    assert "Give the reason why “Do Not Call” is taken off" in errors(refused)
    assert contact.flags.count() == 1

    as_admin.post(page_of(contact), form_of(contact, [], reason="Asked in writing."))
    assert contact.flags.count() == 0
    assert ContactChange.objects.latest("id").reason == "Asked in writing."


def test_stale_edit_saves_nothing_and_shows_what_is_there(contact, as_admin: Client):
    posted = form_of(contact, [], name="Mine", state="Bretagne")
    writing.change(contact, None, {"name": "Theirs"}, revision=1)

    response = as_admin.post(page_of(contact), posted)

    assert "Somebody saved this contact" in errors(response)
    assert "Is now “Theirs”." in errors(response)
    contact.refresh_from_db()
    assert (contact.name, contact.state) == ("Theirs", "")


def test_plain_post_without_a_revision_edits_what_is_there(contact, as_admin: Client):
    posted = form_of(contact, [], name="Plain", edited_revision="")

    assert as_admin.post(page_of(contact), posted).status_code == 302

    contact.refresh_from_db()
    assert contact.name == "Plain"


def test_deleting_takes_the_history_along_and_is_audited(contact, as_admin: Client):
    url = reverse("admin:contacts_contact_delete", args=[contact.pk])

    assert "Élodie" in as_admin.get(url).content.decode()
    assert as_admin.post(url, {"post": "yes"}).status_code == 302

    assert not Contact.objects.exists()
    assert not ContactChange.objects.exists()
    assert AuditEntry.objects.filter(action="contact.deleted").count() == 1


def test_deleting_several_goes_the_same_way(acme, as_admin: Client):
    chosen = [factories.make_contact(acme).pk for _ in range(3)]

    action = {"action": "delete_selected", "_selected_action": chosen[:2], "post": "yes"}
    as_admin.post(LIST, action)

    assert [contact.pk for contact in acme.contacts.all()] == chosen[2:]
    assert AuditEntry.objects.filter(action="contact.deleted").count() == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [("elodie", 1), ("01 99 00 12", 1), ("01 99 00 13", 0), ("elodie nobody", 0), ("", 1)],
)
def test_search_is_the_products_own(typed, found, contact, as_admin: Client):
    assert as_admin.get(LIST, {"q": typed}).context["cl"].result_count == found


def test_search_that_cannot_be_made_finds_nothing_and_says_why(contact, as_admin: Client):
    response = as_admin.get(LIST, {"q": "x" * 201})

    assert response.context["cl"].result_count == 0
    assert "at most 200" in response.content.decode()


@pytest.mark.parametrize(
    ("flag", "found"), [("vip", 1), ("hot lead", 0), ("no such", 0), ("%00", 0)]
)
def test_filter_by_flag(flag, found, contact, globex, as_admin: Client):
    response = as_admin.get(LIST, {"flag": flag, "workspace__id__exact": contact.workspace_id})

    assert response.context["cl"].result_count == found


def test_the_phone_of_a_contact_elsewhere_is_nobodys_here(contact, globex, as_admin: Client):
    values = {"workspace": globex.pk, "name": "Same phone", "phone": contact.phone}

    page = as_admin.post(ADD, values, follow=True)

    assert Contact.objects.filter(phone=contact.phone, workspace=globex).count() == 1
    assert "is also the phone of" not in page.text


def test_the_filter_of_a_workspaces_list_offers_its_flags_alone(acme, globex, as_admin: Client):
    factories.make_flag(globex, "Only at Globex")

    everywhere = as_admin.get(LIST).text
    page = as_admin.get(LIST, {"workspace__id__exact": acme.pk}).text

    assert ("Only at Globex" in everywhere, "Only at Globex" in page) == (True, False)
