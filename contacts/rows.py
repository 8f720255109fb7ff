"""The rows of a list of contacts, ready to be shown: few queries, whatever the number of rows.

Their markup stands here and not in a template: fifty rows through Django's templates take as much
time as all the rest of the page (docs/decisions/0010). Whatever a person typed goes through
`search.mark` or `escape` before it meets markup.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate, localtime

from contacts import paging, phones, search
from contacts.models import ContactFlag, Flag
from contacts.templatetags.chips import chip
from workspaces.templatetags.moments import day_words, exact_words

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
# Shorter values are never cut, so that they need no title to be read whole.
NEVER_CUT = 10
# So much of a value is seen in its column. A hit behind that is given twice the room, and one still
# further behind is shown without all that leads up to it.
NAME_SEEN, EMAIL_SEEN, CELL_SEEN = 30, 20, 14

_PENCIL = '<svg width="18" height="18" aria-hidden="true"><use href="#icon-pencil"/></svg>'
_DOTS = '<svg width="18" height="18" aria-hidden="true"><use href="#icon-dots"/></svg>'
_TRIANGLE = '<svg width="16" height="16" aria-hidden="true"><use href="#icon-triangle"/></svg>'


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact of a list: its columns as they are, and its row of the table as markup."""

    id: int
    plain: paging.Row
    html: SafeString


@dataclass(frozen=True, slots=True)
class Look:
    """What all rows of a page share."""

    list_url: str
    query: search.Query | None
    can_edit: bool
    today: date

    def marked(self, value: str, seen: int, classes: str) -> str:
        """Classes and content of the value's element: its hits marked, and where they are seen."""
        if self.query is None:
            return f'class="{classes}" dir="auto"{_title(value)}>{escape(value)}'
        html = search.mark(value, self.query)
        if len(value) > seen and not search.is_seen(html, seen):
            classes += " far"
            html = search.led_up(html, 2 * seen)
        return f'class="{classes}" dir="auto"{_title(value)}>{html}'


def contact_rows(
    rows: Iterable[paging.Row],
    flags: Iterable[Flag],
    query: search.Query | None,
    *,
    list_url: str,
    can_edit: bool,
) -> list[ContactRow]:
    """Rows of a page with their chips, taken from `flags`, all those of the workspace."""
    rows = list(rows)
    chips = _chips([row["id"] for row in rows], flags, list_url)
    look = Look(list_url, query, can_edit, localdate())
    return [
        ContactRow(row["id"], row, mark_safe(_row(row, chips[row["id"]], look)))  # noqa: S308  see above
        for row in rows
    ]


def markup(rows: Iterable[ContactRow]) -> SafeString:
    """The rows' markup as one piece: a template's loop over fifty takes longer than a query."""
    return mark_safe("\n".join(row.html for row in rows))  # noqa: S308  see above


def _row(row: paging.Row, chips: Sequence[str], look: Look) -> str:
    name = escape(row["name"])
    url = f"{look.list_url}{row['id']}/"
    return (
        f'<tr><td class="pick"><label><input type="checkbox" name="contact" value="{row["id"]}"'
        f' aria-label="Select {name}"></label></td>'
        f'<th scope="row"><a href="{url}" {look.marked(row["name"], NAME_SEEN, "name clamp")}</a>'
        f"{_email(row['email'], look)}</th>"
        f'<td class="phone" data-label="Phone">{_phone(row, look)}</td>'
        f"{_cell('State', row['state'], look)}{_cell('Company', row['brokerage'], look)}"
        f'{_flags(chips)}<td class="muted" data-label="Added">{_day(row["created_at"], look)}</td>'
        f"{_actions(url, name) if look.can_edit else ''}</tr>"
    )


def _title(value: str) -> str:
    return f' title="{escape(value)}"' if len(value) > NEVER_CUT else ""


def _email(value: str, look: Look) -> str:
    if not value:
        return ""
    return f"<span {look.marked(value, EMAIL_SEEN, 'email')}</span>"


def _phone(row: paging.Row, look: Look) -> str:
    phone = row["phone"]
    shown = search.mark_phone(phone, look.query) if look.query else phone
    # As one piece, or the parts beside a mark would be laid out apart.
    number = f"<span>{shown}</span>"
    if warning := escape(phones.warning_text(phone, row["phone_warning"])):
        number += (
            f' <span class="warned" title="{warning}">{_TRIANGLE}'
            f'<span class="visually-hidden">{warning}</span></span>'
        )
    # The same digits grouped, for the eye: who listens hears the number once.
    if (human := phones.human(phone)) != phone:
        number += f' <span class="grouped" aria-hidden="true">{escape(human)}</span>'
    return number


def _cell(label: str, value: str, look: Look) -> str:
    if not value:
        return '<td class="blank"></td>'
    text = look.marked(value, CELL_SEEN, "clamp")
    return f'<td data-label="{label}"><span {text}</span></td>'


def _flags(chips: Sequence[str]) -> str:
    if not chips:
        return '<td class="blank"></td>'
    shown, more = "".join(chips[:FLAGS_SHOWN]), chips[FLAGS_SHOWN:]
    if more:
        shown += (
            f'<details class="more"><summary aria-label="{len(more)} more flags">+{len(more)}'
            f'</summary><span class="chips">{"".join(more)}</span></details>'
        )
    return f'<td><div class="chips">{shown}</div></td>'


def _day(moment: datetime, look: Look) -> str:
    local = localtime(moment)
    return (
        f'<time datetime="{local.isoformat(timespec="seconds")}" title="{exact_words(local)}">'
        f"{day_words(local.date(), look.today)}</time>"
    )


def _actions(url: str, name: str) -> str:
    """The pencil, and the way to more, which a script turns into a menu."""
    return (
        f'<td class="row-actions"><a class="button icon quiet" href="{url}edit/"'
        f' aria-label="Edit {name}">{_PENCIL}</a><a class="button icon quiet" href="{url}"'
        f' data-row-menu aria-label="More about {name}">{_DOTS}</a></td>'
    )


def _chips(
    contact_ids: list[int], flags: Iterable[Flag], list_url: str
) -> dict[int, list[SafeString]]:
    """The chips of each contact, suppressing flags first; each flag is rendered once.

    A chip leads to the list of those who have it, which makes what it means readable by keyboard.
    """
    links = ContactFlag.objects.filter(contact__in=contact_ids).values_list("flag", "contact")
    carriers = defaultdict(list)
    for flag_id, contact_id in links:
        carriers[flag_id].append(contact_id)
    chips: dict[int, list[SafeString]] = defaultdict(list)
    for flag in sorted(flags, key=lambda flag: (not flag.suppressing, flag.name_key)):
        if flag.pk in carriers:
            linked = chip(flag, link=f"{list_url}?flags={flag.pk}")
            for contact_id in carriers[flag.pk]:
                chips[contact_id].append(linked)
    return chips
