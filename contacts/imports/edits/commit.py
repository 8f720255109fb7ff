"""Edited contacts confirmed: what the review showed is written, each contact exactly once."""

from typing import Any

from django.utils import timezone

from contacts.imports import storage
from contacts.imports.commit import CHUNK
from contacts.imports.edits import changes, skipped
from contacts.imports.edits.write import Edits
from contacts.imports.finishing import Finishing
from contacts.imports.update import INSERTS
from contacts.models import ChangeKind, ImportState, Job
from contacts.rights import check_right
from contacts.steps import Step

# One transaction each.
CONTACTS = CHUNK // INSERTS


class EditCommit(Finishing):
    """Goes over the review's list of changes; the cursor moves in the transaction of the write."""

    def step(self, job: Job) -> Step:
        check_right(job)
        listed = job.options["changes"]
        path = storage.folder(self.contact_import) / listed["name"]
        found, place = changes.read_edits(
            path, job.cursor.get("place", 0), listed["size"], CONTACTS
        )
        at_end = place >= listed["size"]
        edits = Edits(job, found)

        def apply() -> dict[str, Any]:
            changed, left = edits.write(ChangeKind.IMPORTED, timezone.now())
            unwritten = [edit for edit in found if edit.contact_id not in changed]
            account = skipped.counted(job, unwritten, left)
            if at_end:
                self.finish(job, "import.edited", account, state=ImportState.COMPLETED)
            return {"changed": job.counts.get("changed", 0) + len(changed), "skipped": account}

        return Step({"place": place}, job.done + len(found), at_end, apply=apply)

    def finish(
        self, job: Job, action: str, account: dict[str, Any] | None = None, **values: Any
    ) -> None:
        """Write also which contacts were skipped; the last step's `account` is ahead of the job."""
        if account is None:
            account = job.counts.get("skipped", {})
        values["problems"] = {**self.contact_import.problems, **account}
        super().finish(job, action, skipped_count=skipped.total(account), **values)
