"""Edits of a file taken back, and the numbers that must not be called on the way."""

import pytest

from contacts import jobs, uploads, writing
from contacts.imports.edits import commit as edits_commit
from contacts.models import Contact, ContactChange
from tests.contacts.imports.edited import bring_back, change, exported, messages, values
from tests.contacts.imports.files import one_step, undo, work_off
from tests.factories import make_contact

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = "+442079460101", "+442079460199"


@pytest.fixture
def stop(acme):
    return acme.flags.get(suppressing=True)


@pytest.fixture
def ann(acme) -> Contact:
    return make_contact(acme, name="Ann", phone=OLD, email="ann@example.com")


@pytest.fixture
def twos(monkeypatch) -> None:
    """Many steps also for small files: two contacts a step."""
    monkeypatch.setattr(edits_commit, "CONTACTS", 2)


def with_phone(rows, contact, phone):
    return [row | ({"phone": phone} if row["id"] == str(contact.pk) else {}) for row in rows]


def flags(contact: Contact) -> list[str]:
    return sorted(contact.flags.values_list("name", flat=True))


def test_undo_gives_the_old_values_back_but_not_over_later_changes(acme, ada, eve, ann):
    bo = make_contact(acme, name="Bo", state="TX")
    rows = exported(acme)
    for row in rows:
        row |= {"name": "By file", "email": "", "state": "OH"}
    contact_import = change(acme, ada, rows)
    writing.change(bo, eve, {"state": "NV"}, revision=2)

    undo(contact_import, ada)

    assert (contact_import.state, contact_import.restored_count) == ("undone", 1)
    assert (contact_import.deleted_count, contact_import.kept_count) == (0, 1)
    assert values(ann) == ("Ann", OLD, "ann@example.com", "", "")
    assert (values(bo)[0], values(bo)[3]) == ("By file", "NV")
    assert ann.revision == 3
    assert acme.contacts.count() == 2


def test_number_that_goes_is_remembered_and_comes_back_by_the_undo(acme, ada, ann, stop):
    writing.change(ann, ada, {}, [stop], revision=1)
    contact_import = change(acme, ada, with_phone(exported(acme), ann, NEW))
    assert (values(ann)[1], flags(ann)) == (NEW, ["Do Not Call"])

    newcomer = make_contact(acme, phone=OLD)
    assert flags(newcomer) == ["Do Not Call"]

    undo(contact_import, ada)
    assert (values(ann)[1], flags(ann)) == (OLD, ["Do Not Call"])
    assert flags(make_contact(acme, phone=NEW)) == ["Do Not Call"]


def test_number_that_comes_brings_its_flag_and_the_review_says_so(acme, ada, ann, stop):
    writing.delete(make_contact(acme, [stop], phone=NEW), ada)
    rows = with_phone(exported(acme), ann, NEW)
    reviewed = bring_back(acme, ada, rows)
    assert messages(reviewed) == {
        "warning_brought": [(2, "the number must not be called: it brings “Do Not Call” along")]
    }

    contact_import = change(acme, ada, rows)

    assert (flags(ann), contact_import.suppressed_count) == (["Do Not Call"], 1)
    undo(contact_import, ada)
    assert (values(ann)[1], flags(ann)) == (OLD, ["Do Not Call"])


def test_number_of_a_contact_that_must_not_be_called_brings_the_flag(acme, ada, ann, stop):
    make_contact(acme, [stop], name="Bo", phone=NEW)

    contact_import = change(acme, ada, with_phone(exported(acme), ann, NEW))

    assert set(contact_import.problems) == {"warning_brought", "warning_shared"}
    assert flags(ann) == ["Do Not Call"]


def test_contact_that_the_import_itself_flags_is_edited_and_restored(
    acme, ada, ann, stop, twos, by_worker
):
    """Ann leaves her number to Di, who is flagged for it: before her own edit, and after it."""
    others = [make_contact(acme, name=f"Other {number}") for number in range(2)]
    cy, di = make_contact(acme, name="Cy", phone=OLD), make_contact(acme, name="Di", phone=OLD)
    writing.change(ann, ada, {}, [stop], revision=1)
    rows = with_phone(exported(acme), ann, NEW)
    for row in rows:
        row["state"] = "OH"
    rows = [rows[-1], rows[1], *rows[:1], rows[2], rows[3]]

    contact_import = change(acme, ada, rows)

    assert (contact_import.updated_count, contact_import.skipped_count) == (5, 0)
    assert {values(one)[3] for one in (ann, cy, di, *others)} == {"OH"}
    assert flags(cy) == flags(di) == ["Do Not Call"]
    assert ContactChange.objects.filter(kind="imported").count() == 5
    undo(contact_import, ada)
    assert (contact_import.restored_count, contact_import.kept_count) == (5, 0)
    assert {values(one)[3] for one in (ann, cy, di, *others)} == {""}
    assert values(ann)[1] == OLD
    assert flags(ann) == flags(cy) == flags(di) == ["Do Not Call"]


def test_two_who_swap_numbers_are_both_not_called(acme, ada, ann, stop):
    bo = make_contact(acme, [stop], phone=NEW)
    rows = with_phone(with_phone(exported(acme), ann, NEW), bo, OLD)

    change(acme, ada, rows)

    assert (values(ann)[1], values(bo)[1]) == (NEW, OLD)
    assert flags(ann) == flags(bo) == ["Do Not Call"]


def test_edits_cancelled_half_way_can_be_undone(acme, ada, twos, by_worker):
    contacts = [make_contact(acme, name=f"Person {number}") for number in range(5)]
    rows = [row | {"state": "OH"} for row in exported(acme)]
    contact_import = bring_back(acme, ada, rows)
    assert uploads.confirm(contact_import, ada)
    one_step(contact_import.jobs.last())

    uploads.cancel(contact_import, ada)

    contact_import.refresh_from_db()
    assert (contact_import.state, contact_import.updated_count) == ("cancelled", 2)
    undo(contact_import, ada)
    assert (contact_import.state, contact_import.restored_count) == ("undone", 2)
    assert {values(contact)[3] for contact in contacts} == {""}


def test_failed_edits_are_resumed_where_they_stopped(acme, ada, twos, by_worker, monkeypatch):
    for number in range(5):
        make_contact(acme, name=f"Person {number}")
    rows = [row | {"state": "OH"} for row in exported(acme)]
    contact_import = bring_back(acme, ada, rows)
    assert uploads.confirm(contact_import, ada)
    one_step(contact_import.jobs.last())
    with monkeypatch.context() as broken:
        broken.setattr(edits_commit, "Edits", None)
        work_off(contact_import)
    assert (contact_import.state, contact_import.updated_count) == ("failed", 2)

    assert uploads.resume(contact_import)
    work_off(contact_import)

    assert (contact_import.state, contact_import.updated_count) == ("completed", 5)
    assert ContactChange.objects.filter(kind="imported").count() == 5
    assert jobs.Job.objects.filter(state="failed").count() == 0


def test_person_who_lost_the_right_changes_no_more(acme, ada, eve, by_worker):
    make_contact(acme, name="Ann")
    contact_import = bring_back(acme, ada, [exported(acme)[0] | {"name": "By file"}])
    assert uploads.confirm(contact_import, eve)
    acme.memberships.filter(user=eve).delete()

    work_off(contact_import)

    assert (contact_import.state, contact_import.updated_count) == ("cancelled", 0)
    assert acme.contacts.get().name == "Ann"
