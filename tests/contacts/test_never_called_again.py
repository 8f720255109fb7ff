"""Whatever is done, in whatever order: a number once marked is not called again by accident."""

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from contacts import flag_endings, uploads, writing
from contacts.imports.undo import can_be_undone
from contacts.models import Contact, ContactFlag, DuplicatePolicy, ImportState, SuppressedNumber
from tests import factories
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
        self.marked: set[str] = set()

    def some_contact(self, data: st.DataObject) -> Contact:
        ids = list(self.workspace.contacts.order_by("id").values_list("pk", flat=True))
        return self.workspace.contacts.get(pk=data.draw(st.sampled_from(ids)))

    @rule(phone=phones, flagged=st.booleans())
    def add(self, phone: str, flagged: bool) -> None:
        flags = [self.stop] if flagged else []
        writing.create(self.workspace, self.ada, {"name": "Ann", "phone": phone}, flags)
        self.marked |= {phone} if flagged else set()

    @precondition(lambda self: self.workspace.contacts.exists())
    @rule(data=st.data())
    def mark(self, data: st.DataObject) -> None:
        contact = self.some_contact(data)
        writing.change(contact, self.ada, {}, [self.stop], revision=contact.revision)
        self.marked.add(contact.phone)

    @precondition(lambda self: self.workspace.contacts.exists())
    @rule(data=st.data())
    def take_off(self, data: st.DataObject) -> None:
        contact = self.some_contact(data)
        carried = self.stop in contact.flags.all()
        writing.change(
            contact, self.ada, {}, [], revision=contact.revision, reason="She asked us to call."
        )
        others = ContactFlag.objects.filter(
            flag=self.stop, contact__phone=contact.phone, workspace=self.workspace
        )
        if carried and not others.exists():
            self.marked.discard(contact.phone)

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
        contact_import = uploads.receive(self.workspace, self.ada, "people.csv", [rows])
        flags = [self.stop] if flagged else []
        if uploads.confirm(contact_import, self.ada, policy, flags) and flagged:
            self.marked |= new

    @rule()
    def undo_the_last_import(self) -> None:
        last = self.workspace.imports.filter(can_be_undone()).first()
        if last is not None:
            assert uploads.undo(last, self.ada)
            last.refresh_from_db()
            assert last.state == ImportState.UNDONE

    @rule()
    def merge_the_flag(self) -> None:
        new = factories.make_flag(self.workspace, suppressing=True)
        assert flag_endings.merge([self.stop], new, self.ada).state == "done"
        self.stop = new

    @invariant()
    def nobody_marked_can_be_called(self) -> None:
        seen: dict[str, list[bool]] = {}
        for contact in self.workspace.contacts.prefetch_related("flags"):
            seen.setdefault(contact.phone, []).append(self.stop in contact.flags.all())
        for phone in self.marked & set(seen):
            # Of those who share a number none may be called.
            assert len(seen[phone]) > 1 or seen[phone] == [True], phone

    @invariant()
    def what_has_gone_is_remembered(self) -> None:
        there = set(self.workspace.contacts.values_list("phone", flat=True))
        remembered = SuppressedNumber.objects.flag_ids(self.workspace.pk, PHONES)
        assert self.marked - there <= set(remembered)
        carrying = ContactFlag.objects.filter(flag=self.stop, workspace=self.workspace)
        for contact in self.workspace.contacts.filter(phone__in=remembered):
            assert carrying.filter(contact=contact).exists(), contact.phone


@pytest.mark.django_db
def test_a_number_once_marked_is_never_called_again_by_accident(settings, tmp_path):
    from hypothesis.stateful import run_state_machine_as_test

    settings.DATA_DIR = tmp_path
    run_state_machine_as_test(
        Office,
        settings=hypothesis_settings(
            max_examples=25, stateful_step_count=20, deadline=None, derandomize=True
        ),
    )
