"""Edited contacts confirmed: what the review showed is written, each contact exactly once."""

from django.utils import timezone

from contacts.imports import storage
from contacts.imports.commit import CHUNK
from contacts.imports.edits import changes
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

        def apply() -> dict[str, int]:
            changed, _ = edits.write(ChangeKind.IMPORTED, timezone.now())
            if at_end:
                self._completed(job)
            return {"changed": job.counts.get("changed", 0) + changed}

        return Step({"place": place}, job.done + len(found), at_end, apply=apply)

    def _completed(self, job: Job) -> None:
        skipped = self.contact_import.changing_rows - self.updated_count(job)
        self.finish(job, "import.edited", state=ImportState.COMPLETED, skipped_count=skipped)
