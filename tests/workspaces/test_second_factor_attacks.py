"""Ways around the second factor that people try, with the password in their hands."""

from collections.abc import Callable

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import factories
from tests.contacts.at_once import at_once
from tests.workspaces.test_second_factor import (
    CODES,
    OFF,
    PASSWORD,
    SET_UP,
    VERIFY,
    code_now,
    forget_wrong_codes,
    text,
)
from workspaces import invitations, second_factor
from workspaces.models import Role, User, Workspace


@pytest.fixture
def ivy(db) -> User:
    """With a second factor, and the whole site's admin."""
    return with_factor(
        factories.make_user("ivy", password=PASSWORD, is_staff=True, is_superuser=True)
    )


@pytest.fixture
def garden(ivy: User) -> Workspace:
    return factories.make_workspace("Garden", owner=ivy)


@pytest.fixture
def by_password(ivy: User, garden: Workspace, sign_in: Callable[[User], Client]) -> Client:
    """A browser in which the password was given, and no code."""
    return sign_in(ivy)


def with_factor(user: User) -> User:
    browser = Client()
    browser.force_login(user, backend="workspaces.backends.NameOrEmailBackend")
    browser.get(SET_UP)
    browser.post(SET_UP, {"code": code_now(user), "current_password": PASSWORD})
    user.refresh_from_db()
    assert second_factor.is_on(user)
    return user


def refused(response) -> bool:
    return response.status_code == 302 and response.url.startswith(VERIFY)


def test_a_session_from_before_is_asked_too(db, sign_in):
    ivy = factories.make_user("ivy")
    factories.make_workspace("Garden", owner=ivy)
    before = sign_in(ivy)
    assert before.get("/w/garden/").status_code == 200

    with_factor(ivy)

    assert refused(before.get("/w/garden/"))


def test_a_new_password_is_no_code(by_password, ivy, client):
    uid = urlsafe_base64_encode(force_bytes(ivy.pk))
    form = client.get(f"/accounts/reset/{uid}/{default_token_generator.make_token(ivy)}/").url
    new = {"new_password1": "another horse battery", "new_password2": "another horse battery"}
    client.post(form, new)

    client.post("/accounts/login/", {"username": "ivy", "password": "another horse battery"})

    assert refused(client.get("/w/garden/"))
    ivy.refresh_from_db()
    assert second_factor.is_on(ivy)


def test_the_admins_own_sign_in_is_no_code(ivy, garden, client):
    client.post("/admin/login/", {"username": "ivy", "password": PASSWORD})

    for path in ("/admin/", "/admin/workspaces/user/", "/w/garden/"):
        assert refused(client.get(path))


def test_no_admin_action_turns_it_off_without_a_code(by_password, ivy):
    action = {"action": "turn_second_factor_off", "_selected_action": [ivy.pk]}

    assert refused(by_password.post("/admin/workspaces/user/", action))
    assert second_factor.is_on(User.objects.get(pk=ivy.pk))


@pytest.mark.parametrize("path", [SET_UP, CODES, OFF, "/accounts/second-factor/"])
def test_the_pages_about_the_factor_ask_for_it(by_password, ivy, path):
    secrets = [*second_factor.recovery_codes(ivy), TOTPDevice.objects.get(user=ivy).key]
    for response in (by_password.get(path), by_password.post(path, {"code": "000000"})):
        assert refused(response)
        assert not [secret for secret in secrets if secret in response.text]


def test_an_invitation_is_not_accepted_without_a_code(by_password, ivy):
    other = factories.make_workspace("Orchard", owner=factories.make_user("otto"))
    invitation = invitations.invite(other, ivy.email, Role.EDITOR, other.members.get())
    link = f"/accounts/invitations/{invitation.token}/"

    assert refused(by_password.get(link))
    assert refused(by_password.post(link))
    assert not other.memberships.filter(user=ivy).exists()


def test_pages_for_everybody_tell_nothing_without_a_code(by_password, ivy, garden):
    User.objects.filter(pk=ivy.pk).update(last_workspace=garden)

    for path in ("/help/", VERIFY, "/no/such/page/"):
        assert "garden" not in by_password.get(path).text.lower()


@pytest.mark.parametrize("header", ["HX-Request", "HX-Boosted", "X-Requested-With"])
def test_no_header_is_a_code(by_password, garden, header):
    contact = factories.make_contact(garden, name="Quixote")
    for path in ("contacts/", f"contacts/{contact.pk}/", "search/?q=quix", "contacts/export/"):
        response = by_password.get(f"/w/garden/{path}", headers={header: "true"})
        assert response.status_code in (204, 302)
        assert "Quixote" not in response.text


def test_the_feed_opens_to_no_session(by_password):
    assert by_password.get("/api/v1/audiences").status_code == 401


