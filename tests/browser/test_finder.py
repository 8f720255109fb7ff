"""The finder by keyboard alone, for who hears it, and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import sign_in
from tests.browser.looking import PHONE, WIDE, complaints
from workspaces.models import Workspace


@pytest.fixture
def home(page: Page, office: Workspace) -> Page:
    factories.make_contact(office, name="Ben Lopez", phone="+34911555011")
    factories.make_contact(office, name="Ana Lopez", phone="+34911555010")
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/flags/")
    return page


def test_a_contact_is_opened_by_keyboard_alone(home: Page, office: Workspace):
    box = home.get_by_role("combobox", name="Search contacts and pages")

    home.keyboard.press("Control+k")
    expect(box).to_be_focused()
    expect(home.get_by_role("option", name="Contacts", exact=True)).to_be_visible()
    home.keyboard.type("lopez")
    options = home.get_by_role("option")
    expect(options).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(home.get_by_role("option", selected=True)).to_contain_text("Ana Lopez")
    expect(home.get_by_role("status").last).to_have_text("2 contacts found.")
    home.keyboard.press("ArrowDown")
    expect(home.get_by_role("option", selected=True)).to_contain_text("Ben Lopez")
    active = home.get_by_role("option", selected=True).get_attribute("id")
    expect(box).to_have_attribute("aria-activedescendant", active or "none")
    home.keyboard.press("ArrowUp")
    home.keyboard.press("ArrowUp")
    expect(home.get_by_role("option", selected=True)).to_contain_text("“lopez” in the list")
    home.keyboard.press("ArrowUp")
    home.keyboard.press("Enter")

    expect(home.get_by_role("heading", level=1, name="Ben Lopez")).to_be_visible()


def test_enter_waits_for_the_answer_to_what_was_typed(home: Page):
    home.keyboard.press("Control+k")
    expect(home.get_by_role("option", selected=True)).to_have_text("Contacts")

    home.keyboard.type("911555011")
    home.keyboard.press("Enter")

    expect(home.get_by_role("heading", level=1, name="Ben Lopez")).to_be_visible()


def test_escape_closes_and_gives_the_focus_back(home: Page):
    link = home.get_by_role("link", name="New flag")
    link.focus()

    for close in ("Escape", "Control+k"):
        home.keyboard.press("Control+k")
        expect(home.get_by_role("dialog")).to_be_visible()
        home.keyboard.press(close)
        expect(home.get_by_role("dialog")).to_be_hidden()
        expect(link).to_be_focused()


def test_slash_and_ctrl_k_are_never_in_the_way_of_typing(home: Page, office: Workspace):
    home.goto(f"/w/{office.slug}/contacts/")
    box = home.get_by_role("searchbox")

    home.keyboard.press("/")
    expect(box).to_be_focused()
    home.keyboard.type("a/b")
    expect(box).to_have_value("a/b")
    home.keyboard.press("Control+k")
    home.keyboard.type("/x")
    expect(home.get_by_role("combobox", name="Search contacts and pages")).to_have_value("/x")
    home.get_by_role("button", name="Close").focus()
    home.keyboard.press("/")
    expect(box).to_have_value("a/b")
    expect(home.get_by_role("button", name="Close")).to_be_focused()


def test_slash_leads_from_a_picked_row_to_the_search(home: Page, office: Workspace):
    home.goto(f"/w/{office.slug}/contacts/")
    row = home.get_by_role("checkbox", name="Select Ana Lopez")
    row.check()
    expect(row).to_be_focused()

    home.keyboard.press("/")

    box = home.get_by_role("searchbox")
    expect(box).to_be_focused()
    home.keyboard.type("an")
    expect(box).to_have_value("an")
    expect(home.get_by_role("heading", level=1, name="Contacts")).to_be_visible()


def test_enter_opens_the_page_where_no_contact_is_found(home: Page):
    home.keyboard.press("Control+k")
    home.keyboard.type("add con")
    expect(home.get_by_role("option", selected=True)).to_have_text("Add Contact")

    home.keyboard.press("Enter")

    expect(home.get_by_role("heading", level=1, name="Add Contact")).to_be_visible()


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_finder_is_accessible_and_fits(
    screen: dict[str, int], open_page: Callable[..., Page], office: Workspace
):
    stop = office.flags.get(suppressing=True)
    for number in range(12):
        factories.make_contact(
            office,
            [stop] if number % 3 == 0 else [],
            name=f"Maximiliane Schmidt-Rottluff {number}",
            email=f"maximiliane.{number}@example.org",
        )
    page = open_page(viewport=screen)
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/flags/")
    wrong: list[str] = []

    page.get_by_role("link", name="Search", exact=True).and_(page.locator(":visible")).click()
    expect(page.get_by_role("option", name="Flags")).to_be_visible()
    wrong.extend(complaints(page, "finder-pages"))
    page.get_by_role("combobox", name="Search contacts and pages").fill("schmidt")
    expect(page.get_by_role("option")).to_have_count(9)
    wrong.extend(complaints(page, "finder"))
    page.get_by_role("combobox", name="Search contacts and pages").fill("zzz")
    expect(page.get_by_role("option")).to_have_count(1)
    wrong.extend(complaints(page, "finder-nobody"))

    assert "\n".join(wrong) == ""


def test_without_javascript_the_link_leads_to_a_page(
    open_page: Callable[..., Page], office: Workspace
):
    factories.make_contact(office, name="Ana Lopez")
    page = open_page(java_script_enabled=False)
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/flags/")

    page.get_by_role("link", name="Search", exact=True).and_(page.locator(":visible")).click()
    page.get_by_role("searchbox", name="Search").fill("lopez")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Ana Lopez").click()

    expect(page.get_by_role("heading", level=1, name="Ana Lopez")).to_be_visible()


def test_a_state_is_chosen_while_typing(home: Page, office: Workspace):
    factories.make_contact(office, name="Cy Texan", state="Texas")
    home.goto(f"/w/{office.slug}/contacts/")
    home.locator("summary", has_text="More filters").click()
    field = home.get_by_role("combobox", name="State")

    field.press_sequentially("ex")
    option = home.get_by_role("option", name="Texas")
    expect(option).to_contain_text("1 contact")
    home.keyboard.press("ArrowDown")
    home.keyboard.press("Enter")

    expect(field).to_have_value("Texas")
    expect(option).to_be_hidden()
    expect(home.get_by_role("link", name="Ana Lopez", exact=True)).to_have_count(0)
    expect(home.get_by_role("link", name="Cy Texan", exact=True)).to_be_visible()
    expect(home).to_have_url(re.compile("state=Texas"))


def test_without_javascript_a_state_is_chosen_on_its_page(
    open_page: Callable[..., Page], office: Workspace
):
    factories.make_contact(office, name="Cy Texan", state="Texas")
    factories.make_contact(office, name="Di Ohio", state="Ohio")
    page = open_page(java_script_enabled=False)
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/contacts/?sort=name")

    page.locator("summary", has_text="More filters").click()
    page.get_by_role("link", name="Choose from all: State").click()
    page.get_by_role("link", name="Texas").click()

    expect(page).to_have_url(re.compile(r"\?sort=name&state=Texas$"))
    expect(page.get_by_role("link", name="Cy Texan", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Di Ohio", exact=True)).to_have_count(0)
