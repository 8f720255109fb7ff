"""PostgreSQL: pg_dump and pg_restore, with the content hashed in the very snapshot of the dump."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from contactsite.backups import BackupError
from contactsite.backups.manifest import Table

DUMP = "database.dump"
DEBIAN = Path("/usr/lib/postgresql")
# The rest is Django's and psycopg's own, or secret.
PASSED_ON = re.compile(r"dbname|user|host|port|service|options|connect_timeout|ssl\w+")


def dump(file: Path, tables: dict[str, Table]) -> None:
    """Write the database as it is at this moment to `file`, and its content into `tables`."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={file}")
        hash_content(tables)


def restore(file: Path) -> None:
    """Put the dump in the place of the database's tables, all or nothing."""
    target = whereto()
    connection.close()
    run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        str(file),
        target=target,
    )


def hash_content(tables: dict[str, Table]) -> None:
    """Count and hash the rows of the tables, in the transaction that is open, if any."""
    with connection.cursor() as cursor:
        for name, table in tables.items():
            columns = ", ".join(f'"{column}"' for column in table.columns)
            digest, rows = hashlib.sha256(), 0
            # The names are our models'. As bytes the keys sort alike under every collation.
            sql = (
                f'COPY (SELECT {columns} FROM "{name}"'  # noqa: S608
                f' ORDER BY "{table.key}"::text COLLATE "C") TO STDOUT'
            )
            with cursor.copy(sql) as copied:
                for data in copied:
                    digest.update(data)
                    rows += bytes(data).count(b"\n")
            table.rows, table.sha256 = rows, digest.hexdigest()


def whereto() -> str:
    """The site's database as PostgreSQL's programs want it named, but for the password."""
    parameters = connection.get_connection_params()
    return make_conninfo(
        **{name: value for name, value in parameters.items() if PASSED_ON.fullmatch(name)}
    )


def run(program: str, *arguments: str, target: str = "") -> None:
    """Run one of PostgreSQL's programs on the site's database. Raises BackupError."""
    done = subprocess.run(
        [find(program), f"--dbname={target or whereto()}", *arguments],
        env={**os.environ, "PGPASSWORD": str(connection.settings_dict["PASSWORD"] or "")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise BackupError(f"{program} failed, and nothing was changed.\n{done.stderr.strip()}")


def find(program: str) -> str:
    """The program on PATH, or the newest of Debian's. Raises BackupError with the remedy."""
    if found := shutil.which(program):
        return found
    files = list(DEBIAN.glob(f"*/bin/{program}"))
    if not files:
        raise BackupError(
            f"{program} is not installed (Debian: apt-get install postgresql-client)."
        )
    return str(max(files, key=lambda file: float(file.parent.parent.name)))
