"""Which addresses of the Internet are public: an own list after IANA's special-purpose registries.

The standard library's ``is_global`` is not enough: Python 3.11 lets 192.0.0.192, 64:ff9b::/96, multicast and 2002::/16
pass, and through the last three any private IPv4 address can be named. The list errs on the narrow side: of IPv6 only
2000::/3 is open at all, and ranges that are special but reachable (anycast services, tunnels) stay closed, because
nothing that Earshot reads lives there.

Sources: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its successors), RFC 5771 (multicast),
RFC 4291 (IPv6).
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from earshot.kernel.texts import N_

PUBLIC_V6 = IPv6Network("2000::/3")

SPECIAL_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), words)
    for network, words in (
        ("0.0.0.0/8", N_("this network")),
        ("10.0.0.0/8", N_("a private network")),
        ("100.64.0.0/10", N_("a carrier's inner network")),
        ("127.0.0.0/8", N_("this machine")),
        ("169.254.0.0/16", N_("the local link")),
        ("172.16.0.0/12", N_("a private network")),
        ("192.0.0.0/24", N_("protocol assignments")),
        ("192.0.2.0/24", N_("documentation")),
        ("192.31.196.0/24", N_("AS112 service")),
        ("192.52.193.0/24", N_("multicast tunnelling")),
        ("192.88.99.0/24", N_("6to4 relay")),
        ("192.168.0.0/16", N_("a private network")),
        ("192.175.48.0/24", N_("AS112 service")),
        ("198.18.0.0/15", N_("benchmarking")),
        ("198.51.100.0/24", N_("documentation")),
        ("203.0.113.0/24", N_("documentation")),
        ("224.0.0.0/4", N_("multicast")),
        ("240.0.0.0/4", N_("reserved")),
        # Not in the registry: public by number, but it answers only from inside one cloud, with machine secrets.
        ("168.63.129.16/32", N_("a cloud's inner service")),
    )
)

SPECIAL_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), words)
    for network, words in (
        ("2001::/23", N_("protocol assignments and tunnels")),
        ("2001:db8::/32", N_("documentation")),
        ("2002::/16", N_("6to4, which can name any private address")),
        ("2620:4f:8000::/48", N_("AS112 service")),
        ("3fff::/20", N_("documentation")),
    )
)


def why_not(address: str) -> str:
    """What is special about ``address``, in words; "" where it is an ordinary public one.

    What cannot be read as an address at all, or is bound to one interface (``fe80::1%eth0``), is special.
    """
    try:
        number = ip_address(address)
    except ValueError:
        return N_("not an address")
    if isinstance(number, IPv4Address):
        return next((words for network, words in SPECIAL_V4 if number in network), "")
    return _why_not_v6(number)


def _why_not_v6(number: IPv6Address) -> str:
    if number.scope_id is not None:
        return N_("the local link")
    if number == IPv6Address("::1"):
        return N_("this machine")
    if number not in PUBLIC_V6:
        return N_("outside the public range of IPv6")
    return next((words for network, words in SPECIAL_V6 if number in network), "")
