"""`manage.py backup FOLDER`: database and files, while the site is at work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from contactsite.backups import BackupError, making


class Command(BaseCommand):
    help = "Back up database and uploaded files into a folder, while the site is at work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a new or empty folder")

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            manifest = making.make(folder)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Backed up {manifest.rows:,} rows of {len(manifest.tables)} tables and"
            f" {len(manifest.files):,} files to {folder}.\nContent: {manifest.content}"
        )
