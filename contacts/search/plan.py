"""How to search: by walking a workspace's own contacts, or from what an index leads to.

A walk is quick where what is wanted lies dense: it ends with the page. An index is quick where it
is rare. Which it is the newest contacts tell; where they deceive, a page is looked for both ways.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connections
from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from contacts.search import postgresql_words, short, sqlite_terms
from contacts.search.candidates import Candidates, Indexed, Selected, known, within
from contacts.search.matching import matching, walked
from contacts.search.newest import Likely
from contacts.search.query import Query

# In workspaces up to so many contacts a walk is all there is.
SMALL = 10_000
# Up to so many a walk is bearable, whatever the neighbours hold.
WALK_MAX = 50_000
# So many of the newest contacts are searched before all others, whatever is searched for.
NEWEST = 10_000
# Where they hold a page of hits, the others are taken to be as dense.
COMMON_HITS = 51
# Where they hold half of one, the whole of it is not far.
NEAR_HITS = 25
# With so many a walk counts them best.
VERY_COMMON_HITS = 1_000
# So few of SQLite's index's hits come at once, before anything else is asked.
RARE = 2_500
# Up to so many candidates are fetched at once. On PostgreSQL each costs a block of the table.
FEW = {"sqlite": 25_000, "postgresql": 2_000}
# Mostly so many candidates hold more contacts than are ever counted.
COUNTED = 40_000
# Where PostgreSQL's planner expects so many times more than a few, a few are not asked for.
NOT_FEW = 4


@dataclass(frozen=True)
class Plan:
    """`contacts` are those that are wanted.

    Where `reached` is given, a walk along an order may not come upon a page of them soon, and it
    knows the same ones reached from an index. `newest` are ids of the newest of them, in a row;
    `oldest_searched` is that of the oldest contact that was searched whole, None for all.
    """

    contacts: "QuerySet[Any]"
    reached: "Reached | None" = None
    oldest_searched: int | None = None
    newest: Sequence[int] = ()

    def count(self, limit: int) -> int:
        """How many there are, counted up to a limit."""
        if self.reached is not None:
            return self.reached.count(limit)
        return _count(self.contacts, limit)


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for: contacts of a workspace, before the query is looked for in them.

    Each of `carriers` are ids by an index, and all that are wanted are among them. `everybody` says
    that nothing but the query is asked for, `newest_first` that the page begins with the newest.
    """

    workspace_id: int
    contacts: "QuerySet[Any]"
    query: Query | None
    carriers: "Sequence[QuerySet[Any]]" = ()
    everybody: bool = False
    newest_first: bool = False

    @property
    def own(self) -> "QuerySet[Any]":
        """All contacts of the workspace, newest first."""
        everybody = self.contacts.model._base_manager.using(self.contacts.db)
        return everybody.filter(workspace=self.workspace_id).order_by("-id")

    @cached_property
    def is_bearable(self) -> bool:
        """Whether all contacts of the workspace can be walked."""
        return is_walkable(self.own)

    @property
    def walked(self) -> "QuerySet[Any]":
        """The contacts that are wanted, as a walk finds them."""
        return self.contacts.filter(walked(self.query)) if self.query else self.contacts

    def apart(self, found: Q) -> "QuerySet[Any]":
        """Own contacts, by a query that begins at PostgreSQL's index of the search, and no other.

        Only that index knows the sum, and it compares numbers of the column's own size alone.
        """
        everybody = self.contacts.model._base_manager.using(self.contacts.db).order_by()
        apart = everybody.alias(apart=F("workspace_id") + 0)
        return apart.filter(found, apart=Cast(Value(self.workspace_id), BigIntegerField()))


def is_walkable(own: "QuerySet[Any]") -> bool:
    """Whether so many contacts as these, a workspace's own, can all be walked for one page."""
    return not own.values("pk")[WALK_MAX : WALK_MAX + 1].exists()


def make_plan(wanted: Wanted) -> Plan:
    """How the wanted contacts are found."""
    query, contacts = wanted.query, wanted.walked
    vendor = connections[contacts.db].vendor
    most = FEW[vendor]
    few = [list(ids) for ids in wanted.carriers if not ids[most : most + 1].exists()]
    if few:
        return Plan(contacts.filter(known(contacts.db, min(few, key=len))))
    # One letter is mostly everywhere.
    indexed = _of_query(wanted, query) if query and not query.is_one_letter else None
    if indexed and _is_quick(wanted, indexed) and (plan := _of_few(wanted, indexed, RARE)):
        return plan
    newest = wanted.own.values_list("pk", flat=True)
    if not newest[SMALL : SMALL + 1].exists():
        return Plan(contacts)
    oldest = newest[NEWEST - 1 : NEWEST].first() or 0
    probe = contacts.filter(pk__gte=oldest).order_by("-id").values_list("pk", flat=True)
    hits = list(probe[:COMMON_HITS])
    is_dense = len(hits) == COMMON_HITS
    if query and query.is_one_letter:
        if is_dense:
            return Plan(contacts, newest=hits)
        indexed = _of_query(wanted, query)
    candidates: list[Candidates] = [Selected(ids) for ids in wanted.carriers]
    candidates += [indexed] if indexed else []
    reached = Reached(wanted, probe, candidates, len(hits))
    if is_dense or (indexed and reached.is_near):
        return Plan(contacts, reached if candidates else None, newest=hits)
    if query and not indexed:
        # PostgreSQL walks the contacts of a small workspace long where they lie scattered.
        if wanted.is_bearable and (vendor == "sqlite" or short.is_out_of_reach(wanted, query)):
            return Plan(contacts)
        return _of_short(wanted, query, hits, oldest)
    if vendor == "postgresql":
        # Its planner knows how many there are, and so which way is the shorter one.
        if query and wanted.is_bearable:
            return Plan(reached.narrowed)
        if query and short.is_rare_by_short_words(wanted, query):
            return _of_short(wanted, query, hits, oldest, by_short=True)
        if reached.rarest is not indexed:
            return Plan(contacts)
    page: Sequence[int] = ()
    if query and wanted.newest_first:
        page = Likely(wanted, oldest, len(hits), COMMON_HITS).ids(indexed)
    if page or not indexed or not reached.may_be_few(indexed, most):
        return Plan(contacts, reached, newest=page)
    return _of_few(wanted, indexed, most) or Plan(contacts, reached)


