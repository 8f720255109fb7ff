"""Interactions are written here, each with its line in the audit, which holds no text of theirs."""

import hashlib
import json
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from contacts.models import ApiToken, Contact, Interaction, PostedInteraction
from workspaces.models import AuditEntry, User


class KeyUsed(Exception):
    """The system sent something else with this key before."""


def log(contact: Contact, author: User, values: dict[str, Any]) -> Interaction:
    """Log an interaction from validated `values`: kind, at, text, outcome.

    The contact's revision stays: a call takes nothing away from somebody who is editing it.
    Raises Contact.DoesNotExist when it was deleted meanwhile.
    """
    with transaction.atomic():
        # It stays until we commit, or the interaction would refer to nothing.
        contact.workspace.contacts.select_for_update(no_key=True, of=("self",)).get(pk=contact.pk)
        interaction = Interaction.objects.create(
            workspace_id=contact.workspace_id,
            contact=contact,
            author=author,
            author_name=author.get_username(),
            **values,
        )
        _audit("interaction.logged", interaction, author)
    return interaction


def post(
    contact: Contact, token: ApiToken, key: str, values: dict[str, Any]
) -> tuple[Interaction, bool]:
    """Log what another system posts under a key of its own, once; whether this call did.

    `values` as for `log`, but for `at`, which is now where it is None. Raises KeyUsed;
    Contact.DoesNotExist and Interaction.DoesNotExist when the one or the other was deleted.
    """
    said = _digest(json.dumps([contact.pk, values], sort_keys=True, default=str))
    key = _digest(key)
    before = token.posted.filter(key=key)
    with transaction.atomic():
        # Who repeats a request before its answer has come waits here for the first.
        contact.workspace.contacts.select_for_update(no_key=True, of=("self",)).get(pk=contact.pk)
        posted = before.first()
        if posted is None:
            try:
                with transaction.atomic():
                    return _post(contact, token, key, said, values), True
            except IntegrityError:
                # It came at the same moment with another contact.
                posted = before.get()
        if posted.body != said:
            raise KeyUsed
        return contact.workspace.interactions.get(pk=posted.interaction_id), False


def _post(
    contact: Contact, token: ApiToken, key: str, body: str, values: dict[str, Any]
) -> Interaction:
    interaction = Interaction.objects.create(
        workspace_id=contact.workspace_id,
        contact=contact,
        author_name=token.name,
        **values | {"at": values["at"] or timezone.now()},
    )
    PostedInteraction.objects.create(
        workspace_id=contact.workspace_id,
        token=token,
        key=key,
        body=body,
        interaction_id=interaction.pk,
    )
    AuditEntry.record(
        "interaction.posted",
        actor=None,
        workspace=contact.workspace,
        contact=contact.pk,
        interaction=interaction.pk,
        kind=interaction.kind,
        token=token.name,
    )
    return interaction


def change(interaction: Interaction, actor: User, values: dict[str, Any]) -> None:
    """Save what its author edited; a change of nothing writes nothing.

    Raises Interaction.DoesNotExist when it was deleted meanwhile, alone or with its contact.
    """
    with transaction.atomic():
        current = _locked(interaction)
        if all(getattr(current, name) == value for name, value in values.items()):
            return
        for name, value in values.items():
            setattr(current, name, value)
        current.edited_at = timezone.now()
        current.save()
        _audit("interaction.changed", current, actor)


def delete(interaction: Interaction, actor: User) -> None:
    """Delete an interaction for good. Raises Interaction.DoesNotExist as `change` does."""
    with transaction.atomic():
        current = _locked(interaction)
        _audit("interaction.deleted", current, actor)
        current.delete()


def _locked(interaction: Interaction) -> Interaction:
    rows = Interaction.objects.select_for_update(of=("self",)).select_related("workspace")
    return rows.get(pk=interaction.pk, workspace_id=interaction.workspace_id)


def _audit(action: str, interaction: Interaction, actor: User) -> None:
    AuditEntry.record(
        action,
        actor=actor,
        workspace=interaction.workspace,
        contact=interaction.contact_id,
        interaction=interaction.pk,
        kind=interaction.kind,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
