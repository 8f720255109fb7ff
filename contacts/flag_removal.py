"""Flags that go: taken off all their contacts, or replaced by the flag they are merged into.

Contacts are gone through from the newest to the oldest, flag by flag; then the numbers remembered
under these flags. What somebody adds meanwhile is seen to in the last step, which deletes them.
"""

from typing import Any

from contacts import flag_uses
from contacts.models import ContactFlag, Flag, Job, JobKind, SuppressedNumber
from contacts.rights import check_right
from contacts.steps import Step, Stopped, TakesTurns
from contacts.writing.flags import BATCH, hold_for_replacing, move_memory, replace_flags
from workspaces.models import AuditEntry, Role

CONTACTS, MEMORY = "contacts", "memory"


class FlagRemoval(TakesTurns):
    """Options: `flags` that go and the flag `into` which they are merged, as [id, name]."""

    def __init__(self, job: Job) -> None:
        self.gone = [flag_id for flag_id, _ in job.options["flags"]]
        self.into = job.options["into"][0] if job.kind == JobKind.FLAG_MERGE else None

    def step(self, job: Job) -> Step:
        self._check_right(job)
        cursor = job.cursor or {"phase": CONTACTS, "flag": 0, "before": None}
        if cursor["phase"] == CONTACTS:
            return self._contacts(job, cursor["flag"], cursor["before"])
        workspace_id, gone = job.workspace_id, self.gone
        if SuppressedNumber.objects.filter(workspace_id=workspace_id, flag__in=gone).exists():
            return Step(cursor, job.done, apply=lambda: self._move_memory(job))
        if ContactFlag.objects.filter(workspace_id=workspace_id, flag__in=gone).exists():
            # Somebody gave one of them to a contact that this has passed already.
            return Step({}, job.done)
        return Step(cursor, job.done, finished=True, apply=lambda: self._finish(job))

    def _contacts(self, job: Job, number: int, before: int | None) -> Step:
        """The next carriers of the flag with this number; then those of the next flag."""
        links = ContactFlag.objects.filter(
            workspace_id=job.workspace_id, flag=self.gone[number]
        ).order_by("-contact_id")
        if before is not None:
            links = links.filter(contact_id__lt=before)
        contact_ids = list(links.values_list("contact_id", flat=True)[:BATCH])
        if contact_ids:
            cursor = {"phase": CONTACTS, "flag": number, "before": contact_ids[-1]}
        elif number + 1 < len(self.gone):
            cursor = {"phase": CONTACTS, "flag": number + 1, "before": None}
        else:
            cursor = {"phase": MEMORY}
        done = job.done + len(contact_ids)
        return Step(cursor, done, apply=lambda: self._replace(job, contact_ids))

    def _replace(self, job: Job, contact_ids: list[int]) -> dict[str, Any]:
        changed = job.counts.get("contacts", 0)
        try:
            changed += replace_flags(
                job.workspace_id,
                contact_ids,
                self.gone,
                self.into,
                job.actor,
                job,
                self._reason(job),
            )
        except Flag.DoesNotExist:
            raise self._stopped(job) from None
        return {"contacts": changed}

    def _move_memory(self, job: Job) -> None:
        try:
            hold_for_replacing(job.workspace_id, self.gone, self.into)
        except Flag.DoesNotExist:
            raise self._stopped(job) from None
        move_memory(job.workspace_id, self.gone, self.into)

    def _finish(self, job: Job) -> dict[str, Any]:
        """See to what came meanwhile, and delete the flags, which nobody can give any more."""
        # A plain lock: whoever is about to give one of these flags waits, and then finds it gone.
        flags = list(
            Flag.objects.select_for_update()
            .filter(workspace_id=job.workspace_id, pk__in=self.gone)
            .order_by("pk")
        )
        left = ContactFlag.objects.filter(flag__in=flags).values_list("contact_id", flat=True)
        counts = self._replace(job, list(left.distinct()))
        while move_memory(job.workspace_id, self.gone, self.into):
            pass
        into = Flag.objects.get(pk=self.into) if self.into is not None else None
        for place in flag_uses.PLACES:
            place.follow(job.workspace, self.gone, into)
        for flag in flags:
            self._audit(job, f"flag.{'merged' if into else 'deleted'}", counts, flag)
            flag.delete()
        return counts

    def on_cancelled(self, job: Job, reason: str) -> None:
        self._audit(job, f"{job.kind.replace('_', '.')}_cancelled", job.counts)

    def on_failed(self, job: Job, reason: str) -> None:
        self._audit(job, f"{job.kind.replace('_', '.')}_failed", job.counts)

    def _audit(
        self, job: Job, action: str, counts: dict[str, Any], flag: Flag | None = None
    ) -> None:
        AuditEntry.record(
            action,
            actor=job.actor,
            workspace=job.workspace,
            flag=flag.name if flag else ", ".join(name for _, name in job.options["flags"]),
            contacts=counts.get("contacts", 0),
            **({"suppressing": flag.suppressing} if flag else {}),
            **({"into": job.options["into"][1]} if self.into is not None else {}),
        )

    def _reason(self, job: Job) -> str:
        if self.into is None:
            return "The flag was deleted."
        return f"The flag was merged into “{job.options['into'][1]}”."

    def _check_right(self, job: Job) -> None:
        """An owner's order, or a site admin's, who is no member."""
        if not (job.options.get("site_admin") and job.actor and job.actor.is_staff):
            check_right(job, Role.OWNER)

    def _stopped(self, job: Job) -> Stopped:
        name = job.options["into"][1]
        return Stopped(f"“{name}” was deleted or changed meanwhile, so nothing is merged into it.")
