"""The page of one contact: everything about it, and what happened to it."""

import html

from django.test import Client

from contacts import flag_endings, writing
from contacts.models import Contact
from tests import factories
from workspaces.models import User, Workspace


def url(contact: Contact, action: str = "") -> str:
    return contact.get_absolute_url() + action


def test_detail_shows_everything(as_vic: Client, acme: Workspace, ada: User):
    contact_import = factories.make_import(acme, original_name="people.csv", created_by_name="eve")
    contact = writing.create(
        acme,
        ada,
        {
            "name": "Ann Lee",
            "phone": "+14155552671",
            "email": "ann+1@example.org",
            "state": "CA",
            "brokerage": "Lee & Co",
            "notes": "First line\nSecond line",
        },
        [acme.flags.get(name="Do Not Call")],
    )
    Contact.objects.filter(pk=contact.pk).update(contact_import=contact_import, import_line=7)

    page = html.unescape(as_vic.get(url(contact)).content.decode())

    for text in (
        'href="tel:+14155552671"',
        'id="e164">+14155552671</p>',
        '<span class="phone">+1 415-555-2671</span>, United States',
        "Must not be called.",
        "by the area code",
        'href="mailto:ann%2B1@example.org">ann+1<wbr>@example.org</a>',
        "Lee & Co",
        "First line\nSecond line",
        "Do Not Call",
        "by Ada",
        f'<a href="/w/acme/imports/{contact_import.pk}/">people.csv</a>, line 7',
        "<strong>Created</strong>",
    ):
        assert text in page, text


def test_detail_of_somebody_who_may_be_called_warns_of_nothing(as_vic: Client, acme: Workspace):
    contact = factories.make_contact(acme, [acme.flags.get(name="VIP")])

    assert "Must not be called." not in as_vic.get(url(contact)).text


def test_detail_warns_of_a_phone_that_looks_wrong(as_vic: Client, acme: Workspace):
    contact = factories.make_contact(acme, phone="+1987654")

    assert "looks too short for +1, United States" in as_vic.get(url(contact)).content.decode()


def test_detail_offers_a_viewer_nothing_to_change(as_vic: Client, as_eve: Client, acme: Workspace):
    contact = factories.make_contact(acme)

    for client, offered in ((as_vic, False), (as_eve, True)):
        page = client.get(url(contact)).content.decode()
        assert (url(contact, "edit/") in page) is offered
        assert (url(contact, "delete/") in page) is offered


def test_detail_tells_what_happened_newest_first(as_vic: Client, eve: User, acme: Workspace):
    vip = acme.flags.get(name="VIP")
    contact = writing.create(acme, eve, {"name": "Ann", "phone": "+1234567890"})
    contact = writing.change(contact, eve, {"name": "Anne"}, [vip], revision=1)
    writing.change(contact, None, {"brokerage": "Acme"}, [], revision=2)
    eve.delete()

    events = as_vic.get(url(contact)).context["timeline"].events

    # Her account is gone, her name stays.
    assert [(event.title, event.who) for event in events] == [
        ("Unflagged", ""),
        ("Changed", ""),
        ("Flagged", "eve"),
        ("Changed", "eve"),
        ("Created", "eve"),
    ]
    assert events[0].removed == [vip]
    assert events[1].fields == [("Brokerage / Company", "", "Acme")]
    assert events[2].added == [vip]
    assert events[3].fields == [("name", "Ann", "Anne")]


def test_detail_shows_a_flag_that_is_gone_by_the_name_it_had(
    as_vic: Client, acme: Workspace, ada: User
):
    flag = factories.make_flag(acme, "Spring", colour="green")
    contact = factories.make_contact(acme, [flag])
    flag_endings.delete(flag, ada)

    page = as_vic.get(url(contact)).content.decode()

    assert page.count('<span class="chip chip-grey" title="Spring">Spring</span>') == 2
    assert "Reason: The flag was deleted." in page


def test_detail_needs_the_same_queries_however_much_there_is(
    as_vic: Client, acme: Workspace, ada: User, django_assert_num_queries
):
    bare, rich = factories.make_contact(acme), factories.make_contact(acme, list(acme.flags.all()))
    for number in range(20):
        rich = writing.change(rich, None, {"name": f"Ann {number}"}, revision=number + 1)
        factories.make_interaction(rich, ada)
    as_vic.get(url(bare))

    # Session, person, membership, workspaces, contact; flags; all flags, journal, interactions; the
    # sign of what is under way. Who was changed may also be made of several: merges, former values.
    for contact, count in ((bare, 10), (rich, 12)):
        with django_assert_num_queries(count):
            as_vic.get(url(contact))


def test_flags_after_the_tenth_are_folded_and_suppressing_ones_are_the_last_to_be(
    as_vic: Client, acme: Workspace
):
    stop = acme.flags.get(name="Do Not Call")
    flags = [factories.make_flag(acme, f"A {number:02}") for number in range(11)]
    contact = factories.make_contact(acme, [stop, *flags])

    page = as_vic.get(url(contact)).content.decode()

    heading = page[page.index("<h1>") : page.index("Must not be called.")]
    shown, folded = heading.split('<details class="more">')
    assert shown.count('class="chip ') == 10
    assert shown.index("Do Not Call") < shown.index("A 00")
    assert '+2<span class="visually-hidden"> more flags</span>' in folded
    assert folded.count('class="chip ') == 2


def test_a_few_flags_stand_beside_the_name_and_more_below(as_vic: Client, acme: Workspace):
    flags = [factories.make_flag(acme, f"A {number}") for number in range(4)]
    few, more = (factories.make_contact(acme, flags[:count]) for count in (3, 4))

    beside, below = (as_vic.get(url(contact)).text for contact in (few, more))

    assert beside.index("A 0") < beside.index('<div class="actions">')
    assert below.index("A 0") > below.index('<div class="actions">')
