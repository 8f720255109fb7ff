"""The home of a workspace: a page worth opening, with nothing and with much in it."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from contacts.models import Contact, ImportState
from tests import factories
from workspaces.models import User, Workspace

HOME = "/w/acme/"


def test_home_of_an_empty_workspace_offers_the_first_steps(as_eve: Client, as_vic: Client):
    page = as_eve.get(HOME).text
    assert "No contacts in Acme yet" in page
    assert "/w/acme/contacts/new/" in page and "/w/acme/imports/new/" in page

    page = as_vic.get(HOME).text
    assert "An editor or owner of this workspace can add people." in page
    assert "/w/acme/contacts/new/" not in page and "/w/acme/imports/new/" not in page


def test_home_shows_numbers_that_lead_to_their_lists(as_vic: Client, acme: Workspace):
    vip = acme.flags.get(name="VIP")
    for _ in range(3):
        contact = factories.make_contact(acme, [vip], state="R&D / Süd")
    long_ago = timezone.now() - timedelta(days=800)
    Contact.objects.filter(pk=contact.pk).update(created_at=long_ago, updated_at=long_ago)

    response = as_vic.get(HOME)

    context, page = response.context, response.text
    assert (context["this_month"].total, context["this_month"].added) == (3, 2)
    assert context["unchanged_count"] == "1"
    links = (
        f"?added_since={context['this_month'].first.isoformat()}",
        f"?{context['unchanged'].query}",
        f"?flags={vip.pk}",
        "?state=R%26D%20%2F%20S%C3%BCd",
    )
    for link, rows in zip(links, (2, 1, 3, 3), strict=True):
        assert f'href="/w/acme/contacts/{link}"' in page, link
        assert len(as_vic.get(f"/w/acme/contacts/{link}").context["rows"]) == rows, link


def test_home_shows_what_is_next_and_what_came(
    as_vic: Client, acme: Workspace, globex: Workspace, eve: User, gus: User
):
    now = timezone.now()
    ann, foreign = factories.make_contact(acme, name="Ann"), factories.make_contact(globex)
    for number in range(7):
        at = now + timedelta(days=7 - number)
        factories.make_interaction(ann, eve, kind="appointment", at=at, text=f"Viewing {number}")
        factories.make_import(acme, original_name=f"{number}.csv", state=ImportState.REJECTED)
    yesterday = now - timedelta(days=1)
    factories.make_interaction(ann, eve, kind="appointment", at=yesterday, text="Past")
    factories.make_interaction(foreign, gus, kind="appointment", at=at, text="Elsewhere")

    response = as_vic.get(HOME)

    assert [row.text for row in response.context["appointments"]] == [
        f"Viewing {number}" for number in (6, 5, 4, 3, 2)
    ]
    assert response.context["appointment_count"] == 7
    assert [str(row) for row in response.context["imports"]] == [
        f"{number}.csv" for number in (6, 5, 4, 3, 2)
    ]
    assert "Viewing 6" in response.text and "Elsewhere" not in response.text


def test_home_names_flags_that_look_alike_to_those_who_may_mend_them(
    as_eve: Client, as_vic: Client, acme: Workspace
):
    assert "look alike" not in as_eve.get(HOME).text
    factories.make_flag(acme, "Hot Lead!")

    page = as_eve.get(HOME)

    assert [[flag.name for flag in group] for group in page.context["lookalikes"]] == [
        ["Hot Lead", "Hot Lead!"]
    ]
    assert "2 flags look alike:" in page.text and 'href="/w/acme/flags/"' in page.text
    assert "look alike" not in as_vic.get(HOME).text


def test_home_is_a_page_to_read(as_vic: Client, acme: Workspace):
    assert as_vic.post(HOME).status_code == 405
    assert as_vic.head(HOME).status_code == 200


def test_home_needs_the_same_queries_however_much_there_is(
    as_vic: Client, acme: Workspace, eve: User, django_assert_num_queries
):
    def add(number: int) -> None:
        flag = factories.make_flag(acme)
        for _ in range(number):
            contact = factories.make_contact(acme, [flag], state=f"State {number}")
            at = timezone.now() + timedelta(days=1)
            factories.make_interaction(contact, eve, kind="appointment", at=at)
            factories.make_import(acme)

    add(1)
    as_vic.get(HOME)
    for more in (0, 3):
        add(more)
        # Session, person, membership, workspaces; what was counted ahead, months, old contacts and
        # the flags their filter offers, flags, states and their names, appointments and their
        # number, imports, what is under way.
        with django_assert_num_queries(17):
            as_vic.get(HOME)
