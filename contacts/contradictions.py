"""Filters that exclude each other: nobody is asked for, and no database need look for them.

Left to look, it goes through a million contacts for seconds before it knows.
"""

from collections.abc import Mapping
from typing import Any

from contacts.calling import Verdict


def exclude_each_other(chosen: Mapping[str, Any], *, any_flag: bool) -> bool:
    """Whether the filters ask for what one and the same contact cannot be.

    `chosen` are their meanings, as of `ContactFilter`; not every contradiction is known.
    """
    wanted, unwanted = chosen.get("flags") or [], set(chosen.get("without") or ())
    # Of several flags of which one is enough, each must be impossible.
    of_them = all if any_flag else any
    if wanted and of_them(flag in unwanted for flag in wanted):
        return True
    if chosen.get("verdict") != Verdict.CALLABLE:
        return False
    return bool(chosen.get("warning") or (wanted and of_them(flag.suppressing for flag in wanted)))
