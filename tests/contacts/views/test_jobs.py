"""The page of long work: progress while it runs, a report in the end, the sign on other pages."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts import job_reports
from contacts.models import Job, JobKind, JobState
from contacts.progress import Report
from tests.factories import make_import, make_job

HTMX = {"HX-Request": "true"}


@pytest.fixture
def told(monkeypatch) -> None:
    """A kind of job with words of its own."""

    def report(job: Job) -> Report:
        return Report(
            "Counting sheep", [f"{job.done} sheep were counted."], [("See them", "/sheep/")]
        )

    monkeypatch.setitem(job_reports.REPORTS, JobKind.UNDO, report)


@pytest.fixture
def running(acme, told) -> Job:
    begun = timezone.now() - timedelta(seconds=10)
    return make_job(
        acme,
        state=JobState.RUNNING,
        done=1_500,
        total=3_000,
        started_at=begun,
        lease_until=timezone.now() + timedelta(seconds=20),
    )


def url(name: str, job: Job) -> str:
    return reverse(name, args=[job.workspace.slug, job.pk])


def text(response) -> str:
    return response.content.decode()


def test_running_job_shows_how_far_it_is_and_asks_for_itself(as_eve, running):
    page = text(as_eve.get(url("job_detail", running)))

    assert "Counting sheep" in page
    assert "1,500 of 3,000 contacts" in page
    assert re.search(r"1[345]\d contacts a second · about 1\d seconds left", page)
    assert '<progress max="3000" value="1500"' in page
    assert 'hx-trigger="every 1s"' in page
    assert url("job_cancel", running) in page


def test_viewer_watches_without_being_offered_to_stop_it(as_vic, running):
    page = text(as_vic.get(url("job_detail", running)))

    assert "1,500 of 3,000" in page
    assert url("job_cancel", running) not in page


def test_polling_ends_with_the_job(as_eve, running):
    part = as_eve.get(url("job_detail", running), headers=HTMX)
    assert "<html" not in text(part)
    Job.objects.update(state=JobState.DONE)

    assert as_eve.get(url("job_detail", running), headers=HTMX)["HX-Refresh"] == "true"

    page = text(as_eve.get(url("job_detail", running)))
    assert "1500 sheep were counted." in page
    assert '<a class="button primary" href="/sheep/">See them</a>' in page
    assert 'hx-trigger="every' not in page


def test_job_that_nobody_begins_says_that_the_worker_is_missing(as_eve, running):
    Job.objects.update(state=JobState.WAITING, lease_until=None, heartbeat_at=None)
    assert "worker does not seem to run" not in text(as_eve.get(url("job_detail", running)))

    Job.objects.update(created_at=timezone.now() - timedelta(seconds=31))

    assert "worker does not seem to run" in text(as_eve.get(url("job_detail", running)))


@pytest.mark.parametrize(
    ("held", "beat", "other_works", "missing"),
    [
        # Somebody works on the older one.
        (True, 1, True, False),
        # Its worker died a moment ago; it may yet be taken up.
        (False, 20, False, False),
        # Nobody has taken it up: that one waits for a worker as well.
        (False, 40, False, True),
    ],
)
def test_job_behind_another_tells_the_true_reason_why_it_waits(
    as_eve, acme, running, held, beat, other_works, missing
):
    now = timezone.now()
    Job.objects.update(
        heartbeat_at=now - timedelta(seconds=beat),
        lease_until=now + timedelta(seconds=20 if held else -1),
    )
    behind = make_job(acme, state=JobState.WAITING, created_at=now - timedelta(minutes=5))

    page = text(as_eve.get(url("job_detail", behind)))

    assert ("Other work in Acme is under way" in page) is other_works
    assert ("worker does not seem to run" in page) is missing


def test_worker_that_is_busy_elsewhere_is_not_missing(as_eve, acme, globex, told):
    now = timezone.now()
    make_job(globex, state=JobState.RUNNING, lease_until=now + timedelta(seconds=20))
    waiting = make_job(acme, state=JobState.WAITING, created_at=now - timedelta(minutes=5))

    page = text(as_eve.get(url("job_detail", waiting)))

    assert "Other work" not in page
    assert "worker does not seem to run" not in page


def test_failed_job_says_why_and_is_resumed(as_eve, as_vic, acme, told):
    job = make_job(acme, state=JobState.FAILED, reason="The disk is full.", total=9_000)

    page = text(as_eve.get(url("job_detail", job)))
    assert "The disk is full." in page
    assert url("job_resume", job) in page
    assert url("job_resume", job) not in text(as_vic.get(url("job_detail", job)))

    response = as_eve.post(url("job_resume", job))

    assert response["Location"] == url("job_detail", job)
    job.refresh_from_db()
    assert (job.state, job.reason) == (JobState.WAITING, "")
    as_eve.post(url("job_resume", job))
    assert "There was nothing to resume." in text(as_eve.get(url("job_detail", job)))


def test_cancelled_job_stops_at_its_next_step(as_eve, running):
    as_eve.post(url("job_cancel", running))

    running.refresh_from_db()
    assert running.cancel_requested


def test_job_of_an_import_is_told_of_on_the_imports_page(as_eve, acme):
    contact_import = make_import(acme, state="importing")
    job = make_job(acme, contact_import=contact_import, state=JobState.FAILED)

    for answer in (
        as_eve.get(url("job_detail", job)),
        as_eve.post(url("job_cancel", job)),
        as_eve.post(url("job_resume", job)),
    ):
        assert answer["Location"] == reverse("import_detail", args=["acme", contact_import.pk])
    job.refresh_from_db()
    assert (job.state, job.cancel_requested) == (JobState.FAILED, False)


def test_every_page_has_a_sign_of_what_is_under_way(as_vic, running):
    page = text(as_vic.get(reverse("flag_list", args=["acme"])))

    assert "Counting sheep" in page
    assert "50 %" in page
    assert url("job_detail", running) in page
    sign = reverse("job_sign", args=["acme"])
    assert 'hx-trigger="every 3s"' in text(as_vic.get(sign))
    Job.objects.update(state=JobState.DONE)
    assert "hx-trigger" not in text(as_vic.get(sign))
