"""What an import asks about contacts an index answers, never a walk over the workspace."""

import re

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact, DuplicatePolicy
from tests.contacts.imports.files import confirm, undo, upload
from tests.contacts.imports.undoing import FILE
from workspaces.scoping import CompositeForeignKey

pytestmark = pytest.mark.django_db(transaction=True)

# SQLite tells which columns of an index it could use: the workspace alone is all of its contacts.
WALKS = re.compile(
    r"(SCAN|Seq Scan on) contacts_contact\b(?! USING)|USING .*INDEX \w+ \(workspace_id=\?\)"
)


def plan(query: str) -> str:
    """How the database would answer, were there so many rows that it matters."""
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{explain} {query}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_nothing_walks_over_the_contacts_of_the_workspace(acme, ada, known):
    vip = acme.flags.get(name="VIP")
    with CaptureQueriesContext(connection) as asked:
        contact_import = upload(acme, ada, FILE)
        confirm(contact_import, ada, policy=DuplicatePolicy.OVERWRITE, flags=[vip])
        undo(contact_import, ada)

    queries = [
        query["sql"]
        for query in asked
        if re.match(r'(SELECT|DELETE|UPDATE) .*"contacts_contact"', query["sql"])
    ]
    assert len(queries) > 5
    assert [(query, plan(query)) for query in queries if WALKS.search(plan(query))] == []


def test_whatever_hangs_on_a_contact_is_found_by_it():
    """SQLite asks each table that refers to contacts whenever one goes, by the key's columns."""
    for model in apps.get_models():
        for key in model._meta.constraints:
            if isinstance(key, CompositeForeignKey):
                field = model._meta.get_field(key.field)
                if field.related_model is Contact:
                    begins = [index.fields[:2] for index in model._meta.indexes]
                    assert ["workspace", key.field] in begins, model
