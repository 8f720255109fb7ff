"""Bulk actions as jobs: exactly the promised contacts, each once, told of truthfully."""

import pytest
from django.db import transaction

from contacts import bulk_actions, job_reports, jobs, writing
from contacts.models import (
    ChangeKind,
    Contact,
    ContactChange,
    FrozenContacts,
    Job,
    JobKind,
    JobState,
)
from tests.contacts.bulk.acting import begun, carriers, everybody, picked
from tests.contacts.imports.files import expire, one_step
from tests.factories import make_contact, make_flag, make_interaction, make_job
from workspaces.models import AuditEntry, Membership, Role

pytestmark = pytest.mark.django_db(transaction=True)

TEXANS = [f"Texan {n}" for n in range(10)]
ADD, REMOVE, DELETE = JobKind.ADD_FLAGS, JobKind.REMOVE_FLAGS, JobKind.DELETE


def test_flags_are_added_to_whoever_lacks_them(acme, globex, ada, crowd, vip, threes):
    untouched, hot = crowd[0], acme.flags.get(name="Hot Lead")
    elsewhere = Contact.objects.get(name="Ann Elsewhere")

    job = begun(ADD, everybody(acme), ada, vip)

    assert (job.state, job.counts) == (JobState.DONE, {"left": 0, "changed": 8, "same": 2})
    assert carriers(vip) == TEXANS
    revisions = dict(acme.contacts.values_list("name", "revision"))
    assert revisions == dict.fromkeys(TEXANS[2:], 2) | {
        "Texan 0": 1, "Texan 1": 1, "Ann Elsewhere": 1, "Bo Elsewhere": 1
    }  # fmt: skip
    entry = ContactChange.objects.get(job=job, contact_id=crowd[5].pk)
    assert (entry.kind, entry.values, entry.revision, entry.actor) == (
        ChangeKind.FLAGGED, {"added": [[vip.pk, "VIP"]]}, 2, ada,
    )  # fmt: skip
    changed = acme.contacts.get(pk=crowd[5].pk)
    assert changed.updated_by == ada
    assert changed.updated_at > acme.contacts.get(pk=untouched.pk).updated_at
    assert not elsewhere.flags.exists()
    assert not hot.contacts.exists()
    assert not FrozenContacts.objects.exists()


def test_flags_are_taken_off_but_never_suppressing_ones(acme, ada, crowd, vip, stop):
    with transaction.atomic():
        writing.add_flags(make_job(acme), [crowd[3].pk], [stop.pk])

    job = begun(REMOVE, everybody(acme, ""), ada, vip, stop)

    assert job.counts == {"left": 0, "changed": 2, "same": 10}
    assert carriers(vip) == []
    assert carriers(stop) == ["Bo Elsewhere", "Texan 3"]


def test_flag_that_became_suppressing_meanwhile_stays(acme, ada, crowd, vip, by_worker):
    job = begun(REMOVE, everybody(acme), ada, vip)
    vip.suppressing = True
    writing.save_flag(vip, ada)

    jobs.advance(job.pk)

    assert carriers(vip) == ["Texan 0", "Texan 1"]


def test_contacts_that_leave_or_join_the_list_before_their_turn_are_left(
    acme, ada, crowd, vip, by_worker
):
    job = begun(ADD, everybody(acme), ada, vip)
    writing.change(crowd[4], ada, {"state": "Ohio"}, revision=1)
    writing.delete(crowd[5], ada)
    joins = Contact.objects.get(name="Ann Elsewhere")
    writing.change(joins, ada, {"state": "Texas"}, revision=1)
    make_contact(acme, name="Late Texan", state="Texas")

    jobs.advance(job.pk)

    job.refresh_from_db()
    assert job.counts == {"left": 2, "changed": 6, "same": 2}
    assert carriers(vip) == [name for name in TEXANS if name not in ("Texan 4", "Texan 5")]
    told = " ".join(job_reports.report(job).lines)
    assert "2 contacts no longer matched or were gone by then, and were left alone." in told
    assert "contacts in state Texas" in told


