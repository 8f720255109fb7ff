"""The main job and the newcomer's walk without a mouse."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from contacts.models import Flag
from tests import factories
from tests.browser.conftest import PASSWORD, sign_in
from workspaces.models import User, Workspace

DOCUMENTED = Path(__file__).resolve().parents[1] / "data" / "documented.csv"
# Nothing on a page of the main job is further away than so many presses of Tab.
FAR = 60


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab (or Shift+Tab) until the target has the focus, which must then be seen."""
    expect(target).to_be_attached()
    for _ in range(FAR):
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate("element => element.matches(':focus-visible')")
            expect(target).to_be_in_viewport()
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {target}")


def press(page: Page, role: str, name: str, key: str = "Enter") -> None:
    """Go to the first control of that role and name within reach, and press the key on it."""
    tab_to(page, page.get_by_role(role, name=name, exact=True).first)
    page.keyboard.press(key)


def sign_in_by_keyboard(page: Page) -> None:
    """Ends on the page that signing in leads to."""
    page.goto("/accounts/login/")
    tab_to(page, page.get_by_label("User name or e-mail"))
    page.keyboard.type("olga")
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def add_flag_by_keyboard(page: Page, flag: str, number: str) -> None:
    """From the bar of bulk actions to the end of the job."""
    press(page, "button", "Add flags")
    tab_to(page, page.get_by_role("main").get_by_label(flag))
    page.keyboard.press("Space")
    press(page, "button", "Continue")
    press(page, "button", f"Add to {number} contacts")
    expect(page.get_by_text(f"{number} contacts got “{flag}”.")).to_be_visible()


def carriers(flag: Flag) -> list[str]:
    return sorted(flag.contacts.values_list("name", flat=True))


def test_newcomers_walk_by_keyboard_alone(page: Page, owner: User, office: Workspace):
    sign_in_by_keyboard(page)
    press(page, "link", "Contacts")
    press(page, "link", "Bulk Import")
    file = page.get_by_label("CSV file")
    tab_to(page, file)
    # The dialog that Enter opens here is the browser's own.
    file.set_input_files(DOCUMENTED)
    press(page, "button", "Upload and review")
    press(page, "button", "Import 3 contacts into Office")
    press(page, "link", "See the 3 contacts")

    press(page, "checkbox", "Select all on this page", "Space")
    add_flag_by_keyboard(page, "Follow-up Needed", "3")

    press(page, "link", "Contacts")
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("567 890")
    expect(page.get_by_role("link", name="Jane Smith", exact=True)).to_have_count(0)
    press(page, "link", "Edit John Doe")
    tab_to(page, page.get_by_label("Name"))
    page.keyboard.press("End")
    page.keyboard.type(" Jr.")
    press(page, "button", "Save")
    expect(page.get_by_role("heading", level=1, name="John Doe Jr.")).to_be_visible()

    press(page, "link", "Contacts")
    press(page, "link", "More about Jane Smith")
    expect(page.get_by_role("link", name="Open", exact=True)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("link", name="Delete", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    press(page, "button", "Delete")
    expect(page.get_by_text("Jane Smith was deleted.")).to_be_visible()

    tab_to(page, page.locator("summary", has_text="Export"))
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        press(page, "link", "CSV with flags")
    assert sorted(Path(download.value.path()).read_text("utf-8-sig").splitlines()) == [
        "Bob Johnson,+1555123456,,TX,,Follow-up Needed",
        "John Doe Jr.,+1234567890,john@example.com,CA,ABC Corp,Follow-up Needed",
        "name,phone,email,state,brokerage,flags",
    ]


def test_all_that_match_are_flagged_by_keyboard_alone(page: Page, owner: User, office: Workspace):
    names = [f"Person {number:02}" for number in range(60)]
    for name in names:
        factories.make_contact(office, name=name)
    hot = office.flags.get(name="Hot Lead")
    sign_in_by_keyboard(page)
    press(page, "link", "Contacts")

    press(page, "checkbox", "Select all on this page", "Space")
    # Backwards: the fifty rows are not between the box and what can be done with them.
    tab_to(page, page.get_by_role("radio", name="50 contacts selected"), "Shift+Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="All 60 that match")).to_be_checked()
    add_flag_by_keyboard(page, "Hot Lead", "60")

    assert carriers(hot) == names


def test_main_job_by_keyboard_alone(page: Page, owner: User, office: Workspace):
    sign_in_by_keyboard(page)
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


def test_focus_stays_in_the_list_that_was_searched(page: Page, owner: User, office: Workspace):
    factories.make_contact(office, name="Ana Lopez")
    factories.make_contact(office, name="Ben Smith")
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/contacts/")
    requests: list[str] = []
    page.get_by_role("searchbox").press_sequentially("lopez")
    expect(page.get_by_role("link", name="Ben Smith", exact=True)).to_have_count(0)
    page.on("request", lambda request: requests.append(request.url))

    name = page.get_by_role("link", name="Ana Lopez", exact=True)
    tab_to(page, name)
    page.wait_for_timeout(500)

    expect(name).to_be_focused()
    assert requests == []


def test_skip_link_comes_first_and_leads_to_the_page(page: Page, owner: User, office: Workspace):
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/contacts/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()
