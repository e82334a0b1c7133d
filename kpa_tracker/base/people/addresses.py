"""From which address a request comes, where proxies stand in front. No Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
HERE = "127.0.0.1"
SOCKET = "unix"
"""What stands in the list of proxies for one that comes by a socket of this machine: it has no address."""
NEIGHBOURS = 64
"""The first so many bits of an IPv6 address are one household's: within them it chooses its addresses as it likes."""


def networks_of(proxies: Iterable[str]) -> list[Network]:
    """Return the networks that a list of proxies names. Refuses (ValueError) what is no address and no network."""
    return [ip_network(one.strip(), strict=False) for one in proxies if one.strip() not in ("", SOCKET)]


def client_address(remote: str, forwarded: str, proxies: Sequence[str]) -> str:
    """Return the address of whoever asks: the last one in `forwarded` that no proxy of ours is, where a proxy of ours
    handed the request over; otherwise the one that the request came from, whatever it says of itself."""
    networks = networks_of(proxies)
    found, is_ours = read(remote), SOCKET in proxies and not remote
    for hop in reversed(forwarded.split(",")):
        if not (is_ours or is_among(found, networks)):
            break
        before = read(hop)
        if before is None:
            break
        found, is_ours = before, False
    return str(found) if found else HERE


def read(text: str) -> Address | None:
    """Return an address as a proxy writes it, with a port or in brackets; None for what is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_among(address: Address | None, networks: Iterable[Network]) -> bool:
    return address is not None and any(address in network for network in networks)


def household_of(address: str) -> str:
    """Return what an address is counted by: itself, or the network of an IPv6 address."""
    found = ip_address(address)
    return address if found.version == 4 else str(ip_network(f"{address}/{NEIGHBOURS}", strict=False))
