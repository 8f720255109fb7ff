"""Every page, on a wide screen and a phone, light and dark: WCAG, no sideways scroll, no jumps.

A screenshot of each lies in screenshots/ afterwards: look at them.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from contacts import writing
from tests.browser.conftest import sign_in
from tests.browser.looking import PHONE, WIDE, complaints
from tests.browser.office import furnish
from tests.browser.pages import PAGES, PUBLIC, Address
from workspaces.models import User, Workspace

on_both_screens = pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])


@on_both_screens
def test_every_page_is_accessible_and_fits(
    screen: dict[str, int], open_page: Callable[..., Page], owner: User, office: Workspace
):
    furnished = furnish(office, owner)
    page = open_page(viewport=screen)
    wrong: list[str] = []

    def look(pages: dict[str, Address]) -> None:
        for name, address in pages.items():
            path = address(furnished)
            answer = page.goto(path)
            assert answer and answer.status == 200, f"{name}: {path}"
            wrong.extend(complaints(page, name))

    look(PUBLIC)
    sign_in(page, owner.username)
    look(PAGES)

    assert "\n".join(wrong) == ""


@on_both_screens
def test_states_within_a_page_are_accessible_and_fit(
    screen: dict[str, int], open_page: Callable[..., Page], owner: User, office: Workspace
):
    contact = furnish(office, owner).workspace.contacts.latest("id")
    page = open_page(viewport=screen)
    wrong: list[str] = []
    sign_in(page, owner.username)

    page.goto(f"/w/{office.slug}/contacts/")
    page.locator("summary", has_text="More filters").click()
    wrong.extend(complaints(page, "contact_list-more-filters"))
    page.keyboard.press("Escape")
    page.locator("form[role=search] .dropdown summary").click()
    wrong.extend(complaints(page, "contact_list-filters-open"))

    page.goto(f"/w/{office.slug}/contacts/new/")
    page.get_by_role("group", name="Flags").locator("summary").click()
    page.get_by_role("checkbox", name="VIP").check()
    wrong.extend(complaints(page, "contact_create-flags-open"))
    page.get_by_label("Phone").fill("0044 20 7946 0991")
    page.get_by_label("E-mail").fill("nobody")
    page.get_by_role("button", name="Create Contact").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    wrong.extend(complaints(page, "contact_create-with-errors"))
    page.get_by_label("Name").fill("Somebody")
    page.get_by_label("E-mail").fill("")
    page.get_by_label("Phone").fill(str(contact.phone))
    page.get_by_role("button", name="Create Contact").click()
    expect(page.get_by_role("button", name="Save anyway")).to_be_visible()
    wrong.extend(complaints(page, "contact_create-same-phone"))

    page.goto(f"{contact.get_absolute_url()}edit/")
    writing.change(contact, owner, {"state": "Elsewhere"}, revision=contact.revision)
    page.get_by_label("State").fill("Here")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Elsewhere").first).to_be_visible()
    wrong.extend(complaints(page, "contact_edit-conflict"))

    if screen is PHONE:
        page.get_by_role("button", name="Menu").click()
        expect(page.get_by_role("navigation", name="Main")).to_be_visible()
        wrong.extend(complaints(page, "menu"))

    assert "\n".join(wrong) == ""


@on_both_screens
def test_an_empty_workspace_invites_to_begin(
    screen: dict[str, int], open_page: Callable[..., Page], owner: User, office: Workspace
):
    office.flags.all().delete()
    page = open_page(viewport=screen)
    sign_in(page, owner.username)
    wrong: list[str] = []

    for noun, step in (
        ("contacts", "Add Contact"),
        ("flags", "New flag"),
        ("imports", "Bulk Import"),
    ):
        page.goto(f"/w/{office.slug}/{noun}/")
        expect(page.get_by_role("main").get_by_role("link", name=step).first).to_be_visible()
        wrong.extend(complaints(page, f"{noun}-empty"))

    assert "\n".join(wrong) == ""


@on_both_screens
def test_every_component_is_accessible_in_every_state(
    screen: dict[str, int], open_page: Callable[..., Page], settings
):
    settings.ROOT_URLCONF = "tests.test_design"
    page = open_page(viewport=screen)

    page.goto("/design/")
    expect(page.locator(".show-hover").first).to_be_visible()

    assert list(complaints(page, "design")) == []
