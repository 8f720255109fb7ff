"""On a phone the filters are a sheet at the bottom edge: under the thumb, and away again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import sign_in
from tests.browser.looking import PHONE, WIDE
from workspaces.models import User, Workspace

THUMB = 44


@pytest.fixture
def people(office: Workspace) -> str:
    """Two people; the address of their list."""
    factories.make_contact(office, [office.flags.get(name="VIP")], name="Ana Lopez", state="Texas")
    factories.make_contact(office, name="Ben Smith", state="Ohio")
    return f"/w/{office.slug}/contacts/"


def test_sheet_filters_at_once_and_its_button_leads_back(
    open_page: Callable[..., Page], owner: User, people: str
):
    page = open_page(viewport=PHONE, has_touch=True)
    sign_in(page, owner.username)
    page.goto(people)
    summary = page.locator("summary", has_text="More filters")

    summary.tap()
    panel = page.locator(".more-filters .sheet-panel")
    page.get_by_label("Added since").fill("2020-01-01")
    panel.get_by_role("checkbox", name="VIP").check()
    show = panel.get_by_role("button", name="Show 1 contact")
    expect(show).to_be_in_viewport(ratio=1)
    box = panel.bounding_box()
    assert box and box["x"] == 0 and box["width"] == PHONE["width"]
    assert box["y"] + box["height"] == PHONE["height"] and box["y"] > 100
    assert all(
        height >= THUMB
        for height in panel.locator(".check, .sheet-foot .button").evaluate_all(
            "all => all.map((one) => one.offsetHeight)"
        )
    )
    show.tap()

    expect(panel).to_be_hidden()
    expect(summary).to_be_focused()
    expect(summary).to_have_text("More filters: 2")
    expect(page.get_by_role("link", name="Ben Smith", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Ana Lopez", exact=True)).to_have_count(0)


def test_escape_and_a_tap_beside_it_close_a_sheet(
    open_page: Callable[..., Page], owner: User, people: str
):
    page = open_page(viewport=PHONE)
    sign_in(page, owner.username)
    page.goto(people)
    for name in ("More filters", "Flags"):
        summary = page.locator("form summary", has_text=name)
        panel = summary.locator("xpath=..").locator(".sheet-panel")

        summary.press("Enter")
        page.keyboard.press("Tab")
        expect(panel.locator(":focus")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        expect(summary).to_be_focused()

        summary.press("Enter")
        expect(panel).to_be_visible()
        page.mouse.click(200, 60)
        expect(panel).to_be_hidden()
        expect(page).to_have_url(re.compile("/contacts/$"))


def test_sheet_works_without_javascript(open_page: Callable[..., Page], owner: User, people: str):
    page = open_page(viewport=PHONE, java_script_enabled=False)
    sign_in(page, owner.username)
    page.goto(people)
    summary = page.locator("form summary", has_text="Flags")
    panel = page.locator("form .dropdown .sheet-panel")

    summary.click()
    page.mouse.click(200, 60)
    expect(panel).to_be_hidden()
    summary.click()
    panel.get_by_role("checkbox", name="VIP").check()
    panel.get_by_role("button", name="Show contacts").click()

    expect(panel).to_be_hidden()
    expect(summary).to_have_text(re.compile("Flags: 1"))
    expect(page.get_by_role("link", name="Ana Lopez", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Ben Smith", exact=True)).to_have_count(0)


def test_on_a_wide_screen_more_filters_stay_open_in_their_place(
    page: Page, owner: User, people: str
):
    page.set_viewport_size(WIDE)
    sign_in(page, owner.username)
    page.goto(people)
    filters = page.locator(".more-filters .filters")

    page.locator("summary", has_text="More filters").click()
    page.get_by_role("searchbox").click()
    page.keyboard.press("Escape")

    expect(filters).to_be_visible()
    expect(filters.get_by_role("button", name="Show contacts")).to_be_hidden()
