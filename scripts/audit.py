"""Ask whether a locked dependency has a known vulnerability: `make audit`.

pip-audit asks a database on the network. Where none answers, nothing is known, and that is said
loudly: silence would look like safety. Ends with 1 for vulnerabilities, 2 when nobody was asked.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

LOCK = "requirements-dev.txt"  # holds all of requirements.txt, too
SERVICES = ("pypi", "osv")
COMMAND = [sys.executable, "-m", "pip_audit"]


def ask(command: Sequence[str], service: str) -> list[dict[str, Any]] | None:
    """The packages of the lock with what is known of each; None when the service did not answer."""
    done = subprocess.run(
        [*command, f"--requirement={LOCK}", "--disable-pip", "--require-hashes", "--format=json",
         "--progress-spinner=off", "--timeout=15", f"--vulnerability-service={service}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )  # fmt: skip
    try:
        answer: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
        return answer["dependencies"]
    except (ValueError, KeyError):
        last = done.stderr.strip().splitlines()[-1:] or ["no answer"]
        print(f"{service}: {last[0]}", file=sys.stderr)
        return None


def report(packages: list[dict[str, Any]], service: str) -> int:
    """Print every known vulnerability and every package that was not looked up."""
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    found = [(package, known) for package in packages for known in package.get("vulns", ())]
    for package, known in found:
        fixed = ", ".join(known.get("fix_versions", ())) or "no version yet"
        print(f"{package['name']} {package['version']}: {known['id']}, fixed in {fixed}")
    print(f"{len(packages) - len(skipped)} packages asked for at {service}, {len(found)} known.")
    if skipped:
        print(f"NOT ASKED FOR: {', '.join(skipped)}", file=sys.stderr)
    if found:
        return 1
    return 2 if skipped or not packages else 0


def main(command: Sequence[str] = COMMAND) -> int:
    for service in SERVICES:
        packages = ask(command, service)
        if packages is not None:
            return report(packages, service)
    print(
        "NOT AUDITED: no database of vulnerabilities could be asked. Nothing is known about the"
        " dependencies; run this again where the network allows it.",
        file=sys.stderr,
    )
    return 2


if __name__ == "__main__":
    sys.exit(main())
