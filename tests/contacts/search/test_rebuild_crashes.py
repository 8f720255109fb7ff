"""Kill -9 at every point of a rebuild: the index in use stays right, and the next one is made."""

import signal
import time

import pytest
from django.core.management import call_command
from django.db import connection, connections

from contacts import normal, rebuild
from contacts.models import Contact, JobState, SiteJob
from contacts.search import index, sqlite_fts5
from tests import factories
from tests.contacts.imports import victims
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

POINTS = [
    ("search claimed", 1),
    *[(f"search step {point}", hit)
      for point in ("computed", "applied", "moved", "committed") for hit in (1, 4, 8)],
    *[(f"search last step {point}", 1) for point in ("computed", "applied", "moved", "committed")],
]  # fmt: skip


def rebuild_in_small_steps() -> None:
    rebuild.COLUMNS_CHUNK = rebuild.INDEX_CHUNK = 2
    sqlite_fts5.CLEARED = 2
    call_command("rebuild_search")


@pytest.mark.parametrize(("point", "hit"), POINTS)
def test_a_rebuild_survives_being_killed(acme: Workspace, settings, point: str, hit: int):
    settings.JOB_LEASE_SECONDS = victims.LEASE_SECONDS
    for number in range(5):
        factories.make_contact(acme, name=f"Person {number}")
    Contact.objects.update(search_text="of older rules")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {index.STATE} SET normal_version = %s", [normal.VERSION - 1])
    connections.close_all()

    victim = victims.start(rebuild_in_small_steps, failpoint=(point, "SIGKILL", hit))
    code = victims.end(victim)
    factories.make_contact(acme, name="Made meanwhile")
    time.sleep(victims.LEASE_SECONDS)
    call_command("worker", "--once")

    # PostgreSQL has fewer steps than some of the points.
    assert code == -signal.SIGKILL or (connection.vendor == "postgresql" and hit > 4)
    assert not SiteJob.objects.exclude(state=JobState.DONE).exists()
    assert index.is_right(connection)
    assert not Contact.objects.filter(search_text="of older rules").exists()
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    assert not [
        name for name in tables if name.startswith(("contacts_search_old", "contacts_search_next"))
    ]
