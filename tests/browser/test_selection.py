"""Selecting contacts and acting on them all: by pointer, by keyboard, and without JavaScript."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from contacts.models import Flag
from tests import factories
from tests.browser.conftest import sign_in
from tests.browser.looking import PHONE, WIDE
from workspaces.models import User, Workspace

# The most that a list of fifty may weigh, compressed, and its styles and scripts.
PAGE_BYTES = ASSET_BYTES = 60_000


@pytest.fixture
def crowd(office: Workspace) -> str:
    """Sixty people; the address of their list."""
    vip = office.flags.get(name="VIP")
    for number in range(60):
        factories.make_contact(
            office, [vip] if number % 7 == 0 else [], name=f"Person {number:02}", state="Texas"
        )
    return f"/w/{office.slug}/contacts/?sort=name"


@pytest.fixture
def hot(office: Workspace) -> Flag:
    return office.flags.get(name="Hot Lead")


def box(page: Page, name: str):
    return page.get_by_role("checkbox", name=f"Select {name}")


def carriers(flag: Flag) -> list[str]:
    return sorted(flag.contacts.values_list("name", flat=True))


def choose(page: Page, button: str, flag: str) -> None:
    """From the list to the done: the action, the flag, the numbers, the confirmation."""
    page.get_by_role("button", name=button).click()
    page.get_by_role("main").get_by_label(flag).check()
    page.get_by_role("button", name="Continue").click()


def test_a_range_is_selected_with_shift_and_flagged_and_undone(
    page: Page, owner: User, crowd: str, hot: Flag
):
    sign_in(page, owner.username)
    page.goto(crowd)
    bar = page.get_by_role("group", name="Actions on the selection")
    expect(bar).to_be_hidden()

    box(page, "Person 03").check()
    box(page, "Person 07").click(modifiers=["Shift"])

    expect(bar).to_contain_text("5 contacts selected")
    choose(page, "Add flags", "Hot Lead")
    page.get_by_role("button", name="Add to 5 contacts").click()
    expect(page.get_by_text("5 contacts got “Hot Lead”.")).to_be_visible()
    assert carriers(hot) == [f"Person {n:02}" for n in range(3, 8)]
    page.get_by_role("link", name="Details and undo").click()
    page.get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo for 5 contacts").click()
    expect(page.get_by_text("5 contacts are as before.")).to_be_visible()
    assert carriers(hot) == []


def test_the_box_of_the_head_selects_the_page_and_the_bar_offers_all(
    page: Page, owner: User, crowd: str, hot: Flag
):
    sign_in(page, owner.username)
    page.goto(crowd)

    page.get_by_role("checkbox", name="Select all on this page").check()

    bar = page.get_by_role("group", name="Actions on the selection")
    expect(bar).to_contain_text("50 contacts selected")
    page.get_by_label("All 60 that match").check()
    choose(page, "Add flags", "Hot Lead")
    expect(page.get_by_role("button", name="Add to 60 contacts")).to_be_visible()


def test_the_keyboard_moves_selects_and_explains(page: Page, owner: User, crowd: str, hot: Flag):
    sign_in(page, owner.username)
    page.goto(crowd)

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Person 01", exact=True)).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.get_by_text("3 contacts selected")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys in this list")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("jx")
    expect(page.get_by_role("searchbox")).to_have_value("jx")

    page.goto(crowd)
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Person 00")


def test_letters_do_nothing_for_who_switched_them_off(page: Page, owner: User, crowd: str):
    sign_in(page, owner.username)
    page.goto(reverse("account"))
    page.get_by_label("No single-key shortcuts").check()
    page.get_by_role("button", name="Save").click()
    page.goto(crowd)

    for key in ("j", "n", "/", "?"):
        page.keyboard.press(key)

    expect(page).to_have_url(re.compile(r"/contacts/\?sort=name$"))
    assert page.evaluate("document.activeElement === document.body")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_all_of_it_works_without_javascript(
    screen: dict[str, int],
    open_page: Callable[..., Page],
    owner: User,
    office: Workspace,
    crowd: str,
    hot: Flag,
):
    page = open_page(java_script_enabled=False, viewport=screen)
    sign_in(page, owner.username)
    page.goto(crowd)

    box(page, "Person 00").check()
    box(page, "Person 02").check()
    choose(page, "Add flags", "Hot Lead")
    page.get_by_role("button", name="Add to 2 contacts").click()
    expect(page.get_by_text("2 contacts got “Hot Lead”.")).to_be_visible()
    assert carriers(hot) == ["Person 00", "Person 02"]

    box(page, "Person 05").check()
    page.get_by_label("All 60 that match").check()
    page.get_by_role("button", name="Delete").click()
    page.get_by_label("Number of contacts").fill("59")
    page.get_by_role("button", name="Delete 60 contacts").click()
    expect(page.get_by_text("Type the number of contacts: 60.").first).to_be_visible()
    page.get_by_label("Number of contacts").fill("60")
    page.get_by_role("button", name="Delete 60 contacts").click()
    expect(page.get_by_text("60 contacts are deleted for good.")).to_be_visible()
    assert not office.contacts.exists()


def test_a_row_has_a_menu(page: Page, owner: User, crowd: str):
    sign_in(page, owner.username)
    page.goto(crowd)

    page.get_by_role("link", name="More about Person 01").click()
    expect(page.get_by_role("link", name="Open")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/contacts/\d+/flags/$"))


def test_a_page_of_fifty_is_light(page: Page, owner: User, crowd: str):
    sign_in(page, owner.username)
    assets: dict[str, int] = {}

    def weigh(response) -> None:
        if re.search(r"\.(css|js)$", response.url.split("?")[0]):
            assets[Path(response.url).name + response.url] = len(gzip.compress(response.body()))

    page.on("response", weigh)
    answer = page.goto(crowd)
    page.wait_for_load_state("networkidle")

    assert len(gzip.compress(answer.body())) < PAGE_BYTES
    assert 10_000 < sum(assets.values()) < ASSET_BYTES
