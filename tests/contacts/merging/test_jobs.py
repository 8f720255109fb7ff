"""All groups that are exactly the same, merged by one job: which, once, and back again."""

import pytest
from django.urls import reverse

from contacts import jobs, writing
from contacts.merging import count_exact, exact_groups, merge_exact
from contacts.models import Job, JobKind, JobState, Merge
from tests.contacts.merging.groups import SAME, make_groups
from tests.contacts.merging.whole import whole
from tests.factories import make_contact, make_merge
from workspaces.audit_words import sentence
from workspaces.models import AuditEntry


def exact(workspace) -> list[list[str]]:
    groups, _ = exact_groups(workspace, "", 100)
    return [[contact.name for contact in group.contacts] for group in groups]


def test_exactly_the_same_is_equal_in_all_five_fields_once_case_is_set_aside(acme):
    make_groups(acme, 1)
    assert exact(acme) == [["Élodie  B", "elodie b"]]
    assert count_exact(acme) == 1


@pytest.mark.parametrize("field", ["name", "email", "state", "brokerage"])
def test_an_empty_or_another_value_is_not_the_same(acme, field):
    values = {"name": "Ann", "phone": "+14155550110", **SAME}
    make_contact(acme, **values)
    make_contact(acme, **values | {field: "" if field != "name" else "Anne"})

    assert exact(acme) == []
    assert count_exact(acme) == 0


def test_notes_of_one_are_kept_and_different_notes_are_not_the_same(acme):
    values = {"name": "Ann", "phone": "+14155550110", **SAME}
    make_contact(acme, **values)
    make_contact(acme, notes="Tea.", **values)
    groups, _ = exact_groups(acme, "", 100)
    assert groups[0].values["notes"] == "Tea."

    make_contact(acme, notes="Coffee.", **values)
    assert exact(acme) == []
    assert count_exact(acme) == 0


def test_whom_a_person_told_apart_stay_apart(acme, eve):
    make_groups(acme, 2)
    two = acme.contacts.filter(phone="+14155550110")
    writing.tell_apart(acme, eve, two.values_list("pk", flat=True))

    assert len(exact(acme)) == count_exact(acme) == 1


@pytest.fixture
def small_steps(monkeypatch, settings) -> None:
    monkeypatch.setattr(merge_exact, "CHUNKS", {"sqlite": 3, "postgresql": 3})
    monkeypatch.setattr("contacts.merging.unmerge.CHUNKS", {"sqlite": 3, "postgresql": 3})


@pytest.mark.django_db(transaction=True)
def test_a_person_merges_them_all_and_takes_all_back(acme, as_eve, run_worker, small_steps):
    make_groups(acme)
    make_contact(acme, name="Other", phone="+14155550110")
    before = whole(acme)

    asked = as_eve.get(reverse("merge_all", args=[acme.slug])).text
    assert "Merge 7 groups" in asked and "also written" in asked
    started = as_eve.post(reverse("merge_all", args=[acme.slug]))
    again = as_eve.post(reverse("merge_all", args=[acme.slug]))
    assert started.url == again.url
    run_worker()

    job = Job.objects.get(kind=JobKind.MERGE)
    assert (job.state, job.done, job.total) == (JobState.DONE, 7, 7)
    assert job.counts == {"groups": 7, "merged": 7, "skipped": 0}
    assert acme.contacts.count() == 8
    assert acme.contacts.filter(flags__suppressing=True).count() == 3
    page = as_eve.get(started.url).text
    assert "7 groups of contacts that were exactly the same are one contact each now" in page
    listed = as_eve.get(reverse("merge_job", args=[acme.slug, job.pk])).text
    assert "Undo all 7" in listed

    as_eve.post(reverse("merge_job_undo", args=[acme.slug, job.pk]))
    run_worker()

    assert whole(acme) == before
    assert (
        "7 merges are undone"
        in as_eve.get(
            reverse("job_detail", args=[acme.slug, Job.objects.get(kind=JobKind.UNMERGE).pk])
        ).text
    )
    assert len(exact(acme)) == 7


def test_cancelled_half_way_it_keeps_what_it_did(acme, eve, small_steps):
    make_groups(acme)
    job = jobs.start(JobKind.MERGE, acme, eve, total=7, actor_name="eve")
    jobs.advance(job.pk, keep_going=lambda: False)
    jobs.cancel(job)
    job.refresh_from_db()

    assert job.state == JobState.CANCELLED
    assert Merge.objects.count() == job.counts["groups"] == 3


def test_who_lost_the_right_merges_no_more(acme, eve, small_steps):
    make_groups(acme)
    job = jobs.start(JobKind.MERGE, acme, eve, total=7, actor_name="eve")
    jobs.advance(job.pk, keep_going=lambda: False)
    eve.memberships.all().delete()
    jobs.advance(job.pk)
    job.refresh_from_db()

    assert job.state == JobState.CANCELLED and "may no longer" in job.reason
    assert Merge.objects.count() == 3


def test_what_fails_half_way_is_on_record(acme, eve, small_steps, monkeypatch):
    make_groups(acme)
    job = jobs.start(JobKind.MERGE, acme, eve, total=7, actor_name="eve")
    jobs.advance(job.pk, keep_going=lambda: False)
    monkeypatch.setattr(merge_exact, "CHUNKS", {})
    jobs.advance(job.pk)

    undo = jobs.start(JobKind.UNMERGE, acme, eve, total=3, actor_name="eve")  # of no merge
    jobs.advance(undo.pk)

    assert set(Job.objects.values_list("state", flat=True)) == {JobState.FAILED}
    failures = AuditEntry.objects.filter(action__endswith="merges.failed").order_by("pk")
    assert [(entry.detail["job"], sentence(entry)) for entry in failures] == [
        (job.pk, "merged 3 groups of duplicates before that failed half-way"),
        (undo.pk, "undid 0 merges before that failed half-way"),
    ]


def test_the_page_names_who_undid_a_merge_by_their_full_name(acme, eve, as_eve):
    contacts = [make_contact(acme), make_contact(acme)]
    merge = make_merge(*contacts, actor=eve)
    writing.unmerge(merge, eve)

    page = as_eve.get(merge.get_absolute_url()).text

    assert "by Eve." in page and "by eve" not in page
