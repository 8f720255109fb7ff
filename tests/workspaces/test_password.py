"""A new password: changed, or reset by a link where mail is set up."""

import re

import pytest
from django.core import mail

from tests import factories
from workspaces.models import AuditEntry, User

NEW = {"new_password1": "a better phrase 7", "new_password2": "a better phrase 7"}
RESET = "/accounts/reset/"


@pytest.fixture
def ivy(db) -> User:
    return factories.make_user("ivy", password="correct horse battery")


@pytest.fixture
def mail_is_set_up(settings) -> None:
    settings.MAIL_IS_SET_UP = True


def test_changing_the_password_keeps_this_browser_signed_in(ivy, sign_in):
    browser = sign_in(ivy)

    response = browser.post("/accounts/password/", {"old_password": "correct horse battery", **NEW})

    assert browser.get(response.url).status_code == 200
    ivy.refresh_from_db()
    assert ivy.check_password(NEW["new_password1"])
    entry = AuditEntry.objects.get(action="user.password_changed")
    assert (entry.actor, entry.detail) == (ivy, {})


def test_changing_the_password_needs_the_old_one(ivy, sign_in):
    response = sign_in(ivy).post("/accounts/password/", {"old_password": "guess", **NEW})
    assert list(response.context["form"].errors) == ["old_password"]
    assert not AuditEntry.objects.filter(action="user.password_changed").exists()


def test_without_mail_the_page_says_so_and_sends_nothing(client, ivy):
    assert "cannot send e-mail" in client.get(RESET).text
    assert client.post(RESET, {"email": ivy.email}).status_code == 200
    assert mail.outbox == []


def test_the_answer_is_the_same_for_an_address_without_an_account(client, ivy, mail_is_set_up):
    answers = [client.post(RESET, {"email": e}) for e in (ivy.email, "nobody@example.org")]

    assert [answer.url for answer in answers] == ["/accounts/reset/sent/"] * 2
    assert [message.to for message in mail.outbox] == [[ivy.email]]
    assert client.get("/accounts/reset/sent/").status_code == 200


def test_the_link_sets_a_password_once_and_ends_a_lockout(client, ivy, mail_is_set_up):
    for _ in range(6):
        client.post("/accounts/login/", {"username": "ivy", "password": "guess"})
    client.post(RESET, {"email": ivy.email})
    link = re.search(r"/accounts/reset/\S+", mail.outbox[0].body).group()

    form = client.get(link).url
    assert client.post(form, NEW).url == "/accounts/reset/done/"
    assert client.get("/accounts/reset/done/").status_code == 200
    assert AuditEntry.objects.get(action="user.password_reset").actor == ivy

    credentials = {"username": "ivy", "password": NEW["new_password1"]}
    assert client.post("/accounts/login/", credentials).status_code == 302
    assert "no longer works" in client.get(link).text
