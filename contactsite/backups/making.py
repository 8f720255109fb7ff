"""A backup is made."""

from pathlib import Path

from django.db import connection
from django.utils import timezone

from contactsite.backups import BackupError, files, postgresql, sqlite
from contactsite.backups.manifest import Manifest, our_tables, sha256_of

DATABASES = {"sqlite": sqlite, "postgresql": postgresql}
FILES = "imports"


def make(folder: Path) -> Manifest:
    """Back the site up into an empty or new folder, while it is at work. Raises BackupError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Contacts and password hashes are in it.
        folder.chmod(0o700)
        if any(folder.iterdir()):
            raise BackupError(f"{folder} is not empty: name a new folder.")
        with files.held() as place:
            # Files removed during the snapshot are in the first, new ones in the second.
            files.hold(place)
            manifest = _dump(folder)
            files.hold(place)
            names = files.copy(place, folder / FILES)
        manifest.files = {str(name): sha256_of(folder / FILES / name) for name in names}
        manifest.write(folder)
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error}.") from error
    return manifest


def _dump(folder: Path) -> Manifest:
    module, tables = DATABASES[connection.vendor], our_tables()
    made_at = timezone.now().isoformat(timespec="seconds")
    module.dump(folder / module.DUMP, tables)
    return Manifest(
        database=connection.vendor,
        made_at=made_at,
        dump=module.DUMP,
        dump_sha256=sha256_of(folder / module.DUMP),
        tables=tables,
    )
