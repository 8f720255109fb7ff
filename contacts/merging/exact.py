"""Contacts that are exactly the same: which they are, how many groups, and what a merge makes.

The same means: the same phone to the digit; name, e-mail, state and brokerage equal but for case,
accents and spaces; notes equal, or only one has any. Nobody said that two of them are not the same.
An empty field is equal to an empty one only: a merge of these loses nothing but spelling.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, Q, Value
from django.db.models.functions import NullIf

from contacts import duplicates
from contacts.comparison import exactly_the_same, filled
from contacts.models import FIELDS, Contact
from workspaces.models import Workspace

KEYS = ("phone", "name_key", "email_key", "state_key", "brokerage_key")


@dataclass(frozen=True)
class ExactGroup:
    """Contacts to be merged, the one that stays first."""

    contacts: list[Contact]

    @property
    def survivor(self) -> Contact:
        return self.contacts[0]

    @property
    def values(self) -> dict[str, str]:
        """The survivor's own, and the notes that only another has."""
        return {
            field: next(
                filter(None, (str(getattr(contact, field)) for contact in self.contacts)), ""
            )
            for field in FIELDS
        }

    @property
    def revisions(self) -> dict[int, int]:
        return {contact.pk: contact.revision for contact in self.contacts}


def exact_groups(
    workspace: Workspace, after: str, limit: int
) -> tuple[list[ExactGroup], str | None]:
    """Those among the next `limit` phones that several contacts have.

    Also the phone behind which to go on; None where there are no more.
    """
    found = duplicates.candidates(workspace, duplicates.PHONE, (after,) if after else (), limit)
    phones = [key[0] for key, _ in found]
    alike: dict[tuple[str, ...], list[Contact]] = defaultdict(list)
    for contact in workspace.contacts.filter(phone__in=phones).order_by("phone", "pk"):
        alike[tuple(str(getattr(contact, key)) for key in KEYS)].append(contact)
    several = [contacts for contacts in alike.values() if len(contacts) > 1]
    apart = duplicates.told_apart(
        workspace, [contact.pk for contacts in several for contact in contacts]
    )
    groups = [
        ExactGroup(sorted(contacts, key=lambda contact: (-filled(contact), contact.pk)))
        for contacts in several
        if exactly_the_same(contacts) and not _any_apart(contacts, apart)
    ]
    return groups, phones[-1] if len(found) == limit else None


def _any_apart(contacts: Sequence[Contact], apart: dict[int, set[int]]) -> bool:
    decided = [apart[contact.pk] for contact in contacts if apart[contact.pk]]
    return any(one & other for one, other in combinations(decided, 2))


def count_exact(workspace: Workspace) -> int:
    """How many groups are exactly the same, counted to the end."""
    several = workspace.contacts.order_by().values("phone").annotate(count=Count("*"))
    phones = several.filter(count__gt=1).values("phone")
    groups = (
        workspace.contacts.filter(phone__in=phones)
        .order_by()
        .values(*KEYS)
        .annotate(count=Count("*"), notes_count=Count(NullIf("notes", Value("")), distinct=True))
        .filter(count__gt=1, notes_count__lte=1)
    )
    return groups.count() - _apart_groups(workspace)


def _apart_groups(workspace: Workspace) -> int:
    """Groups that would count, had nobody said that two of them are not the same."""
    members = workspace.distinct_contacts.order_by()
    keys = [f"contact__{key}" for key in KEYS]
    together = members.values("distinction", *keys).annotate(count=Count("*")).filter(count__gt=1)
    decided = {tuple(row) for row in together.values_list(*keys)}
    return sum(
        1
        for key in decided
        if exactly_the_same(list(workspace.contacts.filter(Q(**dict(zip(KEYS, key, strict=True))))))
    )
