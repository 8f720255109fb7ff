"""The one way to write contacts: values, flags, revision and journal in one transaction."""

from functools import partial

import pytest
from django.db import connection

from contacts import flag_endings, writing
from contacts.models import Contact, ContactChange, ContactFlag, Flag
from tests import factories
from tests.contacts.at_once import at_once
from workspaces.models import AuditEntry, User, Workspace

ANN = {"name": "Ann", "phone": "+1234567890"}


@pytest.fixture
def vip(acme: Workspace) -> Flag:
    return acme.flags.get(name="VIP")


@pytest.fixture
def dnc(acme: Workspace) -> Flag:
    return acme.flags.get(name="Do Not Call")


def journal() -> list[tuple[str, dict[str, object], int]]:
    """The journal, oldest first."""
    entries = ContactChange.objects.order_by("id")
    return list(entries.values_list("kind", "values", "revision"))


def flags_of(contact: Contact) -> list[str]:
    return [flag.name for flag in contact.flags.all()]


def test_create_writes_values_flags_and_one_entry(acme: Workspace, eve: User, vip: Flag):
    contact = writing.create(acme, eve, ANN, [vip])

    stored = Contact.objects.get()
    assert stored == contact
    assert (stored.name, stored.email, stored.revision) == ("Ann", "", 1)
    assert (stored.created_by, stored.updated_by) == (eve, eve)
    assert flags_of(stored) == ["VIP"]
    assert journal() == [("created", {"added": [[vip.pk, "VIP"]]}, 1)]
    entry = ContactChange.objects.get()
    assert (entry.workspace, entry.actor, entry.actor_name) == (acme, eve, "eve")


def test_create_leaves_out_a_flag_deleted_since_it_was_chosen(
    acme: Workspace, vip: Flag, dnc: Flag
):
    gone = Flag.objects.get(pk=vip.pk)
    vip.delete()

    contact = writing.create(acme, None, ANN, [gone, dnc])

    assert flags_of(contact) == ["Do Not Call"]
    assert journal() == [("created", {"added": [[dnc.pk, "Do Not Call"]]}, 1)]


def test_change_writes_what_differs_and_an_entry_for_each_kind(
    acme: Workspace, eve: User, vip: Flag
):
    hot = acme.flags.get(name="Hot Lead")
    contact = writing.create(acme, None, ANN | {"state": "CA"}, [vip])

    changed = writing.change(
        contact, eve, {"name": "Anne", "state": "CA"}, [hot], revision=1, reason="She asked."
    )

    stored = Contact.objects.get()
    assert (stored.name, stored.revision, stored.updated_by) == ("Anne", 2, eve)
    assert (changed.name, changed.revision) == ("Anne", 2)
    assert stored.updated_at > contact.updated_at
    assert "anne" in stored.search_text
    assert flags_of(stored) == ["Hot Lead"]
    assert journal()[1:] == [
        ("changed", {"name": ["Ann", "Anne"]}, 2),
        ("flagged", {"added": [[hot.pk, "Hot Lead"]]}, 2),
        ("unflagged", {"removed": [[vip.pk, "VIP"]]}, 2),
    ]
    assert ContactChange.objects.get(kind="unflagged").reason == "She asked."


def test_change_of_flags_alone_is_a_revision_too(acme: Workspace, vip: Flag):
    contact = writing.create(acme, None, ANN)

    writing.change(contact, None, {}, [vip], revision=1)

    stored = Contact.objects.get()
    assert stored.revision == 2
    assert stored.updated_at > contact.updated_at


def test_change_without_flags_leaves_them(acme: Workspace, vip: Flag):
    contact = writing.create(acme, None, ANN, [vip])

    writing.change(contact, None, {"name": "Anne"}, revision=1)

    assert flags_of(contact) == ["VIP"]


def test_change_of_nothing_writes_nothing(acme: Workspace, vip: Flag):
    contact = writing.create(acme, None, ANN, [vip])

    unchanged = writing.change(contact, None, ANN, [vip], revision=1)

    assert unchanged.revision == 1
    assert len(journal()) == 1


def test_change_from_a_stale_revision_writes_nothing(acme: Workspace, vip: Flag):
    contact = writing.create(acme, None, ANN)
    writing.change(contact, None, {"name": "Anne"}, revision=1)

    with pytest.raises(writing.StaleRevision) as stale:
        writing.change(contact, None, {"name": "Annie"}, [vip], revision=1)

    assert stale.value.current.name == "Anne"
    assert Contact.objects.get().name == "Anne"
    assert flags_of(contact) == []


