"""Flags for many contacts: added, or taken off."""

from typing import Any

from contacts import writing
from contacts.bulk.frozen import FrozenWork
from contacts.models import Job


class AddFlags(FrozenWork):
    """Gives the flags to all who lack one of them."""

    audited = "flags.added"

    def act(self, job: Job, ids: list[int]) -> dict[str, int]:
        changed = writing.add_flags(job, ids, flag_ids(job))
        return {"changed": changed, "same": len(ids) - changed}

    def told(self, job: Job, counts: dict[str, Any]) -> dict[str, Any]:
        return {**super().told(job, counts), "flags": flag_names(job)}


class RemoveFlags(AddFlags):
    """Takes the flags off; never one that is suppressing, also where it became so meanwhile."""

    audited = "flags.removed"

    def act(self, job: Job, ids: list[int]) -> dict[str, int]:
        changed = writing.remove_flags(job, ids, flag_ids(job))
        return {"changed": changed, "same": len(ids) - changed}


def flag_ids(job: Job) -> list[int]:
    return [pk for pk, _ in job.options["flags"]]


def flag_names(job: Job) -> str:
    """The job's flags as they were called when it began: “VIP”, “Hot Lead”."""
    return ", ".join(f"“{name}”" for _, name in job.options["flags"])
