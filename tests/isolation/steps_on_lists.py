"""Steps of the three workspaces that are about many contacts at once: picked, imported, saved."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.isolation.plain_model import Person
from tests.isolation.three_workspaces import (
    A_NAME,
    Model,
    Pick,
    ThreeWorkspaces,
    anybodys,
    person,
    query,
    slug,
    words,
)

picked = st.lists(anybodys, min_size=1, max_size=6)


class StepsOnLists(ThreeWorkspaces):
    def all_own(self, model: Model, flag_ids: list[int], response: Any) -> bool:
        """Whether all flags are the workspace's; where one is not, that was the answer."""
        own = model.flags.keys() >= set(flag_ids)
        assert own != ("A chosen flag does not exist in this workspace" in response.text)
        return own

    def promise(self, model: Model, ids: list[int], whole: bool) -> tuple[list[int], int]:
        """The own ones, and how many the form says there are: these, or all that were picked."""
        own = [pk for pk in ids if pk in model.contacts]
        return own, len(ids) if whole else len(own)

    # Picked contacts

    @rule(
        person=person,
        slug=slug,
        picked=picked,
        flag=anybodys,
        adding=st.booleans(),
        whole=st.booleans(),
    )
    def bulk_flags(
        self, person: str, slug: str, picked: list[Pick], flag: Pick, adding: bool, whole: bool
    ) -> None:
        """Nothing happens where the promise counts foreign ones, else to the own alone."""
        model = self.models[slug]
        ids, flag_id = self.some("contacts", model, picked), self.one("flags", model, flag)
        own, promised = self.promise(model, ids, whole)
        data = {"contact": ids, "flags": [flag_id], "count": promised}
        page = "add-flags" if adding else "remove-flags"
        response = self.act(person, model, f"contacts/bulk/{page}/", data)
        if response is not None and self.all_own(model, [flag_id], response):
            for pk in own if promised == len(own) else ():
                flags = model.contacts[pk].flags
                (flags.add if adding else flags.discard)(model.flags[flag_id])

    @rule(person=person, slug=slug, picked=picked, whole=st.booleans())
    def bulk_delete_picked(self, person: str, slug: str, picked: list[Pick], whole: bool) -> None:
        model = self.models[slug]
        ids = self.some("contacts", model, picked)
        own, promised = self.promise(model, ids, whole)
        data = {"contact": ids, "count": promised, "contact_count": str(promised)}
        response = self.act(person, model, "contacts/bulk/delete/", data)
        if response is not None and promised == len(own):
            for pk in own:
                del model.contacts[pk]

    @rule(person=person, slug=slug, query=query)
    def bulk_delete_found(self, person: str, slug: str, query: str) -> None:
        """All that a search finds, and nobody whom it would find elsewhere."""
        model = self.models[slug]
        found = model.found(query)
        data = {"all": "1", "query": f"q={query}", "count": len(found)}
        data |= {"contact_count": str(len(found))}
        if self.act(person, model, "contacts/bulk/delete/", data) is not None:
            for pk in found:
                del model.contacts[pk]

    @rule(person=person, slug=slug, picked=picked)
    def bulk_export(self, person: str, slug: str, picked: list[Pick]) -> None:
        model = self.models[slug]
        ids = self.some("contacts", model, picked)
        file = self.read(person, model, "contacts/bulk/export/", {"contact": ids})
        if file is not None:
            assert set(A_NAME.findall(file)) == model.names(set(ids) & model.contacts.keys())

    @rule(person=person, slug=slug, picked=picked, merging=st.booleans())
    def side_by_side(self, person: str, slug: str, picked: list[Pick], merging: bool) -> None:
        """A foreign contact is not compared with own ones, nor told apart from them."""
        model = self.models[slug]
        ids = self.some("contacts", model, picked)
        page = "merges/new/" if merging else "distinctions/new/"
        if merging:
            # Of own ones somebody has always saved a later revision: they are shown, not merged.
            self.act(person, model, page, {"contacts": ids, "seen": [f"{pk}-0" for pk in ids]})
            return
        response = self.act(person, model, page, {"contacts": ids})
        if response is not None:
            own = len(ids) > 1 and model.contacts.keys() >= set(ids)
            assert response.status_code == (200 if own else 404)

    # Imports

    @rule(person=person, slug=slug, rows=st.lists(words, min_size=1, max_size=4))
    def import_file(self, person: str, slug: str, rows: Any) -> None:
        model = self.models[slug]
        people = [
            Person(self.new_name(first, model), phone, email, state)
            for first, state, email, phone in rows
        ]
        self.upload(model, person, people)

    @rule(person=person, slug=slug, which=anybodys, flags=st.lists(anybodys, max_size=1))
    def confirm(self, person: str, slug: str, which: Pick, flags: list[Pick]) -> None:
        """A file is imported where it waits, and once."""
        model = self.models[slug]
        pk, flag_ids = self.one("imports", model, which), self.some("flags", model, flags)
        response = self.act(person, model, f"imports/{pk}/confirm/", {"flags": flag_ids})
        if response is None:
            return
        assert response.status_code == (200 if pk in model.imports else 404)
        waiting = model.imports.get(pk)
        if waiting and self.all_own(model, flag_ids, response):
            ids = dict(model.workspace.contacts.values_list("name", "pk"))
            for one in model.new_ones(waiting):
                one.flags = {model.flags[flag] for flag in flag_ids}
                model.contacts[ids[one.name]] = one
            model.imports[pk] = []

    # Audiences and frozen lists

    @rule(person=person, slug=slug, query=query, flag=anybodys)
    def save_audience(self, person: str, slug: str, query: str, flag: Pick) -> None:
        model = self.models[slug]
        flag_id, name = self.one("flags", model, flag), f"A{next(self.numbers)} {model.canary}"
        rest = f"audiences/new/?flags={flag_id}&q={query.replace(' ', '+')}"
        response = self.act(person, model, rest, {"name": name})
        known = (flag_id, query) in model.audiences.values()
        if response is not None and flag_id in model.flags and not known:
            model.audiences[model.workspace.audiences.get(name=name).pk] = (flag_id, query)

    @rule(person=person, slug=slug, which=anybodys)
    def export_audience(self, person: str, slug: str, which: Pick) -> None:
        model = self.models[slug]
        pk = self.one("audiences", model, which)
        file = self.read(person, model, f"audiences/{pk}/export/?who=all")
        if person in model.roles:
            assert (file is not None) == (pk in model.audiences)
        if file is not None:
            flag_id, query = model.audiences[pk]
            found = model.found(query, model.flags[flag_id])
            assert set(A_NAME.findall(file)) == model.names(found)

    @rule(person=person, slug=slug, which=anybodys)
    def freeze(self, person: str, slug: str, which: Pick) -> None:
        model = self.models[slug]
        pk = self.one("audiences", model, which)
        response = self.act(person, model, f"audiences/{pk}/freeze/", {})
        if response is not None:
            assert response.status_code == (200 if pk in model.audiences else 404)
        if response is not None and pk in model.audiences:
            flag_id, query = model.audiences[pk]
            newest = model.workspace.frozen_lists.latest("pk").pk
            model.frozen[newest] = model.found(query, model.flags[flag_id])

    @rule(person=person, slug=slug, which=anybodys)
    def export_frozen(self, person: str, slug: str, which: Pick) -> None:
        model = self.models[slug]
        pk = self.one("frozen", model, which)
        file = self.read(person, model, f"frozen/{pk}/export/?who=all")
        if person in model.roles:
            assert (file is not None) == (pk in model.frozen)
        if file is not None:
            there = model.frozen[pk] & model.contacts.keys()
            assert set(A_NAME.findall(file)) == model.names(there)

    # Filters

    @rule(
        person=person,
        slug=slug,
        kind=st.sampled_from(("flags", "without", "frozen")),
        which=anybodys,
        query=st.sampled_from(("", "only")),
    )
    def filter(self, person: str, slug: str, kind: str, which: Pick, query: str) -> None:
        """A foreign id in a list's address finds nobody, never everybody."""
        model = self.models[slug]
        pk = self.one("frozen" if kind == "frozen" else "flags", model, which)
        text = self.read(person, model, "contacts/", {kind: pk, "q": query})
        if text is None:
            return
        found = set(model.frozen.get(pk, ())) & model.contacts.keys()
        if kind != "frozen":
            flagged = model.found("", model.flags[pk]) if pk in model.flags else set()
            found = flagged if kind == "flags" else model.contacts.keys() - flagged
            found = found if pk in model.flags else set()
        assert set(A_NAME.findall(text)) == model.names(found)
