"""A person's own account."""

import pytest

from tests import factories
from workspaces.models import AuditEntry, User
from workspaces.views import account

URL = "/accounts/profile/"
PASSWORD = "correct horse battery"


@pytest.fixture
def ivy(db) -> User:
    return factories.make_user("ivy", first_name="Ivy", last_name="Lee", password=PASSWORD)


@pytest.fixture
def as_ivy(ivy, sign_in):
    return sign_in(ivy)


def fields(**changes: str) -> dict[str, str]:
    return {"name": "Ivy Lee", "email": "ivy@example.org", "time_zone": ""} | changes


def test_the_page_shows_what_is_stored(as_ivy):
    form = as_ivy.get(URL).context["form"]
    assert (form["name"].value(), form["email"].value()) == ("Ivy Lee", "ivy@example.org")


def test_name_and_zone_are_saved(as_ivy, ivy):
    as_ivy.post(URL, fields(name=" Ivy L. ", time_zone="Europe/Paris"))

    ivy.refresh_from_db()
    assert (str(ivy), ivy.time_zone) == ("Ivy L.", "Europe/Paris")


def test_an_unchanged_name_keeps_its_two_parts(as_ivy, ivy):
    as_ivy.post(URL, fields())

    ivy.refresh_from_db()
    assert (ivy.first_name, ivy.last_name) == ("Ivy", "Lee")


def test_the_email_changes_with_the_password_only(as_ivy, ivy):
    wrong = as_ivy.post(URL, fields(email="new@example.org", current_password="guess"))
    assert list(wrong.context["form"].errors) == ["current_password"]

    as_ivy.post(URL, fields(email="new@example.org", current_password=PASSWORD))
    ivy.refresh_from_db()
    assert ivy.email == "new@example.org"
    assert AuditEntry.objects.filter(action="user.email_changed", actor=ivy).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Ivy\x00"},
        {"name": "Ivy\u202e"},
        {"name": "\u200b"},
        {"name": "x" * 151},
        {"email": "no address", "current_password": PASSWORD},
        {"email": "x" * 300 + "@example.org", "current_password": PASSWORD},
        {"email": "a\x00@example.org", "current_password": PASSWORD},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
    ],
)
def test_bad_input_is_an_error_at_the_form_and_changes_nothing(as_ivy, ivy, changes):
    response = as_ivy.post(URL, fields(**changes))

    assert response.status_code == 200
    assert response.context["form"].errors
    assert str(response.context["user"]) == "Ivy Lee"
    before = User.objects.get(pk=ivy.pk)
    assert (str(before), before.email, before.time_zone) == ("Ivy Lee", "ivy@example.org", "")


def test_the_address_of_another_person_is_refused(as_ivy, gus):
    response = as_ivy.post(URL, fields(email="GUS@example.org", current_password=PASSWORD))
    assert "Another person already has this e-mail address." in response.text


def test_an_address_taken_a_moment_ago_is_refused(rf, ivy):
    data = fields(email="late@example.org", current_password=PASSWORD)
    request = rf.post(URL, data)
    request.user = ivy
    form = account.AccountForm(data, instance=ivy, request=request)
    assert form.is_valid()
    factories.make_user("late")

    assert account.save(form) is False
    assert list(form.errors) == ["email"]


def test_a_zone_that_is_not_on_the_list_is_kept(as_ivy, ivy):
    ivy.time_zone = "Etc/GMT+5"
    ivy.save()
    as_ivy.post(URL, fields(time_zone="Etc/GMT+5", name="Ivy"))

    ivy.refresh_from_db()
    assert (ivy.first_name, ivy.time_zone) == ("Ivy", "Etc/GMT+5")


def test_the_account_is_offered_on_every_page(as_ivy):
    assert f'href="{URL}"' in as_ivy.get("/").text


def test_single_key_shortcuts_are_switched_off_for_oneself(as_ada, ada, acme):
    listed = "/w/acme/contacts/"
    assert "js/shortcuts" in as_ada.get(listed).content.decode()

    as_ada.post(URL, {"email": ada.email, "without_shortcuts": "on"})

    ada.refresh_from_db()
    assert ada.without_shortcuts
    page = as_ada.get(listed).content.decode()
    assert "js/shortcuts" not in page
    assert "js/search_focus" not in page
