"""Which internet addresses are one client."""

from ipaddress import IPv6Network, ip_address

# What a network of one household or one rented machine is given: each has 2 ** 64 addresses.
ONE_CLIENT_IPV6 = 64


def client_of(told: str) -> str | None:
    """The address, or the first one of its /64 for IPv6; None where it is no address."""
    try:
        # Behind a "%" stands the network card of this machine: no database knows it.
        address = ip_address(without_port(told).partition("%")[0])
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, ONE_CLIENT_IPV6), strict=False).network_address)


def without_port(told: str) -> str:
    """As some proxies write it: 9.9.9.9:4711, [2001:db8::1]:4711, or the brackets alone."""
    if told.startswith("["):
        return told[1:].partition("]")[0]
    # IPv4, also at the end of IPv6: its last number is all that can stand before a port.
    start, dot, end = told.rpartition(".")
    return start + dot + end.partition(":")[0] if dot else told
