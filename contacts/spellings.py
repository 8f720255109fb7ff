"""Did you mean …? Searches that differ little from one that finds nobody, and do find somebody."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice, product
from typing import Any

from django.http import QueryDict

from contacts.filters import ContactFilter
from contacts.normal import fold
from contacts.patience import Questions
from contacts.search import Query, cut, near
from contacts.search.words import words
from workspaces.models import Workspace

SHOWN = 3
# The words of so many of the newest contacts are compared whatever the mistake.
NEWEST = 1_000
# Seconds for one question, and for all of them.
EACH, ALL = 0.3, 1.5
_SHORTEST_WORD, _SHORTEST_NUMBER = 4, 7
_WORDS_MAX, _UNKNOWN_MAX = 6, 2
# So many contacts tell how a word is written, and are looked up by an e-mail.
_WRITTEN = 50

Row = dict[str, Any]


def suggestions(workspace: Workspace, query: Query) -> list[str]:
    """What to search for in place of a query that finds nobody in the workspace.

    In the words of the contacts, as they are written there.
    """
    spelling = _Spelling(workspace)
    if query.digit_runs:
        return spelling.near_phones(query.digit_runs[-1])
    if len(query.words) == 1:
        return list(spelling.near_words(query.words[0]).values())
    return [] if len(query.words) > _WORDS_MAX else spelling.near_texts(query.words)


class _Spelling:
    """Asks the contacts of a workspace, as long as there is time."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace, self.questions = workspace, Questions(EACH, ALL)

    def near_texts(self, typed: tuple[str, ...]) -> list[str]:
        """Several words together, of which one or two are known to nobody."""
        unknown = [word for word in typed if self.found(word) == []]
        if not 0 < len(unknown) <= _UNKNOWN_MAX:
            return []
        known = {word: [*self.near_words(word)] for word in unknown}
        choices = product(*(known.get(word, [word]) for word in typed))
        found = (
            " ".join(_written(rows, word) for word in chosen)
            for chosen in islice(choices, SHOWN * SHOWN)
            if (rows := self.found(" ".join(chosen)))
        )
        return list(islice(found, SHOWN))

    def found(self, text: str) -> list[Row] | None:
        """A contact that a search finds, if there is one; None where there was no time."""
        data = QueryDict(mutable=True)
        data["q"] = text
        searched = ContactFilter(data, self.workspace)
        return self.questions.ask(lambda: list(searched.qs.order_by().values(*near.COLUMNS)[:1]))

    def near_words(self, word: str) -> dict[str, str]:
        """Words of the contacts, folded and as written; those with the fewest mistakes first."""
        if len(word) < _SHORTEST_WORD or word.isdecimal():
            return {}
        most = 1 if len(word) <= _SHORTEST_WORD + 1 else 2
        ranks: dict[str, tuple[int, bool, int, str]] = {}
        seen: list[Row] = []
        for rows in self.by_address(word) if "@" in word else self.rows(near.ways(word)):
            seen += rows
            text = "\n".join(row["search_text"] for row in rows)
            for other, count in Counter(words(text)).items():
                wrong = near.mistakes(word, other, most)
                if wrong <= most:
                    rank = (wrong, other[0] != word[0], -count, other)
                    ranks[other] = min(rank, ranks.get(other, rank))
            if any(wrong == 1 for wrong, *_ in ranks.values()):
                break
        nearest = sorted(ranks, key=lambda other: ranks[other])[:SHOWN]
        return {other: _written(seen, other) for other in nearest}

    def near_phones(self, digits: str) -> list[str]:
        """Numbers that are one mistake away."""
        if len(digits) < _SHORTEST_NUMBER:
            return []
        found: dict[str, None] = {}
        for rows in self.rows(near.digit_ways(digits)):
            for row in rows:
                phone = row["search_text"].split("\n")[1]
                ends = (phone[1:][-length:] for length in range(len(digits) - 1, len(digits) + 2))
                if any(near.mistakes(digits, end, 1) == 1 for end in ends):
                    found[phone] = None
            if found:
                break
        return list(islice(found, SHOWN))

    def by_address(self, typed: str) -> Iterator[list[Row]]:
        """The same for an e-mail."""
        contacts = self.workspace.contacts.filter(email_key__in=near.addresses(typed))
        looked_up = contacts.order_by().values(*near.COLUMNS)[:_WRITTEN]
        ways = self.rows(near.address_ways(typed))
        yield from islice(ways, 2)
        yield self.questions.ask(lambda: list(looked_up)) or []
        yield from ways

    def rows(self, stages: list[list[near.Parts]]) -> Iterator[list[Row]]:
        """The newest contacts, then those that each kind of mistake leads to."""
        newest = self.workspace.contacts.order_by("-id").values(*near.COLUMNS)
        yield list(newest[:NEWEST])
        for stage in stages:
            rows_with = partial(near.rows_with, self.workspace.pk, stage)
            yield self.questions.ask(rows_with) or []


def _written(rows: Iterable[Row], word: str) -> str:
    """The word as most of the contacts write it: in their names, rather than in an e-mail; as a
    word of its own, rather than as a part of one."""
    holding = list(islice((row for row in rows if word in row["search_text"]), _WRITTEN))
    for ways in (_as_words, _as_parts):
        forms = Counter(form for row in holding for form in islice(ways(row, word), 1))
        if forms:
            return forms.most_common(1)[0][0]
    return word


def _as_words(row: Row, word: str) -> Iterator[str]:
    values = (row[name] for name in near.COLUMNS[1:])
    return (other for value in values for other in words(value) if fold(other) == word)


def _as_parts(row: Row, word: str) -> Iterator[str]:
    return filter(None, (cut(row[name], word) for name in near.COLUMNS[1:]))
