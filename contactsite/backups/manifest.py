"""What a backup holds: counts and content hashes of tables and files."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from contactsite.backups import BackupError

NAME = "manifest.json"
FORMAT = 1


@dataclass
class Table:
    """Rows are hashed in the order of `key`, with the columns in the order given here."""

    columns: list[str]
    key: str
    rows: int = 0
    sha256: str = ""


@dataclass
class Manifest:
    database: str
    made_at: str
    dump: str
    dump_sha256: str
    tables: dict[str, Table]
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def content(self) -> str:
        """One hash over the content of all tables."""
        lines = [f"{name} {table.rows} {table.sha256}" for name, table in self.tables.items()]
        return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def write(self, folder: Path) -> None:
        """Last of all: a folder without a manifest is no backup."""
        text = json.dumps(asdict(self) | {"content": self.content}, indent=1)
        with (folder / NAME).open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Raises BackupError where there is none, or one that this version cannot read."""
        try:
            values: dict[str, Any] = json.loads((folder / NAME).read_text())
        except (OSError, ValueError) as error:
            raise BackupError(f"{folder} is no whole backup: its {NAME} cannot be read.") from error
        if values.pop("format", None) != FORMAT:
            raise BackupError(f"{folder} was made by another version of Contacts.")
        content = values.pop("content")
        tables = {name: Table(**table) for name, table in values.pop("tables").items()}
        manifest = cls(tables=tables, **values)
        if manifest.content != content:
            raise BackupError(f"{folder / NAME} was changed: its hashes do not fit together.")
        return manifest


def our_tables() -> dict[str, Table]:
    """Every table that holds data: those of the models, and the list of migrations."""
    models: list[type[Model]] = [
        *apps.get_models(include_auto_created=True),
        MigrationRecorder.Migration,
    ]
    return {
        model._meta.db_table: Table(
            columns=sorted(str(field.column) for field in model._meta.local_concrete_fields),
            key=str(model._meta.pk.column),
        )
        for model in models
        if model._meta.managed and not model._meta.proxy
    }


def sha256_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
