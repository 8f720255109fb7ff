"""Forms that ask for the password again: wrong ones count as at the sign-in and lock only these."""

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.forms import model_to_dict
from django.test import Client

from tests import factories
from tests.workspaces.test_admin_owners import ADMIN, person
from tests.workspaces.test_second_factor import CODES, OFF, SET_UP, code_now, forget_wrong_codes
from tests.workspaces.test_second_factor_attacks import with_factor
from workspaces import second_factor
from workspaces.models import AuditEntry, User

PASSWORD = "correct horse battery"
NEW = "a better phrase 7"
LOGIN, NEW_CODES, OTHERS = "/accounts/login/", f"{CODES}new/", "/accounts/sessions/end/"
ACCOUNT, CHANGE = "/accounts/profile/", "/accounts/password/"
FORMS = {
    CHANGE: ("old_password", {"new_password1": NEW, "new_password2": NEW}),
    ACCOUNT: ("current_password", {"name": "Ivy", "email": "new@example.org", "time_zone": ""}),
    SET_UP: ("current_password", {"code": "000000"}),
    CODES: ("current_password", {"code": "000000"}),
    NEW_CODES: ("current_password", {"code": "000000"}),
    OFF: ("current_password", {"code": "000000"}),
    OTHERS: ("current_password", {}),
    "one session": ("current_password", {}),
}
TRIES = settings.AXES_FAILURE_LIMIT


@pytest.fixture
def ivy(db) -> User:
    return factories.make_user("ivy", password=PASSWORD)


def prepared(form: str, ivy: User, sign_in) -> tuple[Client, str]:
    """A browser that the form lets in, and its address; ivy is signed in elsewhere as well."""
    elsewhere, browser = sign_in(ivy), sign_in(ivy)
    elsewhere.get(ACCOUNT)
    if form in (CODES, NEW_CODES, OFF):
        with_factor(ivy)
        browser.post("/accounts/verify/", {"code": second_factor.recovery_codes(ivy)[0]})
    if form == SET_UP:
        browser.get(SET_UP)
    other = ivy.sessions.exclude(session_key=browser.session.session_key).first()
    return browser, f"/accounts/sessions/{other.pk}/end/" if form == "one session" else form


def answer(browser: Client, form: str, url: str, password: str, **where: str):
    name, data = FORMS[form]
    return browser.post(url, data | {name: password}, **where)


@pytest.mark.parametrize("form", FORMS)
def test_a_guesser_in_a_session_is_stopped_and_the_session_goes_on(form, ivy, sign_in):
    browser, url = prepared(form, ivy, sign_in)
    before = User.objects.get(pk=ivy.pk)

    for _ in range(TRIES - 1):
        assert answer(browser, form, url, "guess").context["form"].errors
    for password in ("guess", PASSWORD):
        stopped = answer(browser, form, url, password)
        assert stopped.status_code == 429
        assert "You stay signed in, and nothing was changed." in stopped.text
        assert 0 < int(stopped.headers["Retry-After"]) <= 900

    assert model_to_dict(User.objects.get(pk=ivy.pk)) == model_to_dict(before)
    assert browser.get(url).status_code == browser.get(ACCOUNT).status_code == 200
    assert AuditEntry.objects.get(action="user.locked_out").detail["name"] == "ivy"
    # Elsewhere nobody guessed, so there the password is still looked at.
    forget_wrong_codes(ivy)
    assert answer(browser, form, url, PASSWORD, REMOTE_ADDR="8.8.8.8").status_code in (200, 302)


def test_forms_and_sign_in_share_one_count(ivy, sign_in, client):
    browser = sign_in(ivy)
    for number in range(TRIES - 2):
        form = list(FORMS)[number % 2]
        assert answer(browser, form, form, "guess").status_code == 200
    wrong = {"username": "IVY@example.org", "password": "guess"}
    assert client.post(LOGIN, wrong).status_code == 200

    assert client.post(LOGIN, wrong).status_code == 429
    assert answer(browser, CHANGE, CHANGE, PASSWORD).status_code == 429


def test_the_right_password_starts_the_count_again(ivy, sign_in):
    browser, _ = prepared(CODES, ivy, sign_in)
    for _ in range(2):
        for _ in range(TRIES - 1):
            assert answer(browser, CODES, CODES, "guess").status_code == 200
        page = answer(browser, CODES, CODES, PASSWORD)
        assert list(page.context["form"].errors) == ["code"]


def test_many_accounts_guessed_at_in_sessions_stop_the_address(db, sign_in):
    people = [factories.make_user(f"name{number}", password=PASSWORD) for number in range(10)]
    browsers = [sign_in(person) for person in people]
    for number in range(settings.ADDRESS_FAILURE_LIMIT):
        stopped = answer(browsers[number % 10], CHANGE, CHANGE, "guess", REMOTE_ADDR="9.9.9.9")

    assert (stopped.status_code, "no password is asked for again" in stopped.text) == (429, True)
    assert AuditEntry.objects.get(action="user.address_locked_out").detail == {"address": "9.9.9.9"}


