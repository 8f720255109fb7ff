"""A Do Not Call survives every import: skip, fill, overwrite, undo, and the same number again."""

import pytest

from contacts import uploads, writing
from contacts.models import ContactChange, DuplicatePolicy, Flag
from contacts.writing import suppression
from tests import factories
from tests.contacts.imports.files import csv_bytes
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db

PHONE = "+14155550007"
ROWS = [f"Person {n},+1415555000{n},,TX," for n in range(5, 9)]
FILE = csv_bytes(*ROWS)


@pytest.fixture
def stop(acme: Workspace) -> Flag:
    return acme.flags.get(name="Do Not Call")


def bring(workspace, person, *, policy=DuplicatePolicy.SKIP, flags=(), content=FILE):
    contact_import = uploads.receive(workspace, person, "people.csv", [content])
    contact_import.refresh_from_db()
    uploads.confirm(contact_import, person, policy, flags)
    contact_import.refresh_from_db()
    assert contact_import.state == "completed", contact_import.reason
    return contact_import


def flags_by_phone(workspace) -> dict[str, list[str]]:
    return {
        contact.phone: sorted(flag.name for flag in contact.flags.all())
        for contact in workspace.contacts.prefetch_related("flags")
        if contact.flags.all()
    }


@pytest.mark.parametrize("policy", DuplicatePolicy)
def test_a_contact_keeps_its_flag_whatever_duplicates_do(acme, ada, stop, policy):
    factories.make_contact(acme, [stop], phone=PHONE)

    bring(acme, ada, policy=policy)

    assert flags_by_phone(acme) == {PHONE: ["Do Not Call"]}


@pytest.mark.parametrize("policy", DuplicatePolicy)
def test_a_deleted_number_comes_back_with_its_flag(acme, ada, stop, policy):
    writing.delete(factories.make_contact(acme, [stop], phone=PHONE), ada)
    vip = acme.flags.get(name="VIP")

    contact_import = bring(acme, ada, policy=policy, flags=[vip])

    assert flags_by_phone(acme).pop(PHONE) == ["Do Not Call", "VIP"]
    assert sorted(flags_by_phone(acme).values()) == [["Do Not Call", "VIP"], *[["VIP"]] * 3]
    assert (contact_import.created_count, contact_import.suppressed_count) == (4, 1)
    assert contact_import.updated_count == 0
    entry = ContactChange.objects.get(kind="flagged")
    assert entry.reason == suppression.KEPT_REASON
    assert (entry.actor, entry.job.contact_import, entry.revision) == (ada, contact_import, 1)
    assert acme.contacts.get(phone=PHONE).pk == entry.contact_id


@pytest.mark.parametrize("policy", DuplicatePolicy)
@pytest.mark.parametrize("stopped_later", [False, True])
def test_a_number_merged_away_comes_back_with_its_flag(acme, ada, stop, policy, stopped_later):
    kept = factories.make_contact(acme, [] if stopped_later else [stop])
    factories.make_merge(kept, factories.make_contact(acme, phone=PHONE))
    kept.refresh_from_db()
    if stopped_later:
        writing.change(kept, ada, {}, [stop], revision=kept.revision)

    contact_import = bring(acme, ada, policy=policy)

    assert flags_by_phone(acme) == {kept.phone: ["Do Not Call"], PHONE: ["Do Not Call"]}
    assert (contact_import.created_count, contact_import.suppressed_count) == (4, 1)
    assert contact_import.problems["warning_suppressed"]["count"] == 1


def test_a_number_merged_away_comes_back_without_a_flag_that_was_taken_off(acme, ada, stop):
    kept = factories.make_contact(acme, [stop])
    factories.make_merge(kept, factories.make_contact(acme, phone=PHONE))
    kept.refresh_from_db()
    writing.change(kept, ada, {}, [], revision=kept.revision, reason="She asked us to call.")

    assert bring(acme, ada).suppressed_count == 0
    assert flags_by_phone(acme) == {}


