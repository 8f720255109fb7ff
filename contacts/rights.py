"""Whether the person whose work goes on in the background may still do it."""

from contacts.models import Job
from contacts.steps import Stopped
from workspaces.access import REACH
from workspaces.models import Membership, Role


def check_right(job: Job, role: Role = Role.EDITOR) -> None:
    """Raise Stopped when the person may no longer change the workspace as somebody of `role`."""
    may = job.actor and Membership.objects.filter(
        workspace_id=job.workspace_id, user=job.actor, role__in=REACH[role]
    )
    if not (may and may.exists()):
        name = job.actor or job.options["actor_name"]
        what = "flags" if role == Role.OWNER else "contacts"
        raise Stopped(f"{name} may no longer change {what} of this workspace.")
