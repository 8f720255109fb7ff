"""`manage.py rebuild_search`: make the search index anew from the contacts, while people work."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from contacts import jobs, rebuild
from contacts.models import JobState
from contacts.search import index

POLL_SECONDS = 1.0


class Command(BaseCommand):
    help = "Make the search index anew, and what it holds, in small steps beside everybody's work."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only compare the index with the contacts"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            self.rebuild()
            self.stdout.write("The search index was made anew.")
        elif index.is_right(connection):
            self.stdout.write("The search index is right.")
        else:
            self.stderr.write("The search index is not right. Run: manage.py rebuild_search")
            raise SystemExit(1)

    def rebuild(self) -> None:
        """Do the job, or watch whoever does it; what is cut off the worker finishes."""
        job = rebuild.start()
        while job.state in jobs.UNFINISHED:
            if not jobs.advance_for_site(job.pk):
                time.sleep(POLL_SECONDS)
            job.refresh_from_db()
        if job.state != JobState.DONE:
            raise CommandError(f"The search index was not made anew. {job.reason}")
