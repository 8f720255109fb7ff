"""Editing a contact: what is saved, what is asked, and what two people at once see."""

import pytest
from django.test import Client

from contacts import writing
from contacts.models import Contact, ContactChange
from tests import factories
from tests.contacts.views.meanwhile import meanwhile
from workspaces.models import User, Workspace


@pytest.fixture
def ann(acme: Workspace) -> Contact:
    return factories.make_contact(
        acme,
        [acme.flags.get(name="VIP")],
        name="Ann",
        phone="+14155552671",
        email="ann@example.org",
        notes="Two\nlines",
    )


@pytest.fixture
def unwanted(acme: Workspace) -> Contact:
    """A contact that must not be called."""
    return factories.make_contact(acme, [acme.flags.get(name="Do Not Call")], name="Ann")


def edit(contact: Contact) -> str:
    return contact.get_absolute_url() + "edit/"


def typed(contact: Contact, **values: object) -> dict[str, object]:
    """What the form of the contact posts, with some values changed."""
    fields = ("name", "phone", "email", "state", "brokerage", "notes", "revision")
    posted = {field: getattr(contact, field) for field in fields}
    return posted | {"flags": [flag.pk for flag in contact.flags.all()]} | values


def stored(contact: Contact) -> Contact:
    return Contact.objects.get(pk=contact.pk)


def test_edit_shows_the_values_and_saves_what_is_changed(
    as_eve: Client, eve: User, acme: Workspace, ann: Contact
):
    hot, vip = acme.flags.get(name="Hot Lead"), acme.flags.get(name="VIP")
    form = as_eve.get(edit(ann)).context["form"]
    assert form["name"].value() == "Ann"
    assert form["flags"].value() == [vip.pk]
    assert form["revision"].value() == 1

    response = as_eve.post(
        edit(ann), typed(ann, name="Anne", phone="+14155552672", state="CA", flags=[hot.pk])
    )

    assert response["Location"] == ann.get_absolute_url()
    saved = stored(ann)
    assert (saved.name, saved.phone, saved.state) == ("Anne", "+14155552672", "CA")
    assert (saved.revision, saved.updated_by) == (2, eve)
    assert list(saved.flags.all()) == [hot]


def test_edit_of_nothing_writes_nothing(as_eve: Client, ann: Contact):
    as_eve.post(edit(ann), typed(ann))

    assert stored(ann).revision == 1
    assert ContactChange.objects.count() == 1


def test_edit_without_a_revision_saves(as_eve: Client, ann: Contact):
    values = typed(ann, name="Anne")
    del values["revision"]

    as_eve.post(edit(ann), values)

    assert stored(ann).name == "Anne"


def test_edit_with_a_damaged_revision_is_refused_in_words(as_eve: Client, ann: Contact):
    response = as_eve.post(edit(ann), typed(ann, name="Anne", revision="one"))

    assert "This form is damaged: open the page again." in response.content.decode()
    assert stored(ann).name == "Ann"


def test_edit_offers_the_phone_repair(as_eve: Client, ann: Contact):
    asked = as_eve.post(edit(ann), typed(ann, phone="+1 415 555 2672", name="Anne"))
    assert asked.context["form"].phone_suggestion == "+14155552672"
    assert stored(ann).name == "Ann"

    as_eve.post(
        edit(ann), typed(ann, phone="+1 415 555 2672", name="Anne", use_phone="+14155552672")
    )

    assert (stored(ann).name, stored(ann).phone) == ("Anne", "+14155552672")


def test_edit_asks_about_another_contact_with_the_new_phone(
    as_eve: Client, acme: Workspace, ann: Contact
):
    twin = factories.make_contact(acme, phone="+1987654321")

    asked = as_eve.post(edit(ann), typed(ann, phone="+1987654321"))

    assert asked.context["same_phone"] == [twin]
    assert stored(ann).phone == "+14155552671"
    as_eve.post(edit(ann), typed(ann, phone="+1987654321", save_anyway="+1987654321"))
    assert stored(ann).phone == "+1987654321"


def test_edit_does_not_ask_again_about_the_phone_it_always_had(
    as_eve: Client, acme: Workspace, ann: Contact
):
    factories.make_contact(acme, phone=ann.phone)

    as_eve.post(edit(ann), typed(ann, name="Anne"))

    assert stored(ann).name == "Anne"


def test_stale_edit_saves_nothing_and_shows_both_values(
    as_eve: Client, acme: Workspace, ada: User, ann: Contact
):
    hot = acme.flags.get(name="Hot Lead")
    mine = typed(ann, name="Annie <i>", notes="Two\nother lines")
    writing.change(ann, ada, {"name": "Anne", "state": "CA"}, [hot], revision=1)

    response = as_eve.post(edit(ann), mine)

    assert response.status_code == 200
    assert stored(ann).name == "Anne"
    conflict = response.context["conflict"]
    assert conflict["differences"] == [
        ("Name", "Annie <i>", "Anne"),
        ("State", "", "CA"),
        ("Preferences and notes", "Two\nother lines", "Two\nlines"),
    ]
    assert [flag.name for flag in conflict["flags"]] == ["VIP"]
    assert [flag.name for flag in conflict["their_flags"]] == ["Hot Lead"]
    page = response.content.decode()
    assert "Ada changed this contact while you were editing it" in page
    assert "Annie &lt;i&gt;" in page
    assert "Keep theirs" in page
    form = response.context["form"]
    assert form["name"].value() == "Annie <i>"
    assert form["revision"].value() == "2"


