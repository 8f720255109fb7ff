"""What happened to a contact, ready to be read: its journal and its interactions, newest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from django.db.models import Q, QuerySet

from contacts.models import (
    FIELDS,
    ChangeKind,
    Contact,
    ContactChange,
    Flag,
    Interaction,
    InteractionKind,
)
from workspaces.models import Membership, User

# Events of one page; older ones are a link away.
SHOWN = 50

_LABELS = {f.name: str(f.verbose_name) for f in Contact._meta.fields if f.name in FIELDS}
_TONES = {
    ChangeKind.CREATED: "good",
    ChangeKind.IMPORTED: "good",
    ChangeKind.FLAGGED: "warn",
    ChangeKind.UNFLAGGED: "warn",
    ChangeKind.MERGED: "accent",
    ChangeKind.UNMERGED: "accent",
    InteractionKind.CALL: "accent",
    InteractionKind.MESSAGE: "accent",
    InteractionKind.APPOINTMENT: "accent",
    InteractionKind.NOTE: "",
}
_ICONS = {
    ChangeKind.CREATED: "plus",
    ChangeKind.IMPORTED: "arrow-up-tray",
    ChangeKind.FLAGGED: "flag",
    ChangeKind.UNFLAGGED: "flag",
    ChangeKind.MERGED: "arrows-pointing-in",
    InteractionKind.CALL: "phone",
    InteractionKind.MESSAGE: "chat-bubble-left",
    InteractionKind.APPOINTMENT: "calendar",
    InteractionKind.NOTE: "document-text",
}
_PLACE = re.compile(r"(\d{1,17})-([01])-(\d{1,18})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, order=True)
class Place:
    """Where an event stands in the timeline: `source` 0 is the journal, 1 the interactions."""

    at: datetime
    source: int
    id: int

    def encode(self) -> str:
        return f"{(self.at - _EPOCH) // _MICROSECOND}-{self.source}-{self.id}"

    @classmethod
    def decode(cls, text: str) -> "Place | None":
        """Read a place back; None for what is none."""
        found = _PLACE.fullmatch(text)
        if found is None:
            return None
        moment, source, row_id = map(int, found.groups())
        return cls(_EPOCH + moment * _MICROSECOND, source, row_id)

    def older(self, source: int) -> Q:
        """The rows of a source that stand behind this place."""
        if source != self.source:
            return Q(at__lte=self.at) if source < self.source else Q(at__lt=self.at)
        return Q(at__lte=self.at) & (Q(at__lt=self.at) | Q(id__lt=self.id))


@dataclass(frozen=True)
class Event:
    """One change or interaction.

    A change's `fields` are (label, old, new), its flags as they are now or as they were called.
    An interaction says what the person who looks may do with it; of one that came by the API,
    `who` is the token's name.
    """

    place: Place
    kind: str
    title: str
    tone: str
    icon: str
    at: datetime
    who: str
    reason: str = ""
    others: list[str] = field(default_factory=list)
    fields: list[tuple[str, ...]] = field(default_factory=list)
    added: list[Flag] = field(default_factory=list)
    removed: list[Flag] = field(default_factory=list)
    interaction: Interaction | None = None
    is_posted: bool = False
    editable: bool = False
    deletable: bool = False


@dataclass(frozen=True)
class Timeline:
    """A page of events; `older` leads to the next one where there is one."""

    events: list[Event]
    older: str | None


def journal_of(contact: Contact) -> QuerySet[ContactChange]:
    """The contact's journal entries, newest first."""
    return contact.workspace.contactchange_set.filter(contact_id=contact.pk).order_by("-at", "-id")


def interactions_of(contact: Contact) -> QuerySet[Interaction]:
    """The contact's interactions, newest first, appointments to come before all."""
    return contact.workspace.interactions.filter(contact=contact).order_by("-at", "-id")


def timeline_of(contact: Contact, membership: Membership, start: str = "") -> Timeline:
    """The latest SHOWN events, or those behind the place `start` names."""
    place = Place.decode(start)
    changes = journal_of(contact).select_related("actor")
    interactions = interactions_of(contact).select_related("author")
    if place is not None:
        changes = changes.filter(place.older(0))
        interactions = interactions.filter(place.older(1))
    flags = {flag.pk: flag for flag in contact.workspace.flags.all()}
    shown = list(interactions[: SHOWN + 1])
    posted = posted_among(contact, shown)
    events = [_of_change(change, flags) for change in changes[: SHOWN + 1]]
    events += [_of_interaction(row, membership, row.pk in posted) for row in shown]
    events.sort(key=attrgetter("place"), reverse=True)
    more = len(events) > SHOWN
    events = events[:SHOWN]
    return Timeline(events, older=events[-1].place.encode() if more else None)


def _of_change(change: ContactChange, flags: dict[int, Flag]) -> Event:
    kind = ChangeKind(change.kind)
    return Event(
        place=Place(change.at, 0, change.pk),
        kind=kind,
        title=kind.label,
        tone=_TONES.get(kind, ""),
        icon=_ICONS.get(kind, "pencil"),
        at=change.at,
        who=_who(change.actor, change.actor_name),
        reason=change.reason,
        others=[name for _, name in change.values.get("merged", ())],
        fields=[
            (label, *change.values[name])
            for name, label in _LABELS.items()
            if name in change.values
        ],
        added=_flags(change.values.get("added", ()), flags),
        removed=_flags(change.values.get("removed", ()), flags),
    )


def posted_among(contact: Contact, interactions: Iterable[Interaction]) -> set[int]:
    """Those of the contact's interactions that came by the API: asked only where no author is."""
    ids = [row.pk for row in interactions if row.author_id is None]
    if not ids:
        return set()
    posted = contact.workspace.posted_interactions.filter(interaction_id__in=ids)
    return set(posted.values_list("interaction_id", flat=True))


def _of_interaction(interaction: Interaction, membership: Membership, is_posted: bool) -> Event:
    kind = InteractionKind(interaction.kind)
    return Event(
        place=Place(interaction.at, 1, interaction.pk),
        kind=kind,
        title=kind.label,
        tone=_TONES[kind],
        icon=_ICONS[kind],
        at=interaction.at,
        who=_who(interaction.author, interaction.author_name),
        is_posted=is_posted,
        interaction=interaction,
        editable=interaction.may_be_edited_by(membership),
        deletable=interaction.may_be_deleted_by(membership),
    )


def _flags(pairs: Iterable[tuple[int, str]], flags: dict[int, Flag]) -> list[Flag]:
    """A flag that is gone is shown by the name it had, in grey."""
    return [flags.get(pk) or Flag(name=name, colour="grey") for pk, name in pairs]


def _who(actor: User | None, name: str) -> str:
    return str(actor) if actor else name
