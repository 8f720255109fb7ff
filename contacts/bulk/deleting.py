"""Many contacts deleted, for good."""

from contacts import writing
from contacts.bulk.frozen import FrozenWork
from contacts.models import Job


class Delete(FrozenWork):
    """Each with its history and interactions, as one that is deleted alone."""

    audited = "contacts.deleted"

    def prepare(self, job: Job) -> None:
        writing.numbers_go(job.workspace_id)

    def act(self, job: Job, ids: list[int]) -> dict[str, int]:
        return {"changed": writing.delete_batch(job.workspace, ids, job.actor, job)}
