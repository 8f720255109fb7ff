"""A query in the language of SQLite's FTS5, by the trigrams that its index holds."""

from django.db.backends.base.base import BaseDatabaseWrapper

from contacts.search.matching import alternatives
from contacts.search.query import Query
from contacts.search.tables import TERMS

TRIGRAM = 3
# A search for one or two characters that begin more trigrams than so many would be too long.
TERMS_MAX = 250
# Of several such words so many are looked up.
SHORT_MAX = 3
# Beside longer words one that begins no more than so many is rare enough to be worth its time.
RARE_TERMS_MAX = 30


def expression(connection: BaseDatabaseWrapper, query: Query) -> str | None:
    """What finds all that the query finds; None where nothing short enough does.

    Of words too short for the index the longest are looked at; beside longer ones only those of two
    characters, and only where they are rare: the longer ones may be on everybody. Many single
    letters are on nearly everybody, whichever are looked at.
    """
    if query.is_one_letter and len(query.words) > SHORT_MAX and not query.digit_runs:
        return None
    ways = []
    for parts in alternatives(query):
        long = [_quoted(part) for part in parts if len(part) >= TRIGRAM]
        short = sorted((part for part in parts if len(part) < TRIGRAM), key=len, reverse=True)
        longest = TRIGRAM - 1 if long or not short else len(short[0])
        begun = [
            _begun(connection, part, RARE_TERMS_MAX if long else TERMS_MAX)
            for part in short[:SHORT_MAX]
            if len(part) == longest
        ]
        if None in begun and not long:
            return None
        ways.append(f"({' AND '.join([*long, *(f'({way})' for way in begun if way)])})")
    return " OR ".join(ways)


def is_exact(query: Query) -> bool:
    """Whether the expression finds nothing but what the query does: digits may stand elsewhere."""
    return not query.digit_runs and all(len(word) >= TRIGRAM for word in query.words)


def _begun(connection: BaseDatabaseWrapper, part: str, most: int) -> str | None:
    """The trigrams that begin with one or two characters: each of a search text begins one.

    None where they are more than `most`.
    """
    terms: list[str] = []
    after = part
    with connection.cursor() as cursor:
        while len(terms) <= most:
            # The first place of the next term: to count all of its places would take long.
            cursor.execute(f"SELECT term FROM {TERMS} WHERE term >= %s LIMIT 1", [after])  # noqa: S608
            row = cursor.fetchone()
            if row is None or not row[0].startswith(part):
                # Where there is none, nothing begins with the part and anything else.
                return " OR ".join(terms) or _quoted(f"{part}\n\n")
            terms.append(_quoted(row[0]))
            after = f"{row[0]}\1"
    return None


def _quoted(part: str) -> str:
    """In quotes nothing is an operator."""
    return '"' + part.replace('"', '""') + '"'
