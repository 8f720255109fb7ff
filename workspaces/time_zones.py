"""The time zones a person can choose from."""

import zoneinfo
from functools import lru_cache

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)

Choices = list[tuple[str, str | list[tuple[str, str]]]]


@lru_cache(maxsize=1)
def grouped_zones() -> Choices:
    """UTC, then the places of each region; the database's old names and offsets are left out."""
    by_region: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for name in sorted(zoneinfo.available_timezones()):
        region, _, place = name.partition("/")
        if place and region in by_region:
            by_region[region].append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *((region, places) for region, places in by_region.items() if places)]


def zone_choices(current: str = "") -> Choices:
    """What a form offers: all of `grouped_zones`, and the zone in use where it is another."""
    choices = grouped_zones()
    known = {"UTC"} | {
        name for _, places in choices if isinstance(places, list) for name, _ in places
    }
    return [(current, current), *choices] if current and current not in known else list(choices)
