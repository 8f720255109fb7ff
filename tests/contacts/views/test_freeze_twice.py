"""A form that is sent twice freezes once."""

import pytest
from django.test import Client

from contacts.models import Audience, Job
from tests import factories
from tests.contacts.at_once import at_once
from workspaces.models import User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def audience(acme: Workspace, ada: User) -> Audience:
    vip = acme.flags.get(name="VIP")
    factories.make_contact(acme, flags=[vip])
    return factories.make_audience(acme, f"flags={vip.pk}", ada, name="VIPs")


def freeze(client: Client, audience: Audience, after: object = None) -> str:
    """Press the button; where it leads."""
    posted = {} if after is None else {"after": after}
    answer = client.post(f"/w/acme/audiences/{audience.pk}/freeze/", posted)
    assert answer.status_code == 302
    return answer.url


def shown(client: Client, audience: Audience) -> int:
    """What the form on the page says."""
    page = client.get(f"/w/acme/audiences/{audience.pk}/")
    number = page.text.partition('name="after" value="')[2].partition('"')[0]
    assert number.isdecimal()
    return int(number)


@pytest.mark.parametrize("inline_rows", [2_000, -1])  # done within the request, or by the worker
def test_a_double_click_makes_one_list(
    as_ada: Client, audience: Audience, settings, inline_rows: int
):
    settings.IMPORT_INLINE_ROWS = inline_rows
    for times in (1, 2):
        after = shown(as_ada, audience)

        led_to = at_once(*[lambda after=after: freeze(as_ada, audience, after)] * 2)

        assert audience.frozen_lists.count() == Job.objects.count() == times
        newest = audience.frozen_lists.first()
        assert led_to == [f"/w/acme/frozen/{newest.pk}/"] * 2


def test_a_second_click_after_the_first_is_done_leads_to_the_same_list(
    as_ada: Client, audience: Audience
):
    after = shown(as_ada, audience)

    assert freeze(as_ada, audience, after) == freeze(as_ada, audience, after)
    assert audience.frozen_lists.get().ready_at is not None


def test_another_person_at_the_same_moment_freezes_too(
    as_ada: Client, as_eve: Client, audience: Audience
):
    after = shown(as_ada, audience)

    assert freeze(as_ada, audience, after) != freeze(as_eve, audience, after)


@pytest.mark.parametrize("after", [None, "", "x", "-1", "9" * 30, "\x00"])
def test_without_a_number_each_post_freezes(as_ada: Client, audience: Audience, after):
    assert freeze(as_ada, audience, after) != freeze(as_ada, audience, after)


def test_a_list_that_was_thrown_away_stands_for_none(as_ada: Client, audience: Audience):
    after = shown(as_ada, audience)
    first = freeze(as_ada, audience, after)
    as_ada.post(f"{first}delete/")

    assert freeze(as_ada, audience, after) != first
