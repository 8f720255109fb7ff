"""The index after every way to write contacts: what it holds is what a rebuild would make."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from contacts import writing
from contacts.models import Contact
from contacts.search import index
from tests import factories
from tests.contacts.imports.files import confirm, csv_bytes, undo, upload
from workspaces.models import User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)

FILE = csv_bytes("Ann New,+14155559001,ann@example.org,CA,", "Bo,+14155559002,,,Realty")


def held() -> list[tuple]:
    """All that SQLite's index holds; on PostgreSQL what it finds."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT term, doc, col, offset FROM contacts_search_terms")
        else:
            cursor.execute("SET enable_seqscan = off")
            cursor.execute("SELECT id FROM contacts_contact WHERE search_text LIKE '%%ann%%'")
        return sorted(cursor.fetchall())


def test_the_index_is_what_a_rebuild_makes(acme: Workspace, globex: Workspace, ada: User):
    ann = factories.make_contact(acme, name="Ann", phone="+14155559001")
    gone = factories.make_contact(acme, name="Annabel")
    factories.make_contact(globex, name="Anna")
    writing.change(ann, ada, {"name": "Ann Other", "state": "TX"}, revision=1)
    writing.delete(gone, ada)
    confirm(upload(acme, ada, FILE), ada, policy="overwrite")
    undo(confirm(upload(globex, ada, FILE), ada), ada)
    Contact.objects.bulk_create([Contact(workspace=acme, name="Annie", phone="+14155559003")])
    annie = Contact.objects.get(name="Annie")
    annie.name = "Annika"
    Contact.objects.bulk_update([annie], ["name"])
    Contact.objects.filter(pk=annie.pk).update(notes="Likes tea.")

    before = held()
    assert index.is_right(connection)
    call_command("rebuild_search", stdout=StringIO())

    assert before == held()
    assert before
