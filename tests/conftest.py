"""The same people in every test: ada, eve, vic and gus of two workspaces, and the site admin."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings

from tests import factories
from tests.emptying import empty_database
from workspaces.models import Role, User, Workspace

# Speed is the benchmarks' business: on shared cores a slow example means nothing. A failure is made
# small, but not explained: that traces every line of Django for minutes.
hypothesis_settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[phase for phase in Phase if phase is not Phase.explain],
)
hypothesis_settings.load_profile("house")

TransactionTestCase._fixture_teardown = empty_database


def pytest_collection_finish() -> None:
    """What is imported by now stays: to look through it for garbage took a tenth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def own_data_dir(settings, tmp_path: Path) -> None:
    """Files of a test go where they vanish with it."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def ada(db) -> User:
    return factories.make_user("ada", first_name="Ada")


@pytest.fixture
def acme(ada: User) -> Workspace:
    return factories.make_workspace("Acme", owner=ada)


@pytest.fixture
def gus(db) -> User:
    return factories.make_user("gus", first_name="Gus")


@pytest.fixture
def globex(ada: User, gus: User) -> Workspace:
    workspace = factories.make_workspace("Globex", owner=gus)
    factories.add_member(workspace, ada, Role.OWNER)
    return workspace


@pytest.fixture
def eve(acme: Workspace) -> User:
    user = factories.make_user("eve", first_name="Eve")
    factories.add_member(acme, user, Role.EDITOR)
    return user


@pytest.fixture
def vic(acme: Workspace) -> User:
    user = factories.make_user("vic", first_name="Vic")
    factories.add_member(acme, user, Role.VIEWER)
    return user


@pytest.fixture
def site_admin(db) -> User:
    return factories.make_user("admin", is_staff=True, is_superuser=True)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="workspaces.backends.NameOrEmailBackend")
        return client

    return sign_in


@pytest.fixture
def as_ada(ada: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(ada)


@pytest.fixture
def as_eve(eve: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(eve)


@pytest.fixture
def as_vic(vic: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(vic)


@pytest.fixture
def as_gus(gus: User, globex: Workspace, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(gus)


@pytest.fixture
def as_admin(site_admin: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(site_admin)


@pytest.fixture
def run_worker() -> Callable[[], None]:
    """Do all long work that is due, as the worker does."""

    def run() -> None:
        call_command("worker", "--once")

    return run
