"""How the database is emptied after a test whose transactions were committed.

Django's own way removes the content types and permissions too and makes them anew, and on
PostgreSQL replaces the files of every table and index: 150 ms of a processor after each of more
than 700 tests. Here the rows that migrations leave stay, and those of the test are deleted.
"""

from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import TransactionTestCase

from contacts.search import index

# The same in every test: nobody writes to them but migrations.
KEPT = {"django_content_type", "auth_permission"}
# Deleted rows leave their room behind, which may not grow until it changes how a query is planned.
LARGE = 65_536  # bytes


def empty_database(test_case: TransactionTestCase) -> None:
    """Leave what the migrations left, with the search index as it should be."""
    found = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [table for table in found if table not in KEPT]
    if connection.vendor == "postgresql":
        _empty_postgresql(tables)
    else:
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))
    index.install(connection)


def _empty_postgresql(tables: list[str]) -> None:
    quoted = [connection.ops.quote_name(table) for table in tables]
    with transaction.atomic(), connection.cursor() as cursor:
        # Whoever still writes or reads is waited for, as TRUNCATE does.
        cursor.execute(f"LOCK TABLE {', '.join(quoted)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name"
            " WHERE pg_relation_size(name::regclass) > %s",
            [quoted, LARGE],
        )
        if large := [name for (name,) in cursor.fetchall()]:
            cursor.execute(f"TRUNCATE {', '.join(large)} CASCADE")
        cursor.execute("; ".join(f"DELETE FROM {name}" for name in quoted))
