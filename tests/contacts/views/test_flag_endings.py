"""The pages on which flags end: deleting one, merging several."""

import pytest
from django.test import Client

from contacts import jobs, writing
from contacts.models import Flag, Job
from tests import factories
from workspaces.models import Workspace

LIST, MERGE = "/w/acme/flags/", "/w/acme/flags/merge/"
LIST_QUERIES = 6


@pytest.fixture
def alike(acme: Workspace) -> tuple[Flag, Flag]:
    """Hot Lead on two contacts, Hot Lead! on one of them and a third."""
    hot, again = acme.flags.get(name="Hot Lead"), factories.make_flag(acme, "Hot Lead!")
    for flags in ([hot], [hot, again], [again]):
        factories.make_contact(acme, flags)
    return hot, again


def text(response) -> str:
    return " ".join(response.content.decode().split())


def carriers(flag: Flag) -> int:
    return flag.links.count()


def test_the_list_names_flags_that_look_alike_with_a_link_to_merge_them(as_ada, as_vic, alike):
    hot, again = alike

    page = text(as_ada.get(LIST))

    assert "2 flags look alike:" in page
    assert f'href="{MERGE}?flags={hot.pk}&amp;flags={again.pk}"' in page
    assert MERGE not in text(as_vic.get(LIST))


def test_the_list_of_the_starter_flags_warns_of_nothing(as_ada: Client, acme: Workspace):
    assert "look alike:" not in text(as_ada.get(LIST))


def test_the_link_chooses_the_flags_and_proposes_the_best_one(as_ada, acme, alike):
    hot, again = alike
    third = factories.make_flag(acme, "HotLead")
    chosen = f"{MERGE}?flags={hot.pk}&flags={again.pk}&flags={third.pk}&flags=x&flags=99"

    form = as_ada.get(chosen).context["form"]
    # Its meaning is written down.
    assert (set(form.initial["flags"]), form.initial["into"]) == (
        {hot.pk, again.pk, third.pk},
        hot.pk,
    )

    Flag.objects.filter(pk=hot.pk).update(description="")
    factories.make_contact(acme, [again])
    # It is used most.
    assert as_ada.get(chosen).context["form"].initial["into"] == again.pk

    Flag.objects.filter(pk=third.pk).update(suppressing=True)
    assert as_ada.get(chosen).context["form"].initial["into"] == third.pk


def test_a_merge_is_told_before_it_is_done(as_ada: Client, alike):
    hot, again = alike

    page = text(as_ada.get(f"{MERGE}?flags={hot.pk}&flags={again.pk}&into={hot.pk}"))

    assert "<strong>3 contacts</strong> will carry it" in page
    assert "Merge into Hot Lead</button>" in page
    assert Flag.objects.filter(pk=again.pk).exists()


def test_a_confirmed_merge_is_done_at_once_where_carriers_are_few(as_ada: Client, alike):
    hot, again = alike
    data = {"flags": [again.pk], "into": hot.pk}

    page = text(as_ada.post(MERGE, data, follow=True))

    assert "“Hot Lead!” went into “Hot Lead”, which changed 2 contacts." in page
    assert (carriers(hot), Flag.objects.filter(pk=again.pk).exists()) == (3, False)


def test_a_large_merge_has_a_page_that_shows_how_far_it_is(as_ada, alike, settings):
    settings.IMPORT_INLINE_ROWS = 1
    hot, again = alike

    response = as_ada.post(MERGE, {"flags": [again.pk], "into": hot.pk}, follow=True)

    job = Job.objects.get()
    assert response.redirect_chain[-1][0] == f"/w/acme/jobs/{job.pk}/"
    assert "Merging “Hot Lead!” into “Hot Lead”" in text(response)
    jobs.advance(job.pk)
    page = text(as_ada.get(f"/w/acme/jobs/{job.pk}/"))
    assert "“Hot Lead!” went into “Hot Lead”, which changed 2 contacts." in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_suppressing_flag_does_not_go_into_one_that_suppresses_nothing(
    as_ada, acme, alike, method
):
    hot, _ = alike
    stop = acme.flags.get(name="Do Not Call")

    response = getattr(as_ada, method)(MERGE, {"flags": [stop.pk], "into": hot.pk})

    assert "Contacts with “Do Not Call” must not be called" in text(response)
    assert Flag.objects.filter(pk=stop.pk).exists()


