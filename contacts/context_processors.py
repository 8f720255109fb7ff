"""What the header tells on every page of a workspace: the imports under way."""

from typing import Any

from django.http import HttpRequest

from contacts.imports.summary import under_way


def running_imports(request: HttpRequest) -> dict[str, Any]:
    """The first unfinished job of an import (None: there is none)."""
    membership = getattr(request, "membership", None)
    return {"running_import": under_way(membership.workspace) if membership else None}