def _is_quick(wanted: Wanted, indexed: Candidates) -> bool:
    """Whether to ask for a few of them costs less than to look whether hits lie dense.

    Where only some of the words are in PostgreSQL's index, that finds what they find.
    """
    if indexed.end_early:
        return True
    assert wanted.query is not None
    held = postgresql_words.held_beside_short(connections[wanted.contacts.db], wanted.query)
    return held is None and indexed.size(COUNTED) <= RARE


def _of_few(wanted: Wanted, indexed: Candidates, most: int) -> Plan | None:
    """The wanted contacts by the ids of what the index finds; None where these are too many."""
    ids = indexed.first(most + 1)
    if len(ids) > most:
        return None
    for carrier in wanted.carriers:
        if len(ids) > RARE:
            ids = within(carrier, ids)
    found = known(wanted.contacts.db, ids)
    return Plan((wanted.contacts if indexed.exact else wanted.walked).filter(found))


@dataclass
class Reached:
    """Wanted contacts, reached from the rarest of some candidates; which these are is found out
    when somebody asks."""

    wanted: Wanted
    probe: "QuerySet[Any]"
    candidates: list[Candidates]
    # So many of the newest are wanted, up to a page.
    hits: int

    @cached_property
    def is_near(self) -> bool:
        """Whether a page is not found among the newest, but by a walk little longer."""
        return NEAR_HITS <= self.hits < COMMON_HITS and not self.wanted.is_bearable

    @property
    def is_far(self) -> bool:
        """Whether the newest hold no page, and none is near."""
        return self.hits < COMMON_HITS and not self.is_near

    @cached_property
    def rarest(self) -> Candidates:
        """The candidates that are the fewest, as far as it matters."""
        if len(self.candidates) == 1:
            return self.candidates[0]
        rarest, size = self.candidates[0], None
        # What is only guessed comes first: the others are counted as far as they are fewer.
        for candidates in sorted(self.candidates, key=lambda candidates: candidates.end_early):
            counted = candidates.size(COUNTED if size is None else min(COUNTED, size))
            if size is None or counted < size:
                rarest, size = candidates, counted
        return rarest

    def may_be_few(self, candidates: Candidates, most: int) -> bool:
        """Whether it is worth asking for them; where they end early it always is."""
        return candidates.end_early or candidates.size(COUNTED) <= NOT_FEW * most

    @property
    def narrowed(self) -> "QuerySet[Any]":
        """The wanted contacts, reached from an index."""
        if self.wanted.query and self.wanted.is_bearable and isinstance(self.rarest, Selected):
            # PostgreSQL joins the index with that of the workspace, which is short.
            return self.wanted.contacts.filter(matching(self.wanted.query))
        if self.wanted.query and self.wanted.everybody and isinstance(self.rarest, Selected):
            # PostgreSQL needs no subquery then.
            return self.wanted.apart(matching(self.wanted.query))
        return self.wanted.walked.filter(self.rarest.condition())

    def count(self, limit: int) -> int:
        wanted, on_sqlite = self.wanted, connections[self.probe.db].vendor == "sqlite"
        very_common = self.probe[:VERY_COMMON_HITS].count() == VERY_COMMON_HITS
        if very_common or (on_sqlite and wanted.is_bearable):
            return _count(wanted.walked, limit)
        if on_sqlite and self.rarest.exact:
            return _count(wanted.contacts.filter(self.rarest.condition()), limit)
        if on_sqlite:
            ids = self.rarest.first(COUNTED)
            number = _count(wanted.walked.filter(known(self.probe.db, ids)), limit)
            if number == limit or len(ids) < COUNTED:
                return number
        return _count(self.narrowed, limit)


def _of_query(wanted: Wanted, query: Query) -> Candidates | None:
    """What the index holds of a query; None where it holds nothing."""
    connection = connections[wanted.contacts.db]
    if connection.vendor == "sqlite":
        expression = sqlite_terms.expression(connection, query)
        is_exact = sqlite_terms.is_exact(query)
        return Indexed(wanted.contacts.db, expression, is_exact) if expression else None
    if not postgresql_words.is_indexed(connection, query):
        return None
    ids = wanted.apart(matching(query)).values_list("pk", flat=True)
    return Selected(ids, end_early=False, exact=True)


def _of_short(
    wanted: Wanted, query: Query, hits: Sequence[int], oldest: int, *, by_short: bool = False
) -> Plan:
    most = FEW["sqlite"]
    found, searched = short.found(wanted, query, hits, oldest, most, by_short=by_short)
    return Plan(found, oldest_searched=searched)


def _count(contacts: "QuerySet[Any]", limit: int) -> int:
    return contacts.order_by().values("pk")[:limit].count()
