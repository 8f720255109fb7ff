"""Three workspaces used at random, beside a plain model of each: none ever notices the others.

Everything goes through the real pages, and about half of the ids in every address and form are
another workspace's, most forms holding ids of several. After each step every workspace's list,
search and export are the model's, no row of another workspace than the page's has changed, and
no answer held a text of another.
"""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.isolation.plain_model import Person
from tests.isolation.steps_on_lists import StepsOnLists
from tests.isolation.three_workspaces import (
    A_NAME,
    KEEPER,
    MOVERS,
    Model,
    Pick,
    anybodys,
    foreign,
    person,
    query,
    slug,
    words,
)
from workspaces.models import Invitation, Role

EXAMPLES, STEPS = 7, 30

# Every page of a single thing, with what is posted to it; None: it is only looked at.
PAGES: tuple[tuple[str, str, Any], ...] = (
    ("contacts", "contacts/{}/", None),
    ("contacts", "contacts/{}/edit/", {"name": "New", "phone": "+442079460199"}),
    ("contacts", "contacts/{}/flags/", {}),
    ("contacts", "contacts/{}/delete/", {}),
    ("contacts", "contacts/{}/interactions/new/", {"kind": "note", "text": "New"}),
    ("flags", "flags/{}/", None),
    ("flags", "flags/{}/edit/", {"name": "New"}),
    ("flags", "flags/{}/delete/", {}),
    ("audiences", "audiences/{}/", None),
    ("audiences", "audiences/{}/edit/", {"name": "New"}),
    ("audiences", "audiences/{}/freeze/", {}),
    ("audiences", "audiences/{}/delete/", {}),
    ("frozen", "frozen/{}/changes/", None),
    ("frozen", "frozen/{}/delete/", {}),
    ("imports", "imports/{}/", None),
    ("imports", "imports/{}/file.csv", None),
    ("imports", "imports/{}/errors.csv", None),
    ("imports", "imports/{}/repairs/", {"kinds": ["phone"]}),
    ("imports", "imports/{}/confirm/", {}),
    ("imports", "imports/{}/cancel/", {}),
    ("imports", "imports/{}/undo/", {}),
    ("jobs", "jobs/{}/", None),
    ("jobs", "jobs/{}/cancel/", {}),
    ("jobs", "jobs/{}/undo/", {}),
)


class Workspaces(StepsOnLists):
    """The steps that are about contacts, people and whatever has a page."""

    @rule(person=person, slug=slug, words=words, flags=st.lists(anybodys, max_size=2))
    def create(self, person: str, slug: str, words: Any, flags: list[Pick]) -> None:
        model = self.models[slug]
        made, flag_ids = self.typed(model, words), self.some("flags", model, flags)
        values = {**vars(made), "save_anyway": made.phone, "flags": flag_ids}
        response = self.act(person, model, "contacts/new/", values)
        if response is not None and self.all_own(model, flag_ids, response):
            made.flags = {model.flags[pk] for pk in flag_ids}
            model.contacts[int(response.request["PATH_INFO"].split("/")[-2])] = made

    @rule(
        person=person,
        slug=slug,
        words=words,
        contact=anybodys,
        flags=st.lists(anybodys, max_size=2),
    )
    def edit(self, person: str, slug: str, words: Any, contact: Pick, flags: list[Pick]) -> None:
        model = self.models[slug]
        pk, flag_ids = self.one("contacts", model, contact), self.some("flags", model, flags)
        changed = self.typed(model, words)
        values = {**vars(changed), "save_anyway": changed.phone, "flags": flag_ids}
        response = self.act(person, model, f"contacts/{pk}/edit/", values)
        if response is None:
            return
        assert response.status_code == (200 if pk in model.contacts else 404)
        if pk in model.contacts and self.all_own(model, flag_ids, response):
            changed.flags = {model.flags[pk] for pk in flag_ids}
            model.contacts[pk] = changed

    @rule(person=person, slug=slug, contact=anybodys, flags=st.lists(anybodys, max_size=2))
    def flag(self, person: str, slug: str, contact: Pick, flags: list[Pick]) -> None:
        model = self.models[slug]
        pk, flag_ids = self.one("contacts", model, contact), self.some("flags", model, flags)
        response = self.act(person, model, f"contacts/{pk}/flags/", {"flags": flag_ids})
        if response is None:
            return
        assert response.status_code == (200 if pk in model.contacts else 404)
        if pk in model.contacts and self.all_own(model, flag_ids, response):
            model.contacts[pk].flags = {model.flags[pk] for pk in flag_ids}

    @rule(person=person, slug=slug, contact=anybodys)
    def delete(self, person: str, slug: str, contact: Pick) -> None:
        model = self.models[slug]
        pk = self.one("contacts", model, contact)
        response = self.act(person, model, f"contacts/{pk}/delete/", {})
        if response is not None:
            assert (response.status_code == 404) == (pk not in model.contacts)
            model.contacts.pop(pk, None)

    @rule(person=person, slug=slug, query=query)
    def search(self, person: str, slug: str, query: str) -> None:
        model = self.models[slug]
        text = self.read(person, model, "contacts/", {"q": query})
        if text is not None:
            assert set(A_NAME.findall(text)) == model.names(model.found(query))

    @rule(person=person, slug=slug, thing=foreign, page=st.sampled_from(PAGES), post=st.booleans())
    def reach_across(
        self, person: str, slug: str, thing: Pick, page: tuple[str, str, Any], post: bool
    ) -> None:
        """The page of a thing of another workspace is not there, whatever one may do here."""
        model, (kind, address, data) = self.models[slug], page
        rest = address.format(self.one(kind, model, thing))
        response, _ = self.ask(person, model, rest, data or {}, post=post and data is not None)
        reaches = model.roles.get(person) in (None, Role.OWNER)
        # A lesser role may be refused, or the method, before anything is looked for.
        assert response.status_code in ((404, 405) if reaches else (403, 404, 405))

    @rule(person=st.sampled_from(MOVERS), slug=slug, role=st.sampled_from([None, *Role]))
    def move(self, person: str, slug: str, role: Role | None) -> None:
        """Somebody's role changes, ends or begins; the very next request knows it."""
        model, user = self.models[slug], self.users[person]
        if person in model.roles:
            member = model.workspace.memberships.get(user=user)
            page = f"members/{member.pk}/edit/" if role else f"members/{member.pk}/remove/"
            self.act(KEEPER, model, page, {"role": role} if role else {})
        elif role:
            invited = {"email": user.email, "role": role}
            self.act(KEEPER, model, "invitations/new/", invited)
            token = Invitation.objects.latest("pk").token
            self.clients[person].post(f"/accounts/invitations/{token}/", follow=True)
        if role:
            model.roles[person] = role
        else:
            model.roles.pop(person, None)
        response, _ = self.ask(person, model, "contacts/")
        assert response.status_code == (200 if role else 404)

    def typed(self, model: Model, words: Any) -> Person:
        first, state, email, phone = words
        return Person(self.new_name(first, model), phone, email, state)


@pytest.mark.django_db
def test_three_workspaces_used_at_random_stay_apart():
    limits = settings(max_examples=EXAMPLES, stateful_step_count=STEPS)
    run_state_machine_as_test(Workspaces, settings=limits)
