"""What a row of the table of routes says, and the words that rows are written with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tests.isolation.people import Person
from tests.isolation.spaces import Space
from workspaces.models import Role

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OPEN, SIGNED_IN = "open to everybody", "for whoever is signed in"
MISSING_ID = 999_999_999
SIGN_IN = "sign in first"

Least = Role | str
Result = int | str


@dataclass(frozen=True)
class Route:
    """`answers` says what each method gives to a person whom `least` lets in; others are 405.

    HEAD answers as GET does. `ids` and `form` are made from the workspace whose page it is.
    """

    name: str
    least: Least
    answers: dict[str, int]
    ids: Callable[[Space], list[Any]] = lambda space: []
    form: Callable[[Space], dict[str, Any]] = lambda space: {}
    exceptions: dict[tuple[Person, str], int] = field(default_factory=dict)

    @property
    def in_workspace(self) -> bool:
        return isinstance(self.least, Role)

    def path(self, space: Space, slug: str = "", ids: list[Any] | None = None) -> str:
        """The page of the workspace; `slug` or `ids` in place of its own where given."""
        ids = self.ids(space) if ids is None else ids
        return reverse(self.name, args=[slug or space.slug, *ids] if self.in_workspace else ids)

    def data(self, space: Space, method: str) -> dict[str, Any] | None:
        return self.form(space) if method == "POST" else None

    def expected(self, person: Person, method: str) -> Result:
        """The refusals in their order, else the route's own answer."""
        if self.least != OPEN and not person.signed_in:
            return SIGN_IN
        if isinstance(self.least, Role):
            if person.role is None:
                return 404
            if list(Role).index(person.role) < list(Role).index(self.least):
                return 403
        answers = {"HEAD": self.answers["GET"]} if "GET" in self.answers else {}
        answers |= self.answers
        answers |= {
            asked: status for (who, asked), status in self.exceptions.items() if who is person
        }
        return answers.get(method, 405)


def viewer(name: str, **route: Any) -> Route:
    return Route(name, Role.VIEWER, **route)


def editor(name: str, **route: Any) -> Route:
    return Route(name, Role.EDITOR, **route)


def owner(name: str, **route: Any) -> Route:
    return Route(name, Role.OWNER, **route)


def signed_in(name: str, **route: Any) -> Route:
    return Route(name, SIGNED_IN, **route)


def open_to_all(name: str, **route: Any) -> Route:
    return Route(name, OPEN, **route)


PAGE = {"GET": 200}
FORM = {"GET": 200, "POST": 302}
ACTION = {"POST": 302}
# What is posted lacks a password or the like: the form is shown once more.
FORM_AGAIN = {"GET": 200, "POST": 200}
# Django's own class-based forms also take PUT, and answer OPTIONS.
DJANGO_FORM = {"GET": 200, "POST": 200, "PUT": 200, "OPTIONS": 200}
DJANGO_PAGE = {"GET": 200, "OPTIONS": 200}
