"""Words written nearly as one that nobody has: parts of it that the index finds lead to them.

A trigram index ranks by likeness only after reading every contact that shares three letters with
the word, seconds among a million. What one mistake leaves whole is found at once.
"""

from collections.abc import Iterable

from django.db import OperationalError, connection, transaction

from contacts.search.index import CONTACTS, INDEX

Parts = tuple[str, ...]

# Contacts looked at for each way to be wrong; on SQLite, hits of all workspaces before that.
_EACH, _HITS = 20, 1_000
# What is shorter is in no index of trigrams.
_SHORTEST = 3
# PostgreSQL's planner may take a term for common that hardly anybody has, and walk.
_PATIENCE_MS = 150
_WORD_MAX = 24


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
            parts for parts in kept if parts and sum(map(len, parts)) >= length - _SHORTEST
        )
    )


def texts_with(workspace_id: int, found: list[Parts]) -> list[str]:
    """Search texts of the newest contacts of the workspace that hold all parts of one of these."""
    if not found:
        return []
    each = _sqlite_each if connection.vendor == "sqlite" else _postgresql_each
    queries: list[str] = []
    values: list[str | int] = []
    for number, parts in enumerate(found):
        query, given = each(parts, workspace_id)
        queries.append(f"SELECT * FROM ({query} LIMIT {_EACH}) AS way{number}")  # noqa: S608
        values += given
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"SET LOCAL statement_timeout = {_PATIENCE_MS}")
            cursor.execute(" UNION ALL ".join(queries), values)
            texts = [text for (text,) in cursor.fetchall()]
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    except OperationalError:
        return []
    return list(dict.fromkeys(texts))


def _sqlite_each(parts: Parts, workspace_id: int) -> tuple[str, list[str | int]]:
    terms = " AND ".join('"' + part.replace('"', '""') + '"' for part in parts)
    hits = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s ORDER BY rowid DESC LIMIT {_HITS}"  # noqa: S608
    query = (
        f"SELECT contact.search_text FROM ({hits}) AS hit"  # noqa: S608
        f" CROSS JOIN {CONTACTS} AS contact ON contact.id = hit.rowid"
        " WHERE contact.workspace_id = %s"
    )
    return query, [terms, workspace_id]


def _postgresql_each(parts: Parts, workspace_id: int) -> tuple[str, list[str | int]]:
    held = " AND search_text LIKE %s" * len(parts)
    query = f"SELECT search_text FROM {CONTACTS} WHERE workspace_id = %s{held} ORDER BY id DESC"  # noqa: S608
    return query, [workspace_id, *(f"%{_escaped(part)}%" for part in parts)]


def _escaped(part: str) -> str:
    return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def mistakes(typed: str, word: str, most: int) -> int:
    """How many letters to swap with a neighbour, add, take away or change; at most `most` + 1."""
    if abs(len(typed) - len(word)) > most or len(set(typed) ^ set(word)) > 2 * most:
        return most + 1
    if most == 1 and _same_ends(typed, word) < max(len(typed), len(word)) - 2:
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


def _same_ends(one: str, other: str) -> int:
    """How many letters are the same from the first and from the last on: a mistake parts them."""
    pairs = list(zip(one, other, strict=False))
    begun = next((place for place, (a, b) in enumerate(pairs) if a != b), len(pairs))
    ends = zip(reversed(one), reversed(other), strict=False)
    return begun + next((place for place, (a, b) in enumerate(ends) if a != b), len(pairs))
