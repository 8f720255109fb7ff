"""The states and companies of a workspace's contacts, to choose from, each with its count.

Bounded, whether there are fifty of them or fifty thousand: distinct keys are found by leaps along
the index that sorts by them, and each is counted up to the list's limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.db import connection

from contacts import normal
from contacts.models import Contact
from contacts.paging import COUNT_LIMIT
from workspaces.models import Workspace

SHOWN = 20
# Up to so many are looked through for a part of the name; of more, their beginnings are found.
KNOWN_MAX = 200
# So many of the newest contacts say how a value is written.
SAMPLE = 25
CLOSE_SHOWN = 3
# What nobody would call alike; the module's own measure, from 0 to 1.
CLOSENESS = 0.6

_TABLE = Contact._meta.db_table
# Behind every character that a key may hold.
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Choice:
    """A value as most of the newest contacts with it write it; `count` stops behind COUNT_LIMIT."""

    key: str
    text: str
    count: int


@dataclass(frozen=True)
class Choices:
    """Some of the values; `more` says that others follow, `after` where these begin, if known."""

    shown: list[Choice]
    more: bool = False
    after: str = ""


def choices(
    workspace: Workspace, field: str, typed: str = "", after: str = "", size: int = SHOWN
) -> Choices:
    """The values of `field` (state, brokerage) that what was typed is a part of, best ones first.

    Where there are too many to look through them all, those that begin with it.
    """
    part = normal.key(typed)
    known = _keys(workspace, field, limit=KNOWN_MAX + 1)
    is_few = len(known) <= KNOWN_MAX
    if is_few and part:
        found = [key for key in known if part in key]
        found.sort(key=lambda key: not key.startswith(part))
    elif is_few:
        found = [key for key in known if key > after]
    else:
        found = _keys(workspace, field, part, after, size + 1)
    more = len(found) > size
    found = found[:size]
    in_order = not (is_few and part)
    return Choices(_counted(workspace, field, found), more, found[-1] if more and in_order else "")


def close(workspace: Workspace, field: str, typed: str) -> list[Choice]:
    """The few values that are written nearly so; of many, among those that begin alike."""
    key = normal.key(typed)
    known = _keys(workspace, field, limit=KNOWN_MAX + 1)
    if len(known) > KNOWN_MAX:
        known = _keys(workspace, field, key[:2], limit=KNOWN_MAX)
    near = get_close_matches(key, known, CLOSE_SHOWN, CLOSENESS)
    return _counted(workspace, field, near)


def as_written(workspace: Workspace, field: str, value: str) -> Choice | None:
    """The value as the contacts with it write it; None where nobody has it."""
    found = _counted(workspace, field, [normal.key(value)])
    return found[0] if found else None


def _keys(
    workspace: Workspace, field: str, begin: str = "", after: str = "", limit: int = SHOWN
) -> list[str]:
    """Up to `limit` distinct keys that begin so, in their order; each costs one leap."""
    column = f"{field}_key"
    # One lower bound at a time: given two, SQLite may begin at the wrong one and walk.
    leap = (
        f"SELECT {column} FROM {_TABLE} WHERE workspace_id = %s AND {column} {{}}"  # noqa: S608
        f" AND {column} < %s ORDER BY {column} LIMIT 1"
    )
    first, start = (">=", begin) if begin > after else (">", after)
    end = begin + _LAST
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE leaps(value, number) AS (SELECT ({leap.format(first + ' %s')}), 1"  # noqa: S608
            f" UNION ALL SELECT ({leap.format('> leaps.value')}), number + 1 FROM leaps"
            " WHERE value IS NOT NULL AND number < %s)"
            " SELECT value FROM leaps WHERE value IS NOT NULL ORDER BY number",
            [workspace.pk, start, end, workspace.pk, end, limit],
        )
        return [key for (key,) in cursor.fetchall()]


def _counted(workspace: Workspace, field: str, keys: Sequence[str]) -> list[Choice]:
    """The keys in the order given, with how they are written and how many contacts have them."""
    if not keys:
        return []
    same = f"FROM {_TABLE} WHERE workspace_id = %s AND {field}_key = keys.value"
    newest = f"SELECT {field} AS text, id {same} ORDER BY id DESC LIMIT %s"
    query = (
        f"WITH keys(value) AS (VALUES {', '.join(['(%s)'] * len(keys))})"  # noqa: S608
        f" SELECT value, (SELECT text FROM ({newest}) AS newest"
        "  GROUP BY text ORDER BY count(*) DESC, max(id) DESC LIMIT 1),"
        f" (SELECT count(*) FROM (SELECT 1 {same} LIMIT %s) AS counted) FROM keys"
    )
    bounds = [workspace.pk, SAMPLE, workspace.pk, COUNT_LIMIT + 1]
    with connection.cursor() as cursor:
        cursor.execute(query, [*keys, *bounds])
        found = {key: Choice(key, text, count) for key, text, count in cursor.fetchall()}
    return [found[key] for key in keys if found[key].count]
