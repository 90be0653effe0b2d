"""The list of special addresses, against a corpus of what attackers write; nothing is ever connected to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.adapters.http.addresses import SPECIAL_V4, SPECIAL_V6, why_not
from earshot.adapters.http.guard import resolve
from tests.adapters.http.loopback import run

CLOSED = """
0.0.0.0 0.1.2.3 0.255.255.255
10.0.0.1 10.255.255.255
100.64.0.1 100.100.100.200 100.127.255.255
127.0.0.1 127.0.0.2 127.1.2.3 127.255.255.255
169.254.0.1 169.254.169.254 169.254.170.2
172.16.0.1 172.31.255.255
192.0.0.1 192.0.0.8 192.0.0.170 192.0.0.192 192.0.2.1
192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.168.255.255 192.175.48.1
198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.7
224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
168.63.129.16
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 ::7f00:1
64:ff9b::7f00:1 64:ff9b::8.8.8.8 64:ff9b:1::1 100::1 100:0:0:1::1
2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:db8::1
2002:7f00:1:: 2002:c0a8:1:: 2620:4f:8000::1 3fff::1 3fff:fff:ffff::1 4000::1 5f00::1
fc00::1 fd00:ec2::254 fd12:3456:789a::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
""".split()  # noqa: SIM905

OPEN = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 93.184.216.34 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1
168.63.129.15 169.253.255.255 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0 192.0.3.0 192.167.255.255 192.169.0.0
198.17.255.255 198.20.0.0 203.0.112.255 203.0.114.0 223.255.255.255
2000::1 2001:200::1 2001:4860:4860::8888 2003::1 2400:cb00:2048:1::c629:d7a2 2606:4700:4700::1111 2a00:1450:4001::1
""".split()  # noqa: SIM905


@pytest.mark.parametrize("address", CLOSED)
def test_special_addresses_are_closed(address: str) -> None:
    assert why_not(address)


@pytest.mark.parametrize("address", OPEN)
def test_ordinary_addresses_are_open(address: str) -> None:
    assert why_not(address) == ""


def test_the_corpus_is_as_large_as_was_asked() -> None:
    assert len(set(CLOSED)) >= 60


@pytest.mark.parametrize(
    "text", ["", "example.org", "1.2.3", "127.1", "0x7f000001", "8.8.8.8:80", "[::1]", "2130706433"]
)
def test_what_is_no_address_is_closed(text: str) -> None:
    assert why_not(text) == "not an address"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("127.1", "127.0.0.1"), ("0x7f000001", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0177.0.0.1", "127.0.0.1")],
)
def test_odd_spellings_of_this_machine_resolve_to_a_closed_address(written: str, meant: str) -> None:
    found = list(run(_resolved(written)))
    assert found == [meant]
    assert why_not(found[0]) == "this machine"


async def _resolved(host: str) -> list[str]:
    return list(await resolve(host, 80))


@pytest.mark.parametrize("network", [str(network) for network, _ in (*SPECIAL_V4, *SPECIAL_V6)])
def test_each_range_is_closed_to_both_its_ends(network: str) -> None:
    ranges = {str(entry): entry for entry, _ in (*SPECIAL_V4, *SPECIAL_V6)}
    assert why_not(str(ranges[network][0]))
    assert why_not(str(ranges[network][-1]))


@given(st.integers(0, 2**32 - 1))
def test_whatever_the_standard_library_closes_is_closed_here_v4(number: int) -> None:
    address = IPv4Address(number)
    if (
        address.is_private
        or address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
    ):
        assert why_not(str(address))


@given(st.integers(0, 2**128 - 1))
def test_whatever_the_standard_library_closes_is_closed_here_v6(number: int) -> None:
    address = IPv6Address(number)
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert why_not(str(address))


@given(st.integers(0, 2**32 - 1))
def test_no_wrapping_of_an_ipv4_address_opens_it(number: int) -> None:
    for wrapped in (f"::ffff:{IPv4Address(number)}", f"64:ff9b::{IPv4Address(number)}", f"::{IPv4Address(number)}"):
        assert why_not(wrapped)
    six_to_four = IPv6Address((0x2002 << 112) | (number << 80))
    assert why_not(str(ip_address(six_to_four)))
