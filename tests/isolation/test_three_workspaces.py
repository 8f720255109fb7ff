"""Three workspaces used at random, beside a plain model of each: none ever notices the others.

Everything goes through the real pages. After each step every workspace's list, search and export
are the model's, and no answer ever held a text of another workspace.
"""

import csv
import re
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests import factories
from tests.isolation.people import BACKEND
from tests.isolation.plain_model import (
    EMAILS,
    NAMES,
    PHONES,
    QUERIES,
    STATES,
    Model,
    Person,
    exported,
)
from workspaces.models import Invitation, Role, User

EXAMPLES, STEPS = 6, 16
A_NAME = re.compile(r"(?:Zoe|Kim|Lee) n\d+ \w+only")
SLUGS = ("acme", "globex", "initech")
MOVERS = ("ann", "bob", "cat")
PLACES = {None: -1, Role.VIEWER: 0, Role.EDITOR: 1, Role.OWNER: 2}

index = st.integers(0, 10**6)
person = st.sampled_from(MOVERS)
slug = st.sampled_from(SLUGS)
words = st.tuples(*(st.sampled_from(values) for values in (NAMES, STATES, EMAILS, PHONES)))


class Workspaces(RuleBasedStateMachine):
    """Every step is taken by some person in some workspace, with ids of any."""

    def __init__(self) -> None:
        super().__init__()
        self.taken_back = transaction.atomic()
        self.taken_back.__enter__()
        self.numbers, self.asked = count(1), 0
        self.users = {name: factories.make_user(name) for name in MOVERS}
        self.clients = {name: self.signed_in(user) for name, user in self.users.items()}
        self.models = {name: self.make(name) for name in SLUGS}
        for place, name in enumerate(MOVERS):
            for model, role in zip(self.models.values(), self.roles_of(place), strict=True):
                if role is not None:
                    factories.add_member(model.workspace, self.users[name], role)
                    model.roles[name] = role

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.taken_back.__exit__(None, None, None)

    @staticmethod
    def roles_of(place: int) -> list[Role | None]:
        """Each is an owner here, an editor there, and a stranger in the third."""
        roles = [Role.OWNER, Role.EDITOR, None]
        return roles[place:] + roles[:place]

    @staticmethod
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    def make(self, name: str) -> Model:
        keeper = factories.make_user(f"keeper-{name}")
        workspace = factories.make_workspace(name.title(), owner=keeper)
        flags = [factories.make_flag(workspace, f"F{number} {name}only") for number in (1, 2)]
        return Model(workspace, self.signed_in(keeper), {flag.pk: flag.name for flag in flags})

    # Asking

    def ask(self, client: Client, model: Model, rest: str, data: Any = None, post: bool = False):
        """The last answer; on the way to it nobody else's text was seen."""
        path = f"/w/{model.workspace.slug}/{rest}"
        send = client.post if post else client.get
        response = send(path, data, follow=True)
        content = b"".join(response) if response.streaming else response.content
        text = content.decode()
        for other in self.models.values():
            assert other is model or other.canary not in text, (path, data, other.canary)
        return response, text

    def act(self, name: str, model: Model, rest: str, data: Any, least: Role = Role.EDITOR):
        """POST by a person; None where the role does not reach, and that is what was answered."""
        role = model.roles.get(name)
        response, _ = self.ask(self.clients[name], model, rest, data, post=True)
        if PLACES[role] >= PLACES[least]:
            return response
        assert response.status_code == (404 if role is None else 403)
        return None

    def any_contact(self, number: int) -> int:
        """Of any of the workspaces; or one that is nowhere."""
        ids = [pk for model in self.models.values() for pk in model.contacts]
        return ids[number % len(ids)] if ids else 999_999_999

    def any_flag(self, number: int) -> int:
        ids = [pk for model in self.models.values() for pk in model.flags]
        return ids[number % len(ids)]

    def new_name(self, first: str, model: Model) -> str:
        return f"{first} n{next(self.numbers)} {model.canary}"

    # Steps

    @rule(person=person, slug=slug, words=words, flag=index)
    def create(self, person: str, slug: str, words: Any, flag: int) -> None:
        model, flag_id, (first, state, email, phone) = (
            self.models[slug],
            self.any_flag(flag),
            words,
        )
        made = Person(self.new_name(first, model), phone, email, state)
        values = {**vars(made), "save_anyway": phone, "flags": [flag_id]}
        response = self.act(person, model, "contacts/new/", values)
        if response is not None and flag_id in model.flags:
            made.flags.add(model.flags[flag_id])
            model.contacts[int(response.request["PATH_INFO"].split("/")[-2])] = made
        elif response is not None:
            assert "A chosen flag does not exist in this workspace" in response.text

    @rule(person=person, slug=slug, words=words, contact=index, flag=index)
    def edit(self, person: str, slug: str, words: Any, contact: int, flag: int) -> None:
        model, pk, flag_id = self.models[slug], self.any_contact(contact), self.any_flag(flag)
        first, state, email, phone = words
        changed = Person(self.new_name(first, model), phone, email, state)
        values = {**vars(changed), "save_anyway": phone, "flags": [flag_id]}
        response = self.act(person, model, f"contacts/{pk}/edit/", values)
        if response is None:
            return
        assert response.status_code == (200 if pk in model.contacts else 404)
        if pk in model.contacts and flag_id in model.flags:
            changed.flags = {model.flags[flag_id]}
            model.contacts[pk] = changed

    @rule(person=person, slug=slug, contact=index, flag=index)
    def flag(self, person: str, slug: str, contact: int, flag: int) -> None:
        model, pk, flag_id = self.models[slug], self.any_contact(contact), self.any_flag(flag)
        response = self.act(person, model, f"contacts/{pk}/flags/", {"flags": [flag_id]})
        if response is not None and pk in model.contacts and flag_id in model.flags:
            model.contacts[pk].flags = {model.flags[flag_id]}

    @rule(person=person, slug=slug, contact=index)
    def delete(self, person: str, slug: str, contact: int) -> None:
        model, pk = self.models[slug], self.any_contact(contact)
        response = self.act(person, model, f"contacts/{pk}/delete/", {})
        if response is not None:
            assert (response.status_code == 404) == (pk not in model.contacts)
            model.contacts.pop(pk, None)

    @rule(person=person, slug=slug, rows=st.lists(words, min_size=1, max_size=4))
    def import_file(self, person: str, slug: str, rows: Any) -> None:
        """Phones that are somebody's elsewhere are no duplicates here."""
        model = self.models[slug]
        people = [
            Person(self.new_name(first, model), phone, email, state)
            for first, state, email, phone in rows
        ]
        lines = ["name,phone,email,state,brokerage"]
        lines += [f"{one.name},{one.phone},{one.email},{one.state}," for one in people]
        file = SimpleUploadedFile("people.csv", "\n".join(lines).encode())
        response = self.act(person, model, "imports/new/", {"file": file})
        if response is None:
            return
        pk = int(response.request["PATH_INFO"].split("/")[-2])
        self.act(person, model, f"imports/{pk}/confirm/", {})
        known = {contact.phone for contact in model.contacts.values()}
        ids = dict(model.workspace.contacts.values_list("name", "pk"))
        for one in people:
            if one.phone not in known:
                known.add(one.phone)
                model.contacts[ids[one.name]] = one

    @rule(
        person=person,
        slug=slug,
        picked=st.lists(index, max_size=5),
        flag=index,
        adding=st.booleans(),
    )
    def bulk_flags(
        self, person: str, slug: str, picked: list[int], flag: int, adding: bool
    ) -> None:
        """Picked ones, foreign among them; the count promised is that of the own."""
        model, flag_id = self.models[slug], self.any_flag(flag)
        ids = {self.any_contact(number) for number in picked}
        own = ids & model.contacts.keys()
        data = {"contact": list(ids), "flags": [flag_id], "count": len(own)}
        page = "add-flags" if adding else "remove-flags"
        response = self.act(person, model, f"contacts/bulk/{page}/", data)
        if response is not None and flag_id in model.flags:
            for pk in own:
                flags = model.contacts[pk].flags
                (flags.add if adding else flags.discard)(model.flags[flag_id])

    @rule(person=person, slug=slug, query=st.sampled_from(QUERIES))
    def bulk_delete(self, person: str, slug: str, query: str) -> None:
        """All that a search finds, and nobody whom it would find elsewhere."""
        model = self.models[slug]
        found = model.found(query)
        data = {"all": "1", "query": f"q={query}", "count": len(found)}
        data |= {"contact_count": str(len(found))}
        if self.act(person, model, "contacts/bulk/delete/", data) is not None:
            for pk in found:
                del model.contacts[pk]

    @rule(person=person, slug=slug, query=st.sampled_from(QUERIES), flag=index)
    def save_audience(self, person: str, slug: str, query: str, flag: int) -> None:
        model, flag_id = self.models[slug], self.any_flag(flag)
        name = f"A{next(self.numbers)} {model.canary}"
        rest = f"audiences/new/?flags={flag_id}&q={query.replace(' ', '+')}"
        response = self.act(person, model, rest, {"name": name})
        known = (flag_id, query) in model.audiences.values()
        if response is not None and flag_id in model.flags and not known:
            model.audiences[model.workspace.audiences.get(name=name).pk] = (flag_id, query)

    @rule(person=person, slug=slug, audience=index)
    def export_audience(self, person: str, slug: str, audience: int) -> None:
        model = self.models[slug]
        ids = [pk for one in self.models.values() for pk in one.audiences] or [999_999_999]
        pk = ids[audience % len(ids)]
        response, text = self.ask(self.clients[person], model, f"audiences/{pk}/export/?who=all")
        if person not in model.roles or pk not in model.audiences:
            assert response.status_code == 404
            return
        flag_id, query = model.audiences[pk]
        found = model.found(query, model.flags[flag_id])
        assert set(A_NAME.findall(text)) == {model.contacts[pk].name for pk in found}

    @rule(person=person, slug=slug, role=st.sampled_from([None, *Role]))
    def move(self, person: str, slug: str, role: Role | None) -> None:
        """Somebody's role changes, ends or begins; the very next request knows it."""
        model, user = self.models[slug], self.users[person]
        if person in model.roles:
            member = model.workspace.memberships.get(user=user)
            page = f"members/{member.pk}/edit/" if role else f"members/{member.pk}/remove/"
            self.ask(model.keeper, model, page, {"role": role} if role else {}, post=True)
        elif role:
            invited = {"email": user.email, "role": role}
            self.ask(model.keeper, model, "invitations/new/", invited, post=True)
            token = Invitation.objects.latest("pk").token
            self.clients[person].post(f"/accounts/invitations/{token}/", follow=True)
        if role:
            model.roles[person] = role
        else:
            model.roles.pop(person, None)
        response, _ = self.ask(self.clients[person], model, "contacts/")
        assert response.status_code == (200 if role else 404)

    @rule(person=person, slug=slug, query=st.sampled_from(QUERIES))
    def search(self, person: str, slug: str, query: str) -> None:
        model = self.models[slug]
        response, text = self.ask(self.clients[person], model, "contacts/", {"q": query})
        if person not in model.roles:
            assert response.status_code == 404
            return
        assert set(A_NAME.findall(text)) == {model.contacts[pk].name for pk in model.found(query)}

    # What holds after each step

    @invariant()
    def list_search_and_export_are_the_models(self) -> None:
        self.asked += 1
        query = QUERIES[self.asked % len(QUERIES)]
        for model in self.models.values():
            names = {contact.name for contact in model.contacts.values()}
            found = {model.contacts[pk].name for pk in model.found(query)}
            _, listed = self.ask(model.keeper, model, "contacts/")
            assert set(A_NAME.findall(listed)) == names
            _, searched = self.ask(model.keeper, model, "contacts/", {"q": query})
            assert set(A_NAME.findall(searched)) == found
            _, file = self.ask(model.keeper, model, "contacts/export/", {"shape": "flags"})
            rows = list(csv.DictReader(file.removeprefix("\ufeff").splitlines()))
            assert len(rows) == len(model.contacts)
            assert {row["name"]: exported(row) for row in rows} == {
                contact.name: contact for contact in model.contacts.values()
            }


@pytest.mark.django_db
def test_three_workspaces_used_at_random_stay_apart():
    limits = settings(max_examples=EXAMPLES, stateful_step_count=STEPS)
    run_state_machine_as_test(Workspaces, settings=limits)
