"""The rows of a list of contacts, ready to be shown: few queries, whatever the number of rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime

from contacts import paging, phones, search
from contacts.models import ContactFlag, Flag

# The columns to ask for, beside the one that is sorted by.
COLUMNS = (
    "id",
    "name",
    "phone",
    "email",
    "state",
    "brokerage",
    "created_at",
    "phone_warning",
)
# So many fit into two lines of their column; the rest unfold.
FLAGS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact of a list. Texts are escaped, with the hits of the search marked.

    `plain` has them as they are, for titles and labels.
    """

    id: int
    plain: paging.Row
    name: SafeString
    phone: str
    human_phone: SafeString
    warning: str
    email: SafeString
    state: SafeString
    brokerage: SafeString
    chips: list[SafeString]
    more_chips: list[SafeString]
    added: datetime
    added_words: str


def contact_rows(
    rows: Iterable[paging.Row], flags: Iterable[Flag], query: search.Query | None
) -> list[ContactRow]:
    """Rows of a page with their chips, taken from `flags`, all those of the workspace."""
    rows = list(rows)
    chips = _chips([row["id"] for row in rows], flags)
    today = localdate()
    return [_row(row, chips[row["id"]], query, today) for row in rows]


def _row(
    row: paging.Row, chips: list[SafeString], query: search.Query | None, today: date
) -> ContactRow:
    added = localtime(row["created_at"])
    return ContactRow(
        id=row["id"],
        plain=row,
        name=search.mark(row["name"], query),
        phone=row["phone"],
        human_phone=search.mark_phone(phones.human(row["phone"]), query),
        warning=phones.warning_text(row["phone"], row["phone_warning"]),
        email=search.mark(row["email"], query),
        state=search.mark(row["state"], query),
        brokerage=search.mark(row["brokerage"], query),
        chips=chips[:FLAGS_SHOWN],
        more_chips=chips[FLAGS_SHOWN:],
        added=added,
        added_words=_day_words(added, today),
    )


def _chips(contact_ids: list[int], flags: Iterable[Flag]) -> dict[int, list[SafeString]]:
    """The chips of each contact, suppressing flags first; each flag is rendered once."""
    links = ContactFlag.objects.filter(contact__in=contact_ids).values_list("flag", "contact")
    carriers = defaultdict(list)
    for flag_id, contact_id in links:
        carriers[flag_id].append(contact_id)
    chips: dict[int, list[SafeString]] = defaultdict(list)
    for flag in sorted(flags, key=lambda flag: (not flag.suppressing, flag.name_key)):
        if flag.pk in carriers:
            chip = render_to_string("includes/flag_chip.html", {"flag": flag}).strip()
            for contact_id in carriers[flag.pk]:
                chips[contact_id].append(SafeString(chip))
    return chips


def _day_words(moment: datetime, today: date) -> str:
    """A day in few words, for the person's own calendar."""
    day = moment.date()
    if day == today:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    return date_format(moment, "j M" if day.year == today.year else "j M Y")
