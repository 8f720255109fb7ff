"""The second factor: what it locks, what opens it, and who can be made to have one."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import factories
from workspaces import second_factor
from workspaces.models import AuditEntry, User, Workspace

PASSWORD = "correct horse battery"
SET_UP, VERIFY, CODES, OFF = (
    "/accounts/second-factor/new/",
    "/accounts/verify/",
    "/accounts/second-factor/codes/",
    "/accounts/second-factor/off/",
)


@pytest.fixture
def ivy(db) -> User:
    return factories.make_user("ivy", password=PASSWORD)


@pytest.fixture
def garden(ivy: User) -> Workspace:
    return factories.make_workspace("Garden", owner=ivy)


def code_now(user: User, steps: int = 0) -> str:
    """What the app shows; `steps` later where a code was used already."""
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, drift=steps):06d}"


def forget_wrong_codes(user: User) -> None:
    """As if the pause after a wrong code were over."""
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).update(
            throttling_failure_timestamp=None, throttling_failure_count=0
        )


@pytest.fixture
def with_factor(ivy: User, garden: Workspace, sign_in: Callable[[User], Client]) -> Client:
    """A browser in which the factor was turned on just now."""
    browser = sign_in(ivy)
    browser.get(SET_UP)
    browser.post(SET_UP, {"code": code_now(ivy), "current_password": PASSWORD})
    ivy.refresh_from_db()
    return browser


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_setting_up_shows_the_secret_as_picture_and_text(ivy, garden, sign_in):
    page = text(sign_in(ivy).get(SET_UP))

    device = TOTPDevice.objects.get(user=ivy)
    assert second_factor.secret_words(device) in page
    assert 'src="data:image/svg+xml' in page
    assert not second_factor.is_on(ivy)


def test_a_code_of_the_app_turns_it_on_and_leads_to_recovery_codes(ivy, garden, sign_in):
    browser = sign_in(ivy)
    browser.get(SET_UP)

    page = text(
        browser.post(SET_UP, {"code": code_now(ivy), "current_password": PASSWORD}, follow=True)
    )

    ivy.refresh_from_db()
    assert second_factor.is_on(ivy)
    codes = second_factor.recovery_codes(ivy)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert all(code in page for code in codes)
    assert AuditEntry.objects.filter(action="user.second_factor_on", actor=ivy).count() == 1


def test_a_wrong_code_turns_nothing_on_and_keeps_the_secret(ivy, garden, sign_in):
    browser = sign_in(ivy)
    browser.get(SET_UP)
    secret = TOTPDevice.objects.get(user=ivy).key

    response = browser.post(SET_UP, {"code": "000000", "current_password": PASSWORD})

    assert "This code is wrong" in text(response)
    ivy.refresh_from_db()
    assert not second_factor.is_on(ivy)
    assert TOTPDevice.objects.get(user=ivy).key == secret


def test_setting_up_twice_leads_back(with_factor, ivy):
    assert with_factor.get(SET_UP).url == "/accounts/second-factor/"
    assert TOTPDevice.objects.filter(user=ivy).count() == 1


@pytest.mark.parametrize("path", ["/w/garden/contacts/", "/accounts/password/", "/admin/"])
def test_the_password_alone_opens_nothing(with_factor, ivy, sign_in, path):
    User.objects.filter(pk=ivy.pk).update(is_staff=True, is_superuser=True)
    other = sign_in(ivy)

    for response in (other.get(path), other.post(path, {})):
        assert response.status_code == 302
        assert response.url.startswith(VERIFY)


def test_htmx_is_answered_with_a_reload_of_the_page(with_factor, ivy, sign_in):
    response = sign_in(ivy).get("/w/garden/contacts/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Refresh"]) == (204, "true")


def test_pages_for_everybody_and_signing_out_need_no_code(with_factor, ivy, sign_in):
    other = sign_in(ivy)
    assert other.get("/help/").status_code == 200
    assert other.post("/accounts/logout/").status_code == 302
    assert other.get("/w/garden/").url.startswith("/accounts/login/")


def test_signing_in_asks_for_the_code_and_leads_where_one_was_going(with_factor, ivy, client):
    where = "/w/garden/contacts/?q=ann"
    client.post(f"/accounts/login/?next={where}", {"username": "ivy", "password": PASSWORD})
    asked = client.get(where)
    before = client.session.session_key

    response = client.post(asked.url, {"code": code_now(ivy, steps=1), "next": where})

    assert response.url == where
    assert client.get(where).status_code == 200
    assert client.session.session_key != before


def test_a_code_opens_once(with_factor, ivy, sign_in):
    code = code_now(ivy)  # the one that turned it on

    response = sign_in(ivy).post(VERIFY, {"code": code})

    assert "was used already" in text(response)


def test_a_recovery_code_opens_once_however_it_is_typed(with_factor, ivy, sign_in):
    code = second_factor.recovery_codes(ivy)[3]
    typed = f" {code.upper().replace('-', ' ')} "

    assert sign_in(ivy).post(VERIFY, {"code": typed}).url == "/"
    again = sign_in(ivy).post(VERIFY, {"code": code})

    assert "This code is wrong" in text(again)
    assert second_factor.codes_left(ivy) == second_factor.RECOVERY_CODES - 1
    entry = AuditEntry.objects.get(action="user.recovery_code_used")
    assert entry.detail == {"left": second_factor.RECOVERY_CODES - 1}


def test_guessing_has_to_wait_longer_and_longer(with_factor, ivy, sign_in, settings):
    settings.OTP_TOTP_THROTTLE_FACTOR = 60  # seconds: no machine is so slow
    browser = sign_in(ivy)
    browser.post(VERIFY, {"code": "000000"})

    right = browser.post(VERIFY, {"code": code_now(ivy, steps=1)})

    assert "Too many wrong codes: wait" in text(right)
    forget_wrong_codes(ivy)
    assert browser.post(VERIFY, {"code": code_now(ivy, steps=1)}).url == "/"


def test_the_code_of_another_person_opens_nothing(with_factor, ivy, gus, sign_in):
    other = sign_in(gus)
    other.get(SET_UP)
    other.post(SET_UP, {"code": code_now(gus), "current_password": PASSWORD})
    browser = sign_in(ivy)

    response = browser.post(VERIFY, {"code": second_factor.recovery_codes(gus)[0]})

    assert "This code is wrong" in text(response)
    assert browser.get("/w/garden/").url.startswith(VERIFY)


def test_verify_leads_to_no_other_site(with_factor, ivy, sign_in):
    for target in ("https://example.com/", "//example.com", "javascript:alert(1)"):
        assert with_factor.get(VERIFY, {"next": target}).url == "/"
        forget_wrong_codes(ivy)
        code = second_factor.recovery_codes(ivy)[0]
        assert sign_in(ivy).post(VERIFY, {"code": code, "next": target}).url == "/"


@pytest.mark.parametrize("code", ["", "x" * 41, "½½½½½½", "\x00", "٣" * 6])
def test_junk_for_a_code_is_refused(with_factor, ivy, sign_in, code):
    response = sign_in(ivy).post(VERIFY, {"code": code})
    assert response.status_code == 200
    assert response.context["form"].errors


def test_new_recovery_codes_need_a_code_and_void_the_old_ones(with_factor, ivy):
    before = second_factor.recovery_codes(ivy)

    new = f"{CODES}new/"

    with_factor.post(new, {"code": "000000", "current_password": PASSWORD})
    assert second_factor.recovery_codes(ivy) == before
    forget_wrong_codes(ivy)
    right = {"code": code_now(ivy, steps=1), "current_password": PASSWORD}
    page = text(with_factor.post(new, right))

    after = second_factor.recovery_codes(ivy)
    assert len(after) == second_factor.RECOVERY_CODES
    assert not set(before) & set(after)
    assert all(code in page for code in after)


def test_turning_it_off_needs_a_code(with_factor, ivy, sign_in):
    with_factor.post(OFF, {"code": "000000", "current_password": PASSWORD})
    ivy.refresh_from_db()
    assert second_factor.is_on(ivy)

    code = second_factor.recovery_codes(ivy)[0]
    with_factor.post(OFF, {"code": code, "current_password": PASSWORD})

    ivy.refresh_from_db()
    assert not second_factor.is_on(ivy)
    assert not TOTPDevice.objects.filter(user=ivy).exists()
    assert sign_in(ivy).get("/w/garden/").status_code == 200


def test_pages_about_codes_lead_back_for_who_has_none(ivy, garden, sign_in):
    browser = sign_in(ivy)
    for path in (CODES, f"{CODES}new/", OFF):
        assert browser.get(path).url == "/accounts/second-factor/"
    assert browser.get(VERIFY, {"next": "/w/garden/"}).url == "/w/garden/"


def test_an_owner_demands_it_of_every_member(with_factor, ivy, garden, vic, gus, sign_in):
    factories.add_member(garden, vic)
    settings = {"name": "Garden", "time_zone": "UTC", "second_factor_required": "on"}
    with_factor.post("/w/garden/settings/", settings)

    refused = sign_in(vic).get("/w/garden/contacts/")

    assert refused.url == "/accounts/second-factor/?for=garden"
    assert '<strong class="break">Garden</strong> opens only to members' in text(
        sign_in(vic).get(refused.url)
    )
    polled = sign_in(vic).get("/w/garden/contacts/", headers={"HX-Request": "true"})
    assert polled.headers["HX-Redirect"] == refused.url
    assert with_factor.get("/w/garden/contacts/").status_code == 200
    # A stranger learns nothing from it.
    assert sign_in(gus).get("/w/garden/contacts/").status_code == 404
    assert "Garden" not in text(sign_in(gus).get(refused.url))


def test_an_owner_without_one_demands_none(ivy, garden, sign_in):
    settings = {"name": "Garden", "time_zone": "UTC", "second_factor_required": "on"}

    response = sign_in(ivy).post("/w/garden/settings/", settings)

    assert "Set up your own second factor first" in text(response)
    garden.refresh_from_db()
    assert not garden.second_factor_required


def test_turning_it_off_warns_where_it_is_demanded(with_factor, garden):
    Workspace.objects.filter(pk=garden.pk).update(second_factor_required=True)
    assert 'You cannot open <strong class="break">Garden</strong> then' in text(
        with_factor.get(OFF)
    )


def test_a_site_admin_helps_who_lost_the_phone(with_factor, ivy, as_admin, sign_in):
    action = {"action": "turn_second_factor_off", "_selected_action": [ivy.pk]}

    response = as_admin.post("/admin/workspaces/user/", action, follow=True)

    assert "1 people now sign in" not in text(response)
    assert "1 person now signs in by password alone" in text(response)
    assert sign_in(ivy).get("/w/garden/").status_code == 200
    entry = AuditEntry.objects.get(action="user.second_factor_off")
    assert (entry.actor_name, entry.detail) == ("admin", {"member": "ivy"})


def test_the_admin_shows_nobodys_secret(with_factor, as_admin):
    for path in ("otp_totp/totpdevice/", "otp_static/staticdevice/"):
        assert as_admin.get(f"/admin/{path}").status_code == 404
