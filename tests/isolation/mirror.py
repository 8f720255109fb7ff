"""A workspace of strangers in which every row of another one stands once more.

Its contacts have the same phones, its flags the same names, and what is kept as a plain number or
as JSON names the very rows of the other: whoever looks beyond the own workspace finds twins there.
"""

import dataclasses
import uuid
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from tests import factories
from tests.isolation.spaces import Space
from workspaces.models import Workspace
from workspaces.scoping import WorkspaceOwned

# How the names of columns end that hold numbers and words made up for each row.
_MADE_UP = ("_id", "_file", "prefix")
Rows = dict[str, list[tuple[Any, ...]]]


def mirror(space: Space) -> Space:
    """Make the mirror of the workspace; what it cannot copy (its people) is the workspace's own."""
    other = factories.make_workspace("Mirror", owner=factories.make_user("mirror"))
    other.flags.all().delete()
    copies: dict[tuple[type[models.Model], Any], models.Model] = {}
    for model in owned_models():
        # A merge within another comes behind it.
        for row in model._default_manager.filter(workspace=space.workspace).order_by("pk"):
            copies[model, row.pk] = _copied(row, other, copies)

    def of_mirror(value: Any) -> Any:
        if isinstance(value, list):
            return [of_mirror(part) for part in value]
        return (
            copies.get((type(value), value.pk), value) if isinstance(value, models.Model) else value
        )

    parts = {field.name: getattr(space, field.name) for field in dataclasses.fields(space)}
    return dataclasses.replace(
        space, **{name: of_mirror(value) for name, value in parts.items()} | {"workspace": other}
    )


def owned_models() -> list[type[models.Model]]:
    """All that workspaces own, each behind those that it names."""
    left = [model for model in apps.get_models() if issubclass(model, WorkspaceOwned)]
    found: list[type[models.Model]] = []
    while left:
        ready = [model for model in left if _named(model) <= {*found, model}]
        found += ready
        left = [model for model in left if model not in ready]
    return found


def rows_of(workspace: Workspace) -> Rows:
    """All that is in the workspace, for comparing."""
    return {
        model._meta.label: list(
            model._default_manager.filter(workspace=workspace).order_by("pk").values_list()
        )
        for model in owned_models()
    }


def said_in(workspace: Workspace) -> Rows:
    """What is said there, whenever and under whatever numbers and keys."""
    found: Rows = {}
    for model in owned_models():
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if not (field.primary_key or field.unique or field.attname.endswith(_MADE_UP))
            and not isinstance(field, models.DateTimeField | models.JSONField | models.ForeignKey)
        ]
        rows = model._default_manager.filter(workspace=workspace).values_list("workspace", *names)
        found[model._meta.label] = sorted(rows, key=repr)
    return found


def _links(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, WorkspaceOwned):
            yield field


def _named(model: type[models.Model]) -> set[type[models.Model]]:
    return {field.related_model for field in _links(model)}


def _copied(
    row: models.Model,
    workspace: Workspace,
    copies: dict[tuple[type[models.Model], Any], models.Model],
) -> models.Model:
    values: dict[str, Any] = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    values["workspace_id"] = workspace.pk
    for field in _links(type(row)):
        if (named := values[field.attname]) is not None:
            values[field.attname] = copies[field.related_model, named].pk
    for field in row._meta.concrete_fields:
        # What nothing else on the site may have.
        if field.unique and isinstance(field, models.UUIDField):
            values[field.attname] = uuid.uuid4()
        elif field.unique and isinstance(field, models.CharField):
            values[field.attname] = values[field.attname][::-1]
    copy = type(row)(**values)
    copy.save(force_insert=True)
    # Some columns are filled in while saving.
    type(row)._default_manager.filter(pk=copy.pk).update(**values)
    return copy
