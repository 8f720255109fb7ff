"""People with names as long as allowed, in any script, with more flags than anybody needs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from contacts.models import Colour
from contacts.values import BROKERAGE_MAX, NAME_MAX, STATE_MAX
from tests import factories
from tests.browser.conftest import sign_in
from tests.browser.looking import PHONE, WIDE, misfits
from workspaces.models import User, Workspace

FLAGS, FLAGS_OF_ONE = 200, 40


@pytest.fixture
def crowded(owner: User) -> Workspace:
    """A workspace whose every text is as long as it may be."""
    workspace = factories.make_workspace("W" * 100, owner=owner)
    colours = list(Colour)
    flags = [
        factories.make_flag(
            workspace,
            f"{'Flag' * 11} {number:03}",
            colour=colours[number % len(colours)],
            description="meaning" * 20,
        )
        for number in range(FLAGS)
    ]
    for name in ("שלום עליכם", "محمد بن سلمان", "山田太郎", "👩‍👩‍👧‍👦 & Söhne", "<b>Bold</b>"):
        factories.make_contact(workspace, flags[:3], name=name, state=name, brokerage=name)
    factories.make_contact(
        workspace,
        flags[:FLAGS_OF_ONE],
        name="N" * NAME_MAX,
        email=f"{'e' * 60}@{'d' * 60}.example.org",
        state="S" * STATE_MAX,
        brokerage="B" * BROKERAGE_MAX,
        notes="n" * 300,
    )
    return workspace


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_breaks_the_page(
    screen: dict[str, int], open_page: Callable[..., Page], owner: User, crowded: Workspace
):
    base = f"/w/{crowded.slug}"
    longest = crowded.contacts.latest("id").get_absolute_url()
    flag = crowded.flags.first()
    page = open_page(viewport=screen)
    sign_in(page, owner.username)
    wrong: list[str] = []

    for name, path in {
        "list": f"{base}/contacts/",
        "list-filtered": f"{base}/contacts/?flags={flag.pk}&q={'N' * 190}",
        "contact": longest,
        "edit": f"{longest}edit/",
        "delete": f"{longest}delete/",
        "flags": f"{base}/flags/",
        "settings": f"{base}/settings/",
    }.items():
        page.goto(path)
        wrong.extend(misfits(page, f"crowded-{name}"))
    page.goto(f"{base}/contacts/")
    page.locator("form[role=search] .dropdown summary").click()
    wrong.extend(misfits(page, "crowded-filters-open"))
    page.keyboard.press("Escape")
    page.locator("details.more > summary").first.click()
    wrong.extend(misfits(page, "crowded-row-open"))

    assert "\n".join(wrong) == ""


def test_a_long_part_leaves_its_cross_large_enough(page: Page, owner: User, crowded: Workspace):
    page.set_viewport_size(PHONE)
    sign_in(page, owner.username)
    page.goto(f"/w/{crowded.slug}/contacts/?q={'N' * 150}&state={'S' * STATE_MAX}")

    sizes = page.locator(".said .remove").evaluate_all(
        "links => links.map((link) => [link.offsetWidth, link.offsetHeight])"
    )

    assert len(sizes) == 2
    assert min(map(min, sizes)) >= 24


def test_rows_of_the_list_stay_low(page: Page, owner: User, crowded: Workspace):
    page.set_viewport_size(WIDE)
    sign_in(page, owner.username)
    page.goto(f"/w/{crowded.slug}/contacts/")

    heights = page.locator("tbody tr").evaluate_all("rows => rows.map((row) => row.clientHeight)")

    assert max(heights) < 100
    assert page.locator("tbody .name").first.get_attribute("title") == "N" * NAME_MAX


def test_actions_stay_beside_the_name_however_many_flags(
    page: Page, owner: User, crowded: Workspace
):
    contact = factories.make_contact(crowded, list(crowded.flags.all()[:FLAGS_OF_ONE]), name="Bo")
    page.set_viewport_size(WIDE)
    sign_in(page, owner.username)
    page.goto(contact.get_absolute_url())
    page.locator(".heading summary").click()

    bottom = "element => element.getBoundingClientRect().bottom"
    top = "element => element.getBoundingClientRect().top"
    folded = page.locator(".heading .more .chip")

    assert folded.count() == FLAGS_OF_ONE - 10
    expect(folded.last).to_be_visible()
    actions = page.locator(".heading > .actions")
    assert actions.evaluate(top) < page.locator("h1").evaluate(bottom)
    assert actions.evaluate(bottom) <= page.locator(".heading > .chips").evaluate(top)


def test_words_of_the_list_stay_whole(page: Page, owner: User, office: Workspace):
    flags = office.flags.filter(name__in=("Follow-up Needed", "VIP"))
    factories.make_contact(office, flags, state="Massachusetts", brokerage="")
    page.set_viewport_size(WIDE)
    sign_in(page, owner.username)
    page.goto(f"/w/{office.slug}/contacts/")

    state = page.locator("tbody [data-label=State] span")
    lines = state.evaluate("it => it.clientHeight / parseFloat(getComputedStyle(it).lineHeight)")
    cut = "chips => chips.filter((chip) => chip.scrollWidth > chip.clientWidth).length"

    assert round(lines) == 1
    assert page.locator("tbody .chip").count() == 2
    assert page.locator("tbody .chip").evaluate_all(cut) == 0


def test_a_count_of_one_digit_is_large_enough_to_hit(page: Page, owner: User, crowded: Workspace):
    page.set_viewport_size(PHONE)
    sign_in(page, owner.username)
    page.goto(f"/w/{crowded.slug}/flags/")

    sizes = page.locator("td.number a").evaluate_all(
        "links => links.map((link) => [link.offsetWidth, link.offsetHeight])"
    )

    assert min(map(min, sizes)) >= 24


def test_a_doubtful_number_is_marked_on_a_phone_too(page: Page, owner: User, office: Workspace):
    factories.make_contact(office, name="Hollis Crane", phone="+13030700440")
    page.set_viewport_size(PHONE)
    sign_in(page, owner.username)
    page.goto(f"/w/{office.slug}/contacts/?warning=1")

    sign = page.locator(".people .warned svg").first.bounding_box()

    assert sign and sign["width"] > 12


def test_icons_stand_in_the_middle_of_their_buttons(page: Page, owner: User, office: Workspace):
    page.set_viewport_size(WIDE)
    sign_in(page, owner.username)
    page.goto(f"/w/{office.slug}/members/")

    middle = "icon => icon.getBoundingClientRect().x + icon.getBoundingClientRect().width / 2"
    button = page.locator("td.row-actions .button").first

    assert button.evaluate(middle) == button.locator("svg").evaluate(middle)
