"""All that there is about contacts, so that a test can say that it is the same again."""

from typing import Any

from contacts.models import (
    Contact,
    ContactChange,
    ContactFlag,
    DistinctContact,
    FormerValue,
    Interaction,
    Merge,
)
from workspaces.models import Workspace

# An undo is one more save, of each contact: these grow.
GROWING = {"revision", "updated_at", "updated_by_id"}
MODELS = (ContactFlag, Interaction, FormerValue, DistinctContact)


def whole(workspace: Workspace) -> dict[str, Any]:
    """Every column of every row that is or hangs on a contact of the workspace."""
    found: dict[str, Any] = {
        "Contact": {
            row["id"]: {name: value for name, value in row.items() if name not in GROWING}
            for row in Contact.objects.filter(workspace=workspace).values()
        }
    }
    for model in MODELS:
        rows = model.objects.filter(workspace=workspace).values()
        # A link is the same though the database numbers it anew.
        unnumbered = (ContactFlag, DistinctContact)
        found[model.__name__] = sorted(
            sorted(
                (name, str(value))
                for name, value in row.items()
                if name != "id" or model not in unnumbered
            )
            for row in rows
        )
    own = ContactChange.objects.filter(workspace=workspace).exclude(kind__in=("merged", "unmerged"))
    found["ContactChange"] = sorted(own.values_list("id", "contact_id", "kind", "revision"))
    merges = Merge.objects.filter(workspace=workspace).in_force()
    found["Merge"] = list(merges.order_by("id").values("id", "survivor", "within"))
    return found
