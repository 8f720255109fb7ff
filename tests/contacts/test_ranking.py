"""Best hits first, page by page; and what is found, in which order, by a plain model of it."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts import normal, search
from contacts.filters import ContactFilter
from contacts.models import CSV_FIELDS, Contact
from contacts.paging import ORDERS, Cursor, Page, get_page_of
from contacts.ranking import parts
from tests import factories
from workspaces.models import Workspace

SIZE = 2


def page_of(workspace: Workspace, typed: str, cursor: str | None = None) -> Page:
    data = QueryDict(mutable=True)
    data["q"], data["cursor"] = typed, cursor or ""
    contact_filter = ContactFilter(data, workspace)
    contacts = contact_filter.qs.values("id", "name", "name_key")
    whole = parts(contacts, contact_filter.order, contact_filter.query)
    return get_page_of(whole, contact_filter.cursor, SIZE)


def pages(workspace: Workspace, typed: str) -> list[Page]:
    """All pages, read forwards; read backwards they must be the same."""
    found = [page_of(workspace, typed)]
    while found[-1].next:
        found.append(page_of(workspace, typed, found[-1].next))
    back = [found[-1]]
    while back[-1].previous:
        back.append(page_of(workspace, typed, back[-1].previous))
    assert [page.rows for page in reversed(back)] == [page.rows for page in found]
    return found


def names(workspace: Workspace, typed: str) -> list[str]:
    return [row["name"] for page in pages(workspace, typed) for row in page.rows]


@pytest.fixture
def people(acme: Workspace) -> Workspace:
    for name, phone, email in (
        ("Annabel", "+12025550101", "ann@example.com"),
        ("Ann Zorn", "+12025550102", ""),
        ("Joanna", "+12025550103", "joanna@example.com"),
        ("Ann Abel", "+12025550104", ""),
        ("Bob", "+12025550105", "mann@example.com"),
        ("Bo", "+120255501011", ""),
    ):
        factories.make_contact(acme, name=name, phone=phone, email=email)
    return acme


def test_names_that_begin_so_come_first_then_the_newest(people: Workspace):
    assert names(people, "ANN") == ["Ann Abel", "Ann Zorn", "Annabel", "Bob", "Joanna"]


def test_an_exact_email_comes_before_all(people: Workspace):
    assert names(people, "Ann@Example.com") == ["Annabel", "Bob"]


def test_an_exact_phone_comes_before_all(people: Workspace):
    assert names(people, "+1 (202) 555-0101") == ["Annabel", "Bo"]


def test_other_orders_stay_as_chosen(people: Workspace):
    found = ContactFilter(QueryDict("q=ann&sort=-name"), people)

    assert len(parts(found.qs, found.order, found.query)) == 1


def test_a_cursor_of_a_part_that_is_not_there_is_none():
    """As when somebody edits the search words in a link to a later page."""
    with pytest.raises(ValueError, match="another list"):
        Cursor.decode(Cursor(ORDERS["-added"], None, 1, part=2).encode(), *[ORDERS["-added"]] * 2)


WORDS = st.sampled_from(["ann", "Ännä", "anna b", "b", "ß", "İ", "太郎", "1", "%", "", "a_"])
PERSON = st.tuples(WORDS, st.integers(0, 30), WORDS, WORDS, WORDS)
TERMS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    st.integers(0, 30).map(lambda number: f"+1 (202) 555-01{number:02}"),
    st.integers(0, 30).map(lambda number: f"01{number:02}"),
    WORDS.map(lambda word: f"{word}@example.com"),
).filter(str.strip)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(people=st.lists(PERSON, max_size=9), typed=TERMS)
def test_search_is_what_a_plain_model_says(acme: Workspace, people: list, typed: str):
    Contact.objects.all().delete()
    for name, number, email, state, brokerage in people:
        factories.make_contact(
            acme,
            name=f"{name}x",
            phone=f"+120255501{number:02}",
            email=f"{email.strip()}@example.com" if email.isascii() and email.isalpha() else "",
            state=state,
            brokerage=brokerage,
        )

    found = [row["id"] for page in pages(acme, typed) for row in page.rows]

    assert found == model(list(Contact.objects.order_by("-id")), typed)


def model(newest_first: list[Contact], typed: str) -> list[int]:
    """What a search gives, read off its description, without a database."""
    query = search.parse(typed)
    assert query is not None

    def lines(contact: Contact) -> list[str]:
        return [normal.fold(str(getattr(contact, field))) for field in CSV_FIELDS]

    def is_found(contact: Contact) -> bool:
        everywhere = lines(contact)
        return all(any(word in line for line in everywhere) for word in query.words) or any(
            run in str(contact.phone) for run in query.digit_runs
        )

    def rank(contact: Contact) -> tuple:
        if str(contact.phone)[1:] in query.digit_runs or (
            "@" in typed and contact.email.lower() == typed.strip().lower()
        ):
            return (0,)
        if normal.key(contact.name).startswith(normal.key(typed)):
            return (1, normal.key(contact.name), contact.pk)
        return (2,)

    return [contact.pk for contact in sorted(filter(is_found, newest_first), key=rank)]
