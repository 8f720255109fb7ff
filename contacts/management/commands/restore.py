"""`manage.py restore FOLDER`: the site as it was when the backup was made. Stop the site first."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from contactsite.backups import BackupError, restoring


class Command(BaseCommand):
    help = "Restore database and uploaded files from a backup. Stop the site first."
    # Who restores is in trouble already: nothing but the backup matters.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that `backup` made")
        parser.add_argument(
            "--overwrite", action="store_true", help="replace what the site has now"
        )

    def handle(self, *, folder: Path, overwrite: bool, **options: Any) -> None:
        try:
            manifest = restoring.restore(folder, overwrite=overwrite)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored {manifest.rows:,} rows of {len(manifest.tables)} tables and"
            f" {len(manifest.files):,} files of {manifest.made_at}.\nContent: {manifest.content}"
        )
