"""What audited actions are called, and what each entry says in plain English.

Each application adds its own when it starts: `WORDS |= {...}`. A sentence goes on where the actor's
name ends; its braces are filled from the entry's detail, `{rows:contact}` with "1,102 contacts".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workspaces.models import AuditEntry, Workspace

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
    "user.email_set": Words("E-mail set", "changed the e-mail address of {member}"),
    "user.password_changed": Words("Password changed", "changed their password"),
    "user.password_reset": Words(
        "Password reset", "set a new password by the link that was sent to their e-mail address"
    ),
    "user.password_set": Words("Password set", "set another password for {member}"),
    "user.password_disabled": Words("Password disabled", "took the password from {member}"),
    "user.second_factor_on": Words("Second factor", "turned a second factor on"),
    "user.second_factor_off": Words(
        "Second factor off", "turned the second factor of {member} off"
    ),
    "user.recovery_code_used": Words(
        "Recovery code", "used a recovery code in place of the app, {left} left"
    ),
    "user.recovery_codes_read": Words("Recovery codes read", "read their recovery codes"),
    "user.recovery_codes_renewed": Words("Recovery codes", "made new recovery codes"),
    "user.created": Words("Person added", "added the account {member}"),
    "user.renamed": Words("User name changed", "gave the account {member[0]} the name {member[1]}"),
    "user.activated": Words("Person activated", "let {member} sign in again"),
    "user.deactivated": Words("Person deactivated", "let {member} sign in no more"),
    "user.admin_given": Words("Site admin", "made {member} a site admin"),
    "user.admin_taken": Words("Site admin no more", "made {member} a site admin no more"),
    "user.superuser_given": Words("All rights", "gave {member} all rights on the site"),
    "user.superuser_taken": Words("Not all rights", "took all rights on the site from {member}"),
    "user.deleted": Words("Person deleted", "deleted the account {member}"),
}


class Counted(int):
    """A number whose format is a noun: 1 contact, 1,102 contacts."""

    def __format__(self, noun: str) -> str:
        return f"{int(self):,} {noun}{'' if self == 1 else 's'}" if noun else f"{int(self):,}"


def label(action: str) -> str:
    words = WORDS.get(action)
    return words.label if words else action


def who(entry: AuditEntry) -> str:
    """Who did it, called as on other pages; by the user name of then where the account is gone."""
    return str(entry.actor) if entry.actor else entry.actor_name or NOBODY


def names_of(workspace: Workspace, usernames: Iterable[str]) -> dict[str, str]:
    """What members are called on other pages, by the user name that entries hold."""
    return {
        person.get_username(): str(person)
        for person in workspace.members.filter(username__in=usernames)
    }


def sentence(entry: AuditEntry, names: Mapping[str, str] | None = None) -> str:
    """What the actor did; the action's label where the detail is not what the words expect.

    A member is called as in `names`, of anybody else the entry's own word is kept.
    """
    words = WORDS.get(entry.action)
    if words is None:
        return entry.action
    detail: dict[str, Any] = {
        key: Counted(value) if type(value) is int else value for key, value in entry.detail.items()
    }
    member = detail.get("member")
    if names and isinstance(member, str):
        detail["member"] = names.get(member, member)
    try:
        return words.sentence.format_map(detail)
    except (KeyError, IndexError, TypeError, ValueError):
        # Entries are kept for good: an old one may lack what later ones say.
        return words.label
