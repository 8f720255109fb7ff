"""The links between contacts and flags: which flags can still be given, and giving them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from contacts.models import ContactFlag, Flag


def living(flag_ids: Iterable[int]) -> QuerySet[Flag]:
    """The flags without those deleted since they were chosen; they stay as they are till we commit.

    Hold contacts before their flags, never after: two writers would wait for each other.
    """
    return Flag.objects.select_for_update(no_key=True).filter(pk__in=list(flag_ids)).order_by("pk")


def link(
    workspace_id: int, pairs: Iterable[tuple[int, int]], now: datetime | None = None
) -> list[ContactFlag]:
    """Give flags to contacts: (contact, flag) ids, none of them given yet. The flags are held."""
    now = now or timezone.now()
    links = ContactFlag.objects.bulk_create(
        ContactFlag(
            workspace_id=workspace_id, contact_id=contact_id, flag_id=flag_id, created_at=now
        )
        for contact_id, flag_id in pairs
    )
    mark_used({link.flag_id for link in links}, now)
    return links


def mark_used(flag_ids: Iterable[int], now: datetime) -> None:
    """Note that the flags were put on a contact; they are held, so this waits for nobody."""
    Flag.objects.filter(pk__in=list(flag_ids)).update(last_used_at=now)
