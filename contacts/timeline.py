"""What happened to a contact, from its journal and its import, ready to be read by people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from contacts.models import FIELDS, ChangeKind, Contact, ContactChange, Flag
from workspaces.models import User

# What a page shows of a long history; it says how many older entries there are.
SHOWN = 100

_LABELS = {f.name: str(f.verbose_name) for f in Contact._meta.fields if f.name in FIELDS}
_TONES = {
    ChangeKind.CREATED: "good",
    ChangeKind.IMPORTED: "good",
    ChangeKind.FLAGGED: "warn",
    ChangeKind.UNFLAGGED: "warn",
    ChangeKind.MERGED: "accent",
}


@dataclass(frozen=True)
class Event:
    """One change: `fields` are (label, old, new), flags as they are now or as they were called."""

    kind: str
    title: str
    tone: str
    at: datetime
    who: str
    reason: str = ""
    fields: list[tuple[str, ...]] = field(default_factory=list)
    added: list[Flag] = field(default_factory=list)
    removed: list[Flag] = field(default_factory=list)


def journal_of(contact: Contact) -> QuerySet[ContactChange]:
    """The contact's entries, newest first."""
    return contact.workspace.contactchange_set.filter(contact_id=contact.pk).order_by("-id")


def events_of(contact: Contact) -> list[Event]:
    """The latest SHOWN entries as events."""
    flags = {flag.pk: flag for flag in contact.workspace.flags.all()}
    changes = journal_of(contact).select_related("actor")[:SHOWN]
    return [_event(change, flags) for change in changes]


def _event(change: ContactChange, flags: dict[int, Flag]) -> Event:
    kind = ChangeKind(change.kind)
    return Event(
        kind=kind,
        title=kind.label,
        tone=_TONES.get(kind, ""),
        at=change.at,
        who=_who(change.actor, change.actor_name),
        reason=change.reason,
        fields=[
            (label, *change.values[name])
            for name, label in _LABELS.items()
            if name in change.values
        ],
        added=_flags(change.values.get("added", ()), flags),
        removed=_flags(change.values.get("removed", ()), flags),
    )


def _flags(pairs: Iterable[tuple[int, str]], flags: dict[int, Flag]) -> list[Flag]:
    """A flag that is gone is shown by the name it had, in grey."""
    return [flags.get(pk) or Flag(name=name, colour="grey") for pk, name in pairs]


def _who(actor: User | None, name: str) -> str:
    return str(actor) if actor else name