def test_stale_edit_of_ones_own_says_so(as_eve: Client, eve: User, ann: Contact):
    writing.change(ann, eve, {"name": "Anne"}, revision=1)

    page = as_eve.post(edit(ann), typed(ann, name="Annie")).content.decode()

    assert "You saved this contact in another window meanwhile" in page


def test_save_mine_saves_upon_what_was_shown(as_eve: Client, ada: User, ann: Contact):
    writing.change(ann, ada, {"name": "Anne"}, revision=1)

    as_eve.post(edit(ann), typed(ann, name="Annie", revision=2))

    assert stored(ann).name == "Annie"
    assert stored(ann).revision == 3


def test_pressing_save_twice_is_no_conflict(as_eve: Client, ann: Contact):
    mine = typed(ann, name="Anne")
    as_eve.post(edit(ann), mine)

    response = as_eve.post(edit(ann), mine)

    assert response["Location"] == ann.get_absolute_url()
    assert stored(ann).revision == 2


def test_stale_edit_of_flags_only_is_a_conflict_too(
    as_eve: Client, acme: Workspace, ada: User, ann: Contact
):
    mine = typed(ann, flags=[])
    writing.change(ann, ada, {}, [acme.flags.get(name="Hot Lead")], revision=1)

    response = as_eve.post(edit(ann), mine)

    assert response.context["conflict"]["differences"] == []
    assert [flag.name for flag in stored(ann).flags.all()] == ["Hot Lead"]


def test_edit_of_a_contact_deleted_meanwhile_is_a_404(as_eve: Client, ann: Contact):
    with meanwhile(lambda: writing.delete(ann, None)):
        response = as_eve.post(edit(ann), typed(ann, name="Anne"))

    assert response.status_code == 404


def test_taking_a_suppressing_flag_off_needs_a_reason(as_eve: Client, eve: User, unwanted: Contact):
    asked = as_eve.post(edit(unwanted), typed(unwanted, flags=[]))

    assert asked.context["form"].errors == {
        "reason": ["Say why “Do Not Call” is taken off this contact."]
    }
    assert asked.context["form"].fields["reason"].required
    assert stored(unwanted).flags.count() == 1
    as_eve.post(edit(unwanted), typed(unwanted, flags=[], reason=" Asked to be called again. "))
    assert stored(unwanted).flags.count() == 0
    entry = ContactChange.objects.get(kind="unflagged")
    assert (entry.reason, entry.actor) == ("Asked to be called again.", eve)


def test_a_flag_marked_as_suppressing_meanwhile_needs_a_reason_too(
    as_eve: Client, acme: Workspace, ann: Contact
):
    vip = acme.flags.get(name="VIP")
    vip.suppressing = True

    with meanwhile(lambda: writing.save_flag(vip, None)):
        asked = as_eve.post(edit(ann), typed(ann, flags=[]))

    assert asked.context["form"].errors == {"reason": ["Say why “VIP” is taken off this contact."]}
    assert 'name="reason"' in asked.content.decode()
    assert stored(ann).flags.count() == 1


@pytest.mark.parametrize("reason", [" \u200b ", "x" * 301, "a\x00b"])
def test_a_reason_is_a_line_that_can_be_read(as_eve: Client, unwanted: Contact, reason: str):
    asked = as_eve.post(edit(unwanted), typed(unwanted, flags=[], reason=reason))

    assert list(asked.context["form"].errors) == ["reason"]
    assert stored(unwanted).flags.count() == 1


def test_the_reason_is_asked_only_where_it_may_be_needed(
    as_eve: Client, ann: Contact, unwanted: Contact
):
    assert 'name="reason"' not in as_eve.get(edit(ann)).content.decode()
    assert 'name="reason"' in as_eve.get(edit(unwanted)).content.decode()


def test_other_flags_come_off_without_a_reason(as_eve: Client, ann: Contact):
    as_eve.post(edit(ann), typed(ann, flags=[]))

    assert stored(ann).flags.count() == 0


def test_edit_needs_the_same_queries_with_one_flag_and_with_many(
    as_eve: Client, acme: Workspace, ann: Contact, django_assert_num_queries
):
    as_eve.get(edit(ann))
    for count in (0, 30):
        for _ in range(count):
            factories.make_flag(acme)
        # Session, person, membership, workspaces, contact, its flags, all flags.
        with django_assert_num_queries(8):
            as_eve.get(edit(ann))
