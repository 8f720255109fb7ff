"""Rows whose phone is already a contact: skipped, filling empty fields, or overwriting."""

import pytest
from django.db import transaction

from contacts import uploads, writing
from contacts.imports import commit, review
from contacts.imports.duplicates import Duplicates
from contacts.models import ContactChange, DuplicatePolicy, Flag
from tests.contacts.imports.files import confirm, counts, csv_bytes, one_step, upload, work_off
from tests.factories import make_contact, make_flag

pytestmark = pytest.mark.django_db(transaction=True)

SKIP, FILL, OVERWRITE = DuplicatePolicy.SKIP, DuplicatePolicy.FILL, DuplicatePolicy.OVERWRITE
FIELDS = ("name", "email", "state", "brokerage", "revision")
FILE = csv_bytes(
    "Ann New,+14155550101,ann@example.com,CA,",
    "Ben New,+14155550102,,NY,Acme",
    "Ann Again,+14155550101,again@example.com,TX,Other",
    "Cy,+14155550103,,,",
    "Same,+14155550104,,,",
)


@pytest.fixture
def ann(acme):
    return make_contact(acme, name="Ann", phone="+14155550101", state="NV", brokerage="Old & Co")


@pytest.fixture
def ben(acme):
    return make_contact(acme, name="Ben", phone="+14155550102", email="ben@example.com")


@pytest.fixture
def known(acme, ann, ben):
    return [ann, ben, make_contact(acme, name="Same", phone="+14155550104", state="CA")]


def values(contact) -> tuple[str, str, str, str, int]:
    contact.refresh_from_db()
    return tuple(getattr(contact, field) for field in FIELDS)


def test_review_counts_what_each_policy_would_change(acme, ada, known):
    contact_import = upload(acme, ada, FILE)

    assert counts(contact_import) == (5, 1, 4, 0, 0)
    assert contact_import.updates == {
        "fill": {
            "count": 2,
            "examples": [
                {
                    "line": 2,
                    "contact_id": known[0].pk,
                    "name": "Ann",
                    "changes": {"email": ["", "ann@example.com"]},
                },
                {
                    "line": 3,
                    "contact_id": known[1].pk,
                    "name": "Ben",
                    "changes": {"state": ["", "NY"], "brokerage": ["", "Acme"]},
                },
            ],
        },
        "overwrite": {
            "count": 2,
            "examples": [
                {
                    "line": 2,
                    "contact_id": known[0].pk,
                    "name": "Ann",
                    "changes": {
                        "name": ["Ann", "Ann New"],
                        "email": ["", "ann@example.com"],
                        "state": ["NV", "CA"],
                    },
                },
                {
                    "line": 3,
                    "contact_id": known[1].pk,
                    "name": "Ben",
                    "changes": {
                        "name": ["Ben", "Ben New"],
                        "state": ["", "NY"],
                        "brokerage": ["", "Acme"],
                    },
                },
            ],
        },
    }


def test_duplicates_are_skipped_by_default(acme, ada, known, ann):
    contact_import = confirm(upload(acme, ada, FILE), ada)

    assert (contact_import.created_count, contact_import.updated_count) == (1, 0)
    assert values(ann) == ("Ann", "", "NV", "Old & Co", 1)
    assert not ContactChange.objects.filter(kind="imported").exists()


def test_fill_gives_only_what_was_empty(acme, ada, known, ann, ben):
    contact_import = confirm(upload(acme, ada, FILE), ada, policy=FILL)

    assert (contact_import.created_count, contact_import.updated_count) == (1, 2)
    assert contact_import.duplicate_policy == "fill"
    assert values(ann) == ("Ann", "ann@example.com", "NV", "Old & Co", 2)
    assert values(ben) == ("Ben", "ben@example.com", "NY", "Acme", 2)
    assert values(known[2]) == ("Same", "", "CA", "", 1)


def test_overwrite_takes_the_files_values_and_an_empty_cell_erases_none(
    acme, ada, eve, known, ann, ben
):
    contact_import = confirm(upload(acme, ada, FILE), eve, policy=OVERWRITE)

    assert (contact_import.created_count, contact_import.updated_count) == (1, 2)
    assert values(ann) == ("Ann New", "ann@example.com", "CA", "Old & Co", 2)
    assert values(ben) == ("Ben New", "ben@example.com", "NY", "Acme", 2)
    assert ann.updated_by == eve
    assert ann.updated_at > ann.created_at
    before = {field: getattr(ann, field) for field in ("search_text", "name_key", "email_key")}
    ann.derive()
    assert before == {field: getattr(ann, field) for field in before}
    entry = ContactChange.objects.get(kind="imported", contact_id=ann.pk)
    assert (entry.actor, entry.job, entry.revision, entry.values) == (
        eve,
        contact_import.jobs.last(),
        2,
        {"name": ["Ann", "Ann New"], "email": ["", "ann@example.com"], "state": ["NV", "CA"]},
    )


