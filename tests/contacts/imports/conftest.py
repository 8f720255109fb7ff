"""Imports that are done, and small chunks, for tests that ask for them."""

import pytest
from django.conf import settings

from contacts.imports import commit, undo
from contacts.models import Contact, ContactImport, DuplicatePolicy
from tests.contacts.imports.files import confirm, upload
from tests.contacts.imports.undoing import FILE
from tests.factories import make_contact
from workspaces.models import User, Workspace

# They start a PostgreSQL of their own, to kill or to fill it: where the tests run on one, there is
# one.
ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
OWN_SERVER = ["test_server_full.py", "test_server_killed.py"]
collect_ignore = [] if ON_POSTGRESQL else OWN_SERVER


@pytest.fixture
def threes(monkeypatch) -> None:
    """Many steps also for small files: three rows a step."""
    for module in (commit, undo):
        monkeypatch.setattr(module, "CHUNK", 3)


@pytest.fixture
def by_worker(settings) -> None:
    """Nothing is done within the request."""
    settings.IMPORT_INLINE_ROWS = -1


@pytest.fixture
def known(acme: Workspace) -> list[Contact]:
    """Contacts that the file will overwrite."""
    return [
        make_contact(acme, name=f"Known {n}", phone=f"+1415555030{n}", email="own@example.com")
        for n in range(5)
    ]


@pytest.fixture
def done(acme: Workspace, ada: User, known: list[Contact]) -> ContactImport:
    """An import that created seven contacts, with a flag, and overwrote five."""
    vip = acme.flags.get(name="VIP")
    contact_import = confirm(
        upload(acme, ada, FILE), ada, policy=DuplicatePolicy.OVERWRITE, flags=[vip]
    )
    assert (contact_import.created_count, contact_import.updated_count) == (7, 5)
    return contact_import


@pytest.fixture
def ann(acme) -> Contact:
    """She and Bo are whom files of edited contacts name."""
    return make_contact(
        acme, name="Ann", phone="+442079460101", email="ann@example.com", state="TX"
    )


@pytest.fixture
def bo(acme) -> Contact:
    return make_contact(acme, name="Bo", phone="+442079460102", brokerage="Oak & Co")
