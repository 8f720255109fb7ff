"""Whether the person whose work goes on in the background may still do it."""

from contacts.models import Job
from contacts.steps import Stopped
from workspaces.access import REACH
from workspaces.models import Membership, Role


def check_right(job: Job) -> None:
    """Raise Stopped when the person may no longer change contacts of the workspace."""
    may = job.actor and Membership.objects.filter(
        workspace_id=job.workspace_id, user=job.actor, role__in=REACH[Role.EDITOR]
    )
    if not (may and may.exists()):
        name = job.actor or job.options["actor_name"]
        raise Stopped(f"{name} may no longer change contacts of this workspace.")