def test_a_neighbours_merge_is_no_matter_here(acme, globex, ada):
    kept = factories.make_contact(globex, [globex.flags.get(name="Do Not Call")])
    factories.make_merge(kept, factories.make_contact(globex, phone=PHONE))

    assert bring(acme, ada).suppressed_count == 0
    assert flags_by_phone(acme) == {}


def test_an_undone_import_leaves_its_flag_behind(acme, ada, stop):
    first = bring(acme, ada, flags=[stop])
    assert uploads.undo(first, ada)
    assert not acme.contacts.exists()

    again = bring(acme, ada)

    assert set(flags_by_phone(acme)) == {row.split(",")[1] for row in ROWS}
    assert again.suppressed_count == 4
    assert uploads.undo(again, ada)
    assert not acme.contacts.exists()
    assert not ContactChange.objects.filter(workspace=acme).exists()
    assert acme.suppressed_numbers.count() == 4


def test_a_flag_given_since_keeps_the_contact_from_the_undo(acme, ada, stop):
    first = bring(acme, ada)
    contact = acme.contacts.get(phone=PHONE)
    writing.change(contact, ada, {}, [stop], revision=1)

    assert uploads.undo(first, ada)

    assert flags_by_phone(acme) == {PHONE: ["Do Not Call"]}


def test_an_undo_that_may_delete_nobody_ends_well(acme, ada, stop):
    first = bring(acme, ada)
    for contact in acme.contacts.all():
        writing.change(contact, ada, {}, [stop], revision=1)

    assert uploads.undo(first, ada)

    first.refresh_from_db()
    assert (first.state, first.deleted_count, first.kept_count) == ("undone", 0, 4)


def test_overwriting_and_its_undo_leave_a_flag_given_meanwhile(acme, ada, stop):
    contact = factories.make_contact(acme, phone=PHONE)
    first = bring(acme, ada, policy=DuplicatePolicy.OVERWRITE)
    contact.refresh_from_db()
    writing.change(contact, ada, {}, [stop], revision=contact.revision)

    assert uploads.undo(first, ada)

    assert flags_by_phone(acme) == {PHONE: ["Do Not Call"]}


def test_a_neighbours_memory_is_no_matter_here(acme, globex, ada):
    stop = globex.flags.get(name="Do Not Call")
    writing.delete(factories.make_contact(globex, [stop], phone=PHONE), ada)

    assert bring(acme, ada).suppressed_count == 0
    assert flags_by_phone(acme) == {}


def test_the_review_tells_it_before_the_confirmation(acme, ada, stop, as_ada):
    writing.delete(factories.make_contact(acme, [stop], phone=PHONE), ada)
    contact_import = uploads.receive(acme, ada, "people.csv", [FILE])
    contact_import.refresh_from_db()

    found = contact_import.problems["warning_suppressed"]
    assert found["count"] == 1
    assert found["examples"][0]["line"] == 4
    assert contact_import.warning_rows == 1
    page = as_ada.get(f"/w/acme/imports/{contact_import.pk}/").content.decode()
    assert "Number that must not be called: its flag is given again" in page
    assert "had “Do Not Call” here before, and keeps it" in page

    uploads.confirm(contact_import, ada)
    page = as_ada.get(f"/w/acme/imports/{contact_import.pk}/").content.decode()
    assert "1 of these numbers was marked as not to be called before, and keeps its flag." in page


def test_what_the_file_repeats_or_gets_wrong_is_not_told(acme, ada, stop):
    writing.delete(factories.make_contact(acme, [stop], phone=PHONE), ada)
    content = csv_bytes(ROWS[0], f"A,{PHONE},,,", f"B,{PHONE},,,", f",{PHONE},,,")
    contact_import = uploads.receive(acme, ada, "people.csv", [content])
    contact_import.refresh_from_db()

    assert contact_import.problems["warning_suppressed"]["count"] == 1
