"""Pages that lie in no workspace keep the frame of the last one, as far as it is open to them."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from workspaces.models import Role, User, Workspace

PAGES = (
    "/accounts/profile/", "/accounts/sessions/", "/accounts/second-factor/",
    "/accounts/second-factor/new/", "/accounts/password/", "/accounts/password/done/",
    "/workspaces/new/", "/help/",
)  # fmt: skip
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()


def names_shown(client: Client, page: str = PAGES[0]) -> set[str]:
    text = client.get(page).text
    return {name for name in ("Acme", "Globex") if f'<strong title="{name}">' in text}


@pytest.mark.parametrize("page", PAGES)
def test_the_last_workspace_stays_on_screen(page: str, as_ada: Client, acme, globex):
    for slug, name in (("globex", "Globex"), ("acme", "Acme")):
        as_ada.get(f"/w/{slug}/")

        assert names_shown(as_ada, page) == {name}
        assert f'href="/w/{slug}/contacts/"' in as_ada.get(page).text


@pytest.mark.parametrize("page", PAGES)
def test_who_was_removed_sees_the_name_no_more(page: str, as_eve: Client, eve: User):
    as_eve.get("/w/acme/")
    eve.memberships.all().delete()

    assert names_shown(as_eve, page) == set()
    assert "/w/acme/" not in as_eve.get(page).text


def test_a_workspace_that_asks_for_a_second_factor_shows_nothing_without(
    as_ada: Client, acme: Workspace, globex: Workspace
):
    as_ada.get("/w/acme/")
    Workspace.objects.filter(pk=acme.pk).update(second_factor_required=True)

    assert {name for page in PAGES for name in names_shown(as_ada, page)} == {"Globex"}


def test_the_password_alone_shows_nothing(as_ada: Client, ada: User, acme: Workspace):
    as_ada.get("/w/acme/")
    User.objects.filter(pk=ada.pk).update(second_factor_at=timezone.now())

    assert as_ada.get("/help/").status_code == 200
    assert {name for page in PAGES for name in names_shown(as_ada, page)} == set()


def times_shown(client: Client) -> list[str]:
    session = client.session
    session["signed_in_at"] = int(NOON)
    session.save()
    text = client.get("/accounts/sessions/").text
    return [text.partition("Signed in since ")[2].partition("</time>")[0].rpartition(">")[2],
            text.partition("All times are those of ")[2].partition(".</p>")[0]]  # fmt: skip


def test_times_are_those_of_the_last_workspace_or_the_persons_own(
    as_ada: Client, ada: User, acme: Workspace
):
    Workspace.objects.filter(pk=acme.pk).update(time_zone="Asia/Tokyo")
    assert times_shown(as_ada) == ["1 Mar 2026, 21:00", "Asia/Tokyo"]

    User.objects.filter(pk=ada.pk).update(time_zone="America/New_York")
    assert times_shown(as_ada) == ["1 Mar 2026, 07:00", "America/New_York"]


def test_who_has_no_workspace_is_told_that_times_are_utc(as_gus: Client, gus: User):
    gus.memberships.all().delete()

    assert times_shown(as_gus) == ["1 Mar 2026, 12:00", "UTC"]


def test_nobody_who_lost_a_workspace_keeps_its_time_zone(
    as_eve: Client, eve: User, acme: Workspace
):
    Workspace.objects.filter(pk=acme.pk).update(time_zone="Asia/Tokyo")
    as_eve.get("/w/acme/")
    eve.memberships.all().delete()
    other = factories.make_workspace("Initech")
    factories.add_member(other, eve, Role.VIEWER)

    assert times_shown(as_eve) == ["1 Mar 2026, 12:00", "UTC"]