def test_nothing_that_was_typed_is_kept(ivy, sign_in):
    browser = sign_in(ivy)
    for form in (CHANGE, ACCOUNT):
        answer(browser, form, form, "nearly right")

    kept = str(model_to_dict(AccessAttempt.objects.get()))
    assert "nearly" not in kept and NEW not in kept


@pytest.mark.parametrize("form", [CHANGE, ACCOUNT, SET_UP, "one session"])
def test_a_password_that_is_left_out_is_no_guess(form, ivy, sign_in):
    browser, url = prepared(form, ivy, sign_in)

    for _ in range(TRIES):
        assert answer(browser, form, url, "").context["form"].errors


def test_an_account_saved_without_a_new_address_asks_nothing(ivy, sign_in):
    same = {"name": "Ivy", "email": ivy.email, "time_zone": "", "current_password": "guess"}

    assert sign_in(ivy).post(ACCOUNT, same).status_code == 302
    assert not AccessAttempt.objects.exists()


# The second factor


@pytest.fixture
def verified(ivy, sign_in) -> Client:
    return prepared(CODES, ivy, sign_in)[0]


def test_recovery_codes_are_read_with_the_password_and_a_code(ivy, verified):
    """With the password alone whoever finds a browser open would have a code to turn it off."""
    codes = second_factor.recovery_codes(ivy)

    for page in (
        verified.get(CODES),
        verified.get(NEW_CODES),
        verified.post(CODES, {}),
        answer(verified, CODES, CODES, PASSWORD),
        verified.post(CODES, {"code": codes[0], "current_password": "guess"}),
    ):
        assert not [code for code in codes[1:] if code in page.text]
    assert not AuditEntry.objects.filter(action="user.recovery_codes_read").exists()

    forget_wrong_codes(ivy)
    shown = verified.post(CODES, {"code": codes[0], "current_password": PASSWORD}).text
    assert all(code in shown for code in codes[1:])
    assert AuditEntry.objects.get(action="user.recovery_codes_read").actor == ivy
    assert not [code for code in codes if code in verified.get(CODES).text]


@pytest.mark.parametrize("url", [CODES, NEW_CODES, OFF])
@pytest.mark.parametrize("password", ["guess", ""])
def test_a_code_alone_renews_nothing_and_turns_nothing_off(ivy, verified, url, password):
    before = second_factor.recovery_codes(ivy)

    page = verified.post(url, {"code": before[0], "current_password": password})

    assert list(page.context["form"].errors) == ["current_password"]
    assert second_factor.recovery_codes(ivy) == before
    assert second_factor.is_on(User.objects.get(pk=ivy.pk))


@pytest.mark.parametrize("url", [NEW_CODES, OFF])
def test_the_password_alone_renews_nothing_and_turns_nothing_off(ivy, verified, url):
    before = second_factor.recovery_codes(ivy)

    verified.post(url, {"code": "000000", "current_password": PASSWORD})

    assert second_factor.recovery_codes(ivy) == before
    assert second_factor.is_on(User.objects.get(pk=ivy.pk))


def test_who_has_no_password_reads_no_codes_without_one_of_them(gus, sign_in):
    browser = sign_in(gus)
    browser.get(SET_UP)
    browser.post(SET_UP, {"code": code_now(gus)})

    for url in (CODES, NEW_CODES):
        assert "recovery-codes" not in browser.post(url, {"code": "000000"}).text
    forget_wrong_codes(gus)
    code = second_factor.recovery_codes(gus)[0]
    assert "recovery-codes" in browser.post(CODES, {"code": code}).text


def test_a_site_admins_own_is_not_turned_off_in_the_admin(ivy, verified):
    User.objects.filter(pk=ivy.pk).update(is_staff=True, is_superuser=True)
    action = {"action": "turn_second_factor_off", "_selected_action": [ivy.pk]}

    page = verified.post("/admin/workspaces/user/", action, follow=True)

    assert "Your own you turn off under Account." in page.text
    assert second_factor.is_on(User.objects.get(pk=ivy.pk))


def test_a_site_admins_own_address_is_not_changed_in_the_admin(ivy, gus, verified):
    """It gets the link for a new password: under Account it costs the password."""
    User.objects.filter(pk=ivy.pk).update(is_staff=True, is_superuser=True)
    admin = {"is_staff": "on", "is_superuser": "on", "email": "new@example.org"}

    for user in (ivy, gus):
        form = person(user, **admin)
        assert verified.post(f"{ADMIN}/user/{user.pk}/change/", form).status_code == 302

    emails = [User.objects.get(pk=user.pk).email for user in (ivy, gus)]
    assert emails == [ivy.email, "new@example.org"]
    pages = [verified.get(f"{ADMIN}/user/{user.pk}/change/").text for user in (ivy, gus)]
    assert ["Your own you change under Account." in page for page in pages] == [True, False]
