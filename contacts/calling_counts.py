"""How many contacts of a list can be called, and what keeps the others: one statement, one moment.

Few contacts are Do Not Call or share a number. An index leads to these; all others are only
counted. Looking each contact of a million up takes many times as long.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from contacts.calling import Calling, Verdict
from contacts.filters import ContactFilter
from contacts.models.contact import ContactQuerySet
from contacts.search import among

# Phones: those that must not be called, and others that several contacts have.
_SETS = """
WITH suppressed (phone) AS MATERIALIZED ({suppressed}),
shared (phone) AS MATERIALIZED ({shared} EXCEPT SELECT phone FROM suppressed)
"""
# Parts of a list. They overlap; what each verdict holds follows from them.
ALL, VERIFIED, SUPPRESSED, SUPPRESSED_VERIFIED, SHARED = range(5)
_COUNT = "SELECT {part}, count(*), count(nullif(phone_warning, '')) FROM ({rows}) AS part{part}"
_IDS = "SELECT {part}, id, phone_warning <> '' FROM ({rows}) AS part{part}"


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
    found = {part: (number, warned) for part, number, warned in _fetch(contacts, calling, _COUNT)}
    total, warned = found.get(ALL, (0, 0))
    suppressed, warned_suppressed = found.get(SUPPRESSED, (0, 0))
    shared, warned_shared = found.get(SHARED, (0, 0))
    parts = dict.fromkeys(Verdict, 0)
    parts[Verdict.SUPPRESSED], parts[Verdict.SHARED] = suppressed, shared
    if calling.required_name:
        verified, warned = found.get(VERIFIED, (0, 0))
        suppressed, warned_suppressed = found.get(SUPPRESSED_VERIFIED, (0, 0))
        parts[Verdict.UNVERIFIED] = total - verified - parts[Verdict.SUPPRESSED] + suppressed
    parts[Verdict.WARNING] = warned - warned_suppressed - warned_shared
    parts[Verdict.CALLABLE] = total - sum(parts.values())
    return Counts(parts, timezone.now())


def of_list(contact_filter: ContactFilter) -> Counts:
    """The same of a list as its query string asks for it; where it asks for one verdict, of that.

    Then too all are counted: that is quicker than to look for those with the verdict.
    """
    verdict = contact_filter.chosen.get("verdict")
    if contact_filter.problems or not verdict:
        return count(contact_filter.qs, contact_filter.calling)
    everybody = ContactFilter(contact_filter.without_part("verdict"), contact_filter.workspace)
    counts = count(everybody.qs, contact_filter.calling)
    parts = {one: number if one == verdict else 0 for one, number in counts.parts.items()}
    return Counts(parts, counts.at)


def exactly(contact_filter: ContactFilter) -> int:
    """How many contacts the list has, counted to the end."""
    if contact_filter.chosen.get("verdict"):
        return of_list(contact_filter).total
    return contact_filter.qs.count()


def verdicts(contacts: ContactQuerySet, calling: Calling) -> list[tuple[int, str]]:
    """The ids of all contacts of the list, ascending, each with its verdict."""
    parts: dict[int, dict[int, str]] = {}
    for part, contact_id, warned in _fetch(contacts, calling, _IDS):
        parts.setdefault(part, {})[contact_id] = _verdict(part, warned, calling).value
    found: dict[int, str] = {}
    for part in (ALL, VERIFIED, SHARED, SUPPRESSED):  # what is asked first is said last
        found |= parts.get(part, {})
    return sorted(found.items())


def _verdict(part: int, warned: bool, calling: Calling) -> Verdict:
    """What being in the part says of a contact, if no part that is asked before says another."""
    if part == SHARED:
        return Verdict.SHARED
    if part in (SUPPRESSED, SUPPRESSED_VERIFIED):
        return Verdict.SUPPRESSED
    if part == ALL and calling.required_name:
        return Verdict.UNVERIFIED
    return Verdict.WARNING if warned else Verdict.CALLABLE


def _parts(contacts: ContactQuerySet, calling: Calling) -> dict[int, ContactQuerySet]:
    def with_phone(found: str, of: ContactQuerySet) -> ContactQuerySet:
        return of.filter(among(contacts.db, "phone", RawSQL(f"SELECT phone FROM {found}", [])))  # noqa: S608, S611

    parts = {ALL: contacts, SUPPRESSED: with_phone("suppressed", contacts)}
    verified = contacts
    if calling.required_name:
        verified = parts[VERIFIED] = calling.verified(contacts)
        parts[SUPPRESSED_VERIFIED] = with_phone("suppressed", verified)
    parts[SHARED] = with_phone("shared", verified)
    return parts


def _fetch(contacts: ContactQuerySet, calling: Calling, select: str) -> Iterator[Any]:
    suppressed, parameters = _compiled(calling.suppressed_phones())
    shared, given = _compiled(calling.shared_phones().values_list("phone"))
    parameters += given
    statements = []
    for part, rows in _parts(contacts.order_by(), calling).items():
        try:
            sql, given = _compiled(rows.values_list("id", "phone_warning"))
        except EmptyResultSet:  # the part is known to be empty
            continue
        statements.append(select.format(part=part, rows=sql))
        parameters += given
    if statements:
        sets = _SETS.format(suppressed=suppressed, shared=shared)
        with connections[contacts.db].cursor() as cursor:
            cursor.execute(sets + " UNION ALL ".join(statements), parameters)
            yield from cursor


def _compiled(rows: "QuerySet[Any, Any]") -> tuple[str, list[Any]]:
    sql, parameters = rows.query.get_compiler(rows.db).as_sql()
    return sql, list(parameters)
