"""What a workspace should hold, in plain Python: what the real pages are compared with."""

from dataclasses import dataclass, field

from django.test import Client

from workspaces.models import Role, Workspace

NAMES = ("Zoe", "Kim", "Lee")
STATES = ("", "Texas", "Ohio")
EMAILS = ("", "shared@example.com")
PHONES = tuple(f"+44207946{number:04}" for number in range(100, 106))
QUERIES = ("zoe", "texas", "kim ohio", "shared@", "n1", "7946010", "only", "nobody")


@dataclass
class Person:
    """A contact as the model knows it; the name is nobody else's."""

    name: str
    phone: str
    email: str
    state: str
    flags: set[str] = field(default_factory=set)

    def matches(self, query: str) -> bool:
        texts = "\n".join((self.name, self.phone, self.email, self.state)).lower()
        return all(word in texts for word in query.split())


@dataclass
class Model:
    """A workspace: its contacts and audiences by the ids of the pages, roles by user name."""

    workspace: Workspace
    keeper: Client
    flags: dict[int, str]
    contacts: dict[int, Person] = field(default_factory=dict)
    audiences: dict[int, tuple[int, str]] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)

    @property
    def canary(self) -> str:
        return f"{self.workspace.slug}only"

    def found(self, query: str = "", flag: str = "") -> set[int]:
        return {
            pk
            for pk, contact in self.contacts.items()
            if contact.matches(query) and (not flag or flag in contact.flags)
        }


def exported(row: dict[str, str]) -> Person:
    """The contact that a row of an export is about."""
    flags = set(row["flags"].split("; ")) if row["flags"] else set()
    return Person(row["name"], row["phone"], row["email"], row["state"], flags)
