"""Calls, messages, appointments and notes for the demonstration, past and to come."""

import zoneinfo
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from contacts.models import Contact, Interaction, InteractionKind
from workspaces.models import User, Workspace

# So many of the newest contacts were spoken to, some of them several times.
SPOKEN_TO = 40
AHEAD = 7

CALL, MESSAGE = InteractionKind.CALL, InteractionKind.MESSAGE
APPOINTMENT, NOTE = InteractionKind.APPOINTMENT, InteractionKind.NOTE
PAST = (
    (CALL, "Asked about three-bedroom houses near the river.", "Send listings by Friday"),
    (CALL, "", "No answer, left a message"),
    (CALL, "Wants to sell before the summer.", "Valuation agreed"),
    (MESSAGE, "Sent the floor plans and the energy certificate.", ""),
    (MESSAGE, "Asked whether Saturday suits.", "Saturday is fine"),
    (APPOINTMENT, "Viewing of the corner flat.", "Liked it, will bring their partner"),
    (NOTE, "Prefers calls after six in the evening.", ""),
    (NOTE, "Has a dog: needs a garden or a park close by.", ""),
)
TO_COME = (
    "First viewing, bring the keys of both flats.",
    "Valuation of the house.",
    "Second viewing with the family.",
    "Signing at the office.",
    "Call about the offer.",
)


def log_some(workspace: Workspace, authors: Sequence[User]) -> None:
    """What people have logged over the last weeks, and agreed for the next days.

    The same workspace gets the same, at times that count from now.
    """
    random = Random(f"interactions of {workspace.slug}")
    contacts = list(workspace.contacts.select_related("workspace")[:SPOKEN_TO])
    zone = zoneinfo.ZoneInfo(workspace.time_zone)
    today = timezone.now().astimezone(zone)
    rows = []
    for contact in contacts:
        for kind, text, outcome in random.sample(PAST, random.choice((0, 1, 1, 2, 4))):
            at = _working_hour(random, today - timedelta(days=random.randint(1, 40)))
            # Nobody was spoken to before being a contact.
            at = max(at, contact.created_at + timedelta(minutes=5))
            if at < today:
                rows.append(_row(contact, random.choice(authors), at, at, kind, text, outcome))
    for contact in random.sample(contacts, min(AHEAD, len(contacts))):
        at = _working_hour(random, today + timedelta(days=random.randint(1, 12)))
        author, text = random.choice(authors), random.choice(TO_COME)
        logged = max(contact.created_at, today - timedelta(days=2))
        rows.append(_row(contact, author, at, logged, APPOINTMENT, text))
    Interaction.objects.bulk_create(rows)


def _working_hour(random: Random, day: datetime) -> datetime:
    return datetime.combine(
        day, time(random.randint(9, 17), random.choice((0, 15, 30))), day.tzinfo
    )


def _row(
    contact: Contact,
    author: User,
    at: datetime,
    logged: datetime,
    kind: InteractionKind,
    text: str,
    outcome: str = "",
) -> Interaction:
    return Interaction(
        workspace=contact.workspace,
        contact=contact,
        author=author,
        author_name=author.username,
        at=at,
        created_at=logged,
        kind=kind,
        text=text,
        outcome=outcome,
    )
