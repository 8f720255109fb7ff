"""The rebuild of the index: in steps, by whoever is there, while people write."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from contacts import jobs, rebuild, writing
from contacts.models import Contact, JobState, SiteJob
from contacts.search import index, sqlite_fts5
from contacts.steps import Step
from tests import factories
from workspaces.models import User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "COLUMNS_CHUNK", 2)
    monkeypatch.setattr(rebuild, "INDEX_CHUNK", 2)
    monkeypatch.setattr(sqlite_fts5, "CLEARED", 1)


@pytest.fixture
def people(acme: Workspace, globex: Workspace) -> list[Contact]:
    return [
        factories.make_contact(workspace, name=f"Person {number}")
        for number in range(5)
        for workspace in (acme, globex)
    ]


def one_step(job: SiteJob) -> None:
    assert jobs.advance_for_site(job.pk, lambda: False)
    job.refresh_from_db()


def test_people_write_while_it_is_made(people: list[Contact], acme: Workspace, ada: User):
    job, steps = rebuild.start(), 0
    while job.state in jobs.UNFINISHED:
        one_step(job)
        person = people[steps % len(people)]
        if steps % 3 == 0:
            person = writing.change(
                person, ada, {"name": f"Changed {steps}"}, revision=person.revision
            )
            people[steps % len(people)] = person
        elif steps % 3 == 1 and len(people) > 4:
            writing.delete(people.pop(0), ada)
        else:
            people.append(factories.make_contact(acme, name=f"New {steps}"))
        steps += 1

    assert job.state == JobState.DONE
    assert index.is_right(connection)
    assert not index.stale(connection)
    assert steps > (5 if connection.vendor == "sqlite" else 0)


def test_whoever_comes_late_writes_nothing(people: list[Contact]):
    """A step that was computed before somebody else took the job over is void."""
    job = rebuild.start()
    one_step(job)
    if job.state not in jobs.UNFINISHED:
        return  # PostgreSQL makes it in one step
    late = jobs._claim(jobs.site_jobs_due().filter(pk=job.pk))
    assert late is not None
    SiteJob.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    one_step(job)
    cursor = job.cursor

    with pytest.raises(jobs.LeaseLost):
        jobs._take_effect(late, Step({"phase": "late"}, 0))

    job.refresh_from_db()
    assert job.cursor == cursor


def test_one_is_made_at_a_time(people: list[Contact]):
    assert rebuild.start() == rebuild.start()


def test_the_worker_finishes_what_was_cut_off(people: list[Contact]):
    job = rebuild.start()
    one_step(job)

    call_command("worker", "--once")

    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert index.is_right(connection)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no triggers for it")
def test_a_migration_meanwhile_lets_it_begin_anew(people: list[Contact]):
    job = rebuild.start()
    for _ in range(2):
        one_step(job)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER contacts_search_next_insert")
    factories.make_contact(people[0].workspace, name="Missed")

    call_command("rebuild_search", stdout=StringIO())

    assert index.is_right(connection)


def test_a_failed_one_leaves_nothing_behind(people: list[Contact], monkeypatch):
    job = rebuild.start()
    one_step(job)
    monkeypatch.setattr(rebuild.Rebuild, "step", lambda self, job: 1 / 0)
    if job.state in jobs.UNFINISHED:
        one_step(job)
        assert job.state == JobState.FAILED
    monkeypatch.undo()

    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    assert not [name for name in tables if name.startswith("contacts_search_next")]
    call_command("rebuild_search", stdout=StringIO())
    assert index.is_right(connection)
