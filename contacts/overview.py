"""The numbers on the home of a workspace: how many contacts, since when, with what, and where.

Each is counted along an index, exactly; only what grows old is counted up to the list's limit.
Grouping a million takes a good part of a second: for large workspaces the worker does it ahead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Count, IntegerField, Min, OuterRef, Q, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.timezone import localdate, make_aware

from contacts.filters import ContactFilter
from contacts.models import Contact, ContactFlag, Flag, Overview
from workspaces.models import Workspace

MONTHS = 12
STATES_SHOWN = 10
FLAGS_SHOWN = 12
LARGE = 50_000
# The worker counts anew what is older than the one, and pages do not show what is older than
# the other.
RECENT, VALID = timedelta(minutes=8), timedelta(minutes=30)


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
class Numbers:
    """All that is counted, as it was at `counted_at`: now, or when the worker counted ahead."""

    months: list[Month]
    by_flag: list[Share]
    by_state: list[Share]
    counted_at: datetime
    ahead: bool = False


def numbers_of(workspace: Workspace) -> Numbers:
    """The numbers of a workspace: of a LARGE one as they were counted ahead.

    Where the worker has not counted lately, a file was imported since, or the person's months
    begin by other clocks, they are counted now.
    """
    stored = _stored(workspace)
    if stored is None:
        return _count(workspace)
    flags = workspace.flags.in_bulk([pk for pk, _ in stored.by_flag])
    return Numbers(
        [Month(date.fromisoformat(first), *rest) for first, *rest in stored.by_month],
        _shares(
            (flags[pk].name, number, flags[pk]) for pk, number in stored.by_flag if pk in flags
        ),
        _shares((state, number, None) for state, number in stored.by_state),
        stored.counted_at,
        ahead=True,
    )


def _stored(workspace: Workspace) -> Overview | None:
    """What was counted ahead, unless it tells too little of the present."""
    stored = Overview.objects.filter(
        workspace=workspace,
        time_zone=timezone.get_current_timezone_name(),
        counted_at__gte=timezone.now() - VALID,
    ).first()
    if stored is None or stored.by_month[-1][0] != localdate().replace(day=1).isoformat():
        return None
    since = workspace.imports.filter(finished_at__gt=stored.counted_at)
    return None if since.exists() else stored


def count_ahead(now: datetime) -> None:
    """Count the numbers of each large workspace that were not counted in the last minutes."""
    fresh = Overview.objects.filter(counted_at__gt=now - RECENT)
    for workspace in Workspace.objects.exclude(overview__in=fresh):
        if workspace.contacts.order_by().values("pk")[LARGE - 1 : LARGE].exists():
            with timezone.override(workspace.time_zone):
                _store(workspace, _count(workspace))
        else:
            Overview.objects.filter(workspace=workspace).delete()


def _store(workspace: Workspace, numbers: Numbers) -> None:
    values = {
        "counted_at": numbers.counted_at,
        "time_zone": timezone.get_current_timezone_name(),
        "by_month": [
            [month.first.isoformat(), month.added, month.total] for month in numbers.months
        ],
        "by_flag": [[share.flag.pk, share.count] for share in numbers.by_flag if share.flag],
        "by_state": [[share.label, share.count] for share in numbers.by_state],
    }
    Overview.objects.update_or_create(workspace=workspace, defaults=values)


def _count(workspace: Workspace) -> Numbers:
    # Before, not after: an import that ends meanwhile makes the numbers old.
    now = timezone.now()
    months = months_of(workspace)
    if not months[-1].total:
        return Numbers(months, [], [], now)
    return Numbers(months, shares_by_flag(workspace), shares_by_state(workspace), now)


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
    return Unchanged(ContactFilter(data, workspace).count(), data.urlencode())
