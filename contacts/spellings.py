"""Did you mean …? Searches that differ little from one that finds nobody, and do find somebody."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, product

from django.http import QueryDict

from contacts.filters import ContactFilter
from contacts.search import Query, near
from workspaces.models import Workspace

SHOWN = 3
# The words of so many of the newest contacts are compared whatever the mistake.
NEWEST = 1_000
_SHORTEST_WORD, _SHORTEST_NUMBER = 4, 7
_WORDS_MAX, _UNKNOWN_MAX = 6, 2
_WORD = re.compile(r"[^\W\d_]+")


def suggestions(workspace: Workspace, query: Query) -> list[str]:
    """What to search for in place of a query that finds nobody in the workspace."""
    if query.digit_runs:
        return _near_phones(workspace, query.digit_runs[-1])
    if len(query.words) == 1:
        return _near_words(workspace, query.words[0])
    if len(query.words) > _WORDS_MAX:
        return []
    unknown = [word for word in query.words if not _is_found(workspace, word)]
    if not 0 < len(unknown) <= _UNKNOWN_MAX:
        return []
    near_words = {word: _near_words(workspace, word) for word in unknown}
    choices = product(*(near_words.get(word, [word]) for word in query.words))
    found = (" ".join(words) for words in islice(choices, SHOWN * SHOWN))
    return list(islice((text for text in found if _is_found(workspace, text)), SHOWN))


def _is_found(workspace: Workspace, text: str) -> bool:
    data = QueryDict(mutable=True)
    data["q"] = text
    return ContactFilter(data, workspace).qs.exists()


def _near_words(workspace: Workspace, word: str) -> list[str]:
    """Words of the workspace's contacts, those with the fewest mistakes first."""
    if len(word) < _SHORTEST_WORD or word.isdecimal():
        return []
    most = 1 if len(word) <= _SHORTEST_WORD + 1 else 2
    ranks: dict[str, tuple[int, bool, int, str]] = {}
    for texts in _texts(workspace, near.ways(word)):
        for other, count in Counter(_WORD.findall("\n".join(texts))).items():
            wrong = near.mistakes(word, other, most)
            if wrong <= most and not other.isdecimal():
                rank = (wrong, other[0] != word[0], -count, other)
                ranks[other] = min(rank, ranks.get(other, rank))
        if any(wrong == 1 for wrong, *_ in ranks.values()):
            break
    return sorted(ranks, key=lambda other: ranks[other])[:SHOWN]


def _near_phones(workspace: Workspace, digits: str) -> list[str]:
    """Numbers of the workspace's contacts that are one mistake away."""
    if len(digits) < _SHORTEST_NUMBER:
        return []
    found: dict[str, None] = {}
    for texts in _texts(workspace, near.digit_ways(digits)):
        for text in texts:
            phone = text.split("\n")[1]
            ends = (phone[1:][-length:] for length in range(len(digits) - 1, len(digits) + 2))
            if any(near.mistakes(digits, end, 1) == 1 for end in ends):
                found[phone] = None
        if found:
            break
    return list(islice(found, SHOWN))


def _texts(workspace: Workspace, stages: list[list[near.Parts]]) -> Iterator[list[str]]:
    """The newest contacts' texts, then those that each kind of mistake leads to."""
    newest = workspace.contacts.order_by("-id").values_list("search_text", flat=True)
    yield list(newest[:NEWEST])
    for stage in stages:
        yield near.texts_with(workspace.pk, stage)
