"""The rebuild of the search index: long work of no workspace, beside everybody else's.

First the columns that are derived from what was typed, where their rules have changed; then a new
index beside the one in use, which it replaces when it is whole.
"""

from typing import Any

from django.db import connection

from contacts.models import Contact, JobState, SiteJob, SiteJobKind
from contacts.search import index, postgresql_trigram, sqlite_fts5
from contacts.steps import Step, TakesTurns
from contacts.writing.derived import rederive, stale_rows

# One step each; on SQLite its transaction keeps all other writers waiting.
COLUMNS_CHUNK = 500
INDEX_CHUNK = 1_000

COLUMNS, BEGIN, FILL, REPLACE, CLEAR = "columns", "begin", "fill", "replace", "clear"


def start() -> SiteJob:
    """Put the rebuild down to be done, unless one is under way."""
    job, _ = SiteJob.objects.get_or_create(
        kind=SiteJobKind.SEARCH,
        state__in=(JobState.WAITING, JobState.RUNNING),
        defaults={"total": Contact.objects.count()},
    )
    return job


def start_where_stale() -> None:
    """Where migrations could not: let the worker make texts anew that follow older rules."""
    if index.texts_are_stale(connection):
        start()


class Rebuild(TakesTurns):
    """Goes over all contacts twice: their columns, then the index."""

    def __init__(self, job: SiteJob) -> None:
        pass

    def step(self, job: SiteJob) -> Step:
        phase = job.cursor.get("phase")
        if phase is None:
            phase = COLUMNS if index.texts_are_stale(connection) else BEGIN
        if phase == COLUMNS:
            return self._columns(job, job.cursor.get("after", 0))
        if connection.vendor == "postgresql":
            return self._at_once(job)
        if phase in (FILL, REPLACE) and not sqlite_fts5.is_begun(connection):
            phase = BEGIN
        return {
            BEGIN: self._begin,
            FILL: self._fill,
            REPLACE: self._replace,
            CLEAR: self._clear,
        }[phase](job)

    def _columns(self, job: SiteJob, after: int) -> Step:
        rows, last = stale_rows(after, COLUMNS_CHUNK)
        if last is None:
            return Step({"phase": BEGIN}, job.done, apply=_texts_are_made)

        def apply() -> dict[str, Any]:
            rederive(rows)
            return {"texts": job.counts.get("texts", 0) + len(rows)}

        return Step({"phase": COLUMNS, "after": last}, job.done, apply=apply)

    def _begin(self, job: SiteJob) -> Step:
        return Step({"phase": FILL}, 0, apply=lambda: sqlite_fts5.begin(connection))

    def _fill(self, job: SiteJob) -> Step:
        """The cursor only says that there is more: how far it got stands beside the triggers."""
        left = sqlite_fts5.left(connection, INDEX_CHUNK)
        if not left:
            return Step({"phase": REPLACE}, job.done)
        done = job.done + left
        return Step({"phase": FILL}, done, apply=lambda: sqlite_fts5.fill(connection, INDEX_CHUNK))

    def _replace(self, job: SiteJob) -> Step:
        return Step({"phase": CLEAR}, job.done, apply=lambda: sqlite_fts5.replace(connection))

    def _clear(self, job: SiteJob) -> Step:
        finished = not sqlite_fts5.is_left_over(connection)
        return Step(
            {"phase": CLEAR}, job.done, finished, apply=lambda: sqlite_fts5.clear(connection)
        )

    def _at_once(self, job: SiteJob) -> Step:
        """PostgreSQL makes it in one statement, which no transaction may hold."""
        postgresql_trigram.make_beside(connection)
        return Step(
            {}, job.total, finished=True, apply=lambda: postgresql_trigram.replace(connection)
        )

    def on_cancelled(self, job: SiteJob, reason: str) -> None:
        self._discard()

    def on_failed(self, job: SiteJob, reason: str) -> None:
        self._discard()

    def _discard(self) -> None:
        """An index that is given up costs every writer time."""
        if connection.vendor == "sqlite":
            sqlite_fts5.discard(connection)


def _texts_are_made() -> None:
    index.texts_are_made(connection)
