"""Many contacts, and small batches."""

import pytest

from contacts.bulk import frozen, undoing
from contacts.models import Contact, Flag
from tests.factories import make_contact
from workspaces.models import Workspace


@pytest.fixture
def threes(monkeypatch) -> None:
    """Many steps also for few contacts: three a step."""
    for module in (frozen, undoing):
        monkeypatch.setattr(module, "BATCHES", {"sqlite": 3, "postgresql": 3})


@pytest.fixture
def by_worker(settings) -> None:
    """Nothing is done within the request."""
    settings.IMPORT_INLINE_ROWS = -1


@pytest.fixture
def vip(acme: Workspace) -> Flag:
    return acme.flags.get(name="VIP")


@pytest.fixture
def stop(acme: Workspace) -> Flag:
    return acme.flags.get(suppressing=True)


@pytest.fixture
def crowd(acme: Workspace, vip: Flag, stop: Flag) -> list[Contact]:
    """Ten of Texas, of whom the first two are VIPs, and two who are not meant."""
    texans = [
        make_contact(acme, [vip] if n < 2 else [], name=f"Texan {n}", state="Texas")
        for n in range(10)
    ]
    make_contact(acme, name="Ann Elsewhere", state="Ohio")
    make_contact(acme, [stop], name="Bo Elsewhere", state="Ohio")
    return texans
