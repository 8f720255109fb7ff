"""Flags that look alike and are different: said once, remembered, taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from contacts import flag_distinctions
from contacts.models import Flag
from tests import factories
from workspaces.models import User, Workspace


@pytest.fixture
def alike(acme: Workspace) -> list[Flag]:
    return [factories.make_flag(acme, name) for name in ("Cold Lead", "Cold leads", "Cold-Lead")]


def say(client: Client, flags: list[Flag], slug: str = "acme"):
    data = {"flags": [flag.pk for flag in flags]}
    return client.post(reverse("flag_distinction_create", args=[slug]), data, follow=True)


def take_back(client: Client, pk: int, slug: str = "acme"):
    return client.post(reverse("flag_distinction_delete", args=[slug, pk]), follow=True)


def named(client: Client) -> list[list[str]]:
    """The groups of look-alikes on the page of flags."""
    page = client.get(reverse("flag_list", args=["acme"]))
    return [[flag.name for flag in group] for group in page.context["lookalikes"]]


def test_flags_that_are_different_are_named_no_more(as_eve: Client, alike: list[Flag]):
    assert named(as_eve) == [["Cold Lead", "Cold leads", "Cold-Lead"]]

    page = say(as_eve, alike)

    assert "“Cold Lead”, “Cold leads” and “Cold-Lead” are remembered as different." in page.text
    assert named(as_eve) == []
    assert as_eve.get("/w/acme/").context["lookalikes"] == []
    detail = as_eve.get(reverse("flag_detail", args=["acme", alike[0].pk]))
    assert detail.context["lookalikes"] == []
    assert [other for _, other in detail.context["different"]] == alike[:0:-1]


def test_a_third_that_looks_like_one_of_two_is_named(as_eve: Client, alike: list[Flag]):
    say(as_eve, alike[:2])

    # Each of the two looks like the third still: all three are asked about.
    assert named(as_eve) == [["Cold Lead", "Cold leads", "Cold-Lead"]]
    say(as_eve, alike[1:])
    assert named(as_eve) == [["Cold Lead", "Cold-Lead"]]


def test_saying_it_twice_is_saying_it_once(as_eve: Client, acme: Workspace, alike: list[Flag]):
    say(as_eve, alike)
    say(as_eve, alike[::-1])

    assert acme.flag_distinctions.count() == 3


def test_it_can_be_taken_back(as_eve: Client, acme: Workspace, eve: User, alike: list[Flag]):
    say(as_eve, alike[:2])
    decision = acme.flag_distinctions.get()
    assert (decision.actor, decision.flag, decision.other) == (eve, *alike[:2])

    page = take_back(as_eve, decision.pk)

    assert "named as look-alikes again" in page.text
    assert page.context["flag"] == alike[0]
    assert len(named(as_eve)) == 1


def test_it_goes_with_either_of_the_flags(acme: Workspace, eve: User, alike: list[Flag]):
    flag_distinctions.tell_apart(acme, eve, alike)
    alike[1].delete()

    assert [(one.flag, one.other) for one in acme.flag_distinctions.all()] == [tuple(alike[::2])]


def test_viewers_read_it_and_say_nothing(as_vic: Client, acme, ada, alike: list[Flag]):
    assert "These are different" not in as_vic.get("/w/acme/flags/").text
    assert say(as_vic, alike).status_code == 403
    flag_distinctions.tell_apart(acme, ada, alike[:2])
    detail = as_vic.get(reverse("flag_detail", args=["acme", alike[0].pk])).text
    assert "Said to be different" in detail and "Take it back" not in detail
    assert take_back(as_vic, acme.flag_distinctions.get().pk).status_code == 403


def test_only_flags_of_the_workspace_can_be_told_apart(
    as_eve: Client, acme: Workspace, globex: Workspace, alike: list[Flag]
):
    foreign = factories.make_flag(globex, "Cold lead")
    assert say(as_eve, [alike[0], foreign]).status_code == 404
    url = reverse("flag_distinction_create", args=["acme"])
    first = str(alike[0].pk)
    junk = ["0", "x", "", "9" * 40, "\0", "٣", f"0{first}", first]
    for given in ([], [first], *([first, other] for other in junk), list(map(str, range(300)))):
        assert as_eve.post(url, {"flags": given}).status_code == 404, given
    assert not acme.flag_distinctions.exists()


def test_a_neighbours_decision_is_not_found(as_eve: Client, globex: Workspace, gus: User):
    pair = [factories.make_flag(globex, name) for name in ("Cold Lead", "Cold leads")]
    flag_distinctions.tell_apart(globex, gus, pair)

    assert take_back(as_eve, globex.flag_distinctions.get().pk).status_code == 404
    assert globex.flag_distinctions.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_flags_page_takes_as_many_queries_for_any_number(
    as_eve: Client, acme: Workspace, ada: User, count: int, django_assert_num_queries
):
    flags = [factories.make_flag(acme, f"Cold{'-' * n}Lead") for n in range(count + 1)]
    flag_distinctions.tell_apart(acme, ada, flags)
    as_eve.get("/w/acme/flags/")

    with django_assert_num_queries(12):
        as_eve.get(reverse("flag_detail", args=["acme", flags[0].pk]))
    with django_assert_num_queries(7):
        as_eve.get(reverse("flag_list", args=["acme"]))
