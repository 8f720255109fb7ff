"""What goes by itself after a while: files nobody confirmed, old files, what a crash left behind.
And what is counted ahead, so that pages need not.

The worker does it now and then. Each part can be done twice, by two at once, and be cut off
anywhere: the next one goes on.
"""

import shutil
import time
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contacts import overview, rebuild
from contacts.imports import storage
from contacts.models import (
    ContactImport,
    FrozenList,
    FrozenMember,
    ImportState,
    Merge,
    MergedContact,
)
from contacts.models.merge import UNDO_DAYS
from contacts.steps import pause_for_others
from workspaces import sessions
from workspaces.models import AuditEntry

# An upload is stored before its record is made: a folder so young may be such a one.
YOUNG_SECONDS = 3600
# What was queued to wake a job is of no use to anybody a day later.
TASKS_KEPT = timedelta(days=1)
# Members of a frozen list that one transaction removes.
MEMBERS_A_TIME = 4_000
# The same of merges whose contacts are forgotten.
MERGES_A_TIME = 500
# Of these nothing more becomes, other than their undo, which needs no file.
ENDED = (
    ImportState.COMPLETED,
    ImportState.REJECTED,
    ImportState.CANCELLED,
    ImportState.UNDONE,
)


def keep_house() -> None:
    """Do all of it."""
    now = timezone.now()
    expire_unconfirmed(now)
    give_up_failed(now)
    remove_old_files(now)
    remove_orphans()
    remove_old_tasks(now)
    overview.count_ahead(now)
    remove_thrown_away_lists()
    forget_merged(now)
    sessions.forget_ended(now)
    rebuild.start_where_stale()


def expire_unconfirmed(now: datetime) -> None:
    """End the imports that nobody confirmed in time."""
    hours = settings.IMPORT_CONFIRM_HOURS
    unconfirmed = ContactImport.objects.filter(
        state__in=(ImportState.READY, ImportState.FAILED),
        confirmed_at=None,
        created_at__lt=now - timedelta(hours=hours),
    )
    reason = f"It was not confirmed within {hours} hours, so its file was removed."
    _end(unconfirmed, "import.expired", state=ImportState.EXPIRED, reason=reason, finished_at=now)


def give_up_failed(now: datetime) -> None:
    """End the failed imports that nobody resumed while their files were kept."""
    days = settings.IMPORT_KEEP_DAYS
    failed = ContactImport.objects.filter(
        state=ImportState.FAILED, confirmed_at__lt=now - timedelta(days=days)
    )
    reason = f"It failed and was not resumed within {days} days."
    _end(failed, "import.cancelled", state=ImportState.CANCELLED, reason=reason)


def _end(imports: QuerySet[ContactImport], action: str, **values: Any) -> None:
    """Write the values into each of the imports, unless somebody is quicker."""
    for contact_import in imports.select_related("workspace"):
        with transaction.atomic():
            if imports.filter(pk=contact_import.pk).update(**values):
                AuditEntry.record(
                    action,
                    actor=None,
                    workspace=contact_import.workspace,
                    contact_import=contact_import.pk,
                )


def remove_old_files(now: datetime) -> None:
    """Remove the files of imports that ended long ago; of expired ones at once."""
    long_ago = now - timedelta(days=settings.IMPORT_KEEP_DAYS)
    old = ContactImport.objects.filter(
        Q(state=ImportState.EXPIRED) | Q(state__in=ENDED, finished_at__lt=long_ago)
    ).exclude(stored_file="")
    for contact_import in old:
        storage.remove(contact_import)
        ContactImport.objects.filter(pk=contact_import.pk).update(
            stored_file="", problems_file="", repairs_file="", changes_file=""
        )


def remove_orphans() -> None:
    """Remove folders without an import: their upload was cut off before its record was made."""
    young = time.time() - YOUNG_SECONDS
    for folder in storage.folders():
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < young and not _has_import(folder):
                shutil.rmtree(folder, ignore_errors=True)


def remove_old_tasks(now: datetime) -> None:
    """Remove wake-ups that are done, and those whose worker died over them."""
    then = now - TASKS_KEPT
    DBTaskResult.objects.filter(
        Q(finished_at__lt=then) | Q(finished_at=None, started_at__lt=then)
    ).delete()


def remove_thrown_away_lists() -> None:
    """Remove frozen lists without an audience, a batch of members at a time."""
    for frozen_list in FrozenList.objects.filter(audience=None).defer("snapshot"):
        members = FrozenMember.objects.filter(frozen_list=frozen_list).order_by("contact_id")
        while pks := list(members.values_list("pk", flat=True)[:MEMBERS_A_TIME]):
            FrozenMember.objects.filter(pk__in=pks).delete()
            time.sleep(pause_for_others())
        frozen_list.delete()


def forget_merged(now: datetime) -> None:
    """Let go of the contacts that merges took in, once these cannot be undone any more.

    The values that lost stay with the contact they came to.
    """
    old = Merge.objects.filter(purged=False, at__lt=now - timedelta(days=UNDO_DAYS)).order_by("pk")
    while batch := list(old.values_list("pk", flat=True)[:MERGES_A_TIME]):
        with transaction.atomic():
            MergedContact.objects.filter(merge__in=batch).delete()
            Merge.objects.filter(pk__in=batch).update(purged=True, before={}, after={})


def _has_import(folder: Path) -> bool:
    try:
        return ContactImport.objects.filter(uuid=uuid.UUID(folder.name)).exists()
    except ValueError:
        return False
