"""How to search: by walking the workspace's own contacts, or by the index of all workspaces'."""

from typing import Any

from django.db import connections
from django.db.models import QuerySet

from contacts.search.index import has_few_hits
from contacts.search.matching import index_terms, is_indexed, matching
from contacts.search.query import Query

# Up to so many contacts a walk is bearable, whatever the neighbours hold.
WALK_MAX = 50_000
# Where the newest contacts hold a page of hits, a walk ends with them.
PROBED = 5_000
COMMON_HITS = 51
# Up to so many hits among all workspaces the index is quicker than a walk, whosever they are.
FEW_HITS = 5_000


def needs_index(contacts: "QuerySet[Any]", query: Query) -> bool:
    """Whether SQLite should begin at the index; `contacts` are all those of one workspace.

    PostgreSQL's planner decides for itself, from its statistics.
    """
    connection = connections[contacts.db]
    if connection.vendor != "sqlite" or not is_indexed(query, "sqlite"):
        return False
    newest = contacts.order_by("-id").values_list("pk", flat=True)
    oldest_probed = newest[PROBED : PROBED + 1].first()
    if oldest_probed is None:
        return False
    hits = newest.filter(matching(query), pk__gte=oldest_probed)
    if hits[:COMMON_HITS].count() == COMMON_HITS:
        return False
    return _is_big(contacts) or has_few_hits(connection, index_terms(query), FEW_HITS)


def oldest_searched(contacts: "QuerySet[Any]", query: Query) -> int | None:
    """The id of the oldest contact among which to search; None where all are searched.

    What no index holds, such as one or two letters, would be looked for in every contact of a big
    workspace for seconds: it is looked for among the newest.
    """
    if is_indexed(query, connections[contacts.db].vendor):
        return None
    newest = contacts.order_by("-id").values_list("pk", flat=True)
    oldest, *older = [*newest[WALK_MAX - 1 : WALK_MAX + 1]] or [None]
    return oldest if older else None


def _is_big(contacts: "QuerySet[Any]") -> bool:
    return contacts.order_by("id")[WALK_MAX : WALK_MAX + 1].exists()
