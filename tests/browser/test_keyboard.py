"""The main job without a mouse."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PASSWORD, sign_in
from workspaces.models import User, Workspace

DOCUMENTED = Path(__file__).resolve().parents[1] / "data" / "documented.csv"
# Nothing on a page of the main job is further away than so many presses of Tab.
FAR = 60


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, which must then be seen."""
    expect(target).to_be_attached()
    for _ in range(FAR):
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate("element => element.matches(':focus-visible')")
            expect(target).to_be_in_viewport()
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def press(page: Page, role: str, name: str, key: str = "Enter") -> None:
    """Go to the first control of that role and name within reach, and press the key on it."""
    tab_to(page, page.get_by_role(role, name=name, exact=True).first)
    page.keyboard.press(key)


def test_main_job_by_keyboard_alone(page: Page, owner: User, office: Workspace):
    page.goto("/accounts/login/")
    tab_to(page, page.get_by_label("User name or e-mail"))
    page.keyboard.type("olga")
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    press(page, "link", "Contacts")
    expect(page.get_by_role("heading", level=1, name="Contacts")).to_be_visible()

    press(page, "link", "Add Contact")
    tab_to(page, page.get_by_label("Name"))
    page.keyboard.type("Ana Lopez")
    tab_to(page, page.get_by_label("Phone"))
    page.keyboard.type("+34911555010")
    flags = page.get_by_role("group", name="Flags").locator("summary")
    tab_to(page, flags)
    page.keyboard.press("Space")
    press(page, "checkbox", "VIP", "Space")
    page.keyboard.press("Escape")
    expect(flags).to_be_focused()
    expect(page.get_by_role("checkbox", name="VIP")).to_be_hidden()
    press(page, "button", "Create Contact")
    expect(page.get_by_role("heading", level=1, name="Ana Lopez")).to_be_visible()

    press(page, "link", "Contacts")
    press(page, "link", "Bulk Import")
    file = page.get_by_label("CSV file")
    tab_to(page, file)
    expect(file).to_be_focused()
    # The dialog that Enter opens here is the browser's own.
    file.set_input_files(DOCUMENTED)
    press(page, "button", "Upload and review")
    press(page, "button", "Import 3 contacts into Office")
    press(page, "link", "See the 3 contacts")
    expect(page.get_by_role("link", name="Bob Johnson", exact=True)).to_be_visible()

    press(page, "link", "Contacts")
    expect(page.get_by_text("4 contacts")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("911 555")
    expect(page.get_by_role("link", name="Jane Smith", exact=True)).to_have_count(0)
    press(page, "link", "Edit Ana Lopez")
    tab_to(page, page.get_by_label("Name"))
    page.keyboard.press("End")
    page.keyboard.type(" Garcia")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Ana Lopez Garcia")).to_be_visible()

    press(page, "link", "Delete")
    expect(page).to_have_url(re.compile("/delete/$"))
    press(page, "button", "Delete")
    expect(page.get_by_text("Ana Lopez Garcia was deleted.")).to_be_visible()


def test_skip_link_comes_first_and_leads_to_the_page(page: Page, owner: User, office: Workspace):
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/contacts/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()
