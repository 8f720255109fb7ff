"""A query as conditions that PostgreSQL's index of trigrams can begin at."""

import re

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

from contacts.search.matching import alternatives
from contacts.search.query import Query

# Plain characters that stand between words.
_BETWEEN = r"\n !-/:-@{-~_"
# The letters, beside plain ones, that may follow upon one of these blocks: the index is asked for
# each of them. Larger scripts have too many.
_BLOCKS = (
    (0x0000, 0x024F, "ə"),
    (0x0370, 0x03FF, "α-ω"),
    (0x0400, 0x052F, "а-яђ-џ"),
    (0x0590, 0x05FF, "א-ת"),
    (0x0600, 0x06FF, "ء-ي"),
)


def is_indexed(connection: BaseDatabaseWrapper, query: Query) -> bool:
    """Whether the index narrows the query down: each way to match has an indexed part."""
    return all(
        any(_has_trigram(connection, part) for part in parts) for parts in alternatives(query)
    )


def _has_trigram(connection: BaseDatabaseWrapper, part: str) -> bool:
    """Whether three letters or digits stand in a row, as the server sees them."""
    if len(part) < 3 or part.isascii():
        return re.search(r"[a-z0-9]{3}", part) is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s ~ '[[:alnum:]]{3}'", [part])
        return bool(cursor.fetchone()[0])


def is_reachable(connection: BaseDatabaseWrapper, query: Query) -> bool:
    """Whether the index leads to all that the query finds, if only by the borders of words.

    It knows that "in.ki" is the end of one word and the beginning of another; that is little to
    know: many contacts may have to be looked at.
    """
    return all(
        any(_has_border(connection, part) for part in parts) for parts in alternatives(query)
    )


def _has_border(connection: BaseDatabaseWrapper, part: str) -> bool:
    """Whether two letters or digits end a word within, or one begins a word, or there are three."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s ~ '[[:alnum:]]{3}|[[:alnum:]]{2}[^[:alnum:]]|[^[:alnum:]][[:alnum:]]'",
            [part],
        )
        return bool(cursor.fetchone()[0])


def held_beside_short(connection: BaseDatabaseWrapper, query: Query) -> Q | None:
    """The words that the index holds, where it cannot hold the others; None where it holds all."""
    held = [word for word in query.words if _has_trigram(connection, word)]
    if query.digit_runs or not held or len(held) == len(query.words):
        return None
    return Q(*(Q(search_text__contains=word) for word in held))


def begun(connection: BaseDatabaseWrapper, query: Query, *, by_short: bool = False) -> Q | None:
    """What the index finds of a query that it does not hold whole.

    Of one or two letters these are mostly words that begin or end with them; None for neither.
    With `by_short` only they count: the words that are held are of no help.
    """
    whole, short = Q(), Q()
    for parts in alternatives(query):
        long = [part for part in parts if _has_trigram(connection, part)]
        letters = [part for part in parts if len(part) <= 2 and part.isalnum()]
        if long and not by_short:
            whole |= Q(*(Q(search_text__contains=part) for part in long))
        elif letters:
            short |= _begun(max(letters, key=len))
    # Of a phone in groups of two digits the groups themselves are in every other number.
    return whole or short or None


def _begun(part: str) -> Q:
    if len(part) == 2 and (following := _following(part[-1])):
        return Q(search_text__regex=f"{part}[{following}0-9a-z{_BETWEEN}]")
    found = Q(search_text__startswith=part)
    for between in "\n @.-(":
        found |= Q(search_text__contains=f"{between}{part}")
    if len(part) == 2:
        found |= Q(search_text__contains=f"{part}\n") | Q(search_text__contains=f"{part} ")
    return found


def _following(letter: str) -> str:
    return next((letters for first, last, letters in _BLOCKS if first <= ord(letter) <= last), "")
