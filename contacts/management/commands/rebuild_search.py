"""`manage.py rebuild_search`: make the search index anew from the contacts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from contacts.search import index


class Command(BaseCommand):
    help = "Make the search index anew. On SQLite nobody can save meanwhile (seconds at a million)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only compare the index with the contacts"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            index.rebuild(connection)
            self.stdout.write("The search index was made anew.")
        elif index.is_right(connection):
            self.stdout.write("The search index is right.")
        else:
            self.stderr.write("The search index is not right. Run: manage.py rebuild_search")
            raise SystemExit(1)
