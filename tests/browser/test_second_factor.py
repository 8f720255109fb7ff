"""The second factor from a browser: set up, codes, off, and the code after the password."""

from collections.abc import Callable

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, sign_in
from tests.browser.looking import PHONE, WIDE, complaints
from workspaces.models import User, Workspace


def code_now(user: User) -> str:
    return f"{totp(TOTPDevice.objects.get(user=user).bin_key):06d}"


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_second_factor_is_set_up_and_asked_for(
    screen: dict[str, int], open_page: Callable[..., Page], owner: User, office: Workspace
):
    page = open_page(viewport=screen)
    wrong: list[str] = []
    sign_in(page, owner.username)

    page.goto("/accounts/second-factor/new/")
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("code", exact=False).first.fill(code_now(owner))
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    wrong.extend(complaints(page, "second_factor_codes-shown"))
    for name in ("codes", "codes/new", "off"):
        page.goto(f"/accounts/second-factor/{name}/")
        wrong.extend(complaints(page, f"second_factor_{name.replace('/', '_')}"))
    page.context.clear_cookies()
    sign_in(page, owner.username)
    expect(page.get_by_label("code", exact=False).first).to_be_visible()
    wrong.extend(complaints(page, "second_factor_verify"))

    assert "\n".join(wrong) == ""
