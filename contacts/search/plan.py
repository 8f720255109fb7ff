"""How to search: by walking the workspace's own contacts, or by the index of all workspaces'."""

from typing import Any

from django.db import connections
from django.db.models import QuerySet

from contacts.search.matching import index_terms, matching
from contacts.search.query import Query

# Up to so many contacts a walk takes some 20 ms, whatever the neighbours hold.
WALK_MAX = 50_000
# Where the newest contacts hold a page of hits, a walk ends with them.
PROBED = 5_000
COMMON_HITS = 51


def needs_index(contacts: "QuerySet[Any]", query: Query) -> bool:
    """Whether SQLite should begin at the index; `contacts` are all those of one workspace.

    PostgreSQL's planner decides for itself, from its statistics.
    """
    if connections[contacts.db].vendor != "sqlite" or not index_terms(query):
        return False
    if not contacts.order_by("id")[WALK_MAX : WALK_MAX + 1].exists():
        return False
    newest = contacts.order_by("-id").values_list("pk", flat=True)
    hits = newest.filter(matching(query), pk__gte=newest[PROBED])
    return hits[:COMMON_HITS].count() < COMMON_HITS
