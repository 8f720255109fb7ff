"""A client with a token, as another system has it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from contacts import api_tokens
from contacts.models import Contact
from tests import factories
from workspaces.models import User, Workspace


@dataclass
class System:
    """`secret` is the token; every answer's JSON is checked to be one."""

    secret: str
    client: Client

    def get(self, path: str, data: dict[str, Any] | None = None, **headers: str):
        headers.setdefault("Authorization", f"Bearer {self.secret}")
        return self.client.get(f"/api/v1{path}", data, headers=headers)

    def post(self, path: str, said: Any, key: str | None = None, **headers: str):
        """Post `said` as JSON, or bytes as they are, under the key."""
        headers.setdefault("Authorization", f"Bearer {self.secret}")
        if key is not None:
            headers["Idempotency-Key"] = key
        return self.client.post(
            f"/api/v1{path}", said, content_type="application/json", headers=headers
        )

    def json(self, path: str, data: dict[str, Any] | None = None) -> Any:
        response = self.get(path, data)
        assert response.status_code == 200, response.content
        return response.json()

    def all(self, path: str, data: dict[str, Any]) -> list[dict[str, Any]]:
        """The items of all pages."""
        items, cursor = [], None
        while True:
            page = self.json(path, data | ({"cursor": cursor} if cursor else {}))
            items += page["items"]
            if (cursor := page["next"]) is None:
                return items


@pytest.fixture
def system_of() -> Callable[[Workspace, User], System]:
    def make(workspace: Workspace, owner: User) -> System:
        return System(api_tokens.make(workspace, owner, "Dialler")[1], Client())

    return make


@pytest.fixture
def system(acme: Workspace, ada: User, system_of: Callable[[Workspace, User], System]) -> System:
    return system_of(acme, ada)


@pytest.fixture
def dialler(acme: Workspace, ada: User) -> System:
    """One that may log interactions."""
    return System(api_tokens.make(acme, ada, "Campaign system", may_log=True)[1], Client())


@pytest.fixture
def contact(acme: Workspace) -> Contact:
    return factories.make_contact(acme, name="Ann")
