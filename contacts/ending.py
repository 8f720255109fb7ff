"""What goes with a workspace: a million contacts must not be loaded to be deleted."""

from typing import Any

from contacts.models import (
    Audience,
    CallingPolicy,
    Contact,
    ContactChange,
    ContactFlag,
    DistinctContact,
    Distinction,
    FormerValue,
    FrozenList,
    Interaction,
    Job,
    Merge,
    MergedContact,
    SuppressedNumber,
)
from workspaces.models import Workspace

# Whoever refers to another comes before it. Imports follow one by one, with their files; the
# members of frozen lists go with these, by the database's own cascade.
OWNED = (
    *(SuppressedNumber, ContactFlag, ContactChange, Interaction, DistinctContact, Distinction),
    *(FormerValue, MergedContact, Merge, Contact, Job),
    *(FrozenList, Audience, CallingPolicy),
)


def clear_workspace(sender: Any, instance: Workspace, using: str, **kwargs: Any) -> None:
    """Delete the rows of a workspace that is about to go, set by set, in its transaction."""
    for model in OWNED:
        # Plain SQL: Django's own delete() would first fetch every row for its cascade.
        model._base_manager.filter(workspace=instance)._raw_delete(using)
