"""Undo of bulk changes of flags: back to before, without touching what people did since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts import bulk_actions, flag_endings, job_reports, jobs, writing
from contacts.bulk import undoing
from contacts.models import ChangeKind, ContactChange, Job, JobKind, JobState
from tests.contacts.bulk.acting import begun, carriers, everybody
from tests.contacts.imports.files import one_step

pytestmark = pytest.mark.django_db(transaction=True)

ADD, REMOVE = JobKind.ADD_FLAGS, JobKind.REMOVE_FLAGS


def undone(job: Job, actor) -> Job:
    undo = bulk_actions.undo(job, actor)
    assert undo is not None
    undo.refresh_from_db()
    assert undo.state == JobState.DONE, undo.reason
    return undo


def told(job: Job) -> str:
    return " ".join(map(str, job_reports.report(job).lines))


def test_added_flags_come_off_those_who_did_not_have_them_before(acme, ada, crowd, vip, threes):
    job = begun(ADD, everybody(acme), ada, vip)

    undo = undone(job, ada)

    assert carriers(vip) == ["Texan 0", "Texan 1"]
    assert undo.counts == {"changed": 8, "kept": 0}
    entry = ContactChange.objects.get(job=undo, contact_id=crowd[5].pk)
    assert (entry.kind, entry.reason, entry.revision) == (
        ChangeKind.UNFLAGGED, "Undo of a bulk action.", 3,
    )  # fmt: skip


def test_removed_flags_are_given_back(acme, ada, crowd, vip):
    job = begun(REMOVE, everybody(acme), ada, vip)
    assert carriers(vip) == []

    undone(job, ada)

    assert carriers(vip) == ["Texan 0", "Texan 1"]


def test_contact_changed_since_is_kept_and_named(acme, ada, eve, crowd, vip, threes):
    job = begun(ADD, everybody(acme), ada, vip)
    writing.change(crowd[6], eve, {"notes": "Spoke to her."}, revision=2)
    writing.delete(crowd[7], eve)

    undo = undone(job, ada)

    assert carriers(vip) == ["Texan 0", "Texan 1", "Texan 6"]
    assert undo.counts == {"changed": 6, "kept": 1}
    assert f"/contacts/{crowd[6].pk}/" in told(undo)
    assert "Texan 6" in told(undo)


def test_suppressing_flag_stays_where_a_bulk_action_brought_it(acme, ada, crowd, vip, stop):
    both = begun(ADD, everybody(acme), ada, vip, stop)
    assert len(carriers(stop)) == 11

    undo = undone(both, ada)

    assert carriers(vip) == ["Texan 0", "Texan 1"]
    assert len(carriers(stop)) == 11
    assert "“Do Not Call” stays on everybody who has it" in told(undo)


def test_there_is_no_undo_of_a_suppressing_flag_alone(acme, ada, crowd, stop):
    job = begun(ADD, everybody(acme), ada, stop)

    assert job_reports.report(job).undo == ""
    assert bulk_actions.undo(job, ada) is None
    assert len(carriers(stop)) == 11


def test_flag_that_became_suppressing_since_stays_too(acme, ada, crowd, vip):
    job = begun(ADD, everybody(acme), ada, vip)
    vip.suppressing = True
    writing.save_flag(vip, ada)

    assert bulk_actions.undo(job, ada) is None
    assert len(carriers(vip)) == 10


def test_flag_deleted_since_is_not_missed(acme, ada, crowd, vip):
    hot = acme.flags.get(name="Hot Lead")
    job = begun(ADD, everybody(acme), ada, vip, hot)
    flag_endings.delete(hot, ada)

    undo = bulk_actions.undo(job, ada)

    undo.refresh_from_db()
    # Losing the flag was a change by somebody: those contacts are left as they are.
    assert undo.counts == {"changed": 0, "kept": 10}


def test_undo_happens_once(acme, ada, crowd, vip, by_worker):
    job = begun(ADD, everybody(acme), ada, vip)
    jobs.advance(job.pk)
    job.refresh_from_db()

    undo = bulk_actions.undo(job, ada)

    assert bulk_actions.undo(job, ada) is None
    jobs.advance(undo.pk)
    assert bulk_actions.undo(job, ada) is None
    assert carriers(vip) == ["Texan 0", "Texan 1"]


def test_undo_that_was_stopped_can_be_finished_by_another(acme, ada, crowd, vip, threes, by_worker):
    job = begun(ADD, everybody(acme), ada, vip)
    jobs.advance(job.pk)
    job.refresh_from_db()
    first = bulk_actions.undo(job, ada)
    one_step(first)
    jobs.cancel(first)
    assert len(carriers(vip)) == 7

    second = bulk_actions.undo(job, ada)
    jobs.advance(second.pk)

    second.refresh_from_db()
    assert second.counts == {"changed": 5, "kept": 0}
    assert carriers(vip) == ["Texan 0", "Texan 1"]


def test_undo_is_over_after_a_while(acme, ada, crowd, vip):
    job = begun(ADD, everybody(acme), ada, vip)
    assert undoing.undoable_flags(job) == [vip]

    job.finished_at = timezone.now() - timedelta(days=undoing.UNDO_DAYS, seconds=1)

    assert undoing.undoable_flags(job) == []
