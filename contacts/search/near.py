"""Words written nearly as one that nobody has: parts of it that the index finds lead to them.

A trigram index ranks by likeness only after reading every contact that shares three letters with
the word, seconds among a million. What one mistake leaves whole is found at once.
"""

import string
from collections.abc import Iterable
from typing import Any

from django.db import connection

from contacts.search.index import CONTACTS, INDEX
from contacts.search.words import has_three_letters

Parts = tuple[str, ...]
# What is looked at of a contact.
COLUMNS = ("search_text", "name", "brokerage", "state", "email", "former_text")

# Contacts looked at for each way to be wrong; on SQLite, hits of all workspaces before that.
_EACH, _HITS = 20, 1_000
# What is shorter is in no index of trigrams.
_SHORTEST = 3
_WORD_MAX = 24
_ADDRESS_MAX = 60
_ADDRESS_LETTERS = string.ascii_lowercase + string.digits + "._-+"


def ways(word: str) -> list[list[Parts]]:
    """What a contact's text holds if the word is misspelt, likeliest mistakes first.

    Letters swapped or one too many; one missing or wrong; two mistakes.
    """
    word = word[:_WORD_MAX]
    length, whole = len(word), []
    for place in range(length - 1):
        whole.append((word[:place] + word[place + 1] + word[place] + word[place + 2 :],))
    whole += [(word[:place] + word[place + 1 :],) for place in range(length)]
    halves = [
        (word[:place], word[place + skipped :]) for skipped in (0, 1) for place in range(length)
    ]
    # Two mistakes leave a third of the word whole, mostly half of it.
    pieces = [
        (word[place : place + size],)
        for size in (max(_SHORTEST, length // 2), max(_SHORTEST, (length - 2) // 3))
        for place in range(length - size + 1)
    ]
    return [_indexed(whole, length), _indexed(halves, length), _indexed(pieces, 0)]


def address_ways(address: str) -> list[list[Parts]]:
    """The same for an e-mail, first where the mistakes are in the domain: that may be on everybody,
    so what stands before it leads there."""
    local = address.partition("@")[0] + "@"
    return [_indexed([(local,)], 0), *ways(local)]


def addresses(typed: str) -> list[str]:
    """All e-mails that are one mistake away: few enough to be looked up, each whole."""
    if len(typed) > _ADDRESS_MAX:
        return []
    ends = [(typed[:place], typed[place:]) for place in range(len(typed) + 1)]
    swapped = [begin + end[1] + end[0] + end[2:] for begin, end in ends if len(end) > 1]
    without = [begin + end[1:] for begin, end in ends]
    changed = [
        begin + letter + end[skipped:]
        for begin, end in ends
        for letter in _ADDRESS_LETTERS
        for skipped in (0, 1)
    ]
    return [*swapped, *without, *changed]


def digit_ways(digits: str) -> list[list[Parts]]:
    """The same for a number: with one mistake, mostly its first or its last half is right."""
    half = max(_SHORTEST, len(digits) // 2)
    ends: list[Parts] = [
        (end,) for size in range(half + 2, half - 1, -1) for end in (digits[:size], digits[-size:])
    ]
    # Two swapped in the middle spoil both halves: the first ways are those with two swapped.
    return [ends, ways(digits)[0][: len(digits) - 1]]


def _indexed(found: Iterable[Parts], length: int) -> list[Parts]:
    """Without parts that no index holds, and what too little is then left of."""
    kept = (tuple(part for part in parts if len(part) >= _SHORTEST) for parts in found)
    return list(
        dict.fromkeys(
            parts
            for parts in kept
            if any(map(has_three_letters, parts)) and sum(map(len, parts)) >= length - _SHORTEST
        )
    )


def rows_with(workspace_id: int, found: list[Parts]) -> list[dict[str, Any]]:
    """The newest contacts of the workspace that hold all parts of one of these."""
    if not found:
        return []
    each = _sqlite_each if connection.vendor == "sqlite" else _postgresql_each
    queries: list[str] = []
    values: list[str | int] = []
    for number, parts in enumerate(found):
        query, given = each(parts, workspace_id)
        queries.append(f"SELECT * FROM ({query} LIMIT {_EACH}) AS way{number}")  # noqa: S608
        values += given
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(queries), values)
        return [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]


def _sqlite_each(parts: Parts, workspace_id: int) -> tuple[str, list[str | int]]:
    terms = " AND ".join('"' + part.replace('"', '""') + '"' for part in parts)
    hits = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s ORDER BY rowid DESC LIMIT {_HITS}"  # noqa: S608
    query = (
        f"SELECT {', '.join(COLUMNS)} FROM ({hits}) AS hit"  # noqa: S608
        f" CROSS JOIN {CONTACTS} AS contact ON contact.id = hit.rowid"
        " WHERE contact.workspace_id = %s"
    )
    return query, [terms, workspace_id]


def _postgresql_each(parts: Parts, workspace_id: int) -> tuple[str, list[str | int]]:
    held = " AND search_text LIKE %s" * len(parts)
    query = (
        f"SELECT {', '.join(COLUMNS)} FROM {CONTACTS}"  # noqa: S608
        f" WHERE workspace_id = %s{held} ORDER BY id DESC"
    )
    return query, [workspace_id, *(f"%{_escaped(part)}%" for part in parts)]


def _escaped(part: str) -> str:
    return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def mistakes(typed: str, word: str, most: int) -> int:
    """How many letters to swap with a neighbour, add, take away or change; at most `most` + 1."""
    if abs(len(typed) - len(word)) > most or len(set(typed) ^ set(word)) > 2 * most:
        return most + 1
    typed, word = _differing(typed, word)
    # One mistake leaves no more than two letters that are swapped.
    if most == 1 and max(len(typed), len(word)) > 2:
        return most + 1
    before: list[int] = []
    last = list(range(len(word) + 1))
    for row, letter in enumerate(typed, 1):
        current = [row]
        for column, other in enumerate(word, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and (letter, typed[row - 2]) == (word[column - 2], other):
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return min(last[-1], most + 1)


def _differing(one: str, other: str) -> tuple[str, str]:
    """The two without the letters that are the same from the first and from the last on."""
    shorter = min(len(one), len(other))
    start = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    most = shorter - start
    end = next((at for at in range(most) if one[-1 - at] != other[-1 - at]), most)
    return one[start : len(one) - end], other[start : len(other) - end]
