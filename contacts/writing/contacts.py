"""One contact at a time, as a person writes it: create, change."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from contacts.models import FIELDS, ChangeKind, Contact, ContactFlag, Flag
from contacts.writing import suppression
from contacts.writing.journal import flag_changes, journal
from contacts.writing.links import link, living
from workspaces.models import User, Workspace


class StaleRevision(Exception):
    """Somebody saved the contact after the form was opened; `current` is what they saved."""

    def __init__(self, current: Contact) -> None:
        super().__init__(f"Contact {current.pk} is at revision {current.revision}.")
        self.current = current


class ReasonRequired(Exception):
    """Taking a suppressing flag off needs a reason; `flags` are those that would go."""

    def __init__(self, flags: list[Flag]) -> None:
        super().__init__("A reason is needed to take a suppressing flag off.")
        self.flags = flags


def create(
    workspace: Workspace,
    actor: User | None,
    values: Mapping[str, str],
    flags: Iterable[Flag] = (),
) -> Contact:
    """Create a contact from validated `values` (keys of FIELDS; a missing one is empty).

    Where its number had a suppressing flag, the contact is given that too.
    """
    with transaction.atomic():
        suppression.numbers_come(workspace.pk)
        contact = Contact(
            workspace=workspace,
            created_by=actor,
            updated_by=actor,
            **{field: values.get(field, "") for field in FIELDS},
        )
        contact.save()
        chosen = _living(flags)
        _link(contact, chosen)
        journal(contact, actor, ChangeKind.CREATED, flag_changes(added=chosen))
        suppression.keep(workspace.pk, {contact.pk: str(contact.phone)}, actor)
    return contact


def change(
    contact: Contact,
    actor: User | None,
    values: Mapping[str, str],
    flags: Iterable[Flag] | None = None,
    *,
    revision: int,
    reason: str = "",
) -> Contact:
    """Save what a person edited, made from `revision`; a change of nothing writes nothing.

    Fields missing from `values` stay, and so do the flags when `flags` is None. `reason` is
    demanded for taking a suppressing flag off, and lets the workspace forget that the number had
    it. A new number brings the suppressing flags that it had.

    Raises StaleRevision when the contact was saved meanwhile, ReasonRequired, and
    Contact.DoesNotExist when it was deleted meanwhile. Nothing is written then.
    """
    with transaction.atomic():
        new_phone = _has_other_phone(contact, values)
        if new_phone:
            suppression.numbers_go(contact.workspace_id)
            suppression.hold(contact.workspace_id, [contact.pk])
        current = (
            Contact.objects.select_for_update(no_key=True, of=("self",))
            .select_related("workspace")
            .get(pk=contact.pk, workspace_id=contact.workspace_id)
        )
        changed = {
            field: [getattr(current, field), value]
            for field, value in values.items()
            if getattr(current, field) != value
        }
        if current.revision != revision or ("phone" in changed) != new_phone:
            raise StaleRevision(current)
        added, removed = _flag_difference(current, flags)
        suppressing = [flag for flag in removed if flag.suppressing]
        if suppressing and not reason:
            raise ReasonRequired(suppressing)
        if not (changed or added or removed):
            return current
        if new_phone:
            # Its former numbers stay with it; not so the flag, when that goes with the number.
            suppression.remember(
                current.workspace_id, [current.pk], actor, former=bool(suppressing)
            )
        elif suppressing:
            suppression.forget(current.workspace_id, current.phone, suppressing)
        for field, (_, value) in changed.items():
            setattr(current, field, value)
        current.revision += 1
        current.updated_at, current.updated_by = timezone.now(), actor
        current.save()
        _link(current, added)
        ContactFlag.objects.filter(contact=current, flag__in=removed).delete()
        if changed:
            journal(current, actor, ChangeKind.CHANGED, changed)
        if added:
            journal(current, actor, ChangeKind.FLAGGED, flag_changes(added=added))
        if removed:
            journal(
                current,
                actor,
                ChangeKind.UNFLAGGED,
                flag_changes(removed=removed),
                reason,
            )
        if new_phone:
            suppression.keep(current.workspace_id, {current.pk: str(current.phone)}, actor)
    return current


def _has_other_phone(contact: Contact, values: Mapping[str, str]) -> bool:
    """Whether saving the values changes the number; asked before the contact is held."""
    if "phone" not in values:
        return False
    stored = Contact.objects.filter(pk=contact.pk).exclude(phone=values["phone"])
    return stored.exists()


def _link(contact: Contact, flags: Iterable[Flag]) -> None:
    link(contact.workspace_id, [(contact.pk, flag.pk) for flag in flags])


def _living(flags: Iterable[Flag]) -> list[Flag]:
    return sorted(living(flag.pk for flag in flags), key=str)


def _flag_difference(
    contact: Contact, flags: Iterable[Flag] | None
) -> tuple[list[Flag], list[Flag]]:
    if flags is None:
        return [], []
    before, after = set(contact.flags.all()), set(_living(flags))
    return sorted(after - before, key=str), sorted(before - after, key=str)
