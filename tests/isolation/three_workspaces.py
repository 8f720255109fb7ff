"""Three workspaces to be used at random: who asks, with which ids, and what must hold."""

import csv
import re
from collections.abc import Iterable
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

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
    rows_of_workspaces,
)
from tests.isolation.route import MISSING_ID
from workspaces.models import Role, User

A_NAME = re.compile(r"(?:Zoe|Kim|Lee) n\d+ \w+only")
HEADER = "name,phone,email,state,brokerage"
SLUGS = ("acme", "globex", "initech")
MOVERS = ("ann", "bob", "cat")
# The owner of each workspace, who stays it.
KEEPER = "keeper"
PLACES = {None: -1, Role.VIEWER: 0, Role.EDITOR: 1, Role.OWNER: 2}

index = st.integers(0, 10**6)
# An id: whose it is, seen from the workspace whose page is opened (0: its own), and which.
# Half of them are another workspace's.
anybodys = st.tuples(st.sampled_from((0, 1, 0, 2)), index)
foreign = st.tuples(st.sampled_from((1, 2)), index)
person = st.sampled_from((KEEPER, *MOVERS))
slug = st.sampled_from(SLUGS)
query = st.sampled_from(QUERIES)
words = st.tuples(*(st.sampled_from(values) for values in (NAMES, STATES, EMAILS, PHONES)))

Pick = tuple[int, int]


class ThreeWorkspaces(RuleBasedStateMachine):
    """Every step is taken by some person in some workspace, with ids of any."""

    def __init__(self) -> None:
        super().__init__()
        self.taken_back = transaction.atomic()
        self.taken_back.__enter__()
        self.numbers, self.asked = count(1), 0
        self.users = {name: factories.make_user(name) for name in MOVERS}
        self.clients = {name: self.signed_in(user) for name, user in self.users.items()}
        # Whose rows the step may change; those of the others stay.
        self.writable: set[str] = set()
        self.models: dict[str, Model] = {}
        for name in SLUGS:
            self.models[name] = self.make(name)
        for place, name in enumerate(MOVERS):
            for model, role in zip(self.models.values(), self.roles_of(place), strict=True):
                if role is not None:
                    factories.add_member(model.workspace, self.users[name], role)
                    model.roles[name] = role
        self.rows = rows_of_workspaces()

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
        """The workspace with one of everything; its phones are the same as in the others."""
        keeper = factories.make_user(f"keeper-{name}")
        workspace = factories.make_workspace(name.title(), owner=keeper)
        flags = [factories.make_flag(workspace, f"F{number} {name}only") for number in (1, 2)]
        names = {flag.pk: flag.name for flag in flags}
        model = Model(workspace, self.signed_in(keeper), names, roles={KEEPER: Role.OWNER})
        for first, phone in zip(NAMES, PHONES, strict=False):
            made = Person(self.new_name(first, model), phone, "", "")
            contact = factories.make_contact(workspace, flags[:1], name=made.name, phone=phone)
            made.flags.add(flags[0].name)
            model.contacts[contact.pk] = made
        audience = factories.make_audience(
            workspace, f"flags={flags[0].pk}&q=zoe", keeper, name=f"A0 {model.canary}"
        )
        model.audiences[audience.pk] = (flags[0].pk, "zoe")
        frozen = factories.make_frozen_list(audience, keeper)
        model.frozen[frozen.pk] = model.found("zoe", flags[0].name)
        self.upload(model, KEEPER, [Person(self.new_name("Zoe", model), PHONES[-1], "", "")])
        return model

    # Asking

    def ask(self, who: str, model: Model, rest: str, data: Any = None, post: bool = False):
        """The last answer; on the way to it nobody else's text was seen."""
        path = f"/w/{model.workspace.slug}/{rest}"
        client = model.keeper if who == KEEPER else self.clients[who]
        response = (client.post if post else client.get)(path, data, follow=True)
        content = b"".join(response) if response.streaming else response.content
        text = content.decode()
        for other in self.models.values():
            assert other is model or other.canary not in text, (path, data, other.canary)
        return response, text

    def act(self, who: str, model: Model, rest: str, data: Any, least: Role = Role.EDITOR):
        """POST by a person; None where the role does not reach, and that is what was answered."""
        role = model.roles.get(who)
        if PLACES[role] >= PLACES[least]:
            self.writable.add(model.workspace.slug)
            return self.ask(who, model, rest, data, post=True)[0]
        response, _ = self.ask(who, model, rest, data, post=True)
        assert response.status_code == (404 if role is None else 403)
        return None

    def read(self, who: str, model: Model, rest: str, data: Any = None) -> str | None:
        """GET by a person; None where there is no such page for them."""
        response, text = self.ask(who, model, rest, data)
        if who not in model.roles:
            assert response.status_code == 404
        else:
            self.writable.add(model.workspace.slug)  # the audit knows of exports
        return None if response.status_code == 404 else text

    def upload(self, model: Model, who: str, people: list[Person]) -> None:
        """A file that waits; phones that are somebody's elsewhere are no duplicates here."""
        lines = [f"{one.name},{one.phone},{one.email},{one.state}," for one in people]
        file = SimpleUploadedFile("people.csv", "\n".join([HEADER, *lines]).encode())
        response = self.act(who, model, "imports/new/", {"file": file})
        if response is not None:
            pk = int(response.request["PATH_INFO"].split("/")[-2])
            model.imports[pk] = model.new_ones(people)

    # Ids

    def one(self, kind: str, model: Model, pick: Pick) -> int:
        """The id that was picked; one that is nowhere if there is none."""
        away, number = pick
        place = (SLUGS.index(model.workspace.slug) + away) % len(SLUGS)
        ids = self.models[SLUGS[place]].ids_of(kind)
        return ids[number % len(ids)] if ids else MISSING_ID

    def some(self, kind: str, model: Model, picks: Iterable[Pick]) -> list[int]:
        return list(dict.fromkeys(self.one(kind, model, pick) for pick in picks))

    def new_name(self, first: str, model: Model) -> str:
        return f"{first} n{next(self.numbers)} {model.canary}"

    # What holds after each step

    @invariant()
    def nothing_changed_elsewhere(self) -> None:
        rows = rows_of_workspaces()
        for name, model in self.models.items():
            if name not in self.writable:
                before, after = self.rows[model.workspace.pk], rows[model.workspace.pk]
                changed = [table for table in after if after[table] != before.get(table)]
                assert before == after, (name, changed)
        self.writable.clear()
        self.list_search_and_export_are_the_models()
        self.rows = rows_of_workspaces()  # the audit knows of the exports

    def list_search_and_export_are_the_models(self) -> None:
        self.asked += 1
        query = QUERIES[self.asked % len(QUERIES)]
        for model in self.models.values():
            _, listed = self.ask(KEEPER, model, "contacts/")
            assert set(A_NAME.findall(listed)) == model.names(model.contacts)
            _, searched = self.ask(KEEPER, model, "contacts/", {"q": query})
            assert set(A_NAME.findall(searched)) == model.names(model.found(query))
            _, file = self.ask(KEEPER, model, "contacts/export/", {"shape": "flags"})
            rows = list(csv.DictReader(file.removeprefix("\ufeff").splitlines()))
            assert len(rows) == len(model.contacts)
            assert {row["name"]: exported(row) for row in rows} == {
                contact.name: contact for contact in model.contacts.values()
            }
