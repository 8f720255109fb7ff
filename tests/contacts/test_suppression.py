"""The memory of suppressed numbers: what is remembered, given back and forgotten."""

import time
from functools import partial
from threading import Event

import pytest
from django.db import transaction

from contacts import flag_endings, writing
from contacts.checks import check_suppression_key
from contacts.models import ContactChange, Flag, SuppressedNumber
from contacts.models.suppressed_number import digest
from contacts.writing import suppression
from tests import factories
from tests.contacts.at_once import at_once
from workspaces.models import AuditEntry, Workspace

pytestmark = pytest.mark.django_db

PHONE = "+442079460101"
OTHER = "+442079460102"


@pytest.fixture
def stop(acme: Workspace) -> Flag:
    return acme.flags.get(name="Do Not Call")


def make(workspace: Workspace, phone: str = PHONE, *flags: Flag):
    return factories.make_contact(workspace, list(flags), phone=phone)


def remembered(workspace: Workspace) -> dict[str, set[int]]:
    return SuppressedNumber.objects.flag_ids(workspace.pk, [PHONE, OTHER])


def flags_of(contact) -> list[str]:
    return list(contact.flags.order_by("name").values_list("name", flat=True))


def test_the_number_of_a_deleted_contact_keeps_its_suppressing_flag(acme, ada, stop):
    vip = acme.flags.get(name="VIP")
    writing.delete(make(acme, PHONE, stop, vip), ada)

    again = writing.create(acme, ada, {"name": "Again", "phone": PHONE})

    assert flags_of(again) == ["Do Not Call"]
    entry = ContactChange.objects.get(contact_id=again.pk, kind="flagged")
    assert entry.values == {"added": [[stop.pk, "Do Not Call"]]}
    assert (entry.reason, entry.actor, entry.revision) == (suppression.KEPT_REASON, ada, 1)


def test_only_suppressed_numbers_are_remembered(acme, ada):
    writing.delete(make(acme, PHONE, acme.flags.get(name="VIP")), ada)

    assert not SuppressedNumber.objects.exists()


def test_a_number_is_never_stored_and_differs_between_workspaces_and_keys(
    acme, globex, ada, stop, settings
):
    writing.delete(make(acme, PHONE, stop), ada)

    row = SuppressedNumber.objects.get()
    assert row.digest == digest(acme.pk, PHONE) != digest(globex.pk, PHONE)
    assert PHONE[1:] not in str(row.__dict__) + str(row)
    assert PHONE[1:] not in str(list(AuditEntry.objects.values()))
    settings.SUPPRESSION_KEY = "another"
    assert digest(acme.pk, PHONE) != row.digest
    assert remembered(acme) == {}


def test_the_key_follows_the_secret_key_unless_it_is_set(settings):
    assert settings.SUPPRESSION_KEY == settings.SECRET_KEY


def test_a_neighbour_does_not_profit(acme, globex, ada, stop):
    writing.delete(make(acme, PHONE, stop), ada)

    assert flags_of(make(globex, PHONE)) == []


def test_a_phone_that_is_changed_leaves_its_flag_behind(acme, ada, stop):
    contact = make(acme, PHONE, stop)
    writing.change(contact, ada, {"phone": OTHER}, revision=1)

    assert remembered(acme) == {PHONE: {stop.pk}}
    assert flags_of(make(acme, PHONE)) == ["Do Not Call"]


def test_a_phone_that_is_changed_to_a_remembered_one_brings_its_flag(acme, ada, stop):
    writing.delete(make(acme, PHONE, stop), ada)
    contact = make(acme, OTHER)

    contact = writing.change(contact, ada, {"phone": PHONE}, [], revision=1)

    assert (flags_of(contact), contact.revision) == (["Do Not Call"], 2)
    kinds = ContactChange.objects.filter(contact_id=contact.pk).values_list("kind", "revision")
    assert sorted(kinds) == [("changed", 2), ("created", 1), ("flagged", 2)]


def test_taking_the_flag_off_with_the_phone_keeps_both_numbers_safe(acme, ada, stop):
    writing.delete(make(acme, OTHER, stop), ada)
    contact = make(acme, PHONE, stop)

    contact = writing.change(contact, ada, {"phone": OTHER}, [], revision=1, reason="Asked us.")

    assert flags_of(contact) == ["Do Not Call"]
    assert remembered(acme) == {PHONE: {stop.pk}, OTHER: {stop.pk}}


def test_taking_the_flag_off_with_the_phone_keeps_former_numbers_safe_too(acme, ada, stop):
    contact = make(acme, "+442079460103", stop)
    factories.make_merge(contact, make(acme, PHONE))
    contact.refresh_from_db()

    writing.change(
        contact, ada, {"phone": OTHER}, [], revision=contact.revision, reason="Asked us."
    )

    assert remembered(acme) == {PHONE: {stop.pk}}
    assert flags_of(make(acme, PHONE)) == ["Do Not Call"]


def test_whom_an_undone_merge_brings_back_has_the_flag_that_the_number_got_since(acme, ada, stop):
    merge = factories.make_merge(make(acme, OTHER), make(acme, PHONE))
    writing.delete(make(acme, PHONE, stop), ada)

    writing.unmerge(merge, ada)

    assert flags_of(acme.contacts.get(phone=PHONE)) == ["Do Not Call"]
    assert flags_of(acme.contacts.get(phone=OTHER)) == []


