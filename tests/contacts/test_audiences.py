"""Audiences: the same filter is one, the link is the list, and what is broken finds nobody."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from django.utils import timezone

from contacts import audiences
from contacts.filters import ContactFilter
from contacts.models import Audience, CallingPolicy, ContactImport, Flag
from tests import factories
from workspaces.models import AuditEntry, Workspace


@pytest.fixture
def vip(acme: Workspace) -> Flag:
    return acme.flags.get(name="VIP")


@pytest.fixture
def hot(acme: Workspace) -> Flag:
    return acme.flags.get(name="Hot Lead")


def of(workspace: Workspace, query_string: str) -> ContactFilter:
    return ContactFilter(QueryDict(query_string), workspace)


def digest(workspace: Workspace, query_string: str) -> str:
    return audiences.digest(audiences.normalised(of(workspace, query_string)))


def names(audience: Audience) -> set[str]:
    return {contact.name for contact in audiences.contacts_of(audience)}


def test_presentation_is_no_part_of_an_audience(acme: Workspace, vip: Flag):
    query = f"flags={vip.pk}&sort=name&count=exact&shape=flags&state=&match=all"

    assert audiences.normalised(of(acme, query)) == {"flags": [str(vip.pk)]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("q=Élodie Martin", "q=martin  ELODIE"),
        ("state=Île-de-France", "state=ile-de-france"),
        ("brokerage=ABC  Corp", "brokerage=abc corp"),
        ("flags={vip}&flags={hot}", "flags={hot}&flags={vip}&flags={vip}&match=all"),
        ("flags={vip}&match=any", "flags={vip}"),
        ("without={vip}&without={hot}", "without={hot}&without={vip}"),
        ("zone=Europe/Paris&q=x", "q=x"),
        ("sort=name", ""),
    ],
)
def test_filters_that_mean_the_same_are_one(
    acme: Workspace, vip: Flag, hot: Flag, one: str, other: str
):
    same = [text.format(vip=vip.pk, hot=hot.pk) for text in (one, other)]

    assert digest(acme, same[0]) == digest(acme, same[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("q=ann", "q=anna"),
        ("q=555 1234", "q=1234 555"),
        ("flags={vip}&flags={hot}", "flags={vip}&flags={hot}&match=any"),
        ("flags={vip}", "without={vip}"),
        ("state=TX", "brokerage=TX"),
        ("added_since=2026-01-01", "not_updated_since=2026-01-01"),
        ("added_since=2026-01-01", "added_since=2026-01-01&zone=Asia/Tokyo"),
        ("verdict=callable", ""),
        ("warning=1", "verdict=warning"),
    ],
)
def test_filters_that_mean_something_else_are_two(
    acme: Workspace, vip: Flag, hot: Flag, one: str, other: str
):
    differing = [text.format(vip=vip.pk, hot=hot.pk) for text in (one, other)]

    assert digest(acme, differing[0]) != digest(acme, differing[1])


def test_the_same_filter_is_not_saved_twice(acme: Workspace, vip: Flag):
    first = factories.make_audience(acme, f"flags={vip.pk}&q=Ann")

    with pytest.raises(audiences.SameFilter) as refused:
        factories.make_audience(acme, f"q=ANN&flags={vip.pk}")

    assert refused.value.audience == first
    assert audiences.same_filter(of(acme, f"q=ann&flags={vip.pk}")) == first
    assert acme.audiences.count() == 1


def test_another_workspace_may_have_the_same_filter(acme: Workspace, globex: Workspace):
    factories.make_audience(acme, "q=ann", name="Anns")
    factories.make_audience(globex, "q=ann", name="Anns")

    assert audiences.same_filter(of(globex, "q=ann")) == globex.audiences.get()


def test_saving_again_in_place_of_itself_is_no_second_time(acme: Workspace):
    audience = factories.make_audience(acme, "q=ann")

    audiences.save(audience, of(acme, "q=ann"), None)

    assert list(AuditEntry.objects.values_list("action", flat=True)) == [
        "audience.changed",
        "audience.created",
    ]


def test_an_audience_finds_what_its_list_shows(acme: Workspace, vip: Flag):
    factories.make_contact(acme, name="Ann", state="TX", flags=[vip])
    factories.make_contact(acme, name="Bob", state="TX")
    audience = factories.make_audience(acme, f"flags={vip.pk}&state=tx")
    link = audiences.list_url(audience)

    assert names(audience) == {"Ann"}
    assert link == f"/w/acme/contacts/?flags={vip.pk}&state=tx"
    assert {c.name for c in of(acme, link.split("?")[1]).qs} == {"Ann"}
    assert audience.said == "with VIP; in state tx"


def test_a_day_is_the_same_for_whoever_asks(acme: Workspace):
    with timezone.override("Asia/Tokyo"):
        audience = factories.make_audience(acme, "added_since=2026-01-31")
    contact = factories.make_contact(acme, name="between")
    contact.created_at = datetime(2026, 1, 30, 20, tzinfo=UTC)
    contact.save()

    for zone in ("UTC", "America/New_York", "Asia/Tokyo"):
        with timezone.override(zone):
            assert names(audience) == {"between"}, zone
    assert audience.said == "added since 31 January 2026 (Asia/Tokyo)"


def test_an_audience_whose_flag_is_deleted_finds_nobody(acme: Workspace, vip: Flag, hot: Flag):
    factories.make_contact(acme, name="Ann", flags=[vip, hot])
    all_of = factories.make_audience(acme, f"flags={vip.pk}&flags={hot.pk}")
    none_of = factories.make_audience(acme, f"without={vip.pk}")
    number = vip.pk
    vip.delete()

    for audience in (all_of, none_of):
        assert names(audience) == set()
        assert audiences.problems(audiences.filter_of(audience))
    assert str(number) in audiences.problems(audiences.filter_of(none_of))[0]
    assert all_of.said == "with all of Hot Lead, VIP"


def test_an_audience_whose_import_is_deleted_finds_nobody(acme: Workspace):
    brought = factories.make_import(acme)
    factories.make_contact(acme, name="Ann")
    audience = factories.make_audience(acme, f"import={brought.pk}")
    ContactImport.objects.filter(pk=brought.pk).delete()

    assert names(audience) == set()
    assert audiences.problems(audiences.filter_of(audience))


def test_a_search_that_looks_at_the_newest_only_can_be_no_audience(
    acme: Workspace, monkeypatch: pytest.MonkeyPatch
):
    for limit, number in (("WALK_MAX", 3), ("SMALL", 0), ("NEWEST", 2)):
        monkeypatch.setattr(f"contacts.search.plan.{limit}", number)
    monkeypatch.setattr("contacts.search.sqlite_terms.TERMS_MAX", 1)
    for name in ("Abe", "Cabot", "Ann", "Bo", "Absalom"):
        factories.make_contact(acme, name=name)

    assert audiences.problems(of(acme, "q=a"))
    assert audiences.problems(of(acme, "q=ann")) == []


def test_using_flag_names_the_audiences_of_a_flag(acme: Workspace, vip: Flag, hot: Flag):
    with_it = factories.make_audience(acme, f"flags={vip.pk}", name="With")
    without = factories.make_audience(acme, f"without={vip.pk}", name="Without")
    factories.make_audience(acme, f"flags={hot.pk}", name="Other")

    assert audiences.using_flag(acme, vip.pk) == [with_it, without]


def test_using_flag_never_names_another_workspaces_audience(
    acme: Workspace, globex: Workspace, vip: Flag
):
    foreign = factories.make_audience(globex, name="Foreign")
    # No form takes a flag of another workspace: written past all of them.
    globex.audiences.filter(pk=foreign.pk).update(filter={"flags": [str(vip.pk)]})

    assert audiences.using_flag(acme, vip.pk) == []


def test_a_merge_of_flags_asks_no_other_workspace_whether_a_filter_is_taken(
    acme: Workspace, globex: Workspace, vip: Flag, hot: Flag
):
    own = factories.make_audience(acme, f"flags={vip.pk}")
    will_be = digest(acme, f"flags={hot.pk}")
    globex.audiences.filter(pk=factories.make_audience(globex).pk).update(digest=will_be)

    audiences.replace_flag(acme, [vip.pk], hot.pk)

    own.refresh_from_db()
    assert own.digest == will_be


def test_a_merge_of_flags_carries_over(acme: Workspace, vip: Flag, hot: Flag):
    new = acme.flags.get(name="Follow-up Needed")
    both = factories.make_audience(acme, f"flags={vip.pk}&flags={hot.pk}&match=any")
    none = factories.make_audience(acme, f"flags={new.pk}&without={vip.pk}")
    policy = CallingPolicy.objects.create(workspace=acme, required_flag=vip, required_name=vip.name)
    factories.make_contact(acme, name="Ann", flags=[new])

    assert audiences.replace_flag(acme, [vip.pk, hot.pk], new.pk) == 2

    for audience in (both, none, policy):
        audience.refresh_from_db()
    assert both.filter == {"flags": [str(new.pk)]}
    assert both.said == "with Follow-up Needed"
    assert both.digest == digest(acme, f"flags={new.pk}")
    assert none.filter == {"flags": [str(new.pk)], "without": [str(new.pk)]}
    assert policy.required_flag == new
    assert names(both) == {"Ann"}


def test_two_audiences_that_a_merge_makes_the_same_both_stay(acme: Workspace, vip: Flag, hot: Flag):
    one = factories.make_audience(acme, f"flags={vip.pk}")
    two = factories.make_audience(acme, f"flags={hot.pk}")

    assert audiences.replace_flag(acme, [vip.pk], hot.pk) == 1

    one.refresh_from_db()
    assert (one.filter, one.digest) == (two.filter, "")


def test_a_merge_in_one_workspace_leaves_the_others(
    acme: Workspace, globex: Workspace, vip: Flag, hot: Flag
):
    foreign = factories.make_audience(globex, f"flags={globex.flags.get(name='VIP').pk}")

    assert audiences.replace_flag(acme, [int(foreign.filter["flags"][0])], hot.pk) == 0

    foreign.refresh_from_db()
    assert audiences.problems(audiences.filter_of(foreign)) == []
