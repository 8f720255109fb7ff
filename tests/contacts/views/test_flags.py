"""The pages of flags: list, create, edit."""

import pytest
from django.db import IntegrityError
from django.test import Client

from contacts.models import Flag
from tests import factories
from tests.contacts.views.meanwhile import meanwhile
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


def test_list_shows_each_flag_with_its_meaning_and_contacts(as_vic: Client, dnc: Flag, vip: Flag):
    response = as_vic.get(LIST)

    page = response.content.decode()
    assert [(flag.name, flag.contact_count) for flag in response.context["flags"]] == [
        ("Do Not Call", 2),
        ("Follow-up Needed", 0),
        ("Hot Lead", 0),
        ("Opt-in Verified", 0),
        ("VIP", 0),
    ]
    assert "Treat with special care." in page
    assert (
        f'href="/w/acme/contacts/?flags={dnc.pk}" aria-label="2 contacts with Do Not Call"' in page
    )
    assert page.count("must not be called") == 1


def test_list_offers_each_role_what_it_may(
    as_ada: Client, as_eve: Client, as_vic: Client, vip: Flag
):
    for client, edits, deletes in (
        (as_vic, False, False),
        (as_eve, True, False),
        (as_ada, True, True),
    ):
        page = client.get(LIST).content.decode()
        assert (NEW in page) is edits
        assert (edit(vip) in page) is edits
        assert (delete(vip) in page) is deletes


def test_list_without_flags_leads_to_the_first(as_eve: Client, as_vic: Client, acme: Workspace):
    acme.flags.all().delete()

    assert "No flags yet" in as_eve.get(LIST).content.decode()
    assert NEW in as_eve.get(LIST).content.decode()
    assert NEW not in as_vic.get(LIST).content.decode()


def test_list_needs_the_same_queries_for_one_flag_and_for_many(
    as_vic: Client, acme: Workspace, django_assert_num_queries
):
    as_vic.get(LIST)
    acme.flags.all().delete()
    for count in (1, 3, 50):
        while acme.flags.count() < count:
            factories.make_contact(acme, [factories.make_flag(acme)])
        # Session, person, membership, workspaces, flags.
        with django_assert_num_queries(6):
            as_vic.get(LIST)


def test_create_stores_the_flag(as_eve: Client, eve: User, acme: Workspace):
    response = as_eve.post(
        NEW, {"name": " Spring <2026> ", "colour": "pink", "description": " Met in spring. "}
    )

    assert response["Location"] == LIST
    flag = acme.flags.get(name="Spring <2026>")
    assert (flag.colour, flag.description, flag.suppressing) == ("pink", "Met in spring.", False)
    assert flag.created_by == eve
    assert "The flag Spring &lt;2026&gt; is saved." in as_eve.get(LIST).content.decode()


def test_create_needs_a_name_only(as_eve: Client, acme: Workspace):
    as_eve.post(NEW, {"name": "Spring"})

    assert acme.flags.get(name="Spring").colour == "blue"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", " \u200b ", "Fill this in."),
        ("name", "x" * 51, "Is too long: 51 characters, at most 50 fit."),
        (
            "name",
            "a\x00b",
            "Contains a control character (U+0000 NULL) at position 2: remove it",
        ),
        ("name", "ｖｉｐ", "This workspace already has a flag with this name."),
        ("name", "do not CALL", "This workspace already has a flag with this name."),
        ("description", "x" * 301, "Is too long: 301 characters, at most 300 fit."),
        (
            "description",
            "a\nb",
            "Contains a line break (U+000A LINE FEED) at position 2: remove it",
        ),
        ("colour", "mauve", "Choose one of these colours."),
    ],
)
def test_create_says_at_the_field_what_is_wrong(
    as_eve: Client, acme: Workspace, field: str, value: str, message: str
):
    response = as_eve.post(NEW, {"name": "Spring", "colour": "red", field: value})

    assert response.status_code == 200
    assert response.context["form"].errors == {field: [message]}
    assert acme.flags.count() == 5


def test_a_name_of_another_workspace_is_free(as_ada: Client, acme: Workspace, globex: Workspace):
    factories.make_flag(globex, "Spring")

    as_ada.post(NEW, {"name": "Spring"})

    assert acme.flags.filter(name="Spring").count() == 1


def test_edit_renames_recolours_and_describes(as_eve: Client, vip: Flag):
    response = as_eve.post(
        edit(vip), typed(vip, name="vip", colour="teal", description="Handle with care.")
    )

    assert response["Location"] == LIST
    saved = stored(vip)
    assert (saved.name, saved.colour, saved.description) == ("vip", "teal", "Handle with care.")
    assert audited() == []


def test_edit_keeps_the_colour_that_is_not_sent(as_eve: Client, vip: Flag):
    as_eve.post(edit(vip), typed(vip, name="Very important", colour=None))

    assert (stored(vip).name, stored(vip).colour) == ("Very important", "purple")


def test_a_name_taken_at_the_last_moment_is_an_error_at_the_field(as_eve: Client, acme: Workspace):
    with meanwhile(lambda: factories.make_flag(acme, "SPRING")):
        response = as_eve.post(NEW, {"name": "Spring"})

    assert response.context["form"].errors == {
        "name": ["This workspace already has a flag with this name."]
    }
    assert [flag.name for flag in acme.flags.filter(name_key="spring")] == ["SPRING"]


@pytest.mark.parametrize("page", ["edit/", "delete/"])
def test_a_flag_of_another_workspace_is_a_404(
    as_ada: Client, acme: Workspace, globex: Workspace, page: str
):
    foreign = globex.flags.get(name="VIP")

    for pk in (foreign.pk, 999999, int("9" * 30)):
        assert as_ada.get(f"{LIST}{pk}/{page}").status_code == 404
        assert as_ada.post(f"{LIST}{pk}/{page}", {"name": "Mine"}).status_code == 404
    assert stored(foreign).name == "VIP"


def test_the_database_refuses_a_second_flag_of_the_name(acme: Workspace):
    with pytest.raises(IntegrityError):
        factories.make_flag(acme, "vIp")
