"""Which names of flags look alike, and which only seem to."""

import pytest

from contacts import lookalikes
from contacts.lookalikes import alike, groups

ALIKE = [
    ("Hot Lead", "Hot Lead!"),
    ("Hot Lead", "HotLead"),
    ("Hot Lead", "hot  leads"),
    ("Hot Lead", "Lead, hot"),
    ("Hot Lead", "🔥 Hot Lead"),
    ("Follow-up Needed", "Follow up needed"),
    ("Follow-up Needed", "Followup Needed"),
    ("VIP", "V.I.P."),
    ("VIP", "VIPs"),
    ("Café owner", "Cafe Owners"),
    ("Company", "Companies"),
    ("Investor", "Invesotr"),
    ("Investor", "Invesstor"),
    ("Interested", "Intersted"),
    ("Interested", "Interezted"),
    ("Opt-in Verified", "Opt-in Verifeid"),
    ("Follow-up Needed", "Follow-up Neeeded"),
]
DIFFERENT = [
    ("VIP", "VIX"),
    ("VIP", "VIP+"),
    ("A+", "A-"),
    ("C", "C++"),
    ("Cold Lead", "Gold Lead"),
    ("Hot Lead", "Not Lead"),
    ("Hot Lead", "Lead"),
    ("Tier 1", "Tier 2"),
    ("Lead 2024", "Lead 2025"),
    ("Do Not Call", "Do Not Mail"),
    ("Do Not Call", "Call"),
    ("Opt-in", "Opt-out"),
    ("Interested", "Not interested"),
    ("Active", "Inactive"),
    ("Legal", "Illegal"),
    ("Signed", "Signer"),
    ("Contract sent", "Contact sent"),
    ("Buyer", "Buyout"),
    ("Seller", "Teller"),
    ("Hot 🔥", "Hot 🥶"),
    ("🔥", "🥶"),
    ("!", "?"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "other"), ALIKE)
def test_names_that_look_alike(name: str, other: str):
    assert alike(name, other)
    assert alike(other, name)


@pytest.mark.parametrize(("name", "other"), DIFFERENT)
def test_names_that_do_not(name: str, other: str):
    assert not alike(name, other)
    assert not alike(other, name)


def test_the_starter_flags_and_those_of_the_demo_are_told_apart():
    names = ["Hot Lead", "VIP", "Follow-up Needed", "Opt-in Verified", "Do Not Call"]
    assert groups([*names, "Past Client", "Investor"]) == []


def test_groups_join_what_looks_like_any_of_them():
    names = ["Hot Lead", "VIP", "Hot Lead!", "Investors", "HOT-LEADS", "Investor", "Cold"]

    assert groups(names) == [[0, 2, 4], [3, 5]]


def test_names_without_a_word_in_common_are_not_compared(monkeypatch: pytest.MonkeyPatch):
    """All pairs of a thousand flags would be half a million."""
    compared: list[object] = []
    monkeypatch.setattr(lookalikes, "_alike", lambda *pair: compared.append(pair))
    letters = [f"{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300)]

    groups([f"Campaign{two} interested{two}" for two in letters])
    assert compared == []

    groups(["Campaign interested", "Campaigns interest"])
    assert len(compared) == 1
