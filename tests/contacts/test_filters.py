"""The query string says which contacts: what it means, and that junk never widens the list."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from django.utils import timezone

from contacts import calling_counts
from contacts.filters import ContactFilter
from contacts.models import Contact, Flag
from tests import factories
from workspaces.models import Workspace


def found(workspace: Workspace, query_string: str) -> set[str]:
    contact_filter = ContactFilter(QueryDict(query_string), workspace)
    assert contact_filter.problems == []
    return {contact.name for contact in contact_filter.qs}


def problems(workspace: Workspace, query_string: str) -> list[str]:
    """The messages about a query string, which must then give no contacts."""
    contact_filter = ContactFilter(QueryDict(query_string), workspace)
    if contact_filter.problems:
        assert list(contact_filter.qs) == []
    return [message for _, message in contact_filter.problems]


@pytest.fixture
def vip(acme: Workspace) -> Flag:
    return acme.flags.get(name="VIP")


@pytest.fixture
def follow_up(acme: Workspace) -> Flag:
    return acme.flags.get(name="Follow-up Needed")


@pytest.fixture
def stop(acme: Workspace) -> Flag:
    return acme.flags.get(name="Do Not Call")


@pytest.fixture
def flagged(acme: Workspace, vip: Flag, follow_up: Flag, stop: Flag) -> Workspace:
    factories.make_contact(acme, name="both", flags=[vip, follow_up])
    factories.make_contact(acme, name="vip", flags=[vip])
    factories.make_contact(acme, name="follow", flags=[follow_up])
    factories.make_contact(acme, name="stopped", flags=[vip, follow_up, stop])
    factories.make_contact(acme, name="none")
    return acme


def test_without_a_query_string_everybody_is_there(flagged: Workspace):
    assert found(flagged, "") == {"both", "vip", "follow", "stopped", "none"}


def test_flags_mean_all_of_them(flagged: Workspace, vip: Flag, follow_up: Flag):
    flags = f"flags={vip.pk}&flags={follow_up.pk}"

    assert found(flagged, flags) == {"both", "stopped"}
    assert found(flagged, f"{flags}&match=all") == {"both", "stopped"}
    assert found(flagged, f"{flags}&flags={vip.pk}") == {"both", "stopped"}


def test_match_any_means_one_of_them(flagged: Workspace, vip: Flag, follow_up: Flag):
    flags = f"flags={vip.pk}&flags={follow_up.pk}&match=any"

    assert found(flagged, flags) == {"both", "vip", "follow", "stopped"}


def test_without_means_none_of_them(flagged: Workspace, vip: Flag, follow_up: Flag, stop: Flag):
    assert found(flagged, f"without={stop.pk}") == {"both", "vip", "follow", "none"}
    assert found(flagged, f"without={vip.pk}&without={follow_up.pk}") == {"none"}
    assert found(flagged, f"flags={vip.pk}&without={stop.pk}&q=bot") == {"both"}


def test_state_and_brokerage_are_whole_values_without_case_and_accents(acme: Workspace):
    factories.make_contact(acme, name="a", state="Île-de-France", brokerage="ABC  Corp")
    factories.make_contact(acme, name="b", state="Île", brokerage="ABC")

    assert found(acme, "state=ile-de-france") == {"a"}
    assert found(acme, "brokerage=abc corp") == {"a"}
    assert found(acme, "state=ILE&brokerage=Abc") == {"b"}
    assert found(acme, "state=fra") == set()


def test_days_begin_where_the_person_is(acme: Workspace):
    contact = factories.make_contact(acme, name="new")
    late_in_utc = datetime(2026, 3, 9, 22, 30, tzinfo=UTC)
    Contact.objects.filter(pk=contact.pk).update(created_at=late_in_utc, updated_at=late_in_utc)

    with timezone.override("Europe/Helsinki"):  # already the 10th there
        assert found(acme, "added_since=2026-03-10") == {"new"}
        assert found(acme, "not_updated_since=2026-03-10") == set()
        assert found(acme, "not_updated_since=2026-03-11") == {"new"}
    with timezone.override("UTC"):
        assert found(acme, "added_since=2026-03-10") == set()
        assert found(acme, "not_updated_since=2026-03-10") == {"new"}


def test_warning_means_a_phone_that_looks_wrong(acme: Workspace):
    factories.make_contact(acme, name="right", phone="+442079460018")
    factories.make_contact(acme, name="short", phone="+1555123456")

    assert found(acme, "warning=1") == {"short"}


def test_import_means_what_that_file_brought(acme: Workspace):
    contact_import = factories.make_import(acme)
    contact = factories.make_contact(acme, name="from file")
    factories.make_contact(acme)
    Contact.objects.filter(pk=contact.pk).update(contact_import=contact_import, import_line=2)

    assert found(acme, f"import={contact_import.pk}") == {"from file"}


def test_blank_fields_of_the_form_filter_nothing(flagged: Workspace):
    blanks = "q=&match=all&state=&brokerage=&added_since=&not_updated_since=&warning=&import=&sort="

    assert len(found(flagged, blanks)) == 5


@pytest.mark.parametrize(
    ("query_string", "message"),
    [
        ("flags=0", "Flags: This workspace has no flag with the number “0”."),
        ("flags=", "Flags: This workspace has no flag with the number “”."),
        ("without=vip", "None of these flags: This workspace has no flag with the number “vip”."),
        ("match=some", "Contacts with: “some” is not one of the choices."),
        ("warning=yes", "Phone warning: “yes” is not one of the choices."),
        ("import=0", "From import: This workspace has no import with the number “0”."),
        ("import=%D9%A1", "From import: This workspace has no import with the number “١”."),
        (
            "added_since=yesterday",
            "Added since: “yesterday” is no date: write year, month and day, such as 2026-01-31.",
        ),
        (
            "not_updated_since=0001-01-01",
            "Not updated since: “0001-01-01” is no date:"
            " write year, month and day, such as 2026-01-31.",
        ),
        (
            "q=a%00b",
            "Search: The search contains a control character (U+0000 NULL) at position 2:"
            " remove it.",
        ),
        ("state=%CC%81", "State: This holds no character that could be found."),
        (
            "state=%00",
            "State: This holds a character that cannot be kept (NUL):"
            " take it out, or type the text again.",
        ),
        ("flag=1", "“flag” is no filter of this list."),
        ("q=a&q=b", "“q” is given more than once, with different values."),
    ],
)
def test_what_is_not_understood_gives_nobody_and_a_message(
    acme: Workspace, query_string: str, message: str
):
    factories.make_contact(acme, name="ab")

    assert problems(acme, query_string) == [message]


def test_a_flag_of_another_workspace_is_unknown(flagged: Workspace, globex: Workspace, vip: Flag):
    foreign = globex.flags.get(name="VIP")

    for query_string in (
        f"flags={foreign.pk}",
        f"without={foreign.pk}",
        f"flags={vip.pk}&flags={foreign.pk}&match=any",
    ):
        assert len(problems(flagged, query_string)) == 1


def test_an_import_of_another_workspace_is_unknown(acme: Workspace, globex: Workspace):
    foreign = factories.make_import(globex)

    assert len(problems(acme, f"import={foreign.pk}")) == 1


@pytest.mark.parametrize(
    "name",
    ["q", "flags", "without", "match", "state", "brokerage", "added_since", "warning", "import"],
)
@pytest.mark.parametrize(
    "value",
    ["%00", "x" * 100_000, "9" * 100, "%ff%fe", "%ED%A0%80", "-7777", "1e9", "%F0%9F%8E%89"],
)
def test_junk_never_widens_the_list(acme: Workspace, name: str, value: str):
    factories.make_contact(acme, name="Ada", phone="+442079460018")

    contact_filter = ContactFilter(QueryDict(f"{name}={value}"), acme)

    assert list(contact_filter.qs) == []
    assert all(len(message) < 300 for _, message in contact_filter.problems)


def test_an_unknown_order_is_no_reason_to_hide_contacts(flagged: Workspace):
    contact_filter = ContactFilter(QueryDict("sort=foo"), flagged)

    assert contact_filter.order_problem
    assert contact_filter.order.name == "-added"
    assert contact_filter.qs.count() == 5


def test_link_is_short_and_leaves_the_page_out(acme: Workspace):
    data = QueryDict("q=a+b&match=all&state=&sort=-added&flags=1&flags=2&cursor=x&count=exact")
    contact_filter = ContactFilter(data, acme)

    assert contact_filter.link() == "?q=a+b&flags=1&flags=2"
    assert contact_filter.link(sort="name") == "?q=a+b&sort=name&flags=1&flags=2"
    assert contact_filter.link(contact_filter.without_part("flags", "1")) == "?q=a+b&flags=2"
    assert contact_filter.link(contact_filter.without_part("flags")) == "?q=a+b"
    assert ContactFilter(QueryDict("match=all"), acme).link() == ""
    assert ContactFilter(QueryDict("sort=newest"), acme).link() == ""
    assert ContactFilter(QueryDict("q=a&sort=newest"), acme).link() == "?q=a&sort=newest"


def test_counting_stops_at_the_limit(acme: Workspace, monkeypatch: pytest.MonkeyPatch):
    for _ in range(3):
        factories.make_contact(acme)
    monkeypatch.setattr("contacts.filters.COUNT_LIMIT", 1)

    assert ContactFilter(QueryDict(""), acme).count() == 2
    assert calling_counts.exactly(ContactFilter(QueryDict(""), acme)) == 3


def test_a_subclass_knows_every_filter():
    class Narrower(ContactFilter):
        pass

    assert set(Narrower.base_filters) == set(ContactFilter.base_filters)
