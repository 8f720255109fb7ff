"""What has become of a frozen list: conditions on contacts, for lists and for counting."""

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices

from contacts.calling import Calling, Verdict
from contacts.models import FrozenList, FrozenMember
from contacts.models.contact import ContactQuerySet


class Change(TextChoices):
    """`STAYED`, `JOINED` and `LEFT` exclude each other; `SUPPRESSED` may be of any who were in."""

    STAYED = "stayed", "are still in it"
    JOINED = "joined", "joined"
    LEFT = "left", "left"
    SUPPRESSED = "suppressed", "became Do Not Call"


def members(frozen_list: FrozenList) -> QuerySet[FrozenMember]:
    """Who was in the frozen list, as the member of an outer query's contact."""
    return FrozenMember.objects.filter(
        workspace_id=frozen_list.workspace_id,
        frozen_list=frozen_list,
        contact_id=OuterRef("pk"),
    )


def was_in(frozen_list: FrozenList) -> Q:
    return Q(Exists(members(frozen_list)))


def where(frozen_list: FrozenList, change: str, now: ContactQuerySet, calling: Calling) -> Q:
    """The contacts that this has happened to; `now` are those of the audience."""
    still = Q(Exists(now.filter(pk=OuterRef("pk"))))
    if change == Change.JOINED:
        return still & ~was_in(frozen_list)
    if change == Change.STAYED:
        return still & was_in(frozen_list)
    if change == Change.LEFT:
        return was_in(frozen_list) & ~still
    could = members(frozen_list).exclude(verdict=Verdict.SUPPRESSED)
    return calling.where(Verdict.SUPPRESSED) & Q(Exists(could))
