"""Whose address counts, whatever a request says of itself."""

from __future__ import annotations

import pytest

from kpa_tracker.base.people.addresses import client_address, household_of, networks_of

PROXIES = ["10.0.0.1", "192.168.0.0/24"]


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "found"),
    [
        ("203.0.113.5", "", [], "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", [], "203.0.113.5"),  # nobody is trusted
        ("203.0.113.5", "198.51.100.1", PROXIES, "203.0.113.5"),  # whoever says it is no proxy of ours
        ("10.0.0.1", "198.51.100.1", PROXIES, "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", PROXIES, "198.51.100.1"),  # what the client itself has put before it
        ("10.0.0.1", "198.51.100.1, 192.168.0.7", PROXIES, "198.51.100.1"),  # two proxies of ours
        ("10.0.0.1", "", PROXIES, "10.0.0.1"),
        ("10.0.0.1", "nonsense", PROXIES, "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, nonsense", PROXIES, "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1:4711", PROXIES, "198.51.100.1"),
        ("10.0.0.1", "[2001:db8::1]:4711", PROXIES, "2001:db8::1"),
        ("10.0.0.1", "::ffff:198.51.100.1", PROXIES, "198.51.100.1"),
        ("", "198.51.100.1", ["unix"], "198.51.100.1"),
        ("", "198.51.100.1", [], "127.0.0.1"),
        ("198.51.100.9", "198.51.100.1", ["unix"], "198.51.100.9"),
    ],
)
def test_the_address_is_the_last_that_no_proxy_of_ours_has(remote, forwarded, proxies, found):
    assert client_address(remote, forwarded, proxies) == found


def test_a_household_is_counted_as_one():
    assert household_of("2001:db8:1:2::aaaa") == household_of("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert household_of("2001:db8:1:3::1") != household_of("2001:db8:1:2::1")
    assert household_of("203.0.113.5") == "203.0.113.5"


def test_a_proxy_that_is_no_address_is_refused():
    with pytest.raises(ValueError, match="nginx"):
        networks_of(["nginx"])
