"""How flags end: deleted, or merged into another. Begins the work; `flag_removal` does it."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from contacts import jobs, tasks
from contacts.models import ContactFlag, Flag, Job, JobKind
from workspaces.models import User


def delete(flag: Flag, actor: User, *, site_admin: bool = False) -> Job:
    """Delete the flag and take it off its contacts: at once where they are few."""
    return _begin(JobKind.FLAG_DELETE, [flag], None, actor, site_admin=site_admin)


def merge(flags: Collection[Flag], into: Flag, actor: User) -> Job:
    """Give all who carry one of `flags` the flag `into` instead, and delete `flags`.

    Whether that may be says `writing.flags.can_merge`.
    """
    return _begin(JobKind.FLAG_MERGE, flags, into, actor)


def carriers(flags: Collection[Flag]) -> int:
    """How many contacts carry one of the flags, or more of them."""
    return ContactFlag.objects.filter(flag__in=flags).values("contact").distinct().count()


def _begin(
    kind: JobKind,
    flags: Collection[Flag],
    into: Flag | None,
    actor: User,
    *,
    site_admin: bool = False,
) -> Job:
    workspace = next(iter(flags)).workspace
    options: dict[str, Any] = {"into": [into.pk, into.name]} if into else {}
    with transaction.atomic():
        job = jobs.start(
            kind,
            workspace,
            actor,
            total=ContactFlag.objects.filter(flag__in=flags).count(),
            flags=[[flag.pk, flag.name] for flag in flags],
            actor_name=str(actor),
            site_admin=site_admin,
            **options,
        )
    tasks.begin(job)
    job.refresh_from_db()
    return job
