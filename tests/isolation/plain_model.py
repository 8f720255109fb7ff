"""What a workspace should hold, in plain Python: what the real pages are compared with."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import ForeignKey
from django.test import Client

from workspaces.models import Role, Workspace

NAMES = ("Zoe", "Kim", "Lee")
STATES = ("", "Texas", "Ohio")
EMAILS = ("", "shared@example.com")
PHONES = tuple(f"+44207946{number:04}" for number in range(100, 106))
QUERIES = ("zoe", "texas", "kim ohio", "shared@", "n1", "7946010", "only", "nobody")
# A kind of thing, and its pages: the keys of Model.ids_of.
KINDS = ("contacts", "flags", "audiences", "frozen", "imports", "jobs")


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
    """A workspace: its things by the ids of their pages, roles by user name.

    `imports` holds whom a confirmation would create, `frozen` who was in the list, `audiences`
    the flag and the search of each.
    """

    workspace: Workspace
    keeper: Client
    flags: dict[int, str]
    contacts: dict[int, Person] = field(default_factory=dict)
    audiences: dict[int, tuple[int, str]] = field(default_factory=dict)
    frozen: dict[int, set[int]] = field(default_factory=dict)
    imports: dict[int, list[Person]] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)

    @property
    def canary(self) -> str:
        return f"{self.workspace.slug}only"

    def ids_of(self, kind: str) -> list[int]:
        if kind == "jobs":
            return list(self.workspace.jobs.order_by("pk").values_list("pk", flat=True))
        return list(getattr(self, kind))

    def found(self, query: str = "", flag: str = "") -> set[int]:
        return {
            pk
            for pk, contact in self.contacts.items()
            if contact.matches(query) and (not flag or flag in contact.flags)
        }

    def new_ones(self, people: Iterable[Person]) -> list[Person]:
        """Those whose phone no contact has, nor one before them."""
        known = {contact.phone for contact in self.contacts.values()}
        new = []
        for one in people:
            if one.phone not in known:
                known.add(one.phone)
                new.append(one)
        return new

    def names(self, ids: Iterable[int]) -> set[str]:
        return {self.contacts[pk].name for pk in ids}


def exported(row: dict[str, str]) -> Person:
    """The contact that a row of an export is about."""
    flags = set(row["flags"].split("; ")) if row["flags"] else set()
    return Person(row["name"], row["phone"], row["email"], row["state"], flags)


def rows_of_workspaces() -> dict[int, dict[str, list[tuple[object, ...]]]]:
    """Every row of the database that belongs to a workspace: by the workspace, and its table."""
    found: dict[int, dict[str, list[tuple[object, ...]]]] = {}
    for model in apps.get_models():
        names = [column.attname for column in model._meta.concrete_fields]
        if model is Workspace:
            owner = names.index("id")
        elif any(
            isinstance(column, ForeignKey) and column.attname == "workspace_id"
            for column in model._meta.concrete_fields
        ):
            owner = names.index("workspace_id")
        else:
            continue
        for row in model._base_manager.order_by("pk").values_list(*names):
            tables = found.setdefault(row[owner], {})
            tables.setdefault(model._meta.label, []).append(row)
    return found
