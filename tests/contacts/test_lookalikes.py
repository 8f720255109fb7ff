"""Which names of flags look alike, and which only seem to."""

import time

import pytest

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


def test_many_flags_are_compared_in_no_time():
    names = [f"Campaign{chr(97 + n % 26)}{chr(97 + n // 26)} interested" for n in range(300)]
    began = time.perf_counter()
    groups(names)

    assert time.perf_counter() - began < 1
