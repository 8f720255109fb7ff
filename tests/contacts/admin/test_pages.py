"""Every admin page of contacts opens for a site admin, with data in it, and for nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts import api_tokens, writing
from contacts.models import (
    ApiToken,
    Audience,
    CallingPolicy,
    Contact,
    ContactChange,
    ContactFlag,
    ContactImport,
    Distinction,
    Flag,
    FormerValue,
    FrozenList,
    Job,
    JobKind,
    Merge,
    SiteJob,
    SuppressedNumber,
)
from tests import factories
from workspaces.models import Workspace

READ_ONLY = (
    *(ContactFlag, ContactImport, ContactChange, Job),
    *(Audience, FrozenList, CallingPolicy),
    *(Merge, FormerValue, Distinction, SuppressedNumber, ApiToken),
)
MODELS = (Contact, Flag, *READ_ONLY)


def url(model: type, action: str, *args: Any) -> str:
    return reverse(f"admin:contacts_{model.__name__.lower()}_{action}", args=args)


def make_some(workspace: Workspace) -> None:
    """One more row of every model."""
    vip = workspace.flags.get(name="VIP")
    contact = factories.make_contact(workspace, flags=[vip], phone="+12025550")
    writing.change(contact, None, {"notes": "Called."}, revision=1)
    made_import = factories.make_import(
        workspace,
        total_rows=1,
        error_rows=1,
        problems={
            "phone_no_plus": {
                "count": 1,
                "repairs": 0,
                "examples": [
                    {"line": 2, "field": "phone", "value": "<b>1", "message": "no +", "extra": 0}
                ],
            },
            "warning_too_short": {"count": 1_000, "repairs": 0, "examples": []},
        },
    )
    Job.objects.create(workspace=workspace, kind=JobKind.REVIEW, contact_import=made_import)
    factories.make_merge(contact, factories.make_contact(workspace))
    other = factories.make_contact(workspace, [workspace.flags.get(name="Do Not Call")])
    writing.tell_apart(workspace, None, [contact.pk, other.pk])
    third = factories.make_contact(workspace, [workspace.flags.get(name="Do Not Call")])
    writing.delete(third, None)
    api_tokens.make(workspace, workspace.members.first(), "Dialler")
    audience = factories.make_audience(workspace, f"flags={vip.pk}&q={contact.name}")
    factories.make_frozen_list(audience, workspace.members.first())
    CallingPolicy.objects.get_or_create(
        workspace=workspace, defaults={"required_flag": vip, "required_name": vip.name}
    )


@pytest.fixture
def some(acme: Workspace, globex: Workspace) -> None:
    make_some(acme)
    make_some(globex)


@pytest.fixture
def queries() -> Callable[[Client, str], int]:
    def queries(client: Client, page: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(page).status_code == 200
        return len(captured)

    return queries


def test_every_model_of_contacts_is_registered():
    registered = {m for m in admin.site._registry if m._meta.app_label == "contacts"}
    # Work of the whole site belongs to no workspace: its page is like no other here.
    assert registered == {*MODELS, SiteJob}


@pytest.mark.parametrize("model", MODELS)
def test_pages_open_for_a_site_admin(model, some, as_admin):
    row = model.objects.first()

    for page in (
        url(model, "changelist"),
        url(model, "change", row.pk),
        url(model, "history", row.pk),
    ):
        response = as_admin.get(page)
        assert response.status_code == 200, page
        assert "style=" not in response.content.decode(), page


@pytest.mark.parametrize("model", MODELS)
def test_lists_can_be_searched_and_filtered(model, some, acme, as_admin):
    rows = model.objects.filter(workspace=acme).count()

    page = url(model, "changelist")
    assert as_admin.get(page, {"q": "nothing like it"}).status_code == 200
    response = as_admin.get(page, {"workspace__id__exact": acme.pk})

    assert response.context["cl"].result_count == rows
    for choices in response.context["cl"].filter_specs:
        for choice in choices.choices(response.context["cl"]):
            assert as_admin.get(page + choice["query_string"]).status_code == 200


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff", "q=" + "9" * 300, "workspace__id__exact=x", "p=x"]
)
def test_lists_stand_any_query(model, query, some, as_admin):
    assert as_admin.get(f"{url(model, 'changelist')}?{query}").status_code in (200, 302)


@pytest.mark.parametrize("model", MODELS)
def test_pages_are_closed_to_others(model, some, as_ada, client):
    row = model.objects.first()
    for page in (url(model, "changelist"), url(model, "change", row.pk), url(model, "add")):
        for visitor in (as_ada, client):
            assert visitor.get(page).status_code == 302
            assert visitor.post(page).status_code == 302


@pytest.mark.parametrize("model", READ_ONLY)
def test_records_are_read_only(model, some, as_admin):
    row = model.objects.first()

    assert as_admin.get(url(model, "add")).status_code == 403
    assert as_admin.post(url(model, "change", row.pk), {}).status_code == 403
    assert as_admin.get(url(model, "delete", row.pk)).status_code == 403


@pytest.mark.parametrize("model", [Contact, Flag])
def test_contacts_and_flags_can_be_added_and_deleted(model, some, as_admin):
    row = model.objects.earliest("pk")

    assert as_admin.get(url(model, "add")).status_code == 200
    assert as_admin.get(url(model, "delete", row.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_lists_ask_as_much_for_many_rows_as_for_one(model, acme, as_admin, queries):
    make_some(acme)
    as_admin.get(url(model, "changelist"))
    one = queries(as_admin, url(model, "changelist"))

    make_some(acme)
    make_some(acme)

    assert queries(as_admin, url(model, "changelist")) == one


@pytest.mark.parametrize("names", [["VIP"], ["VIP", "Hot Lead", "Follow-up Needed"]])
def test_contact_page_asks_as_much_for_many_flags_as_for_one(names, acme, as_admin, queries):
    contact = factories.make_contact(acme, flags=list(acme.flags.filter(name__in=names)))
    bare = factories.make_contact(acme)
    as_admin.get(url(Contact, "change", bare.pk))

    assert queries(as_admin, url(Contact, "change", contact.pk)) == queries(
        as_admin, url(Contact, "change", bare.pk)
    )


def test_staff_who_may_only_look_see_pages_without_a_form(some, sign_in):
    user = factories.make_user("helpdesk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    contact = Contact.objects.first()

    response = sign_in(user).get(url(Contact, "change", contact.pk))

    assert response.status_code == 200
    assert 'name="name"' not in response.content.decode()
    assert sign_in(user).post(url(Contact, "change", contact.pk), {}).status_code == 403


def test_import_shows_its_problems_escaped(some, acme, as_admin):
    page = as_admin.get(url(ContactImport, "change", acme.imports.get().pk)).content.decode()

    assert "Phone without + and country code" in page
    assert "line 2: <q>&lt;b&gt;1</q> no +" in page
    assert "<th>Phone looks too short</th><td>1,000</td>" in page


def test_import_without_problems_says_so(acme, as_admin):
    made_import = factories.make_import(acme)

    page = as_admin.get(url(ContactImport, "change", made_import.pk)).content.decode()

    assert "0 contacts of this import" in page
    assert "The first of them" not in page