def test_change_of_a_deleted_contact_is_told(acme: Workspace):
    contact = writing.create(acme, None, ANN)
    writing.delete(Contact.objects.get(), None)

    with pytest.raises(Contact.DoesNotExist):
        writing.change(contact, None, {"name": "Anne"}, revision=1)


def test_change_takes_a_suppressing_flag_off_only_with_a_reason(
    acme: Workspace, vip: Flag, dnc: Flag
):
    contact = writing.create(acme, None, ANN, [vip, dnc])

    with pytest.raises(writing.ReasonRequired) as refusal:
        writing.change(contact, None, {"name": "Anne"}, [], revision=1)

    assert refusal.value.flags == [dnc]
    assert Contact.objects.get().name == "Ann"
    writing.change(contact, None, {}, [], revision=1, reason="Asked to be called.")
    assert flags_of(contact) == []
    assert ContactChange.objects.get(kind="unflagged").reason == "Asked to be called."


def test_delete_takes_all_of_one_contact_and_leaves_an_audit_line(
    acme: Workspace, globex: Workspace, eve: User, vip: Flag
):
    contact = writing.create(acme, None, ANN, [vip])
    other = writing.create(acme, None, ANN, [vip])
    left = {other.pk, writing.create(globex, None, ANN).pk}

    writing.delete(contact, eve)

    assert list(acme.contacts.all()) == [other]
    assert ContactFlag.objects.count() == 1
    assert set(ContactChange.objects.values_list("contact_id", flat=True)) == left
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.workspace_name) == ("contact.deleted", eve, "Acme")
    assert "Ann" not in str(entry.detail)


def test_delete_of_a_deleted_contact_is_told_and_audited_once(acme: Workspace):
    contact = writing.create(acme, None, ANN)
    writing.delete(Contact.objects.get(), None)

    with pytest.raises(Contact.DoesNotExist):
        writing.delete(contact, None)

    assert AuditEntry.objects.count() == 1


def test_save_flag_audits_the_mark_and_nothing_else(acme: Workspace, ada: User, vip: Flag):
    vip.description = "Care."
    writing.save_flag(vip, ada)
    assert AuditEntry.objects.count() == 0

    vip.suppressing = True
    writing.save_flag(vip, ada)
    vip.suppressing = False
    writing.save_flag(vip, ada)

    assert [entry.action for entry in AuditEntry.objects.order_by("id")] == [
        "flag.marked_suppressing",
        "flag.unmarked_suppressing",
    ]
    assert Flag.objects.get(pk=vip.pk).created_by is None


@pytest.mark.django_db(transaction=True)
def test_of_ten_edits_at_once_one_is_saved(acme: Workspace):
    contact = writing.create(acme, None, ANN)
    names = [{"name": f"Ann {number}"} for number in range(10)]

    outcomes = at_once(
        *(partial(writing.change, contact, None, name, revision=1) for name in names)
    )

    assert (
        sorted(type(outcome).__name__ for outcome in outcomes)
        == ["Contact"] + ["StaleRevision"] * 9
    )
    assert Contact.objects.get().revision == 2
    assert ContactChange.objects.filter(kind="changed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_a_delete_at_once_leave_no_history_behind(acme: Workspace):
    for _ in range(5):
        contact = writing.create(acme, None, ANN)

        edited, deleted = at_once(
            partial(writing.change, contact, None, {"name": "Anne"}, revision=1),
            partial(writing.delete, Contact.objects.get(pk=contact.pk), None),
        )

        assert deleted is None
        assert isinstance(edited, Contact | Contact.DoesNotExist)
        assert ContactChange.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_flag_deleted_while_contacts_take_it_leaves_no_broken_link(acme: Workspace, ada: User):
    for _ in range(5):
        flag = factories.make_flag(acme)
        contact = writing.create(acme, None, ANN)

        outcomes = at_once(
            partial(writing.change, contact, None, {}, [flag], revision=1),
            partial(writing.create, acme, None, ANN, [flag]),
            partial(flag_endings.delete, Flag.objects.get(pk=flag.pk), ada),
        )

        assert [o for o in outcomes if isinstance(o, Exception)] == []
        assert ContactFlag.objects.count() == 0
        connection.check_constraints()
