"""One contact by id or phone, ETags, and whether a number may be called."""

import pytest

from contacts import writing
from tests import factories

PHONE = "+442079460001"


@pytest.fixture
def stop(acme):
    return acme.flags.get(suppressing=True)


def test_a_contact_comes_with_all_that_is_known(system, acme):
    vip = acme.flags.get(name="VIP")
    contact = factories.make_contact(
        acme,
        [vip],
        name="Élodie “Lo” 🌍",
        phone=PHONE,
        email="Lo@Example.org",
        state="TX",
        brokerage="ABC",
        notes="Likes\ntea",
    )

    found = system.json(f"/contacts/{contact.pk}")

    moments = {found.pop("created_at"), found.pop("updated_at")}
    assert all(moment.endswith("Z") for moment in moments)
    assert found == {
        "id": contact.pk,
        "revision": 1,
        "name": "Élodie “Lo” 🌍",
        "phone": PHONE,
        "email": "Lo@Example.org",
        "state": "TX",
        "brokerage": "ABC",
        "notes": "Likes\ntea",
        "flags": ["VIP"],
        "verdict": "callable",
        "phone_warning": "",
    }


def test_a_suppressed_contact_is_left_out_unless_asked_for_and_then_marked(system, acme, stop):
    contact = factories.make_contact(acme, [stop], phone=PHONE)

    assert system.get(f"/contacts/{contact.pk}").status_code == 404
    assert system.json("/contacts", {"phone": PHONE})["items"] == []
    for include in ("callable", "unsuppressed"):
        assert system.get(f"/contacts/{contact.pk}", {"include": include}).status_code == 404
    shown = system.json(f"/contacts/{contact.pk}", {"include": "all"})
    assert (shown["verdict"], shown["flags"]) == ("suppressed", ["Do Not Call"])
    (listed,) = system.json("/contacts", {"phone": PHONE, "include": "all"})["items"]
    assert listed["verdict"] == "suppressed"


def test_contacts_that_share_a_number_come_all(system, acme):
    contacts = [factories.make_contact(acme, phone=PHONE) for _ in range(3)]

    found = system.all("/contacts", {"phone": PHONE, "limit": 2})

    assert [one["id"] for one in found] == [contact.pk for contact in contacts]
    assert {one["verdict"] for one in found} == {"shared"}
    assert system.json("/contacts", {"phone": PHONE, "include": "callable"})["items"] == []


def test_etag_spares_what_is_known_and_changes_with_all_that_is_shown(system, acme, ada, stop):
    contact = factories.make_contact(acme, phone=PHONE)
    path = f"/contacts/{contact.pk}"
    first = system.get(path)
    tag = first.headers["ETag"]

    same = system.get(path, **{"If-None-Match": f'"other", W/{tag}'})

    assert tag.startswith('"1-')
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", tag)
    tags = [tag]
    writing.change(contact, ada, {"name": "New"}, revision=1)
    tags.append(system.get(path).headers["ETag"])
    factories.make_contact(acme, phone=PHONE)  # the verdict is another now
    tags.append(system.get(path).headers["ETag"])
    assert len(set(tags)) == 3
    assert system.get(path, **{"If-None-Match": tag}).status_code == 200


def test_a_number_is_asked_for_before_dialling(system, acme, ada, stop):
    path = "/numbers/%2B442079460001"
    unknown = {"phone": PHONE, "known": False, "suppressed": False}
    assert system.json(path) == unknown

    contact = factories.make_contact(acme, phone=PHONE)
    assert system.json(path) == unknown | {"known": True}
    writing.change(contact, ada, {}, [stop], revision=1)
    assert system.json(path) == {"phone": PHONE, "known": True, "suppressed": True}
    writing.delete(contact, ada)
    assert system.json(path) == unknown | {"suppressed": True}


def test_a_number_merged_away_is_asked_for_before_dialling(system, acme, stop):
    kept = factories.make_contact(acme, [stop])
    factories.make_merge(kept, factories.make_contact(acme, phone=PHONE))

    found = system.json("/numbers/%2B442079460001")

    assert found == {"phone": PHONE, "known": False, "suppressed": True}


@pytest.mark.parametrize(
    "query",
    [
        {"phone": "+1"},
        {"phone": "0012345678"},
        {"phone": "+1234567890\x00"},
        {"phone": "+1234567890\n"},
        {},
        {"phone": PHONE, "limit": 0},
        {"phone": PHONE, "limit": 501},
        {"phone": PHONE, "cursor": "AAAA"},
        {"phone": PHONE, "cursor": ""},
        {"phone": PHONE, "include": "everything"},
    ],
)
def test_bad_parameters_are_named(system, query):
    response = system.get("/contacts", query)

    assert response.status_code == 422
    (problem,) = response.json()["detail"]
    assert problem["loc"][0] == "query"


@pytest.mark.parametrize("contact_id", [0, -1, 2**63, 10**30, "1.5", "x", "%00"])
def test_ids_that_are_none_are_no_server_error(system, contact_id):
    assert system.get(f"/contacts/{contact_id}").status_code in (404, 422)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_are_as_many_for_one_contact_as_for_three(
    system, acme, stop, count, django_assert_num_queries
):
    for _ in range(count):
        factories.make_contact(acme, [stop], phone=PHONE)

    # The token and its count, the policy, what suppresses, the contacts and their flags.
    system.json("/contacts", {"phone": PHONE, "include": "all"})
    with django_assert_num_queries(6):
        system.json("/contacts", {"phone": PHONE, "include": "all"})