def test_a_merge_into_a_suppressing_flag_says_who_can_be_called_no_more(as_ada, acme, alike):
    _, again = alike
    stop = acme.flags.get(name="Do Not Call")

    page = text(as_ada.get(MERGE, {"flags": [again.pk], "into": stop.pk}))

    assert "none of these 2 may be called any more" in page


@pytest.mark.parametrize(
    "data",
    [
        {"into": ""},
        {"into": "x", "flags": "y"},
        {"into": "9" * 30, "flags": "9" * 30},
        {"into": "\0", "flags": "\0"},
    ],
)
def test_junk_is_refused_in_words(as_ada: Client, acme: Workspace, data):
    for response in (as_ada.get(MERGE, data), as_ada.post(MERGE, data)):
        assert response.status_code == 200
        assert "errors" in text(response)
    assert as_ada.get(MERGE, {"flags": ["9" * 30, "-1", "\0"]}).status_code == 200
    assert not Job.objects.exists()


def test_a_flag_alone_or_of_a_neighbour_is_not_merged(as_ada, acme, gus, globex):
    vip = acme.flags.get(name="VIP")
    foreign = globex.flags.get(name="Hot Lead")

    as_ada.post(MERGE, {"flags": [vip.pk], "into": vip.pk})
    as_ada.post(MERGE, {"flags": [foreign.pk], "into": vip.pk})
    as_ada.post(MERGE, {"flags": [vip.pk], "into": foreign.pk})

    assert not Job.objects.exists()


def test_only_owners_merge(as_eve: Client, as_vic: Client, alike):
    hot, again = alike
    for client in (as_eve, as_vic):
        assert client.post(MERGE, {"flags": [again.pk], "into": hot.pk}).status_code == 403


def test_a_new_flag_that_looks_like_another_is_hinted_at(as_ada, as_eve, acme: Workspace):
    page = text(as_ada.post(f"{LIST}new/", {"name": "Hot-Leads"}, follow=True))
    assert "“Hot-Leads” looks like “Hot Lead”." in page.replace("&quot;", '"')
    new = acme.flags.get(name="Hot-Leads")
    hot = acme.flags.get(name="Hot Lead")
    assert f"{MERGE}?flags={new.pk}&amp;flags={hot.pk}" in page.replace("&amp;amp;", "&amp;")

    page = text(as_eve.post(f"{LIST}new/", {"name": "VIPs"}, follow=True))
    assert "“VIPs” looks like “VIP”." in page
    assert MERGE not in page


def test_the_page_of_a_flag_tells_who_carries_it_and_where_it_is_used(as_vic, acme, alike, ada):
    hot, again = alike
    for number in range(11):
        factories.make_import(acme, original_name=f"fair {number}.csv", flags=[[hot.pk, "x"]])
    factories.make_import(acme, original_name="other.csv", flags=[[again.pk, "y"]])

    page = text(as_vic.get(f"{LIST}{hot.pk}/"))

    assert hot.description in page
    assert f'<a href="/w/acme/contacts/?flags={hot.pk}">2 contacts</a>' in page
    assert "fair 10.csv" in page
    assert "fair 0.csv" not in page
    assert "and 1 more" in page
    assert "other.csv" not in page
    assert "It looks like" in page


def test_the_page_of_a_suppressing_flag_counts_the_numbers_it_remembers(as_vic, acme, ada):
    stop = acme.flags.get(name="Do Not Call")
    writing.delete(factories.make_contact(acme, [stop]), ada)

    page = text(as_vic.get(f"{LIST}{stop.pk}/"))

    assert "1 number of contacts that are gone is remembered" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_whatever_the_flags(
    as_ada, acme, count, django_assert_num_queries
):
    acme.flags.all().delete()
    for number in range(count):
        factories.make_flag(acme, f"Flag {number}")
    as_ada.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        as_ada.get(LIST)


def test_a_flag_that_is_put_on_somebody_was_used_just_then(acme, ada, alike):
    hot, _ = alike
    used = Flag.objects.get(pk=hot.pk).last_used_at
    contact = factories.make_contact(acme)
    writing.change(contact, ada, {}, [hot], revision=1)
    later = Flag.objects.get(pk=hot.pk).last_used_at
    assert used < later

    writing.change(contact, ada, {}, [], revision=2)

    assert Flag.objects.get(pk=hot.pk).last_used_at == later
