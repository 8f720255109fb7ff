"""Filters that an index answers by itself, each as a query of ids: where a search may begin."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from contacts import normal
from contacts.models import ContactFlag
from workspaces.models import Workspace

# Beside flags: the columns by which the contacts of a workspace have an index.
INDEXED = {
    "state": "state_key",
    "brokerage": "brokerage_key",
    "import": "contact_import",
    "added_since": "created_at__gte",
    "not_updated_since": "updated_at__lt",
}


def carriers_of(
    workspace: Workspace, chosen: Mapping[str, Any], *, any_flag: bool
) -> list[QuerySet[Any]]:
    """For each such filter the ids of the contacts it leaves: all asked for are among them."""
    flags, own = chosen.get("flags") or [], workspace.contacts.order_by()
    alternatives = [flags] if any_flag and flags else [[flag] for flag in flags]
    carriers: list[QuerySet[Any]] = [
        ContactFlag.objects.filter(flag__in=some).values_list("contact", flat=True)
        for some in alternatives
    ]
    for name, column in INDEXED.items():
        if value := chosen.get(name):
            value = normal.key(value) if column.endswith("_key") else value
            carriers.append(own.filter(**{column: value}).values_list("pk", flat=True))
    return carriers
