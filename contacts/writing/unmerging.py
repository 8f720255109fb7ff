"""The undo of a merge: every contact as it was, and what happened since stays where it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.models import (
    FIELDS,
    ChangeKind,
    Contact,
    ContactChange,
    ContactFlag,
    ContactImport,
    DistinctContact,
    Distinction,
    Flag,
    FormerValue,
    Interaction,
    Merge,
    MergedContact,
)
from contacts.writing import suppression
from contacts.writing.former import search_former
from contacts.writing.journal import flag_changes, journal
from contacts.writing.links import link, living
from workspaces.models import AuditEntry, User

_LABELS = {
    field.name: f"{str(field.verbose_name)[:1].upper()}{str(field.verbose_name)[1:]}"
    for field in Contact._meta.fields
    if field.name in FIELDS
}


class CannotUndo(Exception):
    """The merge cannot be undone, or not now; the message says why."""


def unmerge(merge: Merge, actor: User | None) -> tuple[Contact, list[Contact]]:
    """Make the contacts of the merge several again; returns the survivor and those restored.

    What was changed since is kept, and named in the merge's `kept`. Raises CannotUndo and
    Contact.DoesNotExist, when the survivor is gone; nothing is written then.
    """
    with transaction.atomic():
        suppression.numbers_go(merge.workspace_id)
        merge = _held(merge)
        survivor = (
            Contact.objects.select_for_update(no_key=True, of=("self",))
            .select_related("workspace")
            .get(pk=merge.survivor_id, workspace_id=merge.workspace_id)
        )
        now = timezone.now()
        kept: list[str] = []
        changed = _values_back(merge, survivor, kept)
        removed = _flags_back(merge, survivor, kept)
        snapshots = list(merge.merged.order_by("pk"))
        restored = [_restore(snapshot, actor, now) for snapshot in snapshots]
        _stays(merge, survivor, snapshots, kept)
        for snapshot, contact in zip(snapshots, restored, strict=True):
            _give_back(merge, survivor, snapshot, contact, kept)
        _keep_suppressing(merge, survivor, restored)
        DistinctContact.objects.filter(
            contact=survivor, distinction__in=merge.distinctions_added
        ).delete()
        merge.former_values.all().delete()
        survivor.former_text = search_former(survivor)
        survivor.revision += 1
        survivor.updated_at, survivor.updated_by = now, actor
        survivor.save()
        phones = {contact.pk: str(contact.phone) for contact in (survivor, *restored)}
        suppression.keep(merge.workspace_id, phones, actor, sharing=False)
        merge.merged.all().delete()
        merge.undone_at, merge.undone_by_name = now, str(actor or "")
        merge.kept = kept
        merge.purged, merge.before, merge.after = True, {}, {}
        merge.save()
        values = changed | flag_changes(removed=removed)
        back = {"merged": [[contact.pk, contact.name] for contact in restored]}
        journal(survivor, actor, ChangeKind.UNMERGED, values | back)
        for contact in restored:
            journal(contact, actor, ChangeKind.UNMERGED, {"merged": [[survivor.pk, survivor.name]]})
        AuditEntry.record(
            "contacts.unmerged",
            actor=actor,
            workspace=survivor.workspace,
            contact=survivor.pk,
            restored=[contact.pk for contact in restored],
        )
    return survivor, restored


def _held(merge: Merge) -> Merge:
    """The merge as it is now, if it can be undone; nobody else undoes it meanwhile."""
    rows = Merge.objects.select_for_update(no_key=True, of=("self",))
    current = rows.filter(pk=merge.pk, workspace_id=merge.workspace_id).first()
    if current is None:
        raise Contact.DoesNotExist
    if current.undone_at is not None:
        raise CannotUndo("This merge was undone already.")
    if current.within_id is not None or not current.is_newest():
        raise CannotUndo("The contact took part in a later merge: undo that one first.")
    if not Merge.objects.undoable().filter(pk=current.pk).exists():
        raise CannotUndo("A merge can be undone for 30 days, which are over.")
    return current


def _values_back(merge: Merge, survivor: Contact, kept: list[str]) -> dict[str, list[str]]:
    """Give the survivor its values of before, but for those that somebody changed since."""
    changed = {}
    for field in FIELDS:
        before, after, now = merge.before[field], merge.after[field], getattr(survivor, field)
        if now != after:
            kept.append(f"{_LABELS[field]} was changed since, and stays.")
        elif before != after:
            setattr(survivor, field, before)
            changed[field] = [after, before]
    return changed


def _flags_back(merge: Merge, survivor: Contact, kept: list[str]) -> list[Flag]:
    """Take off the flags that came with the merge; not one that a person gave it since."""
    links = {one.flag_id: one for one in survivor.flag_links.select_related("flag")}
    ours = [
        one
        for flag_id in merge.flags_added
        if (one := links.get(flag_id)) and one.created_at == merge.at
    ]
    ContactFlag.objects.filter(pk__in=[one.pk for one in ours]).delete()
    since = [one.flag for one in links.values() if one.created_at > merge.at]
    kept += [f"The flag “{flag}” was added since, and stays." for flag in sorted(since, key=str)]
    return sorted((one.flag for one in ours), key=str)


def _restore(snapshot: MergedContact, actor: User | None, now: datetime) -> Contact:
    """The contact with its old id; whom and what it refers to may be gone."""
    values: dict[str, Any] = dict(snapshot.row)
    values["created_at"] = datetime.fromisoformat(values["created_at"])
    if not User.objects.filter(pk=values["created_by_id"]).exists():
        values["created_by_id"] = None
    imports = ContactImport.objects.filter(
        pk=values["contact_import_id"], workspace_id=snapshot.workspace_id
    )
    if not imports.exists():
        values["contact_import_id"] = values["import_line"] = None
    values["updated_at"], values["updated_by_id"] = now, actor.pk if actor else None
    values["revision"] += 1
    contact = Contact(**values)
    contact.save(force_insert=True)
    return contact


def _give_back(
    merge: Merge,
    survivor: Contact,
    snapshot: MergedContact,
    contact: Contact,
    kept: list[str],
) -> None:
    """Move back what the survivor took over, as far as it is still there."""
    flags = dict(snapshot.flags)
    present = {flag.pk for flag in living(flags)}
    # Not by `link`: these were put on long ago, and the flags are not used now.
    ContactFlag.objects.bulk_create(
        ContactFlag(
            workspace_id=snapshot.workspace_id,
            contact=contact,
            flag_id=flag_id,
            created_at=datetime.fromisoformat(since),
        )
        for flag_id, since in snapshot.flags
        if flag_id in present
    )
    if gone := len(flags) - len(present):
        words = "flag that no longer exists" if gone == 1 else "flags that no longer exist"
        kept.append(f"{contact.name} had {gone} {words}.")
    Interaction.objects.filter(pk__in=snapshot.interactions, contact=survivor).update(
        contact=contact
    )
    ContactChange.objects.filter(
        workspace_id=snapshot.workspace_id, pk__in=snapshot.changes, contact_id=survivor.pk
    ).update(contact_id=contact.pk)
    FormerValue.objects.filter(pk__in=snapshot.former_values, contact=survivor).update(
        contact=contact
    )
    _merges_back(snapshot, contact)
    decided = Distinction.objects.filter(
        workspace_id=snapshot.workspace_id, pk__in=snapshot.distinctions
    )
    DistinctContact.objects.bulk_create(
        DistinctContact(
            workspace_id=snapshot.workspace_id, distinction=distinction, contact=contact
        )
        for distinction in decided.order_by("pk")
    )


def _merges_back(snapshot: MergedContact, contact: Contact) -> None:
    """The contact's own earlier merges are its own again, with all that lies within them."""
    own = Merge.objects.filter(workspace_id=snapshot.workspace_id, pk__in=snapshot.merges)
    own.update(survivor=contact, within=None)
    deeper = list(snapshot.merges)
    while deeper:
        inner = Merge.objects.filter(workspace_id=snapshot.workspace_id, within__in=deeper)
        deeper = list(inner.values_list("pk", flat=True))
        Merge.objects.filter(pk__in=deeper).update(survivor=contact)


def _stays(
    merge: Merge, survivor: Contact, snapshots: Sequence[MergedContact], kept: list[str]
) -> None:
    """Name the interactions logged since: they are the survivor's."""
    moved = [pk for snapshot in snapshots for pk in snapshot.interactions]
    since = Interaction.objects.filter(contact=survivor, created_at__gt=merge.at)
    if count := since.exclude(pk__in=moved).count():
        noun = "interaction was" if count == 1 else "interactions were"
        kept.append(f"{count:,} {noun} logged since, and stay{'s'[: count == 1]} with the contact.")


def _keep_suppressing(merge: Merge, survivor: Contact, restored: Sequence[Contact]) -> None:
    """Whoever must not be called since the merge must not be called as any of its contacts."""
    links = survivor.flag_links.filter(flag__suppressing=True, created_at__gt=merge.at)
    since = set(links.values_list("flag_id", flat=True))
    for contact in restored:
        has = set(contact.flag_links.values_list("flag_id", flat=True))
        link(contact.workspace_id, [(contact.pk, flag_id) for flag_id in sorted(since - has)])
