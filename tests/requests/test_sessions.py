"""A sign-in is one's own: new at its start, gone at its end, elsewhere too by a new password."""

import pytest
from django.conf import settings
from django.test import Client

from tests.isolation.world import World
from workspaces.models import User

PASSWORD, NEW = "correct horse battery", "staple of another colour"


@pytest.fixture
def person(world: World) -> User:
    user = world.acme.member.user
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(person: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.post("/accounts/login/", {"username": person.username, "password": PASSWORD})
    return client


def key(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_sign_in_has_a_key_that_nobody_could_plant(person: User):
    planted = Client()
    planted.cookies[settings.SESSION_COOKIE_NAME] = "planted0123456789planted01234567"
    first = key(sign_in(person, planted))

    assert first != "planted0123456789planted01234567"
    assert key(sign_in(person)) != first


def test_signing_out_ends_the_session_on_the_server(person: User):
    client = sign_in(person)
    copied = Client()
    copied.cookies[settings.SESSION_COOKIE_NAME] = key(client)
    assert copied.get("/accounts/profile/").status_code == 200

    client.post("/accounts/logout/")

    assert copied.get("/accounts/profile/").status_code == 302


def test_a_new_password_ends_the_other_sessions(person: User):
    here, elsewhere = sign_in(person), sign_in(person)
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}

    here.post("/accounts/password/", form)

    assert here.get("/accounts/profile/").status_code == 200
    assert elsewhere.get("/accounts/profile/").status_code == 302


def test_a_person_made_inactive_is_out_at_the_next_request(person: User):
    client = sign_in(person)
    assert client.get("/accounts/profile/").status_code == 200

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/accounts/profile/").status_code == 302
