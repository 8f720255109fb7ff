"""Contacts as the finder shows them: who it is, the number, and whether it may be called."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from contacts import search
from contacts.filters import ContactFilter
from contacts.models import ContactFlag
from contacts.paging import Row, get_page_of

# So much of a name, and of what is told beside the number, is seen in the finder.
_NAME_SEEN, _DETAIL_SEEN = 55, 18
_COLUMNS = ("id", "name", "phone", "email", "state", "brokerage")


@dataclass(frozen=True)
class FoundContact:
    """Texts are escaped, with the hits marked; `suppressed` contacts must not be called."""

    id: int
    name: SafeString
    phone: SafeString
    details: list[SafeString]
    suppressed: bool


def found_contacts(contact_filter: ContactFilter, size: int) -> list[FoundContact]:
    """The first contacts of the filter's search, best ones first."""
    query = contact_filter.query
    rows = get_page_of(contact_filter.parts(*_COLUMNS), size=size).rows
    links = ContactFlag.objects.filter(
        contact__in=[row["id"] for row in rows],
        flag__in=[flag for flag in contact_filter.workspace_flags if flag.suppressing],
    )
    suppressed = set(links.values_list("contact", flat=True))
    return [
        FoundContact(
            id=row["id"],
            name=search.led_up(search.mark(row["name"], query), _NAME_SEEN),
            phone=search.mark_phone(row["phone"], query),
            details=_details(row, query),
            suppressed=row["id"] in suppressed,
        )
        for row in rows
    ]


def _details(row: Row, query: search.Query | None) -> list[SafeString]:
    """What else is known, first what shows why the contact is found: there may be room for one."""
    values = [row[name] for name in ("email", "state", "brokerage") if row[name]]
    marked = (search.led_up(search.mark(value, query), _DETAIL_SEEN) for value in values)
    return sorted(marked, key=lambda html: "<mark>" not in html)
