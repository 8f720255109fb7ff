"""Who can be called: one verdict for each contact, the same as a list, a number and a mark."""

import random

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from contacts import calling_counts, writing
from contacts.calling import Calling, Verdict
from contacts.filters import ContactFilter
from contacts.models import CallingPolicy, Contact, Flag, FormerValue
from tests import factories
from workspaces.models import Workspace

GOOD, OTHER = "+12125550118", "+12125550119"


@pytest.fixture
def stop(acme: Workspace) -> Flag:
    return acme.flags.get(name="Do Not Call")


@pytest.fixture
def opt_in(acme: Workspace) -> Flag:
    return acme.flags.get(name="Opt-in Verified")


def require(flag: Flag) -> CallingPolicy:
    return CallingPolicy.objects.create(
        workspace=flag.workspace, required_flag=flag, required_name=flag.name
    )


def as_lists(workspace: Workspace, query_string: str = "") -> dict[str, set[str]]:
    """The names of the contacts that the list of each verdict shows."""
    found = {}
    for verdict in Verdict:
        data = QueryDict(query_string, mutable=True)
        data["verdict"] = verdict.value
        contact_filter = ContactFilter(data, workspace)
        assert contact_filter.problems == []
        found[verdict.value] = {contact.name for contact in contact_filter.qs}
    return {verdict: names for verdict, names in found.items() if names}


def check_agreement(workspace: Workspace, query_string: str = "") -> None:
    """Lists, counts, snapshot and marks say the same of every contact of a list."""
    contacts = ContactFilter(QueryDict(query_string), workspace).qs
    calling = Calling(workspace)
    counts = calling_counts.count(contacts, calling)
    marks = dict(calling.judged(contacts).values_list("pk", "verdict"))

    assert counts.total == contacts.count() == len(marks)
    assert dict(calling_counts.verdicts(contacts, calling)) == marks
    for verdict in Verdict:
        ids = set(contacts.filter(calling.where(verdict)).values_list("pk", flat=True))
        assert ids == {pk for pk, mark in marks.items() if mark == verdict.value}
        assert counts.parts[verdict] == len(ids)


def test_each_reason_keeps_a_contact_from_being_called(acme: Workspace, stop: Flag):
    factories.make_contact(acme, name="fine", phone="+12125550111")
    factories.make_contact(acme, name="stopped", phone="+12125550112", flags=[stop])
    factories.make_contact(acme, name="one", phone="+12125550113")
    factories.make_contact(acme, name="two", phone="+12125550113")
    factories.make_contact(acme, name="odd", phone="+1234567890")

    assert as_lists(acme) == {
        "callable": {"fine"},
        "suppressed": {"stopped"},
        "shared": {"one", "two"},
        "warning": {"odd"},
    }
    check_agreement(acme)


def test_whoever_has_the_number_of_a_do_not_call_is_one_too(acme: Workspace, stop: Flag):
    factories.make_contact(acme, name="stopped", phone=GOOD, flags=[stop])
    factories.make_contact(acme, name="same number", phone=GOOD)

    assert as_lists(acme) == {"suppressed": {"stopped", "same number"}}


def test_whoever_has_a_number_that_a_do_not_call_had_before_a_merge_is_one_too(
    acme: Workspace, globex: Workspace, ada, stop: Flag
):
    stopped = factories.make_contact(acme, name="stopped", phone=OTHER, flags=[stop])
    other = factories.make_contact(acme, name="merged", phone=GOOD)
    factories.make_contact(acme, name="same number", phone=GOOD)
    factories.make_contact(globex, name="a neighbour", phone=GOOD)
    merge = factories.make_merge(stopped, other)

    assert as_lists(acme) == {"suppressed": {"stopped", "same number"}}
    assert as_lists(globex) == {"callable": {"a neighbour"}}
    check_agreement(acme)

    writing.unmerge(merge, ada)

    assert as_lists(acme) == {"suppressed": {"stopped"}, "shared": {"merged", "same number"}}
    check_agreement(acme)


def test_any_suppressing_flag_counts_and_no_other(acme: Workspace):
    gone = factories.make_flag(acme, "Wrong number", suppressing=True)
    factories.make_contact(acme, name="gone", phone=GOOD, flags=[gone])
    factories.make_contact(acme, name="vip", phone=OTHER, flags=[acme.flags.get(name="VIP")])

    assert as_lists(acme) == {"suppressed": {"gone"}, "callable": {"vip"}}


def test_a_required_flag_is_asked_for_after_do_not_call(acme: Workspace, stop: Flag, opt_in: Flag):
    require(opt_in)
    factories.make_contact(acme, name="agreed", phone="+12125550111", flags=[opt_in])
    factories.make_contact(acme, name="never asked", phone="+12125550112")
    factories.make_contact(acme, name="stopped", phone="+12125550113", flags=[stop])
    factories.make_contact(acme, name="agreed, shared", phone=GOOD, flags=[opt_in])
    factories.make_contact(acme, name="shared", phone=GOOD)

    assert as_lists(acme) == {
        "callable": {"agreed"},
        "suppressed": {"stopped"},
        "unverified": {"never asked", "shared"},
        "shared": {"agreed, shared"},
    }
    check_agreement(acme)


