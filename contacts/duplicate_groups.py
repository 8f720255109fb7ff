"""Groups of duplicates ready to be shown, and the links that lead from page to page of them."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass

from contacts.comparison import Column, Line, columns, filled, lines, ranked
from contacts.duplicates import BY_NAME, EMAIL, NAME, REASONS, SHOWN, Group, Place
from workspaces.models import Workspace

_CURSOR_MAX = 2_000


@dataclass(frozen=True)
class ShownGroup:
    """A group side by side, the contact to keep first; `ids` are all that were judged."""

    group: Group
    columns: list[Column]
    lines: list[Line]
    ids: list[int]

    @property
    def what(self) -> str:
        """What the contacts share, as one of them has it."""
        first = self.columns[0].contact
        if self.group.reason is EMAIL:
            return first.email
        if self.group.reason is NAME:
            return f"{first.name}, {first.brokerage}"
        return self.group.key[0]

    @property
    def more(self) -> int:
        """Contacts of the group that are not shown."""
        return self.group.count - len(self.columns)

    @property
    def query(self) -> str:
        """The contacts shown, as the pages that act on them take them."""
        return "&".join(f"contacts={column.contact.pk}" for column in self.columns)


def shown_groups(workspace: Workspace, groups: Sequence[Group]) -> list[ShownGroup]:
    """The same number of queries for any number of groups."""
    chosen = [sorted(group.contacts, key=filled, reverse=True)[:SHOWN] for group in groups]
    beside = columns(workspace, [contact for contacts in chosen for contact in contacts])
    found = []
    for group, contacts in zip(groups, chosen, strict=True):
        order = ranked([beside[contact.pk] for contact in contacts])
        found.append(
            ShownGroup(
                group,
                order,
                lines([column.contact for column in order]),
                [contact.pk for contact in group.contacts],
            )
        )
    return found


def encode(place: Place) -> str:
    text = json.dumps([place.reason.name, *place.key], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(text: str) -> Place:
    """Read a place back; "" is the beginning. Raises ValueError for what is none."""
    if not text:
        return Place(REASONS[0])
    if len(text) > _CURSOR_MAX:
        raise ValueError("The place is too long.")
    try:
        name, *key = json.loads(
            base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        )
        reason = BY_NAME[name]
    except (KeyError, RecursionError, TypeError) as error:
        raise ValueError("The place is no list of values.") from error
    if len(key) not in (0, len(reason.columns)):
        raise ValueError("The place has another number of values.")
    for value in key:
        if not isinstance(value, str) or "\0" in value:
            raise ValueError("The place's value is no text.")
        value.encode()  # half a character raises UnicodeEncodeError, a ValueError
    return Place(reason, tuple(key))
