"""Processes that die, or stand still, in the midst of an import, against the tests' database."""

import multiprocessing
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

# Loaded once, in the server that the victims are forked from: they start in no time.
django.setup()

from contacts import flag_endings, flag_removal, jobs, uploads  # noqa: E402
from contacts.imports import commit, review, undo  # noqa: E402
from contacts.imports.edits import commit as edits_commit  # noqa: E402
from contacts.management.commands import worker  # noqa: E402
from contacts.models import ContactImport, DuplicatePolicy, ImportKind, Job  # noqa: E402
from contacts.steps import Step  # noqa: E402
from contacts.writing import flags  # noqa: E402
from tests import factories  # noqa: E402
from workspaces.models import User, Workspace  # noqa: E402

CHUNK = 4
# How long the dead are waited for. Longer than a step takes, as short as the tests can be.
LEASE_SECONDS = 0.2
PATIENCE = 60.0
# How a process ends whose upload was refused.
REFUSED = 7

forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload([__name__])


@dataclass(frozen=True)
class Orders:
    """Where a victim works, and what befalls it there.

    `failpoint` is (point, signal, hit); `file_limit` are the bytes that a file may have.
    """

    database: dict[str, str]
    data_dir: Path
    failpoint: tuple[str, str, int] | None = None
    mutant: str = ""
    file_limit: int = 0
    chunk: int = CHUNK


def start(work: Callable[..., None], *arguments: object, **orders: object) -> BaseProcess:
    """Let a new process do the work."""
    here = Orders({"NAME": str(connection.settings_dict["NAME"])}, settings.DATA_DIR)
    process = forks.Process(target=obey, args=(replace(here, **orders), work, *arguments))
    process.start()
    return process


def end(process: BaseProcess) -> int | None:
    """Wait for the process; returns its exit code, minus the signal that killed it."""
    process.join(PATIENCE)
    code = process.exitcode
    process.kill()
    process.join()
    process.close()
    return code


def wait_until_stopped(process: BaseProcess) -> None:
    deadline = time.monotonic() + PATIENCE
    command = ["ps", "-o", "state=", "-p", str(process.pid)]
    while not subprocess.run(command, capture_output=True, text=True).stdout.startswith("T"):
        assert time.monotonic() < deadline, "the process did not get to the point"
        time.sleep(0.02)


def obey(orders: Orders, work: Callable[..., None], *arguments: object) -> None:
    """What the new process does."""
    connection.settings_dict.update(orders.database)
    settings.DATA_DIR = orders.data_dir
    settings.FAILPOINT = orders.failpoint
    # Nothing is done at once: the worker does it all.
    settings.IMPORT_INLINE_ROWS = -1
    settings.JOB_LEASE_SECONDS = LEASE_SECONDS
    review.CHUNK = orders.chunk
    commit.CHUNK = undo.CHUNK = orders.chunk
    edits_commit.CONTACTS = orders.chunk
    flag_removal.BATCH = flags.BATCH = orders.chunk
    if orders.mutant:
        MUTANTS[orders.mutant]()
    if orders.file_limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (orders.file_limit, orders.file_limit))
    work(*arguments)
    connection.close()


def whole_life(slug: str, username: str, content: bytes) -> None:
    """An import from its upload to its undo, as web processes and the worker do it."""
    workspace, person = Workspace.objects.get(slug=slug), User.objects.get(username=username)
    contact_import = uploads.receive(workspace, person, "people.csv", [content])
    work_off()
    assert uploads.confirm(
        contact_import, person, DuplicatePolicy.OVERWRITE, workspace.flags.filter(name="VIP")
    )
    work_off()
    assert uploads.undo(contact_import, person)
    work_off()


def life_of_edits(slug: str, username: str, content: bytes) -> None:
    """A file of edited contacts from its upload to its undo."""
    workspace, person = Workspace.objects.get(slug=slug), User.objects.get(username=username)
    contact_import = uploads.receive(workspace, person, "people.csv", [content], ImportKind.UPDATE)
    work_off()
    assert uploads.confirm(contact_import, person)
    work_off()
    assert uploads.undo(contact_import, person)
    work_off()


def repair(username: str, kinds: list[str]) -> None:
    """Review the import again, with suggested values."""
    person = User.objects.get(username=username)
    assert uploads.repair(ContactImport.objects.get(), person, kinds)
    work_off()


def cancel_half_way(username: str) -> None:
    """Do a step of what is to be done, then stop it."""
    contact_import = ContactImport.objects.get()
    job = contact_import.jobs.latest("id")
    jobs.advance(job.pk, keep_going=lambda: False)
    uploads.cancel(contact_import, User.objects.get(username=username))


def merge_flags(slug: str, username: str, gone: list[str], into: str) -> None:
    """A merge of flags, from the order to its end."""
    workspace, person = Workspace.objects.get(slug=slug), User.objects.get(username=username)
    named = {flag.name: flag for flag in workspace.flags.all()}
    flag_endings.merge([named[name] for name in gone], named[into], person)
    work_off()


def work_off() -> None:
    call_command("worker", "--once")


def work_on() -> None:
    """What the worker does until it is told to end; a database that is away it asks often."""
    worker.RETRY_SECONDS = 0.1
    call_command("worker")


def prepare(content: bytes) -> None:
    """Make tables, a person and a workspace where there are none, and confirm an import."""
    call_command("migrate", verbosity=0)
    person = factories.make_user("ada")
    workspace = factories.make_workspace("Acme", owner=person)
    contact_import = uploads.receive(workspace, person, "people.csv", [content])
    work_off()
    assert uploads.confirm(contact_import, person)


def resume() -> None:
    """Let the failed import go on."""
    assert uploads.resume(ContactImport.objects.get())
    work_off()


def receive(slug: str, username: str, content: bytes) -> None:
    """Upload a file; the disk is too small for it."""
    workspace, person = Workspace.objects.get(slug=slug), User.objects.get(username=username)
    try:
        uploads.receive(workspace, person, "people.csv", [content])
    except OSError:
        sys.exit(REFUSED)


def move_cursor_outside() -> None:
    """A fault: the effect is in one transaction, the cursor in the next."""
    take_effect = jobs._take_effect

    def apart(job: Job, step: Step) -> None:
        with transaction.atomic():
            counts = step.apply()
        take_effect(job, replace(step, apply=lambda: counts))

    jobs._take_effect = apart


def do_not_check_token() -> None:
    """A fault: whoever took the job up once may write for ever."""

    def unchecked(job: Job) -> None:
        Job.objects.filter(pk=job.pk).update(token=job.token + 1)

    jobs._check_token = unchecked


MUTANTS = {"cursor outside": move_cursor_outside, "token unchecked": do_not_check_token}
