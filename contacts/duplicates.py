"""Groups of contacts that are the same by all appearance: found by walking an index, most certain
first, without a pair that is shown already or that a person told apart."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import RowNumber

from contacts import normal
from contacts.models import Contact, DistinctContact, FormerValue
from workspaces.models import Workspace

# Groups of one page; contacts of a group that are shown side by side, and that are judged at all.
PAGE = 20
SHOWN = 8
JUDGED = 500
# Groups are read so many at a time, and so many for one page: where all of them are settled, the
# next page goes on.
BATCH = 20
LOOKED_AT = 400
COUNT_LIMIT = 1_000

Key = tuple[str, ...]
# Contacts with one phone, or one e-mail, are held together by that already.
ONE_PHONE = Q(least_phone=F("most_phone"))
# An empty text that stands in the statement itself: SQLite finds a partial index by it.
EMPTY = RawSQL("''", ())


@dataclass(frozen=True)
class Reason:
    """Why contacts seem to be the same. `columns` are the key of its groups, in an index's order.

    `walk` gives the contacts in that index, `different` the groups that no stronger reason holds
    together as a whole.
    """

    name: str
    label: str
    certainty: str
    columns: tuple[str, ...]
    walk: Callable[[QuerySet[Contact]], QuerySet[Contact]]
    different: Q | None = None

    @property
    def found_by(self) -> tuple[tuple[str, ...], ...]:
        """Columns by which the contacts of a group are found; by any of these."""
        return (self.columns,)

    def key_of(self, contact: Contact) -> Key:
        return tuple(str(getattr(contact, column)) for column in self.columns)

    def shared(self, one: Contact, other: Contact) -> bool:
        """Whether the reason holds for these two."""
        return all(self.key_of(one)) and self.key_of(one) == self.key_of(other)


@dataclass(frozen=True)
class TrunkReason(Reason):
    """A number and the same with a zero that is dialled only at home: its key is the former."""

    @property
    def found_by(self) -> tuple[tuple[str, ...], ...]:
        return (("trunk_phone",), ("phone",))

    def key_of(self, contact: Contact) -> Key:
        return (contact.trunk_phone or str(contact.phone),)


PHONE = Reason("phone", "Same phone", "certain", ("phone",), lambda contacts: contacts)
TRUNK = TrunkReason(
    "trunk",
    "Same phone but for a zero",
    "maybe",
    ("trunk_phone",),
    lambda contacts: contacts.filter(trunk_phone__gt=EMPTY),
)
EMAIL = Reason(
    "email",
    "Same e-mail",
    "likely",
    ("email_key",),
    lambda contacts: contacts.filter(email_key__gt=EMPTY),
    ~ONE_PHONE,
)
NAME = Reason(
    "name",
    "Same name and company",
    "maybe",
    ("name_key", "brokerage_key"),
    lambda contacts: contacts.filter(brokerage_key__gt=EMPTY),
    ~ONE_PHONE & ~(Q(least_email=F("most_email")) & Q(least_email__gt="")),
)
# Most certain first.
REASONS = (PHONE, TRUNK, EMAIL, NAME)
BY_NAME = {reason.name: reason for reason in REASONS}


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind this key of the reason, or with the reason."""

    reason: Reason
    key: Key = ()


@dataclass(frozen=True)
class Group:
    """Contacts that are the same for a reason: `contacts` are those that were judged of `count`."""

    reason: Reason
    key: Key
    count: int
    contacts: list[Contact]


@dataclass(frozen=True)
class GroupPage:
    groups: list[Group]
    next: Place | None


def page_at(workspace: Workspace, place: Place, size: int = PAGE) -> GroupPage:
    """The groups behind the place, and the place behind them where there may be more."""
    groups: list[Group] = []
    looked_at = 0
    for reason in REASONS[REASONS.index(place.reason) :]:
        key: Key = place.key if reason is place.reason else ()
        while True:
            found = candidates(workspace, reason, key, BATCH)
            for group in _unsettled(workspace, reason, found):
                groups.append(group)
                if len(groups) == size:
                    return GroupPage(groups, Place(reason, group.key))
            looked_at += len(found)
            if len(found) < BATCH:
                break
            key = found[-1][0]
            if looked_at >= LOOKED_AT:
                return GroupPage(groups, Place(reason, key))
    return GroupPage(groups, None)


def candidates(
    workspace: Workspace, reason: Reason, after: Key, limit: int
) -> list[tuple[Key, int]]:
    """The next keys that several contacts have, and how many; straight from the index."""
    contacts = reason.walk(workspace.contacts.all())
    if after:
        contacts = contacts.filter(_behind(reason.columns, after))
    rows = _keys(contacts, reason).order_by(*reason.columns)[:limit]
    return [(tuple(map(str, row[:-1])), row[-1]) for row in rows]


