"""Keys to a workspace that a member made, and that open it without them: the tokens of the API.

Whoever keeps such keys says so at the start of the site, as this application knows none itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from workspaces.models import User, Workspace


@dataclass(frozen=True)
class Keeper:
    """`names` lists a person's live keys; `revoke` lets them open nothing more, for an actor."""

    names: Callable[[Workspace, User], list[str]]
    revoke: Callable[[Workspace, User, User], None]


_keepers: list[Keeper] = []


def kept_by(keeper: Keeper) -> None:
    """Take the keeper's keys into account."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def made_by(person: User, workspace: Workspace) -> list[str]:
    """The names of the live keys that the person made."""
    return [name for keeper in _keepers for name in keeper.names(workspace, person)]


def revoke_made_by(person: User, workspace: Workspace, actor: User) -> None:
    for keeper in _keepers:
        keeper.revoke(workspace, person, actor)
