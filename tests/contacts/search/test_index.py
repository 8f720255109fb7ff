"""The search index: there after every migration, right after every way to write."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from contacts import search, writing
from contacts.models import Contact
from contacts.search import index, plan
from tests import factories

PARTS = re.compile(r', (?="|CONSTRAINT)|(?<=TABLE "contacts_contact" )\(|\)$')


def found(workspace, typed: str, by_index: bool = True) -> list[str]:
    query = search.parse(typed)
    contacts = workspace.contacts.search(query, by_index=by_index and connection.vendor == "sqlite")
    return [contact.name for contact in contacts]


@pytest.fixture
def always_by_index(monkeypatch):
    """As if every workspace were big and every term rare."""
    monkeypatch.setattr(plan, "WALK_MAX", 0)
    monkeypatch.setattr(plan, "PROBED", 0)


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


def test_migrating_again_leaves_a_whole_index_alone(acme, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        index.install(connection)


def test_small_workspaces_walk_their_own_contacts(acme):
    factories.make_contact(acme)

    assert not search.needs_index(acme.contacts.all(), search.parse("anything"))


def test_rare_terms_of_big_workspaces_use_the_index(acme, always_by_index):
    factories.make_contact(acme, name="Rare")
    factories.make_contact(acme, name="Another")

    expected = connection.vendor == "sqlite"

    assert search.needs_index(acme.contacts.all(), search.parse("rare")) is expected


def test_common_terms_of_big_workspaces_end_soon_without_it(acme, monkeypatch):
    monkeypatch.setattr(plan, "WALK_MAX", 1)
    monkeypatch.setattr(plan, "PROBED", 2)
    monkeypatch.setattr(plan, "COMMON_HITS", 2)
    for _ in range(3):
        factories.make_contact(acme, name="Common")

    assert not search.needs_index(acme.contacts.all(), search.parse("common"))


def test_smaller_workspaces_use_it_where_there_are_few_hits_in_all(acme, globex, monkeypatch):
    monkeypatch.setattr(plan, "PROBED", 1)
    monkeypatch.setattr(plan, "FEW_HITS", 2)
    for workspace in (acme, acme, acme, globex, globex, globex):
        factories.make_contact(workspace, name="Common")
    factories.make_contact(globex, name="Rare")
    contacts = acme.contacts.all()

    assert not search.needs_index(contacts, search.parse("common"))
    assert search.needs_index(contacts, search.parse("rare")) is (connection.vendor == "sqlite")


def test_what_the_index_does_not_hold_is_walked(acme, always_by_index):
    factories.make_contact(acme, name="Bo")

    assert not search.needs_index(acme.contacts.all(), search.parse("bo"))
    assert found(acme, "bo") == ["Bo"]
