"""The contacts that a bulk action was confirmed for: these and no others are what it acts on."""

import zlib
from collections.abc import Iterable
from itertools import accumulate, pairwise

from django.db import models

from contacts.models.job import Job
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned


class FrozenContacts(WorkspaceOwned):
    """The ids of a job's contacts, ascending, packed: a million take a megabyte or two.

    It goes when the job ends; who joins the list meanwhile is not in it.
    """

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="frozen")
    packed = models.BinaryField()

    class Meta:
        constraints = [
            CompositeForeignKey(field="job", name="frozen_job_workspace", on_delete="CASCADE")
        ]

    def __str__(self) -> str:
        return f"Contacts of {self.job_id}"

    @classmethod
    def freeze(cls, job: Job, ids: Iterable[int]) -> "FrozenContacts":
        """Keep the ascending ids as the job's."""
        steps = (later - earlier for earlier, later in pairwise((0, *ids)))
        packed = zlib.compress(",".join(map(str, steps)).encode(), level=1)
        return cls.objects.create(workspace_id=job.workspace_id, job=job, packed=packed)

    def ids(self) -> list[int]:
        text = zlib.decompress(self.packed).decode()
        return list(accumulate(map(int, text.split(",")))) if text else []