def test_nothing_begins_when_the_list_is_another_than_was_promised(acme, ada, crowd, vip):
    with pytest.raises(bulk_actions.SelectionChanged):
        begun(ADD, everybody(acme), ada, vip, promised=11)

    assert not Job.objects.exists()
    assert not FrozenContacts.objects.exists()


def test_job_stops_when_a_flag_of_its_list_is_deleted(acme, ada, crowd, vip, by_worker):
    hot = acme.flags.get(name="Hot Lead")
    job = begun(ADD, everybody(acme, f"without={hot.pk}"), ada, vip)
    hot.delete()

    jobs.advance(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert "The list cannot be understood any more." in job.reason
    assert carriers(vip) == ["Texan 0", "Texan 1"]


def test_deleted_contacts_take_their_history_along(acme, ada, crowd, threes):
    make_interaction(crowd[1], ada)
    writing.change(crowd[2], ada, {"notes": "x"}, revision=1)

    job = begun(DELETE, everybody(acme), ada)

    assert (job.state, job.counts) == (JobState.DONE, {"left": 0, "changed": 10})
    assert sorted(acme.contacts.values_list("name", flat=True)) == [
        "Ann Elsewhere", "Bo Elsewhere"
    ]  # fmt: skip
    gone = [contact.pk for contact in crowd]
    assert not ContactChange.objects.filter(contact_id__in=gone).exists()
    assert not acme.interactions.exists()
    entry = AuditEntry.objects.get(action="contacts.deleted")
    assert entry.detail == {"job": job.pk, "contacts": 10}
    assert "Texan" not in str(AuditEntry.objects.values_list("detail"))


def test_cancelled_action_keeps_what_it_did_and_says_so(acme, ada, crowd, vip, threes, by_worker):
    job = begun(ADD, everybody(acme), ada, vip)
    one_step(job)

    jobs.cancel(job)

    job.refresh_from_db()
    assert (job.state, job.counts["changed"]) == (JobState.CANCELLED, 1)
    assert carriers(vip) == TEXANS[:3]
    assert not FrozenContacts.objects.exists()
    assert AuditEntry.objects.filter(action="flags.added_cancelled").count() == 1


@pytest.mark.parametrize("kind", [ADD, REMOVE, DELETE])
def test_person_who_lost_the_right_stops_the_job(
    acme, ada, eve, crowd, vip, threes, by_worker, kind
):
    job = begun(kind, everybody(acme), eve, *([] if kind == DELETE else [vip]))
    one_step(job)
    before = (acme.contacts.count(), carriers(vip))
    Membership.objects.filter(workspace=acme, user=eve).update(role=Role.VIEWER)

    jobs.advance(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert job.reason == "Eve may no longer change contacts of this workspace."
    assert (acme.contacts.count(), carriers(vip)) == before


def test_undo_of_added_flags_stops_too_when_the_right_is_lost(
    acme, ada, eve, crowd, vip, threes, by_worker
):
    job = begun(ADD, everybody(acme), ada, vip)
    jobs.advance(job.pk)
    undo = bulk_actions.undo(Job.objects.get(pk=job.pk), eve)
    one_step(undo)
    Membership.objects.filter(workspace=acme, user=eve).delete()

    jobs.advance(undo.pk)

    undo.refresh_from_db()
    assert (undo.state, undo.counts["changed"]) == (JobState.CANCELLED, 3)


def test_actions_of_a_workspace_take_turns(acme, globex, ada, crowd, vip, by_worker):
    first = begun(ADD, picked(acme, crowd[8].pk), ada, vip)
    second = begun(DELETE, picked(acme, crowd[8].pk), ada)

    assert not jobs.advance(second.pk)
    assert jobs.advance(first.pk)
    assert jobs.advance(second.pk)

    assert not acme.contacts.filter(pk=crowd[8].pk).exists()


def test_step_whose_lease_was_lost_is_not_done_twice(acme, ada, crowd, vip, threes, by_worker):
    job = begun(ADD, everybody(acme), ada, make_flag(acme, "Once"))
    one_step(job)
    expire(job)

    jobs.advance(job.pk)

    assert ContactChange.objects.filter(job=job).count() == 10
    assert set(acme.contacts.filter(state="Texas").values_list("revision", flat=True)) == {2}
