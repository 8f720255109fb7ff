"""Flags and their links, which the database keeps within one workspace."""

import pytest
from django.db import IntegrityError, connection, transaction

from contacts.models import Contact, ContactFlag, Flag
from contacts.models.flag import flag_key
from tests import factories
from tests.contacts.models.checking import checked_transaction
from workspaces.models import Workspace


def insert_link(contact: Contact, flag: Flag, workspace: Workspace) -> None:
    """What a forged or buggy statement would write, past all of our own code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contactflag (contact_id, flag_id, workspace_id, created_at)"
            " VALUES (%s, %s, %s, %s)",
            [contact.pk, flag.pk, workspace.pk, flag.created_at],
        )


def test_a_new_workspace_starts_with_five_flags(acme: Workspace):
    assert list(acme.flags.order_by("name_key").values_list("name", "suppressing")) == [
        ("Do Not Call", True),
        ("Follow-up Needed", False),
        ("Hot Lead", False),
        ("Opt-in Verified", False),
        ("VIP", False),
    ]


@pytest.mark.parametrize("same", ["vip", "VIP", "ｖｉｐ", "Vip"])
def test_names_that_differ_in_case_or_width_are_one(same: str):
    assert flag_key(same) == flag_key("VIP")


@pytest.mark.parametrize("same", ["Hot\u200b Lead", "Hot  Lead", "Hot\xa0Lead", " hot lead\u2060"])
def test_names_that_look_alike_are_one(same: str):
    assert flag_key(same) == flag_key("Hot Lead")


@pytest.mark.parametrize("other", ["VÍP", "V.I.P.", "VIPs"])
def test_names_that_differ_otherwise_are_two(other: str):
    assert flag_key(other) != flag_key("VIP")


def test_save_of_the_name_alone_saves_its_key(acme: Workspace):
    flag = acme.flags.get(name="VIP")
    flag.name = "Élite"
    flag.save(update_fields=["name"])

    assert Flag.objects.get(pk=flag.pk).name_key == "élite"


@pytest.mark.parametrize("fields", [{"name": ""}, {"colour": "mauve"}])
def test_database_refuses_what_must_never_be(acme: Workspace, fields: dict[str, str]):
    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.create(**{"workspace": acme, "name": "Spring"} | fields)


def test_counts_are_of_each_flags_contacts(acme: Workspace):
    vip, hot = acme.flags.get(name="VIP"), acme.flags.get(name="Hot Lead")
    factories.make_contact(acme, [vip, hot])
    factories.make_contact(acme, [vip])

    counts = {flag.name: flag.contact_count for flag in acme.flags.with_counts()}

    assert (counts["VIP"], counts["Hot Lead"], counts["Do Not Call"]) == (2, 1, 0)


@pytest.mark.parametrize("owner", ["acme", "globex"])
def test_database_refuses_to_link_a_flag_of_another_workspace(
    acme: Workspace, globex: Workspace, owner: str
):
    contact = factories.make_contact(acme)
    foreign = globex.flags.get(name="VIP")

    with pytest.raises(IntegrityError), checked_transaction():
        insert_link(contact, foreign, {"acme": acme, "globex": globex}[owner])


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_links_across_workspaces_never_commits(
    acme: Workspace, globex: Workspace
):
    contact, foreign = factories.make_contact(acme), globex.flags.get(name="VIP")

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_link(contact, foreign, acme)

    assert ContactFlag.objects.count() == 0


def test_a_link_within_the_workspace_is_fine_once(acme: Workspace):
    contact, vip = factories.make_contact(acme), acme.flags.get(name="VIP")
    with checked_transaction():
        insert_link(contact, vip, acme)

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_link(contact, vip, acme)
