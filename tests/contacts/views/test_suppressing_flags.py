"""What only an owner may do to flags: mark one as suppressing, take the mark off, delete."""

import pytest
from django.test import Client

from contacts.models import Contact, Flag
from tests import factories
from workspaces.models import AuditEntry, User, Workspace

LIST, NEW = "/w/acme/flags/", "/w/acme/flags/new/"


@pytest.fixture
def vip(acme: Workspace) -> Flag:
    return acme.flags.get(name="VIP")


@pytest.fixture
def dnc(acme: Workspace) -> Flag:
    """Do Not Call, on two contacts."""
    flag = acme.flags.get(name="Do Not Call")
    factories.make_contact(acme, [flag])
    factories.make_contact(acme, [flag])
    return flag


def edit(flag: Flag) -> str:
    return f"{LIST}{flag.pk}/edit/"


def delete(flag: Flag) -> str:
    return f"{LIST}{flag.pk}/delete/"


def typed(flag: Flag, **values: object) -> dict[str, object]:
    """What the form of the flag posts, with some values changed; no mark when None."""
    posted = {name: getattr(flag, name) for name in ("name", "colour", "description")}
    if flag.suppressing:
        posted["suppressing"] = "on"
    return {name: value for name, value in (posted | values).items() if value is not None}


def stored(flag: Flag) -> Flag:
    return Flag.objects.get(pk=flag.pk)


def audited() -> list[tuple[str, dict[str, object]]]:
    return list(
        AuditEntry.objects.filter(action__startswith="flag.").values_list("action", "detail")
    )


def test_owner_marks_a_flag_as_suppressing(as_ada: Client, ada: User, vip: Flag):
    as_ada.post(edit(vip), typed(vip, suppressing="on"))

    assert stored(vip).suppressing
    entry = AuditEntry.objects.get(action="flag.marked_suppressing")
    assert (entry.actor, entry.detail) == (ada, {"flag": "VIP", "contacts": 0})


def test_owner_creates_a_suppressing_flag(as_ada: Client, acme: Workspace):
    as_ada.post(NEW, {"name": "Bad number", "suppressing": "on"})

    assert acme.flags.get(name="Bad number").suppressing
    assert audited() == [("flag.marked_suppressing", {"flag": "Bad number", "contacts": 0})]


@pytest.mark.parametrize("count", [None, "", "3", "two", "٢"])
def test_owner_takes_the_mark_off_only_with_the_count(as_ada: Client, dnc: Flag, count: str | None):
    response = as_ada.post(edit(dnc), typed(dnc, suppressing=None, contact_count=count))

    assert response.context["form"].errors == {
        "contact_count": ["Type the number of contacts that carry the flag: 2."]
    }
    assert stored(dnc).suppressing
    assert audited() == []


def test_owner_takes_the_mark_off(as_ada: Client, dnc: Flag):
    as_ada.post(edit(dnc), typed(dnc, suppressing=None, contact_count=" 2 "))

    assert not stored(dnc).suppressing
    assert audited() == [("flag.unmarked_suppressing", {"flag": "Do Not Call", "contacts": 2})]


def test_owner_renames_a_suppressing_flag_without_the_count(as_ada: Client, dnc: Flag):
    as_ada.post(edit(dnc), typed(dnc, name="Never call"))

    assert (stored(dnc).name, stored(dnc).suppressing) == ("Never call", True)


def test_editor_renames_a_suppressing_flag_and_it_stays_one(as_eve: Client, dnc: Flag):
    page = as_eve.get(edit(dnc)).content.decode()
    assert 'name="suppressing"' not in page
    assert "Only an owner of the workspace can change that." in page

    for name, sent in (("Never call", None), ("Never ring", "on")):
        as_eve.post(edit(dnc), typed(dnc, name=name, suppressing=sent))

        assert (stored(dnc).name, stored(dnc).suppressing) == (name, True)


def test_editor_cannot_mark_or_unmark(as_eve: Client, dnc: Flag, vip: Flag):
    for flag, sent in ((vip, "on"), (dnc, ""), (dnc, "false")):
        response = as_eve.post(edit(flag), typed(flag, name="Other", suppressing=sent))

        [message] = response.context["form"].non_field_errors()
        assert message.startswith("Only an owner of the workspace marks a flag as suppressing")
        assert stored(flag).name == flag.name
    assert stored(dnc).suppressing
    assert not stored(vip).suppressing


def test_delete_is_the_owners(as_eve: Client, vip: Flag):
    assert as_eve.get(delete(vip)).status_code == 403
    assert as_eve.post(delete(vip)).status_code == 403


def test_delete_says_how_many_contacts_lose_the_flag(as_ada: Client, acme: Workspace, vip: Flag):
    contact = factories.make_contact(acme, [vip])

    page = as_ada.get(delete(vip)).content.decode()
    assert "<strong>1 contact</strong> will lose it." in page
    assert 'name="contact_count"' not in page
    response = as_ada.post(delete(vip))

    assert response["Location"] == LIST
    assert not acme.flags.filter(pk=vip.pk).exists()
    assert Contact.objects.get(pk=contact.pk).flags.count() == 0
    assert audited() == [("flag.deleted", {"flag": "VIP", "suppressing": False, "contacts": 1})]
    assert "was deleted and taken off 1 contact." in as_ada.get(LIST).content.decode()


def test_delete_of_a_suppressing_flag_needs_the_count(as_ada: Client, acme: Workspace, dnc: Flag):
    assert "nothing keeps them out of campaigns" in as_ada.get(delete(dnc)).content.decode()
    for count in ("", "1"):
        response = as_ada.post(delete(dnc), {"contact_count": count})
        assert list(response.context["form"].errors) == ["contact_count"]
        assert stored(dnc) == dnc

    as_ada.post(delete(dnc), {"contact_count": "2"})

    assert not acme.flags.filter(pk=dnc.pk).exists()
    assert audited() == [
        ("flag.deleted", {"flag": "Do Not Call", "suppressing": True, "contacts": 2})
    ]
