"""After an upgrade that changed what counts as equal, all that follows from it is made anew."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts import audiences, housekeeping, normal, renewal
from contacts.models import Audience, Contact, FrozenList, SiteJob, SiteJobKind
from tests import factories
from workspaces.models import Workspace


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch, acme: Workspace) -> Workspace:
    """A workspace whose texts were made by older rules."""
    for name in ("Søren", "Plain", "Łukasz"):
        factories.make_contact(acme, name=name)
    for name, old in (("Søren", "søren"), ("Łukasz", "łukasz")):
        Contact.objects.filter(name=name).update(name_key=old, search_text=old)
    monkeypatch.setattr(normal, "VERSION", normal.VERSION + 1)
    monkeypatch.setattr(renewal, "CHUNK", 1)
    return acme


def keys(workspace: Workspace) -> list[str]:
    return list(workspace.contacts.order_by("pk").values_list("name_key", flat=True))


def test_only_what_differs_is_written_and_progress_is_told(upgraded: Workspace):
    told: list[int] = []

    assert renewal.is_due()
    with CaptureQueriesContext(connection) as captured:
        renewal.renew(told.append)

    # With one row in each chunk, a statement for each row that was written.
    assert sum("WITH incoming" in query["sql"] for query in captured) == 2
    assert keys(upgraded) == ["soren", "plain", "lukasz"]
    assert told == [1, 2, 3]
    assert not renewal.is_due()


def test_migrating_does_it_and_says_so(upgraded: Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(renewal, "CHUNK", 100_000)
    said = StringIO()

    call_command("migrate", verbosity=1, stdout=said)

    assert keys(upgraded) == ["soren", "plain", "lukasz"]
    assert "100,000 contacts looked at for texts of older rules" in said.getvalue()
    assert not SiteJob.objects.exists()


def test_tables_that_lack_columns_wait_for_the_other_migrations(
    upgraded: Workspace, monkeypatch: pytest.MonkeyPatch
):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE contacts_audience RENAME COLUMN said TO said_before")

    call_command("migrate", verbosity=0)
    assert renewal.is_due()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE contacts_audience RENAME TO contacts_no_audience")
    call_command("migrate", verbosity=0)

    assert renewal.is_due()
    assert keys(upgraded) == ["søren", "plain", "łukasz"]


def test_what_was_left_out_is_put_down_for_the_worker(upgraded: Workspace):
    """A worker of the version before may have gone on meanwhile; a restored copy may be older."""
    housekeeping.keep_house()
    housekeeping.keep_house()

    assert SiteJob.objects.get().kind == SiteJobKind.SEARCH


def test_nothing_is_put_down_where_all_is_right(acme: Workspace):
    housekeeping.keep_house()

    assert not SiteJob.objects.exists()


def audience(workspace: Workspace, name: str, digest: str, **parameters: str) -> Audience:
    given = {key: [value] for key, value in parameters.items()}
    return Audience.objects.create(
        workspace=workspace, name=name, name_key=normal.key(name), filter=given, digest=digest
    )


def test_audiences_are_known_again_by_what_they_mean_now(upgraded: Workspace, globex: Workspace):
    """And their frozen lists by the filter they were made by; of two alike the later has none."""
    audience(globex, "Lodz", audiences.digest({"state": ["Lodz"]}), state="Lodz")
    lodz, again, texas = (
        audience(upgraded, "Lodz", "older", state="Łódź"),
        audience(upgraded, "Lodz again", "older too", state="Lodz"),
        audience(upgraded, "Texas", audiences.digest({"state": ["TX"]}), state="TX"),
    )
    merged = audience(upgraded, "Merged", "", state="TX")
    frozen = [
        FrozenList.objects.create(workspace=upgraded, audience=of, digest=digest)
        for of, digest in ((lodz, "older"), (lodz, "before"), (again, "older too"))
    ]

    renewal.renew(lambda looked_at: None)

    now = audiences.digest({"state": ["lodz"]})
    for row in (lodz, again, texas, merged, *frozen):
        row.refresh_from_db()
    assert [row.digest for row in (lodz, again, merged)] == [now, "", ""]
    assert texas.digest == audiences.digest({"state": ["tx"]})
    assert [row.digest for row in frozen] == [now, "before", ""]
