"""What audited actions are called, and what each entry says in plain English.

Each application adds its own when it starts: `WORDS |= {...}`. A sentence goes on where the actor's
name ends; its braces are filled from the entry's detail, `{rows:contact}` with "1,102 contacts".
"""

from dataclasses import dataclass
from typing import Any

from workspaces.models import AuditEntry

NOBODY = "The site"


@dataclass(frozen=True)
class Words:
    """`label` names the action in the filter."""

    label: str
    sentence: str


WORDS: dict[str, Words] = {
    "workspace.created": Words("Workspace created", "created the workspace"),
    "workspace.changed": Words("Settings changed", "changed the settings"),
    "workspace.deleted": Words("Workspace deleted", "deleted the workspace"),
    "member.added": Words("Member added", "added {member} as {role}"),
    "member.role_changed": Words(
        "Role changed", "changed the role of {member} from {role[0]} to {role[1]}"
    ),
    "member.removed": Words("Member removed", "removed {member}"),
    "member.left": Words("Member left", "left the workspace"),
    "invitation.created": Words("Invitation", "invited {email} as {role}"),
    "invitation.withdrawn": Words("Invitation withdrawn", "withdrew the invitation to {email}"),
    "invitation.accepted": Words(
        "Invitation accepted", "accepted the invitation to {email} and is now {role}"
    ),
    "user.signed_in": Words("Sign-in", "signed in"),
    "user.sessions_ended": Words("Sign-ins ended", "signed out elsewhere: {sessions:sign-in}"),
    "user.locked_out": Words("Sign-in locked", "locked the sign-in of “{name}” from {address}"),
    "user.address_locked_out": Words(
        "Address locked", "locked all signing in from {address}: too many names or codes were tried"
    ),
    "user.email_changed": Words("E-mail changed", "changed their e-mail address"),
    "user.second_factor_on": Words("Second factor", "turned a second factor on"),
    "user.second_factor_off": Words(
        "Second factor off", "turned the second factor of {member} off"
    ),
    "user.recovery_code_used": Words(
        "Recovery code", "signed in with a recovery code, {left} left"
    ),
    "user.recovery_codes_renewed": Words("Recovery codes", "made new recovery codes"),
    "user.deleted": Words("Person deleted", "deleted the account {member}"),
}


class Counted(int):
    """A number whose format is a noun: 1 contact, 1,102 contacts."""

    def __format__(self, noun: str) -> str:
        return f"{int(self):,} {noun}{'' if self == 1 else 's'}" if noun else f"{int(self):,}"


def label(action: str) -> str:
    words = WORDS.get(action)
    return words.label if words else action


def sentence(entry: AuditEntry) -> str:
    """What the actor did; the action's label where the detail is not what the words expect."""
    words = WORDS.get(entry.action)
    if words is None:
        return entry.action
    detail: dict[str, Any] = {
        key: Counted(value) if type(value) is int else value for key, value in entry.detail.items()
    }
    try:
        return words.sentence.format_map(detail)
    except (KeyError, IndexError, TypeError, ValueError):
        # Entries are kept for good: an old one may lack what later ones say.
        return words.label
