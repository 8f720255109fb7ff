"""`manage.py seed_demo`: who and what is there afterwards, and that it can be run again."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from contacts import duplicates, lookalikes
from contacts.merging import count_exact
from contacts.models import (
    Contact,
    ContactChange,
    ContactFlag,
    ContactImport,
    ImportState,
    Interaction,
    derived_values,
)
from contacts.models.contact import CSV_FIELDS
from workspaces.demo_password import DEMO_PASSWORD
from workspaces.models import Membership, User, Workspace

MODELS = (
    User,
    Workspace,
    Membership,
    Contact,
    ContactFlag,
    ContactChange,
    ContactImport,
    Interaction,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def development(settings: Any) -> None:
    settings.DEBUG = True


def seed(**options: Any) -> str:
    """Run the command; returns what it printed."""
    printed = io.StringIO()
    call_command("seed_demo", stdout=printed, skip_checks=True, **options)
    return printed.getvalue()


@pytest.fixture
def acme() -> Workspace:
    seed()
    return Workspace.objects.get(slug="acme")


def test_seed_demo_is_refused_in_production(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG=true"):
        seed()

    assert not User.objects.exists()


def test_seed_demo_makes_people_with_their_roles():
    seed()

    roles = Membership.objects.values_list("user__username", "workspace__slug", "role")
    assert set(roles) == {
        ("ada", "acme", "owner"),
        ("ada", "globex", "owner"),
        ("eve", "acme", "editor"),
        ("vic", "acme", "viewer"),
        ("gus", "globex", "owner"),
    }
    assert User.objects.get(is_superuser=True).username == "admin"


def test_seed_demo_prints_names_and_a_password_that_works(client):
    printed = seed()

    assert DEMO_PASSWORD in printed
    for username in ("ada", "eve", "vic", "gus", "admin"):
        assert f"  {username}" in printed
        assert User.objects.get(username=username).check_password(DEMO_PASSWORD)


@pytest.mark.parametrize(("debug", "allowed"), [(True, True), (False, False)])
def test_demo_password_opens_nothing_in_production(client, settings, debug, allowed):
    seed()
    settings.DEBUG = debug

    client.post("/accounts/login/", {"username": "ada", "password": DEMO_PASSWORD})

    assert ("_auth_user_id" in client.session) is allowed


def test_second_run_changes_nothing_and_says_so(acme):
    def everything() -> list[Any]:
        return [list(model.objects.order_by("pk").values()) for model in MODELS]

    before = everything()

    assert "nothing changed" in seed()
    assert everything() == before


def test_accounts_that_exist_keep_their_password():
    User.objects.create_user("ada", password="her own words")

    seed()

    assert User.objects.get(username="ada").check_password("her own words")


def test_acme_is_lively(acme):
    assert 290 <= acme.contacts.count() <= 310
    assert 30 <= Workspace.objects.get(slug="globex").contacts.count() <= 50
    assert all(flag.contact_count for flag in acme.flags.with_counts())
    assert acme.contacts.exclude(notes="").count() > 20
    phones_seen = list(acme.contacts.values_list("phone", flat=True))
    assert len(set(phones_seen)) < len(phones_seen), "somebody was entered twice"


def test_acme_has_duplicates_of_several_kinds(acme):
    counts = duplicates.capped_counts(acme)

    assert counts["phone"] >= 3
    assert counts["email"] >= 1
    assert counts["name"] >= 1
    assert count_exact(acme) == 2


def test_acme_has_flags_that_look_alike_and_remembers_a_number(acme):
    names = list(acme.flags.order_by("name_key").values_list("name", flat=True))

    assert [[names[place] for place in group] for group in lookalikes.groups(names)] == [
        ["Past Client", "Past clients"]
    ]
    assert all(acme.flags.values_list("last_used_at", flat=True))
    assert acme.suppressed_numbers.count() == 1


def test_acme_has_an_import_with_problems(acme):
    contact_import = acme.imports.get()

    assert contact_import.state == ImportState.COMPLETED
    assert contact_import.created_count == contact_import.contacts.count() > 20
    assert contact_import.contacts.exclude(flags=None).count() > 10, "page one shows flags"
    assert contact_import.duplicate_rows == 2
    assert contact_import.warning_rows == 2
    assert contact_import.empty_rows == 1
    assert set(contact_import.problems) == {
        "phone_needs_cleaning",
        "phone_no_plus",
        "phone_scientific",
        "name_missing",
        "email_invalid",
        "duplicate_in_file",
        "duplicate_contact",
        "warning_too_short",
        "warning_same_email_contact",
    }


def test_contacts_were_added_in_order_over_the_past_year(acme):
    added = list(acme.contacts.order_by("id").values_list("created_at", flat=True))

    assert added == sorted(added)
    assert (timezone.now() - added[0]).days > 350
    assert added[-1] <= timezone.now()


def test_people_have_spoken_with_contacts_and_will_again(acme):
    past = acme.interactions.exclude(pk__in=acme.interactions.upcoming_appointments())

    assert acme.interactions.upcoming_appointments().count() == 7
    assert set(past.values_list("kind", flat=True)) == {"call", "message", "appointment", "note"}
    for interaction in acme.interactions.select_related("contact"):
        interaction.full_clean()
        assert interaction.at > interaction.contact.created_at


def test_contacts_are_as_the_product_writes_them(acme):
    for contact in acme.contacts.all():
        contact.full_clean()
        derived = derived_values({field: getattr(contact, field) for field in CSV_FIELDS})
        assert {name: getattr(contact, name) for name in derived} == derived
    journalled = set(ContactChange.objects.values_list("contact_id", flat=True))
    typed = acme.contacts.filter(contact_import=None).values_list("pk", flat=True)
    assert set(typed) <= journalled


def test_contacts_option_fills_acme_up_to_the_number():
    seed(contacts=700)
    acme = Workspace.objects.get(slug="acme")
    assert acme.contacts.count() == 700

    assert "Filled Acme Realty up with 100 contacts." in seed(contacts=800)
    assert acme.contacts.count() == 800
    added = list(acme.contacts.order_by("id").values_list("created_at", flat=True))
    assert added == sorted(added)

    assert "nothing changed" in seed(contacts=800)
