"""`manage.py worker`: does the long work of imports, fairly for all workspaces."""

import logging
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker

from contacts import housekeeping, jobs
from contactsite import heartbeat

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
# How long a database that is away is left alone.
RETRY_SECONDS = 3.0
HOUSEKEEPING_SECONDS = 600.0


class Command(BaseCommand):
    help = "Review and import files in the background."
    stopping = False
    house_kept = -HOUSEKEEPING_SECONDS

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do all that is due, then end")

    def handle(self, *, once: bool, **options: Any) -> None:
        if once:
            self.work(until_idle=True)
            return
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        with heartbeat.beating():
            self.work(until_idle=False)

    def work(self, *, until_idle: bool) -> None:
        """Sweep until told to stop, or until nothing is due; outlives a database that is away."""
        while not self.stopping:
            try:
                self.keep_house()
                worked = self.sweep()
            except (OperationalError, InterfaceError) as error:
                log.warning("The database is away (%s); trying again.", error)
                connection.close()
                time.sleep(RETRY_SECONDS)
                continue
            if until_idle and not worked:
                return
            if not worked:
                close_old_connections()
                time.sleep(POLL_SECONDS)

    def stop(self, signal_number: int, frame: FrameType | None) -> None:
        """End after the current step."""
        self.stopping = True

    def keep_house(self) -> None:
        """Remove what is too old, every ten minutes; first when the worker starts."""
        if time.monotonic() - self.house_kept >= HOUSEKEEPING_SECONDS:
            housekeeping.keep_house()
            self.house_kept = time.monotonic()

    def sweep(self) -> bool:
        """Advance one due job of each workspace in turn; whether there was anything to do.

        The site's own work comes last, a step each time while there is other.
        """
        self.run_wake_ups()
        served: set[int] = set()
        for job in jobs.due():
            if job.workspace_id in served or self.stopping:
                continue
            if jobs.advance_fairly(job.pk, lambda: self.stopping):
                served.add(job.workspace_id)
        for site_job in jobs.site_jobs_due():
            if not self.stopping and jobs.advance_for_site(site_job.pk, self.nothing_else_is_due):
                return True
        return bool(served)

    def nothing_else_is_due(self) -> bool:
        """Whether the site's own work may go on."""
        return not self.stopping and not jobs.due().exists()

    def run_wake_ups(self) -> None:
        """Run the tasks that were queued since; a slice each, the sweep does the rest."""
        Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="contacts",
            excluded_queue_names=[],
        ).run()
