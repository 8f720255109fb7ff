"""The numbers on the home of a workspace: how many contacts, since when, with what, and where.

Each is counted along an index, exactly; only what grows old is counted up to the list's limit.
Counting a million takes a good part of a second: what is slow is then remembered for a while.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from django.core.cache import cache
from django.db.models import Count, IntegerField, Min, OuterRef, Q, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.timezone import localdate, make_aware

from contacts.filters import ContactFilter
from contacts.models import Contact, ContactFlag, Flag
from contacts.paging import capped_count
from workspaces.models import Workspace

MONTHS = 12
STATES_SHOWN = 10
FLAGS_SHOWN = 12
LARGE = 50_000
REMEMBERED_SECONDS = 300


@dataclass(frozen=True)
class Month:
    """A month on the person's calendar: of today's contacts, how many came in it, and until it."""

    first: date
    added: int
    total: int


@dataclass(frozen=True)
class Share:
    """A group of contacts; `percent` is of the largest group."""

    label: str
    count: int
    percent: int
    flag: Flag | None = None


def months_of(workspace: Workspace) -> list[Month]:
    """The last MONTHS months, the present one last."""
    firsts = _first_days(localdate(), MONTHS)
    starts = [make_aware(datetime.combine(first, time.min)) for first in firsts]
    # The first part has no beginning, the last no end: together they are all contacts.
    parts = [Q(created_at__lt=starts[0])]
    for start, end in pairwise(starts):
        parts.append(Q(created_at__gte=start, created_at__lt=end))
    parts.append(Q(created_at__gte=starts[-1]))
    numbers = Workspace.objects.filter(pk=workspace.pk).values_list(*map(_counted, parts)).get()
    total, *added = (number or 0 for number in numbers)
    months = []
    for first, number in zip(firsts, added, strict=True):
        total += number
        months.append(Month(first, number, total))
    return months


def _first_days(today: date, count: int) -> list[date]:
    number = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - count + 1, number + 1)]


def _counted(part: Q) -> Subquery:
    """How many contacts of the outer query's workspace are in a part; NULL for none."""
    contacts = Contact.objects.filter(part, workspace=OuterRef("pk")).order_by()
    return Subquery(contacts.values("workspace").annotate(number=Count("*")).values("number"))


def shares_by_flag(workspace: Workspace) -> list[Share]:
    """The flags that most contacts carry, with those that nobody carries left out."""
    links = ContactFlag.objects.filter(flag=OuterRef("pk")).order_by()
    counts = links.values("flag").annotate(number=Count("*")).values("number")
    flags = workspace.flags.annotate(
        contact_count=Subquery(counts, output_field=IntegerField())
    ).exclude(contact_count=None)
    found = flags.order_by("-contact_count", "name_key")[:FLAGS_SHOWN]
    return _shares((flag.name, flag.contact_count, flag) for flag in found)


def shares_by_state(workspace: Workspace) -> list[Share]:
    """The states in which most contacts are, each as it was written first."""
    groups = (
        workspace.contacts.exclude(state_key="")
        .order_by()
        .values("state_key")
        .annotate(number=Count("id"), oldest=Min("id"))
        .order_by("-number", "state_key")
        .values_list("oldest", "number")[:STATES_SHOWN]
    )
    numbers = dict(groups)
    names = dict(workspace.contacts.filter(pk__in=numbers).values_list("pk", "state"))
    return _shares((names[pk], number, None) for pk, number in numbers.items() if pk in names)


def _shares(groups: Iterable[tuple[str, int, Flag | None]]) -> list[Share]:
    groups = list(groups)
    largest = max((number for _, number, _ in groups), default=0)
    return [
        Share(label, number, max(round(100 * number / largest), 1), flag)
        for label, number, flag in groups
    ]


@dataclass(frozen=True)
class Shares:
    """The largest groups, as they were at `counted_at`."""

    by_flag: list[Share]
    by_state: list[Share]
    counted_at: datetime


def shares_of(workspace: Workspace, total: int) -> Shares:
    """The groups of a workspace with `total` contacts; of LARGE ones, those of the last minutes."""
    if total < LARGE:
        return _count_shares(workspace)
    key = f"shares-{workspace.pk}"
    shares: Shares | None = cache.get(key)
    if shares is None:
        shares = _count_shares(workspace)
        cache.set(key, shares, REMEMBERED_SECONDS)
    return shares


def _count_shares(workspace: Workspace) -> Shares:
    return Shares(shares_by_flag(workspace), shares_by_state(workspace), timezone.now())


@dataclass(frozen=True)
class Unchanged:
    """Contacts that nobody has updated for a year: how many the list at `query` shows."""

    count: int
    query: str


def unchanged_for_a_year(workspace: Workspace) -> Unchanged:
    """Counted up to the list's limit, by the list's own filter."""
    today = localdate()
    day = today.replace(year=today.year - 1, day=min(today.day, 28))
    data = QueryDict(f"not_updated_since={day.isoformat()}")
    return Unchanged(capped_count(ContactFilter(data, workspace).qs), data.urlencode())
