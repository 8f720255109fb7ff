"""Whatever is done, in whatever order: a number once marked is not called again by accident."""

from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from contacts import flag_endings, uploads, writing
from contacts.calling import Calling
from contacts.imports.undo import can_be_undone
from contacts.models import (
    FIELDS,
    Contact,
    DuplicatePolicy,
    FormerValue,
    ImportState,
    JobKind,
    Merge,
    SuppressedNumber,
)
from tests import factories
from tests.contacts.bulk.acting import begun, picked
from tests.contacts.imports.edited import bring_back, exported
from tests.contacts.imports.files import csv_bytes
from workspaces.models import Workspace

PHONES = [f"+4420794601{number:02}" for number in range(5)]
phones = st.sampled_from(PHONES)
policies = st.sampled_from(DuplicatePolicy.values)


class Office(RuleBasedStateMachine):
    """The model is a set of numbers: marked, and not taken off by a person who said why.

    A number that nobody carries openly any more, but which is in the set, must not be callable
    when it comes back.
    """

    workspace: Workspace

    def __init__(self) -> None:
        super().__init__()
        self.ada = factories.make_user()
        self.workspace = factories.make_workspace(owner=self.ada)
        self.stop = self.workspace.flags.get(name="Do Not Call")
        self.client = Client()
        self.client.force_login(self.ada, backend="workspaces.backends.NameOrEmailBackend")
        self.marked: set[str] = set()
        # By merge: the numbers that are marked because of it alone.
        self.marked_by: dict[int, set[str]] = {}

    def numbers_of(self, *contacts: Contact) -> set[str]:
        """The numbers that the contacts have, or had before merges."""
        former = FormerValue.objects.filter(contact__in=contacts, field="phone")
        return {contact.phone for contact in contacts} | set(former.values_list("value", flat=True))

    def carriers(self) -> list[Contact]:
        return list(self.workspace.contacts.filter(flags=self.stop))

    def some_contact(self, data: st.DataObject) -> Contact:
        ids = list(self.workspace.contacts.order_by("id").values_list("pk", flat=True))
        return self.workspace.contacts.get(pk=data.draw(st.sampled_from(ids)))

    def some_contacts(self, data: st.DataObject, least: int) -> list[Contact]:
        """Some of them, in random order."""
        ids = list(self.workspace.contacts.order_by("id").values_list("pk", flat=True))
        size = data.draw(st.integers(least, max(least, min(len(ids), 3))))
        return [self.workspace.contacts.get(pk=pk) for pk in data.draw(st.permutations(ids))[:size]]

    @rule(phone=phones, flagged=st.booleans())
    def add(self, phone: str, flagged: bool) -> None:
        flags = [self.stop] if flagged else []
        made = writing.create(self.workspace, self.ada, {"name": "Ann", "phone": phone}, flags)
        self.marked |= {phone} if flagged else set()
        assert self.stop in made.flags.all() or phone not in self.marked

    @precondition(lambda self: self.workspace.contacts.exists())
    @rule(data=st.data())
    def mark(self, data: st.DataObject) -> None:
        contact = self.some_contact(data)
        writing.change(contact, self.ada, {}, [self.stop], revision=contact.revision)
        self.marked |= self.numbers_of(contact)

    @precondition(lambda self: self.workspace.contacts.exists())
    @rule(data=st.data())
    def take_off(self, data: st.DataObject) -> None:
        contact = self.some_contact(data)
        carried = self.stop in contact.flags.all()
        writing.change(
            contact, self.ada, {}, [], revision=contact.revision, reason="She asked us to call."
        )
        if carried:
            self.marked -= self.numbers_of(contact) - self.numbers_of(*self.carriers())

    @precondition(lambda self: self.workspace.contacts.exists())
    @rule(data=st.data(), phone=phones, reason=st.sampled_from(["", "Wrong number."]))
    def change_phone(self, data: st.DataObject, phone: str, reason: str) -> None:
        contact = self.some_contact(data)
        flags = [] if reason else list(contact.flags.all())
        if contact.phone != phone:
            revision = contact.revision
            writing.change(
                contact, self.ada, {"phone": phone}, flags, revision=revision, reason=reason
            )
            contact.refresh_from_db()
            if self.stop in contact.flags.all():
                self.marked.add(phone)

    @precondition(lambda self: self.workspace.contacts.exists())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        writing.delete(self.some_contact(data), self.ada)

    @rule(chosen=st.sets(phones, min_size=1), policy=policies, flagged=st.booleans())
    def import_file(self, chosen: set[str], policy: str, flagged: bool) -> None:
        rows = csv_bytes(*(f"Bo,{phone},bo@example.org,," for phone in sorted(chosen)))
        new = chosen - set(self.workspace.contacts.values_list("phone", flat=True))
        marked = new & self.marked
        contact_import = uploads.receive(self.workspace, self.ada, "people.csv", [rows])
        flags = [self.stop] if flagged else []
        if uploads.confirm(contact_import, self.ada, policy, flags) and flagged:
            self.marked |= new
        made = self.workspace.contacts.filter(phone__in=marked)
        assert set(made) <= set(self.carriers())

    @precondition(lambda self: self.workspace.contacts.exists())
    @rule(data=st.data(), chosen=st.lists(phones, min_size=1, max_size=3))
    def edit_by_file(self, data: st.DataObject, chosen: list[str]) -> None:
        rows = exported(self.workspace)
        for phone in chosen:
            data.draw(st.sampled_from(rows))["phone"] = phone
        contact_import = bring_back(self.workspace, self.ada, rows)
        if uploads.confirm(contact_import, self.ada):
            contact_import.refresh_from_db()
            assert (contact_import.state, contact_import.skipped_count) == ("completed", 0)
        self.marked |= {contact.phone for contact in self.carriers()}

    @rule()
    def undo_the_last_import(self) -> None:
        last = self.workspace.imports.filter(can_be_undone()).first()
        if last is not None:
            assert uploads.undo(last, self.ada)
            last.refresh_from_db()
            assert last.state == ImportState.UNDONE

    @precondition(lambda self: self.workspace.contacts.count() > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        contacts = self.some_contacts(data, 2)
        survivor, chosen = contacts[0], data.draw(st.sampled_from(contacts))
        numbers = self.numbers_of(*contacts)
        values = {field: getattr(chosen, field) for field in FIELDS}
        revisions = {contact.pk: contact.revision for contact in contacts}
        stopped = any(self.stop in contact.flags.all() for contact in contacts)
        done = writing.merge(self.workspace, self.ada, survivor.pk, revisions, values)
        self.marked_by[done.pk] = numbers - self.marked if stopped else set()
        self.marked |= self.marked_by[done.pk]

    @precondition(lambda self: self.workspace.merges.undoable().exists())
    @rule(data=st.data())
    def unmerge(self, data: st.DataObject) -> None:
        merges = list(self.workspace.merges.undoable().order_by("pk"))
        done: Merge = data.draw(st.sampled_from(merges))
        try:
            writing.unmerge(done, self.ada)
        except writing.CannotUndo:
            return
        self.marked -= self.marked_by[done.pk]
        self.marked |= self.numbers_of(*self.carriers())

    @precondition(lambda self: self.workspace.contacts.count() > 1)
    @rule(data=st.data())
    def delete_extras(self, data: st.DataObject) -> None:
        kept, *extras = self.some_contacts(data, 2)
        page = reverse("duplicate_delete", args=[self.workspace.slug])
        asked = {"contacts": [kept.pk, *(one.pk for one in extras)], "keep": kept.pk}
        assert self.client.post(page, asked).status_code == 302
        assert not self.workspace.contacts.filter(pk__in=[one.pk for one in extras]).exists()

    @precondition(lambda self: self.workspace.contacts.exists())
    @rule(data=st.data())
    def delete_many(self, data: st.DataObject) -> None:
        ids = [contact.pk for contact in self.some_contacts(data, 1)]
        job = begun(JobKind.DELETE, picked(self.workspace, *ids), self.ada)
        assert job.state == "done" and not self.workspace.contacts.filter(pk__in=ids).exists()

    @rule()
    def merge_the_flag(self) -> None:
        new = factories.make_flag(self.workspace, suppressing=True)
        assert flag_endings.merge([self.stop], new, self.ada).state == "done"
        self.stop = new

    @invariant()
    def nobody_marked_can_be_called(self) -> None:
        callable_now = Calling(self.workspace).callable(self.workspace.contacts.all())
        assert not self.marked & set(callable_now.values_list("phone", flat=True))
        carriers = self.carriers()
        alone = Counter(self.workspace.contacts.values_list("phone", flat=True))
        # Whoever shares a number with one who carries the flag need not carry it.
        openly = self.numbers_of(*carriers)
        for contact in self.workspace.contacts.filter(phone__in=self.marked - openly):
            assert alone[contact.phone] > 1 or contact in carriers, contact.phone

    @invariant()
    def what_has_gone_is_remembered(self) -> None:
        there = set(self.workspace.contacts.values_list("phone", flat=True))
        remembered = SuppressedNumber.objects.flag_ids(self.workspace.pk, PHONES)
        carriers = self.carriers()
        assert self.marked - there - self.numbers_of(*carriers) <= set(remembered)
        for contact in self.workspace.contacts.filter(phone__in=remembered):
            assert contact in carriers, contact.phone


@pytest.mark.django_db
def test_a_number_once_marked_is_never_called_again_by_accident(settings, tmp_path):
    from hypothesis.stateful import run_state_machine_as_test

    settings.DATA_DIR = tmp_path
    # The same orders of the same steps on both: on PostgreSQL the first of them.
    examples = 25 if connection.vendor == "sqlite" else 10
    run_state_machine_as_test(
        Office,
        settings=hypothesis_settings(
            max_examples=examples, stateful_step_count=20, deadline=None, derandomize=True
        ),
    )
