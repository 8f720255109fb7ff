"""`python -m tests.load --database postgresql`: people at work while much else goes on.

Makes a site of its own on loopback, prints a Markdown table, and ends with 1 when an answer was
wrong or slower than it may be. The people share the machine with the site.
"""

import argparse
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.load.crowd import ROOT, Person, hurry, live, together
from tests.load.site import Site, running_site
from tests.load.slow import slow_connections
from tests.load.visitor import Figures, Visitor

READ_MS, WRITE_MS, BESIDE_SLOW_MS = 300, 500, 200
SLOW, WRITERS, WRITERS_SECONDS = 400, 16, 10
RATES, RATE_SECONDS = (10, 20, 30, 40, 60, 80, 120), 8
IMPORT_MINUTES = 10
HEADER = "name,phone,email,state,brokerage\r\n"


@dataclass
class Phase:
    name: str
    figures: Figures
    read_ms: float = float("inf")
    write_ms: float = float("inf")

    @property
    def holds(self) -> bool:
        return (
            not self.figures.errors
            and self.figures.percentile("read", 0.95) <= self.read_ms
            and self.figures.percentile("write", 0.95) <= self.write_ms
        )

    def row(self) -> str:
        def times(kind: str) -> str:
            figures = self.figures
            p50, p95 = (figures.percentile(kind, share) for share in (0.5, 0.95))
            return f"{len(figures.seconds[kind])} | {p50:.0f} / {p95:.0f}"

        verdict = "yes" if self.holds else "NO"
        errors = len(self.figures.errors)
        return f"| {self.name} | {times('read')} | {times('write')} | {errors} | {verdict} |"


def at_work(site: Site, people: int, seconds: float) -> Figures:
    figures, end = together(site, people, live)
    time.sleep(seconds)
    end()
    return figures


def during_an_import(site: Site, people: int, rows: int) -> tuple[Figures, float]:
    """People at work from the upload's arrival to the import's end; and how long that took."""
    lines = (f"Load {n},+8615{n:09d},load{n}@example.org,TX,Load Ltd\r\n" for n in range(rows))
    content = (HEADER + "".join(lines)).encode()
    importer = Visitor(site, site.keys[-1], Figures())
    figures, end = together(site, people, live)
    started = time.monotonic()
    place = importer.upload(f"{ROOT}/imports/new/", content)
    wait_for(site, "ready")
    importer.post(f"{place}confirm/", {})
    created = wait_for(site, "completed")
    took = time.monotonic() - started
    end()
    figures.errors += importer.figures.errors
    if created != rows:
        figures.errors.append(f"{created} of {rows} rows were imported")
    return figures, took


def wait_for(site: Site, state: str) -> int:
    deadline = time.monotonic() + IMPORT_MINUTES * 60
    while time.monotonic() < deadline:
        now, created = site.import_state()
        if now == state:
            return created
        time.sleep(0.5)
    raise TimeoutError(f"The import did not become {state}.")


def saturation(site: Site) -> int:
    """The highest rate of requests a second at which the limits hold, whoever waits for whom."""
    held = 0
    for rate in RATES:
        figures = Figures()
        with ThreadPoolExecutor(len(site.keys)) as pool:
            people = [Person(site, key, figures) for key in site.keys]
            busy = [threading.Lock() for _ in people]

            def act(number: int, people: list = people, busy: list = busy) -> None:
                with busy[number]:
                    people[number].do_something()

            for number in range(rate * RATE_SECONDS):
                pool.submit(act, number % len(people))
                time.sleep(1 / rate)
        if not Phase("", figures, READ_MS, WRITE_MS).holds:
            break
        held = rate
    return held


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--contacts", type=int, default=120_000)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--rows", type=int, default=100_000, help="of the import")
    parser.add_argument("--seconds", type=float, default=60, help="of the phases without an import")
    asked = parser.parse_args()
    # Turned into an exception, a polite kill ends the servers, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    with running_site(asked.database, asked.contacts, asked.people) as site:
        print(f"\n### {asked.database}\n", flush=True)
        print("| phase | reads | p50 / p95 ms | writes | p50 / p95 ms | errors | holds |")
        print("|---|---|---|---|---|---|---|", flush=True)
        phases = []

        def done(phase: Phase) -> None:
            phases.append(phase)
            print(phase.row(), flush=True)
            for error in phase.figures.errors[:5]:
                print(error, file=sys.stderr)

        people = f"{asked.people} people"
        before = site.cpu_seconds()
        idle = at_work(site, asked.people, asked.seconds)
        a_request = (site.cpu_seconds() - before) / max(sum(map(len, idle.seconds.values())), 1)
        done(Phase(f"{people}, nothing else", idle, READ_MS, WRITE_MS))
        figures, took = during_an_import(site, asked.people, asked.rows)
        name = f"{people}, {asked.rows:,} rows imported in {took:.0f} s"
        done(Phase(name, figures, READ_MS, WRITE_MS))
        with slow_connections(site.port, SLOW):
            beside = at_work(site, asked.people, asked.seconds / 2)
        done(Phase(f"{people}, {SLOW} slow connections", beside, BESIDE_SLOW_MS, BESIDE_SLOW_MS))
        writers, end = together(site, WRITERS, hurry)
        time.sleep(WRITERS_SECONDS)
        end()
        done(Phase(f"{WRITERS} writers without a pause, {WRITERS_SECONDS} s", writers))
        print(f"\nThe limits hold up to {saturation(site)} requests a second.")
        print(f"A request takes {a_request * 1000:.0f} ms of a core.")
    return 0 if all(phase.holds for phase in phases) else 1


if __name__ == "__main__":
    sys.exit(main())
