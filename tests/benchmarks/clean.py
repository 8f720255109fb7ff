"""Clean data: duplicates, audiences, verdicts, frozen lists and merges, beside a small workspace.

BENCH_CONTACTS is the number in the large workspace, the small one has a hundredth. One contact
in 50 repeats the one before it: a million hold 20,000 groups, 1,000 of them exactly the same. Pages
of both workspaces are asked for in turn: a neighbour on the machine hits both alike.
"""

import os
import random
import signal
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import chain

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.http import QueryDict
from django.test import Client

from contacts import calling_counts, duplicates, frozen_lists, jobs
from contacts.duplicate_groups import encode
from contacts.filters import ContactFilter
from contacts.merging import count_exact
from contacts.models import CallingPolicy, FrozenList, Job, JobKind, JobState, Merge
from contacts.steps import Step
from tests import factories
from tests.benchmarks import many_contacts
from tests.benchmarks.processes import fork
from tests.benchmarks.timing import Times, measure, print_table
from workspaces.models import User, Workspace

LARGE = int(os.environ.get("BENCH_CONTACTS", "1000000"))
SIZES = {"small": LARGE // 100, "large": LARGE}
FLAGS = {"Do Not Call": 20, "Opt-in Verified": 2, "VIP": 15}
# One contact in so many repeats the one before it; of these, one in so many in all fields.
ONE_IN, EXACT_ONE_IN = 50, 20
RATIO_GOAL, VERDICT_GOAL = "≤ 1.5", "≤ 3 s"
ROUNDS = 15
# How often the worker that merges is killed, and how long it is then waited for.
KILLS, LEASE_SECONDS = 5, 0.5


def run() -> None:
    owner = User.objects.filter(username="owner").first() or make()
    spaces = {name: owner.workspaces.get(slug=name) for name in SIZES}
    client = Client(SERVER_NAME="localhost")
    client.force_login(owner, backend="workspaces.backends.NameOrEmailBackend")
    sizes = [f"{size:,} contacts" for size in SIZES.values()]
    print("\n### Pages beside a small workspace, ms: p50 / p95\n")
    print_table(("page", *sizes, "ratio", "goal"), pages(client, spaces))
    print(f"\n### Who can be called, of {sizes[1]}, ms: p50 / p95\n")
    print_table(("list", "contacts", "time", "goal"), verdicts(client, spaces["large"]))
    print("\n### Frozen lists and merges\n")
    print_table(
        ("what", "measured", "goal"),
        chain(freezing(spaces["large"], owner), merging(spaces["large"], owner)),
    )


def make() -> User:
    """Everything that is measured, with its owner."""
    started = time.monotonic()
    owner = factories.make_user("owner")
    spaces = [factories.make_workspace(name.title(), owner=owner) for name in SIZES]
    many_contacts.fill(dict(zip(spaces, SIZES.values(), strict=True)), typed)
    for workspace in spaces:
        for name, one_in in FLAGS.items():
            many_contacts.carry(workspace, name, one_in)
        factories.make_audience(workspace, "", name="Everybody")
    many_contacts.analyze()
    print(f"{sum(SIZES.values()):,} contacts made in {time.monotonic() - started:.0f} s.")
    return owner


def typed(number: int, place: int) -> dict[str, str]:
    """A person like no other, or in part or as a whole the one before."""
    fields = person(number)
    group, rest = divmod(number, ONE_IN)
    if rest != ONE_IN - 1:
        return fields
    shared: tuple[str, ...] = (("phone",), ("email",), ("name", "brokerage"))[group % 3]
    if group % EXACT_ONE_IN == 0:
        shared = tuple(fields)
    before = person(number - 1)
    return fields | {name: before[name] for name in shared}


def person(number: int) -> dict[str, str]:
    fields = many_contacts.typed(number, number)
    return fields | {
        "name": f"{fields['name']} {number}",
        "email": f"person{number}@example.com" if fields["email"] or number % ONE_IN > 40 else "",
        "brokerage": fields["brokerage"] or "Acme",
    }


def pages(client: Client, spaces: dict[str, Workspace]) -> Iterator[tuple[object, ...]]:
    """What has to be there at once has a goal; what is asked for after the page has none."""

    def row(what: str, path: str, goal: str = RATIO_GOAL) -> tuple[object, ...]:
        calls = {}
        for name, workspace in spaces.items():
            audience = workspace.audiences.get(name="Everybody").pk
            url = f"/w/{workspace.slug}/{path.format(audience=audience)}"
            assert client.get(url).status_code == 200, url
            calls[name] = partial(client.get, url)
        few, many = in_turn(calls).values()
        return what, few, many, f"{many.p50 / few.p50:.2f}", goal

    yield row("duplicates", "duplicates/")
    for reason in duplicates.REASONS:
        place = encode(duplicates.Place(reason))
        yield row(f"duplicates, from “{reason.label}” on", f"duplicates/?from={place}")
    yield row("an audience", "audiences/{audience}/")
    yield row("audiences", "audiences/")
    yield row("how many duplicates, after the page", "duplicates/counts/", "")
    yield row("how many are exactly the same, before they are merged", "merges/all/", "")


def in_turn(calls: Mapping[str, Callable[[], object]]) -> dict[str, Times]:
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            taken[name].append((time.perf_counter() - start) * 1000)
    return {
        name: Times(statistics.median(times), sorted(times)[int(ROUNDS * 0.95)])
        for name, times in taken.items()
    }


def verdicts(client: Client, workspace: Workspace) -> Iterator[tuple[object, ...]]:
    vip = workspace.flags.get(name="VIP").pk
    lists = {
        "everybody": "",
        "of a state": "state=Texas",
        "with a flag": f"flags={vip}",
        "without the flag": f"without={vip}",
        "searched for, 97 %": "q=realty",
        "searched for, 1 %": "q=dunmore",
        "callable": "verdict=callable",
        "callable, with a flag": f"verdict=callable&flags={vip}",
    }

    def row(what: str, query_string: str) -> tuple[object, ...]:
        counts = counted(workspace, query_string)
        time = measure([partial(counted, workspace, query_string)], 3)
        return what, f"{counts.total:,}", time, VERDICT_GOAL

    for what, query_string in lists.items():
        yield row(what, query_string)
    page = f"/w/{workspace.slug}/contacts/?verdict=callable"
    yield "the list of the callable", "", measure([partial(client.get, page)], 3), VERDICT_GOAL
    exact = partial(client.get, f"{page}&count=exact")
    yield "that list, counted exactly", "", measure([exact], 3), VERDICT_GOAL
    flag = workspace.flags.get(name="Opt-in Verified")
    policy = CallingPolicy.objects.create(
        workspace=workspace, required_flag=flag, required_name=flag.name
    )
    yield row("everybody, where a flag is required", "")
    yield row("callable, where a flag is required", "verdict=callable")
    policy.delete()


def counted(workspace: Workspace, query_string: str) -> calling_counts.Counts:
    return calling_counts.of_list(ContactFilter(QueryDict(query_string), workspace))


def freezing(workspace: Workspace, owner: User) -> Iterator[tuple[str, str, str]]:
    settings.IMPORT_INLINE_ROWS = -1
    audience = workspace.audiences.get(name="Everybody")
    job = frozen_lists.freeze(audience, owner)
    seconds, longest = worked_off(job)
    yield f"a list of {workspace.contacts.count():,} contacts frozen", f"{seconds:.1f} s", ""
    yield "the longest of its transactions", f"{longest:.0f} ms", ""
    frozen_list = FrozenList.objects.get(pk=job.options["frozen_list"])
    times = measure([partial(frozen_lists.changes, frozen_list, audience)], 3)
    yield "what has become of it since, p50 / p95", f"{times} ms", ""
    frozen_lists.throw_away(frozen_list, owner)


def merging(workspace: Workspace, owner: User) -> Iterator[tuple[str, str, str]]:
    groups, before = count_exact(workspace), workspace.contacts.count()
    merge = begin(JobKind.MERGE, workspace, owner, groups)
    seconds, longest = worked_off(merge)
    check_merged(merge, groups, before)
    yield f"{groups:,} groups merged by one job", f"{seconds:.1f} s", ""
    yield "the longest of its transactions", f"{longest:.0f} ms", ""
    undo = begin(JobKind.UNMERGE, workspace, owner, groups, merges_of=merge.pk)
    seconds, longest = worked_off(undo)
    assert undo.counts["groups"] == groups and workspace.contacts.count() == before, undo.counts
    yield "all of these merges undone", f"{seconds:.1f} s", ""
    yield "the longest of its transactions", f"{longest:.0f} ms", ""
    again = begin(JobKind.MERGE, workspace, owner, groups)
    seconds = killed_and_worked_off(again, groups)
    check_merged(again, groups, before)
    yield f"merged again, the worker killed {KILLS} times", f"{seconds:.1f} s", "each once"


def begin(kind: JobKind, workspace: Workspace, owner: User, total: int, **options: int) -> Job:
    return jobs.start(kind, workspace, owner, total=total, actor_name=str(owner), **options)


def worked_off(job: Job) -> tuple[float, float]:
    """Seconds of the whole job, and milliseconds of its longest transaction."""
    started = time.perf_counter()
    with watched() as taken:
        jobs.advance(job.pk)
    seconds = time.perf_counter() - started
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.reason
    return seconds, max(taken)


@contextmanager
def watched() -> Iterator[list[float]]:
    """The milliseconds of each step's transaction."""
    taken: list[float] = []
    take_effect = jobs._take_effect

    def timed(job: Job, step: Step) -> None:
        start = time.perf_counter()
        take_effect(job, step)
        taken.append((time.perf_counter() - start) * 1000)

    jobs._take_effect = timed
    try:
        yield taken
    finally:
        jobs._take_effect = take_effect


def killed_and_worked_off(job: Job, groups: int) -> float:
    """Seconds of the job whose worker is killed, again and again, wherever it happens to be."""
    settings.JOB_LEASE_SECONDS = LEASE_SECONDS
    started = time.perf_counter()
    for place in sorted(random.sample(range(1, groups), KILLS)):
        connections.close_all()
        worker = fork.Process(target=call_command, args=("worker", "--once"))
        worker.start()
        while job.done < place and worker.is_alive():
            time.sleep(random.random() / 100)
            job.refresh_from_db()
        worker.kill()
        worker.join()
        assert worker.exitcode == -signal.SIGKILL, "the worker was done before it was killed"
        time.sleep(LEASE_SECONDS)
    jobs.advance(job.pk)
    job.refresh_from_db()
    return time.perf_counter() - started


def check_merged(job: Job, groups: int, before: int) -> None:
    assert job.state == JobState.DONE, job.reason
    assert job.counts == {"groups": groups, "merged": groups, "skipped": 0}, job.counts
    assert Merge.objects.filter(job=job).count() == groups
    assert job.workspace.contacts.count() == before - groups
    assert count_exact(job.workspace) == 0