def _keys(contacts: QuerySet[Contact], reason: Reason) -> QuerySet[Contact, tuple[Any, ...]]:
    keys = contacts.order_by().values(*reason.columns).annotate(count=Count("*"))
    if reason is not TRUNK:  # one contact with the zero, and another without it
        keys = keys.filter(count__gt=1)
    if reason.different is not None:
        keys = keys.alias(
            least_phone=Min("phone"),
            most_phone=Max("phone"),
            least_email=Min("email_key"),
            most_email=Max("email_key"),
        ).filter(reason.different)
    return keys.values_list(*reason.columns, "count")


def _behind(columns: Sequence[str], key: Sequence[str]) -> Q:
    """The first condition is what lets the databases start in the middle of the index."""
    first, *rest = columns
    if not rest:
        return Q(**{f"{first}__gt": key[0]})
    further = Q(**{f"{first}__gt": key[0]}) | _behind(rest, key[1:])
    return Q(**{f"{first}__gte": key[0]}) & further


def _unsettled(
    workspace: Workspace, reason: Reason, found: Sequence[tuple[Key, int]]
) -> Iterator[Group]:
    """Those of the groups in which two contacts are left of whom nothing is known yet."""
    members = _members(workspace, reason, [key for key, _ in found])
    everybody = [contact for contacts in members.values() for contact in contacts]
    apart = told_apart(workspace, [contact.pk for contact in everybody])
    stronger = REASONS[: REASONS.index(reason)]
    for key, count in found:
        contacts = members[key]
        count = max(count, len(contacts))
        if count > JUDGED or any(
            not (apart[one.pk] & apart[other.pk])
            and not any(known.shared(one, other) for known in stronger)
            for one, other in combinations(contacts, 2)
        ):
            yield Group(reason, key, count, contacts)


def _members(workspace: Workspace, reason: Reason, keys: Sequence[Key]) -> dict[Key, list[Contact]]:
    """The contacts of each group, the oldest JUDGED of them."""
    members: dict[Key, list[Contact]] = defaultdict(list)
    if not keys:
        return members
    condition = Q()
    for columns in reason.found_by:
        for key in keys:
            condition |= Q(**dict(zip(columns, key, strict=True)))
    place = Window(
        RowNumber(), partition_by=[F(column) for column in reason.columns], order_by=F("id").asc()
    )
    numbered = workspace.contacts.filter(condition).annotate(place=place)
    rows = numbered.filter(place__lte=JUDGED).select_related("contact_import", "created_by")
    for contact in rows.order_by("id"):
        members[reason.key_of(contact)].append(contact)
    return members


def told_apart(workspace: Workspace, contact_ids: Iterable[int]) -> dict[int, set[int]]:
    """The decisions that each contact is part of; two that share one are not the same."""
    decisions: dict[int, set[int]] = defaultdict(set)
    rows = DistinctContact.objects.filter(workspace=workspace, contact__in=list(contact_ids))
    for contact_id, distinction_id in rows.values_list("contact_id", "distinction_id"):
        decisions[contact_id].add(distinction_id)
    return decisions


def capped_counts(workspace: Workspace) -> dict[str, int]:
    """How many groups there are for each reason, counted up to one more than COUNT_LIMIT.

    Those that are settled as a whole by what a person said are counted as well.
    """
    counts = {}
    for reason in REASONS:
        contacts = reason.walk(workspace.contacts.all())
        if reason is TRUNK:
            keys = [key for (key, _) in _keys(contacts, reason)[: COUNT_LIMIT + 1]]
            counts[reason.name] = (
                workspace.contacts.filter(phone__in=keys).values("phone").distinct().count()
            )
        else:
            counts[reason.name] = _keys(contacts, reason)[: COUNT_LIMIT + 1].count()
    return counts


def same_phone(workspace: Workspace, phone: str) -> QuerySet[Contact]:
    """The contacts that have the phone, and those that had it before a merge."""
    former = FormerValue.objects.filter(workspace=workspace, phone=phone).exclude(phone="")
    had_it = list(former.values_list("contact_id", flat=True)[:JUDGED])
    return workspace.contacts.filter(Q(phone=phone) | Q(pk__in=had_it))


def same_email(workspace: Workspace, email: str) -> QuerySet[Contact]:
    """The contacts with this e-mail, whatever its case; nobody for none."""
    key = normal.email_key(email)
    return workspace.contacts.filter(email_key=key) if key else workspace.contacts.none()
