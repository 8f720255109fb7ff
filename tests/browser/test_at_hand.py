"""What scripts add to pages that work without them: tips, toasts, files dropped anywhere."""

from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import sign_in
from workspaces.models import User, Workspace

_DROP = """() => {
  const data = new DataTransfer();
  data.items.add(new File(["name,phone,email,state,brokerage\\nAna,+34911555010,,,\\n"], "a.csv"));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    const event = new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true});
    document.body.dispatchEvent(event);
  }
}"""


def test_meaning_of_a_flag_is_read_by_keyboard(page: Page, owner: User, office: Workspace):
    vip = factories.make_flag(office, "Founder", description="Knows the house from the start.")
    contact = factories.make_contact(office, [vip])
    sign_in(page, owner.username)
    page.goto(contact.get_absolute_url())
    tip = page.get_by_role("tooltip")

    page.locator(".crumbs a").focus()
    page.keyboard.press("Tab")

    expect(tip).to_have_text("Founder: Knows the house from the start.")
    expect(page.locator(".heading .chip")).to_have_accessible_description(
        "Founder: Knows the house from the start."
    )
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_toast_that_leads_on_stays_until_it_is_closed(page: Page, owner: User, office: Workspace):
    sign_in(page, owner.username)
    page.goto(f"/w/{office.slug}/contacts/new/")
    page.get_by_label("Name").fill("Ana Lopez")
    page.get_by_label("Phone number").fill("+34911555010")
    page.get_by_role("button", name="Create Contact").click()

    toast = page.locator("[data-toast]")
    expect(toast.get_by_role("link", name="Ana Lopez")).to_be_visible()
    toast.get_by_role("button", name="Close").click()
    expect(toast).to_have_count(0)


def test_file_dropped_beside_the_zone_is_taken(page: Page, owner: User, office: Workspace):
    sign_in(page, owner.username)
    page.goto(f"/w/{office.slug}/imports/new/")

    page.evaluate(_DROP)

    expect(page.locator("[data-dropzone-name]")).to_have_text("a.csv, 1 kB")
    page.get_by_role("button", name="Upload and review").click()
    expect(page.get_by_role("button", name="Import 1 contact into Office")).to_be_visible()