def test_only_the_oldest_of_several_contacts_with_the_phone_is_updated(acme, ada, ann):
    younger = make_contact(acme, name="Younger", phone=ann.phone)

    confirm(upload(acme, ada, FILE), ada, policy=OVERWRITE)

    assert values(ann)[0] == "Ann New"
    assert values(younger)[0] == "Younger"


def test_contacts_of_other_workspaces_are_never_updated(acme, globex, ada, known):
    foreign = make_contact(globex, name="Foreign", phone="+14155550101")

    confirm(upload(acme, ada, FILE), ada, policy=OVERWRITE)

    assert values(foreign) == ("Foreign", "", "", "", 1)


def test_suppressing_flag_stays_whatever_the_policy(acme, ada, ann):
    stop = acme.flags.get(suppressing=True)
    writing.change(ann, ada, {}, [stop], revision=1)

    confirm(upload(acme, ada, FILE), ada, policy=OVERWRITE)

    assert list(ann.flags.all()) == [stop]
    assert values(ann)[4] == 3


def test_file_of_duplicates_can_be_confirmed_where_it_changes_something(acme, ada, ann):
    contact_import = upload(acme, ada, csv_bytes("Ann New,+14155550101,,,"))

    assert not uploads.confirm(contact_import, ada)
    assert not uploads.confirm(contact_import, ada, policy=FILL)
    contact_import.refresh_from_db()
    assert (contact_import.state, contact_import.confirmed_by) == ("ready", None)
    confirm(contact_import, ada, policy=OVERWRITE)

    assert (contact_import.created_count, contact_import.updated_count) == (0, 1)


def test_contact_that_came_or_went_after_the_review(acme, ada, known, ann, ben):
    contact_import = upload(acme, ada, FILE)
    make_contact(acme, name="Cy was quicker", phone="+14155550103")
    writing.delete(ann, ada)

    confirm(contact_import, ada, policy=OVERWRITE)

    assert (contact_import.created_count, contact_import.skipped_count) == (0, 1)
    assert contact_import.updated_count == 1
    assert sorted(acme.contacts.values_list("name", flat=True)) == [
        "Ben New",
        "Cy was quicker",
        "Same",
    ]


def test_what_a_person_saves_during_the_import_is_not_taken_back(acme, ada, ann):
    row = ann.__class__(workspace=acme, name="Ann New", phone=ann.phone, state="TX")
    duplicates = Duplicates(acme, FILL, [row])
    with transaction.atomic():
        assert duplicates.held_updates() == duplicates.updates == []
    reckoned = Duplicates(acme, OVERWRITE, [row])

    writing.change(ann, ada, {"state": "TX", "name": "Ann-Marie"}, revision=1)

    with transaction.atomic():
        held = reckoned.held_updates()
    assert reckoned.updates[0].changes == {"name": ["Ann", "Ann New"], "state": ["NV", "TX"]}
    assert held[0].changes == {"name": ["Ann-Marie", "Ann New"]}
    assert held[0].existing.revision == 2


def test_created_contacts_are_given_the_flags(acme, ada, known, ann):
    vip, stop = acme.flags.get(name="VIP"), acme.flags.get(suppressing=True)

    contact_import = confirm(upload(acme, ada, FILE), ada, policy=OVERWRITE, flags=[vip, stop])

    created = acme.contacts.get(contact_import=contact_import)
    assert list(created.flags.order_by("name")) == [stop, vip]
    assert created.revision == 1
    assert contact_import.flags == [[vip.pk, "VIP"], [stop.pk, "Do Not Call"]]
    assert not ann.flags.exists()


def test_work_in_many_hands_updates_and_flags_once(acme, ada, known, monkeypatch, settings):
    settings.IMPORT_INLINE_ROWS = -1
    monkeypatch.setattr(review, "CHUNK", 2)
    monkeypatch.setattr(commit, "CHUNK", 1)
    vip, gone = acme.flags.get(name="VIP"), make_flag(acme, "Gone")
    contact_import = upload(acme, ada, FILE)
    assert contact_import.updates["overwrite"]["count"] == 2
    assert uploads.confirm(contact_import, ada, policy=OVERWRITE, flags=[vip, gone])
    Flag.objects.filter(pk=gone.pk).delete()
    job = contact_import.jobs.last()
    while job.state in ("waiting", "running"):
        one_step(job)

    work_off(contact_import)

    assert (contact_import.created_count, contact_import.updated_count) == (1, 2)
    assert sorted(acme.contacts.values_list("name", "revision")) == [
        ("Ann New", 2),
        ("Ben New", 2),
        ("Cy", 1),
        ("Same", 1),
    ]
    assert vip.contacts.count() == 1


def test_account_shows_the_first_five_of_many(acme, ada):
    for number in range(7):
        make_contact(acme, phone=f"+1415555010{number}")
    rows = [f"New,+1415555010{number},,," for number in range(7)]

    contact_import = upload(acme, ada, csv_bytes(*rows))

    overwrite = contact_import.updates["overwrite"]
    assert (overwrite["count"], len(overwrite["examples"])) == (7, 5)
    assert contact_import.updates["fill"] == {"count": 0, "examples": []}
