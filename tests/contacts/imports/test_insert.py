"""What the bulk insert writes cannot be told from what the ORM writes."""

from collections import Counter

from django.db import connection
from django.utils import timezone

from contacts.imports.insert import COLUMNS, Row, insert
from contacts.models import Contact, derived_values
from contacts.paging import ORDERS, chunks
from tests import factories
from tests.benchmarks import many_contacts
from workspaces.models import Workspace

NOW = timezone.now()


def row(workspace: Workspace, number: int) -> Row:
    """A row of one moment, as those of one import are."""
    typed = {"name": f"Contact {number}", "phone": f"+1202555{number:04}"}
    typed |= {"email": "", "state": "", "brokerage": ""}
    rest = {"created_at": NOW, "updated_at": NOW, "workspace_id": workspace.pk, "revision": 1}
    values = {**dict.fromkeys(COLUMNS), "notes": "", **typed, **derived_values(typed), **rest}
    return tuple(values[name] for name in COLUMNS)


def test_moments_are_stored_as_by_the_orm(acme: Workspace):
    contact = factories.make_contact(acme, phone="+12025559999")
    Contact.objects.filter(pk=contact.pk).update(created_at=NOW)

    insert(acme, [row(acme, 1)])

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT created_at) FROM contacts_contact")
        assert cursor.fetchone() == (1,)


def test_the_benchmarks_contacts_have_moments_as_the_orm_stores_them(acme: Workspace):
    contact = factories.make_contact(acme, phone="+12025559999")
    Contact.objects.filter(pk=contact.pk).update(created_at=NOW)

    many_contacts._write([row(acme, 1)])

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT created_at) FROM contacts_contact")
        assert cursor.fetchone() == (1,)


def test_the_benchmarks_short_names_are_as_many_as_they_say():
    found = Counter(many_contacts.typed(number, number)["name"] for number in range(100_000))

    assert {name: found[name] * 10 for name in many_contacts.SHORT} == many_contacts.SHORT


def test_lists_by_time_go_on_among_contacts_of_one_moment(acme: Workspace):
    insert(acme, [row(acme, number) for number in range(7)])

    for order in (ORDERS["updated"], ORDERS["-updated"]):
        found = [
            row["id"]
            for rows in chunks(acme.contacts.values("id", "updated_at"), order, 3)
            for row in rows
        ]
        assert len(set(found)) == 7
