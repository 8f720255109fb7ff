"""What an import asks about contacts an index answers, never a walk over the workspace."""

import re

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from contacts import writing
from contacts.models import Contact, DuplicatePolicy
from tests import factories
from tests.contacts.imports.files import confirm, undo, upload
from tests.contacts.imports.undoing import FILE
from workspaces.scoping import CompositeForeignKey

pytestmark = pytest.mark.django_db(transaction=True)

# SQLite tells which columns of an index it could use: the workspace alone is all of its contacts.
WALKS = re.compile(
    r"(SCAN|Seq Scan on) contacts_(contact|formervalue|suppressednumber)\b(?! USING)"
    r"|USING .*INDEX \w+ \(workspace_id=\?\)"
)
ASKED = r'(SELECT|DELETE|UPDATE) .*"contacts_(contact|formervalue|suppressednumber)"'


def plan(query: str) -> str:
    """How the database would answer, were there so many rows that it matters."""
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{explain} {query}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_nothing_walks_over_the_contacts_of_the_workspace(acme, ada, known):
    vip, stop = acme.flags.get(name="VIP"), acme.flags.get(name="Do Not Call")
    # Numbers that left are asked for as well: those of the deleted, and those merged away.
    writing.delete(factories.make_contact(acme, [stop]), ada)
    factories.make_merge(factories.make_contact(acme, [stop]), factories.make_contact(acme))
    with CaptureQueriesContext(connection) as asked:
        contact_import = upload(acme, ada, FILE)
        confirm(contact_import, ada, policy=DuplicatePolicy.OVERWRITE, flags=[vip])
        undo(contact_import, ada)

    queries = [
        query["sql"]
        for query in asked
        if re.match(ASKED, query["sql"]) and not query["sql"].endswith("LIMIT 1")
    ]
    assert len(queries) > 5
    assert any("suppressednumber" in query and "digest" in query for query in queries)
    assert any("formervalue" in query and " IN (" in query for query in queries)
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
