"""SQLite: a copy by VACUUM INTO, which misses nothing that is still in the log."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from contactsite.backups.manifest import Table

DUMP = "database.sqlite3"


def dump(file: Path, tables: dict[str, Table]) -> None:
    """Write the database as it is at this moment to `file`, and its content into `tables`."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    hash_content(tables, file)


def restore(file: Path) -> None:
    """Put the copy in the place of the database, all or nothing, whoever has it open."""
    connection.close()
    with (
        closing(sqlite3.connect(file)) as source,
        closing(sqlite3.connect(database())) as target,
    ):
        source.backup(target)


def hash_content(tables: dict[str, Table], file: Path | None = None) -> None:
    """Count and hash the rows of the tables in `file`, or in the site's own database."""
    with closing(sqlite3.connect(file or database())) as opened:
        for name, table in tables.items():
            columns = ", ".join(f'"{column}"' for column in table.columns)
            digest, rows = hashlib.sha256(), 0
            # The names are our models'.
            sql = f'SELECT {columns} FROM "{name}" ORDER BY "{table.key}"'  # noqa: S608
            for row in opened.execute(sql):
                digest.update(repr(row).encode())
                rows += 1
            table.rows, table.sha256 = rows, digest.hexdigest()


def database() -> str:
    return str(connection.settings_dict["NAME"])
