"""The list follows what is typed, and leaves the person's hands alone."""

import re

from playwright.sync_api import Page, Route, expect

from tests import factories
from tests.browser.conftest import sign_in
from workspaces.models import Workspace


def test_list_follows_the_typing_and_the_cursor_stays(page: Page, office: Workspace):
    for name in ("Élodie Martin", "Eloise Martins", "Jane Smith"):
        factories.make_contact(office, name=name)
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/contacts/")
    box = page.get_by_role("searchbox")
    box.click()

    box.press_sequentially("elo martins", delay=40)
    expect(page.get_by_role("link", name="Eloise Martins", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Élodie Martin", exact=True)).to_have_count(0)
    expect(page).to_have_url(re.compile(r"[?&]q=elo(\+|%20)martins"))
    expect(box).to_be_focused()
    expect(page.locator("#contact-count")).to_have_text(re.compile("1 contact"))
    orders = page.locator("#id_sort option")
    expect(page.locator("#id_sort option:checked")).to_have_text("Best match, then newest")
    expect(orders.nth(1)).to_have_text("Newest first")

    box.press("Backspace")
    expect(page.get_by_role("link", name="Élodie Martin", exact=True)).to_be_visible()
    expect(box).to_have_value("elo martin")
    assert box.evaluate("box => box.selectionStart") == len("elo martin")

    box.fill("")
    expect(page.locator("#id_sort option:checked")).to_have_text("Newest first")
    expect(orders.nth(1)).to_have_text("Oldest first")


def test_whoever_picks_an_order_stays_there(page: Page, office: Workspace):
    """The orders are put in anew with the list: a search has one more."""
    for name in ("Ann Martin", "Martin Lee"):
        factories.make_contact(office, name=name)
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/contacts/?q=martin&sort=name")
    select = page.get_by_label("Sort by")
    page.locator(".more-filters summary").click()

    select.focus()
    select.select_option("Newest first")

    expect(page).to_have_url(re.compile(r"[?&]sort=newest"))
    expect(select).to_have_value("newest")
    expect(select).to_be_focused()


def test_who_types_on_while_an_answer_is_under_way_gets_the_last_one(page: Page, office: Workspace):
    for name in ("Eloise Martin", "Eloise Smith"):
        factories.make_contact(office, name=name)
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/contacts/")
    box = page.get_by_role("searchbox")
    held: list[Route] = []
    page.route(re.compile(r"/contacts/\?.*q=eloise($|&)"), lambda route: held.append(route))

    box.press_sequentially("eloise")
    page.wait_for_timeout(500)
    box.press_sequentially(" smi")
    page.wait_for_timeout(500)
    [route] = held
    route.continue_()

    # An answer that is given up would be an error on the console, which fails the test.
    expect(page.get_by_role("link", name="Eloise Martin", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Eloise Smith", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]q=eloise(\+|%20)smi"))


def test_ticking_a_flag_filters_at_once_and_the_panel_stays_open(page: Page, office: Workspace):
    vip = office.flags.get(name="VIP")
    factories.make_contact(office, [vip], name="Ana Lopez")
    factories.make_contact(office, name="Ben Lopez")
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/contacts/")
    panel = page.locator("form[role=search] .dropdown")

    panel.locator("summary").click()
    panel.get_by_role("checkbox", name="VIP").check()

    expect(page.get_by_role("link", name="Ben Lopez", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Ana Lopez", exact=True)).to_be_visible()
    expect(panel.locator("summary")).to_have_text(re.compile("Flags: 1"))
    expect(panel.get_by_role("checkbox", name="VIP")).to_be_checked()
    expect(panel.get_by_role("checkbox", name="Hot Lead")).to_be_visible()


def test_reload_and_back_lead_to_the_same_list(page: Page, office: Workspace):
    contact = factories.make_contact(office, name="Ana Lopez")
    factories.make_contact(office, name="Ben Smith")
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/contacts/")

    page.get_by_role("searchbox").fill("lopez")
    expect(page.get_by_role("link", name="Ben Smith", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Ana Lopez", exact=True).click()
    expect(page).to_have_url(re.compile(f"/contacts/{contact.pk}/$"))
    page.go_back()

    for _ in ("came back", "reloaded"):
        expect(page.get_by_role("searchbox")).to_have_value("lopez")
        expect(page.get_by_role("link", name="Ana Lopez", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Ben Smith", exact=True)).to_have_count(0)
        page.reload()


def test_an_empty_list_tells_at_once_what_to_leave_out_and_then_how_many_there_are(
    page: Page, office: Workspace
):
    factories.make_contact(office, name="Ana Lopez", state="TX")
    sign_in(page, "olga")
    page.goto(f"/w/{office.slug}/contacts/?q=ana+lopez&state=Ohio")

    row = page.get_by_role("listitem").filter(has_text="without the filter “in state Ohio”")
    expect(row).to_have_text("without the filter “in state Ohio” there is 1 contact")
    row.get_by_role("link").click()
    expect(page.get_by_role("link", name="Ana Lopez", exact=True)).to_be_visible()
