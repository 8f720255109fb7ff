"""The journal of contacts: one entry for each change, written with it."""

from collections.abc import Iterable
from typing import Any

from contacts.models import ChangeKind, Contact, ContactChange, Flag
from workspaces.models import User


def journal(
    contact: Contact,
    actor: User | None,
    kind: ChangeKind,
    values: dict[str, Any],
    reason: str = "",
) -> None:
    """Write the contact's journal entry; call it in the transaction of the change itself."""
    ContactChange.objects.create(
        workspace_id=contact.workspace_id,
        contact_id=contact.pk,
        actor=actor,
        actor_name=name_of(actor),
        kind=kind,
        values=values,
        reason=reason,
        revision=contact.revision,
    )


def flag_changes(added: Iterable[Flag] = (), removed: Iterable[Flag] = ()) -> dict[str, Any]:
    changes = {
        "added": [[flag.pk, flag.name] for flag in added],
        "removed": [[flag.pk, flag.name] for flag in removed],
    }
    return {name: flags for name, flags in changes.items() if flags}


def name_of(actor: User | None) -> str:
    return actor.get_username() if actor else ""
