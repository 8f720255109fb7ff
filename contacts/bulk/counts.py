"""What a bulk change of flags would do, counted exactly before it is confirmed."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from contacts.bulk.selection import Selection
from contacts.models import ContactFlag, Flag, JobKind


def flag_counts(selection: Selection, flags: Sequence[Flag], kind: JobKind) -> dict[str, Any]:
    """Rows of flag, how many have it and how many do not; and how many contacts would change."""
    contacts = selection.contacts
    count = contacts.count()
    having = [(flag, contacts.filter(_carry(flag)).count()) for flag in flags]
    if kind == JobKind.ADD_FLAGS:
        changing = count - contacts.filter(*(_carry(flag) for flag in flags)).count()
    else:
        changing = contacts.filter(_carry(*flags)).count()
    return {"rows": [(flag, has, count - has) for flag, has in having], "changing": changing}


def _carry(*flags: Flag) -> Exists:
    return Exists(ContactFlag.objects.filter(contact=OuterRef("pk"), flag__in=flags))
