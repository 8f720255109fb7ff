"""Frozen lists: begun, compared with their audience of today, thrown away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Subquery
from django.urls import reverse
from django.utils import timezone

from contacts import audiences, frozen_changes, jobs, tasks
from contacts.calling import Calling
from contacts.frozen_changes import Change
from contacts.models import Audience, FrozenList, Job, JobKind, JobState
from contacts.models.contact import ContactQuerySet
from contacts.progress import Report
from workspaces.models import AuditEntry, User, Workspace


@dataclass(frozen=True)
class Changes:
    """What became of a frozen list until `at`: with the deleted ones, whoever was in it is in one
    of stayed, left and deleted; joined are others, and suppressed are some of all who were in."""

    stayed: int
    joined: int
    left: int
    deleted: int
    suppressed: int
    at: datetime


def freeze(audience: Audience, actor: User, after: int | None = None) -> Job:
    """Write down who is in the audience now; at once where there are few.

    `after` is the newest frozen list that the person saw, 0 for none: one that the same person made
    since comes from a second click, and its work is what is returned.
    """
    workspace = audience.workspace
    total = audiences.size_of(audience)
    with transaction.atomic():
        # The second click waits here until the first has made its list.
        workspace.audiences.select_for_update(no_key=True).filter(pk=audience.pk).first()
        if after is not None and (made := _made_since(audience, actor, after)):
            return made
        frozen_list = FrozenList.objects.create(
            workspace=workspace,
            audience=audience,
            created_by=actor,
            created_by_name=str(actor),
        )
        AuditEntry.record(
            "audience.frozen", actor=actor, workspace=workspace, audience=audience.name
        )
        job = jobs.start(
            JobKind.FREEZE,
            workspace,
            actor,
            total=total,
            frozen_list=frozen_list.pk,
            audience=audience.name,
        )
    tasks.begin(job)
    return job


def _made_since(audience: Audience, actor: User, after: int) -> Job | None:
    newer = audience.frozen_lists.filter(created_by=actor, pk__gt=after).values_list(
        "pk", flat=True
    )
    first = newer.order_by("pk").first()
    jobs_of = audience.workspace.jobs.filter(kind=JobKind.FREEZE, options__frozen_list=first)
    return jobs_of.last() if first else None


def changes(frozen_list: FrozenList, audience: Audience) -> Changes:
    """Count what became of the list, in one statement; the audience must not be broken.

    Who joined is not looked for: they are all who are in the audience, less those who stayed.
    """
    workspace = audience.workspace
    calling, now = Calling(workspace), audiences.contacts_of(audience)
    contacts: ContactQuerySet = workspace.contacts.all()
    was_in = frozen_changes.was_in(frozen_list)
    suppressed = frozen_changes.where(frozen_list, Change.SUPPRESSED, now, calling)
    sets = (
        now,
        now.filter(was_in),
        contacts.filter(was_in),
        contacts.filter(suppressed),
    )
    numbers = Workspace.objects.filter(pk=workspace.pk).values_list(*map(_counted, sets)).get()
    everybody, stayed, here, became = (number or 0 for number in numbers)
    return Changes(
        stayed=stayed,
        joined=everybody - stayed,
        left=here - stayed,
        deleted=frozen_list.total - here,
        suppressed=became,
        at=timezone.now(),
    )


def _counted(contacts: ContactQuerySet) -> Subquery:
    """How many there are; NULL for none."""
    one_row: Any = contacts.order_by().values("workspace").annotate(number=Count("pk"))
    return Subquery(one_row.values("number"))


def throw_away(frozen_list: FrozenList, actor: User) -> None:
    """Let nobody find it any more; housekeeping removes its members."""
    with transaction.atomic():
        AuditEntry.record(
            "audience.thawed",
            actor=actor,
            workspace=frozen_list.workspace,
            audience=str(frozen_list.audience),
        )
        FrozenList.objects.filter(pk=frozen_list.pk).update(audience=None, snapshot=None)


def unfinished_job(frozen_list: FrozenList) -> Job | None:
    """The work that still writes the list, or that failed over it."""
    return (
        frozen_list.workspace.jobs.filter(kind=JobKind.FREEZE, options__frozen_list=frozen_list.pk)
        .exclude(state=JobState.DONE)
        .last()
    )


def report(job: Job) -> Report:
    """The job in words."""
    page = reverse("frozen_detail", args=[job.workspace.slug, job.options["frozen_list"]])
    done = job.state == JobState.DONE
    return Report(
        f"Freezing the audience {job.options['audience']}",
        [f"{job.done:,} contacts are in the frozen list."] if done else [],
        [("Open the frozen list", page)] if done else [],
    )
