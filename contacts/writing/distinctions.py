"""What a person decided about contacts that look alike: they are not the same."""

from collections.abc import Iterable

from django.db import transaction

from contacts.models import Contact, DistinctContact, Distinction
from contacts.writing.journal import name_of
from workspaces.models import AuditEntry, User, Workspace


def tell_apart(workspace: Workspace, actor: User | None, pks: Iterable[int]) -> Distinction:
    """Remember that no two of the contacts are the same; the contacts themselves do not change.

    Raises Contact.DoesNotExist when one is gone.
    """
    wanted = set(pks)
    with transaction.atomic():
        # They stay until we commit.
        rows = workspace.contacts.select_for_update(no_key=True, of=("self",))
        contacts = list(rows.filter(pk__in=wanted).order_by("pk"))
        if len(contacts) != len(wanted):
            raise Contact.DoesNotExist
        distinction = Distinction.objects.create(
            workspace=workspace, actor=actor, actor_name=name_of(actor)
        )
        DistinctContact.objects.bulk_create(
            DistinctContact(workspace=workspace, distinction=distinction, contact=contact)
            for contact in contacts
        )
        _audit("contacts.told_apart", distinction, actor, len(contacts))
    return distinction


def take_back(distinction: Distinction, actor: User | None) -> None:
    """Forget the decision: the contacts are asked about again."""
    with transaction.atomic():
        _audit("contacts.not_told_apart", distinction, actor, distinction.members.count())
        distinction.delete()


def _audit(action: str, distinction: Distinction, actor: User | None, count: int) -> None:
    AuditEntry.record(action, actor=actor, workspace=distinction.workspace, contacts=count)