def test_signing_in_again_forgets_the_code(ivy, garden, sign_in):
    browser = sign_in(ivy)
    browser.post(VERIFY, {"code": second_factor.recovery_codes(ivy)[0]})
    assert browser.get("/w/garden/").status_code == 200

    browser.post("/accounts/logout/")
    browser.post("/accounts/login/", {"username": "ivy", "password": PASSWORD})

    assert refused(browser.get("/w/garden/"))


def test_the_code_of_one_person_is_not_kept_for_the_next(ivy, garden, sign_in):
    """Two people, one browser, no signing out between."""
    browser = sign_in(ivy)
    browser.post(VERIFY, {"code": second_factor.recovery_codes(ivy)[0]})
    other = with_factor(factories.make_user("otto"))

    browser.force_login(other, backend="workspaces.backends.NameOrEmailBackend")

    assert refused(browser.get("/accounts/profile/"))


def test_a_secret_shown_to_another_session_is_never_confirmed(db, sign_in):
    """Who knew the password once must not know the codes of the factor that is set up later."""
    ivy = factories.make_user("ivy")
    thief, owner = sign_in(ivy), sign_in(ivy)
    thief.get(SET_UP)
    seen = TOTPDevice.objects.get(user=ivy).key

    owner.get(SET_UP)
    owner.post(SET_UP, {"code": code_now(ivy), "current_password": PASSWORD})

    assert TOTPDevice.objects.get(user=ivy).key != seen
    assert second_factor.is_on(User.objects.get(pk=ivy.pk))


def test_a_session_confirms_no_secret_of_another(db, sign_in):
    ivy = factories.make_user("ivy")
    owner, thief = sign_in(ivy), sign_in(ivy)
    owner.get(SET_UP)

    thief.post(SET_UP, {"code": code_now(ivy), "current_password": PASSWORD})

    assert not second_factor.is_on(User.objects.get(pk=ivy.pk))


def test_a_search_elsewhere_stops_at_a_demanded_factor(acme, globex, ada, as_ada):
    """Not even whether somebody is found there."""
    factories.make_contact(globex, name="Quixote")
    factories.make_contact(acme, name="Sancho")
    assert "is found in" in as_ada.get("/w/acme/contacts/missing/", {"q": "Quixote"}).text

    Workspace.objects.filter(pk=globex.pk).update(second_factor_required=True)

    for path in ("/w/acme/contacts/missing/", "/w/acme/contacts/"):
        assert "is found in" not in as_ada.get(path, {"q": "Quixote"}).text


def test_guesses_double_the_pause_and_never_reach_the_code(by_password, ivy, settings):
    """Of 30 guesses in a row one counts; after the pause the next one, and so on."""
    settings.OTP_TOTP_THROTTLE_FACTOR = 600  # a slow machine is not to wait it out
    for failed in range(1, 4):
        for guess in range(30):
            assert by_password.post(VERIFY, {"code": f"{guess:06d}"}).status_code == 200
        device = TOTPDevice.objects.get(user=ivy)
        assert device.throttling_failure_count == failed
        past = device.throttling_failure_timestamp.replace(year=2020)
        TOTPDevice.objects.filter(pk=device.pk).update(throttling_failure_timestamp=past)
    assert refused(by_password.get("/w/garden/"))


def test_recovery_codes_are_guessed_no_faster(by_password, ivy):
    by_password.post(VERIFY, {"code": "aaaa-aaaa"})

    right = by_password.post(VERIFY, {"code": second_factor.recovery_codes(ivy)[0]})

    assert "Too many wrong codes" in text(right)
    assert second_factor.codes_left(ivy) == second_factor.RECOVERY_CODES


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_one_code_opens_one_of_many_sessions_at_once(ivy, garden, sign_in, kind):
    forget_wrong_codes(ivy)
    code = code_now(ivy, steps=1) if kind == "app" else second_factor.recovery_codes(ivy)[0]
    browsers = [sign_in(ivy) for _ in range(6)]

    at_once(*[lambda browser=browser: browser.post(VERIFY, {"code": code}) for browser in browsers])

    opened = [browser.get("/w/garden/").status_code for browser in browsers]
    assert sorted(opened) == [200, 302, 302, 302, 302, 302]


@pytest.mark.parametrize(
    "target", ["x", "-1", "home", "account", "½", "\0", "\r\nX-Injected: 1", "%"]
)
def test_next_is_an_address_and_nothing_else(by_password, ivy, target):
    """Not the name of a view either, and never an error of ours."""
    response = by_password.post(
        VERIFY, {"code": second_factor.recovery_codes(ivy)[0], "next": target}
    )

    assert response.status_code == 302
    assert "X-Injected" not in response.headers
    assert by_password.get(VERIFY, {"next": target}).status_code == 302
