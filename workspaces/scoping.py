"""What makes a row belong to one workspace, in Python and in the database itself."""

from collections.abc import Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.constraints import BaseConstraint


class CompositeForeignKey(BaseConstraint):
    """A foreign key of the database over (`field`, workspace), checked when a transaction commits.

    Django's own foreign key only says that the target exists; this one says that it lives in the
    same workspace. As a constraint of the model's Meta it survives when SQLite remakes a table.
    The target needs a unique constraint over (id, workspace); `on_delete` is the database's action
    ("NO ACTION" or "CASCADE"; SET NULL would clear the workspace as well and is refused).
    """

    def __init__(self, *, field: str, name: str, on_delete: str = "NO ACTION") -> None:
        if on_delete not in ("NO ACTION", "CASCADE"):
            raise ValueError("on_delete of a composite foreign key is NO ACTION or CASCADE.")
        super().__init__(name=name)
        self.field, self.on_delete = field, on_delete

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs["field"] = self.field
        if self.on_delete != "NO ACTION":
            kwargs["on_delete"] = self.on_delete
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        if isinstance(other, CompositeForeignKey):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.field))

    def constraint_sql(
        self,
        model: type[models.Model] | None,
        schema_editor: BaseDatabaseSchemaEditor | None,
    ) -> str:
        assert model is not None and schema_editor is not None
        quote = schema_editor.quote_name
        key = cast("models.ForeignKey[Any, Any]", model._meta.get_field(self.field))
        columns = f"{quote(key.column)}, {quote('workspace_id')}"
        target = quote(key.remote_field.model._meta.db_table)
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({columns})"
            f" REFERENCES {target} ({quote('id')}, {quote('workspace_id')})"
            f" ON DELETE {self.on_delete} DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(
        self,
        model: type[models.Model] | None,
        schema_editor: BaseDatabaseSchemaEditor | None,
    ) -> str:
        assert model is not None and schema_editor is not None
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(
        self,
        model: type[models.Model] | None,
        schema_editor: BaseDatabaseSchemaEditor | None,
    ) -> str:
        assert model is not None and schema_editor is not None
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = "default",
    ) -> None:
        """Raise ValidationError when the instance points into another workspace."""
        if exclude and self.field in exclude:
            return
        target = getattr(instance, self.field, None)
        workspace_id = getattr(instance, "workspace_id", None)
        if target is not None and target.workspace_id != workspace_id:
            raise ValidationError({self.field: "This belongs to another workspace."})


class WorkspaceOwned(models.Model):
    """Abstract base of every row that belongs to exactly one workspace."""

    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE)

    class Meta:
        abstract = True
