"""Neighbours with the very same people change nothing, and nothing is changed of theirs."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse

from contacts import duplicates, jobs
from contacts.calling import Verdict
from contacts.models import FormerValue, Job
from tests import factories
from tests.isolation.matrix import IN_WORKSPACE
from tests.isolation.mirror import mirror, rows_of
from tests.isolation.people import OWNER
from tests.isolation.spaces import Space
from tests.isolation.world import World

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


def test_no_page_says_anything_else_beside_a_mirror(world: World, acme: Space):
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
    mirror(acme.workspace)
    beside = pages()

    assert [path for path in alone if alone[path] != beside[path]] == []


@pytest.mark.parametrize(
    ("name", "form"),
    [(route.name, None) for route in IN_WORKSPACE if "POST" in route.answers] + list(POSTS),
)
def test_what_is_posted_and_the_work_it_begins_change_nothing_of_a_mirror(
    name: str, form: Form | None, world: World, acme: Space
):
    (route,) = (route for route in IN_WORKSPACE if route.name == name)
    other = mirror(acme.workspace)
    before, earlier = rows_of(other), list(acme.workspace.jobs.values_list("pk", flat=True))
    data = form(acme) if form else route.data(acme, "POST")

    with transaction.atomic():
        response = world.client(OWNER).post(route.path(acme), data)
        for job in Job.objects.filter(workspace=acme.workspace).exclude(pk__in=earlier):
            jobs.advance(job.pk)
        after = rows_of(other)
        transaction.set_rollback(True)
    world.restore_files()

    assert response.status_code in (302, route.answers["POST"])
    assert [label for label in before if before[label] != after[label]] == []
