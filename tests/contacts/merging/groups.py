"""Groups of contacts that are exactly the same."""

from tests.factories import make_contact
from workspaces.models import Workspace

GROUPS = 7
SAME = {"email": "ann@example.org", "state": "Ohio", "brokerage": "ABC Corp"}


def make_groups(workspace: Workspace, count: int = GROUPS) -> None:
    """Two contacts each, equal but for spelling; in every second group one must not be called."""
    for number in range(count):
        phone = f"+1415555011{number}"
        make_contact(workspace, name="Élodie  B", phone=phone, **SAME)
        stop = workspace.flags.filter(suppressing=True) if number % 2 else []
        make_contact(
            workspace, list(stop), name="elodie b", phone=phone, **SAME | {"state": "OHIO"}
        )
