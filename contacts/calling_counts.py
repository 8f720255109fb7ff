"""How many contacts of a list can be called, and what keeps the others: one statement, one moment.

The list is read once, and beside it the few sets that the verdict goes by; joining them is many
times quicker, among a million, than looking each contact up.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone

from contacts.calling import Calling, Verdict
from contacts.models.contact import ContactQuerySet

_SETS = """
WITH matching (id, phone, warning) AS ({matching}),
suppressed (phone) AS ({suppressed}),
shared (phone) AS ({shared}),
verified (id) AS ({verified})
"""
# The order of the reasons is that of `Verdict`; tests compare it with the lists themselves.
_JUDGED = """
SELECT matching.id AS id, CASE
    WHEN {is_suppressed} THEN 'suppressed'
    WHEN {required} AND NOT ({is_verified}) THEN 'unverified'
    WHEN {is_shared} THEN 'shared'
    WHEN matching.warning <> '' THEN 'warning'
    ELSE 'callable'
END AS verdict
FROM matching
"""
# SQLite keeps the sets of IN in an index, and may go through those of a join once for each contact;
# PostgreSQL does the reverse.
_BY_IN = {
    "is_suppressed": "matching.phone IN (SELECT phone FROM suppressed)",
    "is_shared": "matching.phone IN (SELECT phone FROM shared)",
    "is_verified": "matching.id IN (SELECT id FROM verified)",
}
_BY_JOIN = {
    "is_suppressed": "suppressed.phone IS NOT NULL",
    "is_shared": "shared.phone IS NOT NULL",
    "is_verified": "verified.id IS NOT NULL",
}
_JOINS = """
LEFT JOIN suppressed ON suppressed.phone = matching.phone
LEFT JOIN shared ON shared.phone = matching.phone
LEFT JOIN verified ON verified.id = matching.id
"""
_JUDGED_BY = {
    "sqlite": (_JUDGED, _BY_IN),
    "postgresql": (_JUDGED + _JOINS, _BY_JOIN),
}


@dataclass(frozen=True)
class Counts:
    """How many contacts have each verdict, as of `at`. The parts add up to `total`."""

    parts: dict[Verdict, int]
    at: datetime

    @property
    def total(self) -> int:
        return sum(self.parts.values())


def count(contacts: ContactQuerySet, calling: Calling) -> Counts:
    """Count the contacts of a list of the workspace by verdict."""
    rows = _fetch(
        contacts, calling, "SELECT verdict, count(*) FROM ({judged}) AS judged GROUP BY 1"
    )
    found = dict(rows)
    return Counts({verdict: found.get(verdict.value, 0) for verdict in Verdict}, timezone.now())


def verdicts(contacts: ContactQuerySet, calling: Calling) -> list[tuple[int, str]]:
    """The ids of all contacts of the list, ascending, each with its verdict."""
    return _fetch(contacts, calling, "SELECT id, verdict FROM ({judged}) AS judged ORDER BY id")


def _fetch(contacts: ContactQuerySet, calling: Calling, select: str) -> list[Any]:
    sets = {
        "matching": contacts.order_by().values_list("pk", "phone", "phone_warning"),
        "suppressed": calling.suppressed_phones(),
        "shared": calling.shared_phones().values_list("phone"),
        "verified": calling.required_links().values_list("contact"),
    }
    try:
        compiled = {name: _compiled(rows) for name, rows in sets.items()}
    except EmptyResultSet:  # the list is known to be empty
        return []
    template, tests = _JUDGED_BY[connections[contacts.db].vendor]
    judged = template.format(required="1 = 1" if calling.required_name else "1 = 0", **tests)
    sql = _SETS.format(**{name: sql for name, (sql, _) in compiled.items()})
    parameters = [value for _, values in compiled.values() for value in values]
    with connections[contacts.db].cursor() as cursor:
        cursor.execute(sql + select.format(judged=judged), parameters)
        return cursor.fetchall()


def _compiled(rows: "QuerySet[Any, Any]") -> tuple[str, tuple[Any, ...]]:
    return rows.query.get_compiler(rows.db).as_sql()
