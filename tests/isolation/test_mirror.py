"""Neighbours with the very same people change nothing, and nothing is changed of theirs."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.db.models import Model, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse

from contacts import duplicates, jobs
from contacts.calling import Verdict
from contacts.models import Audience, Contact, ContactImport, Flag, FormerValue, Interaction, Job
from contacts.templatetags import phone_numbers
from tests import factories
from tests.isolation.matrix import IN_WORKSPACE
from tests.isolation.mirror import Rows, mirror, rows_of, said_in
from tests.isolation.people import OWNER
from tests.isolation.spaces import Space
from tests.isolation.world import World
from workspaces.models import Workspace

# Some pages tell when they were made.
_MOMENT = re.compile(r"<time [^>]*>[^<]*</time>")
# More than the plain pages: what their query strings make them look up.
Form = Callable[[Space], dict[str, Any]]
LOOK_UPS: tuple[tuple[str, Form], ...] = (
    ("contact_list", lambda space: {"q": "Zebulon"}),
    ("contact_list", lambda space: {"q": "Zebulon", "flags": space.flag.pk}),
    ("contact_list", lambda space: {"flags": space.flag.pk, "count": "exact"}),
    ("contact_list", lambda space: {"without": space.flag.pk, "sort": "name"}),
    ("contact_list", lambda space: {"state": space.canary}),
    ("contact_list", lambda space: {"frozen": space.frozen.pk, "change": "left"}),
    *(
        ("contact_list", lambda space, verdict=verdict: {"verdict": verdict})
        for verdict in Verdict.values
    ),
    ("contact_list", lambda space: {"q": "Zebulom"}),
    ("contact_missing", lambda space: {"q": "Zebulom"}),
    ("contact_missing", lambda space: {"q": "Zebulon", "state": "Nowhere", "flags": space.flag.pk}),
    ("contact_states", lambda space: {"part": space.canary}),
    ("contact_brokerages", lambda space: {"part": space.canary, "flags": space.flag.pk}),
    ("contact_verdict", lambda space: {"q": "Zebulon"}),
    ("contact_export", lambda space: {"shape": "flags"}),
    ("contact_export", lambda space: {"shape": "edit"}),
    *(
        ("contact_same", lambda space, field=field: {field: getattr(space.contact, field)})
        for field in ("phone", "email", "name")
    ),
    ("contact_same", lambda space: {"phone": former_phone(space)}),
    ("search", lambda space: {"q": "Zebulon"}),
    *(
        ("duplicate_list", lambda space, reason=reason: {"reason": reason.name})
        for reason in duplicates.REASONS
    ),
    ("merge_create", lambda space: {"contacts": [contact.pk for contact in space.twins]}),
    ("bulk_add_flags", lambda space: {"all": "1", "query": "q=Zebulon"}),
    ("bulk_add_flags", lambda space: {"contact": space.contact.pk, "flags": space.flag.pk}),
    ("bulk_remove_flags", lambda space: {"all": "1", "query": "", "flags": space.flag.pk}),
    ("bulk_delete", lambda space: {"contact": space.contact.pk}),
    ("flag_merge", lambda space: {"flags": [space.flag.pk, space.flag_distinction.other_id]}),
)


# More than the forms of the matrix: they begin work, or take many at once.
POSTS: tuple[tuple[str, Form], ...] = (
    ("bulk_add_flags", lambda space: everybody(space) | {"flags": space.flag.pk}),
    ("bulk_remove_flags", lambda space: everybody(space) | {"flags": space.flag.pk}),
    ("bulk_delete", lambda space: everybody(space) | {"contact_count": everybody(space)["count"]}),
    ("duplicate_delete", lambda space: exact_twins(space)),
    (
        "flag_merge",
        lambda space: {
            "flags": [space.flag.pk, space.flag_distinction.other_id],
            "into": space.flag.pk,
        },
    ),
)


# Texts by which rows are known.
SPOKEN: tuple[tuple[type[Model], str], ...] = (
    (Flag, "name"),
    (Contact, "name"),
    (Contact, "email"),
    (Contact, "notes"),
    (Interaction, "text"),
    (Audience, "name"),
    (ContactImport, "original_name"),
    (Job, "reason"),
)


def everybody(space: Space) -> dict[str, Any]:
    return {"all": "1", "query": "", "count": space.workspace.contacts.count()}


def exact_twins(space: Space) -> dict[str, Any]:
    return {
        "contacts": list(
            space.workspace.contacts.filter(name="Ann Twice").values_list("pk", flat=True)
        )
    }


def former_phone(space: Space) -> str:
    """One that a contact had before a merge."""
    return FormerValue.objects.filter(workspace=space.workspace).exclude(phone="")[0].phone


@pytest.fixture
def acme(world: World) -> Space:
    """With duplicates for every reason, which its mirror has as well."""
    for name, phone, email in (
        ("Ann Twice", "+442079460171", "ann@example.org"),
        ("Ann Twice", "+442079460171", "ann@example.org"),
        ("Ann Twice", "+4402079460171", "ann@example.org"),
        ("Bo Once", "+442079460172", "bo@example.org"),
    ):
        factories.make_contact(
            world.acme.workspace, name=name, phone=phone, email=email, brokerage="Copper Canyon"
        )
    return world.acme


def test_no_page_says_anything_else_beside_a_mirror(
    world: World, acme: Space, monkeypatch: pytest.MonkeyPatch
):
    # What the clocks show where a contact is must not go on in between.
    monkeypatch.setattr(phone_numbers, "local_time", lambda phone, now: None)

    def pages() -> dict[str, tuple[int, str]]:
        asked = [(route.path(acme), None) for route in IN_WORKSPACE]
        asked += [(reverse(name, args=[acme.slug]), make(acme)) for name, make in LOOK_UPS]
        answers = {}
        for path, query in asked:
            path += f"?{urlencode(query, doseq=True)}" if query else ""
            answer = world.ask(OWNER, "GET", path)
            answers[path] = answer.status, _MOMENT.sub("", answer.body.decode(errors="replace"))
        return answers

    alone = pages()
    assert sum(status == 200 for status, _ in alone.values()) > 70
    mirror(acme)
    beside = pages()

    assert [path for path in alone if alone[path] != beside[path]] == []


@pytest.mark.parametrize(
    ("name", "form"),
    [(route.name, None) for route in IN_WORKSPACE if "POST" in route.answers] + list(POSTS),
)
def test_what_is_posted_and_the_work_it_begins_go_by_a_mirror(
    name: str, form: Form | None, world: World, acme: Space
):
    """They do what they do without one, and nothing to it."""
    (route,) = (route for route in IN_WORKSPACE if route.name == name)
    data = form(acme) if form else route.data(acme, "POST")
    earlier = list(acme.workspace.jobs.values_list("pk", flat=True))

    def post(*others: Workspace) -> tuple[Rows, list[Rows]]:
        with transaction.atomic():
            response = world.client(OWNER).post(route.path(acme), data)
            for job in Job.objects.filter(workspace=acme.workspace).exclude(pk__in=earlier):
                jobs.advance(job.pk)
            found = said_in(acme.workspace), [rows_of(other) for other in others]
            transaction.set_rollback(True)
        world.restore_files()
        assert response.status_code in (302, route.answers["POST"])
        return found

    alone, _ = post()
    other = mirror(acme).workspace
    before = rows_of(other)
    data = form(acme) if form else route.data(acme, "POST")
    beside, [after] = post(other)

    assert [label for label in alone if alone[label] != beside[label]] == []
    assert [label for label in before if before[label] != after[label]] == []


def test_records_that_name_rows_of_another_workspace_show_nothing_of_them(
    world: World, acme: Space
):
    """As the records of a mirror do, in their JSON and their plain numbers."""
    other = mirror(acme)
    for model, column in SPOKEN:
        secret = Concat(Value("Secret "), "pk", output_field=TextField())
        # Past the product's own: search texts may be stale for this.
        QuerySet.update(model._base_manager.filter(workspace=acme.workspace), **{column: secret})
    client = Client(raise_request_exception=False)
    client.force_login(
        other.workspace.members.get(), backend="workspaces.backends.NameOrEmailBackend"
    )

    told = {}
    for route in IN_WORKSPACE:
        for method in ("GET", "POST"):
            data = route.data(other, method)
            answer = world.ask_by(client, method, route.path(other), data)
            told[route.name, method] = answer.status, "Secret" in answer.text

    assert sum(status == 200 for status, _ in told.values()) > 50
    assert [page for page, (_, is_told) in told.items() if is_told] == []
