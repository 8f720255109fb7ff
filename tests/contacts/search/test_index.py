"""The search index: there after every migration, right after every way to write."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.http import QueryDict

from contacts import normal, writing
from contacts.filters import ContactFilter
from contacts.models import Contact
from contacts.search import index, plan
from tests import factories
from workspaces.models import Workspace

PARTS = re.compile(r', (?="|CONSTRAINT)|(?<=TABLE "contacts_contact" )\(|\)$')


def found(workspace: Workspace, typed: str) -> list[str]:
    """Whom the index finds: as if every workspace were big and every term rare."""
    data = QueryDict(mutable=True)
    data["q"] = typed
    return [contact.name for contact in ContactFilter(data, workspace).qs]


@pytest.fixture(autouse=True)
def by_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "WALK_MAX", 0)
    monkeypatch.setattr(plan, "SMALL", 0)


def test_index_follows_every_way_to_write(acme, ada):
    contact = factories.make_contact(acme, name="Zachary Quill")
    assert found(acme, "quill") == ["Zachary Quill"]

    writing.change(contact, ada, {"name": "Zachary Feather"}, revision=1)
    assert found(acme, "quill") == []
    assert found(acme, "feather") == ["Zachary Feather"]

    Contact.objects.bulk_create([Contact(workspace=acme, name="In bulk", phone="+12025550100")])
    assert found(acme, "bulk") == ["In bulk"]

    contact.refresh_from_db()
    writing.delete(contact, ada)
    assert found(acme, "feather") == []
    assert index.is_right(connection)


def test_index_is_right_after_a_workspace_is_gone(acme, globex):
    factories.make_contact(acme, name="Gone")
    factories.make_contact(globex, name="Still here")

    acme.delete()

    assert index.is_right(connection)
    assert found(globex, "still") == ["Still here"]


@pytest.mark.django_db(transaction=True)
def test_remaking_the_table_keeps_contacts_constraints_and_index(acme):
    contact = factories.make_contact(acme, name="Remade", flags=[acme.flags.first()])
    # One that a job made beside another, in an earlier test, has its names in quotes.
    index.rebuild(connection)
    before = _schema()
    field = models.CharField(max_length=250)
    field.set_attributes_from_name("name")

    with connection.schema_editor() as editor:
        editor.alter_field(Contact, Contact._meta.get_field("name"), field)
        editor.alter_field(Contact, field, Contact._meta.get_field("name"))
    call_command("migrate", verbosity=0)

    assert _schema() == before
    assert index.is_right(connection)
    assert found(acme, "remade") == ["Remade"]
    assert list(contact.flags.all()) == [acme.flags.first()]
    connection.check_constraints()


def _schema() -> set[tuple[str, ...]]:
    """Tables, indexes, constraints and triggers, as the database itself has them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        else:
            cursor.execute(
                "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
                " UNION SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint"
            )
        # A table that was remade has the same columns and constraints in another order.
        return {(*row[:2], *sorted(PARTS.split(row[2]))) for row in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_what_is_missing_is_told_and_mended(acme):
    factories.make_contact(acme, name="Written before")
    kind, name = ("TRIGGER", f"{index.INDEX}_insert")
    if connection.vendor == "postgresql":
        kind, name = ("INDEX", index.INDEX)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP {kind} {name}")
    factories.make_contact(acme, name="Written without")

    assert index.missing(connection) == [name]
    assert not index.is_right(connection)
    with pytest.raises(CommandError, match=f"search index is incomplete: {name}"):
        call_command("check", databases=["default"], fail_level="WARNING")
    with pytest.raises(SystemExit):
        call_command("rebuild_search", check=True, stderr=StringIO())

    said = StringIO()
    call_command("rebuild_search", stdout=said)
    call_command("rebuild_search", check=True, stdout=said)

    assert said.getvalue() == "The search index was made anew.\nThe search index is right.\n"
    assert found(acme, "written") == ["Written without", "Written before"]
    call_command("check", databases=["default"], fail_level="WARNING")


@pytest.mark.django_db(transaction=True)
def test_an_index_of_an_earlier_kind_is_told_and_mended(acme):
    kind, name = "TRIGGER", f"{index.INDEX}_insert"
    earlier = f"AFTER INSERT ON {index.CONTACTS} BEGIN SELECT 1; END"
    if connection.vendor == "postgresql":
        kind, name = "INDEX", index.INDEX
        earlier = f"ON {index.CONTACTS} USING gin (search_text gin_trgm_ops)"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP {kind} {name}")
        cursor.execute(f"CREATE {kind} {name} {earlier}")
    factories.make_contact(acme, name="Written meanwhile")

    assert not index.is_right(connection)
    with pytest.raises(CommandError, match="search index is"):
        call_command("check", databases=["default"], fail_level="WARNING")
    call_command("rebuild_search", stdout=StringIO())

    assert index.is_right(connection)
    assert found(acme, "meanwhile") == ["Written meanwhile"]


def test_migrating_again_leaves_a_whole_index_alone(acme, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        index.install(connection)


@pytest.mark.django_db(transaction=True)
def test_texts_of_older_rules_are_told_and_made_anew(acme, monkeypatch):
    contact = factories.make_contact(acme, name="Élodie")
    old = "elodie of older rules"
    Contact.objects.filter(pk=contact.pk).update(search_text=old, name_key="x")
    monkeypatch.setattr(normal, "VERSION", normal.VERSION + 1)

    with pytest.raises(CommandError, match="stale: stored search texts follow older rules"):
        call_command("check", databases=["default"], fail_level="WARNING")
    call_command("migrate", verbosity=0)

    call_command("check", databases=["default"], fail_level="WARNING")
    contact.refresh_from_db()
    assert (contact.name_key, contact.revision) == ("elodie", 1)
    assert found(acme, "elodie") == ["Élodie"]
    assert found(acme, "rules") == []
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {index.STATE} SET normal_version = %s", [normal.VERSION - 1])


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its indexes right")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("DELETE FROM contacts_contact WHERE id = %s", "it holds 2 contacts of 1"),
        (
            "UPDATE contacts_contact SET search_text = 'another' WHERE id = %s",
            "it holds other texts than the contacts have",
        ),
    ],
)
def test_an_index_that_was_bypassed_is_stale(acme, change: str, reason: str):
    contact = factories.make_contact(acme, name="Somebody")
    factories.make_contact(acme, name="Else")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = dict(cursor.fetchall())
        for name in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(change, [contact.pk])
        for sql in triggers.values():
            cursor.execute(sql)

    assert (index.missing(connection), index.stale(connection)) == ([], reason)
    call_command("rebuild_search", stdout=StringIO())
    assert index.is_right(connection)
