"""The page of duplicates: which groups, in which order, and what can be done about them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts import duplicates, writing
from contacts.duplicate_groups import decode, encode
from contacts.models import Contact, SuppressedNumber
from tests.factories import make_contact, make_interaction

PHONE = "+14155550123"


def groups(workspace) -> list[tuple[str, list[str]]]:
    """All groups, page by page: the reason, and the names."""
    found, place = [], decode("")
    while place is not None:
        page = duplicates.page_at(workspace, place, size=2)
        found += [
            (group.reason.name, [contact.name for contact in group.contacts])
            for group in page.groups
        ]
        place = page.next and decode(encode(page.next))
    return found


def pair(workspace, **fields) -> list[Contact]:
    return [make_contact(workspace, name=name, **fields) for name in ("Ann", "Bo")]


def page(client, workspace, **query) -> str:
    return client.get(reverse("duplicate_list", args=[workspace.slug]), query).text


def test_groups_by_each_reason_the_most_certain_first(acme):
    make_contact(acme, name="Jo Named", brokerage="ABC  Corp")
    make_contact(acme, name="JÖ NAMED", brokerage="abc corp")
    make_contact(acme, name="Mail", email="Mail@Example.org")
    make_contact(acme, name="Other Mail", email="mail@example.org")
    make_contact(acme, name="Zero", phone="+4402079460018")
    make_contact(acme, name="No Zero", phone="+442079460018")
    pair(acme, phone=PHONE)
    make_contact(acme, name="Alone", email="alone@example.org", brokerage="ABC Corp")

    assert groups(acme) == [
        ("phone", ["Ann", "Bo"]),
        ("trunk", ["Zero", "No Zero"]),
        ("email", ["Mail", "Other Mail"]),
        ("name", ["Jo Named", "JÖ NAMED"]),
    ]


def test_italian_zeros_belong_to_the_number(acme):
    make_contact(acme, phone="+390612345678")
    make_contact(acme, phone="+39612345678")

    assert groups(acme) == []


def test_nothing_in_common_but_empty_fields_is_nothing(acme):
    make_contact(acme, name="Ann")
    make_contact(acme, name="Ann")

    assert groups(acme) == []


def test_a_pair_is_not_shown_again_under_a_weaker_reason(acme):
    for _ in range(2):
        make_contact(acme, name="Ann", phone=PHONE, email="a@example.org", brokerage="ABC")
        make_contact(acme, name="Cy", email="c@example.org", brokerage="ABC")

    assert groups(acme) == [("phone", ["Ann", "Ann"]), ("email", ["Cy", "Cy"])]


def test_a_third_one_is_shown_with_those_that_a_stronger_reason_holds_together(acme):
    for name in ("Ann", "Bo"):
        make_contact(acme, name=name, phone=PHONE, email="a@example.org")
    make_contact(acme, name="Cy", email="a@example.org")

    assert groups(acme) == [("phone", ["Ann", "Bo"]), ("email", ["Ann", "Bo", "Cy"])]


def test_other_workspaces_are_no_part_of_it(acme, globex):
    make_contact(acme, phone=PHONE)
    make_contact(globex, phone=PHONE)

    assert groups(acme) == groups(globex) == []


def test_pages_follow_each_other_without_gap_or_overlap(acme):
    for number in range(7):
        pair(acme, phone=f"+1415555010{number}")
        pair(acme, email=f"{number}@example.org")

    reasons = [reason for reason, _ in groups(acme)]

    assert reasons == ["phone"] * 7 + ["email"] * 7


def test_settled_groups_are_passed_over_and_a_page_looks_at_so_many(acme, eve, monkeypatch):
    monkeypatch.setattr(duplicates, "BATCH", 2)
    monkeypatch.setattr(duplicates, "LOOKED_AT", 4)
    for number in range(6):
        two = pair(acme, phone=f"+1415555010{number}")
        writing.tell_apart(acme, eve, [contact.pk for contact in two])
    pair(acme, email="last@example.org")

    first = duplicates.page_at(acme, decode(""))

    assert first.groups == []
    assert first.next is not None
    assert groups(acme) == [("email", ["Ann", "Bo"])]


def test_not_the_same_is_remembered_until_somebody_joins_or_takes_it_back(acme, as_eve):
    two = pair(acme, phone=PHONE, email="a@example.org")
    ids = [contact.pk for contact in two]

    as_eve.post(reverse("distinction_create", args=[acme.slug]), {"contacts": ids})
    assert groups(acme) == []

    newcomer = make_contact(acme, name="Cy", phone=PHONE)
    assert groups(acme) == [("phone", ["Ann", "Bo", "Cy"])]

    newcomer.delete()
    decision = acme.distinctions.get()
    listed = as_eve.get(reverse("distinction_list", args=[acme.slug])).text
    assert "Ann" in listed and "Bo" in listed
    as_eve.post(reverse("distinction_delete", args=[acme.slug, decision.pk]))
    assert groups(acme) == [("phone", ["Ann", "Bo"])]


def test_side_by_side_with_differences_and_the_most_complete_first(acme, as_eve):
    pair(acme, phone=PHONE, state="CA")
    full = make_contact(acme, name="Full", phone=PHONE, state="CA", email="f@example.org")

    text = page(as_eve, acme)

    heads = re.findall(r"contacts/(\d+)/\">no\. \d", text)
    assert heads[0] == str(full.pk)
    assert text.index("keep this one") < text.index("no. 2")
    rows = dict(re.findall(r'<tr( class="differs")?>\s*<th scope="row">([\w-]+)', text))
    assert [
        field
        for mark, field in re.findall(
            r'<tr( class="differs")?>\s*<th scope="row">([A-Za-z-]+)', text
        )
        if mark
    ] == ["Name", "E-mail"], rows
    assert "3 contacts" in text


def test_empty_page_says_so(acme, as_vic):
    assert "No duplicates" in page(as_vic, acme)


def test_viewers_see_and_are_offered_nothing_to_do(acme, as_vic):
    pair(acme, phone=PHONE)

    text = page(as_vic, acme)

    assert "Bo" in text
    assert "merges/" not in text and "<button" not in text.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("junk", ["x", "W10", "WyJ4Il0", "a" * 3000, "WyJwaG9uZSIsMV0", "\0"])
def test_a_place_that_is_none_shows_the_first_page_and_says_so(acme, as_eve, junk):
    pair(acme, phone=PHONE)

    text = page(as_eve, acme, **{"from": junk})

    assert "leads to no page" in text and "Bo" in text


def test_counts_are_honest_and_stop_at_their_limit(acme, as_vic, monkeypatch):
    monkeypatch.setattr(duplicates, "COUNT_LIMIT", 2)
    for number in range(3):
        pair(acme, phone=f"+1415555010{number}")
    pair(acme, email="a@example.org")

    text = as_vic.get(reverse("duplicate_counts", args=[acme.slug])).text

    assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).count("2+ groups") == 1
    assert duplicates.capped_counts(acme) == {"phone": 3, "trunk": 0, "email": 1, "name": 0}


def test_number_of_queries_does_not_grow_with_the_groups(acme, as_eve):
    page(as_eve, acme)  # the first visit notes the workspace
    counted = []
    for number in range(3):
        pair(acme, phone=f"+1415555010{number}", flags=[acme.flags.first()])
        with CaptureQueriesContext(connection) as queries:
            page(as_eve, acme)
        counted.append(len(queries))

    assert counted[0] == counted[2]


def test_deleting_the_extras_says_what_goes_and_remembers_their_numbers(acme, as_eve, eve):
    stop = acme.flags.get(suppressing=True)
    kept = make_contact(acme, name="Kept", phone=PHONE, email="k@example.org")
    extra = make_contact(acme, name="Extra", phone="+14155550199", flags=[stop], state="Ohio")
    make_interaction(extra, eve)
    ids = {"contacts": [kept.pk, extra.pk], "keep": kept.pk}

    asked = as_eve.get(reverse("duplicate_delete", args=[acme.slug]), ids).text
    assert "Extra" in asked and "Ohio" in asked and "1 interaction" in asked
    assert acme.contacts.count() == 2

    as_eve.post(reverse("duplicate_delete", args=[acme.slug]), ids)

    assert list(acme.contacts.all()) == [kept]
    assert SuppressedNumber.objects.filter(workspace=acme).count() == 1
    again = make_contact(acme, phone="+14155550199")
    assert list(again.flags.all()) == [stop]


@pytest.mark.parametrize("name", ["duplicate_delete", "merge_create", "distinction_create"])
@pytest.mark.parametrize("ids", [[], ["x", "y"], ["1"], ["9" * 30, "1"], ["-1", "2"], ["\0", "2"]])
def test_ids_that_are_none_are_not_found(acme, as_eve, name, ids):
    assert as_eve.post(reverse(name, args=[acme.slug]), {"contacts": ids}).status_code == 404


@pytest.mark.parametrize("name", ["duplicate_delete", "merge_create", "distinction_create"])
def test_a_contact_of_another_workspace_is_as_a_missing_one(acme, globex, as_ada, name):
    own, foreign = make_contact(acme), make_contact(globex)
    url = reverse(name, args=[acme.slug])

    given = as_ada.post(url, {"contacts": [own.pk, foreign.pk]})
    missing = as_ada.post(url, {"contacts": [own.pk, 999_999]})

    assert given.status_code == missing.status_code == 404
    token = re.compile(r'csrfmiddlewaretoken" value="\w+"')
    assert token.sub("", given.text) == token.sub("", missing.text)
    assert Contact.objects.count() == 2


def test_while_typing_the_form_says_who_has_the_phone_or_the_email(acme, as_eve):
    ann = make_contact(acme, name="Ann", phone=PHONE, email="Ann@example.org")
    url = reverse("contact_same", args=[acme.slug])

    by_phone = as_eve.get(url, {"phone": PHONE, "email": ""}).text
    by_email = as_eve.get(url, {"phone": "+1415", "email": "ann@EXAMPLE.org"}).text
    herself = as_eve.get(url, {"phone": PHONE, "email": ann.email, "except": ann.pk}).text

    assert f"phone {PHONE} already" in by_phone and "Ann" in by_phone
    assert "e-mail ann@EXAMPLE.org already" in by_email and "Ann" in by_email
    assert "Ann" not in herself
    assert f'hx-get="{url}"' in as_eve.get(reverse("contact_create", args=[acme.slug])).text
    for junk in ("\0", "x" * 5000):
        assert as_eve.get(url, {"phone": junk, "email": junk, "except": junk}).status_code == 200


def test_the_same_email_is_a_hint_and_never_a_block(acme, as_eve):
    make_contact(acme, name="Ann", email="ann@example.org")
    values = {"name": "Bo", "phone": PHONE, "email": "ANN@example.org"}

    saved = as_eve.post(reverse("contact_create", args=[acme.slug]), values, follow=True).text
    again = as_eve.post(
        reverse("contact_create", args=[acme.slug]), values | {"name": "", "phone": "1"}
    ).text

    assert acme.contacts.filter(name="Bo").exists()
    assert "has the same e-mail" in saved
    assert "Who has the e-mail ANN@example.org already" in again