def test_a_person_who_takes_the_flag_off_with_a_reason_lets_it_be_forgotten(acme, ada, stop):
    writing.delete(make(acme, PHONE, stop), ada)
    writing.delete(make(acme, OTHER, stop), ada)
    again = make(acme, PHONE)

    writing.change(again, ada, {}, [], revision=1, reason="She asked us to call.")

    assert remembered(acme) == {OTHER: {stop.pk}}
    writing.delete(again, ada)
    assert flags_of(make(acme, PHONE)) == []


def test_whoever_shares_the_number_of_a_deleted_contact_is_given_its_flag(acme, ada, stop):
    shares, other = make(acme, PHONE), make(acme, OTHER)

    # Saved anyway: the number is another contact's, who must not be called.
    suppressed = writing.create(acme, ada, {"name": "Two", "phone": PHONE}, [stop])
    writing.delete(suppressed, ada)

    shares.refresh_from_db()
    assert (flags_of(shares), shares.revision) == (["Do Not Call"], 2)
    assert (flags_of(other), other.revision) == ([], 1)
    entry = ContactChange.objects.get(contact_id=shares.pk, kind="flagged")
    assert (entry.reason, entry.revision) == (suppression.KEPT_REASON, 2)


def test_a_second_contact_with_a_suppressed_number_is_suppressed_too(acme, stop):
    make(acme, PHONE, stop)

    assert flags_of(make(acme, PHONE)) == ["Do Not Call"]


def test_unmarking_the_flag_forgets_its_numbers(acme, ada, stop):
    writing.delete(make(acme, PHONE, stop), ada)
    stop.suppressing = False
    writing.save_flag(stop, ada)

    assert not SuppressedNumber.objects.exists()
    assert flags_of(make(acme, PHONE)) == []


def test_renaming_the_flag_forgets_nothing(acme, ada, stop):
    writing.delete(make(acme, PHONE, stop), ada)
    stop.name = "Never call"
    writing.save_flag(stop, ada)

    assert remembered(acme) == {PHONE: {stop.pk}}


def test_deleting_the_flag_forgets_its_numbers(acme, ada, stop):
    writing.delete(make(acme, PHONE, stop), ada)
    flag_endings.delete(stop, ada)

    assert not SuppressedNumber.objects.exists()


def test_every_suppressing_flag_is_remembered_by_itself(acme, ada, stop):
    wrong = factories.make_flag(acme, "Wrong Number", suppressing=True)
    writing.delete(make(acme, PHONE, stop, wrong), ada)

    assert remembered(acme) == {PHONE: {stop.pk, wrong.pk}}
    again = make(acme, PHONE)
    writing.change(again, ada, {}, [stop], revision=1, reason="It is the right one.")
    assert remembered(acme) == {PHONE: {stop.pk}}


def test_deleting_twice_remembers_once(acme, ada, stop):
    for _ in range(2):
        writing.delete(make(acme, PHONE, stop), ada)

    assert SuppressedNumber.objects.count() == 1


def test_a_workspace_takes_its_memory_with_it(acme, globex, ada, stop):
    writing.delete(make(acme, PHONE, stop), ada)
    writing.delete(make(globex, PHONE, globex.flags.get(suppressing=True)), ada)
    acme.delete()

    assert list(SuppressedNumber.objects.values_list("workspace", flat=True)) == [globex.pk]


def test_asking_where_nothing_is_remembered_takes_one_query(acme, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert remembered(acme) == {}


def test_numbers_remembered_under_another_key_are_warned_of(acme, ada, stop, settings):
    writing.delete(make(acme, PHONE, stop), ada)
    assert check_suppression_key(["default"]) == []

    settings.SUPPRESSION_KEY = "another"

    warning = check_suppression_key(["default"])[0]
    assert (warning.id, warning.msg[:9]) == ("contacts.W003", "1 numbers")


@pytest.mark.django_db(transaction=True)
def test_a_number_marked_and_deleted_while_somebody_adds_it_keeps_its_flag(acme, ada, stop):
    """Who adds it has looked before it was marked; who deletes it cannot see the new one yet."""
    contact, added = make(acme, PHONE), Event()

    def add() -> None:
        with transaction.atomic():
            writing.create(acme, ada, {"name": "New", "phone": PHONE})
            added.set()
            time.sleep(0.5)

    def mark_and_delete() -> None:
        assert added.wait(10)
        marked = writing.change(contact, ada, {}, [stop], revision=1)
        writing.delete(marked, ada)

    assert at_once(add, mark_and_delete) == [None, None]

    assert flags_of(acme.contacts.get()) == ["Do Not Call"]
    assert remembered(acme) == {PHONE: {stop.pk}}


@pytest.mark.django_db(transaction=True)
def test_edits_deletions_and_additions_at_once_do_not_block_each_other_for_good(acme, ada, stop):
    for _ in range(5):
        contacts = [make(acme, phone, stop) for phone in (PHONE, OTHER)]
        outcomes = at_once(
            partial(writing.delete, contacts[0], ada),
            partial(writing.create, acme, ada, {"name": "New", "phone": PHONE}),
            partial(writing.change, contacts[1], ada, {"phone": PHONE}, revision=1),
            partial(writing.create, acme, ada, {"name": "Newer", "phone": OTHER}, [stop]),
        )

        assert [o for o in outcomes if isinstance(o, Exception)] == []
        assert {tuple(flags_of(contact)) for contact in acme.contacts.all()} == {("Do Not Call",)}
