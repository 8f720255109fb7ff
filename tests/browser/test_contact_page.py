"""A day's work on one contact's page: log a call, correct it, flag the person, see what is next."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import sign_in
from workspaces.models import User, Workspace


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_log_a_call_flag_the_person_and_agree_on_an_appointment(
    script: bool, open_page: Callable[..., Page], owner: User, office: Workspace
):
    contact = factories.make_contact(office, name="Ana Lopez")
    page = open_page(java_script_enabled=script)
    sign_in(page, "olga")
    page.goto(contact.get_absolute_url())

    page.locator("summary", has_text="Log a call").click()
    page.get_by_label("What came of it").fill("no answer")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("Call logged.")).to_be_visible()
    expect(page.get_by_text("→ no answer")).to_be_visible()

    page.get_by_role("link", name=re.compile("^Edit call")).click()
    page.get_by_label("What it was about").fill("The house by the river")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The house by the river")).to_be_visible()
    expect(page.get_by_text("edited", exact=True)).to_be_visible()

    page.get_by_role("group", name="Flags").locator("summary").click()
    page.get_by_role("checkbox", name="VIP").check()
    page.get_by_role("button", name="Save flags").click()
    expect(page.get_by_text("Your changes are saved.")).to_be_visible()
    expect(page.get_by_text("Flagged", exact=True)).to_be_visible()
    assert [str(flag) for flag in contact.flags.all()] == ["VIP"]

    page.locator("summary", has_text="Log a call").click()
    page.get_by_role("radio", name="Appointment").check()
    page.get_by_label("What it was about").fill("First viewing")
    tomorrow = timezone.localtime() + timedelta(days=1)
    page.get_by_label("When").fill(tomorrow.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("coming up")).to_be_visible()

    page.get_by_role("link", name="Home", exact=True).first.click()
    expect(page.get_by_role("heading", level=1, name="Office")).to_be_visible()
    expect(page.get_by_text("First viewing")).to_be_visible()
    page.get_by_role("link", name="Ana Lopez").click()
    page.get_by_role("link", name=re.compile("^Delete appointment")).click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("The appointment was deleted.")).to_be_visible()
