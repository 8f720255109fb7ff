"""A backup is put in the place of what the site has."""

from copy import deepcopy
from pathlib import Path

from django.db import connection

from contactsite.backups import BackupError, files
from contactsite.backups.making import DATABASES, FILES
from contactsite.backups.manifest import Manifest, sha256_of
from workspaces.models import AuditEntry, User, Workspace


def restore(folder: Path, *, overwrite: bool) -> Manifest:
    """Restore the site from a backup that is whole; raises BackupError.

    Everything that can be known to be wrong is found before anything is changed, and the content is
    compared with the manifest afterwards.
    """
    manifest = Manifest.read(folder)
    check_whole(folder, manifest)
    if manifest.database != connection.vendor:
        raise BackupError(
            f"The backup is of {manifest.database}, but DATABASE_URL is of {connection.vendor}."
        )
    if not overwrite and (holds_data() or files.all_files(files.folder())):
        raise BackupError(
            "This site is not empty. --overwrite replaces all that is in it by the backup."
        )
    module = DATABASES[connection.vendor]
    module.restore(folder / manifest.dump)
    files.replace(folder / FILES)
    tables = deepcopy(manifest.tables)
    module.hash_content(tables)
    differing = [name for name, table in tables.items() if table != manifest.tables[name]]
    if differing:
        raise BackupError(
            f"The restored tables differ from the backup: {', '.join(differing)}."
            " Is the site still running? Stop it and restore again."
        )
    return manifest


def check_whole(folder: Path, manifest: Manifest) -> None:
    expected = {manifest.dump: manifest.dump_sha256}
    expected |= {f"{FILES}/{name}": sha256 for name, sha256 in manifest.files.items()}
    for name, sha256 in expected.items():
        file = folder / name
        if not file.is_file() or sha256_of(file) != sha256:
            raise BackupError(f"The backup is damaged: {name} is missing or was changed.")


def holds_data() -> bool:
    """Whether anything would be lost; tables that were only just made hold nothing."""
    there = set(connection.introspection.table_names())
    return any(
        model._meta.db_table in there and model._base_manager.exists()
        for model in (User, Workspace, AuditEntry)
    )