def test_nobody_is_callable_once_the_required_flag_is_deleted(acme: Workspace, opt_in: Flag):
    policy = require(opt_in)
    factories.make_contact(acme, name="agreed", phone=GOOD, flags=[opt_in])
    opt_in.delete()
    policy.refresh_from_db()

    assert Calling(acme).is_broken
    assert as_lists(acme) == {"unverified": {"agreed"}}
    check_agreement(acme)


def test_another_workspace_has_no_say(acme: Workspace, globex: Workspace):
    factories.make_contact(acme, name="ours", phone=GOOD)
    factories.make_contact(globex, phone=GOOD, flags=[globex.flags.get(name="Do Not Call")])
    require(globex.flags.get(name="VIP"))

    assert as_lists(acme) == {"callable": {"ours"}}


def test_a_list_is_judged_by_all_contacts_of_the_workspace(acme: Workspace, stop: Flag):
    """The other one with the number need not be in the list."""
    factories.make_contact(acme, name="in", phone=GOOD, state="TX")
    factories.make_contact(acme, name="out", phone=GOOD, state="OH")
    factories.make_contact(acme, name="in too", phone=OTHER, state="TX")
    factories.make_contact(acme, name="out too", phone=OTHER, state="OH", flags=[stop])

    assert as_lists(acme, "state=TX") == {"shared": {"in"}, "suppressed": {"in too"}}
    check_agreement(acme, "state=TX")


@pytest.mark.parametrize("required", ["", "Opt-in Verified", "gone"])
def test_list_count_and_mark_agree_whatever_the_contacts(
    acme: Workspace, globex: Workspace, required: str
):
    chance = random.Random(required)
    flags = list(acme.flags.all())
    if required:
        policy = require(factories.make_flag(acme, "gone") if required == "gone" else flags[3])
        if required == "gone":
            policy.required_flag.delete()
    for number in range(60):
        phone = chance.choice([f"+12125550{100 + number}", f"+1212555020{number % 7}", "+1234567"])
        carried = chance.sample(flags, chance.randrange(3))
        factories.make_contact(acme, phone=phone, state=chance.choice("AB"), flags=carried)
        factories.make_contact(globex, phone=phone)

    for query_string in ("", "state=A", f"without={flags[0].pk}", "q=2555", "verdict=shared"):
        check_agreement(acme, query_string)
    for verdict in ("", "nonsense", *Verdict):
        listed = ContactFilter(QueryDict(f"state=A&verdict={verdict}"), acme)
        assert calling_counts.exactly(listed) == listed.qs.count()
        counted = calling_counts.count(listed.qs, listed.calling)
        assert calling_counts.of_list(listed).parts == counted.parts


@pytest.mark.parametrize("held", [0, 4, 99])
def test_a_search_in_the_list_of_a_verdict_finds_its_part_of_it(
    acme: Workspace, stop: Flag, held: int, monkeypatch: pytest.MonkeyPatch
):
    """Whether or not the few of a verdict are looked up first."""
    monkeypatch.setattr("contacts.calling.HELD", held)
    for number in range(12):
        phone = f"+1212555010{number % 5}"
        carried = [stop] if number == 7 else []
        factories.make_contact(acme, name=f"Ann{number % 3}", phone=phone, flags=carried)

    for verdict in Verdict:
        part = set(ContactFilter(QueryDict(f"verdict={verdict}"), acme).qs)
        found = ContactFilter(QueryDict(f"verdict={verdict}&q=ann1"), acme).qs
        assert set(found) == {contact for contact in part if contact.name == "Ann1"}
        beside = ContactFilter(QueryDict(f"verdict={verdict}&added_since=2020-01-01"), acme).qs
        assert set(beside) == part


def test_shared_numbers_are_looked_for_once_for_a_list(acme: Workspace):
    """Among a million that takes longer than all else."""
    for name in ("Ann", "Bo"):
        factories.make_contact(acme, name=name, phone=GOOD)
    listed = ContactFilter(QueryDict("verdict=shared&added_since=2020-01-01"), acme)

    with CaptureQueriesContext(connection) as captured:
        rows = [row["name"] for part in listed.parts("name") for row in part.take(50)]
        number = listed.count()

    assert (rows, number) == (["Bo", "Ann"], 2)
    assert sum("HAVING" in query["sql"] for query in captured) == 1


def test_a_list_that_is_known_to_be_empty_counts_nobody(acme: Workspace):
    counts = calling_counts.count(acme.contacts.none(), Calling(acme))

    assert counts.total == 0


def test_no_flag_required_leaves_nobody_without_it(acme: Workspace):
    factories.make_contact(acme, phone=GOOD)

    assert not acme.contacts.filter(Calling(acme).where("unverified")).exists()


def test_a_required_flag_without_its_name_is_refused_by_the_database(acme: Workspace, opt_in: Flag):
    """The name outlives the flag: without it, its deletion would let everybody be called."""
    with pytest.raises(IntegrityError), transaction.atomic():
        CallingPolicy.objects.create(workspace=acme, required_flag=opt_in)


@pytest.mark.django_db
def test_former_phones_are_collated_as_phones():
    """Both are united and looked up in the contacts: otherwise PostgreSQL uses no index for it."""
    collations = set()
    with connection.cursor() as cursor:
        for model in (Contact, FormerValue):
            columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
            collations |= {column.collation for column in columns if column.name == "phone"}

    assert len(collations) == 1
