"""Millions of contacts in minutes: written past the indexes, which are made again afterwards."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from contacts.imports.insert import COLUMNS, stored
from contacts.models import Contact, derived_values
from contacts.search import index
from workspaces.models import Workspace

CHUNK = 20_000
TABLE = Contact._meta.db_table

GIVEN = (
    *("Amelia", "Benjamin", "Charlotte", "Daniel", "Eleanor", "Frederick", "Grace", "Henry"),
    *("Isla", "Jasper", "Katherine", "Liam", "Madeleine", "Nathan", "Olivia", "Patrick"),
    *("Rosalind", "Samuel", "Tessa", "Victor", "Willow", "Zachary", "Élodie", "Jörg"),
)
# Of two parts each: a hundred family names, each of one contact in a hundred.
FAMILY = [
    f"{first}{last}"
    for first in ("Bar", "Car", "Dun", "Els", "Fair", "Good", "Hart", "King", "Lock", "Merri")
    for last in ("more", "worth", "banks", "win", "ley", "ton", "wood", "ther", "field", "sted")
]
STATES = (
    *("Texas", "California", "Nevada", "Oregon", "Ohio"),
    *("Bayern", "Kent", "Île-de-France", "Ontario", "Queensland"),
)
COMPANIES = [f"{name} Realty" for name in FAMILY[::3]] + ["Straßen & Söhne", ""]
# Each of these stands in so many contacts of a workspace with a million.
RARE = {"Quillfeather": 5, "Vanbrugh": 20, "Xylander": 100}
# Where two characters are a whole name: each of so many contacts of a million, given name behind.
SHORT = {"王芳": 20, "李小龍": 50, "田中": 1_000}


# What the contact has that is this number of its workspace, at this place among all.
Typed = Callable[[int, int], dict[str, str]]


def fill(shares: dict[Workspace, int], make: Typed | None = None) -> None:
    """Give each workspace so many contacts, mixed as if people had added them side by side."""
    made = _without_indexes()
    rows = _rows(shares, make or typed)
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic():
            _write(chunk)
    for sql in made:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    index.rebuild(connection)


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def carry(workspace: Workspace, flag_name: str, one_in: int) -> None:
    """Let one in so many of the workspace's contacts carry the flag."""
    flag, _ = workspace.flags.get_or_create(name=flag_name)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contactflag (workspace_id, contact_id, flag_id, created_at)"
            " SELECT workspace_id, id, %s, created_at FROM contacts_contact"
            " WHERE workspace_id = %s AND id * 7919 %% 1000003 %% %s = 0",
            [flag.pk, workspace.pk, one_in],
        )


def _rows(shares: dict[Workspace, int], make: Typed) -> Iterator[tuple[Any, ...]]:
    """Rows of the table. A number that is coprime to all sizes spreads every value evenly."""
    now, total = timezone.now(), sum(shares.values())
    numbers = dict.fromkeys(shares, 0)
    for place in range(total):
        # Whoever has the smallest part of its share comes next.
        workspace = min(shares, key=lambda one: numbers[one] / shares[one])
        number = numbers[workspace]
        numbers[workspace] += 1
        fields = make(number, place)
        moment = now - timedelta(seconds=30 * (total - place))
        columns: dict[str, Any] = {
            **fields,
            **derived_values(fields),
            "notes": "",
            "workspace_id": workspace.pk,
            "contact_import_id": None,
            "import_line": None,
            "created_by_id": None,
            "updated_by_id": None,
            "created_at": moment,
            "updated_at": moment,
            "revision": 1,
        }
        yield tuple(columns[name] for name in COLUMNS)


def typed(number: int, place: int) -> dict[str, str]:
    spread = number * 7919 % 1_000_003
    given, family = GIVEN[spread % len(GIVEN)], FAMILY[spread // 7 % len(FAMILY)]
    for name, many in RARE.items():
        if number % (1_000_000 // many) == many:
            family = name
    name = f"{given} {family}"
    for short, many in SHORT.items():
        if number % (1_000_000 // many) == (many + 1) % (1_000_000 // many):
            name = short
    return {
        "name": name,
        "phone": f"+1{2_000_000_000 + place * 3_999_971 % 7_999_999_993:010}",
        "email": f"{given}.{family}{number % 97}@example.com" if spread % 10 < 7 else "",
        "state": STATES[spread // 3 % len(STATES)],
        "brokerage": COMPANIES[spread // 11 % len(COMPANIES)],
    }


def _without_indexes() -> list[str]:
    """Drop the indexes of contacts that are no constraints; returns how to make them again."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint) AND indexname <> %s"
        )
    else:
        query = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s"
            " AND sql IS NOT NULL AND name <> %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE, index.INDEX])
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    drop_search_index()
    return [sql for _, sql in found]


def drop_search_index() -> None:
    """So that writing costs no more than it would without."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX IF EXISTS {index.INDEX}")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')


def _write(rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {TABLE} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {TABLE} ({names}) VALUES ({marks})", map(stored, rows))
